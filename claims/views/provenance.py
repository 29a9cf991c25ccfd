"""What editors say of where reports come from, and of passages in an outlet's own voice."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from claims.domain.as_fact import decide_as_fact
from claims.domain.origins import decide_origin, undo_origin
from claims.forms import LinkForm, OriginForm
from claims.models import Appearance, AsFact, Claim
from claims.views.reviews import next_url
from newsdesk.http import DeskRequest


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def origin(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that an article's reports of the claim have another's origin or their own, or take that back."""
    claim = get_object_or_404(Claim, pk=pk)
    form = OriginForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Choose one of the articles that report the claim.")
    chosen = form.cleaned_data
    try:
        if chosen["undo"]:
            undo_origin(claim.pk, article=chosen["article"], editor=request.user)
        else:
            decide_origin(claim.pk, article=chosen["article"], same_as=chosen["same_as"], editor=request.user)
    except Appearance.DoesNotExist:
        return HttpResponseBadRequest("One of the two articles does not report the claim any more.")
    return redirect(f"{next_url(request)}#origins")


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def as_fact(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer whether a passage prints a claim as fact, or take the answer back."""
    passage = get_object_or_404(AsFact, pk=pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest("Say yes, dismiss it, or take the answer back.")
    decide_as_fact(passage.pk, state=form.cleaned_data["state"], editor=request.user)
    return redirect(next_url(request))
