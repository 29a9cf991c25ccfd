"""How one wording departs from another, word by word, for display.
 A global alignment (Needleman and Wunsch 1970) over words, weighted so that content words pull and function
words follow; matches never cross. Long wordings are first cut at word sequences that both have exactly
once, as in Cohen's patience diff, so that the tables stay small.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from claims.extraction.records import Span
from claims.matching.words import Word, words

MAX_CELLS = 40_000
"""Largest alignment table; above it a stretch is cut at anchors, or matched without weights where it has
none."""

MAX_PAIRS = 1_000_000
"""Pairs of equal words up to which a long stretch without anchors is matched with every word it has."""

MARKS_FROM = 0.25
"""Share of the base's words that must recur for word marks to help; below it they would mark everything."""


_RELATED = 0.3
"""Least likeness of words that have something to do with each other."""


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


type Pair = tuple[int | None, int | None]


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


# Alignment


def align(mine: Sequence[Word], theirs: Sequence[Word]) -> list[Pair]:
    """Pairs of indices in order; a word without counterpart is paired with None."""
    pairs: list[Pair] = []
    _align([word.normal for word in mine], [word.normal for word in theirs], mine, theirs, 0, 0, pairs)
    return _loosened(pairs, mine, theirs)


def _loosened(pairs: list[Pair], mine: Sequence[Word], theirs: Sequence[Word]) -> list[Pair]:
    """Part strangers that were paired out of touch with any kept pair: those are a loss and a gain, not a
    change.
    """
    strong = {
        (left, right)
        for left, right in pairs
        if left is not None and right is not None and likeness(mine[left], theirs[right]) >= _RELATED
    }
    kept = set(strong)
    for step, order in ((1, pairs), (-1, pairs[::-1])):
        for left, right in order:
            if left is not None and right is not None and (left - step, right - step) in kept:
                kept.add((left, right))
    loosened: list[Pair] = []
    gained: list[Pair] = []
    for left, right in pairs:
        if (left, right) in kept:
            loosened += gained
            gained = []
            loosened.append((left, right))
            continue
        if left is not None:
            loosened.append((left, None))
        if right is not None:
            gained.append((None, right))
    return loosened + gained


def _align(
    left: list[str],
    right: list[str],
    mine: Sequence[Word],
    theirs: Sequence[Word],
    low: int,
    high: int,
    out: list[Pair],
) -> None:
    """Align left and right, which begin at index `low` of mine and `high` of theirs."""
    head = 0
    while head < len(left) and head < len(right) and left[head] == right[head]:
        out.append((low + head, high + head))
        head += 1
    tail = 0
    while tail < len(left) - head and tail < len(right) - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    inner, outer = left[head : len(left) - tail], right[head : len(right) - tail]
    low, high = low + head, high + head
    if not inner or not outer:
        out.extend((low + at, None) for at in range(len(inner)))
        out.extend((None, high + at) for at in range(len(outer)))
    elif len(inner) * len(outer) <= MAX_CELLS:
        _table(mine[low : low + len(inner)], theirs[high : high + len(outer)], low, high, out)
    else:
        at = to = 0
        for size, start, stop in _anchors(inner, outer):
            _align(inner[at:start], outer[to:stop], mine, theirs, low + at, high + to, out)
            out.extend((low + start + step, high + stop + step) for step in range(size))
            at, to = start + size, stop + size
        if at or to:
            _align(inner[at:], outer[to:], mine, theirs, low + at, high + to, out)
        else:
            _unweighted(inner, outer, low, high, out)
    out.extend((low + len(inner) + at, high + len(outer) + at) for at in range(tail))


def _anchors(left: list[str], right: list[str], size: int = 3) -> list[tuple[int, int, int]]:
    """Word triples that each side has exactly once, in an order that both share: (length, in left, in
    right).
    """
    mine = Counter(tuple(left[at : at + size]) for at in range(len(left) - size + 1))
    theirs = Counter(tuple(right[at : at + size]) for at in range(len(right) - size + 1))
    spots = {tuple(right[at : at + size]): at for at in range(len(right) - size + 1)}
    found = [
        (at, spots[triple])
        for at in range(len(left) - size + 1)
        if mine[triple := tuple(left[at : at + size])] == 1 and theirs.get(triple) == 1
    ]
    # longest increasing run of positions
    tails: list[int] = []
    links: list[tuple[int, int]] = []
    last: list[int] = []
    for number, (_, spot) in enumerate(found):
        place = bisect_left(tails, spot)
        if place == len(tails):
            tails.append(spot)
            last.append(number)
        else:
            tails[place], last[place] = spot, number
        links.append((number, last[place - 1] if place else -1))
    chain: list[tuple[int, int, int]] = []
    at = last[-1] if last else -1
    while at >= 0:
        chain.append((size, *found[at]))
        at = links[at][1]
    chain.reverse()
    # overlapping triples would count their words twice
    kept: list[tuple[int, int, int]] = []
    for anchor in chain:
        if not kept or (anchor[1] >= kept[-1][1] + size and anchor[2] >= kept[-1][2] + size):
            kept.append(anchor)
    return kept


def _unweighted(left: list[str], right: list[str], low: int, high: int, out: list[Pair]) -> None:
    """Two long stretches without an anchor: the longest common blocks, no pairing of changed words."""
    at = to = 0
    mine, theirs = Counter(left), Counter(right)
    # difflib passes over frequent words unless told not to; looking at them costs one step a pair
    heavy = sum(count * theirs[word] for word, count in mine.items()) > MAX_PAIRS
    for start, stop, size in SequenceMatcher(None, left, right, autojunk=heavy).get_matching_blocks():
        out.extend((low + step, None) for step in range(at, start))
        out.extend((None, high + step) for step in range(to, stop))
        out.extend((low + start + step, high + stop + step) for step in range(size))
        at, to = start + size, stop + size


def likeness(one: Word, two: Word) -> float:
    """What pairing two words is worth: equal content words most, strangers of one class a little, others
    nothing.
    """
    if one.normal == two.normal:
        return 1.0 if one.content else 0.35
    if one.content != two.content:
        return 0.0
    if one.content and one.stem == two.stem:
        return 0.6
    if one.content and one.concept == two.concept:
        return 0.5
    if one.text[0].isdigit() != two.text[0].isdigit():
        return 0.0
    return 0.06 if one.content else 0.03


def _table(mine: Sequence[Word], theirs: Sequence[Word], low: int, high: int, out: list[Pair]) -> None:
    """Fill the table from the end, so that walking it forward pairs a changed word with the earliest
    candidate.
    """
    width = len(theirs)
    scores: dict[tuple[str, str], float] = {}
    rows = [[0.0] * (width + 1)]
    for one in reversed(mine):
        below = rows[-1]
        row = [0.0] * (width + 1)
        right = 0.0
        for at in range(width - 1, -1, -1):
            two = theirs[at]
            key = (one.normal, two.normal)
            score = scores.get(key)
            if score is None:
                score = scores[key] = likeness(one, two)
            best = below[at + 1] + score
            if below[at] > best:
                best = below[at]
            if right > best:
                best = right
            row[at] = right = best
        rows.append(row)
    rows.reverse()
    at = to = 0
    while at < len(mine) and to < width:
        score = scores[mine[at].normal, theirs[to].normal]
        if score and rows[at][to] == rows[at + 1][to + 1] + score:
            out.append((low + at, high + to))
            at, to = at + 1, to + 1
        elif rows[at][to] == rows[at + 1][to]:
            out.append((low + at, None))
            at += 1
        else:
            out.append((None, high + to))
            to += 1
    out.extend((low + step, None) for step in range(at, len(mine)))
    out.extend((None, high + step) for step in range(to, width))
