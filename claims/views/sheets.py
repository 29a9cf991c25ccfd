"""The sheet: which claims, which columns in which order, a preview, and the downloads."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Self
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse, QueryDict, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from articles.models import Story
from claims.enums import Status
from claims.exports import REVIEWED, Rows, Selection, columns, csv_sheet, jsonl_sheet, preview
from claims.models import Claim
from newsdesk.http import DeskRequest

PREVIEW_CLAIMS = 50
STORIES_OFFERED = 200
STATUSES = (*REVIEWED, Status.UNREVIEWED)


@dataclass(frozen=True, kw_only=True)
class SheetState:
    """What the address of a sheet says; what it leaves out is the default, what it misspells is ignored."""

    statuses: Sequence[Status] = REVIEWED
    story: int | None = None
    contested: bool = False
    rows: Rows = Rows.CLAIMS
    columns: Sequence[str] = ()
    after: int = 0

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """Read `status`, `story`, `contested`, `rows`, `col` (made for `cols_of`) and `after`."""
        asked = query.getlist("status")
        rows = Rows.APPEARANCES if query.get("rows") == Rows.APPEARANCES else Rows.CLAIMS
        known = columns(rows)
        chosen = query.getlist("col")
        if rows is Rows.APPEARANCES and query.get("cols_of") == Rows.CLAIMS:
            # The form was filled in when a row was a claim: what appearances add comes with them.
            chosen += [name for name in known if name not in columns(Rows.CLAIMS)]
        return cls(
            statuses=[status for status in STATUSES if status in asked] or REVIEWED,
            story=_number(query.get("story")),
            contested=query.get("contested") == "1",
            rows=rows,
            columns=[name for name in dict.fromkeys(chosen) if name in known] or list(known),
            after=_number(query.get("after")) or 0,
        )

    @property
    def selection(self) -> Selection:
        """The claims that the sheet holds."""
        return Selection(
            statuses=self.statuses,
            stories=None if self.story is None else [self.story],
            contested=self.contested,
        )

    def query(self, **changes: object) -> str:
        """The address of this sheet, or of one that differs in `changes`, from its question mark on."""
        if changes:
            return replace(self, **changes).query()  # type: ignore[arg-type]  # fields by name
        pairs: list[tuple[str, object]] = []
        if set(self.statuses) != set(REVIEWED):
            pairs += [("status", status.value) for status in self.statuses]
        if self.story is not None:
            pairs.append(("story", self.story))
        if self.contested:
            pairs.append(("contested", 1))
        if self.rows is not Rows.CLAIMS:
            pairs.append(("rows", self.rows.value))
        if list(self.columns) != list(columns(self.rows)):
            pairs += [("col", name) for name in self.columns]
        if self.after:
            pairs.append(("after", self.after))
        return "?" + urlencode(pairs) if pairs else ""

    def moved(self, name: str, way: str) -> Self:
        """With one column a place up or down."""
        order = list(self.columns)
        if name in order and way in {"up", "down"}:
            place = order.index(name)
            order.insert(max(0, place + (1 if way == "down" else -1)), order.pop(place))
        return replace(self, columns=order)


@require_safe
@permission_required("claims.export_claim", raise_exception=True)
@vary_on_headers("HX-Request")
def sheets(request: DeskRequest) -> HttpResponse:
    """The page; `move=note:up` leads on to the address with the new order."""
    state = SheetState.from_query(request.GET)
    name, _, way = request.GET.get("move", "").partition(":")
    if name:
        state = state.moved(name, way)
    address = reverse("claims:sheets") + state.query()
    if name and not request.htmx:
        return redirect(address)
    template = "claims/sheets.html#answer" if request.htmx else "claims/sheets.html"
    response = render(request, template, _page(state, moved=name, way=way))
    if request.htmx:
        response["HX-Push-Url"] = address
    return response


@require_safe
@permission_required("claims.export_claim", raise_exception=True)
def download(request: HttpRequest, form: str) -> StreamingHttpResponse:
    """The sheet as a file, `csv` or `jsonl`, streamed; `excel=1` puts the byte-order mark in front of CSV."""
    state = SheetState.from_query(request.GET)
    if form == "csv":
        sheet = csv_sheet(
            state.selection,
            rows=state.rows,
            only=state.columns,
            base_url=settings.NEWSDESK_URL or request.build_absolute_uri("/"),
            excel=request.GET.get("excel") == "1",
        )
    elif form == "jsonl":
        sheet = jsonl_sheet(state.selection)
    else:
        raise Http404("Sheets come as csv or jsonl.")
    kind = "text/csv; charset=utf-8" if form == "csv" else "application/x-ndjson; charset=utf-8"
    filename = f"newsdesk-{state.rows if form == 'csv' else 'claims'}-{timezone.localdate()}.{form}"
    disposition = f'attachment; filename="{filename}"'
    return StreamingHttpResponse(sheet, content_type=kind, headers={"Content-Disposition": disposition})


def _page(state: SheetState, *, moved: str, way: str) -> dict[str, object]:
    selection = state.selection
    tally = Claim.objects.selected(
        statuses=Status, stories=selection.stories, contested=state.contested
    ).tally()
    claim_count = sum(tally[status] for status in state.statuses)
    shown, following = preview(selection, rows=state.rows, after=state.after, claims=PREVIEW_CLAIMS)
    labels = columns(state.rows)
    place = state.columns.index(moved) if moved in state.columns else None
    everything = sum(tally.values())
    return {
        "section": "sheet",
        "state": state,
        "query": state.query(after=0),
        "more": state.query(after=following) if following else None,
        "all_statuses": state.query(statuses=STATUSES, after=0),
        "any_story": state.query(story=None, after=0),
        "statuses": [(status, tally[status], status in state.statuses) for status in STATUSES],
        "contested_count": replace(selection, contested=True).claims().count(),
        "stories": _stories(state.story),
        "labels": [(name, labels[name]) for name in state.columns],
        "left_out": [(name, label) for name, label in labels.items() if name not in state.columns],
        "rows": [[(name, row[name]) for name in state.columns] for row in shown],
        "row_count": claim_count if state.rows is Rows.CLAIMS else selection.appearance_count(),
        "claim_count": claim_count,
        "everything": everything,
        "unreviewed": tally[Status.UNREVIEWED],
        "moved": None if place is None else (moved, labels[moved], place + 1),
        # At the end of the list its other button takes the focus.
        "focus": f"{moved}:{_focus(place, way, len(state.columns))}" if place is not None else "",
    }


def _focus(place: int, way: str, count: int) -> str:
    if place == 0:
        return "down"
    return "up" if place == count - 1 else way


def _stories(chosen: int | None) -> Mapping[int, str]:
    """The latest stories, and the chosen one however old."""
    latest = Story.objects.values_list("pk", "title")
    if chosen is None:
        return dict(latest[:STORIES_OFFERED])
    return dict(chain(latest.filter(pk=chosen), latest.exclude(pk=chosen)[:STORIES_OFFERED]))


def _number(text: str | None) -> int | None:
    """A database id, or None for what can't be one."""
    return int(text) if text and text.isascii() and text.isdecimal() and len(text) < 19 else None
