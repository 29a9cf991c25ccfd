"""A wording read for matching: what it is about, which of it is negated, which names and numbers it
carries.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claims.enums import QuoteKind
from claims.matching import lexicon
from claims.matching.quantities import Quantity, quantities
from claims.matching.words import PLACE_STEMS, Word, concept_of, stem, words


@dataclass(frozen=True, slots=True)
class Wording:
    """How one article prints one claim.

    `text` is the content as printed, several spans joined by ' … ', quotation marks inside it kept.
    `denies` says that the cue rejects it. `context` is the sentence or paragraph around it, `speaker` the
    canonical name of who claims, `when` the article's date where one is known.
    """

    text: str
    kind: QuoteKind = QuoteKind.DIRECT
    denies: bool = False
    context: str = ""
    speaker: str = ""
    when: date | None = None


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


@dataclass(frozen=True, slots=True)
class Reading:
    """What is read from a wording once and compared often.

    `core` are the normal forms without opening connectives; `negated` the indices of words under an odd
    number of negators (the denial of the cue included), `hedged` of those under a 'may'; `concepts` maps
    each content concept to its polarities, `weights` to what sharing it is worth.
    """

    words: tuple[Word, ...]
    core: tuple[str, ...]
    negated: frozenset[int]
    names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    concepts: dict[str, frozenset[int]]
    weights: dict[str, float]
    capitals: bool
    hedged: frozenset[int]

    @property
    def mass(self) -> float:
        """How much the wording says, in content words weighted by what each is worth."""
        return sum(self.weights.values())

    def polarity(self, index: int) -> int:
        """+1 where the word's concept is asserted, -1 where it is negated."""
        return self.words[index].sign * (-1 if index in self.negated else 1)


_BREAKS = lexicon.word_set(
    "but although though while whereas because unless until since if when after before as then so"
)
_SUBJECTS = lexicon.word_set("i we you he she it they there this that these those")
_AUXILIARIES = lexicon.word_set(
    "is are was were will would can could has have had do does did should must may might"
)


def _negates(row: tuple[Word, ...], at: int) -> bool:
    word = row[at].normal
    if word not in lexicon.NEGATORS and word not in lexicon.NEGATING_VERBS:
        return False
    following = tuple(item.normal for item in row[at : at + 3])
    return not any(following[: len(phrase)] == phrase for phrase in lexicon.NOT_NEGATING)


def _clause_end(row: tuple[Word, ...], text: str, at: int) -> int:
    """Index behind the last word that a negator at `at` reaches: the end of its clause."""
    for index in range(at + 1, len(row)):
        gap = text[row[index - 1].end : row[index].start]
        if any(mark in gap for mark in ".;:!?—–…") or (", " in gap and index - at > 1):
            return index
        word = row[index].normal
        if word in _BREAKS and index - at > 1:
            return index
        if word == "and" and index + 1 < len(row):
            following = row[index + 1].normal
            if following in _SUBJECTS or following in _AUXILIARIES:
                return index
    return len(row)


def _negated(row: tuple[Word, ...], text: str, denies: bool) -> frozenset[int]:
    flips = [denies] * len(row)
    for at in range(len(row)):
        if _negates(row, at):
            for index in range(at + 1, _clause_end(row, text, at)):
                flips[index] = not flips[index]
            # 'the claim is false' negates what stands before it
            if row[at].normal in ("false", "untrue", "impossible", "unlikely") and at + 1 == len(row):
                for index in range(at):
                    flips[index] = not flips[index]
    return frozenset(index for index, flipped in enumerate(flips) if flipped)


def _hedged(row: tuple[Word, ...], text: str) -> frozenset[int]:
    return frozenset(
        index
        for at, word in enumerate(row)
        if word.normal in lexicon.HEDGES
        for index in range(at + 1, _clause_end(row, text, at))
    )


def _starts_sentence(row: tuple[Word, ...], text: str, at: int) -> bool:
    if at == 0:
        return True
    gap = text[row[at - 1].end : row[at].start]
    return any(mark in gap for mark in ".!?…:") or any(mark in gap for mark in '“"')


def _may_name(word: Word, capitals: bool) -> bool:
    if not word.content or word.normal in lexicon.CALENDAR:
        return False
    return word.stem in PLACE_STEMS or word.text == "US" or (word.capital and not capitals)


def _names(row: tuple[Word, ...], text: str, capitals: bool) -> Iterator[Name]:
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


def _name(row: tuple[Word, ...], text: str, run: list[int]) -> Iterator[Name]:
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


def _framed(row: tuple[Word, ...]) -> frozenset[int]:
    """Indices of the words before the 'of' or 'that' of what a denial denies ('claims of', 'the possibility
    that').
    """
    for at, word in enumerate(row[:6]):
        if word.normal not in lexicon.FRAMES:
            break
        if word.normal in ("of", "that") and at:
            return frozenset(range(at + 1))
    return frozenset({0}) if row and row[0].normal == "that" else frozenset()


def _core(row: tuple[Word, ...]) -> tuple[str, ...]:
    start = 0
    while start < len(row) - 1 and row[start].normal in lexicon.OPENERS:
        start += 1
    return tuple(word.normal for word in row[start:])


@lru_cache(maxsize=16384)
def read(text: str, denies: bool = False) -> Reading:
    """Read a wording's text. Pure and cached: the same text is read once however many articles print it."""
    row = words(text)
    letters = [char for char in text if char.isalpha()]
    capitals = bool(letters) and sum(map(str.isupper, letters)) > 0.7 * len(letters)
    names = tuple(_names(row, text, capitals))
    framed = _framed(row) if denies else frozenset()
    named = {index for name in names for index in range(name.first, name.first + len(name.tokens))}
    negated = _negated(row, text, denies)
    polarities: dict[str, set[int]] = {}
    weights: dict[str, float] = {}
    amounts = quantities(row)
    counted = {index for amount in amounts for index in range(amount.first, amount.last + 1)}
    for at, word in enumerate(row):
        if not word.content or at in framed or at in counted or _negates(row, at):
            continue
        polarities.setdefault(word.concept, set()).add(word.sign * (-1 if at in negated else 1))
        weights[word.concept] = max(weights.get(word.concept, 0.0), _weight(word, at in named))
    return Reading(
        words=row,
        core=_core(row),
        negated=negated,
        names=names,
        quantities=amounts,
        concepts={concept: frozenset(found) for concept, found in polarities.items()},
        weights=weights,
        capitals=capitals,
        hedged=_hedged(row, text),
    )


def _weight(word: Word, named: bool) -> float:
    """What sharing the word is worth: names recur in many claims of a story, common words in all of them."""
    if word.normal in lexicon.TITLES:
        return 0.2
    if word.common or word.normal in lexicon.CALENDAR:
        return 0.4
    return 0.6 if named else 1.0


def reading_of(wording: Wording) -> Reading:
    """The reading of a wording, its denial included."""
    return read(wording.text, wording.denies)


def kin_of(word: Word) -> str:
    """The wide family of a word ('call' and 'discussions' are talk), or ''."""
    return _KIN.get(word.stem, "")


_KIN = {stem(member): family.split()[0] for family in lexicon.KIN for member in family.split()}

__all__ = ["Name", "Reading", "Wording", "concept_of", "kin_of", "read", "reading_of"]
