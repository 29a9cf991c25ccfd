"""Whether two wordings of one speaker report the same proposition, and the reason an editor is shown."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, pairwise

from claims.enums import QuoteKind
from claims.matching.conflicts import (
    PRONOUNS,
    conditional,
    differs,
    names_unexplained,
    printed,
    replaced,
    roles_exchanged,
)
from claims.matching.reading import Reading, Wording, kin_of, reading_of
from claims.matching.words import Word, words

MAX_DAYS_APART = 14
"""Farther apart than this, only the same words count as the same claim: people repeat themselves."""


SAME_QUOTE_WORDS = 6
"""Quoted words in a row, four of them telling, that two speakers of one event do not say by chance."""


@dataclass(frozen=True, slots=True)
class Match:
    """Two wordings report one claim. `score` lies in (0, 1]; `reason` is a sentence for an editor."""

    score: float
    reason: str


def candidate_keys(wording: Wording) -> frozenset[str]:
    """Short strings for an index: two wordings of one claim share at least one of them.

    Pairs of content words that stand near each other, in families and without order, so that a paraphrase
    keeps them; what is negated also alone, for 'refuted claims of encirclement'; and the words themselves
    where they are too few. `same_claim` demands a shared key, so that candidates found by key overlap are
    complete.
    """
    return _keys(wording.text, wording.denies)


@lru_cache(maxsize=65536)
def _keys(text: str, denies: bool) -> frozenset[str]:
    reading = reading_of(Wording(text, denies=denies))
    row = [word for word in reading.words if word.content and word.concept in reading.concepts]
    reach = 8 if len(row) <= 60 else 2
    keys = {
        f"not {concept}"
        for concept, signs in reading.concepts.items()
        if -1 in signs and reading.weights[concept] >= 1.0
    }
    for at, word in enumerate(row):
        for other in row[at + 1 : at + 1 + reach]:
            near = other in row[at + 1 : at + 3]
            if word.concept != other.concept and (near or not (word.common and other.common)):
                keys.add(" ".join(sorted((word.concept, other.concept))))
    if len(reading.core) <= 6 or not keys:
        keys.add("= " + " ".join(reading.core)[:80])
    return frozenset(keys)


def rank(wording: Wording) -> tuple[bool, float, int, tuple[str, ...], str, str, bool, str, str]:
    """How full a wording is: quotes before reports, then more said, then a fixed order. Total on distinct
    wordings.
    """
    reading = reading_of(wording)
    return (
        wording.kind is QuoteKind.DIRECT,
        round(reading.mass, 3),
        len(reading.core),
        reading.core,
        wording.text,
        wording.kind,
        wording.denies,
        wording.context,
        f"{wording.speaker} {wording.when}",
    )


def same_claim(a: Wording, b: Wording) -> Match | None:
    """Whether two wordings of one speaker report the same proposition; None where that is not evident.

    Symmetric. The caller knows that the speaker is the same. Opposite polarity, a different number, day or
    name, a question against a statement and 'may' against 'is' keep wordings apart, however close the
    words.
    """
    if not candidate_keys(a) & candidate_keys(b):
        return None
    child, parent = sorted((a, b), key=rank)
    return _match(_bare(parent, _told(parent, child)), _bare(child, ""), _far_apart(a, b))


def same_quote(a: Wording, b: Wording) -> Match | None:
    """Whether two quotes share so many words in a row that they are one utterance, whoever is named as its
    speaker.

    Evidence for joining a claim whose speaker an article does not name, or names otherwise, with one of the
    same event: at least eight words in quotation marks, or six that say much, all of them in a quotation of
    the other wording, at most two weeks apart.
    """
    if QuoteKind.INDIRECT in (a.kind, b.kind) or a.denies or b.denies or _far_apart(a, b):
        return None
    runs = (*_pairs(_quoted(a), _quoted(b)), *_pairs(_quoted(b), _quoted(a)))
    longest = max(runs, key=len, default=())
    return Match(0.9, f"{len(longest)} quoted words in a row are the same") if longest else None


def _pairs(some: Sequence[Sequence[Word]], others: Sequence[Sequence[Word]]) -> Iterator[tuple[str, ...]]:
    """Of some quotations those, too long to be said twice by chance, that stand in one of the others."""
    rows = [tuple(word.normal for word in other) for other in others]
    for quotation in some:
        weight = len({word.stem for word in quotation if word.content and not word.common})
        if len(quotation) < SAME_QUOTE_WORDS or len(quotation) + 2 * weight < SAME_QUOTE_WORDS + 8:
            continue
        run = tuple(word.normal for word in quotation)
        if any(_spots(run, row) for row in rows):
            yield run


def _quoted(wording: Wording) -> list[list[Word]]:
    """The words in quotation marks: all of a direct quote, each fragment of a mixed report."""
    row = reading_of(wording).words
    return [list(row)] if wording.kind is QuoteKind.DIRECT else _quoted_runs(row)


def _bare(wording: Wording, context: str) -> Wording:
    """A wording without what reports of the same words differ in, so that each two texts are judged once."""
    return Wording(wording.text, wording.kind, wording.denies, context, wording.speaker)


def _told(parent: Wording, child: Wording) -> str:
    """Of the passage around the fuller wording what matters: names of the lesser one that stand in it."""
    if not parent.context:
        return ""
    passage = parent.context.casefold()
    return ", ".join(name.text for name in reading_of(child).names if name.text.casefold() in passage)


@lru_cache(maxsize=65536)
def _match(parent: Wording, child: Wording, far_apart: bool) -> Match | None:
    full, part = reading_of(parent), reading_of(child)
    if full.core == part.core and parent.denies == child.denies:
        if far_apart and part.mass < 1.5:
            return None
        return Match(1.0, "The same words")
    found = _cut_off(full, part, child) or _bracketed(parent, child)
    if found or differs(parent, child) is not None or _topic(part, parent, child):
        return found
    found = _contained(full, part)
    if found or far_apart:
        return found
    found = _spliced(full, part) or _fragments(full, part, child)
    if found or names_unexplained(full, part, parent, child) or conditional(full) is not conditional(part):
        return found
    return _covered(full, part, parent, child) or _denied(full, part, parent, child)


def _topic(part: Reading, parent: Wording, child: Wording) -> bool:
    """Whether a report is too short to say what is claimed: 'on same-sex marriage' is said of both sides."""
    brief = len(part.core) <= 5 and len(part.concepts) <= 3
    return brief and child.kind is QuoteKind.INDIRECT and not (parent.denies or child.denies)


def _far_apart(a: Wording, b: Wording) -> bool:
    if a.when is None or b.when is None:
        return False
    return abs((a.when - b.when).days) > MAX_DAYS_APART


def _runs(part: tuple[str, ...], full: tuple[str, ...]) -> list[tuple[int, int]] | None:
    """Fewest runs of `part`, each contiguous in `full`, in any order: (start in full, length); None if a
    word is not.
    """
    runs: list[tuple[int, int]] = []
    at = 0
    while at < len(part):
        best = (0, 0)
        for start, word in enumerate(full):
            if word == part[at]:
                size = 0
                while (
                    at + size < len(part)
                    and start + size < len(full)
                    and part[at + size] == full[start + size]
                ):
                    size += 1
                if size > best[1]:
                    best = (start, size)
        if not best[1]:
            return None
        runs.append(best)
        at += best[1]
    return runs


def _stems(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.stem for word in words)


def _contained(full: Reading, part: Reading) -> Match | None:
    size = len(part.core)
    if (size < 4 or part.mass < 1.0) and part.mass < 2.0:
        return None
    low, high = _heaviest(full)
    for at in _spots(part.core, full.core):
        if low <= at + len(full.words) - len(full.core) + size // 2 < high:
            return Match(0.95, f"All {size} words of one stand in the other")
    return None


def _spots(part: tuple[str, ...], full: tuple[str, ...]) -> list[int]:
    """Where one sequence stands in another."""
    return [at for at in range(len(full) - len(part) + 1) if full[at : at + len(part)] == part]


def _heaviest(reading: Reading) -> tuple[int, int]:
    """The main clause of several in a row that says most: for that one the wording stands.

    Two clauses of one sentence are two claims, so fragments of both must not meet in it.
    """
    row = reading.words
    cuts = [0]
    for at in range(2, len(row) - 2):
        gap = reading.text[row[at - 1].end : row[at].start]
        joins = row[at].normal in ("and", "but", "so")
        pauses = ("..." in gap or "…" in gap) and min(at, len(row) - at) > 5
        if ";" in gap or pauses or (joins and ("," in gap or "—" in gap) and _begins_clause(row[at + 1])):
            cuts.append(at)
    cuts.append(len(row))
    spans = list(pairwise(cuts))
    return max(spans, key=lambda span: sum(_worth(reading, at) for at in range(*span)))


def _begins_clause(word: Word) -> bool:
    return not word.content or word.capital


def _worth(reading: Reading, at: int) -> float:
    return reading.weights.get(reading.words[at].concept, 0.0) if reading.words[at].content else 0.0


def _cut_off(full: Reading, part: Reading, child: Wording) -> Match | None:
    """A wording that breaks off with an ellipsis: its last word may already be another's."""
    if not child.text.rstrip(" .”\"'").endswith("…") and not child.text.rstrip(" ”\"'").endswith("..."):
        return None
    for short in (part.core[:-1], part.core[:-2]):
        if len(short) >= 6 and full.core[: len(short)] == short and part.mass >= 2.0:
            return Match(0.9, f"Breaks off; its first {len(short)} words stand in the other")
    return None


def _bracketed(a: Wording, b: Wording) -> Match | None:
    """The same words but for what an editor put in brackets in place of a pronoun."""
    if not any(mark in side.text for mark in "[(" for side in (a, b)):
        return None
    left, right = _without_brackets(a.text), _without_brackets(b.text)
    row, other = (left, right) if len(left) >= len(right) else (right, left)
    kept = [word for word in row if word not in PRONOUNS]
    if len(other) >= 3 and (row == other or kept == [word for word in other if word not in PRONOUNS]):
        return Match(0.95, "The same words but for those in brackets")
    return None


def _without_brackets(text: str) -> list[str]:
    return [word.normal for word in words(re.sub(r"\[[^\]]*\]|\([^)]*\)", " ", text))]


def _spliced(full: Reading, part: Reading) -> Match | None:
    if len(part.core) < 6 or part.mass < 2.0:
        return None
    runs = _runs(part.core, full.core)
    if runs and 2 <= len(runs) <= 3 and all(length >= 2 for _, length in runs):
        return Match(0.9, f"Put together from {len(runs)} pieces of the other")
    return None


def _fragments(full: Reading, part: Reading, child: Wording) -> Match | None:
    """Quoted fragments of a mixed report that stand in the fuller wording, the rest being its reporter's
    words.
    """
    if child.kind is not QuoteKind.MIXED:
        return None
    fragments = _quoted_runs(part.words)
    stems = _stems(full.words)
    held = [words for words in fragments if _spots(_stems(words), stems)]
    quoted = {word.concept for words in held for word in words if word.content}
    mass = sum(part.weights.get(concept, 0.0) for concept in quoted)
    if not held or mass < 1.2 or not _in_heaviest(full, max(held, key=len)):
        return None
    kin = {kin_of(word) for word in full.words} - {""}
    rest = [word for word in part.words if word.content and word.concept not in quoted]
    total = sum(part.weights.get(word.concept, 0.0) for word in rest)
    shared = sum(
        part.weights.get(word.concept, 0.0)
        for word in rest
        if word.concept in full.concepts or kin_of(word) in kin
    )
    longest = max(len(words) for words in held)
    long = longest >= 5 and mass >= 1.8 and (total <= 2 * mass or shared >= 1.2)
    telling = mass >= {4: 2.4, 5: 2.0}.get(longest, 1.4 if longest > 5 else 9.0)
    alike = shared >= 0.5 * total or long or (shared >= 1.9 and mass + shared >= 3.8)
    if telling or (alike and len(held) == len(fragments)):
        words = " ".join(word.text for word in max(held, key=len))
        return Match(0.85, f"The quoted words '{words}' stand in both")
    return None


def _quoted_runs(row: Sequence[Word]) -> list[list[Word]]:
    return [list(run) for quoted, run in groupby(row, key=lambda word: word.quoted) if quoted]


def _in_heaviest(full: Reading, fragment: list[Word]) -> bool:
    low, high = _heaviest(full)
    return any(low <= at + len(fragment) // 2 < high for at in _spots(_stems(fragment), _stems(full.words)))


def _covered(full: Reading, part: Reading, parent: Wording, child: Wording) -> Match | None:
    """Enough content words in common, families counting as one word."""
    shared = part.concepts.keys() & full.concepts.keys()
    names = full.named | part.named
    mass = sum(part.weights[concept] for concept in shared)
    solid = sum(part.weights[concept] for concept in shared - names)
    covered = mass / part.mass if part.mass else 0.0
    back = sum(full.weights[concept] for concept in shared) / full.mass if full.mass else 0.0
    everything = covered >= 0.99 and back >= 0.95 and solid >= 1.0
    if mass < 2.0 or (solid < 1.5 and not everything):
        return None
    amounts = {amount.concept for amount in full.quantities if not amount.calendar}
    if solid < 2.5 and amounts - shared:
        return None
    both_direct = parent.kind is QuoteKind.DIRECT and child.kind is QuoteKind.DIRECT
    if both_direct:
        own_words = shared != part.concepts.keys() and shared != full.concepts.keys()
        enough = (
            covered >= 0.8 and back >= (0.5 if solid >= 3.0 else 0.85) and (solid >= 3.5 or not own_words)
        )
    else:
        # a report may tell a part of a quote, or all of a short one and more besides
        enough = (covered >= 0.75 and back >= 0.4) or (covered >= 0.35 and back >= 0.8 and solid >= 2.5)
        enough = enough or (_in_first_person(full) and back >= 0.95 and covered >= 0.6)
    if not enough or roles_exchanged(full, part) or replaced(full, part, solid):
        return None
    same_stems = {word.stem for word in full.words} & {word.stem for word in part.words if word.content}
    swapped = sorted(
        (word.text, printed(full, word.concept))
        for word in part.words
        if word.content and word.concept in shared and word.stem not in same_stems
    )
    said = ", ".join(f"'{mine}' for '{theirs}'" for mine, theirs in swapped[:3])
    count = f"{len(shared)} of {len(part.concepts)} content words in common"
    return Match(round(0.5 + 0.3 * max(covered, back), 3), f"{count}, {said}" if said else count)


def _in_first_person(reading: Reading) -> bool:
    """Whether 'I' or 'we' tells it, for which a report puts a noun."""
    return any(word.normal in ("i", "we", "i've", "we've", "i'm", "we're") for word in reading.words)


def _denied(full: Reading, part: Reading, parent: Wording, child: Wording) -> Match | None:
    """A denial named by a noun ('claims of encirclement') against the same denial said out."""
    if not (parent.denies or child.denies):
        return None
    brief, other = (part, full) if child.denies else (full, part)
    solid = [concept for concept, weight in brief.weights.items() if weight >= 1.0]
    if not 1 <= len(solid) <= 2 or brief.quantities:
        return None
    if all(-1 in other.concepts.get(concept, ()) for concept in solid):
        return Match(0.6, f"Both deny '{printed(brief, solid[0])}'")
    return None
