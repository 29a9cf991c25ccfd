"""`manage.py extract PATH...`: who said what in texts, as JSON Lines on stdout. Needs no database."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.extraction.errors import ExtractionError
from claims.extraction.records import Attribution, Extraction, Proposition

if TYPE_CHECKING:
    from claims.extraction.pipeline import Extractor


class Unreadable(Exception):
    """A file or record that cannot be read; the message says what is wrong and what to do."""


class Command(BaseCommand):
    """Texts in, JSON Lines out."""

    help = "Print the attributions and claims of articles, a JSON object a line and article."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Paths and who reads them."""
        parser.add_argument(
            "paths", nargs="+", metavar="PATH", help="text files, folders of them, .jsonl files"
        )
        parser.add_argument(
            "--format", choices=["jsonl"], default="jsonl", help="output format (default: jsonl)"
        )
        parser.add_argument(
            "--attributor",
            choices=["rules", "tagger", "both"],
            default=None,
            help="who finds the attributions (default: the setting's choice)",
        )
        parser.add_argument(
            "--spacy-model", default=None, help="spaCy pipeline (default: the setting's choice)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Extract every article; a file that cannot be read does not stop the others."""
        from claims.extraction.pipeline import default_extractor

        model = settings.SPACY_MODEL if options["spacy_model"] is None else options["spacy_model"]
        try:
            extractor = default_extractor(options["attributor"] or settings.EXTRACTION_STRATEGY, model)
        except ExtractionError as error:
            raise CommandError(str(error)) from error
        try:
            failed = self._extract(extractor, options["paths"])
        except BrokenPipeError:
            # The reader (head, less) has seen enough; Python's own flush at exit must not complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return
        if failed:
            sys.exit(1)

    def _extract(self, extractor: "Extractor", paths: list[str]) -> int:
        """Print each article's line; returns how many files could not be read in full."""
        failed = done = 0
        for path in _files(paths):
            try:
                for ident, text in _articles(path):
                    result = extractor.extract(text)
                    self.stdout.write(json.dumps(as_json(ident, result), ensure_ascii=False))
                    done += 1
                    skipped = f", {result.skipped} passages skipped" if result.skipped else ""
                    self.stderr.write(f"{done} {ident}: {len(result.claims)} claims{skipped}")
            except Unreadable as error:
                failed += 1
                self.stderr.write(f"{path}: {error}")
        return failed


def _files(paths: list[str]) -> Iterator[Path]:
    for name in paths:
        path = Path(name)
        if path.is_dir():
            yield from sorted(
                p for p in path.iterdir() if p.is_file() and p.suffix.lower() in (".txt", ".jsonl")
            )
        else:
            yield path


def _articles(path: Path) -> Iterator[tuple[str, str]]:
    """(id, text) of each article of a file; raises Unreadable after the good ones before it."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unreadable(f"cannot be read ({error.strerror}); check the path and its permissions") from error
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Unreadable(f"is not UTF-8 (byte {error.start}); save it as UTF-8 and try again") from error
    if "\0" in text:
        raise Unreadable("is not text: it holds zero bytes; give plain text or JSON Lines")
    if path.suffix.lower() != ".jsonl":
        yield path.stem, text
        return
    bad: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield _record(line, number)
        except ValueError as error:
            bad.append(f"line {number}: {error}")
    if bad:
        raise Unreadable("; ".join(bad[:5]) + (f" and {len(bad) - 5} more" if len(bad) > 5 else ""))


def _record(line: str, number: int) -> tuple[str, str]:
    try:
        record = json.loads(line)
    except RecursionError as error:
        raise ValueError("is nested too deep; write one object a line") from error
    except json.JSONDecodeError as error:
        raise ValueError(f"is not JSON ({error.msg}); write one object a line") from error
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise ValueError("has no text; each line needs an object with a 'text' string")
    return str(record.get("id", number)), record["text"]


def as_json(ident: str, result: Extraction) -> dict[str, Any]:
    """The line of an article as docs/extraction.md describes it."""
    return {
        "id": ident,
        "attributions": [_attribution(a) for a in result.attributions],
        "claims": [_claim(c) for c in result.claims],
    }


def _attribution(record: Attribution) -> dict[str, Any]:
    return {
        "source": record.source,
        "cue": record.cue,
        "content": record.content,
        "class": record.class_.value,
        "confidence": record.confidence,
    }


def _claim(claim: Proposition) -> dict[str, Any]:
    return {
        "spans": claim.spans,
        "text": claim.text,
        "speaker": claim.speaker.name,
        "speaker_kind": claim.speaker.kind.value,
        "kind": claim.kind.value,
        "cue": claim.cue,
        "via": claim.via,
        "venue": claim.venue,
        "denies": claim.denies,
        "attribution": claim.attribution,
        "confidence": claim.confidence,
        "class": claim.class_.value,
        "check_worthiness": claim.check_worthiness,
    }
