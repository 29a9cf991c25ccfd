"""Appearances that turn out to be another speaker's, and the claims that they leave."""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Prefetch, Q

from claims.domain.placing import place
from claims.models import Appearance, Claim, ClaimLink, Speaker
from claims.querysets import ClaimQuerySet


def of_event(articles: Iterable[int]) -> ClaimQuerySet:
    """The claims of some articles with speaker and appearances; the articles' texts stay in the database."""
    claims = Claim.objects.filter(
        merged_into=None, pk__in=Appearance.objects.filter(article__in=articles).values("claim")
    )
    appearances = Appearance.objects.select_related("article").defer("article__text")
    return (
        claims.select_related("speaker")
        .prefetch_related(Prefetch("appearances", queryset=appearances))
        .order_by("pk")
    )


def move(appearances: Iterable[Appearance], speaker: Speaker, basis: str) -> set[int]:
    """Place appearances anew, as this speaker's; a claim that they leave empty leads to theirs.

    What the speaker has already at the same spans stays once. Returns the ids of the claims that changed.
    """
    moving = [appearance for appearance in appearances if not _doubled(appearance, speaker)]
    came_from = {appearance.pk: appearance.claim_id for appearance in moving}
    for appearance in moving:
        appearance.basis = basis[:300]
    touched = place([(appearance, speaker) for appearance in moving])
    Appearance.objects.bulk_update(moving, ["basis"])
    left = set(came_from.values())
    reported = Exists(Appearance.objects.filter(claim=OuterRef("pk")))
    emptied = set(Claim.objects.filter(~reported, pk__in=left).values_list("pk", flat=True))
    for appearance in moving:
        if came_from[appearance.pk] in emptied:
            Claim.objects.filter(pk=came_from[appearance.pk]).update(merged_into=appearance.claim)
    ClaimLink.objects.filter(Q(first__in=emptied) | Q(second__in=emptied)).delete()
    return touched | (left - emptied)


def _doubled(appearance: Appearance, speaker: Speaker) -> bool:
    there = Appearance.objects.filter(
        article=appearance.article_id, spans=appearance.spans, claim__speaker=speaker
    )
    return there.exists()
