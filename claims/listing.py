"""Pages and counts of claims, read from the index that the database keeps (`ClaimFacet`).

A page reads about as many rows as it shows, whether its filter fits forty claims or four hundred thousand:
each value that a filter can have is a facet, and the claims of one facet and status stand in the index in
every order of the queue. What no facet tells is checked claim by claim, on those of the facet that fits
fewest.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import product
from typing import Any, Self

from django.db import connection

from claims.enums import Status
from claims.models import Claim, Speaker
from claims.querysets import KEYSETS, ClaimQuerySet, Conditions
from claims.search_text import CONFIGURATION

EXACT = 1000
"""Claims up to which a page counts; above it says '1,000+'."""

CANDIDATES = 5000
"""Claims that a search gathers before it sorts them; a search that finds more walks the order instead."""

OF_CLAIM = {"speaker", "contested", "reviewer", "assigned"}
OF_REPORT = {"story", "outlet", "kind", "variant", "via"}
RANGES = {"printed": ("published_from", "published_to"), "said": ("said_from", "said_to")}
OLDEST = date(1990, 1, 1)
"""A range of days without a beginning starts here, one without an end ends next year."""

type Part = tuple[str, list[Any]]


def shown(number: int) -> str:
    """A count as a page gives it: exact to EXACT, then '1,000+'."""
    return f"{EXACT:,}+" if number > EXACT else f"{number:,}"


@dataclass(frozen=True)
class Listing:
    """Claims that have one facet of each group, one of the statuses, all `words`, and are among `rest`.

    `words` is an expression of the text search.
    """

    groups: Sequence[Sequence[str]]
    statuses: Sequence[Status]
    words: str = ""
    rest: ClaimQuerySet | None = None

    @classmethod
    def of(cls, filters: Mapping[str, Any]) -> Self:
        """The claims that fit filters: keywords of `ClaimQuerySet.matching`."""
        given = {name: value for name, value in filters.items() if value}
        query: Conditions = given.pop("q", None) or Conditions()
        statuses = list(given.pop("status", None) or Status)
        if "reviewer" in given:
            statuses = [status for status in statuses if status is not Status.UNREVIEWED]
        groups = [_facets(name, given[name]) for name in sorted(given.keys() & (OF_CLAIM | OF_REPORT))]
        ranges = {prefix: (given.get(first), given.get(last)) for prefix, (first, last) in RANGES.items()}
        groups += [list(_days(prefix, *days)) for prefix, days in ranges.items() if any(days)]
        of_report = {name: value for name, value in given.items() if name not in OF_CLAIM}
        beyond = replace(query, words="")
        left: dict[str, Any] = {"q": beyond} if beyond else {}
        # They fit one and the same report, which no facet of the claim tells.
        if "article" in of_report or beyond.report or sum(map(bool, (*of_report.values(),))) > 1:
            left |= of_report
        rest = Claim.objects.matching(**left) if left else None
        return cls(groups or [["all"]], statuses, query.words, rest)

    def page(self, sort: str, limit: int, after: Sequence[int] | None = None) -> list[int]:
        """The ids of the first claims in this order, or of the first that follow `after` (keys, then id)."""
        keys = KEYSETS[sort]
        driver, (condition, more) = self._plan
        columns = ", ".join([*keys, "claim_id"])
        order = ", ".join([*(f"{key} DESC" for key in keys), f"claim_id{' DESC' * (sort == 'newest')}"])
        # Each branch in its order, so that merging them reads no more of the index than is asked for; a LIMIT
        # in each says so to the planner, where nothing is left out afterwards. A claim can have several
        # facets of a group: DISTINCT would gather and sort all of them.
        enough, ends = (f"ORDER BY {order}", []) if condition else (f"ORDER BY {order} LIMIT %s", [limit])
        union, values = _joined(
            [
                (f"({sql} {enough})", [*given, *ends])
                for facet, status in product(driver, self.statuses)
                for sql, given in _branches(facet, status, sort, None if after is None else tuple(after))
            ],
            " UNION ALL ",
        )
        sql = f"SELECT {columns} FROM ({union}) AS f {condition} ORDER BY {order} LIMIT %s"  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, *more, limit * len(driver)])
            return list(dict.fromkeys(row[-1] for row in cursor.fetchall()))[:limit]

    def counts(self) -> dict[Status, int]:
        """How many claims have each status, counted to EXACT + 1."""
        return self.counts_and_waiting()[0]

    def counts_and_waiting(self) -> tuple[dict[Status, int], int]:
        """The same, and how many claims of the whole desk are unreviewed.

        Of a search with more than CANDIDATES hits, those among the first that the index gives.
        """
        driver, (condition, more) = self._plan
        if self._too_many:
            driver, (condition, more) = ["all"], self._condition(self.groups, self._hits[:CANDIDATES])
        parts = []
        for status in self.statuses:
            union, values = _joined(
                [(_BRANCH.format("claim_id"), [facet, status.value]) for facet in driver], " UNION ALL "
            )
            # As many rows as hold that many claims for sure, each of which may have every facet.
            inner = f"SELECT claim_id FROM ({union}) AS f {condition} LIMIT %s"  # noqa: S608
            counted = f"SELECT count(DISTINCT claim_id) FROM ({inner}) AS c"  # noqa: S608
            limits = [(EXACT + 1) * len(driver), EXACT + 1]
            parts.append((f"least(({counted}), %s)", [*values, *more, *limits]))
        sql, values = _joined([*parts, _WAITING], ", ")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sql}", values)
            *numbers, waiting = cursor.fetchone()
        return dict.fromkeys(Status, 0) | dict(zip(self.statuses, numbers, strict=True)), waiting

    @cached_property
    def _hits(self) -> list[int]:
        """Claims that the search finds, in no order, one more than CANDIDATES at most."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT id FROM claims_claim"
                " WHERE search @@ to_tsquery(%s::regconfig, %s) AND listed LIMIT %s",
                [CONFIGURATION, self.words, CANDIDATES + 1],
            )
            return [row[0] for row in cursor.fetchall()]

    @property
    def _too_many(self) -> bool:
        return bool(self.words) and len(self._hits) > CANDIDATES

    @cached_property
    def _plan(self) -> tuple[Sequence[str], Part]:
        """The facets to walk along, and the condition on each claim that they lead to."""
        if self.words and not self._too_many:
            return ["all"], self._condition(self.groups, self._hits)
        groups = list(self.groups)
        if len(groups) > 1:
            sizes = _sizes(groups)
            groups.sort(key=lambda group: sizes[tuple(group)])
        driver, *others = groups
        return driver, self._condition(others, None)

    def _condition(self, groups: Iterable[Sequence[str]], hits: list[int] | None) -> Part:
        conditions: list[Part] = [
            (
                "EXISTS (SELECT FROM claims_claimfacet g WHERE g.claim_id = f.claim_id AND facet = ANY(%s))",
                [list(group)],
            )
            for group in groups
            if "all" not in group
        ]
        if hits is not None:
            conditions.append(("f.claim_id = ANY(%s)", [hits]))
        elif self.words:
            found = (
                "SELECT FROM claims_claim w WHERE w.id = f.claim_id"
                " AND w.search @@ to_tsquery(%s::regconfig, %s)"
            )
            # OFFSET keeps the planner from gathering all hits first: there are too many.
            conditions.append((f"EXISTS ({found} OFFSET 0)", [CONFIGURATION, self.words]))
        if self.rest is not None:
            plain, given = self.rest.order_by().values("pk").query.sql_with_params()
            conditions.append((f"f.claim_id IN ({plain})", list(given)))
        sql, values = _joined(conditions, " AND ")
        return (f"WHERE {sql}", values) if conditions else ("", [])


@dataclass(frozen=True, slots=True)
class Rejected:
    """Claims that editors rejected, which no index lists: they are few."""

    claims: ClaimQuerySet

    def page(self, sort: str, limit: int, after: Sequence[int] | None = None) -> list[int]:
        """As `Listing.page`."""
        ordered = self.claims.in_order(sort)
        rest = ordered if after is None else ordered.after(sort, tuple(after))
        return list(rest.values_list("pk", flat=True)[:limit])

    def counts(self) -> dict[Status, int]:
        """As `Listing.counts`."""
        return self.claims.tally()

    def counts_and_waiting(self) -> tuple[dict[Status, int], int]:
        """As `Listing.counts_and_waiting`."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_WAITING[0]}", _WAITING[1])
            return self.counts(), cursor.fetchone()[0]


_BRANCH = "SELECT {} FROM claims_claimfacet WHERE facet = %s AND status = %s"


_WAITING: Part = (
    "(SELECT count(*) FROM (SELECT FROM claims_claimfacet WHERE facet = 'all' AND status = %s LIMIT %s) w)",
    [Status.UNREVIEWED.value, EXACT + 1],
)


def _facets(name: str, value: Any) -> list[str]:
    """The facets of a filter's values; a speaker's are also those that were merged into it."""
    if value is True:
        return [name]
    values = list(value)
    if name == "speaker":
        values += Speaker.objects.filter(merged_into__in=values).values_list("pk", flat=True)
    return [f"{name}:{one}" for one in dict.fromkeys(values)]


def _days(prefix: str, first: date | None, last: date | None) -> Iterator[str]:
    """The years, months and days that make up a range of days, as facets."""
    day, last = first or OLDEST, last or date.today() + timedelta(days=366)  # noqa: DTZ011 -- any zone will do
    while day <= last:
        year, month = date(day.year + 1, 1, 1), (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        one = timedelta(days=1)
        if day.month == day.day == 1 and year - one <= last:
            yield f"{prefix}:{day:%Y}"
            day = year
        elif day.day == 1 and month - one <= last:
            yield f"{prefix}:{day:%Y-%m}"
            day = month
        else:
            yield f"{prefix}:{day}"
            day += one


def _branches(facet: str, status: Status, sort: str, after: tuple[int, ...] | None) -> Iterator[Part]:
    """One facet and status in the order of the index; after a place, its ties, then the rest."""
    keys = KEYSETS[sort]
    sql, values = _BRANCH.format(", ".join([*keys, "claim_id"])), [facet, status.value]
    if after is None:
        yield sql, values
        return
    *key, pk = after
    beyond = "claim_id < %s" if sort == "newest" else "claim_id > %s"
    if not keys:
        yield f"{sql} AND {beyond}", [*values, pk]
        return
    yield f"{sql} AND {keys[0]} = %s AND {beyond}", [*values, *key, pk]
    yield f"{sql} AND {keys[0]} < %s", [*values, *key]


def _sizes(groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """How many claims each group has, counted to CANDIDATES."""
    one = "(SELECT count(*) FROM (SELECT FROM claims_claimfacet WHERE facet = ANY(%s) LIMIT %s) AS c)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(groups))}",
            [value for group in groups for value in (list(group), CANDIDATES)],
        )
        row = cursor.fetchone()
    return {tuple(group): size for group, size in zip(groups, row, strict=True)}


def _joined(parts: Sequence[Part], by: str) -> Part:
    return by.join(sql for sql, _ in parts), [value for _, values in parts for value in values]
