"""A wording read for matching: what it is about, which of it is negated, which names and numbers it
carries.
"""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from claims.enums import QuoteKind
from claims.matching import lexicon
from claims.matching.names import Name, names
from claims.matching.negation import Polarity, negates, polarity
from claims.matching.quantities import Quantity, quantities
from claims.matching.words import Word, stem, words


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
class Reading:
    """What is read from a wording once and compared often.

    `core` are the normal forms without opening connectives. `concepts` maps each content concept to the
    polarities it occurs with, `weights` to what sharing it is worth; an amount is a concept of its own
    ('#12').
    """

    text: str
    words: tuple[Word, ...]
    core: tuple[str, ...]
    polarity: Polarity
    names: tuple[Name, ...]
    quantities: tuple[Quantity, ...]
    concepts: dict[str, frozenset[int]]
    weights: dict[str, float]
    capitals: bool

    @property
    def mass(self) -> float:
        """How much the wording says, in content words weighted by what each is worth."""
        return sum(self.weights.values())

    def sign(self, index: int) -> int:
        """+1 where the word's concept is asserted, -1 where it is negated."""
        return self.words[index].sign * (-1 if index in self.polarity.negated else 1)

    def find(self, concept: str) -> int:
        """Index of the first content word of a concept; it must occur."""
        return next(at for at, word in enumerate(self.words) if word.content and word.concept == concept)

    @property
    def named(self) -> frozenset[str]:
        """Every token of every name."""
        return frozenset(token for name in self.names for token in name.tokens)


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
    found = tuple(names(row, text, capitals))
    named = {index for name in found for index in range(name.first, name.first + len(name.tokens))}
    signs = polarity(row, text, denies=denies)
    amounts = quantities(row)
    counted = {index for amount in amounts for index in range(amount.first, amount.last + 1)}
    concepts: dict[str, set[int]] = {}
    weights: dict[str, float] = {}
    for at, word in enumerate(row):
        if not word.content or at in signs.frame or at in counted or negates(row, at):
            continue
        concepts.setdefault(word.concept, set()).add(word.sign * (-1 if at in signs.negated else 1))
        weights[word.concept] = max(weights.get(word.concept, 0.0), _weight(word, at in named))
    for amount in amounts:
        # both signs: an amount is compared as an interval, never as asserted or negated
        concepts[amount.concept] = {1, -1}
        weights[amount.concept] = 0.8
    return Reading(
        text=text,
        words=row,
        core=_core(row),
        polarity=signs,
        names=found,
        quantities=amounts,
        concepts={concept: frozenset(polarities) for concept, polarities in concepts.items()},
        weights=weights,
        capitals=capitals,
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
