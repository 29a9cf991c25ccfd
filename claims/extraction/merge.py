"""Two strategies, one list: what the tagger and the rules found, merged without saying anything twice."""

import math
from collections.abc import Sequence
from dataclasses import replace

from claims.extraction.records import Attribution, Spans

DOUBTFUL = 0.15  # the least confidence of a learned attribution that agreement can still raise enough

# How probable a learned attribution is, given how far a rule agrees: a logistic function of the tagger's
# own log-odds and of the share of the content that both have. Fitted on PolNeAR dev (docs/model-card.md).
_BIAS, _OWN, _AGREEMENT = -0.25, 0.89, 0.73
_THRESHOLD = 0.33


def merge(
    ruled: list[Attribution], learned: list[Attribution] | None, text: str, *, additions: bool = True
) -> list[Attribution]:
    """The rules' attributions alone, or the learned ones with those of the rules that they leave room for.

    One of the rules is kept when its cue lies within a learned content (nested: the learned ones are the
    outermost). With `additions` the rules also have a say in the learned ones: agreement raises their
    confidence, doubtful ones go, and one without a source takes that of the rule with the same cue; and what
    a rule reads off the marks of `text` alone (transcripts, signed and continued quotations) is added
    where it shares no content with any. Other rules add more wrong ones than right.
    """
    if learned is None:
        return ruled
    outer = [one for one in (_judged(o, ruled) for o in learned) if one] if additions else learned
    kept = list(outer)
    for rule in ruled:
        if any(_shared(rule.cue, other.cue) for other in outer):
            continue
        nested = any(_within(rule.cue, other.content) for other in outer)
        apart = not any(_shared(rule.content, other.content) for other in outer)
        if nested or (additions and apart and _marked(rule, text)):
            kept.append(rule)
    return sorted(kept, key=lambda a: (min(a.content + a.cue), a.content))


def _judged(learned: Attribution, ruled: Sequence[Attribution]) -> Attribution | None:
    """A learned attribution as the rule with the same cue bears it out, or None where it is too doubtful."""
    twins = [rule for rule in ruled if _shared(rule.cue, learned.cue)]
    twin = max(twins, key=lambda rule: _agreement(rule.content, learned.content), default=None)
    agreed = _agreement(twin.content, learned.content) if twin else 0.0
    own = min(max(learned.confidence, 0.001), 0.999)
    odds = _BIAS + _OWN * math.log(own / (1 - own)) + _AGREEMENT * agreed
    confidence = 1 / (1 + math.exp(-odds))
    if confidence < _THRESHOLD:
        return None
    source = learned.source
    if not source and twin is not None and not _shared(twin.source, learned.content):
        source = twin.source
    return replace(learned, source=source, confidence=round(confidence, 3))


def _marked(rule: Attribution, text: str) -> bool:
    """Whether the rule went by marks alone: its cue is a colon or a dash, or there is none."""
    return not any(letter.isalpha() for start, end in rule.cue for letter in text[start:end])


def _shared(one: Spans, other: Spans) -> int:
    """How many characters lie in both."""
    return sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)


def _agreement(one: Spans, other: Spans) -> float:
    """The share of the characters of either that lie in both."""
    both = _shared(one, other)
    either = sum(end - start for start, end in (*one, *other)) - both
    return both / either if either else 0.0


def _within(one: Spans, other: Spans) -> bool:
    return bool(one) and all(any(c <= a and b <= d for c, d in other) for a, b in one)
