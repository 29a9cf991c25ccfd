"""Passages that print what somebody claims in the outlet's own voice, with nobody to whom it is attributed.

Two steps, both pure: `own_voice` gives the sentences of an article that stand outside of every attribution,
with their clauses; `stated` says whether a clause states what a wording of a claim says. Both leave out what
is not sure: a passage shown as fact accuses an outlet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claims.enums import QuoteKind
from claims.extraction.records import Span, Spans
from claims.matching.conflicts import conditional, differs, names_unexplained, opposed, roles_exchanged
from claims.matching.dates import sentence_around
from claims.matching.lexicon import word_set
from claims.matching.reading import Reading, Wording, read, reading_of
from claims.matching.scoring import candidate_keys, same_claim
from claims.matching.words import quoted_spans, stem, words

LEAST_WORDS = 5
LEAST_MASS = 2.6
"""What a clause must say, in content words weighted by what sharing each is worth."""

COVERED = 0.85
"""Share of what a clause says that the claim says too."""

MOST_BACK, MOST_COVERED = 0.65, 0.6
LEAST_BACK = 0.45
"""Share of what the claim, or a clause of it, says that the clause says too."""

_REPORTING = frozenset(
    stem(word)
    for word in word_set(
        """
    say tell claim allege report announce announcement accuse accusation assert assertion argue argument
    believe belief describe deny denial dispute warn insist suggest suggestion think hope expect fear
    predict estimate promise vow pledge propose proposal threaten demand urge ask question wonder add
    acknowledge admit agree explain write tweet respond reply reject refute dismiss criticize criticise
    praise cite maintain contend emphasize stress confirm reveal recall testify conclude concede declare
    consider want wish support oppose allegation rumor rumour poll survey speculate seem appear apparent
    suppose presume purport quote opinion remark comment interview speech mention indicate signal intend aim
    seek try invite order
        """
    )
)
_REPORTING_FORMS = word_set(
    """
    according called calls calling stated stating states statement noted noting notes may might could would
    should shall if whether unless likely perhaps maybe possibly probably planned plans posted posts view
    views viewed letter show shows showed shown found find finds thought sought tried reportedly allegedly
    supposedly told said wrote written
    """
)
"""Words by which somebody may be said to say, think or plan what follows, or by which it is left open: in
every inflection, and in these alone.
"""

_PERSONAL = word_set("i we me us my our mine ours you your yours i'm we're you're i've we've you've let's")
"""Who says 'I' or 'you' is quoted, with or without quotation marks."""

_QUOTES = '"“”„«»'
_CLAUSE_END = re.compile(
    r"\s*[;:]\s+|\s*,\s+|\s+[–—-]{1,2}\s+|—|\s+(?:while|but|although|though|because|since)\s+"
)
_OPENER = re.compile(
    r"(?:and|but|so|with|as|while|although|though|because|since|however|yet|meanwhile|also|now|then|still|that"
    r"|which|who)\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of an article in the outlet's own voice: a sentence, or a clause of one.

    `after` are the speakers (ids) to whom the sentence before it in the paragraph is attributed.
    """

    span: Span
    text: str
    after: frozenset[int] = frozenset()

    @property
    def wording(self) -> Wording:
        """As matching reads it."""
        return Wording(self.text, QuoteKind.INDIRECT)


@dataclass(frozen=True, slots=True)
class Attributed:
    """What an article attributes: the stretch from the first to the last of content, cue and source."""

    hull: Span
    speaker: int


def own_voice(text: str, attributed: Sequence[Attributed], *, body_start: int = 0) -> Iterator[Clause]:
    """The clauses of an article's sentences outside of every attribution, whole sentences first.

    Left out as well: what has a quotation mark or a word of reporting, doubt or condition in it, questions,
    and lines that end without a full stop (headlines, crossheads, captions).
    """
    before: frozenset[int] = frozenset()
    paragraph = -1
    quoted: Spans = ()
    for low, high in sentences(text, body_start):
        line = text.rfind("\n", 0, low) + 1
        if line != paragraph:
            paragraph, before = line, frozenset()
            quoted = tuple((line + start, line + end) for start, end in quoted_spans(_line(text, line)))
        speakers = frozenset(
            found.speaker for found in attributed if found.hull[0] < high and low < found.hull[1]
        )
        inside = any(start < high and low < end for start, end in quoted)
        if not speakers and not inside and _plain(text[low:high]):
            for start, end in _clauses(text, low, high):
                yield Clause((start, end), text[start:end], before)
        before = speakers


def _line(text: str, start: int) -> str:
    end = text.find("\n", start)
    return text[start : end if end >= 0 else len(text)]


def sentences(text: str, begin: int) -> Iterator[Span]:
    """The sentences of a text from `begin` on, white space around them left out."""
    at = begin
    while at < len(text):
        if text[at].isspace():
            at += 1
            continue
        _, end = sentence_around(text, at, at + 1)
        end = max(end, at + 1)
        low, high = at, end
        while high > low and text[high - 1].isspace():
            high -= 1
        yield low, high
        at = end


def _plain(sentence: str) -> bool:
    if not sentence.endswith((".", "!", ".)", "…")) or any(mark in sentence for mark in _QUOTES):
        return False
    if re.search(r"(?:^|\s)['‘]\w", sentence):  # a quotation in single marks
        return False
    return not _reports(sentence) and not any(word.normal in _PERSONAL for word in words(sentence))


def _reports(text: str) -> bool:
    return any(word.normal in _REPORTING_FORMS or word.stem in _REPORTING for word in words(text))


def _clauses(text: str, low: int, high: int) -> Iterator[Span]:
    """The sentence itself, then its clauses, without the words that only tie them together."""
    edges = [low]
    for match in _CLAUSE_END.finditer(text, low, high):
        edges += [match.start(), match.end()]
    edges.append(high)
    stretches = [(low, high)]
    if len(edges) > 2:
        stretches += list(zip(edges[::2], edges[1::2], strict=True))
    for begin, stop in dict.fromkeys(stretches):
        start = begin
        while (opener := _OPENER.match(text, start, stop)) is not None:
            start = opener.end()
        end = start + len(text[start:stop].rstrip(" .!…)"))
        if len(text[start:end].split()) >= LEAST_WORDS:
            yield start, end


@dataclass(frozen=True, slots=True)
class Stated:
    """A clause that states what a claim says. `reason` is a sentence for an editor."""

    score: float
    reason: str


def stated(clause: Clause, claim: Wording, *, speaker: int) -> Stated | None:
    """Whether a clause states in the outlet's own voice what a wording of a claim says; None where unsure.

    Same content, the same numbers and names, the same polarity; never a passage right behind one that is
    attributed to the same speaker, which goes on reporting.
    """
    told = clause.wording
    if speaker in clause.after or not candidate_keys(claim) & candidate_keys(told):
        return None
    full, part = reading_of(claim), reading_of(told)
    if len(part.core) < LEAST_WORDS or part.mass < LEAST_MASS or claim.text.rstrip(" ”\"'").endswith("?"):
        return None
    # 'He urged her to save those who are trapped' is not said by 'they are trapped'.
    if claim.denies or _reports(claim.text):
        return None
    if differs(claim, told) or opposed(part, full) or conditional(full) is not conditional(part):
        return None
    if _says_more(full, part) or names_unexplained(full, part, claim, told) or roles_exchanged(full, part):
        return None
    shared = part.concepts.keys() & full.concepts.keys()
    mass = sum(part.weights[concept] for concept in shared)
    solid = [concept for concept in shared - full.named - part.named if part.weights[concept] >= 1.0]
    covered = mass / part.mass
    if mass < LEAST_MASS or len(solid) < 2 or _possible(full, solid):
        return None
    back = max(_told_of(side, part) for side in _sides(claim.text))
    # A passage may add to a claim of which it states most, if matching takes the two for one.
    most = back >= MOST_BACK and covered >= MOST_COVERED and len(solid) >= 3
    if back < LEAST_BACK or (covered < COVERED and not most):
        return None
    if covered < 0.99 and same_claim(claim, told) is None:
        return None
    return Stated(
        round(0.5 * (covered + back), 3),
        f"{len(shared)} of {len(part.concepts)} content words are the claim's; nobody is said to say it",
    )


def _sides(text: str) -> Iterator[Reading]:
    """A claim as a whole, and its clauses: an outlet may state one of them alone."""
    yield read(text)
    for side in _CLAUSE_END.split(text):
        if len(side.split()) >= LEAST_WORDS:
            yield read(side)


def _told_of(side: Reading, part: Reading) -> float:
    """The share of what a side says that the clause says too."""
    shared = side.concepts.keys() & part.concepts.keys()
    return sum(side.weights[concept] for concept in shared) / side.mass if side.mass >= LEAST_MASS else 0.0


def _says_more(full: Reading, part: Reading) -> bool:
    """Whether the clause has a number that the claim does not have, or another one."""
    return any(not any(amount.equals(other) for other in full.quantities) for amount in part.quantities)


def _possible(full: Reading, concepts: Sequence[str]) -> bool:
    """Whether the claim says it of these only as possible: to state it is to say more."""
    return any(full.find(concept) in full.polarity.hedged for concept in concepts)
