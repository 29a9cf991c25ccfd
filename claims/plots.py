"""Plots as plain geometry: numbers in, positions in CSS pixels out; templates draw them as SVG."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil, log10

GAP = 2
"""Between the parts of a bar."""


@dataclass(frozen=True, slots=True)
class Part:
    """A rectangle that stands for `count` things of the kind `name`."""

    name: str
    count: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Column:
    """One day: its parts from the bottom up, the number of every name, and the middle of its column."""

    day: date
    parts: tuple[Part, ...]
    counts: tuple[int, ...]
    total: int
    middle: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A line of the grid with the number that it stands for."""

    value: int
    y: float


@dataclass(frozen=True, slots=True)
class Columns:
    """Stacked columns, a day each. `width` and `height` hold the axis; the plot ends at `base`."""

    columns: tuple[Column, ...]
    ticks: tuple[Tick, ...]
    width: int
    height: int
    left: int
    base: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A stacked bar; `counts` has a number for every name, zero too."""

    parts: tuple[Part, ...]
    counts: tuple[tuple[str, int], ...]
    total: int


def columns(
    counts: Mapping[date, Mapping[str, int]], names: Sequence[str], *, width: int = 720, height: int = 220
) -> Columns:
    """Days against numbers, in the order given; `names` are stacked from the bottom."""
    left, top, base = 40, 12, height - 28
    totals = {day: sum(of_day.values()) for day, of_day in counts.items()}
    step = nice_step(max(totals.values(), default=0))
    most = step * max(1, ceil(max(totals.values(), default=0) / step))
    room = (width - left) / max(1, len(counts))
    thick = min(48.0, room * 0.7)
    found = []
    for index, (day, of_day) in enumerate(counts.items()):
        x, y, parts = left + room * index + (room - thick) / 2, float(base), []
        for name in names:
            if number := of_day.get(name, 0):
                tall = (base - top) * number / most
                parts.append(
                    Part(name, number, round(x, 1), round(y - tall, 1), round(thick, 1), round(tall, 1))
                )
                y -= tall
        found.append(
            Column(
                day,
                tuple(parts),
                tuple(of_day.get(name, 0) for name in names),
                totals[day],
                round(x + thick / 2, 1),
            )
        )
    ticks = tuple(
        Tick(value, round(base - (base - top) * value / most, 1)) for value in range(0, most + 1, step)
    )
    return Columns(tuple(found), ticks, width, height, left, base)


def bars(rows: Sequence[Mapping[str, int]], names: Sequence[str], *, width: int = 360) -> list[Bar]:
    """A stacked bar a row, all on one scale: the largest total fills the width. A part has at least 2 px."""
    most = max((sum(row.values()) for row in rows), default=0) or 1
    found = []
    for row in rows:
        x, parts = 0.0, []
        for name in names:
            if number := row.get(name, 0):
                wide = max(2.0, (width - GAP * len(names)) * number / most)
                parts.append(Part(name, number, round(x, 1), 0, round(wide, 1), 16))
                x += wide + GAP
        found.append(Bar(tuple(parts), tuple((name, row.get(name, 0)) for name in names), sum(row.values())))
    return found


def nice_step(most: int) -> int:
    """The distance of grid lines: 1, 2 or 5 times a power of ten, for four or five lines."""
    if most <= 4:
        return 1
    unit: int = 10 ** int(log10(most / 4))
    return next(unit * factor for factor in (1, 2, 5, 10) if unit * factor * 5 >= most)
