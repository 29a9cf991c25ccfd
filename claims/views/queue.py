"""The review queue and its preview pane."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from claims.comparison import Options, compare
from claims.comparison.renditions import loudest_first
from claims.forms import QueueFilters, ReviewForm
from claims.listing import EXACT
from claims.menus import query_without
from claims.models import Batch, Claim, Review
from claims.querysets import KEYSETS
from claims.rows import Row, rows_for
from claims.tally import tally_of
from claims.views.beside import beside
from claims.views.finding import default_view, finding, why
from newsdesk.http import DeskRequest

PAGE = 50
"""Claims on a page of the queue."""


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
@vary_on_headers("HX-Request")
def queue(request: DeskRequest) -> HttpResponse:
    """The list of claims under the address's filters, and the selected one beside it.

    Without any parameter it opens with the view that this person chose for that.
    """
    if not request.GET and not request.htmx and (view := default_view(request.user)):
        return redirect(view)
    context = queue_context(request)
    template = "claims/queue.html#main" if request.htmx and not request.htmx.boosted else "claims/queue.html"
    return render(request, template, context)


def queue_context(request: DeskRequest) -> dict[str, Any]:
    """What the page shows."""
    filters = QueueFilters(request.GET, user=request.user)
    position = _position(request.GET.get("after", ""), filters.sorted_by)
    ids = filters.listing().page(filters.sorted_by, PAGE + 1, position)
    claims = Claim.objects.filter(pk__in=ids[:PAGE]).in_order(filters.sorted_by).for_queue()
    rows = rows_for(claims)
    tally = tally_of(filters)
    selected = _selected(request.GET.get("claim", ""), rows)
    query = query_without(request.GET)
    return {
        "section": "queue",
        **finding(request, filters),
        "query": query,
        "rows": rows,
        "count": f"{EXACT:,}+" if (count := tally.of(filters.chosen().get("status"))) > EXACT else count,
        "tally": tally,
        "more": _cursor(rows[-1].claim, filters.sorted_by) if len(ids) > PAGE else "",
        "later": position is not None,
        "selected": selected,
        **(preview_context(request, selected, rows, query) if selected else {}),
        **live_context(request.user, request.GET),
    }


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
@vary_on_headers("HX-Request")
def preview(request: DeskRequest, pk: int) -> HttpResponse:
    """One claim with every wording and the verdict form: a fragment of the queue."""
    claim = get_object_or_404(Claim, pk=pk)
    if not request.htmx:
        return redirect(f"{reverse('claims:queue')}?claim={claim.merged_into_id or claim.pk}")
    return render(request, "claims/queue.html#preview", preview_context(request, claim.merged_into_id or pk))


def preview_context(
    request: DeskRequest, pk: int, rows: list[Row] | None = None, query: str = ""
) -> dict[str, Any]:
    """The claim compared, and its form: what the preview shows.

    Without scripts the form leads on to the claim after this one in `rows`.
    """
    claim = get_object_or_404(Claim.objects.for_comparison().with_dismissed(request.user), pk=pk)
    ids = [row.claim.pk for row in rows or []]
    following = ids[ids.index(pk) + 1] if pk in ids[:-1] else pk
    comparison = compare(claim, Options())
    same = comparison.fold.renditions if comparison.fold else tuple(filter(None, [comparison.base]))
    return {
        "claim": claim,
        "comparison": comparison,
        "same": same,
        "same_outlets": len({found.outlet.key for found in same}),
        "others": loudest_first([found for found in comparison.renditions if found not in same]),
        **beside(claim, request.user),
        "why": why(claim),
        "form": form_for(claim),
        "next": f"{reverse('claims:queue')}{query}{'&' if query else '?'}claim={following}",
        "verdict_target": f"#claim-{pk}" if rows is None or pk in ids else "#verdict",
    }


def form_for(claim: Claim) -> ReviewForm:
    """The verdict form; a mark's note and evidence stand in it, so that a second mark does not lose them."""
    latest = claim.last_review
    return ReviewForm(
        initial={
            "note": latest.note if latest else "",
            "evidence_url": latest.evidence_urls if latest else [],
            "reason": latest.reason_id if latest else None,
            "seen_review": claim.last_review_id,
        }
    )


def live_context(user: User, query: QueryDict) -> dict[str, Any]:
    """What was just saved, after a post without scripts: `saved` names the reviews."""
    if (pk := query.get("batch", "")).isdecimal() and len(pk) < 19:
        batch = Batch.objects.filter(pk=pk, editor=user, done_at__isnull=False, undone_by=None).first()
        marks = list(batch.reviews.all()) if batch else []
        return {"said": said_of(marks, unsaved=bool(batch and batch.skipped)), "batch": batch, "undo": []}
    ids = [int(item) for item in query.get("saved", "").split(".") if item.isascii() and item.isdecimal()]
    reviews = list(Review.objects.filter(pk__in=ids, reviewer=user).select_related("claim")) if ids else []
    return {
        "said": said_of(reviews, unsaved=query.get("unsaved", "").isdecimal()) if ids else "",
        "undo": [
            review for review in reviews if review.claim.last_review_id == review.pk and not review.undoes_id
        ],
    }


def said_of(reviews: list[Review], *, kept: bool = False, unsaved: bool = False) -> str:
    """The sentence that says what was saved."""
    if not reviews:
        return "Nothing was saved: somebody else marked these claims first." if unsaved else ""
    review = reviews[0]
    status = (
        f"{review.get_status_display()}: the {review.disputed_for}"
        if review.disputed_for
        else review.get_status_display()
    )
    rest = " Those that somebody else marked first were not." if unsaved else ""
    if review.awaits_second:
        rest = " They count once a second editor has confirmed them too." if len(reviews) > 1 else ""
        rest = rest or " It counts once a second editor has confirmed it too."
    if len(reviews) > 1:
        return f"{len(reviews)} saved as {status}.{rest}"
    if review.undoes_id:
        return f"Claim {review.claim_id} is {status} again."
    return f"Claim {review.claim_id} {'kept' if kept else 'saved'} as {status}.{rest}"


def _position(cursor: str, sort: str) -> tuple[int, ...] | None:
    """The place in the order that a cursor names; nonsense is the beginning."""
    parts = cursor.split(".")
    if len(parts) != len(KEYSETS[sort]) + 1 or not all(
        p.isascii() and p.isdecimal() and len(p) < 19 for p in parts
    ):
        return None
    return tuple(map(int, parts))


def _cursor(claim: Claim, sort: str) -> str:
    return ".".join(str(getattr(claim, key)) for key in (*KEYSETS[sort], "pk"))


def _selected(asked: str, rows: list[Row]) -> int | None:
    """The claim to preview: the one asked for where there is such a claim, else the first row's."""
    if asked.isascii() and asked.isdecimal() and len(asked) < 19:
        if any(row.claim.pk == int(asked) for row in rows):
            return int(asked)
        claim = Claim.objects.filter(pk=int(asked)).first()
        if claim:
            return claim.merged_into_id or claim.pk
    return rows[0].claim.pk if rows else None
