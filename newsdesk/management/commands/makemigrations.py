"""makemigrations without a server: it compares models with migration files."""

from typing import Any

from django.conf import settings
from django.core.management.commands import makemigrations
from django.db import DEFAULT_DB_ALIAS, connections


class Command(makemigrations.Command):
    """Django's command; the embedded server is not started to ask which migrations it has seen."""

    def handle(self, *app_labels: str, **options: Any) -> None:
        """Pass the check of the database's history over, unless the database is one that runs anyway."""
        if not settings.DATABASE_URL:
            connections[DEFAULT_DB_ALIAS].settings_dict["ENGINE"] = "django.db.backends.dummy"
        super().handle(*app_labels, **options)
