"""PolNeAR's own files (text and brat standoff), as passages of spaCy tokens with the gold as word places.

The corpus is third-party text: it is read where it lies and nothing of it is written.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Token

from claims.extraction.tagger import paragraphs

type Spans = list[tuple[int, int]]

ROLES = ("source", "cue", "content")
_SPAN = re.compile(r"(T\d+)\t\S+ ([\d ;]+)\t")


@dataclass(frozen=True, slots=True)
class Gold:
    """One attribution as sorted word places within its paragraph."""

    source: tuple[int, ...]
    cue: tuple[int, ...]
    content: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph's words and the attributions whose cue is in it."""

    article: str
    tokens: list[Token]
    gold: list[Gold]


def read_annotations(path: Path) -> list[dict[str, Spans]]:
    """A brat file as {role: character spans}; those without cue or content are left out.

    Lines other than spans and events (notes, the rest of a span's text) are skipped.
    """
    spans: dict[str, Spans] = {}
    found = []
    lines = path.read_bytes().decode("utf-8").split("\n")
    for line in lines:
        if match := _SPAN.match(line):
            pairs = (pair.split() for pair in match.group(2).split(";"))
            spans[match.group(1)] = [(int(start), int(end)) for start, end in pairs]
    for line in lines:
        if not re.match(r"E\d+\t", line):
            continue
        parts: dict[str, Spans] = {role: [] for role in ROLES}
        for argument in line.split("\t")[1].split():
            name, _, reference = argument.partition(":")
            role = name.rstrip("0123456789").lower()  # Content2 is more content
            if role in parts:
                parts[role] += spans[reference]
        if parts["cue"] and parts["content"]:
            found.append(parts)
    return found


def read_articles(directory: Path) -> Iterator[tuple[str, str, list[dict[str, Spans]]]]:
    """(name, text, attributions) of every annotated article; of several annotators the first by name."""
    for path in sorted((directory / "text").glob("*.txt")):
        annotators = sorted((directory / "attributions").glob(f"{path.stem}_*.ann"))
        annotators = [a for a in annotators if a.stem.rpartition("_")[0] == path.stem]
        if annotators:
            yield path.stem, path.read_bytes().decode("utf-8"), read_annotations(annotators[0])


def read_paragraphs(nlp: Language, directory: Path) -> Iterator[Paragraph]:
    """Every paragraph of a split, parsed. What a span has outside its cue's paragraph is lost (1 %)."""
    articles = list(read_articles(directory))
    docs = nlp.pipe((text for _, text, _ in articles), batch_size=16)
    for (name, _, annotations), doc in zip(articles, docs, strict=True):
        for tokens in paragraphs(doc):
            first, last = tokens[0].idx, tokens[-1].idx + len(tokens[-1])
            own = [parts for parts in annotations if first <= min(parts["cue"])[0] < last]
            gold = [Gold(*(_places(tokens, parts[role]) for role in ROLES)) for parts in own]
            yield Paragraph(name, tokens, [one for one in gold if one.cue])


def _places(tokens: Sequence[Token], spans: Spans) -> tuple[int, ...]:
    return tuple(
        place
        for place, token in enumerate(tokens)
        if any(token.idx < end and start < token.idx + len(token) for start, end in spans)
    )
