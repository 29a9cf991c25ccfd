"""Which word of one wording stands for which of another.
 A global alignment (Needleman and Wunsch 1970) over words, weighted so that content words pull and function
words follow; pairs never cross. What is not small is first cut at word sequences that both sides have
exactly once, as in Cohen's patience diff, so that the tables stay small.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from difflib import SequenceMatcher

from claims.matching.words import Word

type Pair = tuple[int | None, int | None]

SMALL = 200
"""Cells of a table that is filled without a look for anchors."""

MAX_CELLS = 40_000
"""Largest alignment table; above it a stretch is cut at anchors, or matched without weights where it has
none."""

MAX_PAIRS = 20_000
"""Pairs of equal words up to which a long stretch without anchors is matched with every word it has."""

_RELATED = 0.3
"""Least likeness of words that have something to do with each other."""


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
    elif (anchors := _anchors(inner, outer)) or len(inner) * len(outer) > MAX_CELLS:
        if not anchors:
            _unweighted(inner, outer, low, high, out)
        at = to = 0
        for size, start, stop in anchors:
            _align(inner[at:start], outer[to:stop], mine, theirs, low + at, high + to, out)
            out.extend((low + start + step, high + stop + step) for step in range(size))
            at, to = start + size, stop + size
        if anchors:
            _align(inner[at:], outer[to:], mine, theirs, low + at, high + to, out)
    else:
        _table(mine[low : low + len(inner)], theirs[high : high + len(outer)], low, high, out)
    out.extend((low + len(inner) + at, high + len(outer) + at) for at in range(tail))


def _anchors(left: list[str], right: list[str]) -> list[tuple[int, int, int]]:
    """Word sequences that each side has exactly once, in an order both share: (length, in left, in right).

    None in a small stretch, whose table is quicker than the search.
    """
    cells = len(left) * len(right)
    if cells <= SMALL:
        return []
    size = 2 if cells <= MAX_CELLS else 3
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
    return _strangeness((one.content, one.text[0].isdigit()), two)


def _table(mine: Sequence[Word], theirs: Sequence[Word], low: int, high: int, out: list[Pair]) -> None:
    """Fill the table from the end, so that walking it forward pairs a changed word with the earliest
    candidate.
    """
    width = len(theirs)
    worth = _Worth(theirs)
    scores = [worth.of(one) for one in mine]
    below = [0.0] * (width + 1)
    rows = [below]
    for values in reversed(scores):
        row = [0.0] * (width + 1)
        right = 0.0
        for at in range(width - 1, -1, -1):
            best = below[at + 1] + values[at]
            if below[at] > best:
                best = below[at]
            if right > best:
                best = right
            row[at] = right = best
        rows.append(row)
        below = row
    rows.reverse()
    at = to = 0
    while at < len(mine) and to < width:
        score = scores[at][to]
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


class _Worth:
    """`likeness` of a word to each word of a row, without asking for every pair: most are strangers."""

    def __init__(self, row: Sequence[Word]) -> None:
        self.row = row
        self.relatives: dict[str, list[int]] = {}
        for at, word in enumerate(row):
            self.relatives.setdefault(word.concept, []).append(at)
        self.strangers: dict[tuple[bool, bool], list[float]] = {}
        self.known: dict[str, list[float]] = {}

    def of(self, one: Word) -> list[float]:
        """Likeness to each word of the row in order."""
        values = self.known.get(one.normal)
        if values is None:
            kind = one.content, one.text[0].isdigit()
            if kind not in self.strangers:
                self.strangers[kind] = [_strangeness(kind, two) for two in self.row]
            values = list(self.strangers[kind])
            # equal words and equal stems have one concept
            for at in self.relatives.get(one.concept, ()):
                values[at] = likeness(one, self.row[at])
            self.known[one.normal] = values
        return values


def _strangeness(kind: tuple[bool, bool], two: Word) -> float:
    content, digit = kind
    if content != two.content or digit != two.text[0].isdigit():
        return 0.0
    return 0.06 if content else 0.03
