"""The history of the desk in words: who, when, what and why, newest first, from every log there is.

Marks, corrections, contests decided, assignments, and changes of articles' and stories' details. Each log is
read by its own index, a page at a time, and the pages are merged: the cost does not grow with the history.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from heapq import merge
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import DetailsChange
from claims.enums import LinkState
from claims.models import Assignment, Claim, ClaimLink, Correction, Review
from claims.telling import told

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Kind(StrEnum):
    """What sort of entry it is, by the log that holds it."""

    MARK = "mark"
    CORRECTION = "correction"
    CONTEST = "contest"
    ASSIGNMENT = "assignment"
    DETAILS = "details"

    @property
    def plural(self) -> str:
        """As the filter names it."""
        return "Details" if self is Kind.DETAILS else f"{self.value.capitalize()}s"


@dataclass(frozen=True, slots=True)
class Position:
    """Where an entry stands: newest first, then by kind, then by id, the highest first."""

    at: datetime
    kind: Kind
    pk: int

    @property
    def key(self) -> tuple[float, int, int]:
        """What sorts entries."""
        return (-self.at.timestamp(), list(Kind).index(self.kind), -self.pk)

    def __str__(self) -> str:
        moment = (self.at - EPOCH) // timedelta(microseconds=1)
        return f"{moment}.{self.kind}.{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Position | None":
        """A position from an address; None for what is none."""
        moment, _, rest = text.partition(".")
        kind, _, pk = rest.partition(".")
        if kind not in list(Kind) or not all(
            part.isascii() and part.isdecimal() and len(part) < 17 for part in (moment, pk)
        ):
            return None
        return cls(EPOCH + timedelta(microseconds=int(moment)), Kind(kind), int(pk))


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a person did. `why` is a note or a reason, `links` the evidence that came with it.

    `undo` is the address that takes it back, empty where that can't be done (any more) from here; a mark is
    sent there by its id, `review`.
    """

    position: Position
    who: User | None
    what: str
    subject: str
    url: str
    why: str = ""
    links: tuple[str, ...] = ()
    undone: bool = False
    undo: str = ""
    review: int | None = None

    @property
    def by(self) -> str:
        """The person's name; a command has none."""
        return (self.who.get_full_name() or self.who.get_username()) if self.who else "Newsdesk"


@dataclass(frozen=True)
class Selection:
    """Which entries: of these kinds, by this person, about these rows, on these days (both included)."""

    kinds: frozenset[Kind] = frozenset(Kind)
    who: int | None = None
    claim: int | None = None
    speaker: int | None = None
    article: int | None = None
    story: int | None = None
    since: date | None = None
    until: date | None = None
    _claims: list[int] = field(default_factory=list, compare=False, repr=False)

    def entries(self, after: Position | None = None, *, size: int) -> Iterator[Entry]:
        """What follows a position, newest first; rows are read `size` at a time from each log."""
        logs = [self._log(kind, after, size) for kind in Kind if kind in self.kinds]
        return merge(*logs, key=lambda entry: entry.position.key)

    def _log(self, kind: Kind, after: Position | None, size: int) -> Iterator[Entry]:
        """One log's entries, newest first."""
        log = LOGS[kind]
        about = log.about(self)
        if about is None:
            return
        wanted = log.rows().filter(about)
        if self.who is not None:
            wanted = wanted.filter(**{log.person: self.who})
        if self.since:
            wanted = wanted.filter(**{f"{log.time}__gte": _midnight(self.since)})
        if self.until:
            wanted = wanted.filter(**{f"{log.time}__lt": _midnight(self.until + timedelta(days=1))})
        position = after
        while True:
            rows = list((wanted.filter(_below(log, kind, position)) if position else wanted)[:size])
            for row in rows:
                yield log.entry(row, Position(getattr(row, log.time), kind, row.pk))
            if len(rows) < size:
                return
            position = Position(getattr(rows[-1], log.time), kind, rows[-1].pk)

    def claims(self) -> list[int]:
        """The claim asked for, and those merged into it: their histories are read together."""
        if self.claim is not None and not self._claims:
            self._claims.append(self.claim)
            wave = [self.claim]
            while wave:
                wave = list(Claim.objects.filter(merged_into__in=wave).values_list("pk", flat=True))
                self._claims.extend(wave)
        return self._claims


def page_of(selection: Selection, after: Position | None, size: int) -> tuple[list[Entry], Position | None]:
    """A page of entries, and the position from which the next one goes on; None at the end."""
    found = list(islice(selection.entries(after, size=size + 1), size + 1))
    return found[:size], found[size - 1].position if len(found) > size else None


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))


def _below(log: "Log", kind: Kind, position: Position) -> Q:
    """Rows of one log that follow a position of any."""
    if kind is position.kind:
        return Q(**{f"{log.time}__lt": position.at}) | Q(**{log.time: position.at, "pk__lt": position.pk})
    later = Position(position.at, kind, 0).key[1] > position.key[1]
    return Q(**{f"{log.time}__lte" if later else f"{log.time}__lt": position.at})


@dataclass(frozen=True, slots=True)
class Log:
    """Where entries of a kind come from. `about` gives None where it holds nothing on what is asked."""

    rows: Callable[[], "QuerySet[Any]"]
    person: str
    time: str
    about: Callable[[Selection], Q | None]
    entry: Callable[[Any, Position], Entry]


def _about_claims(*lookups: str) -> Callable[[Selection], Q | None]:
    """For logs whose rows are about one claim, or (several lookups) two."""

    def about(selection: Selection) -> Q | None:
        wanted = Q()
        if selection.article is not None or selection.story is not None:
            return None
        if selection.claim is not None:
            wanted &= _any(lookups, "__in", selection.claims())
        if selection.speaker is not None:
            wanted &= _any(lookups, "__speaker", selection.speaker)
        return wanted

    return about


def _any(lookups: Iterable[str], suffix: str, value: object) -> Q:
    wanted = Q()
    for lookup in lookups:
        wanted |= Q(**{f"{lookup}{suffix}": value})
    return wanted


def _about_corrections(selection: Selection) -> Q | None:
    if selection.story is not None:
        return None
    wanted = Q()
    if selection.claim is not None:
        wanted &= _any(("claim", "other_claim"), "__in", selection.claims())
    if selection.speaker is not None:
        wanted &= _any(
            ("speaker", "other_speaker", "claim__speaker", "other_claim__speaker"), "", selection.speaker
        )
    if selection.article is not None:
        wanted &= Q(article=selection.article)
    return wanted


def _about_details(selection: Selection) -> Q | None:
    if selection.claim is not None or selection.speaker is not None:
        return None
    wanted = Q()
    if selection.article is not None:
        wanted &= Q(article=selection.article)
    if selection.story is not None:
        wanted &= Q(story=selection.story) | Q(story__merged_into=selection.story)
    return wanted


def _mark(review: Review, position: Position) -> Entry:
    status = str(review.get_status_display())
    if review.disputed_for:
        status += f": the {review.disputed_for}"
    if review.undoes:
        what = f"Took back {review.undoes.get_status_display()}: {status} again"
    elif review.awaits_second:
        what = f"Marked {status}, which waits for a second editor"
    else:
        what = f"Marked {status}"
    return Entry(
        position,
        review.reviewer,
        what,
        review.claim.text,
        review.claim.get_absolute_url(),
        why="\n".join(filter(None, [review.reason.label if review.reason else "", review.note])),
        links=tuple(review.evidence_urls),
        undone=hasattr(review, "undone_by"),
        undo=_undo_mark(review),
        review=review.pk,
    )


def _undo_mark(review: Review) -> str:
    """Only a claim's latest mark can be taken back, and of a batch all its marks at once."""
    if review.undoes_id or review.claim.last_review_id != review.pk or review.claim.merged_into_id:
        return ""
    if review.batch_id:
        return reverse("claims:undo-batch", args=[review.batch_id])
    return reverse("claims:undo", args=[review.claim_id])


def _correction(correction: Correction, position: Position) -> Entry:
    what = told(correction.undoes or correction)
    subject = correction.claim or correction.speaker or correction.article
    return Entry(
        position,
        correction.editor,
        f"Took back: {what[0].lower()}{what[1:]}" if correction.undoes else what,
        str(subject or ""),
        subject.get_absolute_url() if subject else "",
        why=correction.reason,
        undone=hasattr(correction, "undone_by"),
        undo=_undo_correction(correction),
    )


def _undo_correction(correction: Correction) -> str:
    if correction.undoes_id or hasattr(correction, "undone_by"):
        return ""
    if correction.claim_id:
        return reverse("claims:undo-correction", args=[correction.pk])
    if correction.speaker_id:
        return reverse("claims:undo-speaker", args=[correction.speaker_id, correction.pk])
    return ""


def _contest(link: ClaimLink, position: Position) -> Entry:
    answer = "Confirmed" if link.state == LinkState.CONFIRMED else "Dismissed"
    return Entry(
        position,
        link.decided_by,
        f"{answer} that it {link.kind if link.kind == 'contradicts' else 'stands in tension with'} "
        f"claim {link.first_id}: {link.first.text}",
        link.second.text,
        link.second.get_absolute_url(),
        why=link.reason,
    )


def _assignment(assignment: Assignment, position: Position) -> Entry:
    to = assignment.assigned_to
    return Entry(
        position,
        assignment.assigned_by,
        f"Assigned to {to.get_full_name() or to.get_username()}" if to else "Assigned to nobody",
        assignment.claim.text,
        assignment.claim.get_absolute_url(),
    )


def _details(change: DetailsChange, position: Position) -> Entry:
    before, after = change.before or "none", change.after or "none"
    subject = change.article or change.story
    words = {
        "title": f"Renamed “{before}” to “{after}”",
        "merged": f"Merged into “{after}”" if change.after else f"Parted from “{before}”",
    }
    return Entry(
        position,
        change.editor,
        words.get(change.detail, f"Changed the {change.detail} from {before} to {after}"),
        str(subject),
        subject.get_absolute_url() if subject else reverse("articles:articles"),
    )


LOGS = {
    Kind.MARK: Log(
        lambda: Review.objects.select_related("claim", "reviewer", "reason", "undoes", "undone_by").order_by(
            "-created_at", "-pk"
        ),
        "reviewer",
        "created_at",
        _about_claims("claim"),
        _mark,
    ),
    Kind.CORRECTION: Log(
        lambda: Correction.objects.for_history().order_by("-created_at", "-pk"),
        "editor",
        "created_at",
        _about_corrections,
        _correction,
    ),
    Kind.CONTEST: Log(
        lambda: (
            ClaimLink.objects.exclude(decided_at=None)
            .select_related("first", "second", "decided_by")
            .order_by("-decided_at", "-pk")
        ),
        "decided_by",
        "decided_at",
        _about_claims("first", "second"),
        _contest,
    ),
    Kind.ASSIGNMENT: Log(
        lambda: Assignment.objects.select_related("claim", "assigned_to", "assigned_by").order_by(
            "-created_at", "-pk"
        ),
        "assigned_by",
        "created_at",
        _about_claims("claim"),
        _assignment,
    ),
    Kind.DETAILS: Log(
        lambda: (
            DetailsChange.objects.select_related("article", "story", "editor")
            .defer("article__text")
            .order_by("-created_at", "-pk")
        ),
        "editor",
        "created_at",
        _about_details,
        _details,
    ),
}
