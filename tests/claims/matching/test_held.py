"""Wordings that an editor decided on stay where the editor put them, whatever else matches."""

from hypothesis import given, settings
from hypothesis import strategies as st

from claims.matching.grouping import place, same_claim
from claims.matching.reading import Wording
from tests.claims.matching.test_grouping import FRAGMENT, LONG, OTHER, POOL

START = Wording("The dam at Brellin was built by people who cut corners")
END = Wording("was built by people who cut corners, as every engineer in the valley knows")
WHOLE = Wording(
    "The dam at Brellin was built by people who cut corners, as every engineer in the valley knows."
)
CUT = Wording("We asked the ministry three times for new pumps")


def test_place_follows_what_was_split_off() -> None:
    """The full quote and a part of it are two claims, says an editor; the part again is the second."""
    assert same_claim(LONG, CUT)
    groups = [[LONG], [CUT]]
    assert place(Wording(CUT.text, context="Elsewhere"), groups, [{0}, {0}]).group == 1
    assert place(Wording(LONG.text, context="Elsewhere"), groups, [{0}, {0}]).group == 0
    assert place(FRAGMENT, groups, [{0}, {0}]).group == 1


def test_place_never_joins_what_was_split() -> None:
    placement = place(WHOLE, [[START], [END]], [{0}, {0}])
    assert (placement.group is not None, placement.moves) == (True, ())


def test_place_brings_free_wordings_to_what_is_held() -> None:
    placement = place(WHOLE, [[START], [END]], [(), {0}])
    assert placement.group == 1
    assert [(move.group, move.index) for move in placement.moves] == [(0, 0)]


def test_place_goes_to_the_claim_that_an_editor_merged_for_either_part() -> None:
    merged = [LONG, Wording("The wolves have come back.")]
    for wording in merged:
        assert place(Wording(wording.text, context="Elsewhere"), [[OTHER], merged], [(), {0, 1}]).group == 1


def test_place_joins_what_is_held_even_where_only_a_part_of_it_matches() -> None:
    merged = [START, Wording("The wolves have come back.")]
    assert place(WHOLE, [merged], [{0, 1}]).group == 0


@given(st.lists(st.lists(st.sampled_from(POOL), min_size=1, max_size=4), max_size=4), st.sampled_from(POOL))
@settings(max_examples=80, deadline=None)
def test_place_moves_nothing_that_is_held(groups: list[list[Wording]], new: Wording) -> None:
    held = [set(range(0, len(group), 2)) for group in groups]
    placement = place(new, groups, held)
    assert not [move for move in placement.moves if move.index in held[move.group]]
    assert all(move.group != placement.group for move in placement.moves)
