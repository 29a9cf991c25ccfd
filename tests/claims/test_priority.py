"""The queue's order: what comes before what, and the reasons told."""

from itertools import pairwise

import pytest

from claims.enums import LinkState
from claims.priority import HIGHEST, Ask, asks, priority, reasons

PLAIN = {"contested": None, "altered": False, "as_fact": False, "outlets": 1, "worth": 0.0}


def test_priority_puts_what_needs_a_person_most_first():
    order = [
        PLAIN | {"contested": LinkState.CONFIRMED},
        PLAIN | {"contested": LinkState.SUGGESTED},
        PLAIN | {"altered": True},
        PLAIN | {"outlets": 8},
        PLAIN | {"as_fact": True},
        PLAIN | {"worth": 0.98},
        PLAIN | {"outlets": 2},
        PLAIN | {"worth": 0.05},
        PLAIN,
    ]
    numbers = [priority(**signals) for signals in order]
    assert all(first > second for first, second in pairwise(numbers)), numbers


def test_priority_stays_within_its_bounds_whatever_it_is_given():
    most = {"contested": LinkState.CONFIRMED, "altered": True, "as_fact": True, "outlets": 500, "worth": 7.0}
    assert (priority(**most), priority(**PLAIN | {"outlets": 0, "worth": -3.0})) == (HIGHEST, 0)
    assert HIGHEST < 2**15


def test_priority_of_a_dismissed_contest_is_that_of_none():
    assert priority(**PLAIN | {"contested": LinkState.DISMISSED}) == priority(**PLAIN)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Forty people left", [Ask.FIGURE]),
        ("It cost 3,5 millions", [Ask.FIGURE]),
        ("The gate closed in 2024", [Ask.DATE]),
        ("The gate closed on 3 March", [Ask.DATE]),
        ("The gate closed 30 times on Friday", [Ask.FIGURE, Ask.DATE]),
        ("They falsified the log", [Ask.ACCUSATION]),
        ("The log went to Jon Brandt", [Ask.NAME]),
        ("I hope I may", []),
        ("Thank you very much", []),
        ("NOBODY LEFT THE TOWN", []),
        ("", []),
    ],
)
def test_asks_finds(text, found):
    assert asks(text) == found


def test_reasons_are_told_in_the_order_of_their_weight():
    assert reasons(
        "Forty died on Friday",
        contested_by=["Ruiz", "Brandt"],
        maybe_contested_by=["Holm"],
        altered_in=["EW", "HP", "QG"],
        as_fact_in=["NL"],
        outlets=5,
    ) == [
        "contested by Ruiz and Brandt",
        "perhaps contested by Holm",
        "altered in EW, HP and QG",
        "printed as fact in NL",
        "5 outlets",
        "names a figure",
        "names a date",
    ]


def test_reasons_of_a_courtesy_are_none():
    assert reasons("Thank you for coming") == []
