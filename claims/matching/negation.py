"""Which words of a wording are negated, which only possible, and on which word a negation bears."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.matching import lexicon
from claims.matching.words import Word

_BREAKS = lexicon.word_set(
    "but although though while whereas because unless until since if when after before as then so"
)
_SUBJECTS = lexicon.word_set("i we you he she it they there this that these those")
_AUXILIARIES = lexicon.word_set(
    "is are was were will would can could has have had do does did should must may might"
)
_OPENS_ASIDE = lexicon.word_set("one which who whom whose where something nothing")
_OF_NOUNS = lexicon.word_set("no without none lack lacks lacked lacking neither")
_TRUTH = lexicon.word_set("true correct case false untrue impossible deny denies denied denying")
_AFTERTHOUGHTS = lexicon.word_set("false untrue impossible unlikely")


@dataclass(frozen=True, slots=True)
class Polarity:
    """Indices of words. `negated`: under an odd number of negators, the denial of the cue included.
    `focus`: the word that a negation bears on ('not surrounded', 'no plans'). `hedged`: under a 'may'.
    `aside`: in a relative clause behind a comma, which does not carry the claim. `frame`: the 'claims of'
    of a denial.
    """

    negated: frozenset[int]
    focus: frozenset[int]
    hedged: frozenset[int]
    aside: frozenset[int]
    frame: frozenset[int]


def polarity(row: Sequence[Word], text: str, *, denies: bool) -> Polarity:
    """Read the polarity of each word. `denies` negates the wording as a 'not' at its verb would."""
    frame = _frame(row) if denies else frozenset()
    flips = [False] * len(row)
    focus: set[int] = set()
    for at, end, nominal in _scopes(row, text, frame, denies):
        for index in range(at, end):
            flips[index] = not flips[index]
        # 'without also raising benefits' says nothing against benefits
        if not (at and row[at - 1].normal == "without"):
            focus |= _bears_on(row, at, end, nominal)
    return Polarity(
        negated=frozenset(index for index, flipped in enumerate(flips) if flipped),
        focus=frozenset(focus),
        hedged=frozenset(
            index
            for at, word in enumerate(row)
            if word.normal in lexicon.HEDGES
            for index in range(at + 1, clause_end(row, text, at))
        ),
        aside=_aside(row, text),
        frame=frame,
    )


def negates(row: Sequence[Word], at: int) -> bool:
    """Whether the word is a negator here: 'not only' and 'no more than' negate nothing."""
    word = row[at].normal
    if word not in lexicon.NEGATORS and word not in lexicon.NEGATING_VERBS:
        return False
    following = tuple(item.normal for item in row[at : at + 3])
    return not any(following[: len(phrase)] == phrase for phrase in lexicon.NOT_NEGATING)


def _scopes(
    row: Sequence[Word], text: str, frame: frozenset[int], denies: bool
) -> Iterator[tuple[int, int, bool]]:
    """Ranges of words that one negator turns round, and whether it negates a noun ('no plans')."""
    if denies:
        start = len(frame)
        verb = next((at for at in range(start, len(row)) if row[at].normal in _AUXILIARIES), None)
        if verb is None:
            yield start, len(row), True
        else:
            yield verb + 1, clause_end(row, text, verb), False
    for at in range(len(row)):
        if not negates(row, at):
            continue
        denied = _denied_clause(row, at)
        if denied is not None:
            verb = next(
                (spot for spot in range(denied, len(row)) if row[spot].normal in _AUXILIARIES), denied
            )
            yield verb + 1, clause_end(row, text, verb), False
        elif row[at].normal in _AFTERTHOUGHTS and at + 1 == len(row):
            yield 0, at, False
        else:
            yield at + 1, clause_end(row, text, at), row[at].normal in _OF_NOUNS


def _denied_clause(row: Sequence[Word], at: int) -> int | None:
    """Where the clause begins that 'it is not true that' or 'it is false that' turns round."""
    for spot in range(at + 1, min(at + 4, len(row))):
        if row[spot].normal == "that":
            between = {word.normal for word in row[at:spot]}
            # A wording can break off there: 'a false claim that'.
            return spot + 1 if between & _TRUTH and spot + 1 < len(row) else None
    return None


def clause_end(row: Sequence[Word], text: str, at: int) -> int:
    """Index behind the last word that a negator at `at` reaches: the end of its clause."""
    for index in range(at + 1, len(row)):
        gap = text[row[index - 1].end : row[index].start]
        if _parts(gap, row[index - 1]) or (", " in gap and index - at > 1):
            return index
        word = row[index].normal
        if word in _BREAKS and index - at > 1:
            return index
        if word == "and" and index + 1 < len(row):
            following = row[index + 1].normal
            if following in _SUBJECTS or following in _AUXILIARIES:
                return index
    return len(row)


def clause_start(row: Sequence[Word], text: str, at: int) -> int:
    """Index of the first word of the clause that holds the word at `at`."""
    for index in range(at, 0, -1):
        gap = text[row[index - 1].end : row[index].start]
        if _parts(gap, row[index - 1]) or ", " in gap or row[index - 1].normal in _BREAKS:
            return index
    return 0


def _parts(gap: str, before: Word) -> bool:
    """Whether what stands between two words ends a clause; the point of 'Gen.' does not."""
    if "." in gap and before.normal in lexicon.TITLES:
        gap = gap.replace(".", "", 1)
    return any(mark in gap for mark in ".;:!?—–…")


def _bears_on(row: Sequence[Word], start: int, end: int, nominal: bool) -> frozenset[int]:
    """The first content word behind the negator, or the head of the noun phrase behind a 'no'."""
    at = start
    while at < end and (not row[at].content or (row[at].normal.endswith("ly") and not nominal)):
        at += 1
    run = []
    while at < end and row[at].content:
        run.append(at)
        at += 1
    if not run:
        return frozenset()
    return frozenset({run[-1] if nominal else run[0]})


def _aside(row: Sequence[Word], text: str) -> frozenset[int]:
    for at in range(1, len(row)):
        gap = text[row[at - 1].end : row[at].start]
        if "," in gap and row[at].normal in _OPENS_ASIDE:
            return frozenset(range(at, clause_end(row, text, at)))
    return frozenset()


def _frame(row: Sequence[Word]) -> frozenset[int]:
    """Indices of the words before the 'of' or 'that' of what is denied: 'claims of', 'the possibility
    that'.
    """
    for at, word in enumerate(row[:6]):
        if word.normal not in lexicon.FRAMES:
            break
        if word.normal in ("of", "that") and at:
            return frozenset(range(at + 1))
    return frozenset({0}) if row and row[0].normal == "that" else frozenset()
