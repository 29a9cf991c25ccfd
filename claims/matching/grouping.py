"""Appearances of one speaker into claims: a forest in which every wording hangs on its best fuller match.
 Wordings are ordered by how full they are (`scoring.rank`). Each hangs on the best-scoring fuller wording
that says the same; the trees are the claims. So the claims follow from the set alone, in whatever order it
came; a short fragment that stands in two long quotes never joins them; and a new wording touches only those
that match it: it joins one tree and draws over what matches it better than what it hung on so far.
"""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from claims.enums import QuoteKind
from claims.matching.held import part
from claims.matching.reading import Wording, reading_of
from claims.matching.scoring import Match, candidate_keys, rank, same_claim, same_quote

_QUOTED = 0.2
"""A report hangs on the quote it reports before it hangs on another report."""

type Partition = tuple[tuple[int, ...], ...]

__all__ = [
    "Match",
    "Move",
    "Partition",
    "Placement",
    "candidate_keys",
    "group",
    "place",
    "same_claim",
    "same_quote",
]


@dataclass(frozen=True, slots=True)
class Move:
    """The wording `index` of the group `group` now belongs with the new wording."""

    group: int
    index: int


@dataclass(frozen=True, slots=True)
class Placement:
    """Where a new wording belongs.

    `group` is the index of the group it joins, None for a claim of its own; `match` and `against` (index
    within that group) say why. `moves` are wordings of other groups that belong with it too, because it
    matches them better than anything before: where all of a group moves, the two claims are one.
    """

    group: int | None
    match: Match | None
    against: int | None
    moves: tuple[Move, ...] = ()


def group(wordings: Sequence[Wording]) -> Partition:
    """Part the wordings of one speaker into claims: tuples of indices, each ascending, in order of their
    first.

    The same set gives the same claims in any order. Speakers are not looked at: pass one speaker's wordings.
    """
    parents = _parents(wordings)
    roots = [_root(parents, index) for index in range(len(wordings))]
    members: dict[int, list[int]] = {}
    for index, root in enumerate(roots):
        members.setdefault(root, []).append(index)
    return tuple(sorted(tuple(found) for found in members.values()))


def place(
    new: Wording, groups: Sequence[Sequence[Wording]], held: Sequence[Container[int]] = ()
) -> Placement:
    """Where one more wording of a speaker belongs among the claims that exist.

    `groups` are the claims (all their wordings) that share a candidate key with the new one; others cannot
    change. Placing wordings one by one, with the moves made, ends in the claims that `group` finds for all
    at once. `held` says for each group which of its wordings stay, because an editor decided so: they are
    never moved, and never join two claims.
    """
    # What no wording of a claim matches can't change it: the trees of the others are not grown anew.
    near = [at for at, members in enumerate(groups) if _touches(new, members)]
    placement = _place(new, [groups[at] for at in near], [held[at] for at in near] if held else ())
    return replace(
        placement,
        group=None if placement.group is None else near[placement.group],
        moves=tuple(Move(near[move.group], move.index) for move in placement.moves),
    )


def _touches(new: Wording, members: Iterable[Wording]) -> bool:
    return any(member == new or same_claim(member, new) for member in dict.fromkeys(members))


def _place(
    new: Wording, groups: Sequence[Sequence[Wording]], held: Sequence[Container[int]] = ()
) -> Placement:
    """`place` among claims of which each has a wording that matches."""
    flat = [
        (at, index, wording) for at, members in enumerate(groups) for index, wording in enumerate(members)
    ]
    everything = [wording for _, _, wording in flat] + [new]
    last = len(flat)
    parents = _parents(everything)
    stay = {at: group for at, (group, index, _) in enumerate(flat) if held and index in held[group]}
    tree = _tree(parents, last)
    if stay:
        parents = part(parents, everything, [group for group, _, _ in flat], stay, tree)
        tree = _tree(parents, last)
    home = _home(parents, flat, tree, last, stay)
    moves = tuple(Move(flat[at][0], flat[at][1]) for at in tree if flat[at][0] != home and at not in stay)
    found = [
        (match.score, -at, match)
        for at in tree
        if flat[at][0] == home and (match := same_claim(everything[at], new))
    ]
    if not found:
        return Placement(home, None, None, moves)
    _, at, match = max(found, key=lambda item: item[:2])
    return Placement(home, match, flat[-at][1], moves)


def _home(
    parents: Sequence[int | None],
    flat: Sequence[tuple[int, int, Wording]],
    tree: Sequence[int],
    new: int,
    stay: Mapping[int, int],
) -> int | None:
    """The group whose tree the new wording joined: the one it hangs in, else one whose wordings stay in it,
    else the first that moves as a whole.
    """
    parent = parents[new]
    if parent is not None:
        return flat[parent][0]
    staying = [at for at in tree if at in stay]
    if staying:
        return stay[min(staying, key=lambda at: (parents[at] != new, at))]
    sizes: dict[int, int] = {}
    for at, _, _ in flat:
        sizes[at] = sizes.get(at, 0) + 1
    for at in sorted({flat[index][0] for index in tree}):
        if sum(flat[index][0] == at for index in tree) == sizes[at]:
            return at
    return None


def _parents(wordings: Sequence[Wording]) -> list[int | None]:
    """For each wording the index of the fuller one it hangs on. Equal wordings hang on the first of them."""
    order = sorted(range(len(wordings)), key=lambda index: rank(wordings[index]), reverse=True)
    parents: list[int | None] = [None] * len(wordings)
    holders: dict[str, list[int]] = {}  # key: places in `order` of the wordings that have it
    first: dict[Wording, int] = {}
    quotes: dict[tuple[str, ...], int] = {}
    for at, index in enumerate(order):
        wording = wordings[index]
        if wording in first:
            parents[index] = first[wording]
            continue
        first[wording] = index
        keys = candidate_keys(wording)
        core = reading_of(wording).core
        copy = quotes.get(core)
        # nothing can match better than the same words in a quote: 400 copies must not cost 400 searches each
        if copy is not None and (match := same_claim(wordings[copy], wording)) and match.score == 1.0:
            parents[index] = copy
        else:
            fuller = sorted({other for key in keys for other in holders.get(key, ())})
            parents[index] = _best(wording, [order[other] for other in fuller], wordings)
        if wording.kind is QuoteKind.DIRECT:
            quotes.setdefault(core, index)
        for key in keys:
            holders.setdefault(key, []).append(at)
    return parents


def _best(wording: Wording, fuller: Iterable[int], wordings: Sequence[Wording]) -> int | None:
    """Of the fuller wordings, fullest first, the one that matches best; of equal ones the fullest."""
    best, found = 0.0, None
    for other in fuller:
        direct = wordings[other].kind is QuoteKind.DIRECT
        # quotes come first in the order, so from the first report on no score can pass 1
        if best >= (1.0 + _QUOTED if direct else 1.0):
            break
        match = same_claim(wordings[other], wording)
        if match and match.score + direct * _QUOTED > best:
            best, found = match.score + direct * _QUOTED, other
    return found


def _tree(parents: Sequence[int | None], new: int) -> list[int]:
    """What stands in one tree with the last wording."""
    root = _root(parents, new)
    return [at for at in range(new) if _root(parents, at) == root]


def _root(parents: Sequence[int | None], index: int) -> int:
    while (parent := parents[index]) is not None:
        index = parent
    return index
