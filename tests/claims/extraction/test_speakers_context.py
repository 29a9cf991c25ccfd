"""Pronouns and descriptions that need the sentences around them, in invented articles."""

import pytest

from claims.enums import SpeakerKind


def names(found) -> list[str | None]:
    return [c.speaker.name for c in found]


def test_it_is_the_organisation_that_is_the_subject_before(claims):
    found = claims("The Velden Bank cut its rates on Monday. It said that prices would fall in the spring.")
    assert names(found) == ["Velden Bank"]


def test_it_of_it_is_believed_is_nobody(claims):
    found = claims("The Velden Bank cut its rates. It is believed that prices will fall in the spring.")
    assert all(c.speaker.kind is SpeakerKind.UNNAMED for c in found)


def test_he_is_not_who_his_own_clause_speaks_about(claims):
    found = claims(
        "David Moor won the vote in May. Campaigning against Peter Reed, he said that the port was closed."
    )
    assert names(found) == ["David Moor"]


def test_he_is_who_the_copula_names(claims):
    found = claims("The winner is David Moor. He said that the port would open again in the spring.")
    assert names(found) == ["David Moor"]


def test_he_is_who_the_paragraph_before_introduces_last(claims):
    found = claims(
        "While Peter Reed had many friends, the quarrel is something that troubles David Moor, president of "
        "the Velden Sailing Club.\n\n“Nobody is writing songs about the port this year,” he said."
    )
    assert names(found)[-1] == "David Moor"


def test_title_stands_for_its_post(claims):
    found = claims(
        "Sen. David Moor arrived on Monday. The harbour was empty.\n\n"
        "The senator said that the port was closed."
    )
    assert names(found) == ["David Moor"]


def test_candidate_is_the_nominee_of_the_party_but_not_for_the_lesser_post(claims):
    found = claims(
        "Republican presidential nominee David Moor met Republican vice presidential nominee Peter Reed "
        "in Velden.\n\nThe GOP candidate said that the port was closed."
    )
    assert names(found)[-1] == "David Moor"


def test_description_that_runs_up_to_a_name_means_the_name(claims):
    (claim,) = claims("His wife and deputy Helen Lark said that the port was closed on Monday.")
    assert claim.speaker.name == "Helen Lark"


def test_lead_describes_whom_the_next_paragraph_names(claims):
    found = claims(
        "Storm closes port\n\nThe mayor of Velden said on Monday that the port was closed.\n\n"
        "“We could not wait,” Helen Lark said."
    )
    assert names(found) == ["Helen Lark", "Helen Lark"]
    assert found[0].speaker.role == "mayor of Velden"


def test_lead_does_not_describe_whom_the_article_gives_another_post(claims):
    found = claims(
        "Storm closes port\n\nThe mayor of Velden said on Monday that the port was closed.\n\n"
        "“We could not wait,” fire chief Helen Lark said."
    )
    assert names(found)[0] != "Helen Lark"


def test_who_of_an_apposition_is_the_named(claims):
    found = claims("Helen Lark, an aide who said that the port was closed, left Velden on Monday.")
    assert names(found) == ["Helen Lark"]


def test_commentary_is_its_author(claims):
    found = claims(
        "Helen Lark writes for the Courier. According to Lark's commentary, the port was closed in May."
    )
    assert names(found)[-1] == "Helen Lark"


def test_she_is_not_who_is_introduced_where_a_woman_is_the_subject(claims):
    found = claims(
        "Helen Lark blamed the police for the death of Tavish Corrow, a man of forty.\n\n"
        "“How many times do we have to see this?” she said."
    )
    assert names(found)[-1] == "Helen Lark"


def test_polls_in_a_place_are_not_by_it(claims):
    found = claims("Recent polls in Pennsylvania show that the mayor is ahead by four points.")
    assert "Pennsylvania" not in names(found)


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Marlow Bank cut its forecast. The bank said growth would slow.", "Marlow Bank"),
        ("Marlow Bank bought Tarn Bank. The bank said growth would slow.", "bank"),
        ("Mayor Rolf Tarn was arrested. His wife said the case was weak.", "Rolf Tarn's wife"),
    ],
)
def test_speaker_described_is_the_one_named_so_or_says_whose_it_is(claims, text, speaker):
    assert [c.speaker.name for c in claims(text)][-1:] == [speaker]


def test_speaker_group_drops_both(claims):
    found = claims("Both Democrats and Republicans said the vote was fair.")
    assert [c.speaker.name for c in found] == ["Democrats"]
