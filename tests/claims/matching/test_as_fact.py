"""Passages that print a claim in the outlet's own voice."""

import pytest

from claims.matching.as_fact import Attributed, Clause, own_voice, stated
from claims.matching.reading import Wording

CLAIM = Wording("The northern pier was flooded by the spring tide, and the ferry sank", speaker="Ida Holm")


def clauses(text: str, *attributed: str) -> list[str]:
    hulls = [Attributed((text.index(part), text.index(part) + len(part)), 7) for part in attributed]
    return [clause.text for clause in own_voice(text, hulls)]


def says(text: str, claim: Wording = CLAIM, *, after: frozenset[int] = frozenset()) -> bool:
    return stated(Clause((0, len(text)), text, after), claim, speaker=7) is not None


def test_own_voice_gives_sentences_and_their_clauses() -> None:
    text = "With the northern pier flooded by the tide, the town waits for help."
    assert clauses(text) == [
        "the northern pier flooded by the tide, the town waits for help",
        "the northern pier flooded by the tide",
        "the town waits for help",
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“The northern pier was flooded by the tide.",
        "The northern pier was reportedly flooded by the tide.",
        "The northern pier may be flooded by the tide.",
        "Was the northern pier flooded by the tide?",
        "The northern pier flooded by the tide",
        "According to the board the northern pier was flooded.",
        "Dress as if the pier was yours and flooded.",
        "Holm denies that the northern pier was flooded by the tide.",
    ],
)
def test_own_voice_leaves_out_what_is_not_surely_the_outlets(text: str) -> None:
    assert clauses(text) == []


def test_own_voice_leaves_out_what_is_attributed_and_inside_a_long_quotation() -> None:
    text = "The pier was flooded by the tide, Holm said. The town is cut off from help."
    assert clauses(text, "The pier was flooded by the tide, Holm said") == ["The town is cut off from help"]
    quoted = "Holm spoke: “It is over. The northern pier was flooded by the tide. Nobody came.”"
    assert clauses(quoted) == []


def test_own_voice_tells_who_spoke_in_the_sentence_before() -> None:
    text = "All was lost, Holm said. The northern pier was flooded by the tide.\nThe ferry sank at night."
    found = list(own_voice(text, [Attributed((0, 23), 7)]))
    assert [(clause.text[:12], set(clause.after)) for clause in found] == [
        ("The northern", {7}),
        ("The ferry sa", set()),
    ]


def test_stated_finds_the_same_content() -> None:
    assert says("the northern pier flooded by the spring tide")
    assert says("The northern pier was flooded by the spring tide, and the ferry sank")


@pytest.mark.parametrize(
    "text",
    [
        "The northern pier was not flooded by the spring tide",
        "The southern quay was flooded by the spring tide",
        "The northern pier was flooded by 3 spring tides",
        "The northern pier is open for the summer season",
        "the spring tide of the year",
    ],
)
def test_stated_refuses_other_content_number_or_polarity(text: str) -> None:
    assert not says(text)


def test_stated_refuses_what_goes_on_after_the_speakers_own_words() -> None:
    assert not says("The northern pier was flooded by the spring tide", after=frozenset({7}))
    assert says("The northern pier was flooded by the spring tide", after=frozenset({8}))


def test_stated_refuses_denials_questions_and_what_is_only_possible() -> None:
    text = "The northern pier was flooded by the spring tide"
    assert not says(text, Wording(text, denies=True))
    assert not says(text, Wording(f"{text}?"))
    assert not says(text, Wording("The northern pier may be flooded by the spring tide"))
    assert not says(text, Wording("He urged the board to mend the northern pier flooded by the spring tide"))
