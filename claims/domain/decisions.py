"""What editors decided on passages of an article: a later reading finds it again, and keeps to it."""

from collections.abc import Iterable, Sequence

from articles.models import Article
from claims.extraction.records import Spans
from claims.models import Appearance, Claim, Correction

COVERED = 0.5
"""Share of a passage that has been decided on, from which on the decision is about this passage."""


def spans_of(pairs: Iterable[Sequence[int]]) -> Spans:
    """Stored spans, [[start, end], ...], as extraction has them."""
    return tuple((start, end) for start, end in pairs)


def earlier_reading(article: Article, found: set[Spans]) -> tuple[set[Spans], set[int]]:
    """Delete what an earlier reading left and this one does not find, unless an editor decided on it.

    `found` are the passages that the new reading has. Returns those of them that need no new appearance,
    because there is one or because an editor decided otherwise, and the ids of claims that lost one.
    """
    # Nobody marks or mends these claims from here on: what goes was not decided on in the meantime.
    reported = Appearance.objects.filter(article=article).values("claim")
    list(Claim.objects.select_for_update().filter(pk__in=reported).order_by("pk").values_list("pk"))
    known: set[Spans] = set()
    decided = [spans_of(spans) for spans in _decided_on(article)]
    gone: list[Appearance] = []
    for appearance in article.appearances.select_related("claim"):
        spans = spans_of(appearance.spans)
        if appearance.pinned or appearance.claim.last_review_id is not None:
            decided.append(spans)
        if spans in found or appearance.pinned or appearance.claim.last_review_id is not None:
            known.add(spans)
        else:
            gone.append(appearance)
    Appearance.objects.filter(pk__in=[appearance.pk for appearance in gone]).delete()
    settled = {spans for spans in found if spans in known or _is_covered(spans, decided)}
    return settled, {appearance.claim_id for appearance in gone}


def _decided_on(article: Article) -> Iterable[list[list[int]]]:
    """Every passage that a correction was about, as it was before, unless it was taken back."""
    corrections = Correction.objects.standing().filter(article=article)
    return [spans for spans in corrections.values_list("spans", flat=True) if spans]


def _is_covered(spans: Spans, decided: Iterable[Spans]) -> bool:
    """Whether one decision is about most of these spans."""
    length = sum(end - start for start, end in spans)
    return any(_shared(spans, other) >= COVERED * length for other in decided)


def _shared(one: Spans, other: Spans) -> int:
    """How many characters two lists of spans have in common."""
    return sum(
        max(0, min(end, other_end) - max(start, other_start))
        for start, end in one
        for other_start, other_end in other
    )
