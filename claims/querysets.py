"""Named selections of claims, appearances, reviews and speakers."""

from typing import TYPE_CHECKING, Self

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from claims.enums import LinkState, Status

if TYPE_CHECKING:
    from claims.models import Appearance, Claim, Review, Speaker


class SpeakerQuerySet(QuerySet["Speaker"]):
    """Speakers."""

    def current(self) -> Self:
        """Those that were not merged into another."""
        return self.filter(merged_into__isnull=True)


class ClaimQuerySet(QuerySet["Claim"]):
    """Claims."""

    def current(self) -> Self:
        """Those that stand: not merged away, and some article still reports them."""
        return self.filter(merged_into__isnull=True, appearances__isnull=False).distinct()


class AppearanceQuerySet(QuerySet["Appearance"]):
    """Appearances."""


class ReviewQuerySet(QuerySet["Review"]):
    """Reviews: the history, which only grows."""
