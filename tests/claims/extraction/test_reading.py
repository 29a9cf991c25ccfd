import pytest

from claims.extraction.reading import CHUNK, read


def reads(text: str) -> str:
    return "".join(passage.text for passage in read(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The Norden fleet left. THE FLEET OF THE NORDEN COAST HAS LEFT.",
            "The Norden fleet left. the fleet of the Norden coast has left.",
        ),
        ("NATO and the EU met.", "NATO and the EU met."),
        ("Pike’s boat", "Pike's boat"),
        ("a line\r\nof text", "a line  of text"),
        ("The ferry\u00a0sank.", "The ferry sank."),
        ("lone \ud800 surrogate", "lone   surrogate"),
    ],
)
def test_reading_copy_is_easier_to_parse(text, expected):
    assert reads(text) == expected
    assert len(reads(text)) == len(text)


def test_reading_recases_a_heading_by_the_words_of_the_article():
    text = (
        "Mayor Denies Claims of Harbour Leak in Velden\n\nAll claims on Velden and its harbour leak are old."
    )
    assert reads(text).splitlines()[0] == "Mayor denies claims of harbour leak in Velden"


def test_reading_keeps_the_length_where_lower_case_is_longer():
    text = "THE İZMİR FERRY HAS LEFT THE PORT OF İZMİR NOW"
    assert len(reads(text)) == len(text)


def test_reading_blanks_and_counts_runs_too_long_for_words():
    passages = list(read("A word. " + '"' * 5000 + " Another."))
    assert [p.unreadable for p in passages] == [1]
    assert passages[0].text.split() == ["A", "word.", "Another."]


@pytest.mark.parametrize("unit", ["word ", "a sentence. ", "line\n", "paragraph\n\n", "x"])
def test_reading_cuts_long_texts_without_losing_a_character(unit):
    text = unit * (3 * CHUNK // len(unit))
    passages = list(read(text))
    assert len(passages) >= 3
    assert all(len(p.text) <= CHUNK for p in passages)
    assert [p.start for p in passages] == [
        sum(len(q.text) for q in passages[:n]) for n in range(len(passages))
    ]
    assert sum(len(p.text) for p in passages) == len(text)
