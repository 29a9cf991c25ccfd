"""JSON Lines: one article a line, `id, story, outlet, headline, published_on, url, text`."""

import datetime
import json
from collections.abc import Iterator

from articles.readers.decoding import check_characters, check_size, decode_bytes
from articles.readers.records import Part, Reading, UnreadableFile


def parts(data: bytes, *, filename: str, max_bytes: int) -> Iterator[Part]:
    """Each record that is not blank; `max_bytes` bounds a record, not the file."""
    if not data.strip():
        yield Part(data, UnreadableFile("The file is empty", "Check that it was saved, then add it again."))
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            yield Part(line, record(line, max_bytes=max_bytes), f"line {number}")
        except UnreadableFile as problem:
            yield Part(line, problem, f"line {number}")


def record(line: bytes, *, max_bytes: int) -> Reading:
    """One record. Its text is taken as it stands: everything else is given beside it."""
    check_size(len(line), max_bytes=max_bytes)
    text, notes = decode_bytes(line)
    try:
        fields = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableFile(
            f"Not a JSON record: {error}", "Write one object on each line, with at least `text`."
        ) from error
    if not isinstance(fields, dict) or not isinstance(fields.get("text"), str):
        raise UnreadableFile("The record has no `text`", "Write the article’s text in the field `text`.")
    for value in fields.values():
        if isinstance(value, str):
            check_characters(value)
    if not fields["text"].strip():
        raise UnreadableFile("The field `text` is empty", "Write the article’s text in it.")
    url = string(fields, "url")
    if url and not url.lower().startswith(("https://", "http://")):
        url, notes = "", (*notes, "The field `url` is not a web address: left out")
    return Reading(
        text=fields["text"],
        headline=string(fields, "headline"),
        published_on=date(fields),
        byline=string(fields, "byline"),
        notes=notes,
        external_id=string(fields, "id"),
        outlet=string(fields, "outlet"),
        story=string(fields, "story"),
        url=url,
    )


def string(fields: dict[str, object], name: str) -> str:
    """A field that may be missing or null; numbers are taken as they are written."""
    value = fields.get(name)
    if value is None:
        return ""
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value).strip()
    raise UnreadableFile(f"The field `{name}` is not a text", "Write it between quotation marks.")


def date(fields: dict[str, object]) -> datetime.date | None:
    """`published_on`, where it is given."""
    value = string(fields, "published_on")
    try:
        return datetime.date.fromisoformat(value[:10]) if value else None
    except ValueError as error:
        raise UnreadableFile(
            f"`published_on` is not a date: {value}", "Write it as YYYY-MM-DD, or leave it out."
        ) from error
