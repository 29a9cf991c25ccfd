"""Claims on one matter that say the opposite, or that cannot easily both be so.

Every finding is a question to an editor, so precision goes before recall: names that do not fit, questions,
conditions and rules ('should', 'must') keep two claims from being set against each other.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from claims.enums import LinkKind
from claims.extraction.records import Span
from claims.matching import lexicon
from claims.matching.alignment import align
from claims.matching.names import Name
from claims.matching.negation import clause_end, clause_start
from claims.matching.quantities import Quantity
from claims.matching.reading import Reading, Wording, kin_of, reading_of
from claims.matching.words import Word, stem, words

_UNSURE = lexicon.word_set("if unless whether let's assume suppose")
_VERBAL = ("ed", "ing")
_RULES = lexicon.word_set("should must ought need needs")
_FUTURE = lexicon.word_set("will would shall may might maybe could plan plans planned hope hopes want wants")
_PAST = lexicon.word_set(
    "had have has held was were been spoke met talked discussed called phoned did his her their our my"
)
_REACH = 7
"""Words between a negator and the call or talk it denies: 'no plans for a telephone call'."""
_PROSPECTS = frozenset(map(stem, ("possibility", "prospect", "idea", "notion", "speculation")))
_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True)
class Contest:
    """Two claims stand against each other.

    `first` and `second` are the words that made us think so: character offsets into the two texts. `reason`
    is a sentence for an editor, `score` orders several findings for one claim.
    """

    kind: LinkKind
    first: Span
    second: Span
    reason: str
    score: float


def contests(a: Wording, b: Wording) -> Contest | None:
    """Whether two claims contest each other. Symmetric but for the order of the two spans.

    For claims of different speakers, or of one speaker whose wordings were not found to be one claim. The
    caller sees to it that both belong to one story; dates given in `when` serve to resolve 'yesterday'.
    """
    one, two = reading_of(a), reading_of(b)
    if not one.words or not two.words or _open(a) or _open(b):
        return None
    return (
        _opposed(a, b, one, two)
        or _against_event(a, b, one, two)
        or _amounts(a, b, one, two)
        or _days(one, two)
    )


def contest_keys(wording: Wording) -> frozenset[str]:
    """Content words, in families, one of which two contesting claims share: for an index over a story's
    claims.
    """
    reading = reading_of(wording)
    kin = {f"~{kin_of(word)}" for word in reading.words if kin_of(word)}
    return frozenset(concept for concept, weight in reading.weights.items() if weight >= 1.0) | kin


def _open(wording: Wording) -> bool:
    """Whether the wording leaves open what is so: a question or a condition."""
    row = words(wording.text)
    return wording.text.rstrip(" ”\"'").endswith("?") or any(word.normal in _UNSURE for word in row)


def _rule(reading: Reading) -> bool:
    return any(word.normal in _RULES for word in reading.words)


def _names_part(one: Reading, two: Reading) -> bool:
    """Whether each names somebody or something that the other does not."""

    def unmatched(names: tuple[Name, ...], other: Reading) -> bool:
        concepts = {word.concept for word in other.words}
        return any(
            name.sure
            and not any(name.fits(theirs) for theirs in other.names)
            and not all(token in concepts for token in name.tokens)
            for name in names
        )

    return unmatched(one.names, two) and unmatched(two.names, one)


def _span(reading: Reading, index: int) -> Span:
    """The word with the negator before it, if one is near: 'not surrounded', not 'surrounded'."""
    start = index
    for at in range(max(0, index - 4), index):
        if reading.words[at].normal in lexicon.NEGATORS:
            start = at
            break
    # 'completely surrounded': the word that strengthens belongs to it
    if start == index and index and reading.words[index - 1].normal.endswith("ly"):
        start = index - 1
    return reading.words[start].start, reading.words[index].end


def _said(wording: Wording, span: Span) -> str:
    text = wording.text[slice(*span)]
    return f"the denial of '{text}'" if wording.denies else f"'{text}'"


# Asserted here, negated there


def _opposed(a: Wording, b: Wording, one: Reading, two: Reading) -> Contest | None:
    if _rule(one) is not _rule(two):
        return None
    names = one.named | two.named
    shared = one.concepts.keys() & two.concepts.keys()
    if _names_part(one, two) and not (shared & names and len(_solid(one, shared - names)) >= 2):
        return None
    near = _same_matter(one, two, 0.8) and _same_matter(two, one, 0.8)
    opposite = [
        concept
        for concept in shared - names
        if not one.concepts[concept] & two.concepts[concept]
        and (min(one.weights[concept], two.weights[concept]) >= 1.0 or near)
        and _bears(one, concept)
        and _bears(two, concept)
    ]
    if not opposite:
        return None
    concept = min(opposite, key=one.find)
    if _complements_part(one, two, concept):
        return None
    small = min(one, two, key=lambda reading: reading.mass)
    mass = sum(min(one.weights[concept], two.weights[concept]) for concept in shared)
    first, second = one.find(concept), two.find(concept)
    hedged = (first in one.polarity.hedged) is not (second in two.polarity.hedged)
    brief = (a.denies and len(one.concepts) <= 2) or (b.denies and len(two.concepts) <= 2)
    if brief and not near:
        if hedged or not _same_scene(a, b):
            return None
    elif mass < 1.5 or mass < 0.4 * small.mass or not (near or _clearly(one, first, two, second)):
        return None
    soft = hedged or _only_expected(one) or _only_expected(two)
    left, right = _span(one, first), _span(two, second)
    others = [one.words[at].text for at in sorted(map(one.find, shared - {concept}))]
    about = f", both on {', '.join(repr(text) for text in others[:3])}" if others else ""
    return Contest(
        LinkKind.IN_TENSION if soft else LinkKind.CONTRADICTS,
        left,
        right,
        f"{_said(a, left).capitalize() if a.denies else _said(a, left)} against {_said(b, right)}{about}",
        round(min(1.0, 0.5 + 0.1 * mass), 3),
    )


def _solid(reading: Reading, concepts: Iterable[str]) -> list[str]:
    """Those of the concepts that are worth a whole word."""
    return [concept for concept in concepts if reading.weights[concept] >= 1.0]


def _clearly(one: Reading, first: int, two: Reading, second: int) -> bool:
    """Whether the clause with the 'not' is about what the other wording says, and denies the same kind of
    word.
    """
    negative, at, positive, to = (
        (one, first, two, second) if first in one.polarity.negated else (two, second, one, first)
    )
    if at not in negative.polarity.negated or to in positive.polarity.negated:
        return False  # opposites by their meaning ('raise', 'cut') take another object too easily
    said, denied = positive.words[to].normal, negative.words[at].normal
    # 'our view has not changed' does not deny 'a package of changes'
    if said.endswith("s") is not denied.endswith("s") and (
        said.endswith(_VERBAL) or denied.endswith(_VERBAL)
    ):
        return False
    start, end = (
        clause_start(negative.words, negative.text, at),
        clause_end(negative.words, negative.text, at - 1),
    )
    clause = {word.concept for word in negative.words[start:end]} & negative.concepts.keys()
    whole = sum(negative.weights[concept] for concept in clause)
    return sum(negative.weights[concept] for concept in clause & positive.concepts.keys()) >= 0.6 * whole


def _complements_part(one: Reading, two: Reading, concept: str) -> bool:
    """Whether each completes the opposed word in its own way: 'safe for cars', 'not safe for lorries'."""

    def own(reading: Reading, other: Reading) -> bool:
        at = reading.find(concept)
        end = clause_end(reading.words, reading.text, max(at - 1, 0))
        return any(
            word.concept in reading.concepts.keys() - other.concepts.keys()
            and not word.common
            and not word.capital
            for word in reading.words[at + 1 : end]
        )

    return own(one, two) and own(two, one)


def _bears(reading: Reading, concept: str) -> bool:
    """Whether a negated word is what its negator bears on: 'troops' is not in 'no plans for troops'."""
    at = reading.find(concept)
    return at not in reading.polarity.negated or at in reading.polarity.focus


def _only_expected(reading: Reading) -> bool:
    """Whether what is denied is a prospect, not a fact: 'dismissed the possibility of a call'."""
    return any(reading.words[at].stem in _PROSPECTS for at in reading.polarity.frame)


def _same_scene(a: Wording, b: Wording) -> bool:
    """Whether a denial too short to say what it is about stands in a passage on the other claim's matter."""
    if not a.context and not b.context:
        return any(reading_of(side).polarity.frame for side in (a, b) if side.denies)
    around = {word.concept for side in (a, b) for word in words(side.context)}
    small, large = sorted((a, b), key=lambda side: len(side.text))
    matter = {
        word.concept for word in words(f"{large.text} {large.speaker}") if word.content and word.capital
    }
    own = {word.concept for word in words(small.context)}
    return bool(matter & own) if small.context else bool(matter & around)


# No such thing was planned, and it took place


def _against_event(a: Wording, b: Wording, one: Reading, two: Reading) -> Contest | None:
    for negative, positive, denial, event, swap in ((a, b, one, two, False), (b, a, two, one, True)):
        found = _event(negative, positive, denial, event)
        if found:
            left, right, reason = found
            first, second = (right, left) if swap else (left, right)
            return Contest(LinkKind.IN_TENSION, first, second, reason, 0.6)
    return None


def _event(
    negative: Wording, positive: Wording, denial: Reading, event: Reading
) -> tuple[Span, Span, str] | None:
    missing = [at for at, word in enumerate(denial.words) if kin_of(word) and at in denial.polarity.negated]
    held = [at for at, word in enumerate(event.words) if kin_of(word) and at not in event.polarity.negated]
    if not missing or not held or not _took_place(event):
        return None
    at, to = next(
        ((at, to) for at in missing for to in held if kin_of(denial.words[at]) == kin_of(event.words[to])),
        (-1, -1),
    )
    if (
        at < 0
        or to in event.polarity.hedged
        or not _same_parties(negative, positive)
        or not _same_day(negative, positive)
    ):
        return None
    while at + 1 in missing:
        at += 1
    near = range(max(0, at - _REACH), at)
    start = next((index for index in near if denial.words[index].normal in lexicon.NEGATORS), at)
    if start == at and not negative.denies:
        return None
    left = denial.words[start].start, denial.words[at].end
    right = event.words[to].start, event.words[to].end
    return left, right, f"{_said(negative, left)} was said, and {_said(positive, right)} is said to have been"


def _took_place(event: Reading) -> bool:
    """Whether the wording tells of something past, or of something as had ('his call with')."""
    row = [word.normal for word in event.words]
    return not _FUTURE & set(row) and bool(_PAST & set(row))


def _same_parties(negative: Wording, positive: Wording) -> bool:
    """Whether the two who are said to have met are those between whom nothing was planned."""
    parties = _surnames(reading_of(positive)) | _speaker_name(positive)
    named = _surnames(reading_of(negative))
    around = named | {word.concept for word in words(negative.context) if word.capital}
    return len(parties & (named if len(named) >= 2 else around)) >= 2


def _surnames(reading: Reading) -> frozenset[str]:
    return frozenset(name.tokens[-1] for name in reading.names if name.sure)


def _speaker_name(wording: Wording) -> frozenset[str]:
    row: tuple[Word, ...] = words(wording.speaker)
    return frozenset({row[-1].concept}) if row else frozenset()


def _same_day(a: Wording, b: Wording) -> bool:
    """Whether nothing says that the two speak of different days."""
    one, two = _day(a), _day(b)
    return not one or not two or one == two


def _day(wording: Wording) -> str:
    """The weekday a wording names, or the one that its 'yesterday' was; '' if it names none."""
    row = [word.normal for word in words(wording.text)]
    for day in _DAYS:
        if day in row:
            return day
    if wording.when and ("yesterday" in row or "today" in row):
        spoken: date = wording.when - timedelta(days=1 if "yesterday" in row else 0)
        return _DAYS[spoken.weekday()]
    return ""


# Amounts and days that do not fit


def _amounts(a: Wording, b: Wording, one: Reading, two: Reading) -> Contest | None:
    if _names_part(one, two) or _rule(one) is not _rule(two) or not _same_matter(one, two, 0.75):
        return None
    if any(not one.concepts[item] & two.concepts[item] for item in one.concepts.keys() & two.concepts.keys()):
        return None
    for amount in one.quantities:
        rivals = [other for other in two.quantities if amount.units & other.units]
        if amount.calendar or not rivals or any(amount.allows(other) for other in rivals):
            continue
        other = rivals[0]
        later = a.when is not None and b.when is not None and a.when != b.when
        reason = f"'{amount.text}' against '{other.text}'" + (", on different days" if later else "")
        kind = LinkKind.IN_TENSION if later else LinkKind.CONTRADICTS
        return Contest(kind, _reach(one, amount), _reach(two, other), reason, 0.8)
    return None


def _reach(reading: Reading, amount: Quantity) -> Span:
    return reading.words[amount.first].start, reading.words[amount.last].end


def _same_matter(one: Reading, two: Reading, share: float) -> bool:
    """Whether the shorter is all but covered by the other, with a word that is no name and not common."""
    shared = one.concepts.keys() & two.concepts.keys()
    solid = _solid(one, shared - one.named - two.named)
    mass = sum(min(one.weights[concept], two.weights[concept]) for concept in shared if concept[0] != "#")
    sizes = [sum(size for concept, size in side.weights.items() if concept[0] != "#") for side in (one, two)]
    return bool(solid) and mass >= 1.4 and mass >= share * min(sizes)


def _days(one: Reading, two: Reading) -> Contest | None:
    mine = [at for at, word in enumerate(one.words) if word.normal in _DAYS]
    theirs = [at for at, word in enumerate(two.words) if word.normal in _DAYS]
    if len(mine) != 1 or len(theirs) != 1 or one.words[mine[0]].normal == two.words[theirs[0]].normal:
        return None
    if _names_part(one, two) or not _same_matter(one, two, 0.8) or not _same_matter(two, one, 0.8):
        return None
    first, second = one.words[mine[0]], two.words[theirs[0]]
    shared = sum(left is not None and right is not None for left, right in align(one.words, two.words))
    if shared < 0.7 * max(len(one.words), len(two.words)):
        return None
    reason = f"'{first.text}' against '{second.text}' for the same event"
    return Contest(LinkKind.IN_TENSION, (first.start, first.end), (second.start, second.end), reason, 0.5)
