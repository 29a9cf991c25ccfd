"""Claims of invented sentences: who, what, by way of whom, and whether it is denied."""

import pytest

from claims.enums import AttributionClass, QuoteKind, SpeakerKind

from .conftest import spans_text


def told(claims) -> list[tuple[str | None, str]]:
    return [(c.speaker.name, c.text) for c in claims]


def test_claim_indirect_drops_that_and_names_the_pronoun(claims):
    (claim,) = claims("Mayor Ada Lark said on Monday that she had closed the harbour.")
    assert claim.text == "She [Ada Lark] had closed the harbour."
    assert (claim.kind, claim.cue, claim.speaker.role) == (QuoteKind.INDIRECT, "said", "Mayor")


def test_claim_before_its_cue_leaves_the_cue_out(claims):
    text = "A storm on the coast, and not a broken mast, let the mast fall on Monday, the ship's owner said."
    assert all("said" not in claim.text for claim in claims(text))


def test_claims_of_one_quoted_sentence_are_its_independent_clauses(claims):
    text = "“The ferry sank fast, and nine people died — but the company knew of the leak,” Ada Lark said."
    assert [c.text for c in claims(text)] == [
        "The ferry sank fast.",
        "Nine people died.",
        "The company knew of the leak.",
    ]


def test_claims_of_shouted_clauses_are_in_sentence_case_over_their_exact_spans(claims):
    text = (
        "“The talks went well, and there is hope — BUT, AT THIS VERY HOUR, HUNDREDS OF SAILORS ARE LOCKED "
        "OUT OF THE HARBOUR,” Ada Lark wrote."
    )
    last = claims(text)[-1]
    assert last.text == "At this very hour, hundreds of sailors are locked out of the harbour."
    assert spans_text(text, last) == "AT THIS VERY HOUR, HUNDREDS OF SAILORS ARE LOCKED OUT OF THE HARBOUR"


def test_claim_of_a_split_quote_is_one_with_two_spans(claims):
    text = "“The ferry was late,” Ada Lark said, “because the crew was on strike.”"
    (claim,) = claims(text)
    assert spans_text(text, claim) == "“The ferry was late,” … “because the crew was on strike.”"
    assert claim.text == "“The ferry was late because the crew was on strike.”"
    assert claim.kind is QuoteKind.DIRECT


def test_claims_after_the_cue_belong_to_the_same_speaker(claims):
    found = claims("Mayor Ada Lark spoke first. “The bridge is closed,” she said. “It will open in May.”")
    assert told(found) == [("Ada Lark", "The bridge is closed."), ("Ada Lark", "It will open in May.")]
    assert found[0].attribution == found[1].attribution


def test_claims_of_a_quote_over_paragraphs_inherit_the_speaker(claims):
    found = claims(
        "Deputy mayor Tom Reed opened the meeting.\n\n“The harbour is safe,” Reed said on Tuesday.\n\n"
        "“Nobody was hurt in the fire.”"
    )
    assert told(found) == [("Tom Reed", "The harbour is safe."), ("Tom Reed", "Nobody was hurt in the fire.")]
    assert found[1].cue == ""
    assert found[1].source == ()


def test_claims_of_a_transcript_belong_to_who_takes_the_turn(claims):
    found = claims(
        "LARK: The budget grew by 4 percent last year.\n\nREED: That is not what the auditors found."
    )
    assert told(found) == [
        ("Lark", "The budget grew by 4 percent last year."),
        ("Reed", "That is not what the auditors found."),
    ]
    assert {c.speaker.kind for c in found} == {SpeakerKind.PERSON}


def test_claim_fragment_of_a_few_quoted_words_stays_in_its_sentence(claims):
    (claim,) = claims("Mayor Ada Lark said the port was “in a bad way” after the storm.")
    assert claim.text == "The port was “in a bad way” after the storm."
    assert claim.kind is QuoteKind.MIXED


def test_claim_shared_subject_is_inherited_along_the_conjunction(claims):
    found = claims("Mayor Ada Lark acknowledged the delay but stressed that the bridge will open in May.")
    assert told(found) == [
        ("Ada Lark", "[Ada Lark] acknowledged the delay."),
        ("Ada Lark", "The bridge will open in May."),
    ]


def test_claim_of_a_relative_clause_belongs_to_whom_it_describes(claims):
    (claim,) = claims("Mayor Ada Lark, who said the port was closed, left Velden on Monday.")
    assert (claim.speaker.name, claim.text) == ("Ada Lark", "The port was closed.")


def test_claims_of_two_cues_joined_by_while_are_kept_apart(claims):
    found = claims("Mayor Ada Lark said the port was closed while warning that the ferry could sink.")
    assert told(found) == [("Ada Lark", "The port was closed."), ("Ada Lark", "The ferry could sink.")]


def test_claim_object_with_a_few_quoted_words_is_whole_and_keeps_its_cue(claims):
    text = "Mayor Ada Lark called the plan a “bad idea” for Velden."
    (claim,) = claims(text)
    assert claim.text == "[Ada Lark] called the plan a “bad idea” for Velden."
    assert (claim.kind, claim.denies) == (QuoteKind.MIXED, False)


@pytest.mark.parametrize(
    "text",
    [
        "According to Reuters, Mayor Ada Lark said that the ferry sank.",
        "Reuters reported that Mayor Ada Lark said that the ferry sank.",
        "Mayor Ada Lark said that the ferry sank, Reuters reported.",
        "Mayor Ada Lark said that the ferry sank, as reported by Reuters.",
    ],
)
def test_claim_relay_is_the_outer_source_and_the_inner_one_speaks(claims, text):
    (claim,) = claims(text)
    assert (claim.speaker.name, claim.via, claim.text) == ("Ada Lark", ("Reuters",), "The ferry sank.")


def test_claim_without_inner_speaker_is_the_source_own(claims):
    (claim,) = claims("According to Reuters, the ferry sank in ten minutes.")
    assert (claim.speaker.name, claim.via) == ("Reuters", ())


@pytest.mark.parametrize(
    ("text", "venue"),
    [
        ("In a post on Facebook, Mayor Ada Lark said the ferry sank.", "Facebook"),
        ("“The ferry sank,” the Velden police said in a statement.", "statement"),
        (
            "Speaking at a press conference in Velden, Mayor Ada Lark said the ferry sank.",
            "press conference in Velden",
        ),
        ("Mayor Ada Lark said the ferry sank.", ""),
    ],
)
def test_claim_venue_is_kept_apart_from_relays(claims, text, venue):
    (claim,) = claims(text)
    assert (claim.venue, claim.via) == (venue, ())


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Mayor Ada Lark denied that the ferry had sunk.", "The ferry had not sunk."),
        (
            "Mayor Ada Lark refuted claims of a leak at the port.",
            "[Ada Lark] refuted claims of a leak at the port.",
        ),
        (
            "Mayor Ada Lark dismissed the possibility of a strike.",
            "[Ada Lark] dismissed the possibility of a strike.",
        ),
    ],
)
def test_claim_denial_is_the_negated_proposition_or_says_that_it_was_denied(claims, text, denied):
    (claim,) = claims(text)
    assert (claim.text, claim.denies) == (denied, True)


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ada Lark said there were no plans for a strike.",
        "Mayor Ada Lark rejected the company's offer.",
        "Mayor Ada Lark stated that the harbour was not closed.",
    ],
)
def test_claim_is_no_denial_unless_the_cue_negates(claims, text):
    (claim,) = claims(text)
    assert claim.denies is False


def test_claim_denial_of_a_named_claim_keeps_both_sides(claims):
    found = claims(
        "Harbour master Jon Pike spoke. Mayor Ada Lark disputed Pike's claim that the port was closed."
    )
    assert [(c.speaker.name, c.denies, c.via) for c in found] == [
        ("Ada Lark", True, ()),
        ("Jon Pike", False, ()),
    ]
    assert found[0].text == "The port was not closed."


@pytest.mark.parametrize(
    "text",
    [
        "Mayor Ada Lark did not say whether the ferry had sunk.",
        "A spokesman did not deny that the ferry had sunk.",
        "Mayor Ada Lark declined to comment.",
        "If Mayor Ada Lark says that the ferry sank, the port will close.",
        "The ferry sank on Monday.",
    ],
)
def test_claim_needs_something_said(claims, text):
    assert claims(text) == ()


def test_claim_nested_words_of_a_quotation_stay_with_who_is_quoted(claims):
    (claim,) = claims("“The company told the crew that the ship was safe,” Mayor Ada Lark said.")
    assert (claim.speaker.name, claim.via) == ("Ada Lark", ())


def test_claim_of_a_belief_is_marked_and_low(claims):
    said, believed = claims(
        "Mayor Ada Lark said 40 ships left Velden in May. Mayor Ada Lark believes that 40 ships left Velden."
    )
    assert (said.class_, believed.class_) == (AttributionClass.SPEECH, AttributionClass.BELIEF)
    assert believed.check_worthiness < said.check_worthiness


@pytest.mark.parametrize(
    "low", ["“Good evening!”", "“God bless them all!”", "“What will we do?”", "“I hope so.”"]
)
def test_claim_worth_is_low_for_greetings_questions_and_attitude(claims, low):
    (claim,) = claims(f"{low} Mayor Ada Lark said.")
    (figure,) = claims("“The port lost $40 million in May,” Mayor Ada Lark said.")
    assert claim.check_worthiness < 0.5 < figure.check_worthiness


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        # Parsers take 'stays', within the quotation, for the subject of 'said'.
        (
            "“The harbour bridge stays shut until May,” said Marta Lindqvist, who leads the port.",
            "Marta Lindqvist",
        ),
        ("“The harbour bridge stays shut until May,” Ida Holm, the mayor, said on Monday.", "Ida Holm"),
        ('"The harbour bridge stays shut until May," said the Velden harbour board.', "Velden harbour board"),
        ("Michael “Mike” Reed said the harbour bridge stays shut.", "Michael Reed"),
    ],
)
def test_claim_speaker_outside_the_quotation_is_sought_outside_of_it(claims, text, speaker):
    (claim,) = claims(text)
    assert claim.speaker.name == speaker


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ("Ada Lark told the Velden Tribune that the port was closed.", ("Velden Tribune",)),
        ("Ada Lark told Wavelet that the port was closed. Wavelet reported it on Monday.", ("Wavelet",)),
        ("Ada Lark told the Harbour Board that the port was closed.", ()),
        ("Ada Lark told Tom Reed that the port was closed.", ()),
    ],
)
def test_claim_relay_is_the_medium_that_was_told_and_no_other_audience(claims, text, via):
    claim = claims(text)[0]
    assert (claim.speaker.name, claim.via) == ("Ada Lark", via)


def test_claim_of_a_statement_is_by_who_made_it(claims):
    text = "Velden Power answered in a statement on Monday. “Our lines never failed,” the statement said."
    (claim,) = claims(text)
    assert (claim.speaker.name, claim.speaker.basis) == ("Velden Power", "whose statement it is; named here")


def test_claim_of_hearsay_belongs_to_nobody_named(claims):
    (claim,) = claims("Mayor Ada Lark reportedly left Velden in May.")
    assert (claim.speaker.name, claim.source, claim.text) == (None, (), "Mayor Ada Lark left Velden in May.")


def test_claim_is_not_the_wish_to_stay_unnamed(claims):
    assert [c.text for c in claims("A worker who asked not to be named said the port was closed.")] == [
        "The port was closed."
    ]


def test_claims_of_two_contents_of_one_cue_are_two(claims):
    found = claims("“The gate is shut, and the town is dry,” Ada Lark wrote.")
    assert [c.text for c in found] == ["The gate is shut.", "The town is dry."]


def test_claim_of_an_embedded_post_ends_before_its_link(claims):
    text = "Ada Lark wrote, “The port was closed, and we asked… pic.example/x — Ada Lark (@ada) May 2"
    assert "(@ada)" not in " ".join(spans_text(text, c) for c in claims(text))


def test_claim_venue_is_where_it_was_posted(claims):
    (claim,) = claims("“The port was closed,” Ada Lark wrote on Lantern.")
    assert claim.venue == "Lantern"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Axios, citing the Ashlaw Tribune, said a person familiar with the talks said it was dead.",
            [("person familiar with the talks", ("Axios", "Ashlaw Tribune"), "It was dead.")],
        ),
        (
            "The Ashlaw Tribune said, citing a person familiar with the matter, that the port would close.",
            [("person familiar with the matter", ("Ashlaw Tribune",), "The port would close.")],
        ),
    ],
)
def test_claim_relays_are_a_chain_from_the_reader_to_whom_a_report_cites(claims, text, expected):
    assert [(c.speaker.name, c.via, c.text) for c in claims(text)] == expected


def test_claim_of_a_person_who_cites_a_paper_stays_theirs(claims):
    found = claims("Ada Lark said on Monday, citing the Ashlaw Tribune, that the bridge would close.")
    assert {(c.speaker.name, c.via) for c in found} == {("Ada Lark", ())}


def test_claim_in_an_embedded_post_is_relayed_by_who_signed_it(claims):
    text = 'Mayor Ada Lark posts, "The bridge will close in May and… — Northline (@northline) March 14, 2025'
    assert [(c.speaker.name, c.via) for c in claims(text)] == [("Ada Lark", ("Northline",))]


@pytest.mark.parametrize(
    "line", ["VELDEN — ", "VELDEN (Northline) - ", "VELDEN, Saltmark, March 3 (Northline) -- "]
)
def test_claim_leaves_the_dateline_out(claims, line):
    text = f"{line}The bridge will close in May, Mayor Ada Lark said."
    (claim,) = claims(text)
    assert (claim.text, claim.spans[0][0]) == ("The bridge will close in May.", len(line))


def test_claim_names_no_pronoun_that_does_not_fit_the_speaker(claims):
    text = "Mayor Rolf Tarn was arrested on Friday. Tarn's wife, Ada Tarn, said he was innocent."
    assert told(claims(text)) == [("Ada Tarn", "He was innocent.")]


@pytest.mark.parametrize("text", ["\u200b\u200b", "\u200b \ufeff\u2060\n\u200d", "\u00ad"])
def test_text_that_shows_nothing_claims_nothing(claims, text):
    assert claims(text) == ()
