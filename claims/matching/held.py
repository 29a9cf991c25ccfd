"""Wordings that an editor decided on: they stay in their claim, and what matches them best comes to them."""

from collections.abc import Collection, Mapping, Sequence

from claims.matching.reading import Wording
from claims.matching.scoring import same_claim


def part(
    parents: Sequence[int | None],
    wordings: Sequence[Wording],
    claims: Sequence[int],
    held: Mapping[int, int],
    tree: Collection[int],
) -> list[int | None]:
    """Cut the forest of wordings where it would join what is held in one claim to another claim.

    `parents` are what each wording hangs on, as indices into `wordings`, of which the last is the new one;
    `claims` name the claim that each of the others is in, and `held` those that stay: index to claim;
    `tree` are the others that the forest joins with the new one.
    """
    new = len(claims)
    parted = list(parents)
    rivals = []
    for at, claim in held.items():
        above = parted[at]
        if above is not None and above != new and claims[above] != claim:
            parted[at] = None
            rivals.append(at)
    parent = parted[new]
    drawn = [at for at in held if parted[at] == new]
    pulls = drawn if parent is None else [parent, *drawn, *(at for at in rivals if at in tree)]
    if len({claims[at] for at in pulls}) > 1:
        best = max(pulls, key=lambda at: (_nearness(wordings[at], wordings[new]), -at))
        for at in drawn:
            if claims[at] != claims[best]:
                parted[at] = None
        if parent is not None and claims[parent] != claims[best]:
            parted[new] = None if best in drawn else best
    return parted


def _nearness(one: Wording, other: Wording) -> tuple[float, float]:
    """How well they match; of equal matches that of two wordings of like length is nearer."""
    match = same_claim(one, other)
    lengths = sorted((len(one.text), len(other.text)))
    return (match.score if match else 0.0, lengths[0] / max(lengths[1], 1))
