"""How one wording departs from another, word by word, for display."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from claims.extraction.records import Span
from claims.matching.alignment import Pair, align
from claims.matching.words import Word, words

MARKS_FROM = 0.25
"""Share of the base's words that must recur for word marks to help; below it they would mark everything."""


class Op(StrEnum):
    """What became of the base's words: kept, left out, put in, or replaced."""

    SAME = "same"
    MISSING = "missing"
    ADDED = "added"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of the comparison.

    `base_text` and `other_text` tile both wordings: joined in order they are the two texts, spaces and
    marks included. `base_span` and `other_span` are the words alone, without what stands around them:
    character offsets into the base and into the other wording. Where a side has no words, its span is empty
    and says where they would stand.
    """

    op: Op
    base_text: str
    other_text: str
    base_span: Span
    other_span: Span


def collate(base: str, other: str) -> tuple[Segment, ...]:
    """Segments that lead from the base to the other wording. Two empty texts give none.

    Case, width, apostrophe and quotation mark styles, dashes, white space and punctuation are no differences.
    """
    mine, theirs = words(base), words(other)
    runs = list(_runs(align(mine, theirs), mine, theirs))
    segments: list[Segment] = []
    base_at = other_at = 0
    for number, (op, base_words, other_words) in enumerate(runs):
        last = number == len(runs) - 1
        base_end = len(base) if last else _tile_end(mine, base_words, base_at)
        other_end = len(other) if last else _tile_end(theirs, other_words, other_at)
        segments.append(
            Segment(
                op,
                base[base_at:base_end],
                other[other_at:other_end],
                _hull(mine, base_words, base_at),
                _hull(theirs, other_words, other_at),
            )
        )
        base_at, other_at = base_end, other_end
    if not runs and (base or other):
        segments.append(Segment(Op.SAME, base, other, (0, 0), (0, 0)))
    return tuple(segments)


def shared_count(base: str, other: str) -> tuple[int, int]:
    """Words of the base that stand in the other wording in their order, and all of the base's: '9 of 24
    words'.
    """
    mine, theirs = words(base), words(other)
    pairs = align(mine, theirs)
    shared = sum(
        left is not None and right is not None and mine[left].normal == theirs[right].normal
        for left, right in pairs
    )
    return shared, len(mine)


def marks_help(base: str, other: str) -> bool:
    """Whether enough words are shared for word marks; otherwise only the count is shown."""
    shared, total = shared_count(base, other)
    return total > 0 and shared >= MARKS_FROM * total


def _tile_end(row: Sequence[Word], indices: Sequence[int], at: int) -> int:
    """A stretch reaches up to the next word, so that the space behind a word belongs to it."""
    if not indices:
        return at
    return row[indices[-1] + 1].start if indices[-1] + 1 < len(row) else row[indices[-1]].end


def _hull(row: Sequence[Word], indices: Sequence[int], at: int) -> Span:
    return (row[indices[0]].start, row[indices[-1]].end) if indices else (at, at)


def _runs(
    pairs: Sequence[Pair], mine: Sequence[Word], theirs: Sequence[Word]
) -> Iterator[tuple[Op, list[int], list[int]]]:
    """Neighbouring pairs of one kind become one stretch; changed words stay word by word."""
    current: tuple[Op, list[int], list[int]] | None = None
    for left, right in pairs:
        if left is None:
            op = Op.ADDED
        elif right is None:
            op = Op.MISSING
        else:
            op = Op.SAME if mine[left].normal == theirs[right].normal else Op.CHANGED
        if current is None or current[0] is not op or op is Op.CHANGED:
            if current:
                yield current
            current = (op, [], [])
        if left is not None:
            current[1].append(left)
        if right is not None:
            current[2].append(right)
    if current:
        yield current
