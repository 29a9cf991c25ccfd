"""Every write that touches more than one row, the queue or the history: one function, one transaction."""

from claims.domain.correcting import CannotCorrect, StaleCorrection, version_of
from claims.domain.corrections import confirm_match, merge_claims, move_appearance, split_appearances
from claims.domain.links import decide_link
from claims.domain.reading import queue_extraction, queue_relating, record_failure, store_extraction
from claims.domain.reviews import MergedAway, StaleReview, record_review, undo_review
from claims.domain.stories import suggest_story
from claims.domain.undoing import undo_correction

__all__ = [
    "CannotCorrect",
    "MergedAway",
    "StaleCorrection",
    "StaleReview",
    "confirm_match",
    "decide_link",
    "merge_claims",
    "move_appearance",
    "queue_extraction",
    "queue_relating",
    "record_failure",
    "record_review",
    "split_appearances",
    "store_extraction",
    "suggest_story",
    "undo_correction",
    "undo_review",
    "version_of",
]
