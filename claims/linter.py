"""Hints on a mark: what an editor may have missed. Pure, over plain values; none holds a mark back."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from urllib.parse import urlsplit

from claims.enums import Status


class Rule(StrEnum):
    """What a hint is about; an editor dismisses one by this name."""

    SINGLE_ORIGIN = "single-origin"
    OLDER = "older-evidence"
    CIRCULAR = "evidence-is-report"
    NO_NOTE = "no-note"
    ALTERED = "altered"


@dataclass(frozen=True, slots=True)
class Hint:
    """A rule that a mark breaks, in words."""

    rule: Rule
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """A mark and what is known of its claim.

    `origins` is None until they were looked for: outlets stand for them then. `said_on` is the day of the
    statement, or the first day on which it was printed. `reports` are the addresses of the articles that
    report the claim, `altered_in` the outlets that print a changed number, name or polarity.
    """

    status: Status
    note: str = ""
    evidence: Sequence[str] = ()
    origins: int | None = None
    outlets: int = 0
    said_on: date | None = None
    reports: Sequence[str] = ()
    altered_in: Sequence[str] = ()


def hints(marked: Marked) -> list[Hint]:
    """What the mark may have missed, in the order of RULES."""
    found = ((rule, check(marked)) for rule, check in RULES.items())
    return [Hint(rule, text) for rule, text in found if text]


def _single_origin(marked: Marked) -> str:
    if marked.status is not Status.CONFIRMED or marked.evidence:
        return ""
    if marked.origins is None:
        return "Confirmed on one outlet alone, without evidence." if marked.outlets == 1 else ""
    if marked.origins != 1:
        return ""
    if marked.outlets > 1:
        return f"Confirmed on a single origin: all {marked.outlets} outlets have it from one."
    return "Confirmed on a single origin, without evidence."


def _older(marked: Marked) -> str:
    if marked.said_on is None or marked.status is Status.ATTRIBUTED:
        return ""
    for link in marked.evidence:
        day = day_of(link)
        if day is not None and day < marked.said_on:
            return f"The evidence is of {_day(day)}, the statement of {_day(marked.said_on)}."
    return ""


def _circular(marked: Marked) -> str:
    own = {_address(link) for link in marked.reports if link}
    if any(_address(link) in own for link in marked.evidence):
        return "The evidence is one of the articles that report the claim."
    return ""


def _no_note(marked: Marked) -> str:
    return "" if marked.status is not Status.DISPUTED or marked.note.strip() else "Disputed without a note."


def _altered(marked: Marked) -> str:
    if marked.status is not Status.ATTRIBUTED or not marked.altered_in:
        return ""
    return f"Attributed, but the words are altered in {', '.join(marked.altered_in)}."


RULES: dict[Rule, Callable[[Marked], str]] = {
    Rule.SINGLE_ORIGIN: _single_origin,
    Rule.OLDER: _older,
    Rule.CIRCULAR: _circular,
    Rule.NO_NOTE: _no_note,
    Rule.ALTERED: _altered,
}
"""Each rule with its check, which gives the hint's words, or none."""

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/_.]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)")


def day_of(link: str) -> date | None:
    """The day that stands in an address: '/2025/03/14/', '2025-03-14', '20250314'; of several the latest."""
    days = []
    parts = urlsplit(link)
    for found in _DAY.finditer(f"{parts.path}?{parts.query}"):
        try:
            days.append(date(int(found[1]), int(found[3]), int(found[4])))
        except ValueError:
            continue
    return max(days, default=None)


def _address(link: str) -> str:
    """An address without what does not change where it leads."""
    parts = urlsplit(link.strip())
    host = parts.netloc.lower().removeprefix("www.")
    kept = [item for item in parts.query.split("&") if item and not item.startswith("utm_")]
    return f"{host}{parts.path.rstrip('/')}?{'&'.join(kept)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"
