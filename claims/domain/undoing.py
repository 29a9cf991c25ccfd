"""Taking corrections back: each by a row of its own, and only while nothing newer stands on it."""

from collections.abc import Callable

from django.contrib.auth.models import User
from django.db import transaction

from claims.domain.correcting import (
    CannotCorrect,
    State,
    lock,
    newer_than,
    record,
    restore,
    settle,
    state_of,
)
from claims.domain.links import give_links, take_links
from claims.domain.mending.undoing import UNDO as MENDED
from claims.domain.mending.undoing import undo_mending
from claims.domain.placing import place
from claims.enums import CorrectionKind
from claims.models import Appearance, Claim, Correction, Review


@transaction.atomic
def undo_correction(correction_id: int, *, editor: User, reason: str = "") -> Correction:
    """Take a correction back, by a row that says so; everything is as it was before.

    What came in since with a new article is matched anew. Raises Correction.DoesNotExist, and
    CannotCorrect where something newer stands on it. Sent twice it is done once.
    """
    correction = Correction.objects.get(pk=correction_id)
    undo = UNDO.get(CorrectionKind(correction.kind))
    if correction.kind in MENDED:
        return undo_mending(correction_id, editor=editor, reason=reason)
    if correction.undoes_id is not None or undo is None:
        raise CannotCorrect("This can't be undone: make the correction again instead.")
    claims = lock([found for found in (correction.claim_id, correction.other_claim_id) if found])
    if (undone := Correction.objects.filter(undoes=correction).first()) is not None:
        return undone
    if (newer := newer_than(correction)) is not None:
        what = newer.get_kind_display().lower()
        raise CannotCorrect(
            f"{newer.editor} has since made another correction here ({what}): undo that one first."
        )
    before = _now(correction, claims)
    undo(correction, claims, editor)
    for claim in claims:
        claim.refresh_from_db()
    return record(
        CorrectionKind(correction.kind),
        editor,
        claims=(claims[0], claims[1] if len(claims) > 1 else None),
        before=before,
        after=_now(correction, claims),
        reason=reason,
        undoes=correction,
    )


def _undo_split(correction: Correction, claims: list[Claim], editor: User) -> None:
    """All reports go back, those too that came to the new claim since; it leads to the old one."""
    claim, new = claims
    if new.last_review_id is not None:
        raise CannotCorrect(f"Claim {new.pk}, which was split off, has been marked since: undo that first.")
    restore(correction.before)
    there = [(found.article_id, found.spans) for found in claim.appearances.all()]
    for late in new.appearances.all():
        if (late.article_id, late.spans) not in there:
            late.claim = claim
            late.save(update_fields=["claim"])
    take_links(new)
    Claim.objects.filter(pk=new.pk).update(merged_into=claim)
    settle([claim.pk])


def _undo_merge(correction: Correction, claims: list[Claim], editor: User) -> None:
    """Each claim has its reports and marks again. A mark that the merge set aside is set again by a row."""
    claim, into = claims
    was, left = (state["claims"][str(into.pk)] for state in (correction.before, correction.after))
    if into.last_review_id != left["last_review_id"]:
        raise CannotCorrect(f"Claim {into.pk} has been marked since the merge: undo that mark first.")
    late = _late(correction, into)
    restore(correction.before, claims={claim.pk, into.pk})
    set_aside = Review.objects.filter(pk=left["last_review_id"], claim=into).first()
    if set_aside is not None and set_aside.pk != was["last_review_id"]:
        _mark_again(into, set_aside, was["last_review_id"], editor)
    give_links(correction.before["links"])
    settle([claim.pk, into.pk, *_place_again(late, into)])


def _undo_move(correction: Correction, claims: list[Claim], editor: User) -> None:
    claim, to = claims
    late = _late(correction, to)
    restore(correction.before)
    settle([claim.pk, to.pk, *_place_again(late, to)])


def _undo_match(correction: Correction, claims: list[Claim], editor: User) -> None:
    restore(correction.before)


UNDO: dict[CorrectionKind, Callable[[Correction, list[Claim], User], None]] = {
    CorrectionKind.SPLIT: _undo_split,
    CorrectionKind.MERGE: _undo_merge,
    CorrectionKind.MOVE: _undo_move,
    CorrectionKind.MATCH: _undo_match,
}
"""How each kind is taken back: given the correction, its claims (locked), and the editor."""


def _now(correction: Correction, claims: list[Claim]) -> State:
    ids = [int(pk) for pk in correction.before.get("appearances", {})]
    return state_of(claims, Appearance.objects.filter(pk__in=ids))


def _late(correction: Correction, claim: Claim) -> list[Appearance]:
    """What came to a claim since, and no editor decided on."""
    known = [int(pk) for pk in correction.after["appearances"]]
    late = claim.appearances.exclude(pk__in=known).filter(pinned=False)
    return list(late.select_related("article").order_by("pk"))


def _place_again(late: list[Appearance], claim: Claim) -> set[int]:
    # A marked claim keeps what the editor saw with the mark.
    seen = set(claim.last_review.seen) if claim.last_review else set()
    return place([(appearance, claim.speaker) for appearance in late if appearance.pk not in seen])


def _mark_again(claim: Claim, set_aside: Review, was: int, editor: User) -> None:
    """A row that says of a claim what its latest mark said before the merge."""
    before = Review.objects.get(pk=was)
    again = Review.objects.create(
        claim=claim,
        status=before.status,
        disputed_for=before.disputed_for,
        note=before.note,
        evidence_urls=before.evidence_urls,
        reason=before.reason,
        reviewer=editor,
        seen=before.seen,
        undoes=set_aside,
    )
    Claim.objects.filter(pk=claim.pk).update(last_review=again)
