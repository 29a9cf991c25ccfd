from datetime import date

import pytest

from claims.enums import LinkKind, QuoteKind
from claims.matching.contests import contest_keys, contests
from claims.matching.reading import Wording

INDIRECT = QuoteKind.INDIRECT
FRIDAY = date(2024, 5, 10)
NO_CALL = Wording(
    "there were no plans for a telephone call between Korvan and Governor Lena Voss on Thursday",
    INDIRECT,
    speaker="Petra Lund",
    when=FRIDAY,
)


def talks(text, *, when=FRIDAY):
    return Wording(text, speaker="Ilse Korvan", when=when)


def test_contests_shows_the_words_that_stand_against_each_other():
    one = Wording("At this hour hundreds of our farmers are completely surrounded by the river Tamsel.")
    two = Wording("the farmers were not surrounded but had moved to higher ground", INDIRECT)
    found = contests(one, two)
    assert found.kind is LinkKind.CONTRADICTS
    assert one.text[slice(*found.first)] == "completely surrounded"
    assert two.text[slice(*found.second)] == "not surrounded"
    assert found.reason == "'completely surrounded' against 'not surrounded', both on 'farmers'"


def test_contests_puts_a_talk_in_tension_with_the_call_nobody_planned():
    found = contests(talks("I had a very good conversation with Lena Voss yesterday."), NO_CALL)
    assert found.kind is LinkKind.IN_TENSION
    assert NO_CALL.text[slice(*found.second)] == "no plans for a telephone call"


@pytest.mark.parametrize(
    "other",
    [
        talks("I had a very good conversation with Lena Voss yesterday.", when=date(2024, 5, 13)),
        talks("I had a very good conversation with Dario Fenwick yesterday."),
        talks("I want a conversation with Lena Voss."),
        talks("I will have a long conversation with Lena Voss on Thursday."),
    ],
    ids=["another day", "another partner", "wanted", "to come"],
)
def test_contests_asks_nothing_where_both_can_easily_be_so(other):
    assert contests(other, NO_CALL) is None


@pytest.mark.parametrize(
    ("one", "two", "kind"),
    [
        ("at least 12 people died in the flood", "nine people died in the flood", LinkKind.CONTRADICTS),
        ("at least 12 people died in the flood", "14 people died in the flood", None),
        ("12 people died in the flood", "30 people were injured in the flood", None),
        ("12 people died in the flood", "12 people died in the fire", None),
    ],
)
def test_contests_compares_amounts_as_intervals(one, two, kind):
    found = contests(Wording(one), Wording(two))
    assert (found and found.kind) is kind


def test_contests_takes_amounts_of_two_days_for_a_tension():
    found = contests(
        Wording("nine people died in the flood", when=FRIDAY),
        Wording("twelve people died in the flood", when=date(2024, 5, 12)),
    )
    assert (found.kind, found.reason) == (LinkKind.IN_TENSION, "'nine' against 'twelve', on different days")


def test_contests_weighs_a_denial_by_the_passage_around_it():
    post = Wording("The farmers of Marvale are surrounded by the river.", speaker="Ilse Korvan")
    here = Wording("claims of encirclement", INDIRECT, denies=True, context="In Marvale, Lund refuted them.")
    elsewhere = Wording(
        "claims of encirclement", INDIRECT, denies=True, context="In Brellin, Lund refuted them."
    )
    assert contests(post, here).kind is LinkKind.CONTRADICTS
    assert contests(post, elsewhere) is None


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("Is the bridge safe?", "The bridge is not safe."),
        ("If the dam breaks, the town is lost.", "The town is not lost."),
        ("The school must not be closed.", "The school will be closed."),
        ("The bridge is safe for cars.", "The bridge is not safe for heavy lorries."),
        ("Ukraine accepted the truce.", "Russia rejected the truce."),
        ("", "The bridge is not safe."),
    ],
)
def test_contests_leaves_questions_conditions_and_other_matters_alone(one, two):
    assert contests(Wording(one), Wording(two)) is None


def test_contest_keys_are_shared_by_what_contests():
    post = Wording("The farmers of Marvale are surrounded by the river.")
    denial = Wording("claims of encirclement", INDIRECT, denies=True)
    assert contest_keys(post) & contest_keys(denial)
    assert contest_keys(talks("I had a good conversation with Lena Voss.")) & contest_keys(NO_CALL)
