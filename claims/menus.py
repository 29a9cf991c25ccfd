"""The filters of the queue as menus: what can be chosen, what is, and the address without it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from articles.models import Outlet, Story
from claims.enums import QuoteKind, Status
from claims.forms import QueueFilters
from claims.models import Appearance, Speaker

LONGEST = 40
"""Entries of a menu; a chosen one is always among them."""

FILTERS = ("story", "status", "speaker", "outlet", "kind", "via", "contested", "q")
"""The parameters of the queue's address that choose claims."""


@dataclass(frozen=True, slots=True)
class Option:
    """An entry of a menu."""

    value: str
    label: str
    checked: bool
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Menu:
    """A filter. `without` is the query string that leaves it out."""

    name: str
    label: str
    options: list[Option]
    without: str

    @property
    def chosen(self) -> str:
        """What is chosen, as the chip prints it; empty where nothing is."""
        return ", ".join(option.label for option in self.options if option.checked)


def query_without(query: QueryDict, *names: str) -> str:
    """The filters and the order of an address, without some; '' or '?...'."""
    kept = query.copy()
    for name in list(kept):
        if name in names or name not in (*FILTERS, "sort"):
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def menus(filters: QueueFilters, query: QueryDict) -> list[Menu]:
    """Every filter that offers a choice, in the order of the page."""
    chosen = filters.chosen()
    entries: dict[str, tuple[str, list[tuple[str, str, int | None]]]] = {
        "story": ("Story", _rows(Story.objects.order_by("-pk"), chosen.get("story", ()))),
        "status": ("Status", [(status.value, status.value.capitalize(), None) for status in Status]),
        "speaker": ("Speaker", _rows(Speaker.objects.for_filter(), chosen.get("speaker", ()))),
        "outlet": ("Outlet", _rows(Outlet.objects.order_by("name"), chosen.get("outlet", ()))),
        "kind": ("Quote", [(kind.value, kind.value.capitalize(), None) for kind in QuoteKind]),
        "via": ("Via", [(name, name, None) for name in Appearance.objects.relays()[:LONGEST]]),
    }
    found = []
    for name, (label, rows) in entries.items():
        wanted = {str(value) for value in chosen.get(name, ())}
        options = [Option(value, text, value in wanted, count) for value, text, count in rows]
        # A name that nothing bears any more stays in sight while it narrows the list.
        options += [Option(value, value, True) for value in sorted(wanted - {row[0] for row in rows})]
        if options:
            found.append(Menu(name, label, options, query_without(query, name)))
    return found


def _rows(found: QuerySet[Any], chosen: Iterable[int]) -> list[tuple[str, str, int | None]]:
    """The first rows as entries (id, name, claims where counted), the chosen ones always among them."""
    rows = {row.pk: row for row in found[:LONGEST]}
    if missing := [pk for pk in chosen if pk not in rows]:
        rows |= {row.pk: row for row in found.filter(pk__in=missing)}
    return [(str(row.pk), str(row), getattr(row, "claim_count", None)) for row in rows.values()]
