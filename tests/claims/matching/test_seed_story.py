"""Wordings the desk was made for: a post printed five ways, its denial, and a call that nobody planned."""

from datetime import date

import pytest

from claims.enums import LinkKind, QuoteKind, Variant
from claims.matching.contests import contests
from claims.matching.grouping import group, same_claim
from claims.matching.reading import Wording
from claims.matching.variants import judge

DIRECT, MIXED, INDIRECT = QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT
TALKS = Wording(
    "We had very good and productive discussions with President Vladimir Putin of Russia yesterday",
    speaker="Donald Trump",
    when=date(2025, 3, 14),
)
SURROUNDED = Wording(
    "BUT, AT THIS VERY MOMENT, THOUSANDS OF UKRAINIAN TROOPS ARE COMPLETELY SURROUNDED BY THE "
    "RUSSIAN MILITARY, AND IN A VERY BAD AND VULNERABLE POSITION.",
    speaker="Donald Trump",
)
NO_CALL = Wording(
    "there were no plans for a phone conversation between Putin and President Donald Trump on Thursday",
    INDIRECT,
    speaker="Yuri Ushakov",
    when=date(2025, 3, 14),
)


@pytest.mark.parametrize(
    "other",
    [
        Wording(
            'U.S. negotiators "had very good and productive discussions" with Vladimir Putin of Russia',
            MIXED,
        ),
        Wording(
            "he had a “very good and productive discussion” with Russian President Vladimir Putin", MIXED
        ),
        Wording("his phone call with Putin on Thursday as “good and productive.”", MIXED),
    ],
)
def test_same_claim_finds_the_fragments_of_one_post(other):
    assert same_claim(TALKS, other) is not None
    assert same_claim(SURROUNDED, other) is None


def test_contests_sets_the_denial_against_the_post():
    found = contests(SURROUNDED, Wording("Ukrainian troops were not surrounded", INDIRECT))
    assert found is not None
    assert found.kind is LinkKind.CONTRADICTS
    assert SURROUNDED.text[slice(*found.first)] == "COMPLETELY SURROUNDED"


def test_contests_puts_the_unplanned_call_in_tension_with_the_talks():
    found = contests(TALKS, NO_CALL)
    assert found is not None
    assert found.kind is LinkKind.IN_TENSION
    assert NO_CALL.text[slice(*found.second)] == "no plans for a phone conversation"


def test_judge_calls_a_report_with_other_words_by_its_kind():
    mixed = "thousands of Ukrainian troops who are reportedly “completely surrounded” by Russian forces"
    assert judge(SURROUNDED.text, mixed, kind=MIXED).variant is Variant.REWORDED
    told = "thousands of Ukrainian soldiers who are currently surrounded by Russian forces"
    assert judge(SURROUNDED.text, told, kind=INDIRECT).variant is Variant.PARAPHRASE


def test_group_keeps_the_sentences_of_one_post_apart():
    cut = Wording(SURROUNDED.text.removeprefix("BUT, "), speaker="Donald Trump")
    assert group([TALKS, SURROUNDED, cut]) == ((0,), (1, 2))
