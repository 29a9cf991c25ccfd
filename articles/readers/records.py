"""What readers return."""

import datetime
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """One article as its file gives it.

    `text` is what was decoded, unchanged, line ends included; spans are code points into it.
    `headline_span` is None where the headline came beside the text. `body_start` is where
    the prose begins, after date, headline and byline. `notes` say what a person may want to
    check. The last four are known only where the format has a place for them.
    """

    text: str
    headline: str = ""
    headline_span: tuple[int, int] | None = None
    published_on: datetime.date | None = None
    date_span: tuple[int, int] | None = None
    body_start: int = 0
    byline: str = ""
    notes: tuple[str, ...] = ()
    external_id: str = ""
    outlet: str = ""
    story: str = ""
    url: str = ""


class UnreadableFile(Exception):
    """A file that holds no article that Newsdesk can read: what is wrong, and what to do about it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem = problem
        self.remedy = remedy


@dataclass(frozen=True, slots=True)
class Part:
    """One article of a file: its own bytes, which can be read again, and what reading them gave.

    `where` says which part it is ("line 3"), empty for a file that is one article.
    """

    content: bytes
    result: Reading | UnreadableFile
    where: str = ""
