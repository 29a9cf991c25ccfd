"""Pages and counts of claims, read from the index that the database keeps (`ClaimFacet`).

A page reads about as many rows as it shows, whether its filter fits forty claims or four hundred thousand: each
value that a filter can have is a facet, and the claims of one facet and status stand in the index in every
order of the queue. What no facet tells is checked claim by claim, on those of the facet that fits fewest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any, Self

from django.db import connection

from claims.enums import Status
from claims.models import Claim, Speaker
from claims.querysets import ClaimQuerySet

EXACT = 1000
"""Claims up to which a page counts; above it says '1,000+'."""

CANDIDATES = 5000
"""Claims that a search gathers before it sorts them; a search that finds more walks the order instead."""

ORDERS = {
    "priority": ("priority",),
    "contested": ("priority",),
    "outlets": ("outlet_count",),
    "newest": (),
}
"""What each order of the queue goes by, most first; the claim's id settles ties."""

OF_CLAIM = {"speaker", "contested", "reviewer", "assigned"}
OF_REPORT = {"story", "outlet", "kind", "variant", "via"}

type Part = tuple[str, list[Any]]


def shown(number: int) -> str:
    """A count as a page gives it: exact to EXACT, then '1,000+'."""
    return f"{EXACT:,}+" if number > EXACT else f"{number:,}"


@dataclass(frozen=True, slots=True)
class Listing:
    """Claims that have one facet of each group, one of the statuses, and are among `rest`."""

    groups: Sequence[Sequence[str]]
    statuses: Sequence[Status]
    rest: ClaimQuerySet | None = None

    @classmethod
    def of(cls, filters: Mapping[str, Any]) -> Self:
        """The claims that fit filters: keywords of `ClaimQuerySet.matching`."""
        given = {name: value for name, value in filters.items() if value}
        statuses = list(given.pop("status", None) or Status)
        reports = given.keys() & OF_REPORT
        by_facet = {name: given[name] for name in given.keys() & (OF_CLAIM | OF_REPORT)}
        left = {name: value for name, value in given.items() if name not in by_facet}
        if len(reports) > 1:
            # They fit one and the same report, which no facet of the claim tells.
            left |= {name: given[name] for name in reports}
        groups = [_facets(name, value) for name, value in sorted(by_facet.items())]
        return cls(groups or [["all"]], statuses, Claim.objects.matching(**left) if left else None)

    def without_status(self) -> Self:
        """The same claims, whatever their status."""
        return type(self)(self.groups, list(Status), self.rest)

    def page(self, sort: str, limit: int, after: Sequence[int] | None = None) -> list[int]:
        """The ids of the first claims in this order, or of the first that follow `after` (keys, then id)."""
        driver, rest = self._plan()
        keys = ORDERS[sort]
        branches = [
            branch
            for facet, status in product(driver, self.statuses)
            for branch in _branches(facet, status, keys, None if after is None else tuple(after))
        ]
        order = ", ".join([*(f"{key} DESC" for key in keys), f"claim_id {'' if keys else 'DESC'}"])
        columns = ", ".join([*keys, "claim_id"])
        union, values = _joined(branches, " UNION ALL ")
        condition, more = rest
        sql = (
            f"SELECT DISTINCT {columns} FROM ({union}) AS f {condition} ORDER BY {order} LIMIT %s"  # noqa: S608
        )
        with connection.cursor() as cursor:
            cursor.execute(sql, [*values, *more, limit])
            return [row[-1] for row in cursor.fetchall()]

    def counts(self) -> dict[Status, int]:
        """How many claims have each status, counted to EXACT + 1."""
        driver, (condition, more) = self._plan()
        parts = []
        for status in self.statuses:
            branches = [(_BRANCH.format("claim_id"), [facet, status.value]) for facet in driver]
            union, values = _joined(branches, " UNION ALL ")
            sql = f"(SELECT count(*) FROM (SELECT DISTINCT claim_id FROM ({union}) AS f {condition} LIMIT %s) AS c)"  # noqa: S608
            parts.append((sql, [*values, *more, EXACT + 1]))
        sql, values = _joined(parts, ", ")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {sql}", values)
            row = cursor.fetchone()
        return dict.fromkeys(Status, 0) | dict(zip(self.statuses, row, strict=True))

    def _plan(self) -> tuple[Sequence[str], Part]:
        """The facets to walk along, and the condition on each claim that they lead to."""
        groups = list(self.groups)
        if len(groups) > 1:
            sizes = _sizes(groups)
            groups.sort(key=lambda group: sizes[tuple(group)])
        driver, *others = groups
        conditions: list[Part] = [
            (
                "EXISTS (SELECT FROM claims_claimfacet g WHERE g.claim_id = f.claim_id AND g.facet = ANY(%s))",
                [list(group)],
            )
            for group in others
        ]
        if self.rest is not None:
            sql, values = self.rest.order_by().values("pk").query.sql_with_params()
            conditions.append((f"f.claim_id IN ({sql})", list(values)))
        if not conditions:
            return driver, ("", [])
        sql, values = _joined(conditions, " AND ")
        return driver, (f"WHERE {sql}", values)


_BRANCH = "SELECT {} FROM claims_claimfacet WHERE facet = %s AND status = %s"


def _facets(name: str, value: Any) -> list[str]:
    """The facets of a filter's values; a speaker's are also those that were merged into it."""
    if value is True:
        return [name]
    values = list(value)
    if name == "speaker":
        values += Speaker.objects.filter(merged_into__in=values).values_list("pk", flat=True)
    return [f"{name}:{one}" for one in dict.fromkeys(values)]


def _branches(facet: str, status: Status, keys: Sequence[str], after: tuple[int, ...] | None) -> Iterable[Part]:
    """One facet and status in the order of the index; after a place, the rest of its ties, then what follows."""
    sql, values = _BRANCH.format(", ".join([*keys, "claim_id"])), [facet, status.value]
    if after is None:
        yield sql, values
    elif not keys:
        yield f"{sql} AND claim_id < %s", [*values, after[-1]]
    else:
        key, pk = keys[0], after[-1]
        yield f"{sql} AND {key} = %s AND claim_id > %s", [*values, after[0], pk]
        yield f"{sql} AND {key} < %s", [*values, after[0]]


def _sizes(groups: Sequence[Sequence[str]]) -> dict[tuple[str, ...], int]:
    """How many claims each group has, counted to CANDIDATES."""
    one = "(SELECT count(*) FROM (SELECT FROM claims_claimfacet WHERE facet = ANY(%s) LIMIT %s) AS c)"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(groups))}",  # noqa: S608
            [value for group in groups for value in (list(group), CANDIDATES)],
        )
        row = cursor.fetchone()
    return {tuple(group): size for group, size in zip(groups, row, strict=True)}


def _joined(parts: Sequence[Part], by: str) -> Part:
    return by.join(sql for sql, _ in parts), [value for _, values in parts for value in values]
