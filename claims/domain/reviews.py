"""Marks on claims: each is one row of a history that only grows."""

from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.postgres.expressions import ArraySubquery
from django.db import transaction
from django.db.models import OuterRef

from claims.enums import DisputedFor, Status
from claims.models import Appearance, Claim, Correction, Review, ReviewReason


class StaleReview(Exception):
    """Somebody marked this claim since this editor saw it; nothing was changed."""

    def __init__(self, latest: Review) -> None:
        super().__init__(f"{latest} is newer than the review this was made on.")
        self.latest = latest


class MergedAway(Exception):
    """An editor merged the claim into another one while this mark was being made; nothing was saved.

    `claim` is what it leads to, which this editor has not seen yet.
    """

    def __init__(self, claim: Claim) -> None:
        super().__init__(f"It was merged into claim {claim.pk}.")
        self.claim = claim


@transaction.atomic
def record_review(
    claim_id: int,
    *,
    reviewer: User,
    status: Status,
    seen_review: int | None,
    disputed_for: DisputedFor | None = None,
    note: str = "",
    evidence_urls: Sequence[str] = (),
    reason: ReviewReason | None = None,
) -> Review:
    """Mark a claim and return the new row of its history.

    `seen_review` is the id of the latest review that the editor had in sight, None where
    there was none. Raises StaleReview where a newer one exists; the same mark sent twice by
    the same editor (a double click) is one mark. Raises MergedAway, Claim.DoesNotExist, and
    ValueError for a dispute without its reason. Under the two-person rule a first Confirmed waits for
    a second editor: the row says so, and the claim keeps its status.
    """
    if (status is Status.DISPUTED) is not (disputed_for is not None):
        raise ValueError("A disputed claim, and no other, says what is disputed: its content or its words.")
    claim = _locked(claim_id)
    mark = Review(
        claim=claim,
        status=status,
        disputed_for=disputed_for or "",
        note=note,
        evidence_urls=list(evidence_urls),
        reason=reason,
        reviewer=reviewer,
    )
    latest = claim.last_review
    if latest is not None and latest.pk != seen_review:
        if _same_mark(latest, mark):
            return latest
        raise StaleReview(latest)
    if claim.pk != claim_id and Correction.objects.about(claim_id).exists():
        raise MergedAway(claim)
    mark.awaits_second = must_wait(claim, reviewer, status)
    return _append(claim, mark, restored=None)


@transaction.atomic
def undo_review(review_id: int, *, reviewer: User) -> Review:
    """Take back a claim's latest review by a new row that restores what stood before it.

    Raises StaleReview where the claim was marked again since, Review.DoesNotExist.
    """
    review = Review.objects.get(pk=review_id)
    claim = _locked(review.claim_id)
    latest = claim.last_review
    if latest is not None and latest.pk != review.pk:
        raise StaleReview(latest)
    before = Review.objects.of(claim.pk).filter(pk__lt=review.pk).last()
    restored = Review(claim=claim, reviewer=reviewer, undoes=review, **state_of(before))
    return _append(claim, restored, restored=before)


def must_wait(claim: Claim, editor: User, status: Status) -> bool:
    """Whether this editor's mark would be a first Confirmed that a second editor has yet to agree to.

    `claim` comes with its last review.
    """
    if not settings.TWO_PERSON or status is not Status.CONFIRMED or claim.status == Status.CONFIRMED:
        return False
    latest = claim.last_review
    return latest is None or not latest.awaits_second or latest.author.pk == editor.pk


def state_of(before: Review | None) -> dict[str, object]:
    """The fields of a row that restores what another said; None: nothing was said yet."""
    if before is None:
        return {"status": Status.UNREVIEWED}
    fields = ("status", "disputed_for", "awaits_second", "note", "evidence_urls", "reason_id")
    return {field: getattr(before, field) for field in fields}


def settled(review: Review | None) -> tuple[str, str]:
    """The status of a claim whose latest word is `review`, and what is disputed.

    A Confirmed that waits for a second editor leaves the claim what it was before.
    """
    if review is not None and review.awaits_second:
        earlier = Review.objects.filter(claim=review.claim_id, pk__lt=review.pk, awaits_second=False)
        review = earlier.last()
    return (review.status, review.disputed_for) if review else (Status.UNREVIEWED, "")


def _locked(claim_id: int) -> Claim:
    """The claim, or the one it was merged into, with its row locked.

    Its last review is read by a query of its own, after the wait for the lock: a joined one would be
    as old as the beginning of the wait.
    """
    reports = Appearance.objects.filter(claim=OuterRef("pk")).order_by("pk").values("pk")
    claim = Claim.objects.select_for_update().annotate(reports=ArraySubquery(reports)).get(pk=claim_id)
    return claim if claim.merged_into_id is None else _locked(claim.merged_into_id)


def _same_mark(one: Review, other: Review) -> bool:
    fields = ("status", "disputed_for", "note", "evidence_urls", "reason_id", "reviewer_id")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _append(claim: Claim, review: Review, *, restored: Review | None) -> Review:
    """`restored` is the row whose word an undo brings back."""
    review.seen = claim.reports  # type: ignore[attr-defined]  # annotated
    review.save(force_insert=True)
    review.kept = (claim.status, claim.disputed_for) == (review.status, review.disputed_for)
    claim.last_review = review
    if not review.awaits_second:
        claim.status, claim.disputed_for = review.status, review.disputed_for
    elif restored is not None:
        claim.status, claim.disputed_for = settled(restored)
    claim.save(update_fields=["status", "disputed_for", "last_review"])
    return review
