"""The first accounts, for a desk that is not started by `make run`."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from newsdesk.accounts import ensure_logins


class Command(BaseCommand):
    """Create admin, editor and viewer when there is no account at all."""

    help = "Creates the accounts admin, editor and viewer if there is none yet, and prints their passwords."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the log-ins once, when they are made."""
        path = settings.VAR_DIR / "logins"
        if ensure_logins(path):
            self.stdout.write(path.read_text(), ending="")
            self.stderr.write(f"These are also in {path}.")
        else:
            self.stderr.write("There are accounts already; nothing was changed.")
