"""What editors do to claims: mark, undo, decide on a suggestion.

An htmx request gets the changed rows, the tally and the line that says what happened; a plain one is sent on.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from claims.domain import StaleReview, decide_link, record_review, undo_review
from claims.domain.batches import TooMany, prepare_batch, run_batch
from claims.domain.reviews import MergedAway
from claims.enums import LinkState
from claims.forms import BulkForm, LinkForm, QueueFilters, ReviewForm, UndoForm
from claims.hints import hints_on
from claims.menus import query_without
from claims.models import Batch, Claim, ClaimLink, Review
from claims.rows import Conflict, Row, rows_for
from claims.tally import tally_and_waiting
from claims.views.queue import form_for, said_of
from newsdesk.http import DeskRequest


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def review(request: DeskRequest, pk: int) -> HttpResponse:
    """Mark one claim: 422 with the form where it makes no sense, 409 where somebody else was faster."""
    form = ReviewForm(request.POST)
    if not form.is_valid():
        return refused(request, marked_claim(pk), form)
    try:
        saved = record_review(pk, reviewer=request.user, **form.cleaned_data)
    except Claim.DoesNotExist:
        raise Http404 from None
    except StaleReview as stale:
        return stale_mark(request, marked_claim(pk), stale, form.cleaned_data)
    except MergedAway as merged:
        return merged_away(request, marked_claim(pk), merged.claim, form.cleaned_data)
    return done(request, [saved], said=said_of([saved], kept=saved.kept), undo=[saved])


def marked_claim(pk: int) -> Claim:
    """The claim with its last review, or 404."""
    return get_object_or_404(Claim.objects.select_related("last_review"), pk=pk)


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def undo(request: DeskRequest, pk: int) -> HttpResponse:
    """Take back the latest mark of one claim."""
    claim = get_object_or_404(Claim.objects.select_related("last_review"), pk=pk)
    form = UndoForm(request.POST)
    if not form.is_valid():
        return refused(request, claim, form)
    mark = get_object_or_404(claim.reviews, pk=form.cleaned_data["review"][0])
    try:
        restored = undo_review(mark.pk, reviewer=request.user)
    except StaleReview as stale:
        return stale_mark(request, claim, stale, None)
    return done(request, [restored], said=said_of([restored]))


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def bulk(request: DeskRequest) -> HttpResponse:
    """One mark on every selected claim, as a batch that one undo takes back."""
    form = BulkForm(request.POST)
    if not form.is_valid():
        return refused(request, None, form)
    mark = {key: form.cleaned_data[key] for key in ("status", "disputed_for")}
    pairs = form.cleaned_data["claims"]
    try:
        with transaction.atomic():
            batch = run_batch(prepare_batch(pairs, editor=request.user, **mark).pk, editor=request.user)
    except TooMany:
        form.add_error("claims", "These are too many claims to mark at once: select fewer.")
        return refused(request, None, form)
    saved = list(Review.objects.filter(batch=batch).select_related("reviewer"))
    stale = Claim.objects.filter(pk__in=batch.skipped, last_review__isnull=False)
    conflicts = {
        claim.pk: Conflict(claim.last_review, **mark)
        for claim in stale.select_related("last_review__reviewer")
        if claim.last_review is not None
    }
    said = said_of(saved, unsaved=bool(batch.skipped))
    if same := len(set(dict(pairs))) - len(saved) - len(batch.skipped):
        said = f"{said} {same} had this mark already.".strip()
    return done(request, saved, said=said, batch=batch if saved else None, conflicts=conflicts)


@require_POST
@permission_required("claims.review_claim", raise_exception=True)
def decide(request: DeskRequest, pk: int) -> HttpResponse:
    """Answer whether two claims stand against each other."""
    link = get_object_or_404(ClaimLink, pk=pk)
    form = LinkForm(request.POST)
    if not form.is_valid():
        return refused(request, None, form)
    link = decide_link(link.pk, state=form.cleaned_data["state"], editor=request.user)
    said = {
        LinkState.CONFIRMED: f"Claim {link.second_id} linked to claim {link.first_id}.",
        LinkState.DISMISSED: f"Claims {link.first_id} and {link.second_id} are not linked.",
        LinkState.SUGGESTED: f"Claims {link.first_id} and {link.second_id} are only suggested again.",
    }[LinkState(link.state)]
    if not request.htmx:
        return redirect(next_url(request))
    # Only the page knows which of the two rows it shows.
    on_page = request.POST.get("rows", "").split(",")
    rows = rows_of([pk for pk in (link.first_id, link.second_id) if str(pk) in on_page], request.user)
    answered = link.state != LinkState.SUGGESTED
    return fragments(request, rows, said=said, undo_link=link if answered else None)


def done(
    request: DeskRequest,
    saved: list[Review],
    *,
    said: str,
    undo: list[Review] | None = None,
    batch: Batch | None = None,
    conflicts: dict[int, Conflict] | None = None,
) -> HttpResponse:
    """The answer to marks that were saved: one, which `undo` takes back, or those of a batch."""
    conflicts = conflicts or {}
    if not request.htmx:
        added: dict[str, object] = {"batch": batch.pk} if batch else {}
        if batch is None and saved:
            added["saved"] = ".".join(str(mark.pk) for mark in saved)
        if conflicts:
            added["unsaved"] = len(conflicts)
        return redirect(next_url(request, **added))
    if request.htmx.target == "verdict" and saved:
        return on_claim_page(request, saved[0], said=said)
    rows = rows_of([*(mark.claim_id for mark in saved), *conflicts], request.user)
    for row in rows:
        row.conflict = conflicts.get(row.claim.pk)
        row.just_saved = row.conflict is None
        row.hints = hints_on(row, row.claim.dismissed) if row.just_saved else []
    if any(row.hints for row in rows):
        said += f" {sum(len(row.hints) for row in rows)} to look at."
    return fragments(request, rows, said=said, undo=undo or [], batch=batch)


def on_claim_page(request: DeskRequest, saved: Review, *, said: str) -> HttpResponse:
    """The verdict form again, and the line that says what was saved."""
    claim = Claim.objects.select_related("last_review").get(pk=saved.claim_id)
    context = {
        "claim": claim,
        "form": form_for(claim),
        "verdict_target": "#verdict",
        "next": request.POST.get("next", ""),
        "said": said,
        "undo": [saved],
    }
    return render(request, "includes/verdict_saved.html", context)


def fragments(
    request: DeskRequest,
    rows: list[Row],
    *,
    said: str,
    undo: list[Review] | None = None,
    undo_link: ClaimLink | None = None,
    batch: Batch | None = None,
    status: int = 200,
) -> HttpResponse:
    """Changed rows, the tally under the page's filters, and what was said; the page swaps each by its id."""
    # A single row goes where the request came from; several find their places by their ids.
    for row in rows:
        row.oob = request.htmx.target != f"claim-{row.claim.pk}"
    query = page_query(request)
    tally, waiting = tally_and_waiting(QueueFilters(query, user=request.user))
    context = {
        "rows": rows,
        "said": said,
        "undo": undo or [],
        "undo_link": undo_link,
        "batch": batch,
        "tally": tally,
        "queue_count": waiting,
        "query": query_without(query),
    }
    response = render(request, "includes/rows_saved.html", context, status=status)
    return trigger_client_event(
        response, "claims-changed", {"claims": [row.claim.pk for row in rows]}, after="settle"
    )


def stale_mark(
    request: DeskRequest, claim: Claim, stale: StaleReview, mark: dict[str, Any] | None
) -> HttpResponse:
    """409: who set what, and the mark that was not saved with everything typed (None: an undo)."""
    fields = ("status", "disputed_for", "note", "evidence_urls", "reason")
    conflict = Conflict(stale.latest, **({key: mark[key] for key in fields} if mark else {}))
    (row,) = rows_of([stale.latest.claim_id], request.user)
    row.conflict = conflict
    if request.htmx and request.htmx.target == f"claim-{claim.pk}":
        return fragments(request, [row], said="", status=409)
    context = {"section": "queue", "row": row, "claim": row.claim, "next": next_url(request)}
    if request.htmx:
        return retarget(
            reswap(render(request, "includes/conflict.html", context, status=409), "beforebegin"), "#verdict"
        )
    return render(request, "claims/not_saved.html", context, status=409)


def merged_away(request: DeskRequest, claim: Claim, into: Claim, mark: dict[str, Any]) -> HttpResponse:
    """409: the claim is part of another now; where it leads, and the mark that was not saved."""
    context = {"section": "queue", "claim": claim, "merged": claim, "into": into, "mark": mark}
    if not request.htmx:
        return render(request, "claims/not_saved.html", context, status=409)
    response = render(request, "includes/merged.html", context, status=409)
    if request.htmx.target == f"claim-{claim.pk}":
        return reswap(response, "beforeend")
    return retarget(reswap(response, "beforebegin"), "#verdict")


def refused(request: DeskRequest, claim: Claim | None, form: Form) -> HttpResponse:
    """422: what is wrong, with everything typed."""
    context = {
        "section": "queue",
        "claim": claim,
        "form": form,
        "next": request.POST.get("next", ""),
        "verdict_target": f"#{request.htmx.target}" if request.htmx else "#verdict",
    }
    if not request.htmx:
        return render(request, "claims/not_saved.html", context | {"next": next_url(request)}, status=422)
    if isinstance(form, ReviewForm):
        response = render(request, "includes/verdict.html", context, status=422)
        return retarget(reswap(response, "outerHTML"), "#verdict")
    said = " ".join(str(error) for errors in form.errors.values() for error in errors)
    response = HttpResponse(render_to_string("includes/live.html", {"said": said}, request), status=422)
    return retarget(reswap(response, "innerHTML"), "#live")


def rows_of(ids: list[int], user: User) -> list[Row]:
    """Rows of these claims as they are now, in this order, each claim with the user's `dismissed` hints."""
    claims = Claim.objects.filter(pk__in=ids).with_dismissed(user)
    found = {row.claim.pk: row for row in rows_for(claims.for_queue())}
    return [found[pk] for pk in dict.fromkeys(ids) if pk in found]


def page_query(request: DeskRequest) -> QueryDict:
    """The filters of the page that an htmx request came from."""
    try:
        address = request.htmx.current_url_abs_path or ""
    except ValueError:  # a header that is no address
        address = ""
    path, _, query = address.partition("?")
    return QueryDict(query if path == reverse("claims:queue") else "")


def next_url(request: DeskRequest, **added: object) -> str:
    """Where a plain post leads: the address in `next` where it is one of ours, else the queue."""
    url = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(url, {request.get_host()}, require_https=request.is_secure()):
        url = reverse("claims:queue")
    return f"{url}{'&' if '?' in url else '?'}{urlencode(added)}" if added else url
