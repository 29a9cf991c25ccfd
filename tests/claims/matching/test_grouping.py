from datetime import date
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.matching import read_pairs
from claims.enums import QuoteKind
from claims.matching.grouping import group, place, same_claim, same_quote
from claims.matching.reading import Wording

DIRECT, MIXED, INDIRECT = QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT
POOL = sorted({wording for pair in read_pairs() for wording in (pair.a, pair.b)}, key=repr)

LONG = Wording("We asked the ministry three times for new pumps, three times we were told to wait.")
OTHER = Wording("We asked the ministry three times for a doctor, and the doctor never arrived in Brellin.")
FRAGMENT = Wording("We asked the ministry three times")


def as_texts(wordings, partition):
    return {frozenset(wordings[index].text for index in members) for members in partition}


def placed_one_by_one(wordings):
    """The claims that form when wordings arrive one after another, each time with the moves asked for."""
    claims = []
    for wording in wordings:
        placement = place(wording, claims)
        moved = [claims[move.group][move.index] for move in placement.moves]
        for move in sorted(placement.moves, key=lambda move: -move.index):
            del claims[move.group][move.index]
        home = claims[placement.group] if placement.group is not None else []
        if placement.group is None:
            claims.append(home)
        home += [wording, *moved]
        claims = [claim for claim in claims if claim]
    return {frozenset(wording.text for wording in claim) for claim in claims}


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_group_gives_a_fragment_of_two_quotes_to_one_of_them(order):
    wordings = [(LONG, OTHER, FRAGMENT)[index] for index in order]
    assert same_claim(LONG, FRAGMENT)
    assert same_claim(OTHER, FRAGMENT)
    assert len(group(wordings)) == 2
    assert as_texts(wordings, group(wordings)) == as_texts(
        [LONG, OTHER, FRAGMENT], group([LONG, OTHER, FRAGMENT])
    )


@given(st.lists(st.sampled_from(POOL), max_size=14), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_group_does_not_depend_on_the_order_of_arrival(wordings, random):
    expected = as_texts(wordings, group(wordings))
    shuffled = list(wordings)
    random.shuffle(shuffled)
    assert as_texts(shuffled, group(shuffled)) == expected
    assert placed_one_by_one(shuffled) == expected


def test_place_one_by_one_ends_in_the_claims_of_all_at_once():
    for seed in range(3):
        wordings = list(POOL)
        Random(seed).shuffle(wordings)
        assert placed_one_by_one(wordings[:80]) == as_texts(wordings[:80], group(wordings[:80]))


def test_place_begins_a_claim_for_what_nobody_said():
    placement = place(Wording("The wolves have come back."), [[LONG]])
    assert (placement.group, placement.match, placement.against, placement.moves) == (None, None, None, ())


def test_place_says_why_and_against_which_wording():
    placement = place(FRAGMENT, [[OTHER, LONG][:1], [Wording("The wolves have come back.")]])
    assert placement.group == 0
    assert placement.against == 0
    assert placement.match.reason == "All 6 words of one stand in the other"


def test_place_joins_two_claims_that_a_fuller_wording_shows_to_be_one():
    start = Wording("The dam at Brellin was built by people who cut corners")
    end = Wording("was built by people who cut corners, as every engineer in the valley knows")
    whole = Wording(
        "The dam at Brellin was built by people who cut corners, as every engineer in the valley knows."
    )
    groups = (
        [[start], [end]] if not same_claim(start, end) else pytest.fail("they must not match by themselves")
    )
    placement = place(whole, groups)
    assert placement.group == 0
    assert [(move.group, move.index) for move in placement.moves] == [(1, 0)]


def test_group_takes_one_wording_four_hundred_times():
    wordings = [Wording(LONG.text, context=f"Report {number}") for number in range(400)]
    assert group(wordings) == (tuple(range(400)),)


def test_group_keeps_equal_wordings_together():
    assert group([FRAGMENT, LONG, FRAGMENT, FRAGMENT]) == ((0, 1, 2, 3),)


def test_group_of_nothing_is_nothing():
    assert group([]) == ()


def test_same_claim_needs_more_than_a_denial_of_something():
    assert (
        same_claim(Wording("claims of fraud", INDIRECT, denies=True), Wording("It is not a crisis.")) is None
    )


def test_same_claim_lets_a_report_name_whom_the_quote_calls_they():
    quote = Wording("I have urged the governor to let them keep their boats.")
    report = Wording("he had asked the governor to let Marvale fishermen keep their boats", INDIRECT)
    assert same_claim(quote, report)
    assert same_claim(Wording("I have urged the governor to keep the boats."), report) is None


def test_same_claim_of_another_month_needs_the_same_words():
    quote = Wording("Three workers were killed when the crane collapsed.", when=date(2024, 3, 1))
    later = Wording("three employees died in the collapse of the crane", INDIRECT, when=date(2024, 5, 1))
    assert same_claim(quote, later) is None
    assert same_claim(quote, Wording(quote.text, when=date(2024, 5, 1)))


@pytest.mark.parametrize(
    ("one", "two", "found"),
    [
        (LONG, Wording("three times we were told to wait, three times", MIXED), False),
        (LONG, Wording("We asked the ministry three times for new pumps, three times", speaker="Lund"), True),
        (
            LONG,
            Wording("the town had “asked the ministry three times for new pumps, three times”", MIXED),
            True,
        ),
        (LONG, Wording("We asked the ministry three times for new pumps, three times", INDIRECT), False),
        (LONG, Wording("We asked the ministry", speaker="Lund"), False),
        (Wording("It is what it is and that is that."), Wording("It is what it is and that is that."), False),
    ],
    ids=["no quotation marks", "cut", "fragment", "indirect", "short", "nothing said"],
)
def test_same_quote_needs_many_quoted_words_in_a_row(one, two, found):
    assert bool(same_quote(one, two)) is found
    assert bool(same_quote(two, one)) is found
