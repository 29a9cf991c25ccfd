"""The linter's hints on the mark that a claim has."""

from collections.abc import Collection

from claims.enums import Status
from claims.linter import Hint, Marked, hints
from claims.rows import Row


def hints_on(row: Row, dismissed: Collection[str]) -> list[Hint]:
    """What the row's mark may have missed, without what this editor dismissed.

    Needs no query where the claim's appearances and its last review were fetched.
    """
    review = row.review
    if review is None:
        return []
    days = [day for a in row.appearances if (day := a.said_from or a.article.published_on)]
    found = hints(
        Marked(
            status=Status(review.status),
            note=review.note,
            evidence=review.evidence_urls,
            origins=row.claim.origin_count,
            outlets=len(row.outlets),
            said_on=min(days, default=None),
            reports=[appearance.article.url for appearance in row.appearances],
            altered_in=row.altered_in,
        )
    )
    return [hint for hint in found if hint.rule not in dismissed]
