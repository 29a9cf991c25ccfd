"""How far the review of a selection of claims is."""

from collections.abc import Iterable
from dataclasses import dataclass

from claims.enums import Status
from claims.forms import QueueFilters
from claims.listing import shown

TICKS = 40
"""Claims up to which each has a tick of its own; above it one bar shows them in proportion."""

BAR = 192
"""Width of that bar in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How far the claims of the current filters are, whatever their status."""

    counts: dict[Status, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    def of(self, statuses: Iterable[Status] | None) -> int:
        """How many have one of these statuses; of any where none is given."""
        return sum(self.counts[status] for status in statuses or Status)

    @property
    def reviewed(self) -> int:
        """Those with a mark."""
        return self.total - self.counts[Status.UNREVIEWED]

    @property
    def parts(self) -> list[tuple[Status, int]]:
        """Counts by status, in the order in which the desk names them."""
        order = (Status.CONFIRMED, Status.DISPUTED, Status.ATTRIBUTED, Status.UNREVIEWED)
        return [(status, self.counts[status]) for status in order]

    @property
    def numbers(self) -> list[tuple[Status, str]]:
        """Counts by status as the page prints them."""
        return [(status, shown(number)) for status, number in self.parts]

    @property
    def progress(self) -> str:
        """How many of how many are reviewed."""
        return f"{shown(self.reviewed)} of {shown(self.total)}"

    @property
    def ticks(self) -> list[Status]:
        """One tick a claim, or none where there are too many."""
        return [s for s, n in self.parts for _ in range(n)] if self.total <= TICKS else []

    @property
    def bar(self) -> list[tuple[Status, int, int]]:
        """The parts of the bar: status, where it begins and how wide it is (at least 3), in CSS pixels."""
        shown = [(status, max(3, round(BAR * n / self.total))) for status, n in self.parts if n]
        at = [sum(width + 2 for _, width in shown[:index]) for index in range(len(shown))]
        return [(status, start, width) for (status, width), start in zip(shown, at, strict=True)]


def tally_and_waiting(filters: QueueFilters) -> tuple[Tally, str]:
    """The tally, and how many claims of the whole desk are unreviewed, counted in one query."""
    counts, waiting = filters.listing(status=False).counts_and_waiting()
    return Tally(counts), shown(waiting)


def tally_of(filters: QueueFilters) -> Tally:
    """The tally of the filters; the one on status is left aside, because status is what it counts."""
    return Tally(filters.listing(status=False).counts())
