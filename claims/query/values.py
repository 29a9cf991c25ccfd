"""Days and numbers of the query language: comparisons, ranges, months and years as spans."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_SIGN = re.compile(r">=|<=|>|<|=|")
_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_WRITTEN = re.compile(r"(?:(\d{1,2})\s+)?([a-z]{3,9})\.?\s+(\d{4})", re.IGNORECASE)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bounds[T: (date, int)]:
    """From `low` to `high`, both included; None leaves an end open."""

    low: T | None
    high: T | None


class SpanError(ValueError):
    """What is wrong with a value, for the person who typed it. `fix` is what could stand there instead."""

    def __init__(self, message: str, fix: str | None = None) -> None:
        super().__init__(message)
        self.fix = fix


def days(text: str, today: date) -> Bounds[date]:
    """The days that a value means: '2026-03', '>=2026-03-14', '2026-03-01..2026-03-14', 'yesterday'.

    SpanError where it means none. A month or a year is all of its days: '>2026-03' begins in April.
    """
    return _span(
        text,
        lambda part: _day(part, today),
        before=lambda day: day - _DAY if day > date.min else day,
        after=lambda day: day + _DAY if day < date.max else day,
    )


def numbers(text: str) -> Bounds[int]:
    """The counts that a value means: '3', '>=3', '2..5'. SpanError where it means none."""
    return _span(text, _number, before=lambda number: number - 1, after=lambda number: number + 1)


def _span[T: (date, int)](
    text: str, read: Callable[[str], tuple[T, T]], *, before: Callable[[T], T], after: Callable[[T], T]
) -> Bounds[T]:
    left, dots, right = text.partition("..")
    if dots:
        left, right = left.strip(), right.strip()
        if not left and not right:
            raise SpanError("A range has a beginning or an end: 2..5, 2.. or ..5.")
        bounds = Bounds(read(left)[0] if left else None, read(right)[1] if right else None)
        if bounds.low is not None and bounds.high is not None and bounds.low > bounds.high:
            raise SpanError("This range ends before it begins.", f"{right}..{left}")
        return bounds
    found = _SIGN.match(text)
    sign = found[0] if found else ""
    first, last = read(text[len(sign) :].strip())
    ends: dict[str, Bounds[T]] = {
        ">=": Bounds(first, None),
        "<=": Bounds(None, last),
        ">": Bounds(after(last), None),
        "<": Bounds(None, before(first)),
    }
    return ends.get(sign, Bounds(first, last))


def _number(text: str) -> tuple[int, int]:
    if not (text.isascii() and text.isdecimal() and len(text) < 9):
        raise SpanError(f"“{text}” is no number: write 3, >2, <=5 or 2..5.")
    return int(text), int(text)


def _day(text: str, today: date) -> tuple[date, date]:
    if text.casefold() == "today":
        return today, today
    if text.casefold() == "yesterday":
        return today - _DAY, today - _DAY
    if found := _ISO.fullmatch(text):
        year, month, day = (int(part) if part else None for part in found.groups())
    elif (found := _WRITTEN.fullmatch(text)) and found[2][:3].casefold() in _MONTHS:
        day = int(found[1]) if found[1] else None
        month, year = _MONTHS.index(found[2][:3].casefold()) + 1, int(found[3])
    else:
        raise SpanError(
            f"“{text}” is no day: write 2026-03-14, a month as 2026-03, a year as 2026, "
            "or a range as 2026-03-01..2026-03-14."
        )
    try:
        first = date(year or 0, month or 1, day or 1)
        last = date(first.year, month or 12, day or monthrange(first.year, month or 12)[1])
    except ValueError:
        raise SpanError(f"There is no day {text}.") from None
    return first, last
