"""How a wording stands to the fullest one, and which wording speaks for a claim."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claims.enums import QuoteKind, Variant
from claims.matching.alignment import align
from claims.matching.lexicon import CALENDAR
from claims.matching.quantities import Quantity
from claims.matching.reading import Reading, Wording, read
from claims.matching.words import Word, words

LOUDNESS = (
    Variant.ALTERED.value,
    "as fact",
    Variant.SPLICED.value,
    Variant.REWORDED.value,
    Variant.TRUNCATED.value,
    Variant.PARAPHRASE.value,
    "not reported",
    Variant.VERBATIM.value,
)
"""Coverage labels, loudest first; those that are no variant stand in their place."""

_ELLIPSES = ("…", "...", "[")


@dataclass(frozen=True, slots=True)
class Judgement:
    """A variant and what makes it one, in words an editor can check ("cut: 'But'"); empty for verbatim."""

    variant: Variant
    note: str = ""


def loudness(label: str) -> int:
    """Place of a coverage label among `LOUDNESS`: 0 is the loudest. Unknown labels come last."""
    return LOUDNESS.index(label) if label in LOUDNESS else len(LOUDNESS)


def variant_of(
    base: str, other: str, *, kind: QuoteKind, base_denies: bool = False, denies: bool = False
) -> Variant:
    """How `other`, printed as `kind`, stands to `base`, the fullest wording of the claim."""
    return judge(base, other, kind=kind, base_denies=base_denies, denies=denies).variant


def judge(
    base: str, other: str, *, kind: QuoteKind, base_denies: bool = False, denies: bool = False
) -> Judgement:
    """`variant_of` with its reason. What stands in no quotation marks is never verbatim: a paraphrase."""
    mine, theirs = words(base), words(other)
    if [word.normal for word in mine] == [word.normal for word in theirs] and base_denies == denies:
        return Judgement(Variant.PARAPHRASE if kind is QuoteKind.INDIRECT else Variant.VERBATIM)
    altered = _altered(base, other, base_denies, denies)
    if altered:
        return Judgement(Variant.ALTERED, altered)
    if base_denies == denies:
        cut = _cut(base, other, mine, theirs, kind)
        if cut:
            return cut
    return _retold(mine, theirs, kind)


# Altered: a number, a name or the polarity changed


def _altered(base: str, other: str, base_denies: bool, denies: bool) -> str:
    full, part = read(base, base_denies), read(other, denies)
    return _polarity(full, part) or _number(full, part) or _name(full, part)


def _polarity(full: Reading, part: Reading) -> str:
    named = full.named | part.named
    for left, right in align(full.words, part.words):
        if left is None or right is None:
            continue
        one, two = full.words[left], part.words[right]
        paired = one.content and one.concept == two.concept and one.concept not in named
        if paired and one.normal not in CALENDAR and full.sign(left) != part.sign(right):
            return f"polarity: '{_around(full, left)}' is '{_around(part, right)}' here"
    for concept, signs in part.concepts.items():
        theirs = full.concepts.get(concept, signs)
        if concept not in named and not signs & theirs:
            word = next(word.text for word in part.words if word.concept == concept)
            return f"polarity: '{word}' is asserted in one and negated in the other"
    return ""


def _around(reading: Reading, index: int) -> str:
    """A word with up to two words before it, for showing where a 'not' came or went."""
    return " ".join(word.text for word in reading.words[max(0, index - 2) : index + 1])


def _number(full: Reading, part: Reading) -> str:
    for amount in part.quantities:
        if any(_same_amount(amount, other) for other in full.quantities):
            continue
        rivals = [other for other in full.quantities if amount.counts_same(other)]
        # a number that replaces none may only say more; one that stands for another changes the claim
        taken = [other for other in rivals if not any(_same_amount(own, other) for own in part.quantities)]
        if taken:
            return f"number: '{taken[0].text}' is '{amount.text}' here"
    return ""


def _same_amount(one: Quantity, two: Quantity) -> bool:
    return one.equals(two) and (one.low, one.high) == (two.low, two.high)


def _name(full: Reading, part: Reading) -> str:
    """A name in the place of another: paired in the alignment, both sure names, neither found elsewhere."""
    pairs = dict(align(full.words, part.words))
    mine = {word.concept for word in full.words}
    theirs = {word.concept for word in part.words}
    lost = {name.first + at: name for name in full.names if name.sure for at in range(len(name.tokens))}
    new = {name.first + at: name for name in part.names if name.sure for at in range(len(name.tokens))}
    for left, right in pairs.items():
        if left is None or right is None or left not in lost or right not in new:
            continue
        old, name = lost[left], new[right]
        if not old.fits(name) and not set(old.tokens) & theirs and not set(name.tokens) & mine:
            return f"name: '{old.text}' is '{name.text}' here"
    return ""


# Cut or put together: every word is the base's


def _cut(
    base: str, other: str, mine: Sequence[Word], theirs: Sequence[Word], kind: QuoteKind
) -> Judgement | None:
    part = [word.normal for word in theirs]
    full = [word.normal for word in mine]
    # a report opens with 'that', which belongs to the reporter
    skip = 1 if part and part[0] == "that" and kind is not QuoteKind.DIRECT and full[:1] != ["that"] else 0
    part, row = part[skip:], theirs[skip:]
    if not part:
        return None
    if part == full:
        return Judgement(Variant.PARAPHRASE if kind is QuoteKind.INDIRECT else Variant.VERBATIM)
    size = len(part)
    for at in range(len(full) - size + 1):
        if full[at : at + size] == part:
            return Judgement(Variant.TRUNCATED, _left_out(base, mine, [(0, at), (at + size, len(full))]))
    if other.rstrip(" .”\"'").endswith("…") and len(part) > 5 and full[: len(part) - 1] == part[:-1]:
        # the word it breaks off in may be another's
        return Judgement(
            Variant.TRUNCATED, f"breaks off; {_left_out(base, mine, [(len(part) - 1, len(full))])}"
        )
    pieces = _pieces(part, full)
    if pieces is None:
        return None
    ascending = all(one[1] + one[2] <= two[1] for one, two in pairwise(pieces))
    if not ascending:
        long = all(length >= 2 for _, _, length in pieces)
        return Judgement(Variant.SPLICED, "pieces in another order") if long and len(pieces) <= 4 else None
    gaps = [(0, pieces[0][1])]
    gaps += [(one[1] + one[2], two[1]) for one, two in pairwise(pieces)]
    inner = gaps[1:]
    gaps.append((pieces[-1][1] + pieces[-1][2], len(full)))
    note = _left_out(base, mine, gaps)
    marked = all(
        any(sign in other[row[two[0] - 1].end : row[two[0]].start] for sign in _ELLIPSES)
        for two in pieces[1:]
    )
    if marked:
        return Judgement(Variant.TRUNCATED, note)
    if kind is QuoteKind.INDIRECT or not any(
        mine[at].content for low, high in inner for at in range(low, high)
    ):
        return None
    return Judgement(Variant.SPLICED, f"runs together without a mark; {note}")


def _pieces(part: list[str], full: list[str]) -> list[tuple[int, int, int]] | None:
    """Fewest stretches of `part` that stand in `full`: (start in part, start in full, length). Earliest in
    order first.
    """
    pieces: list[tuple[int, int, int]] = []
    at = floor = 0
    while at < len(part):
        best: tuple[int, int, int] | None = None
        for start in (*range(floor, len(full)), *range(floor)):
            size = 0
            while (
                at + size < len(part) and start + size < len(full) and part[at + size] == full[start + size]
            ):
                size += 1
            if size and (best is None or size > best[2]):
                best = (at, start, size)
        if best is None:
            return None
        pieces.append(best)
        at, floor = at + best[2], best[1] + best[2]
    return pieces


def _left_out(base: str, mine: Sequence[Word], gaps: Iterable[tuple[int, int]]) -> str:
    """What was cut, quoted from the base."""
    cut = [base[mine[low].start : mine[high - 1].end] for low, high in gaps if low < high]
    return "cut: " + ", ".join(f"'{text}'" for text in cut)


# Told in other words


def _retold(mine: Sequence[Word], theirs: Sequence[Word], kind: QuoteKind) -> Judgement:
    pairs = align(mine, theirs)
    shared = sum(
        left is not None and right is not None and mine[left].normal == theirs[right].normal
        for left, right in pairs
    )
    changed = [
        f"'{mine[left].text}' is '{theirs[right].text}' here"
        for left, right in pairs
        if left is not None
        and right is not None
        and mine[left].normal != theirs[right].normal
        and mine[left].content
    ]
    note = ", ".join(changed[:3])
    smaller = min(len(mine), len(theirs))
    if kind is QuoteKind.INDIRECT or shared * 4 < smaller:
        return Judgement(Variant.PARAPHRASE, note)
    return Judgement(Variant.REWORDED, note)


# Which wording speaks for the claim


def fullest(wordings: Sequence[Wording]) -> int:
    """Index of the fullest wording: a quote before a report, then the longest, then one that does not end
    in an ellipsis, then the one printed most often.

    What remains equal is settled by the text itself, so the order of outlets plays no part. `wordings` is
    not empty.
    """
    printed: dict[tuple[str, ...], int] = {}
    for wording in wordings:
        core = tuple(word.normal for word in words(wording.text))
        printed[core] = printed.get(core, 0) + 1

    def order(index: int) -> tuple[int, bool, int, bool, int, str]:
        wording = wordings[index]
        row = tuple(word.normal for word in words(wording.text))
        kinds = (QuoteKind.INDIRECT, QuoteKind.MIXED, QuoteKind.DIRECT)
        whole = not wording.text.rstrip(" .”\"'").endswith("…")
        return kinds.index(wording.kind), not wording.denies, len(row), whole, printed[row], wording.text

    return max(range(len(wordings)), key=order)
