"""`manage.py ingest`: articles from files, folders and JSON Lines."""

import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from articles.domain import Ingested, ingest_article
from articles.enums import ReadingState
from articles.models import Article
from articles.readers import SUFFIXES, Part, UnreadableFile, read_all
from articles.readers.decoding import check_size
from claims.domain import queue_extraction

POLL = 0.2
"""Seconds between two looks at articles that another worker reads."""


class Command(BaseCommand):
    """Exit status 1 when anything failed, with a line `PATH: what is wrong` each; the others are in."""

    help = "Bring articles in from files, folders (with all below them) and .jsonl files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """As in the contracts."""
        parser.add_argument("paths", nargs="+", metavar="PATH")
        parser.add_argument("--outlet", default="", help="the outlet of files that name none")
        parser.add_argument("--story", default="", help="the title of the story of files that name none")
        parser.add_argument(
            "--wait", action="store_true", help="return when every article has been read; helps reading them"
        )

    def handle(self, *, paths: list[str], outlet: str, story: str, wait: bool, **_options: Any) -> None:
        """Take each article in on its own."""
        self.failures = 0
        taken: list[tuple[str, Ingested]] = []
        for path in self.files(paths):
            for part in self.parts(path):
                name = ": ".join(filter(None, (printable(path), part.where)))
                if isinstance(part.result, UnreadableFile):
                    self.fail(name, part.result)
                    continue
                with transaction.atomic():
                    ingested = ingest_article(
                        part.result, filename=path.name, content=part.content, outlet=outlet, story=story
                    )
                    if ingested.created:
                        queue_extraction(ingested.article)
                taken.append((name, ingested))
                kind = "article" if ingested.created else "copy of article"
                self.stdout.write(f"{name}: {kind} {ingested.article.pk}")
        if wait:
            self.wait_for(taken)
        if self.failures:
            sys.exit(1)

    def fail(self, name: object, problem: object) -> None:
        """One line for one thing that is not in."""
        self.failures += 1
        self.stderr.write(f"{printable(name)}: {problem}")

    def files(self, paths: list[str]) -> Iterator[Path]:
        """The files that the arguments name, those of a folder in the order of their names."""
        for path in map(Path, paths):
            if path.is_dir():
                yield from self.folder(path)
            elif path.exists():
                yield path
            else:
                self.fail(path, "No such file or folder. Check the spelling.")

    def folder(self, folder: Path) -> Iterator[Path]:
        """What a folder holds that Newsdesk reads. Hidden files are passed over, others are named."""
        found = sorted(
            path
            for path in folder.rglob("*")
            if path.is_file() and not any(part.startswith(".") for part in path.relative_to(folder).parts)
        )
        if not found:
            self.fail(folder, "The folder holds no files.")
        for path in found:
            if path.suffix.lower() in SUFFIXES:
                yield path
            else:
                self.fail(
                    path, f"Newsdesk does not read {path.suffix} in folders. Name the file to try it as text."
                )

    def parts(self, path: Path) -> Iterator[Part]:
        """The articles of one file; a file that can't be opened is a failure like any other."""
        limit = settings.ARTICLE_MAX_BYTES
        try:
            if path.suffix.lower() not in {".jsonl", ".ndjson"}:
                check_size(path.stat().st_size, max_bytes=limit)
            data = path.read_bytes()
        except UnreadableFile as problem:
            yield Part(b"", problem)
        except OSError as error:
            yield Part(b"", UnreadableFile(error.strerror or "Can't be opened", "Check who may read it."))
        else:
            yield from read_all(data, filename=path.name, max_bytes=limit)

    def wait_for(self, taken: list[tuple[str, Ingested]]) -> None:
        """Work on the queue in this process until every article is read, here or by other workers."""
        ids = {ingested.article.pk for _, ingested in taken}
        unread = Article.objects.filter(
            pk__in=ids, reading_state__in=[ReadingState.WAITING, ReadingState.READING]
        )
        while unread.exists():
            work_off_the_queue()
            if unread.exists():
                time.sleep(POLL)
        errors = dict(
            Article.objects.filter(pk__in=ids, reading_state=ReadingState.FAILED).values_list(
                "pk", "reading_error"
            )
        )
        for name, ingested in taken:
            if ingested.article.pk in errors:
                self.fail(name, f"Stored, but not read: {errors[ingested.article.pk]}")


def printable(path: object) -> str:
    """A path as any terminal takes it: bytes that are no UTF-8 are replaced."""
    return str(path).encode("utf-8", "replace").decode()


def work_off_the_queue() -> None:
    """Run the jobs that wait, in this process, and return when none is left to start."""
    from procrastinate.contrib.django import app
    from procrastinate.contrib.django.django_connector import DjangoConnector

    connector = app.connector
    if not isinstance(connector, DjangoConnector):
        raise TypeError(f"{connector!r} has no connector for workers.")
    with app.replace_connector(connector.get_worker_connector()) as worker:
        worker.run_worker(queues=["reading"], wait=False, listen_notify=False, install_signal_handlers=False)
