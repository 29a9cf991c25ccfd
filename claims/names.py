"""Names as people type them: what a value of a query stands for, and what may have been meant."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet, Value
from django.db.models.functions import Concat

from articles.models import Article, Outlet, Story
from claims.models import Appearance, ReviewReason, Speaker, SpeakerAlias
from claims.query import ME, NOBODY

MOST_NAMES = 200
"""Rows that one value of a name field can stand for: 'Smith' may be many, but not everybody."""

GUESSES = 3000
"""Names that are compared with one that nobody bears, to suggest what was meant."""


def find(field: str, typed: str, user: User | None) -> list[int | str]:
    """The ids (of relays the names) of those who bear a name, else of those in whose name it is.

    NOBODY stands for itself where the field is about people, ME for `user`.
    """
    return _finders[field](typed, user)


def guesses(field: str, typed: str) -> Iterable[str]:
    """Names of a field that somebody who mistyped one may have meant."""
    return _guesses[field](typed)


def _rows(rows: QuerySet[Any], typed: str, *columns: str) -> list[int | str]:
    for lookup in ("iexact", "icontains"):
        condition = Q(*((f"{column}__{lookup}", typed) for column in columns), _connector=Q.OR)
        if ids := list(
            rows.filter(condition).order_by().values_list("pk", flat=True).distinct()[:MOST_NAMES]
        ):
            return list(ids)
    return []


def _speakers(typed: str, user: User | None) -> list[int | str]:
    for lookup in ("iexact", "icontains"):
        named = Speaker.objects.filter(
            Q(**{f"name__{lookup}": typed})
            | Q(pk__in=SpeakerAlias.objects.filter(**{f"name__{lookup}": typed}).values("speaker"))
        )
        if rows := named.order_by().values_list("pk", "merged_into")[:MOST_NAMES]:
            return [merged or pk for pk, merged in rows]
    return []


def _outlets(typed: str, user: User | None) -> list[int | str]:
    by_siglum = list(Outlet.objects.filter(siglum__iexact=typed).values_list("pk", flat=True))
    return [*by_siglum] or _rows(Outlet.objects.all(), typed, "name")


def _stories(typed: str, user: User | None) -> list[int | str]:
    return _rows(Story.objects.all(), typed, "title")


def _articles(typed: str, user: User | None) -> list[int | str]:
    if typed.isascii() and typed.isdecimal() and len(typed) < 19:
        return list(Article.objects.filter(pk=int(typed)).values_list("pk", flat=True))
    return _rows(Article.objects.all(), typed, "headline", "filename")


def _relays(typed: str, user: User | None) -> list[int | str]:
    names, wanted = Appearance.objects.relays(), typed.casefold()
    return [n for n in names if n.casefold() == wanted] or [n for n in names if wanted in n.casefold()]


def _people(typed: str, user: User | None) -> list[int | str]:
    if typed.casefold() == NOBODY:
        return [NOBODY]
    if typed.casefold() == ME:
        return [user.pk] if user else []
    people = User.objects.annotate(whole=Concat("first_name", Value(" "), "last_name"))
    return _rows(people, typed, "username", "first_name", "last_name", "whole")


def _reasons(typed: str, user: User | None) -> list[int | str]:
    return _rows(ReviewReason.objects.all(), typed, "label")


_finders: dict[str, Callable[[str, User | None], list[int | str]]] = {
    "speaker": _speakers,
    "outlet": _outlets,
    "story": _stories,
    "article": _articles,
    "via": _relays,
    "reviewer": _people,
    "assigned": _people,
    "reason": _reasons,
}


def _near(rows: QuerySet[Any], column: str) -> Callable[[str], Iterable[str]]:
    """Names that begin like the one typed; where these are few enough to compare, all of them."""

    def guesses(typed: str) -> Iterable[str]:
        names = rows.order_by(column).values_list(column, flat=True)
        found = list(names[: GUESSES + 1])
        return (
            found
            if len(found) <= GUESSES
            else names.filter(**{f"{column}__istartswith": typed[:2]})[:GUESSES]
        )

    return guesses


_guesses: dict[str, Callable[[str], Iterable[str]]] = {
    "speaker": _near(Speaker.objects.all(), "name"),
    "outlet": _near(Outlet.objects.all(), "name"),
    "story": _near(Story.objects.all(), "title"),
    "article": _near(Article.objects.exclude(headline=""), "headline"),
    "via": lambda typed: Appearance.objects.relays(),
    "reviewer": _near(User.objects.all(), "username"),
    "assigned": _near(User.objects.all(), "username"),
    "reason": _near(ReviewReason.objects.all(), "label"),
}
