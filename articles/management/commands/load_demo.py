"""`manage.py load_demo`: the demo story, into an empty desk."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from claims.domain.demo import NotEmpty, load_demo


class Command(BaseCommand):
    """Stores the articles and leaves the reading to the workers."""

    help = "Load the demo story: seven invented articles on an invented event."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only --force."""
        parser.add_argument("--force", action="store_true", help="also where there are articles already")

    def handle(self, *, force: bool, **_options: Any) -> None:
        """Say how many articles wait for a worker."""
        try:
            new = load_demo(force=force)
        except NotEmpty as error:
            raise CommandError(
                "There are articles already, and the demo is for an empty desk. "
                "Add it beside them with --force; remove_demo takes it away again."
            ) from error
        if new:
            self.stdout.write(f"Loaded the demo: {new} articles, which a worker reads now.")
        else:
            self.stdout.write("The demo is loaded already.")
