"""What the search box offers while somebody types: fields, then their values with the claims that each has.

Every answer takes at most three queries, each along an index: none grows with the number of claims.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import connection
from django.db.models import Q, QuerySet

from articles.models import Outlet, Story
from claims.enums import Status
from claims.listing import shown
from claims.models import ClaimFacet, ReviewReason, Speaker, SpeakerAlias
from claims.query import FIELDS, ME, NOBODY, Kind, quoted
from claims.query.writing import MARKS

OFFERED = 10
"""Suggestions at a time."""

CANDIDATES = 60
"""Names that are counted to find those with most claims."""

COUNTED = 1000
"""Claims up to which a suggestion's are counted."""


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would be written, what the list prints, and a word on it: what it is about, or how many claims."""

    insert: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Suggestions for the part [start, end) of the text."""

    start: int
    end: int
    options: Sequence[Suggestion]


def suggest(text: str, at: int) -> Suggestions:
    """What can stand where somebody types: `at` is the cursor's place in the text, in code points."""
    start = _begin(text[:at])
    typed = text[start:at]
    sign = typed.startswith("-")
    name, colon, rest = typed[sign:].partition(":")
    field = FIELDS.get(name.casefold()) if colon else None
    if field is None:
        names = [f for f in FIELDS.values() if not colon and f.name.startswith(name.casefold())]
        fields = [Suggestion(f"{f.name}:", f"{f.name}:", f.about) for f in names]
        return Suggestions(start + sign, at, fields if name or not text.strip() else [])
    begin = at - len(rest) + _begin(rest, ",")
    prefix = text[begin:at].strip(MARKS + " ")
    if field.kind is Kind.WORD:
        words = [word for word in field.words if word.startswith(prefix.casefold())]
        options = [Suggestion(word, word.capitalize()) for word in words]
    elif field.kind is Kind.NAME:
        options = _namers[field.name](prefix)[:OFFERED]
    else:
        examples = _EXAMPLES[field.kind]
        options = [Suggestion(value, value, hint) for value, hint in examples if value.startswith(prefix)]
    return Suggestions(begin, at, options)


_EXAMPLES = {
    Kind.DATE: (
        ("today", "today"),
        ("yesterday", "the day before"),
        (">=2026-03-14", "since a day"),
        ("2026-03", "a month"),
    ),
    Kind.NUMBER: ((">1", "more than one"), (">=3", "three or more"), ("1", "exactly one")),
}


def _begin(text: str, separators: str = " \t\n") -> int:
    """Where the last part of a text begins, apart from separators within quotation marks."""
    begin, quoting = 0, False
    for place, char in enumerate(text):
        if char in MARKS:
            quoting = not quoting
        elif char in separators and not quoting:
            begin = place + 1
    return begin


def _words_begin(column: str, prefix: str) -> Q | None:
    """Whether each word typed begins a word of the column; along the index on its words."""
    words = ["".join(char for char in word if char.isalnum()) for word in prefix.casefold().split()]
    expression = " & ".join(f"'{word}':*" for word in words if word)
    return Q(words=SearchQuery(expression, config="simple", search_type="raw")) if expression else None


def _named(rows: QuerySet[Any], column: str, prefix: str) -> QuerySet[Any]:
    condition = _words_begin(column, prefix)
    found = rows.annotate(words=SearchVector(column, config="simple"))
    return found.filter(condition) if condition else rows.none()


def _counted(kind: str, names: Iterable[tuple[int, str]]) -> list[Suggestion]:
    """Names with how many claims each has, most first; those without any are left out."""
    by_facet = {f"{kind}:{pk}": name for pk, name in names}
    if not by_facet:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT given.facet, counted.claims FROM unnest(%s::text[]) AS given (facet), LATERAL (
                SELECT count(*) AS claims
                FROM (SELECT FROM claims_claimfacet WHERE facet = given.facet LIMIT %s) AS few
            ) AS counted
            WHERE counted.claims > 0 ORDER BY counted.claims DESC
            """,
            [list(by_facet), COUNTED + 1],
        )
        found = cursor.fetchall()
    return [Suggestion(quoted(by_facet[facet]), by_facet[facet], _claims(number)) for facet, number in found]


def _claims(number: int) -> str:
    return f"{shown(number)} claim{'' if number == 1 else 's'}"


def _speakers(prefix: str) -> list[Suggestion]:
    current = Speaker.objects.current()
    if prefix:
        by_alias = _named(SpeakerAlias.objects.all(), "name", prefix).values("speaker")[:CANDIDATES]
        by_name = _named(current, "name", prefix).values("pk")[:CANDIDATES]
        found = current.filter(Q(pk__in=by_name) | Q(pk__in=by_alias))
    else:
        first = ClaimFacet.objects.filter(facet="all", status=Status.UNREVIEWED).order_by(
            "-priority", "claim"
        )
        found = current.filter(pk__in=first.values("claim__speaker")[:CANDIDATES])
    return _counted("speaker", found.order_by().values_list("pk", "name"))


def _outlets(prefix: str) -> list[Suggestion]:
    named = Q(name__icontains=prefix) | Q(siglum__istartswith=prefix)
    return _counted(
        "outlet", Outlet.objects.filter(named).order_by("name").values_list("pk", "name")[:CANDIDATES]
    )


def _stories(prefix: str) -> list[Suggestion]:
    rows = _named(Story.objects.all(), "title", prefix) if prefix else Story.objects.all()
    return _counted("story", rows.order_by("-pk").values_list("pk", "title")[:CANDIDATES])


def _relays(prefix: str) -> list[Suggestion]:
    names = relays(OFFERED, prefix) or relays(OFFERED, prefix[:1].upper() + prefix[1:])
    return [Suggestion(quoted(name), name) for name in names]


def relays(limit: int, prefix: str = "") -> list[str]:
    """The first names, in the order of their letters, that pass claims on and begin so.

    One step along the index a name, however many claims each has passed on.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE walk (facet) AS (
                (SELECT min(facet) FROM claims_claimfacet WHERE facet >= %(low)s AND facet < %(high)s)
                UNION ALL
                SELECT (
                    SELECT min(facet) FROM claims_claimfacet WHERE facet > walk.facet AND facet < %(high)s
                )
                FROM walk WHERE walk.facet IS NOT NULL
            )
            SELECT facet FROM walk WHERE facet IS NOT NULL LIMIT %(limit)s
            """,
            {"low": f"via:{prefix}", "high": f"via:{prefix}\U0010ffff", "limit": limit},
        )
        return [facet.removeprefix("via:") for (facet,) in cursor.fetchall()]


def _articles(prefix: str) -> list[Suggestion]:
    return []


def _people(prefix: str) -> list[Suggestion]:
    special = [Suggestion(ME, ME, "yourself"), Suggestion(NOBODY, NOBODY)]
    named = (
        Q(username__istartswith=prefix) | Q(first_name__istartswith=prefix) | Q(last_name__istartswith=prefix)
    )
    people = User.objects.filter(named, is_active=True).order_by("username")[:OFFERED]
    found = [Suggestion(quoted(p.username), p.get_full_name() or p.username, p.username) for p in people]
    return [s for s in special if s.label.startswith(prefix.casefold())] + found


def _reasons(prefix: str) -> list[Suggestion]:
    labels = ReviewReason.objects.filter(label__istartswith=prefix).values_list("label", flat=True)
    return [Suggestion(quoted(label), label) for label in labels[:OFFERED]]


_namers: dict[str, Callable[[str], list[Suggestion]]] = {
    "speaker": _speakers,
    "outlet": _outlets,
    "story": _stories,
    "article": _articles,
    "via": _relays,
    "reviewer": _people,
    "assigned": _people,
    "reason": _reasons,
}
