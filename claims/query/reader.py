"""The reader of queries: one pass over the text, term by term; nothing that is typed raises."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from claims.query.records import (
    FIELDS,
    Days,
    Field,
    Kind,
    Numbers,
    OneOf,
    Problem,
    Query,
    Term,
    Value,
    Words,
)
from claims.query.values import Bounds, SpanError, days, numbers
from claims.query.writing import MARKS, listed, nearest

LONGEST = 1000
"""Characters of a query; a longer one is cut, and says so."""

MOST_TERMS = 30
"""Terms of a query; more are left out, and named."""

_SPACE = re.compile(r"\s+")
_FIELD = re.compile(r"([^\W\d_]+):(?!//)")
_QUOTED = re.compile(rf"[{MARKS}]([^{MARKS}]*)([{MARKS}]?)")
_BARE = re.compile(rf"[^\s{MARKS}]+")
_BARE_VALUE = re.compile(rf"[^\s,{MARKS}]+")
_JOINERS = {"OR": "either", "AND": "both"}


def parse(text: str, *, today: date) -> Query:
    """Read a query. `today` is what 'today' and 'yesterday' go by."""
    return _Reader(text[:LONGEST], today).read(cut=len(text) > LONGEST)


class _Reader:
    """One pass over a text, term by term."""

    def __init__(self, text: str, today: date) -> None:
        self.text, self.today, self.at = text, today, 0
        self.terms: list[Term] = []
        self.problems: list[Problem] = []

    def read(self, *, cut: bool) -> Query:
        while self._skip(_SPACE) or self.at < len(self.text):
            if self.at >= len(self.text):
                break
            if len(self.terms) == MOST_TERMS:
                self._problem(self.at, len(self.text), f"Only the first {MOST_TERMS} terms of a query count.")
                break
            self._term()
        if cut:
            end = len(self.text)
            self._problem(end, end, f"Only the first {LONGEST} characters of a query count.")
        return Query(self.text, tuple(self.terms), tuple(self.problems))

    def _problem(self, start: int, end: int, message: str, fix: str | None = None) -> None:
        self.problems.append(Problem(start, end, message, fix))

    def _skip(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        found = pattern.match(self.text, self.at)
        if found:
            self.at = found.end()
        return found

    def _term(self) -> None:
        start = self.at
        negated = self.text.startswith("-", start) and not _SPACE.match(self.text + " ", start + 1)
        self.at += negated
        name = self._skip(_FIELD)
        if name is None:
            self._text(start, negated)
            return
        values = list(self._values())
        field = FIELDS.get(name[1].lower())
        if field is None:
            self._unknown_field(name, start)
        elif not values:
            self._nothing_given(field, start)
        elif term := self._field_term(field, values, negated):
            self.terms.append(term)

    def _text(self, start: int, negated: bool) -> None:
        if found := self._quoted():
            self._words(found.text, start, negated)
            return
        word = self._skip(_BARE)
        text = word[0] if word else self.text[self.at]
        self.at = word.end() if word else self.at + 1
        if text in _JOINERS and self.terms:
            message = (
                "All words and fields have to fit, so OR has no effect: of several values of a field, "
                "separated by commas, one is enough, as in status:confirmed,disputed."
                if text == "OR"
                else "All words and fields have to fit anyway, so AND has no effect."
            )
            self._problem(start, self.at, message, "")
            return
        prefix = len(text) > 2 and text.endswith("*")
        self._words(text.rstrip("*") if prefix else text, start, negated, prefix=prefix)

    def _words(self, text: str, start: int, negated: bool, *, prefix: bool = False) -> None:
        if any(char.isalnum() for char in text):
            self.terms.append(Words(text, prefix, negated))
        else:
            self._problem(start, self.at, "There is no word here to look for.", "")

    def _quoted(self) -> Value | None:
        start = self.at
        found = self._skip(_QUOTED)
        if found is None:
            return None
        if not found[2]:
            self._problem(
                start,
                self.at,
                "This quotation mark is never closed; all that follows was taken as the phrase.",
                f'"{found[1].strip()}"',
            )
        return Value(" ".join(found[1].split()), start, self.at)

    def _values(self) -> Iterator[Value]:
        while True:
            start = self.at
            operator = self._skip(re.compile(r"[<>]=?|="))
            value = self._quoted()
            if value is None and (bare := self._skip(_BARE_VALUE)):
                value = Value(bare[0], start, self.at)
            if value is not None or operator:
                text = value.text if value else ""
                yield Value((operator[0] if operator else "") + text, start, self.at)
            if not self._skip(re.compile(",")):
                return

    def _unknown_field(self, name: re.Match[str], start: int) -> None:
        typed, rest = name[1], self.text[name.end() : self.at]
        meant = nearest(typed, FIELDS)
        if meant:
            message, fix = f"There is no field “{typed}”. Did you mean {meant}?", f"{meant}:{rest}"
        else:
            message = (
                f"There is no field “{typed}”. To look for these words, put them in quotation marks. "
                f"The fields are {listed(FIELDS, 'and')}."
            )
            fix = '"' + re.sub(rf"[{MARKS}]", "", self.text[name.start() : self.at]) + '"'
        sign = "-" if self.text[start] == "-" else ""
        self._problem(start, self.at, message, sign + fix)

    def _nothing_given(self, field: Field, start: int) -> None:
        following = _BARE.match(self.text, self.at + 1) if self.text[self.at : self.at + 1] == " " else None
        examples = {
            Kind.NAME: "a name, in quotation marks where it has spaces",
            Kind.DATE: "a day such as 2026-03-14",
            Kind.NUMBER: "a number such as >2",
        }
        example = examples.get(field.kind) or listed(field.words)
        message = f"Nothing is given for {field.name}. Write {example}, right after the colon."
        fix = f"{self.text[start : self.at]}{following[0]}" if following and ":" not in following[0] else None
        if fix and following:
            # What was meant as the value is not looked for as a word.
            self.at = following.end()
        self._problem(start, self.at, message, fix)

    def _field_term(self, field: Field, values: list[Value], negated: bool) -> Term | None:
        if field.kind is Kind.WORD:
            known = tuple(filter(None, (self._vocabulary(field, value) for value in values)))
            return OneOf(field.name, known, negated) if known else None
        if field.kind is Kind.NAME:
            return OneOf(field.name, tuple(values), negated)
        if field.kind is Kind.DATE:
            spans = self._spans(values, lambda text: days(text, self.today))
            return Days(field.name, spans, negated) if spans else None
        counts = self._spans(values, numbers)
        return Numbers(field.name, counts, negated) if counts else None

    def _vocabulary(self, field: Field, value: Value) -> Value | None:
        word = value.text.casefold()
        if word in field.words:
            return replace(value, text=word)
        meant = nearest(word, field.words)
        choice = f"Did you mean {meant}?" if meant else f"Use {listed(field.words)}."
        self._problem(
            value.start, value.end, f"“{value.text}” is nothing that {field.name}: takes. {choice}", meant
        )
        return None

    def _spans[T: (date, int)](
        self, values: Iterable[Value], read: Callable[[str], Bounds[T]]
    ) -> tuple[Bounds[T], ...]:
        found = []
        for value in values:
            try:
                found.append(read(value.text))
            except SpanError as error:
                self._problem(value.start, value.end, str(error), error.fix)
        return tuple(found)
