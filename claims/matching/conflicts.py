"""What makes two wordings different propositions however close their words: polarity, numbers, names,
roles.
"""

from collections.abc import Iterable
from itertools import combinations, permutations, product

from claims.enums import QuoteKind
from claims.matching import lexicon
from claims.matching.alignment import align
from claims.matching.names import Name
from claims.matching.quantities import Quantity
from claims.matching.reading import Reading, Wording, reading_of
from claims.matching.words import words

PRONOUNS = lexicon.word_set("i we me us my our he him his she her it its they them their there here")
_BEFORE_VERB = lexicon.word_set(
    "to will would can could may might must should shall had have has did do does not never"
    " they we he she it i"
)
_POINTING = (PRONOUNS | {"you", "your"}) - {"i", "me", "my"}
"""Pronouns for which a report may put a name; whom 'I' means is known."""
_PREPOSITIONS = lexicon.word_set(
    "in at near on from by with to for of against into over under between through"
)


def differs(parent: Wording, child: Wording) -> str | None:
    """What makes two wordings different propositions, in words, or None. `parent` is the fuller one."""
    full, part = reading_of(parent), reading_of(child)
    both_direct = parent.kind is QuoteKind.DIRECT and child.kind is QuoteKind.DIRECT
    if both_direct and parent.text.rstrip(" ”\"'").endswith("?") != child.text.rstrip(" ”\"'").endswith("?"):
        return "one is a question"
    return (
        opposed(full, part)
        or _numbers_differ(full, part)
        or _names_differ(full, part, parent, child)
        or _days_differ(full, part)
        or _hedges_differ(full, part)
        or _roles_differ(full, part)
    )


def opposed(full: Reading, part: Reading) -> str | None:
    """A shared word that one wording asserts and the other negates, in words, or None."""
    names = full.named | part.named
    for concept, signs in part.concepts.items():
        other = full.concepts.get(concept)
        if other is None or concept in names or signs & other:
            continue
        # what a relative clause adds behind a comma is not what the two say
        if part.find(concept) not in part.polarity.aside and full.find(concept) not in full.polarity.aside:
            return f"opposite on '{printed(part, concept)}'"
    return None


def printed(reading: Reading, concept: str) -> str:
    """The word of a reading that stands for a concept."""
    return next((word.text for word in reading.words if word.concept == concept), concept)


def _numbers_differ(full: Reading, part: Reading) -> str | None:
    for amount in part.quantities:
        same = [other for other in full.quantities if amount.equals(other)]
        fitting = [other for other in same if amount.counts_same(other) and _bounds_fit(amount, other)]
        rivals = [
            other for other in full.quantities if amount.units & other.units and not amount.equals(other)
        ]
        if fitting or (same and not rivals and any(_bounds_fit(amount, other) for other in same)):
            continue
        if amount.calendar and not any(other.calendar for other in full.quantities):
            continue
        return f"'{amount.text}' is not in both"
    return None


def _bounds_fit(a: Quantity, b: Quantity) -> bool:
    return _direction(a) * _direction(b) >= 0


def _direction(amount: Quantity) -> int:
    """+1 for a bound from below, -1 for one from above, 0 for the number itself or nearly it."""
    value = amount.value
    return (amount.high > value * 1.2) - (amount.low < value * 0.8)


def _unmatched(names: Iterable[Name], other: Reading, speakers: frozenset[str]) -> list[Name]:
    concepts = {word.concept for word in other.words}
    return [
        name
        for name in names
        if not any(name.fits(theirs) for theirs in other.names)
        and not all(token in concepts for token in name.tokens)
        and not set(name.tokens) & speakers
    ]


def _names_differ(full: Reading, part: Reading, parent: Wording, child: Wording) -> str | None:
    speakers = _speakers(parent, child)
    extra = _unmatched(part.names, full, speakers)
    missing = _unmatched(full.names, part, speakers)
    for one, two in product(extra, missing):
        if not _other_role(part, one, full, two):
            return f"'{one.text}' against '{two.text}'"
    return None


def _other_role(part: Reading, one: Name, full: Reading, two: Name) -> bool:
    """Whether two names stand in two places of the sentence ('in Kursk', 'by the Russian military')."""
    mine, theirs = _preposition(part, one), _preposition(full, two)
    return bool(mine and theirs and mine != theirs)


def _preposition(reading: Reading, name: Name) -> str:
    for at in range(name.first - 1, max(-1, name.first - 5), -1):
        word = reading.words[at]
        if word.normal in _PREPOSITIONS:
            return word.normal
        if word.normal not in ("the", "a", "an") and word.normal not in lexicon.TITLES and not word.capital:
            break
    return ""


def _days_differ(full: Reading, part: Reading) -> str | None:
    mine = {word.normal for word in part.words} & lexicon.CALENDAR
    theirs = {word.normal for word in full.words} & lexicon.CALENDAR
    if mine - theirs and theirs - mine:
        return f"'{min(mine - theirs).title()}' against '{min(theirs - mine).title()}'"
    return None


def _hedges_differ(full: Reading, part: Reading) -> str | None:
    def hedged(reading: Reading) -> tuple[set[str], set[str]]:
        rare = [(at, word) for at, word in enumerate(reading.words) if word.content and not word.common]
        maybe = {word.concept for at, word in rare if at in reading.polarity.hedged}
        # 'could' may say the same as 'may', and may not
        could = any(word.normal == "could" for word in reading.words)
        return maybe, set() if could else {word.concept for at, word in rare} - maybe

    maybe_full, surely_full = hedged(full)
    maybe_part, surely_part = hedged(part)
    names = full.named | part.named
    for concept in ((maybe_full & surely_part) | (maybe_part & surely_full)) - names:
        return f"only one says it of '{printed(part, concept)}' as a possibility"
    return None


def _roles_differ(full: Reading, part: Reading) -> str | None:
    """Two shared names in the other order, with nothing that would turn the sentence round."""
    shared = [name.tokens[-1] for name in part.names]
    order = [name.tokens[-1] for name in full.names]
    passives = [sum(word.normal == "by" for word in reading.words) for reading in (full, part)]
    if passives[0] != passives[1]:
        return None
    for one, two in combinations(dict.fromkeys(shared), 2):
        turned = one in order and two in order and order.index(one) > order.index(two)
        if turned and not (_coordinated(full, one, two) or _coordinated(part, one, two)):
            return f"'{one}' and '{two}' change places"
    return None


def _coordinated(reading: Reading, one: str, two: str) -> bool:
    """Whether two names stand side by side ('between A and B'), or one is only the other's description."""
    spots = sorted(
        next(at for at, word in enumerate(reading.words) if word.concept == token) for token in (one, two)
    )
    return not any(
        word.content and word.normal not in lexicon.TITLES and not word.capital
        for word in reading.words[spots[0] + 1 : spots[1]]
    )


def names_unexplained(full: Reading, part: Reading, parent: Wording, child: Wording) -> bool:
    """Whether the lesser wording names somebody without a pronoun or a passage in the fuller one to show
    whom.
    """
    extra = [name for name in _unmatched(part.names, full, _speakers(parent, child)) if name.sure]
    if not extra:
        return False
    if child.kind is not QuoteKind.DIRECT and any(word.normal in _POINTING for word in full.words):
        return False
    return not all(name.text.casefold() in parent.context.casefold() for name in extra)


def _speakers(parent: Wording, child: Wording) -> frozenset[str]:
    return frozenset(word.concept for word in words(f"{parent.speaker} {child.speaker}"))


def conditional(reading: Reading) -> bool:
    """Whether the wording says it under a condition."""
    return any(word.normal in ("if", "unless") for word in reading.words)


def roles_exchanged(full: Reading, part: Reading) -> bool:
    """Whether who does it and to whom it is done change places: 'A warned B', 'B warned A'."""
    shared = [concept for concept in part.concepts if concept in full.concepts and concept[0] != "#"][:12]
    mine = {concept: part.find(concept) for concept in shared}
    theirs = {concept: full.find(concept) for concept in shared}
    voices = [_agents(reading) for reading in (full, part)]
    if bool(voices[0]) is bool(voices[1]):
        return any(
            mine[one] < mine[two] < mine[three] and theirs[one] > theirs[two] > theirs[three]
            for one, two, three in permutations(shared, 3)
        )
    # 'attacked by pirates' against 'attacked pirates': the doer of one is what the other does it to
    doers = voices[0] or voices[1]
    active = mine if voices[0] else theirs
    return any(
        doer in active and verb in active and active[verb] < active[doer] for verb, doer in doers.items()
    )


def _agents(reading: Reading) -> dict[str, str]:
    """Verbs of the passive with who does it: 'attacked by pirates'."""
    row = reading.words
    return {
        row[at - 1].concept: row[doer].concept
        for at in range(1, len(row) - 1)
        if row[at].normal == "by"
        and row[at - 1].content
        and row[at - 1].normal.endswith(("ed", "en", "t", "n"))
        for doer in [next((spot for spot in range(at + 1, min(at + 4, len(row))) if row[spot].content), None)]
        if doer is not None
    }


def replaced(full: Reading, part: Reading, solid: float) -> bool:
    """Whether a stranger stands in the place of a word that carries the claim."""
    counted = [
        {at for amount in side.quantities for at in range(amount.first, amount.last + 1)}
        for side in (full, part)
    ]
    for left, right in align(full.words, part.words):
        if left is None or right is None:
            continue
        one, two = full.words[left], part.words[right]
        if left in counted[0] or right in counted[1]:
            continue
        strangers = one.concept not in part.concepts and two.concept not in full.concepts
        if strangers and one.content and two.content and not (one.common or two.common):
            verbs = _is_verb(full, left) and _is_verb(part, right)
            if (verbs or solid < 4.0) and not (one.normal.endswith("ly") or two.normal.endswith("ly")):
                return True
    return False


def _is_verb(reading: Reading, at: int) -> bool:
    return at > 0 and reading.words[at - 1].normal in _BEFORE_VERB
