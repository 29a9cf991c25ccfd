"""The app of speakers, claims, appearances and reviews."""

from django.apps import AppConfig
from django.db.models import CharField
from django.db.models.functions import Lower
from django.db.models.signals import post_migrate


class ClaimsConfig(AppConfig):
    """What is claimed, and what editors made of it."""

    name = "claims"

    def ready(self) -> None:
        """Keep the three groups and their permissions as the code states them."""
        from claims.groups import ensure_groups

        # name__lower: the expression that the unique indexes on names are made of.
        CharField.register_lookup(Lower)
        post_migrate.connect(ensure_groups, sender=self)
