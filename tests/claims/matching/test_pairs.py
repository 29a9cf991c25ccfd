"""The matcher on the pairs written for it: what it joins, keeps apart and sets against each other."""

from collections import Counter

import pytest

from benchmarks.matching import LABELS, figures, judge_pair, read_pairs
from claims.matching.contests import contests
from claims.matching.grouping import candidate_keys, same_claim

PAIRS = list(read_pairs())
TRAPS = {"polarity", "number", "name", "overlap", "paraphrase", "truncated", "spliced", "mixed", "denial"}


@pytest.fixture(scope="module")
def found():
    return figures(judge_pair(pair) for pair in PAIRS)


def test_pairs_cover_every_trap():
    assert len(PAIRS) >= 120
    assert len({pair.number for pair in PAIRS}) == len(PAIRS)
    assert Counter(pair.expect for pair in PAIRS).keys() == set(LABELS)
    assert {pair.trap for pair in PAIRS} >= TRAPS


def test_pairs_joined_are_one_claim(found):
    assert found.precision("same") >= 0.98
    assert found.recall("same") >= 0.9


def test_pairs_contested_are_opposed(found):
    assert found.precision("opposite") >= 0.95
    assert found.recall("opposite") >= 0.85


def test_opposite_pairs_are_never_joined():
    assert [pair.number for pair in PAIRS if pair.expect == "opposite" and same_claim(pair.a, pair.b)] == []


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.number}-{pair.trap}")
def test_same_claim_does_not_depend_on_the_order_of_two(pair):
    assert same_claim(pair.a, pair.b) == same_claim(pair.b, pair.a)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: f"{pair.number}-{pair.trap}")
def test_contests_does_not_depend_on_the_order_of_two(pair):
    one, two = contests(pair.a, pair.b), contests(pair.b, pair.a)
    assert (one and (one.kind, one.first, one.second)) == (two and (two.kind, two.second, two.first))


def test_candidate_keys_find_every_pair_that_matches():
    joined = [pair for pair in PAIRS if same_claim(pair.a, pair.b)]
    assert joined
    assert [pair.number for pair in joined if not candidate_keys(pair.a) & candidate_keys(pair.b)] == []


def test_candidate_keys_tell_most_other_pairs_apart():
    texts = [pair.a for pair in PAIRS]
    hits = sum(
        bool(candidate_keys(one) & candidate_keys(two)) for one in texts for two in texts if one is not two
    )
    assert hits < 0.03 * len(texts) ** 2
