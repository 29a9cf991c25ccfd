"""What all corrections have in common: locks, versions, the state before and after, one row of the log."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Max

from claims.domain.contests import suggest_contests
from claims.domain.placing import refresh
from claims.enums import CorrectionKind
from claims.models import Appearance, Claim, Correction, Speaker

type State = dict[str, Any]
"""Rows that a correction changes, as JSON keeps them: {"claims": {id: fields}, "appearances": {...}}."""

CLAIM_FIELDS = ("status", "disputed_for", "last_review_id", "merged_into_id")
APPEARANCE_FIELDS = ("claim_id", "pinned")


class StaleCorrection(Exception):
    """A claim changed since this editor saw it; nothing was changed.

    `claim` is as it is now.
    """

    def __init__(self, claim: Claim, why: str) -> None:
        super().__init__(f"{why} Nothing was changed: look at it as it is now, then decide again.")
        self.claim = claim


class CannotCorrect(Exception):
    """What was asked for makes no sense, or something newer stands on it. Says what to do instead."""


def version_of(claim: Claim) -> str:
    """What a page sends back, so that a correction made on an older state of the claim is noticed.

    It changes with each mark and each correction, and not with a new article.
    """
    newest = Correction.objects.about(claim.pk).aggregate(newest=Max("pk"))["newest"]
    return f"{claim.last_review_id or 0}.{newest or 0}"


def lock_claims(seen: Mapping[int, str]) -> list[Claim]:
    """These claims, in this order, for the rest of the transaction; `seen` maps ids to versions, "" for any.

    The speakers are locked first: no article is matched with their claims meanwhile. Raises
    Claim.DoesNotExist and StaleCorrection.
    """
    claims = lock(seen)
    for claim in claims:
        if claim.merged_into is not None:
            into = claim.merged_into
            raise StaleCorrection(into, f"Claim {claim.pk} was merged into claim {into.pk} in the meantime.")
        if seen[claim.pk] and version_of(claim) != seen[claim.pk]:
            raise StaleCorrection(claim, f"Claim {claim.pk} was changed in the meantime ({_latest(claim)}).")
    return claims


def lock(claim_ids: Iterable[int]) -> list[Claim]:
    """The rows of these claims, whatever became of them, locked, in this order."""
    ids = list(claim_ids)
    speakers = Speaker.objects.filter(pk__in=Claim.objects.filter(pk__in=ids).values("speaker"))
    list(speakers.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    rows = Claim.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    claims = {claim.pk: claim for claim in rows}
    if missing := [found for found in ids if found not in claims]:
        raise Claim.DoesNotExist(f"There is no claim {missing[0]}.")
    return [claims[found] for found in ids]


def state_of(claims: Iterable[Claim], appearances: Iterable[Appearance]) -> State:
    """These rows as they are now."""
    return {
        "claims": {
            str(claim.pk): {field: getattr(claim, field) for field in CLAIM_FIELDS} for claim in claims
        },
        "appearances": {
            str(appearance.pk): {
                **{field: getattr(appearance, field) for field in APPEARANCE_FIELDS},
                "article_id": appearance.article_id,
                "spans": appearance.spans,
            }
            for appearance in appearances
        },
    }


def restore(state: State, *, claims: Collection[int] = ()) -> list[Appearance]:
    """Write back where appearances were and, of these claims, all fields; returns those appearances."""
    rows = state["appearances"]
    appearances = list(Appearance.objects.filter(pk__in=[int(pk) for pk in rows]).select_related("article"))
    for appearance in appearances:
        for field in APPEARANCE_FIELDS:
            setattr(appearance, field, rows[str(appearance.pk)][field])
    Appearance.objects.bulk_update(appearances, ["claim", "pinned"])
    for pk, fields in state["claims"].items():
        if int(pk) in claims:
            Claim.objects.filter(pk=int(pk)).update(**fields)
    return appearances


def put(appearances: Iterable[Appearance], claim: Claim, *, beside: Iterable[Appearance] = ()) -> None:
    """Give appearances to a claim; they, and those that the decision was made `beside`, stay where they are.

    Those beside are pinned too: else the next article could move them after the ones that were put elsewhere.
    """
    moved = list(appearances)
    for appearance in moved:
        appearance.claim = claim
    everything = [*moved, *beside]
    for appearance in everything:
        appearance.pinned = True
    Appearance.objects.bulk_update(everything, ["claim", "pinned"])


def record(
    kind: CorrectionKind,
    editor: User,
    *,
    claims: tuple[Claim, Claim | None],
    before: State,
    after: State,
    at: Appearance | None = None,
    reason: str = "",
    undoes: Correction | None = None,
) -> Correction:
    """Append a row to the log. `at` is the passage that was decided on, where it was one."""
    return Correction.objects.create(
        kind=kind,
        editor=editor,
        claim=claims[0],
        other_claim=claims[1],
        article_id=at.article_id if at else None,
        spans=at.spans if at else None,
        before=before,
        after=after,
        reason=reason.strip(),
        undoes=undoes,
    )


def settle(claim_ids: Iterable[int]) -> None:
    """Bring what follows from appearances in line: texts, variants, contests."""
    touched = set(claim_ids)
    refresh(touched)
    suggest_contests(Claim.objects.filter(pk__in=touched, merged_into=None).values_list("pk", flat=True))


def newer_than(correction: Correction) -> Correction | None:
    """The latest correction of the same claims that was made since and still stands."""
    claims = [found for found in (correction.claim_id, correction.other_claim_id) if found is not None]
    return Correction.objects.about(*claims).standing().filter(pk__gt=correction.pk).last()


def _latest(claim: Claim) -> str:
    """Who changed a claim last, in words."""
    correction = Correction.objects.about(claim.pk).select_related("editor").last()
    review = claim.last_review
    if correction is not None and (review is None or correction.created_at > review.created_at):
        return f"{correction.get_kind_display().lower()} by {correction.editor}"
    return f"marked {review.get_status_display()} by {review.reviewer}" if review else "by another editor"
