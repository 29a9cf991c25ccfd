"""Names that taggers miss, and the forms of one name, in invented articles."""

import pytest

from claims.enums import SpeakerKind
from claims.extraction.names import Names, fold, without_initials


def speakers(found) -> list[tuple[str | None, SpeakerKind]]:
    return [(c.speaker.name, c.speaker.kind) for c in found]


def test_rare_name_is_a_person_where_its_surname_speaks_alone(claims):
    found = claims(
        "Flood gate was broken\n\nThe third gate was left open for a week.\n\n"
        '"The third gate has been broken since May," Odile Tarnbeck wrote on Lantern after the flood. '
        "Speaking on Monday, Tarnbeck said that the board had been told twice."
    )
    assert set(speakers(found)) == {("Odile Tarnbeck", SpeakerKind.PERSON)}


def test_organisation_keeps_its_kind_where_its_last_word_has_an_article(claims):
    found = claims("The Velden Harbour Board said the gate was shut. The Board said it was open.")
    assert set(speakers(found)) == {("Velden Harbour Board", SpeakerKind.ORGANISATION)}


def test_news_agency_that_is_told_and_reports_is_an_organisation(extractor):
    names = Names()
    names.gather(
        extractor.parse(
            "VELDEN (Corvane) – The gate was shut.\n\nTwo workers told Corvane that it was open. "
            "Corvane reported that the gate had been mended."
        )
    )
    assert "Corvane" not in names.people


def test_surname_is_found_whatever_word_the_parser_takes_it_for(claims):
    found = claims("Peter Trump runs the port of Velden. But Trump claims that the gate was shut on Monday.")
    assert speakers(found)[-1] == ("Peter Trump", SpeakerKind.PERSON)


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("Ada J. Lark", "Ada Lark"),
        ("Ada J Lark", "Ada Lark"),
        ("Ada “Addie” Lark", "Ada Lark"),
        ("J. Edgar Lark", "J. Edgar Lark"),
        ("Ada H. W. Lark", "Ada H. W. Lark"),
        ("Ada Lark", "Ada Lark"),
        ("Lark", "Lark"),
        ("", ""),
    ],
)
def test_middle_initial_and_nickname_are_left_out_of_a_name(printed, plain):
    assert without_initials(printed) == plain


def test_middle_initial_is_kept_as_an_alias(claims):
    found = claims("David A. Moor said the port was closed. David Moor said the ferry was late.")
    assert {c.speaker.name for c in found} == {"David Moor"}
    assert "David A. Moor" in found[0].speaker.aliases


def test_short_given_name_is_the_long_one(claims):
    found = claims("Robert Moor said the port was closed on Monday. Bob Moor said the ferry was late.")
    assert len({c.speaker.name for c in found}) == 1


def test_brothers_of_one_surname_stay_two(claims):
    found = claims("David Moor said the port was closed on Monday. Peter Moor said the ferry was late.")
    assert [c.speaker.name for c in found] == ["David Moor", "Peter Moor"]


def test_accents_do_not_count():
    assert fold("José Peña") == fold("Jose Pena")


def test_full_name_is_found_by_its_last_two_words(claims):
    found = claims(
        "Alejandro Reyes Villar, the minister, met reporters. Mr. Reyes Villar said the port was closed."
    )
    assert [c.speaker.name for c in found] == ["Alejandro Reyes Villar"]


def test_address_is_no_role(claims):
    (claim,) = claims("Mr. Moor said the port was closed on Monday.")
    assert claim.speaker.role == ""


def test_verb_of_a_heading_is_no_surname(extractor):
    names = Names()
    names.gather(
        extractor.parse("Helen Lark Speaks On Port\n\nHelen Lark said the port was closed. Lark was late.")
    )
    assert list(names.people) == ["Helen Lark"]
