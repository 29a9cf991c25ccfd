"""Quotation marks: which belong together, paragraph by paragraph; an odd one ends with its paragraph."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”„«»\"]|``|''|‘‘|’’|(?<![\w])[‘'](?=\w)|(?<=[\w.,!?…])[’'](?!\w)")
_POST_TAIL = re.compile(r"\s*(?:https?://\S+|pic\.twitter\.com/\S+|[—–-]+\s*[^\n(]{1,60}\(@\w+\))")
_OPENERS = frozenset({"“", "„", "«", "``", "‘‘"})
_CLOSERS = frozenset({"”", "»", "’’"})
_SINGLE = frozenset({"‘", "’", "'"})


@dataclass(frozen=True, slots=True)
class Quote:
    """What stands between two quotation marks; `start` and `end` include the marks."""

    start: int
    end: int
    inner_start: int
    inner_end: int
    closed: bool = True

    def covers(self, position: int) -> bool:
        """Whether a character position lies between the marks."""
        return self.inner_start <= position < self.inner_end


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Spans of the non-empty lines, without surrounding white space."""
    spans = []
    for match in _PARAGRAPH.finditer(text):
        body = match.group()
        start = match.start() + len(body) - len(body.lstrip())
        end = match.start() + len(body.rstrip())
        if start < end:
            spans.append((start, end))
    return spans


def find_quotes(text: str) -> list[Quote]:
    """Outermost quotations in reading order; single marks count only outside of double ones."""
    found: list[Quote] = []
    for start, end in paragraphs(text):
        double = list(_pair(text, start, end))
        found += double
        single = _single(text, start, end)
        found += [q for q in single if not any(d.start < q.end and q.start < d.end for d in double)]
    return sorted(found, key=lambda q: q.start)


def _pair(text: str, start: int, end: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    depth = 0
    last: Quote | None = None
    for mark in _MARK.finditer(text, start, end):
        kind = mark.group()
        if kind in _SINGLE:
            continue
        straight = kind in ('"', "''")
        if opened is None:
            misprinted = kind == "”" and mark.start() == start
            if kind in _OPENERS or ((straight or misprinted) and _can_open(text, mark)):
                opened, depth = mark, 0
            elif last is not None and mark.start() - last.end < 200 and (kind in _CLOSERS or straight):
                # A second closing mark: what is certain to be quoted ends at the first.
                continue
        elif kind in _OPENERS and kind == opened.group():
            depth += 1
        elif kind in _CLOSERS or straight or (kind == "“" and not _can_open(text, mark)):
            if depth:
                depth -= 1
                continue
            last = Quote(opened.start(), mark.end(), opened.end(), mark.start())
            yield last
            opened = None
    if opened is not None:
        stop = _POST_TAIL.search(text, opened.end(), end)
        inner_end = stop.start() if stop else end
        yield Quote(opened.start(), inner_end, opened.end(), inner_end, closed=False)


def _can_open(text: str, mark: re.Match[str]) -> bool:
    return mark.end() < len(text) and not text[mark.end()].isspace()


def _single(text: str, start: int, end: int) -> Iterator[Quote]:
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        kind = mark.group()
        if kind not in _SINGLE:
            continue
        opens = mark.start() == start or not (
            text[mark.start() - 1].isalnum() or text[mark.start() - 1] in ".,!?…"
        )
        if opens and opened is None and kind in ("‘", "'"):
            opened = mark
        elif not opens and opened is not None and kind in ("’", "'"):
            yield Quote(opened.start(), mark.end(), opened.end(), mark.start())
            opened = None
