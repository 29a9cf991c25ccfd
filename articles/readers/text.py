"""Plain text: what is printed before the prose begins (date, headline, byline), and the prose."""

import datetime
import re
from collections.abc import Iterator

from articles.readers.decoding import decode
from articles.readers.records import Part, Reading, UnreadableFile

DATE = re.compile(r"\s*date:?[ \t]+(\d{4}-\d{2}-\d{2})\b[ \t]*", re.IGNORECASE)
LINE_END = re.compile(r"[\r\n]")
BLANK_LINE = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")
BYLINE = re.compile(r"[ \t]*By:?[ \t]+(?=[^\W\d_a-z])([^\r\n.!?]{2,100}?)[ \t]*(?=\r?\n|\r)", re.UNICODE)
HEADLINE_MAX = 200
CLOSING_QUOTES = "”’\"'»)"


def parts(data: bytes, *, filename: str, max_bytes: int) -> Iterator[Part]:
    """The file as one article."""
    try:
        text, notes = decode(data, max_bytes=max_bytes)
        yield Part(data, understand(text, notes=notes))
    except UnreadableFile as problem:
        yield Part(data, problem)


def understand(text: str, *, notes: tuple[str, ...] = ()) -> Reading:
    """What stands before the prose, as spans of the text; raises `UnreadableFile` when no prose follows.

    The date line may stand before or after the headline, and the prose may go on in the
    same line as the date.
    """
    date_span, published_on, position, notes = find_date(text, 0, notes)
    headline_span = find_headline(text, position)
    if headline_span:
        position = headline_span[1]
        if date_span is None:
            date_span, published_on, position, notes = find_date(text, position, notes)
    byline = BYLINE.match(text, skip_space(text, position))
    if byline and text[byline.end() :].strip():
        position = byline.end()
    position = skip_space(text, position)
    if position == len(text):
        raise UnreadableFile(
            "There is a date but no article", "Add the file with its text, or paste the text."
        )
    return Reading(
        text=text,
        headline=text[slice(*headline_span)] if headline_span else "",
        headline_span=headline_span,
        published_on=published_on,
        date_span=date_span,
        body_start=position,
        byline=byline[1] if byline else "",
        notes=notes,
    )


def skip_space(text: str, position: int) -> int:
    """Where the next printed character stands."""
    return len(text) - len(text[position:].lstrip())


def find_date(
    text: str, position: int, notes: tuple[str, ...]
) -> tuple[tuple[int, int] | None, datetime.date | None, int, tuple[str, ...]]:
    """A leading `date YYYY-MM-DD`: its digits' span, the date, where to read on, and the notes.

    A date that no calendar has is not guessed at: it is noted and the article has none.
    """
    found = DATE.match(text, position)
    if not found:
        return None, None, position, notes
    try:
        return found.span(1), datetime.date.fromisoformat(found[1]), found.end(), notes
    except ValueError:
        return found.span(1), None, found.end(), (*notes, f"“{found[1]}” is not a date")


def find_headline(text: str, position: int) -> tuple[int, int] | None:
    """The first line where it is short, no sentence, and set apart from prose by an empty line."""
    start = skip_space(text, position)
    line_end = LINE_END.search(text, start)
    if not line_end:
        return None
    line = text[start : line_end.start()].rstrip()
    if len(line) > HEADLINE_MAX or line.rstrip(CLOSING_QUOTES).endswith((".", ",", ";", ":")):
        return None
    if not BLANK_LINE.match(text, line_end.start()) or not text[line_end.end() :].strip():
        return None
    return start, start + len(line)
