"""The upload page: files in, one row each, one question at a time."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypedDict

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header, urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from articles.domain import (
    NotACopy,
    SameTextInOutlet,
    StaleDetails,
    accept_story,
    clear_uploads,
    ingest_article,
    not_a_copy,
    outlet_named,
    refuse_upload,
    set_article_details,
    story_titled,
)
from articles.forms import DetailsForm, UploadForm
from articles.models import Outlet, Story, Upload
from articles.readers import SUFFIXES, UnreadableFile, read_all
from articles.readers.decoding import check_size
from articles.upload_rows import Group, Question, UploadRow, sections, with_alike
from claims.domain import queue_extraction, queue_relating, suggest_story
from claims.domain.dating import follow_details
from newsdesk.http import DeskRequest

PASTED = "Pasted text"

STORY_ANSWERS = {"story", "other-story", "no-story"}

TYPED = ("outlet", "published_on", "story")
"""Fields of an answer; one has one of them."""


@require_http_methods(["GET", "POST"])
@permission_required("articles.add_upload", raise_exception=True)
@never_cache
def upload(request: DeskRequest) -> HttpResponse:
    """Take files in, or show what became of those that are here."""
    person = request.user
    if request.method == "GET":
        return page(request, form=UploadForm(initial=request.GET.dict()))
    form = UploadForm(request.POST)
    if not form.is_valid():
        return page(request, form=form, status=422)
    taken = take_in(request.FILES.getlist("files"), form, person)
    if request.htmx:
        return changes(request, shown={}, now=[row.pk for row in taken])
    kept = {
        name: request.POST[name] for name in ("story", "outlet", "published_on") if request.POST.get(name)
    }
    return redirect(f"{reverse('articles:upload')}{'?' if kept else ''}{urlencode(kept)}")


def take_in(files: "list[UploadedFile[bytes]]", form: UploadForm, person: User) -> list[Upload]:
    """Every file and the pasted text, each by itself: one that is refused stops no other."""
    taken: list[Upload] = []
    for file in files:
        taken += take_file(file, form, person)
    if form.cleaned_data["text"].strip():
        taken += take_bytes(form.cleaned_data["text"].encode(), PASTED, form, person)
    return taken


def take_file(file: "UploadedFile[bytes]", form: UploadForm, person: User) -> list[Upload]:
    """One file; of one over the limit only its name and size are kept."""
    name = (file.name or "Unnamed file")[-255:]
    try:
        check_size(file.size or 0, max_bytes=settings.ARTICLE_MAX_BYTES)
    except UnreadableFile as problem:
        return [refuse_upload(problem, filename=name, content=b"", size=file.size, uploaded_by=person)]
    return take_bytes(file.read(), name, form, person)


def take_bytes(data: bytes, name: str, form: UploadForm, person: User) -> list[Upload]:
    """The articles of one file: stored and queued together, or refused with the reason."""
    taken = []
    for part in read_all(data, filename=name, max_bytes=settings.ARTICLE_MAX_BYTES):
        filename = f"{name}, {part.where}" if part.where else name
        if isinstance(part.result, UnreadableFile):
            taken.append(
                refuse_upload(part.result, filename=filename, content=part.content, uploaded_by=person)
            )
            continue
        with transaction.atomic():
            ingested = ingest_article(
                part.result,
                filename=name,
                content=part.content,
                uploaded_by=person,
                outlet=form.cleaned_data["outlet"],
                story=form.cleaned_data["story"],
                published_on=form.cleaned_data["published_on"],
            )
            if ingested.created:
                queue_extraction(ingested.article)
        taken.append(ingested.upload)
    return taken


@require_GET
@permission_required("articles.add_upload", raise_exception=True)
@never_cache
def progress(request: DeskRequest) -> HttpResponse:
    """The states of the rows that the page says are in progress (`reading`, ids)."""
    asked = [int(pk) for pk in request.GET.getlist("reading") if pk.isdecimal() and len(pk) < 19]
    if not request.htmx:
        return redirect("articles:upload")
    waiting = dict.fromkeys(asked, Group.PROGRESS)
    return changes(request, shown=waiting, now=asked, states_only=True)


@require_POST
@permission_required("articles.add_upload", raise_exception=True)
def upload_row(request: DeskRequest, pk: int) -> HttpResponse:
    """One answer about one file; the button says which."""
    row = get_object_or_404(Upload.objects.for_page(request.user), pk=pk)
    before = UploadRow(row)
    act = request.POST.get("act", "")
    shown = {pk: before.group}
    try:
        with transaction.atomic():
            if act == "stories":
                shown = dict.fromkeys(answer_all(before, request), Group.NEEDS)
            else:
                answer(row, act, request)
    except Refusal as refusal:
        typed = next((value for name in TYPED if (value := request.POST.get(name, ""))), "")
        return changes(request, shown={pk: before.group}, now=[pk], refused=(refusal, typed))
    if request.htmx:
        return changes(request, shown=shown, now=list(shown))
    return redirect("articles:upload")


class Known(TypedDict):
    """What goes with every change of details: the version that the person saw, and who it is."""

    seen: str
    editor: User


class Refusal(Exception):
    """An answer that was not taken: the message is for the person; `status` is the response's."""

    def __init__(self, message: str, status: int = 422) -> None:
        super().__init__(message)
        self.status = status


def answer(row: Upload, act: str, request: DeskRequest) -> None:
    """Do what the button says, or raise `Refusal`."""
    form = DetailsForm(request.POST)
    if not form.is_valid():
        raise Refusal("Write the date as year-month-day, for example 2031-05-02.")
    name, day = form.cleaned_data["outlet"], form.cleaned_data["published_on"]
    article = row.article
    known: Known = {"seen": form.cleaned_data["seen"], "editor": request.user}
    try:
        if act == "remove":
            clear_uploads([row.pk])
        elif act == "outlet" and article:
            follow_details(set_article_details(article.pk, outlet=outlet(name), **known))
        elif act == "date" and article:
            if day is None:
                raise Refusal("Choose the day on which it was published.")
            suggest_story(follow_details(set_article_details(article.pk, published_on=day, **known)))
        elif act in STORY_ANSWERS and article:
            answer_story(row, article.pk, act, form, request)
        elif act == "retry" and article:
            queue_extraction(article)
        elif act == "not-a-copy" and article:
            queue_extraction(not_a_copy(row.pk, outlet=outlet(name), max_bytes=settings.ARTICLE_MAX_BYTES))
        else:
            raise Refusal("Newsdesk does not know this answer. Reload the page.")
    except SameTextInOutlet as same:
        raise Refusal(f"{same} Choose another outlet, or remove this row.") from same
    except NotACopy as stored:
        raise Refusal("This file is stored as an article already. The row shows it.", 409) from stored
    except UnreadableFile as problem:
        raise Refusal(str(problem)) from problem
    except StaleDetails as stale:
        raise Refusal("Someone else has just answered this. The row shows what they chose.", 409) from stale


def answer_story(row: Upload, article_id: int, act: str, form: DetailsForm, request: DeskRequest) -> None:
    """Yes to the suggested story, another one, or none."""
    if act == "story":
        accept_story(asked_story(UploadRow(row), request), articles=[article_id])
        return
    title = form.cleaned_data["story"] if act == "other-story" else ""
    if act == "other-story" and not title:
        raise Refusal("Choose a story, or type the name of a new one.")
    set_article_details(
        article_id, story=story_titled(title), seen=form.cleaned_data["seen"], editor=request.user
    )
    queue_relating([article_id])


def answer_all(row: UploadRow, request: DeskRequest) -> list[int]:
    """Say yes to a suggested story for every file that it is suggested for; returns the ids of their rows."""
    story = asked_story(row, request)
    alike = [other.upload for other in rows_of(request) if other.suggested_story == story]
    accept_story(story, articles=[upload.article_id for upload in alike if upload.article_id])
    return [upload.pk for upload in alike]


def asked_story(row: UploadRow, request: DeskRequest) -> int:
    """The story that the row asks about, where it is still the one that the person saw."""
    story = row.suggested_story
    if story is None or str(story) != request.POST.get("asked"):
        raise Refusal("Someone else has just answered this. The row shows what they chose.", 409)
    return story


def outlet(name: str) -> Outlet:
    """The outlet that the person named."""
    found = outlet_named(name)
    if found is None:
        raise Refusal("Choose an outlet, or type the name of a new one.")
    return found


@require_POST
@permission_required("articles.add_upload", raise_exception=True)
def clear(request: DeskRequest) -> HttpResponse:
    """Take finished rows off the page; articles and files stay."""
    done = [row.upload.pk for row in rows_of(request) if row.group is Group.DONE]
    clear_uploads(done)
    if request.htmx:
        return changes(request, shown=dict.fromkeys(done, Group.DONE), now=[])
    return redirect("articles:upload")


@require_GET
def original(request: DeskRequest, pk: int) -> HttpResponse:
    """The file as it came, for who brought it in and for whoever may read its article."""
    person = request.user
    upload = get_object_or_404(Upload, pk=pk)
    readable = upload.article_id is not None and person.has_perm("articles.view_article")
    if upload.uploaded_by_id != person.pk and not readable:
        raise Http404
    name = upload.filename if "." in upload.filename else f"{upload.filename}.txt"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(
        bytes(upload.content),
        content_type="application/octet-stream",
        headers={"Content-Disposition": disposition},
    )


def rows_of(request: DeskRequest) -> list[UploadRow]:
    """Every row of this person's page, newest first."""
    return with_alike([UploadRow(upload) for upload in Upload.objects.for_page(request.user)])


def frame(request: DeskRequest, rows: Sequence[UploadRow]) -> dict[str, object]:
    """What page and fragments share: the groups with their counts, and what the fields suggest."""
    return {
        "section": "upload",
        "sections": sections(rows),
        "count": len(rows),
        "outlets": Outlet.objects.all(),
        "stories": Story.objects.current()[:200],
        "limit": settings.ARTICLE_MAX_BYTES // (1024 * 1024),
        "accept": ",".join(filter(None, SUFFIXES)),
    }


def page(
    request: DeskRequest, *, form: UploadForm | None = None, rows: Sequence[UploadRow] = (), status: int = 200
) -> HttpResponse:
    """The whole page."""
    rows = rows or rows_of(request)
    context = frame(request, rows) | {"form": form or UploadForm()}
    return render(request, "articles/upload.html", context, status=status)


def changes(
    request: DeskRequest,
    *,
    shown: dict[int, Group],
    now: Iterable[int],
    states_only: bool = False,
    refused: tuple[Refusal, str] | None = None,
) -> HttpResponse:
    """What is different from the page that asked, as fragments for htmx; the page itself without it.

    `shown` tells in which group the page has a row, `now` which rows to look at. A row that
    stays in its group changes in place, or only in its state where someone may be typing.
    """
    rows = rows_of(request)
    now = set(now)
    if refused:
        error, typed = refused
        rows = [replace(row, error=str(error), typed=typed) if row.upload.pk in now else row for row in rows]
        if not request.htmx:
            return page(request, rows=rows, status=error.status)
    removed = set(shown) - {row.upload.pk for row in rows}
    inserted: dict[Group, list[UploadRow]] = defaultdict(list)
    states, replaced = [], []
    for row in rows:
        if row.upload.pk not in now:
            continue
        if states_only and (row.reading or row.question in {Question.OUTLET, Question.DATE}):
            states.append(row)
        elif shown.get(row.upload.pk) is row.group:
            replaced.append(row)
        else:
            inserted[row.group].append(row)
            removed |= {row.upload.pk} & set(shown)
    context = frame(request, rows) | {
        "removed": removed,
        "replaced": replaced,
        "inserted": dict(inserted),
        "states": states,
        "moved": bool(removed or inserted or replaced),
    }
    status = refused[0].status if refused else 200
    return render(request, "articles/upload.html#changes", context, status=status)
