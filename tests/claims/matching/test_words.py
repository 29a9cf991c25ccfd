import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.matching.words import JOINER, concept_of, printed_spans, quoted_spans, stem, words


def normals(text):
    return [word.normal for word in words(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It’s Ilse‘s", ["it's", "ilse's"]),
        ("long-term — plan", ["long", "term", "plan"]),
        ("U.S. troops", ["u.s.", "troops"]),
        ("1,000 of 2.5% for $3.2bn", ["1,000", "of", "2.5%", "for", "$3.2bn"]),
        ("the dockers’ boats", ["the", "dockers", "boats"]),
        ("ＦＵＬＬ width", ["full", "width"]),
        ("हिन्दी שָׁלוֹם", ["हिन्दी", "שָׁלוֹם"]),
        ("🎉 …!", []),
    ],
)
def test_words_compares_what_is_said_and_not_how_it_is_set(text, expected):
    assert normals(text) == expected


@given(st.text(max_size=80))
def test_words_offsets_slice_the_text(text):
    end = 0
    for word in words(text):
        assert end <= word.start < word.end
        assert text[word.start : word.end] == word.text
        end = word.end


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("encircled", "encirclement"),
        ("requested", "requests"),
        ("stopped", "stopping"),
        ("withdrew", "withdrawn"),
        ("studies", "study"),
        ("dying", "died"),
    ],
)
def test_stem_joins_inflections(one, two):
    assert stem(one) == stem(two)


@pytest.mark.parametrize(
    ("one", "two"), [("nation", "national"), ("new", "news"), ("bus", "business"), ("car", "care")]
)
def test_stem_keeps_other_words_apart(one, two):
    assert stem(one) != stem(two)


def test_concept_of_joins_synonyms_and_turns_opposites_round():
    assert concept_of(stem("surrounded")) == concept_of(stem("encircled"))
    rise, fall = concept_of(stem("rose")), concept_of(stem("fell"))
    assert (rise[0], rise[1]) == (fall[0], -fall[1])


def test_words_knows_the_country_from_the_pronoun():
    country, pronoun = words("US troops")[0], words("told us")[1]
    assert (country.concept, country.content) == ("america", True)
    assert (pronoun.concept, pronoun.content) == ("us", False)
    assert {word.concept for word in words("the United States")[1:]} == {"america"}


def test_quoted_spans_reads_an_odd_mark_to_the_end():
    text = 'he “said it” and "then'
    assert [text[start:end] for start, end in quoted_spans(text)] == ["said it", "then"]


def test_printed_spans_find_a_stretch_over_a_joint():
    article = "“We lost,” said Voss, “everything we had.”"
    spans = ((1, 8), (23, 40))
    wording = JOINER.join(article[start:end] for start, end in spans)
    start = wording.index("lost")
    found = printed_spans(spans, start, wording.index("everything") + len("everything"))
    assert [article[low:high] for low, high in found] == ["lost", "everything"]
