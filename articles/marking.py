"""A text cut into paragraphs, and those into pieces that each lie within the same marks.

Marks may overlap, nest, touch, or run over the end of a paragraph.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

type Spans = Sequence[Sequence[int]]

PARAGRAPH = re.compile(r"[^\r\n]+")
# What belongs to a quotation that has just ended, so that a reference mark stands after it.
CLOSING = re.compile("[”’\"'»).,;:!?…]*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text. `marks` are the marks around it, `begin` those that begin here.

    `refer` are the marks whose last piece was just before: their reference follows this piece.
    All are indexes into the marks given, in their order.
    """

    text: str
    start: int
    marks: tuple[int, ...] = ()
    begin: tuple[int, ...] = ()
    refer: tuple[int, ...] = ()


def paragraphs(text: str, marks: Sequence[Spans], start: int, end: int) -> list[list[Piece]]:
    """The paragraphs of `text[start:end]`; nothing printed is left out.

    Each mark is a list of spans, [start, end] in code points of `text`.
    """
    after = {index: _after(text, max(high for _, high in spans)) for index, spans in enumerate(marks)}
    edges = {start, end, *after.values(), *(edge for spans in marks for span in spans for edge in span)}
    cuts, changes = sorted(edges), _changes(marks)
    found: list[list[Piece]] = []
    around: set[int] = set()
    begun: set[int] = set()
    passed = 0
    for paragraph in PARAGRAPH.finditer(text, start, end):
        pieces = []
        low = paragraph.start()
        while low < paragraph.end():
            while passed < len(cuts) and cuts[passed] <= low:
                around ^= changes[cuts[passed]]
                passed += 1
            high = min(cuts[passed], paragraph.end()) if passed < len(cuts) else paragraph.end()
            begin = around - begun
            begun |= begin
            refer = [index for index in begun & after.keys() if after[index] <= high]
            for index in refer:
                del after[index]
            inside = tuple(sorted(around))
            pieces.append(Piece(text[low:high], low, inside, tuple(sorted(begin)), tuple(sorted(refer))))
            low = high
        found.append(pieces)
    return found


def _after(text: str, end: int) -> int:
    """Where the reference to a mark that ends at `end` stands."""
    closing = CLOSING.match(text, end)
    return closing.end() if closing else end


def _changes(marks: Sequence[Spans]) -> dict[int, set[int]]:
    """Which marks begin or end at an offset; one whose spans touch there does neither."""
    changes: dict[int, set[int]] = defaultdict(set)
    for index, spans in enumerate(marks):
        for low, high in _merged(spans):
            changes[low] ^= {index}
            changes[high] ^= {index}
    return changes


def _merged(spans: Spans) -> Iterator[tuple[int, int]]:
    """The spans in order, with those that overlap or touch made one."""
    ordered = sorted((low, high) for low, high in spans)
    low, high = ordered[0]
    for next_low, next_high in ordered[1:]:
        if next_low > high:
            yield low, high
            low = next_low
        high = max(high, next_high)
    yield low, high
