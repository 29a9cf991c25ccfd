"""Which reports are one claim: look at them, confirm, split, move, merge, and take it back."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from claims.domain import (
    CannotCorrect,
    StaleCorrection,
    confirm_match,
    merge_claims,
    move_appearance,
    split_appearances,
    undo_correction,
)
from claims.forms import MatchForm
from claims.matches import Change, claims_beside, merge_of, move_of, reports_of, split_of
from claims.models import Appearance, Claim, Correction
from newsdesk.http import DeskRequest


@require_safe
@permission_required("claims.review_claim", raise_exception=True)
def match(request: DeskRequest, pk: int) -> HttpResponse:
    """A claim's reports beside its fullest wording, the claims they could belong to, and what would change.

    The address says how far one is: `report` are the chosen ones, `do` is split, move or merge, `to` is the
    other claim.
    """
    claim = get_object_or_404(Claim, pk=pk)
    if claim.merged_into_id is not None:
        return redirect("claims:match", claim.merged_into_id)
    return shown(request, pk, MatchForm(request.GET))


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def split(request: DeskRequest, pk: int) -> HttpResponse:
    """Make these reports a claim of their own."""
    form = MatchForm(request.POST)
    asked = form.asked()
    return mended(
        request,
        pk,
        form,
        lambda: split_appearances(
            pk, asked["report"], editor=request.user, seen=asked["seen"], reason=asked["reason"]
        ),
    )


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Lead this claim to another one."""
    form = MatchForm(request.POST)
    asked = form.asked()
    get_object_or_404(Claim, pk=pk)
    other = get_object_or_404(Claim, pk=asked["to"] or 0)
    seen = {"seen": asked["seen"], "seen_into": asked["seen_to"]}
    return mended(
        request,
        pk,
        form,
        lambda: merge_claims(pk, other.pk, editor=request.user, reason=asked["reason"], **seen),
    )


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def move(request: DeskRequest, pk: int) -> HttpResponse:
    """Give one report of this claim to another one."""
    form = MatchForm(request.POST)
    asked = form.asked()
    report = get_object_or_404(Appearance, pk=(asked["report"] or [0])[0])
    other = get_object_or_404(Claim, pk=asked["to"] or 0)
    seen = {"seen": asked["seen"], "seen_to": asked["seen_to"]}

    def act() -> Correction:
        return move_appearance(report.pk, other.pk, editor=request.user, reason=asked["reason"], **seen)

    return mended(request, pk, form, act)


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def confirm(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that a report does belong to its claim."""
    report = get_object_or_404(Appearance, pk=pk)
    form = MatchForm(request.POST)
    seen = form.asked()["seen"]
    return mended(request, report.claim_id, form, lambda: confirm_match(pk, editor=request.user, seen=seen))


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a correction back."""
    correction = get_object_or_404(Correction, pk=pk)
    if correction.claim_id is None:
        raise Http404
    claim = correction.claim_id
    return mended(request, claim, MatchForm(request.POST), lambda: undo_correction(pk, editor=request.user))


def mended(request: DeskRequest, pk: int, form: MatchForm, act: Callable[[], Correction]) -> HttpResponse:
    """Do it and lead to the claim, which says what was done; 409, with the page as it is now, where not."""
    try:
        correction = act()
    except StaleCorrection as stale:
        return shown(request, stale.claim.pk, form, problem=str(stale), status=409)
    except CannotCorrect as refused:
        return shown(request, pk, form, problem=str(refused), status=409)
    claim = Claim.objects.get(pk=pk)
    while claim.merged_into is not None:
        claim = claim.merged_into
    page = request.POST.get("page")
    address = reverse("claims:match", args=[claim.pk]) if page == "match" else claim.get_absolute_url()
    return redirect(f"{address}?{urlencode({'corrected': correction.pk})}")


def shown(
    request: DeskRequest, pk: int, form: MatchForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """The page, with what stood in the way of what was asked for."""
    claim = get_object_or_404(Claim.objects.for_comparison(), pk=pk)
    asked = form.asked()
    change = None if problem else changed(claim, asked)
    choosing = asked["do"] in ("move", "merge") and change is None
    context: dict[str, Any] = {
        "section": "queue",
        "claim": claim,
        "reports": reports_of(claim),
        "asked": asked,
        "chosen": [found for found in claim.appearances.all() if found.pk in asked["report"]],
        "change": change,
        "choosing": choosing,
        "candidates": claims_beside(claim, asked["q"]) if choosing else [],
        "problem": problem,
        "correction": just_corrected(request),
    }
    return render(request, "claims/match.html", context, status=status)


def changed(claim: Claim, asked: dict[str, Any]) -> Change | None:
    """The change that the address asks about, once everything it needs is chosen."""
    ids = {appearance.pk: appearance for appearance in claim.appearances.all()}
    chosen = [pk for pk in asked["report"] if pk in ids]
    if asked["do"] == "split" and 0 < len(chosen) < len(ids):
        return split_of(claim, chosen)
    other = Claim.objects.current().for_queue().filter(pk=asked["to"] or 0).exclude(pk=claim.pk).first()
    if asked["do"] == "merge" and other is not None:
        return merge_of(claim, other)
    if asked["do"] == "move" and other is not None and chosen:
        return move_of(claim, ids[chosen[0]], other)
    return None


def just_corrected(request: DeskRequest) -> Correction | None:
    """The correction that this editor just made, named by the address."""
    pk = request.GET.get("corrected", "")
    if not (pk.isascii() and pk.isdecimal() and len(pk) < 19):
        return None
    found = Correction.objects.filter(pk=pk, editor=request.user)
    return found.select_related("claim", "other_claim", "undoes", "undone_by").first()
