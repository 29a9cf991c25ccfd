"""Marks on claims: each is one row of a history that only grows."""

from django.contrib.auth.models import User
from django.db import transaction

from claims.enums import DisputedFor, Status
from claims.models import Claim, Review


class StaleReview(Exception):
    """Somebody marked this claim since this editor saw it; nothing was changed."""

    def __init__(self, latest: Review) -> None:
        super().__init__(f"{latest} is newer than the review this was made on.")
        self.latest = latest


@transaction.atomic
def record_review(
    claim_id: int,
    *,
    reviewer: User,
    status: Status,
    seen_review: int | None,
    disputed_for: DisputedFor | None = None,
    note: str = "",
    evidence_url: str = "",
) -> Review:
    """Mark a claim and return the new row of its history.

    `seen_review` is the id of the latest review that the editor had in sight, None where
    there was none. Raises StaleReview where a newer one exists; the same mark sent twice by
    the same editor (a double click) is one mark. Raises Claim.DoesNotExist, and ValueError
    for a dispute without its reason.
    """
    if (status is Status.DISPUTED) is not (disputed_for is not None):
        raise ValueError("A disputed claim, and no other, says what is disputed: its content or its words.")
    claim = _locked(claim_id)
    mark = Review(
        claim=claim,
        status=status,
        disputed_for=disputed_for or "",
        note=note,
        evidence_url=evidence_url,
        reviewer=reviewer,
    )
    latest = claim.last_review
    if latest is not None and latest.pk != seen_review:
        if _same_mark(latest, mark):
            return latest
        raise StaleReview(latest)
    return _append(claim, mark)


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
    before = claim.reviews.filter(pk__lt=review.pk).last()
    return _append(
        claim,
        Review(
            claim=claim,
            status=before.status if before else Status.UNREVIEWED,
            disputed_for=before.disputed_for if before else "",
            note=before.note if before else "",
            evidence_url=before.evidence_url if before else "",
            reviewer=reviewer,
            undoes=review,
        ),
    )


def _locked(claim_id: int) -> Claim:
    """The claim, or the one it was merged into, with its row locked.

    Its last review is read by a query of its own, after the wait for the lock: a joined one would be
    as old as the beginning of the wait.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    return claim if claim.merged_into_id is None else _locked(claim.merged_into_id)


def _same_mark(one: Review, other: Review) -> bool:
    fields = ("status", "disputed_for", "note", "evidence_url", "reviewer_id")
    return all(getattr(one, field) == getattr(other, field) for field in fields)


def _append(claim: Claim, review: Review) -> Review:
    review.seen = list(claim.appearances.order_by("pk").values_list("pk", flat=True))
    review.save(force_insert=True)
    claim.status = review.status
    claim.disputed_for = review.disputed_for
    claim.last_review = review
    claim.save(update_fields=["status", "disputed_for", "last_review"])
    return review
