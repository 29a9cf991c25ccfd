"""Outlets, stories, articles, and the files they came in."""

from enum import StrEnum
from hashlib import sha256

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from articles.enums import Detail, ReadingState, UploadState
from articles.querysets import ArticleQuerySet, StoryQuerySet, UploadQuerySet


def choices(vocabulary: type[StrEnum]) -> list[tuple[str, str]]:
    """A vocabulary as the choices of a field."""
    return [(item.value, item.value.capitalize()) for item in vocabulary]


class Outlet(models.Model):
    """Who publishes: a newspaper, broadcaster or wire service. `siglum` stands for it in tables."""

    name = models.CharField(max_length=200)
    siglum = models.CharField(max_length=4, blank=True)
    demo = models.BooleanField(default=False, editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(Lower("name"), name="outlet_name_unique"),
            models.CheckConstraint(condition=~Q(name=""), name="outlet_name_given"),
        ]

    def __str__(self) -> str:
        return self.name


class Story(models.Model):
    """The set of articles on one event."""

    title = models.CharField(max_length=300)
    # A story merged into another has no articles; `moved` are the ids of those that went with it.
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_stories", editable=False
    )
    moved = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    demo = models.BooleanField(default=False, editable=False)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name_plural = "stories"
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="story_title_given")]
        indexes = [
            GinIndex(SearchVector("title", config="simple"), name="story_title_words"),
            models.Index("demo", condition=Q(demo=True), name="story_demo"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The story's coverage page."""
        return reverse("articles:story", args=[self.pk])

    @property
    def current(self) -> "Story":
        """The story itself, or the one that it was merged into."""
        return self if self.merged_into is None else self.merged_into.current


class Article(models.Model):
    """One outlet's text, unchanged since it was read: every offset points into it.

    `headline_span` and `body_start` are code points into `text`; a headline that was given
    beside the text has no span. The database refuses a change of `text`.
    """

    outlet = models.ForeignKey(Outlet, models.PROTECT, null=True, blank=True, related_name="articles")
    story = models.ForeignKey(Story, models.SET_NULL, null=True, blank=True, related_name="articles")
    # Whether a person chose the story, or chose none; until then it is Newsdesk's suggestion.
    story_decided = models.BooleanField(default=False)
    revision_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="revisions")
    external_id = models.CharField(max_length=200, blank=True)
    filename = models.CharField(max_length=255, blank=True)
    url = models.URLField(max_length=2000, blank=True)
    headline = models.CharField(max_length=500, blank=True)
    headline_span = ArrayField(models.PositiveIntegerField(), size=2, null=True, blank=True)
    byline = models.CharField(max_length=300, blank=True)
    published_on = models.DateField(null=True, blank=True)
    text = models.TextField()
    body_start = models.PositiveIntegerField(default=0)
    text_sha256 = models.CharField(max_length=64, editable=False)
    word_count = models.PositiveIntegerField(default=0)
    reading_state = models.CharField(
        max_length=10, choices=choices(ReadingState), default=ReadingState.WAITING
    )
    reading_progress = models.PositiveSmallIntegerField(default=0)
    reading_error = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            # One outlet's exact copy is linked to the first, not stored twice.
            models.UniqueConstraint("text_sha256", "outlet", name="article_text_once", nulls_distinct=False),
            models.CheckConstraint(condition=~Q(text=""), name="article_text_given"),
            models.CheckConstraint(
                condition=Q(reading_state__in=[s.value for s in ReadingState]),
                name="article_reading_state_known",
            ),
            models.CheckConstraint(
                condition=Q(reading_progress__lte=100), name="article_reading_progress_percent"
            ),
            models.CheckConstraint(
                condition=Q(headline_span__isnull=True)
                | Q(headline_span__0__lt=F("headline_span__1"), headline_span__len=2),
                name="article_headline_span_ordered",
            ),
        ]
        indexes = [
            models.Index(fields=["text_sha256"], name="article_text_sha256"),
            models.Index(fields=["external_id"], name="article_external_id", condition=~Q(external_id="")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The article with its claims highlighted."""
        return reverse("articles:article", args=[self.pk])

    @property
    def title(self) -> str:
        """The headline, or what else tells this article from others."""
        return self.headline or self.filename or self.external_id or f"Article {self.pk}"

    @property
    def story_suggested(self) -> bool:
        """Whether Newsdesk suggests the story and nobody has answered."""
        return self.story_id is not None and not self.story_decided

    @staticmethod
    def digest(text: str) -> str:
        """The SHA-256 of a text, in hexadecimal, by which exact copies are found."""
        return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


class Upload(models.Model):
    """One file (or pasted text) that a person brought in, kept as it came: nothing is lost.

    A refused file has a `problem` that says what to do and no article; a copy leads to the
    article that was there first. `notes`, one a line, say what a person may want to check.
    """

    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="uploads"
    )
    filename = models.CharField(max_length=255)
    content = models.BinaryField()
    size = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=choices(UploadState))
    problem = models.TextField(blank=True)
    notes = models.TextField(blank=True)
    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="uploads")
    cleared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state=UploadState.REFUSED.value, article__isnull=True)
                | Q(
                    state__in=[UploadState.ACCEPTED.value, UploadState.COPY.value],
                    article__isnull=False,
                    problem="",
                ),
                name="upload_state_fits_article",
            ),
        ]

    def __str__(self) -> str:
        return self.filename


class DetailsChange(models.Model):
    """What a person changed about an article, or about a story, beside the text; rows are never changed.

    `before` and `after` are as people read them: names and ISO dates; empty stands for none. Without an
    editor a command did it.
    """

    article = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="changes")
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="changes")
    detail = models.CharField(max_length=10, choices=choices(Detail))
    before = models.CharField(max_length=300, blank=True)
    after = models.CharField(max_length=300, blank=True)
    editor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="details_changes"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(detail__in=[detail.value for detail in Detail]), name="change_detail_known"
            ),
            models.CheckConstraint(
                condition=Q(article__isnull=False, story__isnull=True)
                | Q(article__isnull=True, story__isnull=False),
                name="change_of_article_or_story",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="change_latest")]

    def __str__(self) -> str:
        return f"{self.detail}: {self.before or 'none'} to {self.after or 'none'}"
