"""Saved views of the queue: everybody's own, and those that others share."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from claims.domain.saved_views import NameTaken, change_view, save_view, set_default
from claims.forms import SaveViewForm, ViewForm
from claims.menus import address_of
from claims.models import SavedView
from newsdesk.http import DeskRequest


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.view_claim", raise_exception=True)
def saved_views(request: DeskRequest) -> HttpResponse:
    """The views as a list; POST keeps an address's filters as one more."""
    if request.method != "POST":
        return _page(request)
    form = SaveViewForm(request.POST)
    query = address_of(request.POST.get("query", ""))
    if not form.is_valid():
        return _page(request, status=422, form=form, query=query)
    try:
        view = save_view(request.user, query=query, **form.cleaned_data)
    except NameTaken as taken:
        return _page(request, status=422, form=form, query=query, taken=taken.view)
    return redirect(view)


@require_POST
@permission_required("claims.view_claim", raise_exception=True)
def change(request: DeskRequest, pk: int) -> HttpResponse:
    """Rename a view, share it or not: its owner, or somebody who may change everybody's."""
    view = _view_to_change(request, pk)
    form = ViewForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, problem=(view, str(form.errors["name"][0])))
    try:
        change_view(view, **form.cleaned_data)
    except NameTaken as taken:
        return _page(request, status=422, problem=(view, f"{taken} Give this one another name."))
    return redirect("claims:views")


@require_POST
@permission_required("claims.view_claim", raise_exception=True)
def delete(request: DeskRequest, pk: int) -> HttpResponse:
    """Delete a view: its owner, or somebody who may change everybody's. No claim is touched."""
    _view_to_change(request, pk).delete()
    return redirect("claims:views")


@require_POST
@permission_required("claims.view_claim", raise_exception=True)
def default(request: DeskRequest, pk: int) -> HttpResponse:
    """Open the queue with this view from now on; with `off`, with all claims again. For oneself only."""
    view = get_object_or_404(SavedView.objects.seen_by(request.user), pk=pk)
    set_default(request.user, None if "off" in request.POST else view)
    return redirect("claims:views")


def _view_to_change(request: DeskRequest, pk: int) -> SavedView:
    view = get_object_or_404(SavedView.objects.seen_by(request.user), pk=pk)
    if view.owner_id != request.user.pk and not request.user.has_perm("claims.change_savedview"):
        raise PermissionDenied
    return view


def _page(request: DeskRequest, *, status: int = 200, **context: Any) -> HttpResponse:
    views = SavedView.objects.seen_by(request.user)
    return render(
        request, "claims/views.html", {"section": "queue", "views": views, **context}, status=status
    )
