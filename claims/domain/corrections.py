"""Editors mend what matching got wrong: each correction is one transaction and one row of the log.

What an editor decided on is pinned: matching and later readings leave it where it is, and a later article
that says the same comes to it (`claims.matching.held`). Merging sets a pointer; the marks of both claims stay
as they are and are read together.
"""

from django.contrib.auth.models import User
from django.db import transaction

from claims.domain.correcting import (
    CannotCorrect,
    StaleCorrection,
    lock_claims,
    put,
    record,
    settle,
    state_of,
)
from claims.domain.links import carry_links, take_links
from claims.enums import CorrectionKind, Status
from claims.models import Appearance, Claim, Correction, Review


@transaction.atomic
def split_appearances(
    claim_id: int, appearance_ids: list[int], *, editor: User, seen: str = "", reason: str = ""
) -> Correction:
    """These reports are not the same claim as the rest: make them one of their own, `other_claim`.

    The new claim waits in the queue; the old one keeps its marks. Raises CannotCorrect where nothing
    would be left, StaleCorrection where the claim is not as `seen` (of `version_of`; "": never mind).
    """
    (claim,) = lock_claims({claim_id: seen})
    members = _members(claim)
    apart = [member for member in members if member.pk in set(appearance_ids)]
    rest = [member for member in members if member not in apart]
    if len(apart) < len(set(appearance_ids)):
        raise StaleCorrection(claim, f"A report that you chose is no longer one of claim {claim.pk}.")
    if not apart:
        raise CannotCorrect("Choose the reports that are not the same claim as the others.")
    if not rest:
        raise CannotCorrect("Every report would leave the claim, so nothing would be split: leave one out.")
    before = state_of([claim], members)
    new = Claim.objects.create(speaker=claim.speaker, text=apart[0].reading or apart[0].text)
    put(apart, new, beside=rest)
    correction = record(
        CorrectionKind.SPLIT,
        editor,
        claims=(claim, new),
        before=before,
        after=state_of([claim, new], members),
        at=apart[0] if len(apart) == 1 else None,
        reason=reason,
    )
    settle([claim.pk, new.pk])
    return correction


@transaction.atomic
def merge_claims(
    claim_id: int,
    into_id: int,
    *,
    editor: User,
    seen: str = "",
    seen_into: str = "",
    reason: str = "",
) -> Correction:
    """Two claims are one: the first leads to the second, `other_claim`, from now on.

    Marks that agree, or the only one there is, count for both; where two disagree the claim returns
    to the queue. The same merge sent twice is one. Raises CannotCorrect and StaleCorrection.
    """
    if claim_id == into_id:
        raise CannotCorrect("A claim can't be merged with itself: choose another one.")
    done = Correction.objects.standing().filter(
        kind=CorrectionKind.MERGE, claim=claim_id, other_claim=into_id, claim__merged_into=into_id
    )
    if (same := done.filter(editor=editor).last()) is not None:
        return same
    claim, into = lock_claims({claim_id: seen, into_id: seen_into})
    return _merge(claim, into, editor, reason)


def _merge(claim: Claim, into: Claim, editor: User, reason: str) -> Correction:
    members, others = _members(claim), _members(into)
    # The same passage can't be in one claim twice: its second report stays with the claim that goes.
    there = [(other.article_id, other.spans) for other in others]
    moving = [member for member in members if (member.article_id, member.spans) not in there]
    before = state_of([claim, into], members + others)
    links = take_links(claim)
    put(moving, into, beside=others)
    claim.merged_into = into
    claim.save(update_fields=["merged_into"])
    _join_marks(claim, into, editor)
    after = state_of([claim, into], members + others)
    correction = record(
        CorrectionKind.MERGE,
        editor,
        claims=(claim, into),
        before=before | {"links": links},
        after=after,
        reason=reason,
    )
    carry_links(links, claim, into)
    settle([into.pk])
    return correction


@transaction.atomic
def move_appearance(
    appearance_id: int,
    to_id: int,
    *,
    editor: User,
    seen: str = "",
    seen_to: str = "",
    reason: str = "",
) -> Correction:
    """One report belongs to another claim, `other_claim`. Where it was its claim's only one, the two merge.

    Raises Appearance.DoesNotExist, CannotCorrect and StaleCorrection.
    """
    found = Appearance.objects.select_related("claim").get(pk=appearance_id)
    if found.claim_id == to_id:
        raise CannotCorrect(f"This report is one of claim {to_id} already.")
    claim, to = lock_claims({found.claim_id: seen, to_id: seen_to})
    members, others = _members(claim), _members(to)
    moving = next((member for member in members if member.pk == appearance_id), None)
    if moving is None:
        raise StaleCorrection(claim, f"This report is no longer one of claim {claim.pk}.")
    if any((other.article_id, other.spans) == (moving.article_id, moving.spans) for other in others):
        raise CannotCorrect(f"Claim {to.pk} has this passage already: merge the claims, or leave them.")
    if len(members) == 1:
        return _merge(claim, to, editor, reason)
    rest = [member for member in members if member != moving]
    before = state_of([claim, to], members + others)
    put([moving], to, beside=rest + others)
    correction = record(
        CorrectionKind.MOVE,
        editor,
        claims=(claim, to),
        before=before,
        after=state_of([claim, to], members + others),
        at=moving,
        reason=reason,
    )
    settle([claim.pk, to.pk])
    return correction


@transaction.atomic
def confirm_match(appearance_id: int, *, editor: User, seen: str = "", reason: str = "") -> Correction:
    """A suggested match is right: this report stays with the claim's fullest wording, whatever comes.

    Raises Appearance.DoesNotExist, CannotCorrect where that was decided before, StaleCorrection.
    """
    found = Appearance.objects.get(pk=appearance_id)
    (claim,) = lock_claims({found.claim_id: seen})
    members = _members(claim)
    appearance = next((member for member in members if member.pk == appearance_id), None)
    if appearance is None:
        raise StaleCorrection(claim, f"This report is no longer one of claim {claim.pk}.")
    if appearance.pinned:
        raise CannotCorrect("An editor confirmed this match already.")
    sure = [member for member in members if member == appearance or member.text == claim.text]
    before = state_of([claim], sure)
    put([appearance], claim, beside=[member for member in sure if member != appearance])
    return record(
        CorrectionKind.MATCH,
        editor,
        claims=(claim, None),
        before=before,
        after=state_of([claim], sure),
        at=appearance,
        reason=reason,
    )


def _members(claim: Claim) -> list[Appearance]:
    return list(claim.appearances.select_related("article").defer("article__text").order_by("pk"))


def _join_marks(claim: Claim, into: Claim, editor: User) -> None:
    """What the marks of two claims that are one come to, on the one that stays."""
    mark, other = (claim.status, claim.disputed_for), (into.status, into.disputed_for)
    reviews = [review for review in (claim.last_review, into.last_review) if review is not None]
    unmarked = (Status.UNREVIEWED.value, "")
    if mark == other:
        into.last_review = max(reviews, key=lambda review: review.pk, default=None)
    elif other == unmarked:
        into.status, into.disputed_for, into.last_review = claim.status, claim.disputed_for, claim.last_review
    elif mark != unmarked:
        words = [f"{review} (claim {review.claim_id})" for review in reviews]
        into.last_review = Review.objects.create(
            claim=into,
            status=Status.UNREVIEWED,
            reviewer=editor,
            note=f"Merged with claim {claim.pk}; the marks differ: {'; '.join(words)}.",
            seen=list(into.appearances.order_by("pk").values_list("pk", flat=True)),
        )
        into.status, into.disputed_for = Status.UNREVIEWED, ""
    into.save(update_fields=["status", "disputed_for", "last_review"])
