"""What a query of the search box means on this desk: its names found, its terms as conditions on claims.

Closed vocabularies are `claims.query`'s business; names are looked up here, and one that nobody bears becomes
a problem with a suggestion.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q
from django.utils import timezone

from claims.enums import Status
from claims.names import find, guesses
from claims.query import (
    FIELDS,
    NOBODY,
    Bounds,
    Contested,
    Days,
    Is,
    Numbers,
    OneOf,
    Problem,
    Query,
    Value,
    Words,
    nearest,
    parse,
    quoted,
)
from claims.querysets import Conditions, new_since, reported
from claims.search_text import expression, lexemes


@dataclass(slots=True)
class Search:
    """A query understood: `filters` are keywords of `ClaimQuerySet.matching`, `conditions` the rest.

    `rejected`: it asks for claims that editors rejected, which no other list shows.
    """

    query: Query = field(default_factory=Query)
    problems: list[Problem] = field(default_factory=list)
    filters: dict[str, Any] = field(default_factory=dict)
    conditions: Conditions = field(default_factory=Conditions)
    rejected: bool = False

    @property
    def text(self) -> str:
        """The query as it was typed."""
        return self.query.text

    @property
    def understood(self) -> bool:
        """Whether anything of it narrows the list."""
        return bool(self.filters or self.conditions or self.rejected)


def understand(text: str, *, user: User | None, taken: Iterable[str] = ()) -> Search:
    """A query for this person, today. `taken` are filters that are set beside the box: both then hold."""
    query = parse(text, today=timezone.localdate())
    search = Search(query, list(query.problems))
    _Compiler(search, user, set(taken)).compile()
    search.problems.sort(key=lambda problem: problem.start)
    return search


# Positive terms of these fields are filters that `matching` has, under the same names.
_FILTERS = {
    "status",
    "speaker",
    "outlet",
    "story",
    "article",
    "kind",
    "variant",
    "via",
    "reviewer",
    "assigned",
}
_OF_REPORTS: dict[str, str] = {
    "outlet": "article__outlet__in",
    "story": "article__story__in",
    "article": "article__in",
    "kind": "kind__in",
    "variant": "variant__in",
    "via": "via__overlap",
}


class _Compiler:
    def __init__(self, search: Search, user: User | None, taken: set[str]) -> None:
        self.search, self.user, self.taken = search, user, taken
        self.wanted: list[str] = []
        self.unwanted: list[str] = []

    def compile(self) -> None:
        for term in self.search.query.terms:
            match term:
                case Words():
                    found = lexemes(term.text, prefix=term.prefix)
                    (self.unwanted if term.negated else self.wanted).append(found)
                case OneOf():
                    self._one_of(term)
                case Days():
                    self._days(term)
                case Numbers():
                    self._numbers(term)
        self.search.conditions.words = expression(self.wanted, self.unwanted)

    def _claims(self, condition: Q, *, negated: bool) -> None:
        self.search.conditions.claims.append(~condition if negated else condition)

    def _reports(self, name: str, condition: Q, *, negated: bool) -> None:
        kind = self.search.conditions
        if negated:
            kind.without_report.append(condition)
        elif name in self.taken:
            kind.other_reports.append(condition)
        else:
            self.taken.add(name)
            kind.report.append(condition)

    def _one_of(self, term: OneOf) -> None:
        name = term.field
        if name == "is":
            for value in term.values:
                self._is(Is(value.text), negated=term.negated)
            return
        if name in {"contested", "disputed"}:
            words = [value.text for value in term.values]
            self._claims(
                _contested(words) if name == "contested" else Q(disputed_for__in=words), negated=term.negated
            )
            return
        values = [value.text for value in term.values]
        found = values if FIELDS[name].words else self._named(name, term.values)
        if not found:
            # Nobody is called so, and the page says it; the other terms hold.
            return
        if name in _FILTERS and not term.negated and name not in self.taken and NOBODY not in found:
            self.taken.add(name)
            self.search.filters[name] = (
                [Status(value) for value in values] if name == "status" else list(found)
            )
        elif name in _OF_REPORTS:
            self._reports(name, Q(**{_OF_REPORTS[name]: list(found)}), negated=term.negated)
        else:
            self._claims(_of_claim(name, found), negated=term.negated)

    def _is(self, flag: Is, *, negated: bool) -> None:
        match flag:
            case Is.REJECTED:
                self.search.rejected = not negated
            case Is.MINE:
                self._claims(_of_claim("assigned", [self.user.pk] if self.user else []), negated=negated)
            case Is.REVIEWED:
                self._claims(~Q(status=Status.UNREVIEWED), negated=negated)
            case Is.CONTESTED:
                self._claims(_contested([Contested.YES]), negated=negated)
            case Is.NEW:
                self._claims(new_since(), negated=negated)
            case Is.ALTERED:
                self._claims(Q(altered=True), negated=negated)
            case Is.DENIED:
                self._claims(Q(reported(denies=True)), negated=negated)
            case Is.FACT:
                self._claims(Q(as_fact_anywhere=True), negated=negated)

    def _days(self, term: Days) -> None:
        if term.field in {"found", "marked"}:
            column = "created_at" if term.field == "found" else "last_review__created_at"
            condition = _any(_moments(column, span) for span in term.spans)
            if term.field == "marked":
                condition &= ~Q(status=Status.UNREVIEWED)
            self._claims(condition, negated=term.negated)
            return
        first, last = (
            ("article__published_on", "article__published_on")
            if term.field == "published"
            else ("said_from", "said_to")
        )
        condition = _any(_overlap(first, last, span) for span in term.spans)
        self._reports(term.field, condition, negated=term.negated)

    def _numbers(self, term: Numbers) -> None:
        column = "outlet_count" if term.field == "outlets" else "origin_count"
        condition = _any(_overlap(column, column, span) for span in term.spans)
        self._claims(condition, negated=term.negated)

    def _named(self, name: str, values: Sequence[Value]) -> list[int | str]:
        found: list[int | str] = []
        for value in values:
            if not value.text:
                continue
            if ids := find(name, value.text, self.user):
                found += ids
            else:
                self._nobody(name, value)
        return list(dict.fromkeys(found))

    def _nobody(self, name: str, value: Value) -> None:
        meant = nearest(value.text, guesses(name, value.text))
        thing = {"via": "relay", "assigned": "person", "reviewer": "person"}.get(name, name)
        said = f"No {thing} is called “{value.text}”."
        advice = f"Did you mean {meant}?" if meant else "Check the spelling, or look for a part of the name."
        fix = quoted(meant) if meant else None
        self.search.problems.append(Problem(value.start, value.end, f"{said} {advice}", fix))


def _any(conditions: Iterable[Q]) -> Q:
    found = Q()
    for condition in conditions:
        found |= condition
    return found


def _overlap[T: (date, int)](first: str, last: str, span: Bounds[T]) -> Q:
    condition = Q()
    if span.low is not None:
        condition &= Q(**{f"{last}__gte": span.low})
    if span.high is not None:
        condition &= Q(**{f"{first}__lte": span.high})
    return condition


def _moments(column: str, span: Bounds[date]) -> Q:
    """The days of the desk's own time zone."""
    condition = Q()
    if span.low is not None:
        condition &= Q(**{f"{column}__gte": _moment(span.low, time.min)})
    if span.high is not None:
        condition &= Q(**{f"{column}__lte": _moment(span.high, time.max)})
    return condition


def _moment(day: date, at: time) -> datetime:
    # A day at either end of the calendar has no moment in another time zone.
    day = min(max(day, date(1900, 1, 1)), date(9000, 1, 1))
    return timezone.make_aware(datetime.combine(day, at))


def _contested(words: Iterable[str]) -> Q:
    states = {
        Contested.YES: Q(contested__gt=0),
        Contested.CONFIRMED: Q(contested=2),
        Contested.SUGGESTED: Q(contested=1),
        Contested.NO: Q(contested=0),
    }
    return _any(states[Contested(word)] for word in words)


def _of_claim(name: str, found: Sequence[int | str]) -> Q:
    ids = [one for one in found if one != NOBODY]
    nobody = NOBODY in found
    if name == "status":
        return Q(status__in=ids)
    if name == "speaker":
        return Q(speaker__in=ids) | Q(speaker__merged_into__in=ids)
    if name == "reason":
        return Q(last_review__reason__in=ids)
    if name == "assigned":
        return Q(assigned_to__in=ids) | (Q(assigned_to=None) if nobody else Q(pk__in=()))
    marked = ~Q(status=Status.UNREVIEWED) & Q(last_review__reviewer__in=ids)
    return marked | Q(status=Status.UNREVIEWED) if nobody else marked
