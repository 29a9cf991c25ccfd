from math import inf

import pytest

from claims.matching.quantities import quantities
from claims.matching.words import words


def read(text):
    return [(item.text, item.low, item.high) for item in quantities(words(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("at least 12 people", [("at least 12", 12, inf)]),
        ("12 people or more", [("12", 12, 12)]),
        ("12 or more people", [("12", 12, inf)]),
        ("up to 200,000 men", [("up to 200,000", -inf, 200_000)]),
        ("no more than nine boats", [("no more than nine", -inf, 9)]),
        ("twenty-five families", [("twenty five", 25, 25)]),
        ("two hundred miners", [("two hundred", 200, 200)]),
        ("1.2 million crowns", [("1.2 million", 1_200_000, 1_200_000)]),
        ("$3bn", [("$3bn", 3_000_000_000, 3_000_000_000)]),
        ("a dozen boats", [("dozen", 12, 12)]),
        ("thousands of farmers", [("thousands", 2000, inf)]),
        ("for a decade", [("decade", 10, 10)]),
        ("the two leaders met", []),
        ("one of them", []),
        ("the 5th of the month", []),
        ("no number here", []),
    ],
)
def test_quantities_reads_amounts_with_their_bounds(text, expected):
    assert read(text) == expected


def test_quantities_takes_near_numbers_for_near():
    (_, low, high), *_ = read("about 1,000 marchers")
    assert (low, high) == pytest.approx((900, 1100))


def test_quantity_allows_what_its_bound_leaves_open():
    at_least, more, fewer = (quantities(words(text))[0] for text in ("at least 12", "14", "nine"))
    assert at_least.allows(more)
    assert not at_least.allows(fewer)
    assert not at_least.equals(more)


def test_quantities_tells_days_and_years_from_amounts():
    assert [item.calendar for item in quantities(words("on March 14, 2022 they lost 14 boats"))] == [
        True,
        True,
        False,
    ]


def test_quantity_counts_the_words_behind_it():
    people, injured = quantities(words("12 people died and 30 were injured"))
    assert not people.counts_same(injured)
