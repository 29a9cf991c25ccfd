"""Bytes in, articles out: the formats that Newsdesk reads, one small module each.

A format is a function `(data, filename=..., max_bytes=...) -> Iterator[Part]`, registered
under its suffixes. A file of any other suffix is tried as plain text.
"""

from collections.abc import Iterator
from pathlib import PurePath
from typing import Protocol

from articles.readers import jsonl, text
from articles.readers.records import Part, Reading, UnreadableFile

__all__ = ["SUFFIXES", "Part", "Reading", "UnreadableFile", "read", "read_all"]


class Reader(Protocol):
    """One format."""

    def __call__(self, data: bytes, *, filename: str, max_bytes: int) -> Iterator[Part]: ...


READERS: dict[str, Reader] = {
    "": text.parts,
    ".txt": text.parts,
    ".text": text.parts,
    ".md": text.parts,
    ".jsonl": jsonl.parts,
    ".ndjson": jsonl.parts,
}
SUFFIXES = tuple(READERS)


def read_all(data: bytes, *, filename: str, max_bytes: int) -> Iterator[Part]:
    """Every article of a file, each read or with the reason why not; raises nothing."""
    reader = READERS.get(PurePath(filename).suffix.lower(), text.parts)
    return reader(data, filename=filename, max_bytes=max_bytes)


def read(data: bytes, *, filename: str, max_bytes: int) -> Reading:
    """The one article of a file; raises `UnreadableFile`, also when there are several."""
    found = list(read_all(data, filename=filename, max_bytes=max_bytes))
    if len(found) != 1:
        raise UnreadableFile(f"Holds {len(found)} articles, not one", "Add the file on its own.")
    if isinstance(found[0].result, UnreadableFile):
        raise found[0].result
    return found[0].result
