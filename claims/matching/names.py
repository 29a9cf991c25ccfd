"""Proper names in a wording, found by their capitals and by the places the lexicon knows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.matching import lexicon
from claims.matching.words import PLACE_STEMS, Word


@dataclass(frozen=True, slots=True)
class Name:
    """A run of capitalised words: `tokens` without titles and possessives, `first` the index of its first
    word.
    """

    tokens: tuple[str, ...]
    text: str
    first: int
    sure: bool

    def fits(self, other: "Name") -> bool:
        """Whether both may name the same: one is a part of the other ('Putin', 'Vladimir Putin')."""
        mine, theirs = frozenset(self.tokens), frozenset(other.tokens)
        return mine <= theirs or theirs <= mine


def _starts_sentence(row: Sequence[Word], text: str, at: int) -> bool:
    if at == 0:
        return True
    gap = text[row[at - 1].end : row[at].start]
    return any(mark in gap for mark in ".!?…:") or any(mark in gap for mark in '“"')


def _may_name(word: Word, capitals: bool) -> bool:
    if not word.content or word.normal in lexicon.CALENDAR:
        return False
    return word.stem in PLACE_STEMS or word.text == "US" or (word.capital and not capitals)


def names(row: Sequence[Word], text: str, capitals: bool) -> Iterator[Name]:
    """Runs of capitalised words. In a text set in capitals only the places that the lexicon knows are
    names.
    """
    run: list[int] = []
    for at in range(len(row) + 1):
        word = row[at] if at < len(row) else None
        joined = bool(run) and word is not None and text[row[at - 1].end : word.start].strip() == ""
        is_name = word is not None and _may_name(word, capitals)
        if run and not (is_name and joined):
            yield from _name(row, text, run)
            run = []
        if is_name:
            run.append(at)


def _name(row: Sequence[Word], text: str, run: list[int]) -> Iterator[Name]:
    while run and row[run[0]].normal in lexicon.TITLES:
        run = run[1:]
    # 'Russian President Vladimir Putin' is a place and a person
    while run and row[run[0]].stem in PLACE_STEMS and len(run) > 1:
        yield Name((row[run[0]].concept,), row[run[0]].text, run[0], True)
        run = run[1:]
        while run and row[run[0]].normal in lexicon.TITLES:
            run = run[1:]
    if run:
        known = row[run[0]].stem in PLACE_STEMS or row[run[0]].text == "US"
        sure = known or len(run) > 1 or not _starts_sentence(row, text, run[0])
        tokens = tuple(row[index].concept for index in run)
        yield Name(tokens, " ".join(row[index].text for index in run), run[0], sure)
