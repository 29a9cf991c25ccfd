"""Marking every claim that the queue's filters find: what it would change, then the mark, then its undo."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from claims.domain.batches import MOST, TooMany, plan_batch, prepare_batch, run_batch, undo_batch
from claims.enums import Status
from claims.forms import MARKS, MarkForm, QueueFilters
from claims.menus import query_without
from claims.models import Batch, Claim, Review
from claims.querysets import ClaimQuerySet
from claims.views.reviews import done
from newsdesk.http import DeskRequest

NAMED = 50
"""Claims that a page names one by one."""


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.review_claim", raise_exception=True)
def prepare(request: DeskRequest) -> HttpResponse:
    """Which mark all claims under the address's filters should get; POST keeps the answer, marks nothing."""
    filters = QueueFilters(request.GET, user=request.user)
    form = MarkForm(request.POST) if request.method == "POST" else None
    found = under(filters)
    if form and form.is_valid() and found is not None:
        mark = {key: form.cleaned_data[key] for key in ("status", "disputed_for")}
        claims = found.order_by().values_list("pk", "last_review")[: MOST + 1]
        try:
            batch = prepare_batch(claims, editor=request.user, query=query_without(request.GET), **mark)
        except TooMany:
            form.add_error(None, f"More than {MOST:,} claims: add a filter, and mark them in parts.")
        else:
            return redirect("claims:batch", batch.pk)
    tally = found.order_by().tally() if found is not None else {}
    context = {
        "section": "queue",
        "form": form,
        "query": query_without(request.GET),
        "wrong": found is None,
        "tally": [(status, count) for status in (Status.UNREVIEWED, *MARKS) if (count := tally.get(status))],
        "count": sum(tally.values()),
        "most": MOST,
    }
    return render(request, "claims/batch_new.html", context, status=422 if form else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.review_claim", raise_exception=True)
def batch(request: DeskRequest, pk: int) -> HttpResponse:
    """What a batch would change, or what it changed; POST does it."""
    found = get_object_or_404(Batch.objects.select_related("editor", "undoes"), pk=pk)
    if request.method == "POST":
        get_object_or_404(Batch, pk=pk, editor=request.user)
        run_batch(pk, editor=request.user)
        return redirect("claims:batch", pk)
    context: dict[str, Any] = {"section": "queue", "batch": found}
    if found.done_at is None:
        plan = plan_batch(found)
        context |= {"plan": plan, "change": sorted(plan.change.items()), "stale": plan.stale[:NAMED]}
    else:
        skipped = Claim.objects.filter(pk__in=found.skipped[:NAMED])
        context |= {
            "marked": found.reviews.count(),
            "stale": skipped.select_related("last_review__reviewer", "merged_into"),
            "undo": Batch.objects.filter(undoes=found).first(),
        }
    return render(request, "claims/batch.html", context)


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back a whole batch: a few rows are swapped in place, many are told of on a page."""
    marked = get_object_or_404(Batch, pk=pk)
    undone = undo_batch(marked.pk, editor=request.user)
    page = reverse("claims:batch", args=[undone.pk])
    if not request.htmx:
        return redirect(page)
    if len(undone.claims) > NAMED:
        return HttpResponseClientRedirect(page)
    saved = list(Review.objects.filter(batch=undone).select_related("reviewer"))
    said = f"{len(saved)} taken back."
    if undone.skipped:
        said += f" {len(undone.skipped)} were marked again since, and stay."
    return done(request, saved, said=said)


def under(filters: QueueFilters) -> ClaimQuerySet | None:
    """The claims that the queue shows under these filters; None where a filter makes no sense.

    The queue leaves such a filter out and says so, but nobody is to mark more claims than they meant.
    """
    return None if filters.errors or filters.search.problems else filters.claims()
