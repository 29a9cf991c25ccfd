"""An editor's shift, and the desk's figures for its lead."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.models import Outlet
from claims.enums import Status, Variant
from claims.models import Appearance, Claim, Review, Speaker
from claims.plots import Bar, Columns, bars, columns

SHOWN = 20
"""Claims of a list; the queue has the rest."""

RECENT = timedelta(days=14)
"""How long a mark's claim is watched for new reports."""

MARKS = (Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED)
STATUSES = (*MARKS, Status.UNREVIEWED)
VARIANTS = tuple(Variant)

ROWS = 12
"""Speakers, or outlets, of a plot: those with most."""


@dataclass(frozen=True, slots=True)
class Shift:
    """What one editor did today and what waits for them. Lists hold the first SHOWN of so many."""

    marks: list[Review]
    counts: list[tuple[Status, int]]
    taken_back: int
    since: datetime | None
    assigned: list[Claim]
    assigned_count: int
    assigned_done: int
    second: list[Claim]
    second_count: int
    found_again: list[Claim]

    @property
    def total(self) -> int:
        """Marks of today that stand."""
        return sum(number for _, number in self.counts)

    @property
    def assigned_all(self) -> int:
        """Claims assigned to this person, reviewed or not."""
        return self.assigned_count + self.assigned_done

    @property
    def waiting(self) -> int:
        """Everything that waits for this person."""
        return self.assigned_count + self.second_count + len(self.found_again)


def shift_of(person: User) -> Shift:
    """The shift of this day, by the desk's time zone."""
    begin = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    made = Review.objects.filter(reviewer=person, created_at__gte=begin, undoes=None)
    standing = made.filter(undone_by=None)
    counts = Counter(dict(standing.order_by().values_list("status").annotate(n=Count("pk"))))
    # A claim that waits is one that the queue lists: reported, not rejected, not merged away.
    mine = Claim.objects.filter(listed=True, assigned_to=person)
    open_ = mine.filter(status=Status.UNREVIEWED)
    second = Claim.objects.filter(listed=True, last_review__awaits_second=True).exclude(
        last_review__reviewer=person
    )
    later = Appearance.objects.filter(
        claim=OuterRef("pk"), created_at__gt=OuterRef("last_review__created_at")
    ).order_by()
    again = Claim.objects.filter(
        Exists(later),
        listed=True,
        last_review__reviewer=person,
        last_review__created_at__gte=timezone.now() - RECENT,
    ).exclude(status=Status.UNREVIEWED)
    return Shift(
        marks=list(standing.select_related("claim__speaker").order_by("-created_at", "-pk")[:SHOWN]),
        counts=[(status, counts[status]) for status in MARKS],
        taken_back=made.exclude(undone_by=None).count(),
        since=made.order_by("pk").values_list("created_at", flat=True).first(),
        assigned=list(open_.select_related("speaker").order_by("-priority", "pk")[:SHOWN]),
        assigned_count=open_.count(),
        assigned_done=mine.exclude(status=Status.UNREVIEWED).count(),
        second=list(second.select_related("speaker", "last_review__reviewer").order_by("pk")[:SHOWN]),
        second_count=second.count(),
        found_again=list(again.select_related("speaker").order_by("-last_review__created_at")[:SHOWN]),
    )


@dataclass(frozen=True, slots=True)
class Figures:
    """The plots: marks by day and status, claims by speaker and status, reports by outlet and variant."""

    days: Columns
    speakers: list[tuple[Speaker, Bar]]
    outlets: list[tuple[Outlet, Bar]]
    marks: int


def figures(*, days: int, story: int | None = None) -> Figures:
    """The last `days` days, today included: by when marks were made, and when reports were found."""
    today = timezone.localdate()
    first = today - timedelta(days=days - 1)
    begin = timezone.make_aware(datetime.combine(first, datetime.min.time()))
    marks = Review.objects.filter(
        created_at__gte=begin, undoes=None, undone_by=None, awaits_second=False
    ).exclude(status=Status.UNREVIEWED)
    reports = Appearance.objects.filter(created_at__gte=begin, claim__rejected=False)
    if story is not None:
        marks = marks.filter(
            Exists(Appearance.objects.filter(claim=OuterRef("claim"), article__story=story).order_by())
        )
        reports = reports.filter(article__story=story)
    by_day: dict[date, dict[str, int]] = {first + timedelta(days=n): {} for n in range(days)}
    counted = marks.order_by().annotate(day=TruncDate("created_at")).values_list("day", "status")
    for day, status, number in counted.annotate(n=Count("pk")):
        by_day[day][status] = number
    by_speaker: dict[int, dict[str, int]] = defaultdict(dict)
    claims = reports.order_by().values_list("claim__speaker", "claim__status")
    for speaker, status, number in claims.annotate(n=Count("claim", distinct=True)):
        by_speaker[speaker][status] = number
    by_outlet: dict[int, dict[str, int]] = defaultdict(dict)
    printed = reports.order_by().exclude(article__outlet=None).values_list("article__outlet", "variant")
    for outlet, variant, number in printed.annotate(n=Count("pk")):
        by_outlet[outlet][variant] = number
    return Figures(
        days=columns(by_day, MARKS),
        speakers=_named(Speaker.objects.in_bulk(_most(by_speaker)), by_speaker, STATUSES),
        outlets=_named(Outlet.objects.in_bulk(_most(by_outlet)), by_outlet, VARIANTS),
        marks=sum(sum(of_day.values()) for of_day in by_day.values()),
    )


def _most(counts: Mapping[int, Mapping[str, int]]) -> list[int]:
    return sorted(counts, key=lambda pk: (-sum(counts[pk].values()), pk))[:ROWS]


def _named[T](
    found: Mapping[int, T], counts: Mapping[int, Mapping[str, int]], names: tuple[str, ...]
) -> list[tuple[T, Bar]]:
    rows = [pk for pk in _most(counts) if pk in found]
    return list(zip([found[pk] for pk in rows], bars([counts[pk] for pk in rows], names), strict=True))
