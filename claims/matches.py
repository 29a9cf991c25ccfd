"""What the page on a claim's reports shows: which are one claim, and what mending that would change."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, When

from articles.models import Story
from claims.comparison import Options, Rendition, compare
from claims.domain import version_of
from claims.enums import LinkState, Status
from claims.models import Appearance, Claim, ClaimLink

OFFERED = 20
"""Claims offered to move a report to, or to merge with; a search finds the others."""


@dataclass(frozen=True, slots=True)
class Report:
    """One report of the claim beside the claim's fullest wording."""

    rendition: Rendition
    appearance: Appearance
    fullest: Rendition

    @property
    def is_fullest(self) -> bool:
        """Whether it is the wording that the others are held against."""
        return self.rendition == self.fullest

    @property
    def suggested(self) -> bool:
        """Whether only Newsdesk says that it belongs here, for a reason that an editor can check."""
        return not self.appearance.pinned and not self.is_fullest and self.rendition.label.departs


@dataclass(frozen=True, slots=True)
class Change:
    """What a correction would do, before it is done. `others` are the wordings on the other side."""

    kind: str
    other: Claim | None
    here: tuple[Appearance, ...]
    there: tuple[Appearance, ...]
    effects: tuple[str, ...]
    seen: str
    seen_other: str = ""


def reports_of(claim: Claim) -> list[Report]:
    """Every report of a claim fetched `for_comparison`, suggested ones first."""
    comparison = compare(claim, Options())
    fullest = comparison.reference
    if fullest is None:
        return []
    reports = [
        Report(found, found.appearance, fullest)
        for found in comparison.renditions
        if isinstance(found.appearance, Appearance)
    ]
    return sorted(reports, key=lambda report: (not report.is_fullest, not report.suggested))


def claims_beside(claim: Claim, q: str) -> list[Claim]:
    """Claims that a report of this one could belong to: of its speaker or its stories, likest first.

    `q` are words that the text or the speaker's name must hold, or a claim's number.
    """
    stories = Story.objects.filter(articles__appearances__claim=claim)
    same_story = Q(appearances__article__story__in=stories)
    if (number := q.strip().removeprefix("#")).isascii() and number.isdecimal() and len(number) < 19:
        near = Q(pk=int(number))
    elif q.strip():
        near = same_story | Q(speaker=claim.speaker_id)
        for word in q.split()[:10]:
            near &= Q(text__icontains=word) | Q(speaker__name__icontains=word)
    else:
        near = same_story | Q(speaker=claim.speaker_id, match_keys__overlap=claim.match_keys)
    likeness = Case(
        When(speaker=claim.speaker_id, match_keys__overlap=claim.match_keys, then=2),
        When(speaker=claim.speaker_id, then=1),
        default=0,
        output_field=IntegerField(),
    )
    found: QuerySet[Claim] = Claim.objects.current().exclude(pk=claim.pk).filter(near)
    ids = found.annotate(likeness=likeness).order_by("-likeness", "pk").values_list("pk", "likeness")
    wanted = [pk for pk, _ in ids.distinct()[:OFFERED]]
    claims = Claim.objects.for_queue().in_bulk(wanted)
    return [claims[pk] for pk in wanted]


def split_of(claim: Claim, report_ids: Collection[int]) -> Change:
    """What splitting these reports off would do."""
    reports = list(claim.appearances.all())
    apart = tuple(report for report in reports if report.pk in report_ids)
    rest = tuple(report for report in reports if report.pk not in report_ids)
    marked = f" and its mark, {_mark(claim)}" if claim.status != Status.UNREVIEWED else ""
    effects = (
        f"A new claim of {claim.speaker.name} gets {_reports(apart)} and waits in the queue.",
        f"Claim {claim.pk} keeps {_reports(rest)}{marked}.",
        "Later articles follow: each goes to the claim whose wording it prints.",
    )
    return Change("split", None, rest, apart, effects, version_of(claim))


def merge_of(claim: Claim, other: Claim) -> Change:
    """What merging a claim into another one would do."""
    here, there = tuple(claim.appearances.all()), tuple(other.appearances.all())
    effects = [
        f"Claim {claim.pk} leads to claim {other.pk}, which has {_reports([*here, *there])} then.",
        *_marks_together(claim, other),
    ]
    if claim.speaker_id != other.speaker_id:
        effects.append(f"The speakers differ: the claim will be {other.speaker.name}’s.")
    pair = {"first": min(claim.pk, other.pk), "second": max(claim.pk, other.pk)}
    if ClaimLink.objects.filter(**pair).exclude(state=LinkState.DISMISSED).exists():
        effects.append("The two are linked as standing against each other. That link goes.")
    effects.append("Later articles that print either wording go to this one claim.")
    return Change("merge", other, here, there, tuple(effects), version_of(claim), version_of(other))


def move_of(claim: Claim, report: Appearance, other: Claim) -> Change:
    """What moving one report to another claim would do; the only one of a claim takes the claim along."""
    reports = list(claim.appearances.all())
    if len(reports) == 1:
        return merge_of(claim, other)
    effects = [
        f"Claim {other.pk} gets this report, and keeps its status: {_mark(other)}.",
        f"Claim {claim.pk} keeps {_reports([one for one in reports if one != report])}.",
        "Later articles that print this wording go to its new claim.",
    ]
    if claim.speaker_id != other.speaker_id:
        effects.append(f"The speakers differ: the report will be one of {other.speaker.name}’s claim.")
    there = tuple(other.appearances.all())
    return Change("move", other, (report,), there, tuple(effects), version_of(claim), version_of(other))


def _marks_together(claim: Claim, other: Claim) -> Iterable[str]:
    marks = {(claim.status, claim.disputed_for), (other.status, other.disputed_for)}
    unmarked = (Status.UNREVIEWED.value, "")
    if len(marks) == 1:
        if marks != {unmarked}:
            yield f"Both are {_mark(claim)}: so is the merged claim."
    elif unmarked in marks:
        marked = other if claim.status == Status.UNREVIEWED else claim
        yield f"Only claim {marked.pk} is marked, {_mark(marked)}: the mark counts for both."
    else:
        yield (
            f"The marks differ, {_mark(claim)} and {_mark(other)}: the claim returns to the queue. "
            "Both marks stay in its history."
        )


def _mark(claim: Claim) -> str:
    reason = f": the {claim.disputed_for}" if claim.disputed_for else ""
    return f"{claim.get_status_display()}{reason}"


def _reports(reports: Collection[Appearance]) -> str:
    return f"{len(reports)} report{'' if len(reports) == 1 else 's'}"
