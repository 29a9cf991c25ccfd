"""`manage.py remove_demo`: the demo story away, and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand

from claims.domain.demo import remove_demo


class Command(BaseCommand):
    """Removes the demo's articles with the claims and marks that no other article reports."""

    help = "Remove the demo story, with the claims and marks that belong to it alone."

    def handle(self, **_options: Any) -> None:
        """Say what went."""
        removed = remove_demo()
        if removed.articles:
            self.stdout.write(
                f"Removed the demo: {removed.articles} articles, {removed.claims} claims, "
                f"{removed.reviews} marks on them."
            )
        else:
            self.stdout.write("There is no demo to remove.")
