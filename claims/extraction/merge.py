"""Two strategies, one list: what the tagger and the rules found, merged without saying anything twice."""

from claims.extraction.records import Attribution, Spans


def merge(
    ruled: list[Attribution], learned: list[Attribution] | None, *, additions: bool = True
) -> list[Attribution]:
    """The rules' attributions alone, or the learned ones with those of the rules that they leave room for.

    A learned attribution stands as it is. One of the rules is kept when it lies within a learned
    content (a nested one: the learned ones are the outermost), and, with `additions`, also when it
    shares no content with any.
    """
    if learned is None:
        return ruled
    kept = list(learned)
    for rule in ruled:
        if any(_overlap(rule.cue, other.cue) for other in learned):
            continue
        nested = any(_within(rule.cue, other.content) for other in learned)
        apart = not any(_overlap(rule.content, other.content) for other in learned)
        if nested or (additions and apart):
            kept.append(rule)
    return sorted(kept, key=lambda a: (min(a.content + a.cue), a.content))


def _overlap(one: Spans, other: Spans) -> bool:
    return any(a < d and c < b for a, b in one for c, d in other)


def _within(one: Spans, other: Spans) -> bool:
    return bool(one) and all(any(c <= a and b <= d for c, d in other) for a, b in one)
