"""The words that an editor points at in an article: where they stand, how they are printed, as a claim."""

import re
from collections.abc import Sequence

from claims.enums import QuoteKind
from claims.extraction.quotes import find_quotes
from claims.extraction.records import Spans

HITS = 20
"""Places of the same words that an editor can choose from."""

QUOTES = '“”„«»"‟'
APOSTROPHES = "'’‘ʼ′`´"
DASHES = "-‐‑‒–—―"
_EDGES = f" \t\r\n\u00a0{QUOTES}{APOSTROPHES}"
_ODD_END = " \t\r\n,;:–—-"
_GAP = re.compile(r"\s*(?:\[?(?:…|\.\.\.)\]?)\s*")


class NotPrinted(ValueError):
    """The words do not stand in the article."""


def find_printed(text: str, words: str) -> list[Spans]:
    """Every place where an article prints these words, in reading order, at most HITS.

    White space, the style of quotation marks, apostrophes and dashes, and capitals make no difference.
    Where the words as a whole do not stand there, '…' between them is taken for what was left out:
    each place then has several spans. Raises NotPrinted, whose message says what was looked for.
    """
    words = words.strip(_EDGES)
    if not words:
        raise NotPrinted("Paste the words as the article prints them.")
    whole = [((found.start(), found.end()),) for found in _pattern(words).finditer(text)][:HITS]
    if whole:
        return [*whole]
    parts = [part.strip(_EDGES) for part in _GAP.split(words)]
    parts = [part for part in parts if part]
    if len(parts) > 1:
        firsts = [found.span() for found in _pattern(parts[0]).finditer(text)][:HITS]
        rests = [(first, _following(text, first[1], parts[1:])) for first in firsts]
        if found_ := [(first, *rest) for first, rest in rests if rest is not None]:
            return [*found_]
    missing = next((part for part in parts if not _pattern(part).search(text)), words)
    short = missing if len(missing) <= 80 else f"{missing[:80]}…"
    raise NotPrinted(f"The article does not print “{short}”. Paste the words exactly as they stand there.")


def _following(text: str, after: int, parts: Sequence[str]) -> tuple[tuple[int, int], ...] | None:
    spans = []
    for part in parts:
        found = _pattern(part).search(text, after)
        if found is None:
            return None
        spans.append(found.span())
        after = found.end()
    return tuple(spans)


def _pattern(words: str) -> re.Pattern[str]:
    """The words with any white space, quotation marks, apostrophes and dashes."""
    return re.compile("".join(_letter(letter) for letter in re.sub(r"\s+", " ", words)), re.IGNORECASE)


def _letter(letter: str) -> str:
    if letter == " ":
        return r"\s+"
    for style in (QUOTES, APOSTROPHES, DASHES):
        if letter in style:
            return f"[{re.escape(style)}]"
    return r"(?:…|\.\.\.)" if letter == "…" else re.escape(letter)


def trimmed(text: str, spans: Sequence[Sequence[int]]) -> Spans:
    """Spans in order, joined where they meet, without white space and quotation marks at their edges.

    Raises NotPrinted where they leave the text or nothing is left of them.
    """
    kept: list[tuple[int, int]] = []
    for low, high in sorted((low, high) for low, high in spans):
        if not 0 <= low < high <= len(text):
            raise NotPrinted("These words lie outside of the article. Select them again.")
        start, end = low, high
        while start < end and text[start] in _EDGES:
            start += 1
        while start < end and _loose(text, start, end):
            end -= 1
        if start == end:
            continue
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    if not any(letter.isalnum() for start, end in kept for letter in text[start:end]):
        raise NotPrinted("Select at least one word.")
    return tuple(kept)


def _loose(text: str, start: int, end: int) -> bool:
    """Whether the last character of a span is none of its words: 'the drivers’' keeps its apostrophe."""
    if text[end - 1] in APOSTROPHES and text[end - 2 : end - 1] in ("s", "S"):
        return text[start - 1 : start] in ("‘", "'")
    return text[end - 1] in f"{_EDGES},;:"


def kind_of(text: str, spans: Spans) -> QuoteKind:
    """How much of the spans stands between quotation marks: letters and digits are counted."""
    inside = outside = 0
    quotes = find_quotes(text)
    for start, end in spans:
        around = [quote for quote in quotes if quote.start < end and start < quote.end]
        for at in range(start, end):
            if text[at].isalnum():
                if any(quote.covers(at) for quote in around):
                    inside += 1
                else:
                    outside += 1
    if not inside:
        return QuoteKind.INDIRECT
    return QuoteKind.MIXED if outside else QuoteKind.DIRECT


def readable(words: str) -> str:
    """Printed words as a claim of their own: one line, a capital first, one mark at the end."""
    line = re.sub(r"\s+", " ", words).strip().strip(_ODD_END)
    for marks in ("“”", "«»"):
        if line.count(marks[0]) != line.count(marks[1]):
            line = line.replace(marks[0], "").replace(marks[1], "")
    first = next((at for at, letter in enumerate(line) if letter.isalnum()), 0)
    line = line[:first] + line[first : first + 1].upper() + line[first + 1 :]
    return line if line.rstrip("”»\"'’)").endswith((".", "!", "?", "…")) else f"{line}."
