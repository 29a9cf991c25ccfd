import pytest

from claims.matching.reading import read


def negated(text, *, denies=False):
    reading = read(text, denies)
    return [reading.words[at].text for at in sorted(reading.polarity.negated) if reading.words[at].content]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the troops were not surrounded but tired", ["surrounded"]),
        ("the bridge isn't safe", ["safe"]),
        ("no ransom was paid", ["ransom", "paid"]),
        ("not only late but costly", []),
        ("no doubt the fire was set", []),
        ("no more than nine boats", []),
        ("they failed to report the leak", ["report", "leak"]),
        ("it is not true that the ferry was overloaded", ["overloaded"]),
        ("they did not refuse to pay", ["refuse"]),
        ("the story is false", ["story"]),
    ],
)
def test_polarity_reaches_to_the_end_of_the_clause(text, expected):
    assert negated(text) == expected


def test_polarity_of_a_denial_is_that_of_the_verb():
    assert negated("Marvale troops were encircled near the quarry", denies=True) == ["encircled", "quarry"]
    assert negated("claims of encirclement", denies=True) == ["encirclement"]
    assert negated("the troops were not encircled", denies=True) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("there were no plans for a call with Voss", ["plans"]),
        ("no scheduled telephone calls", ["calls"]),
        ("we did not sell the old harbour", ["sell"]),
        ("they were not completely surrounded", ["surrounded"]),
    ],
)
def test_polarity_knows_what_a_negator_bears_on(text, expected):
    reading = read(text)
    assert [reading.words[at].text for at in sorted(reading.polarity.focus)] == expected


def test_polarity_marks_what_is_only_possible():
    reading = read("the tower may collapse, and nobody cares")
    assert [reading.words[at].text for at in sorted(reading.polarity.hedged)] == ["collapse"]


def test_polarity_reads_a_wording_that_breaks_off_at_that():
    assert negated("a false claim that") == ["claim"]
