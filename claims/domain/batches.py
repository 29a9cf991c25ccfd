"""One mark for many claims: prepared, looked at, then done in one piece, and taken back in one piece.

A batch reads and writes sets of claims, so that five thousand cost a few dozen queries.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import OuterRef, Prefetch, QuerySet, Subquery
from django.utils import timezone

from claims.domain.reviews import must_wait, settled, state_of
from claims.enums import DisputedFor, Status
from claims.models import Appearance, Batch, Claim, Review

MOST = 5_000
"""Claims that one batch may hold."""

PIECE = 1_000
"""Claims read and written at a time; the transaction is one."""


class TooMany(Exception):
    """More claims than one batch may hold; nothing was prepared."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch would do as things stand now."""

    change: Counter[Status]
    """Claims that would get the mark, by the status that they have."""
    same: int
    """Claims that have this mark already: they are left alone."""
    stale: list[Claim]
    """Claims that somebody marked since the batch was prepared: they are left alone, and named."""
    gone: int
    """Claims that were merged into others since: they are left alone."""

    @property
    def total(self) -> int:
        """How many claims would get the mark."""
        return self.change.total()


def prepare_batch(
    claims: Iterable[tuple[int, int | None]],
    *,
    editor: User,
    status: Status,
    disputed_for: DisputedFor | None = None,
    query: str = "",
) -> Batch:
    """Keep which claims, each with the latest review that the editor had in sight, are to get which mark.

    Marks nothing. Raises TooMany above MOST claims, and ValueError for a dispute without its reason.
    """
    if (status is Status.DISPUTED) is not (disputed_for is not None):
        raise ValueError("A disputed claim, and no other, says what is disputed: its content or its words.")
    seen = dict(claims)
    if len(seen) > MOST:
        raise TooMany
    return Batch.objects.create(
        editor=editor,
        status=status,
        disputed_for=disputed_for or "",
        query=query,
        claims=list(seen),
        seen=[review or 0 for review in seen.values()],
    )


def plan_batch(batch: Batch) -> Plan:
    """What the batch would change now, and what it would leave alone."""
    change: Counter[Status] = Counter()
    stale: list[Claim] = []
    same = found = 0
    seen = dict(zip(batch.claims, batch.seen, strict=True))
    for claims in _pieces(batch.claims):
        for claim in _with_reviews(Claim.objects.filter(pk__in=claims, merged_into=None)):
            found += 1
            if _has(claim, batch, batch.editor):
                same += 1
            elif (claim.last_review_id or 0) != seen[claim.pk]:
                stale.append(claim)
            else:
                change[Status(claim.status)] += 1
    return Plan(change, same, stale, gone=len(batch.claims) - found)


@transaction.atomic
def run_batch(batch_id: int, *, editor: User) -> Batch:
    """Mark every claim of a prepared batch, all or none; one that was done already is left as it is.

    Claims that somebody marked since it was prepared stay as they are, in `skipped`; those that have the mark
    already get no second row. Raises Batch.DoesNotExist, also for the batch of another editor.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id, editor=editor)
    if batch.done_at is not None:
        return batch
    seen = dict(zip(batch.claims, batch.seen, strict=True))
    for claims in _pieces(sorted(batch.claims)):
        marks = []
        locked = _locked(claims)
        batch.skipped += sorted(set(claims) - {claim.pk for claim in locked})
        for claim in locked:
            if _has(claim, batch, editor):
                continue
            if (claim.last_review_id or 0) != seen[claim.pk]:
                batch.skipped.append(claim.pk)
                continue
            mark = Review(
                status=batch.status,
                disputed_for=batch.disputed_for,
                awaits_second=must_wait(claim, editor, Status(batch.status)),
            )
            marks.append(_of(mark, claim, batch))
        Review.objects.bulk_create(marks)
        done = {mark.claim_id for mark in marks}
        waiting = {mark.claim_id for mark in marks if mark.awaits_second}
        Claim.objects.filter(pk__in=done - waiting).update(
            status=batch.status, disputed_for=batch.disputed_for, last_review=_written(batch)
        )
        Claim.objects.filter(pk__in=waiting).update(last_review=_written(batch))
    return _finished(batch)


@transaction.atomic
def undo_batch(batch_id: int, *, editor: User) -> Batch:
    """Take back every mark of a batch that is still its claim's latest, by a batch of its own.

    Claims that were marked again since stay as they are, in its `skipped`. A batch that was taken back
    already is not taken back twice. Raises Batch.DoesNotExist.
    """
    batch = Batch.objects.select_for_update().get(pk=batch_id)
    existing = Batch.objects.filter(undoes=batch).first()
    if existing is not None:
        return existing
    marked = dict(batch.reviews.order_by("claim_id").values_list("claim_id", "pk"))
    undo = Batch.objects.create(
        editor=editor,
        status=Status.UNREVIEWED,
        claims=list(marked),
        seen=list(marked.values()),
        undoes=batch,
    )
    before_of = dict(zip(batch.claims, batch.seen, strict=True))
    for claims in _pieces(list(marked)):
        marks: list[Review] = []
        restored: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        before = Review.objects.in_bulk([before_of[pk] for pk in claims if before_of[pk]])
        locked = _locked(claims)
        undo.skipped += sorted(set(claims) - {claim.pk for claim in locked})
        for claim in locked:
            if claim.last_review_id != marked[claim.pk]:
                undo.skipped.append(claim.pk)
                continue
            was = before.get(before_of[claim.pk])
            marks.append(_of(Review(undoes_id=marked[claim.pk], **state_of(was)), claim, undo))
            restored[settled(was)].append(claim.pk)
        Review.objects.bulk_create(marks)
        for (status, disputed_for), ids in restored.items():
            Claim.objects.filter(pk__in=ids).update(
                status=status, disputed_for=disputed_for, last_review=_written(undo)
            )
    return _finished(undo)


def _pieces(claims: Sequence[int]) -> Iterable[Sequence[int]]:
    return (claims[at : at + PIECE] for at in range(0, len(claims), PIECE))


def _locked(claims: Sequence[int]) -> list[Claim]:
    """The claims that were not merged away, locked in the order of their ids, as every batch does."""
    current = Claim.objects.filter(pk__in=claims, merged_into=None)
    return _with_reviews(current.select_for_update().order_by("pk"))


def _with_reviews(claims: QuerySet[Claim]) -> list[Claim]:
    """Each with its last review and its appearances, read after a wait for locks by queries of their own."""
    appearances = Appearance.objects.order_by("pk").only("claim_id")
    found = list(claims.prefetch_related(Prefetch("appearances", appearances)))
    ids = [claim.last_review_id for claim in found if claim.last_review_id]
    reviews = Review.objects.select_related("reviewer").in_bulk(ids)
    for claim in found:
        claim.last_review = reviews.get(claim.last_review_id or 0)
    return found


def _has(claim: Claim, batch: Batch, editor: User) -> bool:
    """Whether this mark would say nothing new: it stands, by whomever, on every appearance that there is.

    So it is with this editor's Confirmed that waits for a second one.
    """
    latest = claim.last_review
    if latest is None or (latest.status, latest.disputed_for) != (batch.status, batch.disputed_for):
        return False
    if latest.awaits_second and not must_wait(claim, editor, Status.CONFIRMED):
        return False
    return {appearance.pk for appearance in claim.appearances.all()} <= set(latest.seen)


def _of(mark: Review, claim: Claim, batch: Batch) -> Review:
    """The row of the claim's history that this batch adds."""
    mark.claim, mark.batch, mark.reviewer = claim, batch, batch.editor
    mark.seen = [appearance.pk for appearance in claim.appearances.all()]
    return mark


def _written(batch: Batch) -> Subquery:
    """The row that the batch added to the history of the outer query's claim."""
    return Subquery(Review.objects.filter(batch=batch, claim=OuterRef("pk")).values("pk")[:1])


def _finished(batch: Batch) -> Batch:
    batch.done_at = timezone.now()
    batch.save(update_fields=["skipped", "done_at"])
    return batch
