"""One claim: every outlet's wording side by side."""

from dataclasses import dataclass

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from claims.comparison import Options, compare
from claims.forms import QueueFilters
from claims.menus import FILTERS, query_without
from claims.models import Claim, Correction, Review
from claims.querysets import KEYSETS
from claims.views.beside import beside
from claims.views.matches import just_corrected
from claims.views.queue import form_for, live_context
from newsdesk.http import DeskRequest


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
@vary_on_headers("HX-Request", "HX-Target")
def claim(request: DeskRequest, pk: int) -> HttpResponse:
    """The comparison with history and verdict; to htmx, where it asks for that alone, the comparison."""
    filters = QueueFilters(request.GET, user=request.user)
    claims = Claim.objects.in_order(filters.sorted_by).for_comparison().with_dismissed(request.user)
    found = get_object_or_404(claims, pk=pk)
    if found.merged_into is not None:
        return redirect(f"{found.merged_into.get_absolute_url()}{query_without(request.GET)}")
    context = {
        "claim": found,
        "comparison": compare(found, Options.read(request.GET, keep=(*FILTERS, "sort"))),
    }
    if request.htmx and request.htmx.target == "comparison":
        return render(request, "claims/claim.html#comparison", context)
    stories = list({one.article.story: None for one in found.appearances.all() if one.article.story})
    story = stories[0] if stories else None
    return render(
        request,
        "claims/claim.html",
        context
        | {
            "section": "queue",
            "story": story,
            "stories": stories,
            "query": query_without(request.GET),
            "neighbours": neighbours(found, filters),
            "past": past_of(found),
            **beside(found, request.user),
            "form": form_for(found),
            "correction": just_corrected(request),
            "next": request.get_full_path(),
            "verdict_target": "#verdict",
            **live_context(request.user, request.GET),
        },
    )


def past_of(claim: Claim) -> list[Review | Correction]:
    """Marks and corrections of a claim and of those merged into it, the latest first."""
    marks = Review.objects.of(claim.pk).select_related("reviewer", "undoes", "reason", "batch")
    corrections = Correction.objects.about(claim.pk).for_history()
    return sorted([*marks, *corrections], key=lambda entry: entry.created_at, reverse=True)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The claims before and after one in the queue; `position` is None where the filters leave it out."""

    previous: int | None
    next: int | None
    position: int | None
    count: int


def neighbours(claim: Claim, filters: QueueFilters) -> Neighbours:
    """Where a claim fetched `in_order` stands in the queue under these filters."""
    sort = filters.sorted_by
    queue = filters.claims().in_order(sort)
    here = (*(getattr(claim, key) for key in KEYSETS[sort]), claim.pk)
    before, after = queue.before(sort, here), queue.after(sort, here)
    earlier, later = before.count(), after.count()
    inside = queue.filter(pk=claim.pk).exists()
    return Neighbours(
        previous=before.reverse().values_list("pk", flat=True).first() if earlier else None,
        next=after.values_list("pk", flat=True).first() if later else None,
        position=earlier + 1 if inside else None,
        count=earlier + inside + later,
    )
