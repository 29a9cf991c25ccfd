"""Editors beside one another: who is on a claim, whose claim it is, which hints one has seen enough of."""

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from claims.domain.presence import assign_claim, be_on
from claims.forms import AssignForm, DismissForm
from claims.models import Claim, Dismissal
from claims.views.reviews import fragments, next_url, refused, rows_of
from newsdesk.http import DeskRequest


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def presence(request: DeskRequest, pk: int) -> HttpResponse:
    """A sign of life from the page that shows this claim; who else has it in front of them."""
    try:
        others = be_on(pk, user=request.user)
    except Claim.DoesNotExist:
        others = []
    return render(request, "includes/presence.html", {"others": others})


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def assign(request: DeskRequest, pk: int) -> HttpResponse:
    """Give the claim to somebody, or to nobody."""
    claim = get_object_or_404(Claim, pk=pk)
    form = AssignForm(request.POST)
    if not form.is_valid():
        return refused(request, claim, form)
    claim = assign_claim(claim.pk, to=form.cleaned_data["to"], editor=request.user)
    if not request.htmx:
        return redirect(next_url(request))
    to: User | None = claim.assigned_to
    name = (to.get_full_name() or to.get_username()) if to else "nobody"
    return fragments(request, rows_of([claim.pk], request.user), said=f"Claim {claim.pk} is for {name} now.")


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def dismiss(request: DeskRequest, pk: int) -> HttpResponse:
    """Show this editor one hint on this claim no more."""
    claim = get_object_or_404(Claim, pk=pk)
    form = DismissForm(request.POST)
    if not form.is_valid():
        return refused(request, claim, form)
    Dismissal.objects.get_or_create(claim=claim, user=request.user, rule=form.cleaned_data["rule"])
    return HttpResponse() if request.htmx else redirect(next_url(request))
