"""The query language's fields, and what a text is read into: terms and problems."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from claims.enums import DisputedFor, QuoteKind, Status, Variant
from claims.query.values import Bounds

ME, NOBODY = "me", "nobody"
"""Values of the fields about people: who asks, and no one."""


class Kind(StrEnum):
    """What a field takes."""

    WORD = "one of a list of words"
    NAME = "a name"
    DATE = "a day"
    NUMBER = "a number"


class Is(StrEnum):
    """What `is:` asks for."""

    CONTESTED = "contested"
    ALTERED = "altered"
    FACT = "fact"
    NEW = "new"
    MINE = "mine"
    REVIEWED = "reviewed"
    DENIED = "denied"
    REJECTED = "rejected"


class Contested(StrEnum):
    """What `contested:` asks for; YES is either of the next two."""

    YES = "yes"
    CONFIRMED = "confirmed"
    SUGGESTED = "suggested"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Field:
    """A field: what it takes, and what it is about in a few words. `words` is its closed vocabulary."""

    name: str
    kind: Kind
    about: str
    words: tuple[str, ...] = ()


def _words(vocabulary: type[StrEnum]) -> tuple[str, ...]:
    return tuple(item.value for item in vocabulary)


FIELDS = {
    field.name: field
    for field in (
        Field("status", Kind.WORD, "the claim’s mark", _words(Status)),
        Field("disputed", Kind.WORD, "what is disputed", _words(DisputedFor)),
        Field("speaker", Kind.NAME, "who claims it"),
        Field("outlet", Kind.NAME, "who prints it"),
        Field("story", Kind.NAME, "the event it is about"),
        Field("article", Kind.NAME, "where it is printed: a number or a headline"),
        Field("kind", Kind.WORD, "how it is quoted", _words(QuoteKind)),
        Field("variant", Kind.WORD, "how a wording departs from the fullest", _words(Variant)),
        Field("via", Kind.NAME, "who passes it on"),
        Field("contested", Kind.WORD, "whether another claim stands against it", _words(Contested)),
        Field("published", Kind.DATE, "when an article with it came out"),
        Field("said", Kind.DATE, "when it was said"),
        Field("found", Kind.DATE, "when Newsdesk found it"),
        Field("marked", Kind.DATE, "when it got its mark"),
        Field("reviewer", Kind.NAME, "whose mark it has: a person, me or nobody"),
        Field("assigned", Kind.NAME, "whom it waits for: a person, me or nobody"),
        Field("reason", Kind.NAME, "the reason given with its mark"),
        Field("outlets", Kind.NUMBER, "how many outlets print it"),
        Field("origins", Kind.NUMBER, "how many origins its reports have"),
        Field("is", Kind.WORD, "what else holds for it", _words(Is)),
    )
}


@dataclass(frozen=True, slots=True)
class Problem:
    """A part of the text, [start, end) in code points, that was left out or read otherwise, and what to do.

    `fix` is what could stand there instead; None where nothing is known to be meant.
    """

    start: int
    end: int
    message: str
    fix: str | None = None


@dataclass(frozen=True, slots=True)
class Value:
    """A value as it was typed, without quotation marks, and where it stands."""

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Words:
    """A word, or several as a phrase, to be found in the text. `prefix`: the last one may go on."""

    text: str
    prefix: bool = False
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    """A field that has one of the values: words of its vocabulary, or names."""

    field: str
    values: tuple[Value, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """A date within one of the spans, both ends included; None leaves an end open."""

    field: str
    spans: tuple[Bounds[date], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Numbers:
    """A count within one of the spans, both ends included; None leaves an end open."""

    field: str
    spans: tuple[Bounds[int], ...]
    negated: bool = False


type Term = Words | OneOf | Days | Numbers


@dataclass(frozen=True, slots=True)
class Query:
    """What was understood of a text, and what was not."""

    text: str = ""
    terms: tuple[Term, ...] = ()
    problems: tuple[Problem, ...] = ()
