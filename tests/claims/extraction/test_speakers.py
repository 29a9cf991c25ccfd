"""Whom the printed words mean within one article, and that nobody is invented."""

import pytest

from claims.enums import SpeakerKind


def speakers(found) -> list[str | None]:
    return [c.speaker.name for c in found]


def test_speaker_surname_and_title_lead_to_the_full_name(claims):
    found = claims(
        "Mayor Ada Lark said the port was closed. Lark said it was late. Mayor Lark said it was over."
    )
    assert speakers(found) == ["Ada Lark"] * 3
    assert found[1].speaker.basis == "'Lark' is Ada Lark in this article"
    assert found[0].speaker.role == "Mayor"


def test_speaker_pronouns_follow_the_subject_and_the_gender(claims):
    found = claims(
        "Minister David Moor met Mayor Helen Lark today. He said the ferry was late. She said it was early."
    )
    assert speakers(found) == ["David Moor", "Helen Lark"]


def test_speaker_pronoun_changes_with_the_paragraph(claims):
    found = claims(
        "David Moor opened the port. “It is ready,” he said.\n\n"
        "Peter Reed closed it again. “It is not ready,” he said."
    )
    assert speakers(found) == ["David Moor", "Peter Reed"]


def test_speaker_pronoun_skips_the_outlet_that_is_the_subject(claims):
    found = claims("Reuters noted that David Moor raised questions about the port. “Is it safe?” he asked.")
    assert speakers(found) == ["David Moor", "David Moor"]
    assert found[0].via == ("Reuters",)


def test_speaker_apposition_names_the_person_and_keeps_the_role(claims):
    (claim,) = claims("The French president's foreign policy aide, David Moor, said no call was planned.")
    assert claim.speaker.name == "David Moor"
    assert claim.speaker.role == "French president's foreign policy aide"


def test_speaker_description_is_resolved_by_the_role_printed_elsewhere(claims):
    found = claims("French President David Moor met Peter Reed. The French leader said the port was closed.")
    assert speakers(found) == ["David Moor"]
    assert "French President" in found[0].speaker.basis


def test_speaker_description_with_two_holders_is_not_guessed(claims):
    (claim,) = claims(
        "French President David Moor met German President Peter Reed in Velden. "
        "The president said the port was closed."
    )
    assert claim.speaker.name not in ("David Moor", "Peter Reed")
    assert claim.speaker.kind is SpeakerKind.UNNAMED


def test_speaker_epithet_is_who_speaks_in_the_paragraph(claims):
    found = claims("David Moor said the port was closed. “It is late,” said the former navy officer.")
    assert speakers(found) == ["David Moor", "David Moor"]


def test_speaker_described_twice_is_one(claims):
    found = claims(
        "The port's top military commander said the fleet was ready. The commander stated that it had left."
    )
    assert speakers(found) == ["port's top military commander"] * 2
    assert found[0].speaker.kind is SpeakerKind.UNNAMED


@pytest.mark.parametrize(
    ("source", "name", "kind"),
    [
        ("Officials", "Officials", SpeakerKind.UNNAMED),
        ("Two sources familiar with the talks", "Two sources", SpeakerKind.UNNAMED),
        ("French officials", "French officials", SpeakerKind.GROUP),
        ("The White House", "White House", SpeakerKind.ORGANISATION),
        ("The Kremlin", "Kremlin", SpeakerKind.ORGANISATION),
        ("A spokesman", "spokesman", SpeakerKind.UNNAMED),
    ],
)
def test_speaker_kinds(claims, source, name, kind):
    (claim,) = claims(f"{source} said the port was closed on Monday.")
    assert (claim.speaker.name, claim.speaker.kind) == (name, kind)


def test_speaker_is_none_without_evidence(claims):
    (claim,) = claims("He said the port was closed.")
    assert (claim.speaker.name, claim.speaker.kind) == (None, SpeakerKind.UNNAMED)
    (claim,) = claims("It is believed that the port was closed on Monday.")
    assert claim.speaker.name is None


def test_speaker_women_and_men_of_one_surname_are_told_apart_by_title(claims):
    found = claims(
        "Helen Lark and David Lark run the port. Mr. Lark said it was closed. Mrs. Lark said it was open."
    )
    assert speakers(found) == ["David Lark", "Helen Lark"]


def test_speaker_of_a_document_is_its_author(claims):
    (claim,) = claims("Wages in the port fell by half, according to a Wall Street Journal report from May.")
    assert claim.speaker.name == "Wall Street Journal"
