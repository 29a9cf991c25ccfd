"""The closed vocabularies of articles; a leaf that imports nothing local."""

from enum import StrEnum


class ReadingState(StrEnum):
    """How far Newsdesk is with an article: waiting for a worker, being read, read, or failed."""

    WAITING = "waiting"
    READING = "reading"
    DONE = "done"
    FAILED = "failed"


class UploadState(StrEnum):
    """What became of one file: an article of its own, a copy of one that is there, or a refusal."""

    ACCEPTED = "accepted"
    COPY = "copy"
    REFUSED = "refused"


class Detail(StrEnum):
    """What a person changes about an article or a story beside the text."""

    OUTLET = "outlet"
    DATE = "date"
    STORY = "story"
    TITLE = "title"
    MERGED = "merged"
