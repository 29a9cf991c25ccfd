"""What the upload page shows of one file: its group, its one question, its state."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from articles.domain import details_version
from articles.enums import ReadingState, UploadState
from articles.models import Upload


class Group(StrEnum):
    """The three groups of the page, in its order."""

    NEEDS = "needs"
    PROGRESS = "progress"
    DONE = "done"

    @property
    def heading(self) -> str:
        """What stands above it."""
        return {"needs": "Need you", "progress": "In progress", "done": "Done"}[self.value]


class Question(StrEnum):
    """What only a person can answer; a file has one at a time."""

    NONE = ""
    REFUSED = "refused"
    OUTLET = "outlet"
    DATE = "date"
    FAILED = "failed"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class UploadRow:
    """One file on the page. `error` says why the last answer was not taken, `typed` is that answer.

    `alike` tells whether the same story is suggested for other files of the page too.
    """

    upload: Upload
    error: str = ""
    typed: str = ""
    alike: bool = False

    @property
    def reading(self) -> bool:
        """Whether a worker still has to finish it."""
        article = self.upload.article
        return (
            self.upload.state == UploadState.ACCEPTED
            and article is not None
            and article.reading_state in {ReadingState.WAITING, ReadingState.READING}
        )

    @property
    def question(self) -> Question:
        """The first thing that is missing: what a reader needs to know comes before what a machine does."""
        article = self.upload.article
        if article is None:
            return Question.REFUSED
        if self.upload.state == UploadState.COPY:
            return Question.NONE
        if article.outlet_id is None:
            return Question.OUTLET
        if article.published_on is None:
            return Question.DATE
        if article.reading_state == ReadingState.FAILED:
            return Question.FAILED
        if article.story_suggested and not self.reading:
            return Question.STORY
        return Question.NONE

    @property
    def suggested_story(self) -> int | None:
        """The id of the story that the row asks about."""
        article = self.upload.article
        return article.story_id if article and self.question is Question.STORY else None

    @property
    def group(self) -> Group:
        """Where the row stands."""
        if self.question:
            return Group.NEEDS
        return Group.PROGRESS if self.reading else Group.DONE

    @property
    def problem(self) -> str:
        """What is wrong with a refused file."""
        return self.upload.problem.partition("\n")[0]

    @property
    def remedy(self) -> str:
        """What to do about a refused file."""
        return self.upload.problem.partition("\n")[2]

    @property
    def seen(self) -> str:
        """The version of the article's details that the person has in front of them."""
        return details_version(self.upload.article) if self.upload.article else ""

    @property
    def size(self) -> str:
        """The file's size in the unit that fits it."""
        size = self.upload.size
        if size < 1000:
            return f"{size} bytes" if size != 1 else "1 byte"
        return f"{size / 1000:.1f} kB" if size < 1_000_000 else f"{size / 1_000_000:.1f} MB"


@dataclass(frozen=True, slots=True)
class Section:
    """One group with its rows."""

    group: Group
    rows: tuple[UploadRow, ...]


def with_alike(rows: Sequence[UploadRow]) -> list[UploadRow]:
    """The same rows; those that ask about one story know of each other."""
    asked = Counter(row.suggested_story for row in rows)
    return [
        replace(row, alike=row.suggested_story is not None and asked[row.suggested_story] > 1) for row in rows
    ]


def sections(rows: Iterable[UploadRow]) -> tuple[Section, ...]:
    """The three groups, empty ones too."""
    rows = tuple(rows)
    return tuple(Section(group, tuple(row for row in rows if row.group is group)) for group in Group)
