"""The app of speakers, claims, appearances and reviews."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class ClaimsConfig(AppConfig):
    """What is claimed, and what editors made of it."""

    name = "claims"

    def ready(self) -> None:
        """Keep the three groups and their permissions as the code states them."""
        from claims.groups import ensure_groups

        post_migrate.connect(ensure_groups, sender=self)
