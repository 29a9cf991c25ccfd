"""The list of articles, and one article with its claims highlighted."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from articles.domain import (
    SameTextInOutlet,
    StaleDetails,
    details_version,
    outlet_named,
    set_article_details,
    story_titled,
)
from articles.forms import DetailsForm
from articles.marking import Piece, paragraphs
from articles.models import Article, Outlet, Story
from claims.comparison.passages import shouts
from claims.comparison.renditions import AS_FACT, Label
from claims.domain import queue_relating, suggest_story
from claims.domain.dating import follow_details
from claims.enums import LinkState
from claims.models import Appearance, AsFact, Speaker
from newsdesk.http import DeskRequest

PAGE = 50
"""Articles on one page of the list."""

LINES = 5
"""Kinds of underline that tell speakers apart; the sixth speaker has the first again, with other initials."""


@require_GET
@permission_required("articles.view_article", raise_exception=True)
def articles(request: DeskRequest) -> HttpResponse:
    """Newest first; `story` and `outlet` (ids) filter, `before` (an id) pages."""
    chosen = {name: number(request, name) for name in ("story", "outlet", "before")}
    found = Article.objects.for_list()
    if chosen["story"]:
        found = found.filter(story=chosen["story"])
    if chosen["outlet"]:
        found = found.filter(outlet=chosen["outlet"])
    if chosen["before"]:
        found = found.filter(pk__lt=chosen["before"])
    rows = list(found[: PAGE + 1])
    query = request.GET.copy()
    if len(rows) > PAGE:
        query["before"] = str(rows[PAGE - 1].pk)
    context = {
        "section": "articles",
        "articles": rows[:PAGE],
        "more": query.urlencode() if len(rows) > PAGE else "",
        "stories": Story.objects.current()[:200],
        "outlets": Outlet.objects.all(),
        "chosen": chosen,
    }
    return render(request, "articles/articles.html", context)


def number(request: DeskRequest, name: str) -> int | None:
    """A GET parameter that is an id; anything else counts as not given."""
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 19 else None


@require_GET
@permission_required("articles.view_article", raise_exception=True)
def article(request: DeskRequest, pk: int) -> HttpResponse:
    """Details and speakers, the text, and the claims in reading order."""
    return page(request, get_object_or_404(Article.objects.for_page(), pk=pk))


@require_POST
@permission_required("articles.change_article", raise_exception=True)
def details(request: DeskRequest, pk: int) -> HttpResponse:
    """Set outlet, date and story; a stale or impossible change is shown with what was typed."""
    article = get_object_or_404(Article.objects.for_page(), pk=pk)
    form = DetailsForm(request.POST)
    if not form.is_valid():
        return page(request, article, form=form, status=422)
    given = form.cleaned_data
    try:
        # An outlet or story that is new here goes again when the details are not saved.
        with transaction.atomic():
            changed = set_article_details(
                pk,
                outlet=outlet_named(given["outlet"]),
                published_on=given["published_on"],
                story=story_titled(given["story"]),
                seen=given["seen"],
                editor=request.user,
            )
            suggest_story(follow_details(changed))
            if changed.story_id != article.story_id:
                queue_relating([pk])
    except SameTextInOutlet as same:
        form.add_error("outlet", f"{same} One outlet can’t have the same text twice.")
        return page(request, article, form=form, status=422)
    except StaleDetails as stale:
        form.add_error(None, "Someone else changed these details: not saved. What they wrote stands above.")
        return page(request, stale.article, form=form, status=409)
    return redirect(article)


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of this article: the initials and the underline that stand for them, and how often."""

    speaker: Speaker
    line: int
    count: int

    @property
    def initials(self) -> str:
        """Two or three letters."""
        words = [word for word in self.speaker.name.split() if word[0].isalnum()]
        letters = "".join(word[0] for word in words[:3]) if len(words) > 1 else self.speaker.name[:2]
        return letters.upper()


@dataclass(frozen=True, slots=True)
class Mention:
    """One place where this article reports a claim; `number` counts in reading order, from 1."""

    number: int
    appearance: Appearance
    voice: Voice

    @property
    def label(self) -> Label:
        """How the wording stands to the fullest one."""
        return Label(self.appearance.variant)

    @property
    def how(self) -> str:
        """Direct, Indirect or Mixed."""
        return self.appearance.kind.capitalize()


@dataclass(frozen=True, slots=True)
class Fact:
    """A passage that prints a claim in the outlet's own voice."""

    passage: AsFact
    label: Label


@dataclass(frozen=True, slots=True)
class Stretch:
    """A piece of the text as the page prints it: within the marks of some mentions, or of none."""

    start: int
    parts: tuple[tuple[str, bool], ...]
    inside: tuple[Mention, ...]
    begin: tuple[Mention, ...]
    refer: tuple[Mention, ...]
    facts: tuple[Fact, ...] = ()
    """Passages as fact that it is part of."""


@dataclass(frozen=True)
class Reader:
    """Everything that the page shows of an article beside its details."""

    article: Article
    appearances: Sequence[Appearance]
    facts: Sequence[Fact] = ()

    @cached_property
    def voices(self) -> dict[int, Voice]:
        """Speaker id to voice, in the order in which they first speak."""
        counts: dict[int, int] = {}
        speakers: dict[int, Speaker] = {}
        for appearance in self.appearances:
            speaker = speaker_of(appearance)
            speakers[speaker.pk] = speaker
            counts[speaker.pk] = counts.get(speaker.pk, 0) + 1
        return {
            pk: Voice(speakers[pk], place % LINES + 1, count)
            for place, (pk, count) in enumerate(counts.items())
        }

    @cached_property
    def mentions(self) -> list[Mention]:
        """In reading order."""
        return [
            Mention(place, appearance, self.voices[speaker_of(appearance).pk])
            for place, appearance in enumerate(self.appearances, 1)
        ]

    @property
    def claim_count(self) -> int:
        """Different claims; one may be printed in several places."""
        return len({appearance.claim_id for appearance in self.appearances})

    @property
    def headline(self) -> list[Stretch]:
        """The headline, where it stands in the text."""
        span = self.article.headline_span
        return [stretch for line in self.stretches(*span) for stretch in line] if span else []

    @property
    def header(self) -> list[list[Stretch]]:
        """What else stands before the prose: a date line, a byline."""
        low, high = self.article.headline_span or (0, 0)
        lines = self.stretches(0, low) + self.stretches(high, self.article.body_start)
        return [line for line in lines if any(text.strip() for stretch in line for text, _ in stretch.parts)]

    @property
    def body(self) -> list[list[Stretch]]:
        """The prose, by paragraphs."""
        return self.stretches(self.article.body_start, len(self.article.text))

    def stretches(self, start: int, end: int) -> list[list[Stretch]]:
        """A part of the text, by paragraphs."""
        marks = [mention.appearance.spans for mention in self.mentions]
        marks += [fact.passage.spans for fact in self.facts]
        return [
            [self.stretch(piece) for piece in paragraph]
            for paragraph in paragraphs(self.article.text, marks, start, end)
        ]

    def stretch(self, piece: Piece) -> Stretch:
        """A piece with the mentions that it belongs to."""
        count = len(self.mentions)

        def mentions(part: Sequence[int]) -> tuple[Mention, ...]:
            return tuple(self.mentions[index] for index in part if index < count)

        return Stretch(
            piece.start,
            tuple(shouts(piece.text, shouted=False)),
            mentions(piece.marks),
            mentions(piece.begin),
            mentions(piece.refer),
            tuple(self.facts[index - count] for index in piece.marks if index >= count),
        )


def speaker_of(appearance: Appearance) -> Speaker:
    """The claim's speaker, or the one that it was merged into."""
    return appearance.claim.speaker.merged_into or appearance.claim.speaker


def page(
    request: DeskRequest, article: Article, *, form: DetailsForm | None = None, status: int = 200
) -> HttpResponse:
    """The article's page."""
    # What an editor rejected is no claim; its own page still has it.
    claimed = article.appearances.filter(claim__rejected=False)
    appearances = claimed.select_related("claim__speaker__merged_into").order_by("start", "pk")
    passages = article.as_fact.exclude(state=LinkState.DISMISSED).exclude(claim=None)
    uploads = list(article.uploads.defer("content").order_by("pk"))
    siblings = Article.objects.filter(story=article.story_id) if article.story_id else Article.objects.all()
    siblings = siblings.order_by("pk").only("pk")
    may_change = request.user.has_perm("articles.change_article")
    context = {
        "section": "articles",
        "article": article,
        "reader": Reader(
            article,
            list(appearances),
            [Fact(found, Label(AS_FACT)) for found in passages.select_related("claim__speaker")],
        ),
        "upload": uploads[0] if uploads else None,
        "copies": uploads[1:],
        "previous": siblings.filter(pk__lt=article.pk).last(),
        "next": siblings.filter(pk__gt=article.pk).first(),
        "form": form,
        "seen": details_version(article),
        "outlets": Outlet.objects.all() if may_change else (),
        "stories": Story.objects.all()[:200] if may_change else (),
    }
    return render(request, "articles/article.html", context, status=status)
