"""One speaker: who it is, by which names and roles, what it claims; and mending that."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from articles.models import Story
from claims.domain import CannotCorrect, undo_correction
from claims.domain.mending.aliases import add_alias, effect_of_adding, effect_of_removing, remove_alias
from claims.domain.mending.merging import merge_speakers, part_adopted, plan_merge
from claims.domain.mending.speakers import StaleSpeaker, change_speaker, details_of
from claims.mend_forms import KINDS, AliasForm, MergeForm, SpeakerForm
from claims.models import Claim, Correction, Speaker, SpeakerAlias
from claims.speaker_page import history_of, names_of, reports_of, roles_of
from claims.views.matches import just_corrected
from newsdesk.http import DeskRequest

PAGE = 50
"""Claims on a page."""

HISTORY = 50


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
def speaker(request: DeskRequest, pk: int) -> HttpResponse:
    """Name, role, names and the claims, newest first; a merged speaker leads on to the one it is now."""
    found = get_object_or_404(Speaker.objects.select_related("merged_into"), pk=pk)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    return page(request, pk)


def page(request: DeskRequest, pk: int, *, status: int = 200, **typed: Any) -> HttpResponse:
    """The speaker's page; `typed` are forms that were not saved, and what they would change."""
    found = get_object_or_404(Speaker.objects.select_related("article__outlet"), pk=pk)
    after = request.GET.get("after", "")
    claims = Claim.objects.current().matching(speaker=[found.pk])
    total = claims.count()
    position = (int(after),) if after.isascii() and after.isdecimal() and len(after) < 19 else None
    shown = (claims.after("newest", position) if position else claims).in_order("newest")
    rows = list(shown[: PAGE + 1])
    reports = reports_of(found)
    mends = request.user.has_perm("claims.change_speaker")
    context = {
        "section": "queue",
        "speaker": found,
        "names": names_of(found, reports),
        "roles": roles_of(reports),
        "merged": found.merged_speakers.select_related("article").order_by("name"),
        "history": history_of(found)[:HISTORY],
        "claims": rows[:PAGE],
        "total": total,
        "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
        "later": position is not None,
        "correction": just_corrected(request),
        "seen": details_of(found),
        "kinds": KINDS,
        "stories": Story.objects.order_by("-pk")[:100] if mends else (),
        "speakers": Speaker.objects.for_filter().exclude(pk=found.pk)[:200] if mends else (),
    }
    return render(request, "claims/speaker.html", context | typed, status=status)


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def details(request: DeskRequest, pk: int) -> HttpResponse:
    """Set name, kind and role."""
    get_object_or_404(Speaker, pk=pk)
    form = SpeakerForm(request.POST)
    if not form.is_valid():
        return page(request, pk, details=form, status=422)
    given = form.cleaned_data | {"seen": form.cleaned_data["seen"].replace("\r\n", "\n")}
    try:
        done = change_speaker(pk, editor=request.user, **given)
    except StaleSpeaker as stale:
        return page(request, stale.speaker.pk, details=form, problem=str(stale), status=409)
    except CannotCorrect as refused:
        return page(request, pk, details=form, problem=str(refused), status=422)
    return led(pk, done)


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def alias(request: DeskRequest, pk: int) -> HttpResponse:
    """Let a name mean this speaker; with `preview` nothing is saved and the page says what would change."""
    found = get_object_or_404(Speaker, pk=pk)
    form = AliasForm(request.POST)
    if not form.is_valid():
        return page(request, pk, adding=form, status=422)
    given = form.cleaned_data
    if "preview" in request.POST:
        return page(request, pk, adding=form, effect=effect_of_adding(given["name"], found, given["story"]))
    return done_or_not(
        request,
        pk,
        lambda: add_alias(pk, given["name"], editor=request.user, story=given["story"]),
        adding=form,
    )


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def unalias(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a name from a speaker, once the page has said what that changes."""
    found = get_object_or_404(SpeakerAlias.objects.select_related("speaker__merged_into", "story"), pk=pk)
    shown = found.speaker.merged_into_id or found.speaker_id
    if "sure" not in request.POST:
        return page(request, shown, removing=found, effect=effect_of_removing(found))
    return done_or_not(request, shown, lambda: remove_alias(pk, editor=request.user))


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def merge(request: DeskRequest, pk: int) -> HttpResponse:
    """Make this speaker another one, once the page has said what that changes."""
    found = get_object_or_404(Speaker.objects.select_related("merged_into"), pk=pk)
    form = MergeForm(request.POST)
    if not form.is_valid():
        return page(request, pk, merging=form, status=422)
    into = form.cleaned_data["into"]
    if "sure" not in request.POST:
        try:
            plan = plan_merge(found, into)
        except CannotCorrect as refused:
            return page(request, pk, merging=form, problem=str(refused), status=422)
        return page(request, pk, merging=form, plan=plan, into=into)
    return done_or_not(
        request, pk, lambda: merge_speakers(pk, into.pk, editor=request.user), into.pk, merging=form
    )


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def part(request: DeskRequest, pk: int) -> HttpResponse:
    """Part a speaker from the one it was merged into."""
    found = get_object_or_404(Speaker, pk=pk)
    merges = Correction.objects.standing().filter(kind="speaker merge", speaker=found)
    last = merges.filter(before__has_key="merged").last()

    def act() -> Correction:
        if last is not None:
            return undo_correction(last.pk, editor=request.user)
        return part_adopted(pk, editor=request.user)

    return done_or_not(request, found.merged_into_id or pk, act, pk)


@require_POST
@permission_required("claims.change_speaker", raise_exception=True)
def undo(request: DeskRequest, pk: int, correction: int) -> HttpResponse:
    """Take back what was mended of a speaker."""
    mended = get_object_or_404(Correction, pk=correction)
    shown = mended.speaker_id or pk
    return done_or_not(request, pk, lambda: undo_correction(mended.pk, editor=request.user), shown)


def done_or_not(
    request: DeskRequest, pk: int, act: Callable[[], Correction], leads: int | None = None, **typed: Any
) -> HttpResponse:
    """Do it and lead to a speaker's page, which says what was done; where not, 409 and the page as it is."""
    try:
        done = act()
    except CannotCorrect as refused:
        shown = Speaker.objects.get(pk=pk)
        return page(request, shown.merged_into_id or pk, problem=str(refused), status=409, **typed)
    return led(leads or pk, done)


def led(pk: int, done: Correction | None) -> HttpResponse:
    """On to a speaker's page, or that of the one it was merged into."""
    found = Speaker.objects.select_related("merged_into").get(pk=pk)
    address = (found.merged_into or found).get_absolute_url()
    return redirect(f"{address}?{urlencode({'corrected': done.pk})}" if done else address)
