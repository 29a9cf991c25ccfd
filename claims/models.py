"""Speakers, claims, appearances and reviews: what is claimed and what editors made of it."""

from enum import StrEnum

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse

from articles.models import Article, Story, choices
from claims.enums import (
    AliasState,
    AttributionClass,
    CorrectionKind,
    DisputedFor,
    LinkKind,
    LinkState,
    QuoteKind,
    SpeakerKind,
    Status,
    Variant,
)
from claims.querysets import (
    AppearanceQuerySet,
    ClaimQuerySet,
    CorrectionQuerySet,
    ReviewQuerySet,
    SavedViewQuerySet,
    SpeakerQuerySet,
)


def known(field: str, vocabulary: type[StrEnum], *, name: str) -> models.CheckConstraint:
    """The constraint that keeps a field to its vocabulary, in the database."""
    return models.CheckConstraint(
        condition=Q(**{f"{field}__in": [item.value for item in vocabulary]}), name=name
    )


class Speaker(models.Model):
    """Who claims. An unnamed source ('officials') belongs to one article and to no other."""

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=choices(SpeakerKind))
    role = models.CharField(max_length=300, blank=True)
    article = models.ForeignKey(
        Article, models.CASCADE, null=True, blank=True, related_name="unnamed_speakers"
    )
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_speakers"
    )

    # Its listed claims; kept by the database itself (`claims_count_of_speakers`).
    claim_count = models.IntegerField(default=0, editable=False)

    objects = SpeakerQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            known("kind", SpeakerKind, name="speaker_kind_known"),
            models.CheckConstraint(condition=~Q(name=""), name="speaker_name_given"),
            models.CheckConstraint(
                condition=Q(kind=SpeakerKind.UNNAMED.value, article__isnull=False)
                | (~Q(kind=SpeakerKind.UNNAMED.value) & Q(article__isnull=True)),
                name="speaker_unnamed_within_one_article",
            ),
            models.UniqueConstraint(
                Lower("name"), condition=Q(article__isnull=True), name="speaker_name_unique"
            ),
            models.UniqueConstraint(
                Lower("name"), "article", condition=Q(article__isnull=False), name="speaker_unnamed_unique"
            ),
        ]
        indexes = [
            GinIndex(SearchVector("name", config="simple"), name="speaker_name_words"),
            models.Index(fields=["-claim_count", "name"], name="speaker_by_claims"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The speaker's page."""
        return reverse("claims:speaker", args=[self.pk])


class SpeakerAlias(models.Model):
    """Another name under which articles print a speaker: learned from them, or added by an editor.

    One with a `story` holds in the articles of that story alone.
    """

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="aliases")
    name = models.CharField(max_length=200)
    state = models.CharField(max_length=8, choices=choices(AliasState), default=AliasState.LEARNED)
    story = models.ForeignKey(Story, models.CASCADE, null=True, blank=True, related_name="aliases")

    class Meta:
        ordering = ["name"]
        verbose_name_plural = "speaker aliases"
        constraints = [
            known("state", AliasState, name="alias_state_known"),
            models.UniqueConstraint(
                Lower("name"), "speaker", condition=Q(story__isnull=True), name="alias_once_a_speaker"
            ),
            models.UniqueConstraint(
                Lower("name"), "speaker", "story", condition=Q(story__isnull=False), name="alias_once_a_story"
            ),
        ]
        indexes = [GinIndex(SearchVector("name", config="simple"), name="alias_name_words")]

    def __str__(self) -> str:
        return self.name


class Claim(models.Model):
    """One proposition by one speaker that a checker could check by itself.

    `status`, `disputed_for` and `last_review` repeat the latest row of the history, for the
    queue; only `claims.domain.record_review` writes them. `match_keys` are the index by
    which a new wording finds its candidates.
    """

    speaker = models.ForeignKey(Speaker, models.PROTECT, related_name="claims")
    text = models.TextField()
    status = models.CharField(max_length=12, choices=choices(Status), default=Status.UNREVIEWED)
    disputed_for = models.CharField(max_length=8, choices=choices(DisputedFor), blank=True)
    last_review = models.ForeignKey("Review", models.PROTECT, null=True, blank=True, related_name="+")
    check_worthiness = models.FloatField(default=0.5)
    # How many origins its reports have; None until they were looked for.
    origin_count = models.PositiveIntegerField(null=True, blank=True)
    match_keys = ArrayField(models.CharField(max_length=200), default=list)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="merged_claims"
    )
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="assigned_claims"
    )
    # An editor said that this is no claim: kept with its history, and left out of queue and sheets.
    rejected = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Kept by the database itself (`claims_derive`): what lists, counts and orders go by.
    # Contested: 0, 1 (suggested) or 2 (confirmed). Listed: reported, not merged away, not rejected.
    listed = models.BooleanField(default=False, editable=False)
    article_count = models.PositiveIntegerField(default=0, editable=False)
    outlet_count = models.PositiveIntegerField(default=0, editable=False)
    contested = models.PositiveSmallIntegerField(default=0, editable=False)
    altered = models.BooleanField(default=False, editable=False)
    as_fact_anywhere = models.BooleanField(default=False, editable=False)
    priority = models.PositiveSmallIntegerField(default=0, editable=False)
    # The words of `claims.search_text.document`; kept by `claims.domain.derived`.
    search = SearchVectorField(null=True, editable=False)

    objects = ClaimQuerySet.as_manager()

    # What `with_dismissed` adds.
    dismissed: list[str]

    class Meta:
        ordering = ["pk"]
        permissions = [
            ("review_claim", "Can mark claims"),
            ("export_claim", "Can export sheets of claims"),
        ]
        constraints = [
            known("status", Status, name="claim_status_known"),
            models.CheckConstraint(condition=~Q(text=""), name="claim_text_given"),
            models.CheckConstraint(
                condition=Q(
                    status=Status.DISPUTED.value, disputed_for__in=[reason.value for reason in DisputedFor]
                )
                | (~Q(status=Status.DISPUTED.value) & Q(disputed_for="")),
                name="claim_disputed_with_reason",
            ),
        ]
        indexes = [
            GinIndex(fields=["match_keys"], name="claim_match_keys"),
            GinIndex(fields=["search"], name="claim_search"),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """The claim's side-by-side comparison."""
        return reverse("claims:claim", args=[self.pk])

    @property
    def who(self) -> Speaker:
        """Who claims it, by the name that counts now: the speaker, or the one it was merged into."""
        return self.speaker.merged_into or self.speaker


class ClaimFacet(models.Model):
    """One value that a listed claim can be found by: 'outlet:17', 'kind:direct', 'all'.

    Kept by the database itself (`claims_derive`), with what the queue is ordered by, so that a page of any
    filter reads only what it shows; `claims.listing` reads it.
    """

    pk = models.CompositePrimaryKey("claim", "facet")
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="facets", db_index=False)
    facet = models.TextField(db_collation="C")
    status = models.CharField(max_length=12, db_collation="C")
    priority = models.PositiveSmallIntegerField()
    outlet_count = models.PositiveIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["facet", "status", "-priority", "claim"], name="facet_by_priority"),
            models.Index(fields=["facet", "status", "-outlet_count", "claim"], name="facet_by_outlets"),
            models.Index(fields=["facet", "status", "-claim"], name="facet_by_age"),
        ]

    def __str__(self) -> str:
        return self.facet


class Appearance(models.Model):
    """Where an article reports a claim.

    `spans`, `source_spans` and `cue_spans` are [[start, end], ...] in code points of the
    article's text; `start` and `end` are the hull of `spans`. The database refuses spans
    that leave the text. `text` is what is printed there, `reading` the same made readable by
    itself: the claim's text where this wording is the fullest.
    """

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="appearances")
    article = models.ForeignKey(Article, models.CASCADE, related_name="appearances")
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    reading = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=choices(QuoteKind))
    reports = models.CharField(
        max_length=8, choices=choices(AttributionClass), default=AttributionClass.SPEECH
    )
    cue = models.CharField(max_length=200, blank=True)
    cue_spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)
    source_spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)
    # What is printed for the speaker there, and whom the article by itself means by it.
    source = models.CharField(max_length=200, blank=True)
    read_name = models.CharField(max_length=200, blank=True)
    read_kind = models.CharField(max_length=12, choices=choices(SpeakerKind), default=SpeakerKind.PERSON)
    basis = models.CharField(max_length=300, blank=True)
    via = ArrayField(models.CharField(max_length=200), default=list, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    denies = models.BooleanField(default=False)
    variant = models.CharField(max_length=10, choices=choices(Variant), default=Variant.VERBATIM)
    variant_note = models.CharField(max_length=1000, blank=True)
    # From which day to which it was said, as far as the article says: the words at `said_spans`.
    said_from = models.DateField(null=True, blank=True)
    said_to = models.DateField(null=True, blank=True)
    said_spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), default=list, blank=True)
    said_basis = models.CharField(max_length=300, blank=True)
    # Reports of the claim with the same `origin` come from one origin; `origin_basis` says why.
    origin = models.CharField(max_length=200, blank=True)
    origin_basis = models.CharField(max_length=300, blank=True)
    match_reason = models.CharField(max_length=300, blank=True)
    # An editor decided on it: neither matching nor a later reading moves, changes or removes it.
    pinned = models.BooleanField(default=False)
    confidence = models.FloatField(default=1.0)
    check_worthiness = models.FloatField(default=0.5)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = AppearanceQuerySet.as_manager()

    class Meta:
        ordering = ["article_id", "start", "pk"]
        constraints = [
            known("kind", QuoteKind, name="appearance_kind_known"),
            known("variant", Variant, name="appearance_variant_known"),
            known("read_kind", SpeakerKind, name="appearance_read_kind_known"),
            known("reports", AttributionClass, name="appearance_reports_known"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="appearance_hull_ordered"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="appearance_confidence_unit"
            ),
            models.UniqueConstraint("claim", "article", "spans", name="appearance_once"),
            models.CheckConstraint(
                condition=Q(said_from__isnull=True, said_to__isnull=True)
                | Q(said_from__isnull=False, said_to__isnull=False, said_from__lte=F("said_to")),
                name="appearance_said_ordered",
            ),
        ]
        indexes = [
            models.Index(Lower("source"), condition=~Q(source=""), name="appearance_source"),
            models.Index(Lower("read_name"), name="appearance_read_name"),
        ]

    def __str__(self) -> str:
        return self.text


class ReviewReason(models.Model):
    """A reason that an editor can give with a mark, from the list that the admin keeps.

    `statuses` are the marks that it is offered for, none for all of them. A reason that was used keeps its
    words, for the history's sake: it is switched off instead.
    """

    label = models.CharField(max_length=80)
    statuses = ArrayField(models.CharField(max_length=12, choices=choices(Status)), default=list, blank=True)
    active = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "label"]
        constraints = [
            models.UniqueConstraint(Lower("label"), name="reason_once"),
            models.CheckConstraint(condition=~Q(label=""), name="reason_label_given"),
        ]

    def __str__(self) -> str:
        return self.label


class Batch(models.Model):
    """One mark for many claims: prepared, shown with what it would change, then done in one piece.

    `claims` and `seen` are as long as each other: the claims, and the latest review of each (0 for none) when
    the batch was prepared. `skipped` are those that were marked in between. `query` is the queue's address
    that selected them, empty where they were picked by hand. `undoes` is the batch that this one takes back.
    """

    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="batches")
    status = models.CharField(max_length=12, choices=choices(Status))
    disputed_for = models.CharField(max_length=8, choices=choices(DisputedFor), blank=True)
    query = models.TextField(blank=True)
    claims = ArrayField(models.BigIntegerField(), default=list)
    seen = ArrayField(models.BigIntegerField(), default=list)
    skipped = ArrayField(models.BigIntegerField(), default=list)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "batches"
        constraints = [
            known("status", Status, name="batch_status_known"),
        ]

    def __str__(self) -> str:
        return f"{len(self.claims)} claims by {self.editor}"


class Review(models.Model):
    """An editor's mark on a claim. The claim's history is the list of them: it only grows.

    `seen` are the appearances that the editor had in front of them; later ones are new since.
    `undoes` names the review that this one takes back. `awaits_second`: a Confirmed that counts once a second
    editor has confirmed it too; until then the claim keeps the status that it had.
    """

    claim = models.ForeignKey(Claim, models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=12, choices=choices(Status))
    disputed_for = models.CharField(max_length=8, choices=choices(DisputedFor), blank=True)
    awaits_second = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    evidence_urls = ArrayField(models.URLField(max_length=2000), default=list, blank=True)
    reason = models.ForeignKey(ReviewReason, models.PROTECT, null=True, blank=True, related_name="reviews")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews")
    seen = ArrayField(models.BigIntegerField(), default=list)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    batch = models.ForeignKey(Batch, models.PROTECT, null=True, blank=True, related_name="reviews")
    created_at = models.DateTimeField(auto_now_add=True)

    kept = True
    """Whether the mark repeats what the claim was; known where it was just made."""

    objects = ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("status", Status, name="review_status_known"),
            models.CheckConstraint(
                condition=Q(
                    status=Status.DISPUTED.value, disputed_for__in=[reason.value for reason in DisputedFor]
                )
                | (~Q(status=Status.DISPUTED.value) & Q(disputed_for="")),
                name="review_disputed_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(awaits_second=False) | Q(status=Status.CONFIRMED.value),
                name="review_only_confirmed_awaits",
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="review_latest"),
            models.Index(fields=["reviewer", "-created_at"], name="review_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} by {self.reviewer}"

    @property
    def author(self) -> AbstractBaseUser:
        """Who set this mark; of an undo, who set the one that it brought back."""
        if self.undoes_id is None:
            return self.reviewer
        before = Review.objects.filter(claim=self.claim_id, pk__lt=self.undoes_id).last()
        return before.author if before else self.reviewer


class Assignment(models.Model):
    """Who gave a claim to whom, and when; nobody (`assigned_to` None) gives it back to all."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="assignments")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    assigned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["-created_at", "-id"], name="assignment_latest")]

    def __str__(self) -> str:
        return f"Claim {self.claim_id} to {self.assigned_to or 'nobody'}"


class Presence(models.Model):
    """The claim that an editor has in front of them, and when their page last said so: one row a person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="presence"
    )
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} is on claim {self.claim_id}"


class Dismissal(models.Model):
    """A hint on a claim's mark that an editor does not want to see again."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="dismissals")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    rule = models.CharField(max_length=20)

    class Meta:
        constraints = [models.UniqueConstraint("claim", "user", "rule", name="dismissal_once")]

    def __str__(self) -> str:
        return f"{self.rule} on claim {self.claim_id}"


class Correction(models.Model):
    """What an editor mended of what Newsdesk found. The list of them only grows, as that of marks does.

    `article` and `spans` ([[start, end], ...] in code points of its text) say which passage was decided
    on: by them a later reading of the same article finds the decision again. `before` and `after` hold
    enough to take the correction back. `undoes` names the correction that this one takes back.
    """

    kind = models.CharField(max_length=15, choices=choices(CorrectionKind))
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrections")
    claim = models.ForeignKey(Claim, models.PROTECT, null=True, blank=True, related_name="corrections")
    other_claim = models.ForeignKey(
        Claim, models.PROTECT, null=True, blank=True, related_name="corrections_as_other"
    )
    article = models.ForeignKey(Article, models.PROTECT, null=True, blank=True, related_name="corrections")
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2), null=True, blank=True)
    speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, blank=True, related_name="corrections")
    other_speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="corrections_as_other"
    )
    before = models.JSONField(default=dict)
    after = models.JSONField(default=dict)
    reason = models.TextField(blank=True)
    undoes = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="undone_by")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [known("kind", CorrectionKind, name="correction_kind_known")]
        indexes = [models.Index(fields=["-created_at", "-id"], name="correction_latest")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} by {self.editor}"


class ClaimLink(models.Model):
    """Two claims that stand against each other: suggested, then confirmed or dismissed.

    `first` is the older claim (lower id). `reason` is what an editor reads; the spans are the
    words in each claim's text that made Newsdesk think so.
    """

    first = models.ForeignKey(Claim, models.CASCADE, related_name="links_as_first")
    second = models.ForeignKey(Claim, models.CASCADE, related_name="links_as_second")
    kind = models.CharField(max_length=12, choices=choices(LinkKind))
    state = models.CharField(max_length=10, choices=choices(LinkState), default=LinkState.SUGGESTED)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            known("kind", LinkKind, name="link_kind_known"),
            known("state", LinkState, name="link_state_known"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="link_older_first"),
            models.UniqueConstraint("first", "second", name="link_once"),
        ]
        indexes = [
            models.Index(
                fields=["-decided_at", "-id"], name="link_decided", condition=Q(decided_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_id} {self.kind} {self.second_id}"

    @property
    def is_version(self) -> bool:
        """Whether the two are versions of what one speaker said: a changed figure, a lost 'not'."""
        return self.first.who == self.second.who


class AsFact(models.Model):
    """A passage that prints a claim's content in the outlet's own voice: suggested, then answered.

    `spans` are code points of the article's text. An answer stays with its passage when the claim
    that it was about is gone, and Newsdesk asks no more about that passage.
    """

    claim = models.ForeignKey(Claim, models.SET_NULL, null=True, related_name="as_fact")
    article = models.ForeignKey(Article, models.CASCADE, related_name="as_fact")
    spans = ArrayField(ArrayField(models.PositiveIntegerField(), size=2))
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    text = models.TextField()
    state = models.CharField(max_length=10, choices=choices(LinkState), default=LinkState.SUGGESTED)
    reason = models.CharField(max_length=300, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["article_id", "start", "pk"]
        verbose_name_plural = "passages as fact"
        constraints = [
            known("state", LinkState, name="as_fact_state_known"),
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="as_fact_hull_ordered"),
            models.UniqueConstraint("claim", "article", "spans", name="as_fact_once"),
        ]

    def __str__(self) -> str:
        return self.text


class OriginDecision(models.Model):
    """What an editor said of where one report comes from: from where another article has it, or its own.

    It holds for what `article` reports at [start, end), whatever claim that belongs to. One that was
    taken back stays, with who did so.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="origin_decisions")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    same_as = models.ForeignKey(Article, models.CASCADE, null=True, blank=True, related_name="+")
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="origin_decision_ordered"),
            models.CheckConstraint(condition=~Q(article=F("same_as")), name="origin_decision_on_another"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} as {self.same_as_id}" if self.same_as_id else f"{self.article_id} alone"


class ArticleProfile(models.Model):
    """What an article is about, by which Newsdesk finds others on the same event.

    `terms` are word stems, the weightiest first, `weights` as many numbers.
    """

    article = models.OneToOneField(Article, models.CASCADE, primary_key=True, related_name="profile")
    terms = ArrayField(models.CharField(max_length=200))
    weights = ArrayField(models.FloatField())

    class Meta:
        indexes = [GinIndex(fields=["terms"], name="profile_terms")]

    def __str__(self) -> str:
        return " ".join(self.terms[:8])


class SavedView(models.Model):
    """A selection and order of the queue under a name: its owner's alone, or shared with everybody.

    `query` is the address's part behind the '?', without the claim in sight. Who may not change a view may
    still save its filters under a name of their own.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views")
    name = models.CharField(max_length=60)
    query = models.TextField(blank=True)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint("owner", Lower("name"), name="view_name_once_an_owner"),
            models.CheckConstraint(condition=~Q(name=""), name="view_name_given"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The queue as this view shows it."""
        # Without a parameter the queue opens with somebody's default view, which may be this one.
        return f"{reverse('claims:queue')}?{self.query or 'sort=priority'}"


class DefaultView(models.Model):
    """The view with which the queue opens for one person."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="default_view"
    )
    view = models.ForeignKey(SavedView, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.view} for {self.user}"
