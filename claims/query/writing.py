"""Queries as text: values written to be read again, problems mended and marked, typos guessed."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from itertools import pairwise

from claims.query.records import Problem

MARKS = '"“”„«»'
"""What opens and closes a phrase."""

_PLAIN = re.compile(rf"(?![-<>=])(?!.*\.\.)[^\s,{MARKS}]+")


def quoted(value: str) -> str:
    """A value as it is written in a query: in quotation marks where it needs them."""
    return value if _PLAIN.fullmatch(value) else '"' + re.sub(f"[{MARKS}]", "’", value) + '"'


def mended(text: str, problem: Problem) -> str:
    """The query with a problem's fix in the place of what it is about."""
    return " ".join(f"{text[: problem.start]}{problem.fix or ''}{text[problem.end :]}".split())


def pieces(text: str, problems: Iterable[Problem]) -> list[tuple[str, bool]]:
    """The text cut where problems begin and end: each piece, and whether it is part of a problem."""
    wrong = [False] * len(text)
    for problem in problems:
        wrong[problem.start : problem.end] = [True] * (min(problem.end, len(text)) - problem.start)
    cuts = [0, *(at for at in range(1, len(text)) if wrong[at] != wrong[at - 1]), len(text)]
    return [(text[a:b], wrong[a]) for a, b in pairwise(cuts) if a < b]


def listed(words: Iterable[str], last: str = "or") -> str:
    """Words as a sentence lists them.

    >>> listed(["a", "b", "c"])
    'a, b or c'
    """
    *most, end = words
    return f"{', '.join(most)} {last} {end}" if most else end


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The known word that was most likely meant, if any is near."""
    by_fold = {word.casefold(): word for word in known}
    typed = typed.casefold()
    found = get_close_matches(typed, by_fold, n=1, cutoff=0.6)
    found += [word for word in by_fold if len(typed) > 1 and word.startswith(typed)]
    return by_fold[found[0]] if found else None
