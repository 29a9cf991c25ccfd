"""Every write that touches more than one row, the queue or the history: one function, one transaction."""

from claims.domain.links import decide_link
from claims.domain.reading import queue_extraction, queue_relating, record_failure, store_extraction
from claims.domain.reviews import StaleReview, record_review, undo_review
from claims.domain.stories import suggest_story

__all__ = [
    "StaleReview",
    "decide_link",
    "queue_extraction",
    "queue_relating",
    "record_failure",
    "record_review",
    "store_extraction",
    "suggest_story",
    "undo_review",
]
