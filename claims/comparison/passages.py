"""A printed wording in the sentences around it, with the words that depart from another wording marked.

Text and spans in, frozen dataclasses out. `claims.templatetags.wordmarks` writes them as HTML.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from claims.matching.collation import MARKS_FROM, Op, Segment, collate
from claims.matching.words import JOINER, words

type Spans = Sequence[Sequence[int]]


class Context(StrEnum):
    """How much of the article stands around a wording."""

    SENTENCE = "sentence"
    PARAGRAPH = "paragraph"


# Characters shown before, after and between printed spans; beyond them the passage is cut with '…'.
_ROOM = {Context.SENTENCE: (90, 60, 120), Context.PARAGRAPH: (700, 700, 700)}
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[]?[^\W_a-z])")
_ABBREVIATION = re.compile(r"(?:\b(?:[^\W\d_]|Mr|Mrs|Ms|Dr|Gen|Sen|Rep|Gov|Col|Lt|St|Prof|Jr|Sr|No))\.\s+$")
_SHOUTED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a wording: what is printed (`text`), and what the base has in its place (`base`).

    `start` is where it stands in the wording, `base_at` its place in the base. A missing piece prints
    nothing; only changed and missing ones carry `base`. `quiet` asks to set the base's capitals small,
    because the words around are not shouted.
    """

    op: Op
    start: int
    text: str = ""
    base: str = ""
    base_at: int = 0
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """Part of a passage: article text around the wording, or (`pieces`) one printed span of it.

    `start` and `end` are code points into the article.
    """

    start: int
    end: int
    text: str
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """A wording in its surroundings.

    `shared` of the base's `total` words recur in it, in their order; `marked` is False where so few do that
    marks would cover everything. `shouted` says that the wording is set in capitals.
    """

    runs: tuple[Run, ...]
    pieces: tuple[Piece, ...]
    shared: int
    total: int
    marked: bool
    shouted: bool

    @property
    def departures(self) -> tuple[Piece, ...]:
        """Where the wording departs from the base."""
        return tuple(piece for piece in self.pieces if piece.op is not Op.SAME)


def wording(text: str, spans: Spans) -> str:
    """What an article prints at these spans, a discontinuous one joined by ' … '."""
    return JOINER.join(text[start:end] for start, end in spans)


def passage(
    text: str, spans: Spans, *, base: str = "", context: Context = Context.SENTENCE, body_start: int = 0
) -> Passage:
    """The wording at `spans` of `text` with its surroundings, compared with `base` (empty: with nothing).

    What stands before `body_start` (a headline, a date line) is no surroundings of the body.
    """
    printed = wording(text, spans)
    shouted = is_shouted(printed)
    segments = collate(base, printed) if base else ()
    shared, total = _count(segments)
    marked = bool(total) and shared >= MARKS_FROM * total
    quiet = not shouted and is_shouted(base)
    pieces = tuple(_pieces(segments, quiet)) if marked else (Piece(Op.SAME, 0, printed),)
    return Passage(
        tuple(_runs(text, spans, pieces, context, body_start)), pieces, shared, total, marked, shouted
    )


def is_shouted(words: str) -> bool:
    """Whether a wording is set in capitals for most of its letters."""
    letters = [char for char in words if char.isalpha()]
    return sum(char.isupper() for char in letters) > 0.6 * len(letters) and len(letters) > 3


def opening(text: str, start: int = 0, *, room: int = 64) -> str:
    """The first words of an article's body, for one without a headline, cut with '…'."""
    body = " ".join(text[start : start + 4 * room].split())
    if len(body) <= room:
        return body
    return body[:room].rsplit(" ", 1)[0].rstrip(",;:—– ") + "…"


def shouts(text: str, *, shouted: bool) -> Iterator[tuple[str, bool]]:
    """Cut a text where capitals begin and end, so that they can be set smaller: (stretch, in capitals).

    Elsewhere than in a shouted wording three capital words in a row count as such, an abbreviation does not.
    """
    need = 1 if shouted else 3
    at = 0
    for start, end in _capital_runs(text, need):
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _capital_runs(text: str, need: int) -> Iterator[tuple[int, int]]:
    row: list[re.Match[str]] = []
    for word in [*_SHOUTED.finditer(text), None]:
        if word is not None and word.group().isupper():
            row.append(word)
            continue
        if len(row) >= need and any(len(found.group()) > 1 for found in row):
            yield row[0].start(), row[-1].end()
        row = []


def _count(segments: Sequence[Segment]) -> tuple[int, int]:
    """Words of the base that recur, and all of them."""
    counts = [(segment.op, len(words(segment.base_text))) for segment in segments]
    return sum(count for op, count in counts if op is Op.SAME), sum(count for _, count in counts)


def _pieces(segments: Sequence[Segment], quiet: bool) -> Iterator[Piece]:
    """Segments as pieces whose marks hold words alone: spaces and punctuation stand outside of them."""
    at = base_at = 0
    for segment in segments:
        start, end = at, at + len(segment.other_text)
        base_start, base_end = segment.base_span
        missed = segment.base_text[base_start - base_at : base_end - base_at]
        at, base_at = end, base_at + len(segment.base_text)
        if segment.op is Op.SAME:
            yield Piece(Op.SAME, start, segment.other_text)
            continue
        low, high = segment.other_span
        if segment.op is Op.MISSING:
            low = high = start
        if low > start:
            yield Piece(Op.SAME, start, segment.other_text[: low - start])
        yield Piece(
            segment.op, low, segment.other_text[low - start : high - start], missed, base_start, quiet
        )
        if end > high:
            yield Piece(Op.SAME, high, segment.other_text[high - start :])


def _runs(
    text: str, spans: Spans, pieces: Sequence[Piece], context: Context, body_start: int
) -> Iterator[Run]:
    before, after, between = _ROOM[context]
    edges = [(start, end) for start, end in spans]
    low, high = _surroundings(text, edges[0][0], edges[-1][1], context)
    if body_start <= edges[0][0]:
        low = max(low, body_start)
    yield from _context(text, low, edges[0][0], before, cut_end=False)
    offset = 0
    for number, (start, end) in enumerate(edges):
        if number:
            yield from _between(text, edges[number - 1][1], start, between)
        length = end - start
        yield Run(start, end, text[start:end], tuple(_cut(pieces, offset, offset + length, first=not number)))
        offset += length + len(JOINER)
    yield from _context(text, edges[-1][1], high, after, cut_end=True)


def _cut(pieces: Sequence[Piece], low: int, high: int, *, first: bool) -> Iterator[Piece]:
    """The pieces of one printed span; what the base has beside a changed word is said once."""
    for piece in pieces:
        end = piece.start + len(piece.text)
        if not piece.text:
            # Words missing at a joint belong to the span before it.
            if low < piece.start <= high or (first and piece.start == low):
                yield piece
        elif piece.start < high and end > low:
            start, stop = max(piece.start, low), min(end, high)
            yield replace(
                piece,
                start=start,
                text=piece.text[start - piece.start : stop - piece.start],
                base=piece.base if start == piece.start else "",
                op=piece.op if start == piece.start or piece.op is not Op.CHANGED else Op.ADDED,
            )


def _surroundings(text: str, start: int, end: int, context: Context) -> tuple[int, int]:
    """The paragraph, or the sentences, that hold [start, end)."""
    low = text.rfind("\n", 0, start) + 1
    high = text.find("\n", end)
    high = len(text) if high < 0 else high
    if context is Context.PARAGRAPH:
        return low, high
    for match in _SENTENCE_END.finditer(text, low, start + 1):
        if match.end() <= start and not _ABBREVIATION.search(text, low, match.end()):
            low = match.end()
    # From the last printed character on: it may be the full stop itself.
    for match in _SENTENCE_END.finditer(text, max(end - 1, low), high):
        if not _ABBREVIATION.search(text, max(low, match.start() - 6), match.end()):
            return low, match.end()
    return low, high


def _context(text: str, low: int, high: int, room: int, *, cut_end: bool) -> Iterator[Run]:
    shown = text[low:high]
    if len(shown) > room:
        kept = shown[:room].rsplit(" ", 1)[0] + "…" if cut_end else "…" + shown[-room:].split(" ", 1)[-1]
        shown = kept
    shown = re.sub(r"\s+", " ", shown)
    if cut_end:
        shown = shown.rstrip()
    if shown:
        yield Run(low, high, shown)


def _between(text: str, low: int, high: int, room: int) -> Iterator[Run]:
    shown = text[low:high]
    if len(shown) > room:
        shown = shown[: room // 3].rsplit(" ", 1)[0] + " … " + shown[-room // 3 :].split(" ", 1)[-1]
    if shown:
        yield Run(low, high, re.sub(r"\s+", " ", shown))
