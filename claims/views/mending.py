"""Mend a claim: who said it, where it is printed, one that Newsdesk missed, one that is none."""

from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles.models import Article, Story
from claims.domain import CannotCorrect, StaleCorrection, version_of
from claims.domain.mending.aliases import Effect, add_alias, effect_of_adding
from claims.domain.mending.names import evidence
from claims.domain.mending.printed import NotPrinted, kind_of, readable
from claims.domain.mending.spans import add_claim, fix_spans, reject_claim
from claims.domain.mending.speakers import fix_speaker, speaker_called
from claims.extraction.records import Spans
from claims.matching.words import JOINER
from claims.mend_forms import KINDS, SCOPES, FixSpeakerForm, RejectForm, WhoForm, WordsForm
from claims.models import Appearance, Claim, Correction, Speaker
from newsdesk.http import DeskRequest

AROUND = 160
"""Characters of the article that a page shows on either side of chosen words."""


@require_safe
@permission_required("claims.change_claim", raise_exception=True)
def fix(request: DeskRequest, pk: int) -> HttpResponse:
    """What can be mended of a claim; with a name chosen, what that would change."""
    claim = get_object_or_404(Claim, pk=pk)
    if claim.merged_into_id is not None:
        return redirect("claims:fix", claim.merged_into_id)
    return fix_page(request, pk, FixSpeakerForm(request.GET if "name" in request.GET else None))


def fix_page(
    request: DeskRequest,
    pk: int,
    form: FixSpeakerForm,
    *,
    reject: RejectForm | None = None,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page, with everything typed."""
    claim = get_object_or_404(Claim.objects.select_related("speaker__merged_into"), pk=pk)
    reports = list(claim.appearances.select_related("article__outlet", "article__story").order_by("pk"))
    names = list(dict.fromkeys(name for report in reports for name in evidence(report)))
    story = next((report.article.story for report in reports if report.article.story), None)
    chosen = form.data.getlist("report") if form.is_bound and hasattr(form.data, "getlist") else None
    context = {
        "section": "queue",
        "claim": claim,
        "speaker": claim.speaker.merged_into or claim.speaker,
        "reports": reports,
        "chosen": [r.pk for r in reports] if chosen is None else [int(c) for c in chosen if c.isdecimal()],
        "names": names,
        "story": story,
        "scopes": [scope for scope in SCOPES if scope[0] != "story" or story],
        "speakers": Speaker.objects.for_filter()[:200],
        "kinds": KINDS,
        "form": form,
        "reject": reject,
        "version": version_of(claim),
        "problem": problem,
        "preview": preview_of(form, story) if form.is_bound and form.is_valid() else None,
    }
    return render(request, "claims/fix.html", context, status=status)


def preview_of(form: FixSpeakerForm, story: Story | None) -> dict[str, Any]:
    """What saving would change beyond the chosen reports."""
    asked = form.cleaned_data
    speaker = Speaker.objects.filter(name__iexact=asked["name"], article=None).first()
    effect: Effect | None = None
    if asked["alias"] and asked["scope"]:
        effect = effect_of_adding(asked["alias"], speaker, story if asked["scope"] == "story" else None)
    return {"speaker": speaker, "name": asked["name"], "effect": effect, "alias": asked["alias"]}


@require_POST
@permission_required("claims.change_claim", raise_exception=True)
def speaker(request: DeskRequest, pk: int) -> HttpResponse:
    """Give reports of a claim another speaker, and where asked let a printed name mean them.

    With `preview` nothing is saved: the page says what would change.
    """
    get_object_or_404(Claim, pk=pk)
    form = FixSpeakerForm(request.POST)
    if not form.is_valid():
        return fix_page(request, pk, form, status=422)
    if "preview" in request.POST:
        return fix_page(request, pk, form)
    asked = form.cleaned_data
    try:
        with transaction.atomic():
            reports = Appearance.objects.filter(pk__in=asked["report"]).select_related("article__story")
            first = reports.first()
            who = speaker_called(asked["name"], asked["kind"], first.article if first else None)
            done = fix_speaker(
                pk,
                asked["report"],
                speaker=who,
                editor=request.user,
                seen=asked["seen"],
                reason=asked["reason"],
            )
            if asked["alias"] and asked["scope"]:
                story = first.article.story if first and asked["scope"] == "story" else None
                add_alias(who.pk, asked["alias"], editor=request.user, story=story)
    except StaleCorrection as stale:
        return fix_page(request, stale.claim.pk, form, problem=str(stale), status=409)
    except CannotCorrect as refused:
        return fix_page(request, pk, form, problem=str(refused), status=422)
    return led(done)


@require_POST
@permission_required("claims.change_claim", raise_exception=True)
def reject(request: DeskRequest, pk: int) -> HttpResponse:
    """Say that something is no claim, and why."""
    get_object_or_404(Claim, pk=pk)
    form = RejectForm(request.POST)
    if not form.is_valid():
        return fix_page(request, pk, FixSpeakerForm(), reject=form, status=422)
    try:
        done = reject_claim(pk, editor=request.user, **form.cleaned_data)
    except StaleCorrection as stale:
        return fix_page(
            request, stale.claim.pk, FixSpeakerForm(), reject=form, problem=str(stale), status=409
        )
    except CannotCorrect as refused:
        return fix_page(request, pk, FixSpeakerForm(), reject=form, problem=str(refused), status=422)
    return led(done)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.change_claim", raise_exception=True)
def words(request: DeskRequest, pk: int) -> HttpResponse:
    """The words of a report: selected in the article (`at`), or pasted as they are printed."""
    report = get_object_or_404(
        Appearance.objects.select_related("article__outlet", "claim__speaker__merged_into"), pk=pk
    )
    form = WordsForm(request.POST if request.method == "POST" else request.GET)
    context: dict[str, Any] = {"report": report, "claim": report.claim}
    places, problem = places_of(form, report.article)
    if request.method == "POST" and len(places) == 1:
        seen = form.cleaned_data["seen"] or None
        try:
            done = fix_spans(
                pk, places[0], editor=request.user, seen=seen, reason=form.cleaned_data["reason"]
            )
        except StaleCorrection as stale:
            return words_page(request, report.article, form, places, str(stale), context, status=409)
        except (CannotCorrect, NotPrinted) as refused:
            return words_page(request, report.article, form, places, str(refused), context, status=422)
        return led(done)
    status = 422 if request.method == "POST" else 200
    return words_page(request, report.article, form, places, problem, context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@permission_required("claims.change_claim", raise_exception=True)
def add(request: DeskRequest, pk: int) -> HttpResponse:
    """A claim that Newsdesk missed: its words, and who said them."""
    article = get_object_or_404(Article.objects.select_related("outlet", "story"), pk=pk)
    posted = request.method == "POST"
    form = WordsForm(request.POST if posted else request.GET)
    who = WhoForm(request.POST if posted else None)
    places, problem = places_of(form, article)
    context = {"who": who, "speakers": Speaker.objects.for_filter()[:200], "kinds": KINDS}
    if posted and len(places) == 1 and who.is_valid():
        try:
            with transaction.atomic():
                speaker = speaker_called(who.cleaned_data["name"], who.cleaned_data["kind"], article)
                done = add_claim(
                    pk, places[0], speaker=speaker, editor=request.user, reason=form.cleaned_data["reason"]
                )
        except (CannotCorrect, NotPrinted) as refused:
            return words_page(request, article, form, places, str(refused), context, status=422)
        return led(done)
    return words_page(request, article, form, places, problem, context, status=422 if posted else 200)


def places_of(form: WordsForm, article: Article) -> tuple[list[Spans], str]:
    """Where the words stand, and what is wrong with them; nothing given yet is not wrong."""
    if not form.data.get("at") and not str(form.data.get("words") or "").strip():
        missing = "Paste the words as the article prints them." if "words" in form.data else ""
        return [], missing
    try:
        return form.places(article.text), ""
    except NotPrinted as missing:
        return [], str(missing)


def words_page(
    request: DeskRequest,
    article: Article,
    form: WordsForm,
    places: list[Spans],
    problem: str,
    context: dict[str, Any],
    *,
    status: int,
) -> HttpResponse:
    """The page on chosen words, with everything typed."""
    shown = [
        {
            "at": ",".join(f"{start}-{end}" for start, end in spans),
            "before": article.text[max(0, spans[0][0] - AROUND) : spans[0][0]],
            "words": JOINER.join(article.text[start:end] for start, end in spans),
            "after": article.text[spans[-1][1] : spans[-1][1] + AROUND],
            "reading": readable(JOINER.join(article.text[start:end] for start, end in spans)),
            "kind": kind_of(article.text, spans),
        }
        for spans in places
    ]
    report = context.get("report")
    seen = ",".join(f"{start}-{end}" for start, end in report.spans) if report else ""
    page = context | {
        "section": "queue" if report else "articles",
        "article": article,
        "form": form,
        "places": shown,
        "problem": problem,
        "seen": seen,
    }
    return render(request, "claims/words.html", page, status=status)


def led(done: Correction) -> HttpResponse:
    """On to the claim that a correction is about, which says what was done."""
    claim = Claim.objects.get(pk=done.other_claim_id or done.claim_id or 0)
    while claim.merged_into is not None:
        claim = claim.merged_into
    return redirect(f"{claim.get_absolute_url()}?{urlencode({'corrected': done.pk})}")
