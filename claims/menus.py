"""The filters of the queue as menus: what can be chosen, what is, and the address without it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.formats import date_format

from articles.models import Article, Outlet, Story
from claims.enums import QuoteKind, Status, Variant
from claims.forms import DEFAULT_SORT, QueueFilters
from claims.models import Review, Speaker
from claims.suggesting import relays
from newsdesk.templatetags.desk import person

LONGEST = 40
"""Entries of a menu; a chosen one is always among them."""

DATES = {"published": "Published", "said": "Said"}
"""The days that a filter can go by; each has two parameters, `_from` and `_to`."""

FILTERS = (
    "story",
    "status",
    "speaker",
    "outlet",
    "kind",
    "variant",
    "via",
    "reviewer",
    "assigned",
    "article",
    *(f"{name}_{end}" for name in DATES for end in ("from", "to")),
    "contested",
    "q",
)
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


@dataclass(frozen=True, slots=True)
class Span:
    """A filter by days, both included, as its two fields print them."""

    name: str
    label: str
    first: date | None
    last: date | None
    without: str

    @property
    def chosen(self) -> str:
        """The days, as the chip prints them; empty where none is given."""
        if self.first and self.first == self.last:
            return _day(self.first)
        ends = [
            f"from {_day(self.first)}" if self.first else "",
            f"to {_day(self.last)}" if self.last else "",
        ]
        return " ".join(filter(None, ends))


def _day(day: date) -> str:
    return date_format(day, "j M Y")


def query_without(query: QueryDict, *names: str) -> str:
    """The filters and the order of an address, without some; '' or '?...'."""
    kept = query.copy()
    for name in list(kept):
        if name in names or name not in (*FILTERS, "sort"):
            del kept[name]
    return f"?{kept.urlencode()}" if kept else ""


def address_of(query: str) -> str:
    """What of an address chooses and orders claims; two addresses that show the same give the same."""
    found = QueryDict(query.lstrip("?").replace("\0", ""))
    pairs = [(name, value) for name in (*FILTERS, "sort") for value in sorted(found.getlist(name)) if value]
    return urlencode([pair for pair in pairs if pair != ("sort", DEFAULT_SORT)])


def menus(filters: QueueFilters, query: QueryDict) -> list[Menu]:
    """Every filter that offers a choice, in the order of the page."""
    chosen = filters.beside
    reviewers = User.objects.filter(Exists(Review.objects.filter(reviewer=OuterRef("pk"))))
    entries: dict[str, tuple[str, list[tuple[str, str, int | None]]]] = {
        "story": ("Story", _rows(Story.objects.order_by("-pk"), chosen.get("story", ()))),
        "status": ("Status", [(status.value, status.value.capitalize(), None) for status in Status]),
        "speaker": ("Speaker", _rows(Speaker.objects.for_filter(), chosen.get("speaker", ()))),
        "outlet": ("Outlet", _rows(Outlet.objects.order_by("name"), chosen.get("outlet", ()))),
        "kind": ("Quote", [(kind.value, kind.value.capitalize(), None) for kind in QuoteKind]),
        "variant": ("Variant", [(label.value, label.value.capitalize(), None) for label in Variant]),
        "via": ("Via", [(name, name, None) for name in relays(LONGEST)]),
        "reviewer": (
            "Marked by",
            _people(
                reviewers,
                chosen.get("reviewer", ()),
            ),
        ),
    }
    # No menus of their own: an address chooses these, and the page lets go of them.
    if ids := chosen.get("assigned"):
        entries["assigned"] = ("Waits for", _people(User.objects.filter(pk__in=ids), ids))
    if ids := chosen.get("article"):
        entries["article"] = ("Article", _rows(Article.objects.filter(pk__in=ids).defer("text"), ids))
    found = []
    for name, (label, rows) in entries.items():
        wanted = {str(value) for value in chosen.get(name, ())}
        options = [Option(value, text, value in wanted, count) for value, text, count in rows]
        # A name that nothing bears any more stays in sight while it narrows the list.
        options += [Option(value, value, True) for value in sorted(wanted - {row[0] for row in rows})]
        if options:
            found.append(Menu(name, label, options, query_without(query, name)))
    return found


def spans(filters: QueueFilters, query: QueryDict) -> list[Span]:
    """The filters by days."""
    chosen = filters.beside
    return [
        Span(
            name,
            label,
            chosen.get(f"{name}_from"),
            chosen.get(f"{name}_to"),
            query_without(query, f"{name}_from", f"{name}_to"),
        )
        for name, label in DATES.items()
    ]


def _people(found: QuerySet[User], chosen: Iterable[int]) -> list[tuple[str, str, int | None]]:
    return _named(found.order_by("first_name", "username"), chosen, person)


def _rows(found: QuerySet[Any], chosen: Iterable[int]) -> list[tuple[str, str, int | None]]:
    return _named(found, chosen, str)


def _named[R: Model](
    found: QuerySet[R], chosen: Iterable[int], name: Callable[[R], str]
) -> list[tuple[str, str, int | None]]:
    """The first rows as entries (id, name, claims where counted), the chosen ones always among them."""
    rows = {row.pk: row for row in found[:LONGEST]}
    if missing := [pk for pk in chosen if pk not in rows]:
        rows |= {row.pk: row for row in found.filter(pk__in=missing)}
    return [(str(row.pk), name(row), getattr(row, "claim_count", None)) for row in rows.values()]
