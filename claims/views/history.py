"""Who did what, when and why: on the page, and as a file."""

import csv
import json
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import permission_required
from django.contrib.auth.models import User
from django.db.models import Model
from django.http import Http404, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Article, Story
from claims.exports import Line, make_harmless
from claims.history import Entry, Kind, Position, Selection, page_of
from claims.models import Claim, Speaker
from newsdesk.http import DeskRequest

PAGE = 50
"""Entries on a page."""

COLUMNS = ("at", "by", "kind", "what", "subject", "why", "evidence", "taken_back", "link")
"""The columns of the file."""

SUBJECTS = {"claim": Claim, "speaker": Speaker, "article": Article, "story": Story}
"""What a history can be about, by the parameter that names its id."""


class HistoryForm(forms.Form):
    """The filters of the page; nonsense is left out, and said."""

    kind = forms.MultipleChoiceField(required=False, choices=[(kind.value, kind.value) for kind in Kind])
    who = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)
    claim = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    speaker = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    article = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    story = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)

    def selection(self) -> Selection:
        """What the valid fields select."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        kinds = frozenset(map(Kind, chosen.pop("kind", []))) or frozenset(Kind)
        return Selection(kinds=kinds, **chosen)


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
def history(request: DeskRequest) -> HttpResponse:
    """The entries under the address's filters, newest first."""
    form = HistoryForm(request.GET)
    selection = form.selection()
    after = Position.read(request.GET.get("after", ""))
    entries, more = page_of(selection, after, PAGE)
    return render(
        request,
        "claims/history.html",
        {
            "section": "history",
            "form": form,
            "entries": entries,
            "more": more,
            "later": after is not None,
            "kinds": [(kind, kind in selection.kinds and len(selection.kinds) < len(Kind)) for kind in Kind],
            "people": User.objects.filter(is_active=True).order_by("username"),
            "who": selection.who,
            "subject": _subject(selection),
            "query": _query(request.GET),
            "query_without_subject": _query(request.GET, *SUBJECTS),
        },
    )


@require_safe
@permission_required("claims.export_claim", raise_exception=True)
def download(request: DeskRequest, form: str) -> StreamingHttpResponse:
    """Every entry under the filters as a file, `csv` or `jsonl`, streamed."""
    selection = HistoryForm(request.GET).selection()
    rows = (_row(entry, request) for entry in selection.entries(size=500))
    if form == "csv":
        content, kind = _csv(rows), "text/csv; charset=utf-8"
    elif form == "jsonl":
        content, kind = _jsonl(rows), "application/x-ndjson; charset=utf-8"
    else:
        raise Http404("Histories come as csv or jsonl.")
    disposition = f'attachment; filename="newsdesk-history-{timezone.localdate()}.{form}"'
    return StreamingHttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _row(entry: Entry, request: DeskRequest) -> dict[str, Any]:
    return {
        "at": timezone.localtime(entry.position.at).isoformat(timespec="seconds"),
        "by": entry.by,
        "kind": entry.position.kind.value,
        "what": entry.what,
        "subject": entry.subject,
        "why": entry.why,
        "evidence": list(entry.links),
        "taken_back": entry.undone,
        "link": request.build_absolute_uri(entry.url),
    }


def _csv(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    writer = csv.writer(Line(), lineterminator="\r\n")
    yield writer.writerow(COLUMNS)
    for row in rows:
        cells = row | {
            "evidence": "; ".join(row["evidence"]),
            "taken_back": "yes" if row["taken_back"] else "",
        }
        yield writer.writerow(make_harmless(cells[name]) for name in COLUMNS)


def _jsonl(rows: Iterator[dict[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield json.dumps(row, ensure_ascii=False) + "\n"


def _subject(selection: Selection) -> Model | None:
    """What the history is about, where the address names one thing that there is."""
    for name, model in SUBJECTS.items():
        if pk := getattr(selection, name):
            return model._default_manager.filter(pk=pk).first()
    return None


def _query(query: QueryDict, *names: str) -> str:
    kept = query.copy()
    for name in ("after", *names):
        kept.pop(name, None)
    return kept.urlencode()
