"""`manage.py export_claims`: a sheet of claims for other tools."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from claims.enums import Status
from claims.exports import (
    REVIEWED,
    Rows,
    Selection,
    csv_sheet,
    jsonl_sheet,
    speakers_called,
    stories_titled,
)

FORMATS = ("csv", "jsonl", "xlsx", "claimreview")
NOT_YET = ("xlsx", "claimreview")
DEFAULT_URL = "http://localhost:8000"


class Command(BaseCommand):
    """Writes CSV or JSON Lines to standard output or to a file."""

    help = "Write claims as CSV (by default: every reviewed claim) or JSON Lines (by default: every claim)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The options of docs/editors-guide.md."""
        parser.add_argument("--format", choices=FORMATS, default="csv", help="csv unless given")
        parser.add_argument(
            "--status",
            nargs="+",
            choices=[status.value for status in Status],
            help="claims with one of these marks",
        )
        parser.add_argument("--story", metavar="TITLE", help="claims that articles of this story report")
        parser.add_argument("--speaker", metavar="NAME", help="claims of this speaker (a name or an alias)")
        parser.add_argument(
            "--rows",
            choices=[rows.value for rows in Rows],
            default=Rows.CLAIMS.value,
            help="CSV: a row for each claim, or for each appearance of one",
        )
        parser.add_argument(
            "--excel", action="store_true", help="CSV: start with the byte-order mark that Excel asks for"
        )
        parser.add_argument(
            "-o", "--output", metavar="FILE", help="a file, replaced only once all is written"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Check the question before the first byte is written."""
        form: str = options["format"]
        rows = Rows(options["rows"])
        if form in NOT_YET:
            raise CommandError(f"{form} is not built yet: use --format csv or --format jsonl.")
        if form == "jsonl" and (rows is not Rows.CLAIMS or options["excel"]):
            raise CommandError(
                "--rows and --excel are for CSV: a line of JSON Lines is a claim with all its appearances."
            )
        selection = self._selection(form, options["status"], options["story"], options["speaker"])
        if form == "jsonl":
            sheet = jsonl_sheet(selection)
        else:
            base_url = settings.NEWSDESK_URL or DEFAULT_URL
            sheet = csv_sheet(selection, rows=rows, base_url=base_url, excel=options["excel"])
        if options["output"]:
            self._save(sheet, Path(options["output"]))
        else:
            self._print(sheet)

    def _selection(
        self, form: str, statuses: list[str] | None, story: str | None, speaker: str | None
    ) -> Selection:
        stories = None if story is None else stories_titled(story)
        if stories == []:
            raise CommandError(f"There is no story called {story!r}. The Stories page lists them all.")
        speakers = None if speaker is None else speakers_called(speaker)
        if speakers == []:
            raise CommandError(f"There is no speaker called {speaker!r}: give a name or an alias in full.")
        wanted: tuple[Status, ...] = REVIEWED if form == "csv" else tuple(Status)
        if statuses is not None:
            wanted = tuple(Status(status) for status in statuses)
        return Selection(statuses=wanted, stories=stories, speakers=speakers)

    def _print(self, sheet: Iterator[str]) -> None:
        """To standard output, in UTF-8 and with its own line ends whatever the terminal prefers."""
        if hasattr(self.stdout, "reconfigure"):
            self.stdout.reconfigure(encoding="utf-8", newline="")
        try:
            for piece in sheet:
                self.stdout.write(piece, ending="")
            self.stdout.flush()
        except BrokenPipeError:
            # The reader (head, less) has seen enough; Python's own flush at exit must not complain.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

    def _save(self, sheet: Iterator[str], path: Path) -> None:
        """To a file that is whole or not there: written beside its place, then moved into it."""
        path = path.resolve()
        try:
            if path.exists() and not path.is_file():
                # A pipe or a device is written to, never replaced.
                with path.open("w", encoding="utf-8", newline="") as file:
                    file.writelines(sheet)
                return
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
                file.writelines(sheet)
            Path(draft).chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            Path(draft).replace(path)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
