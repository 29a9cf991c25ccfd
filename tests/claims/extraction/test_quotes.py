import pytest

from claims.extraction.quotes import find_quotes, paragraphs


def inner(text: str) -> list[str]:
    return [text[q.inner_start : q.inner_end] for q in find_quotes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pike said, “It sank.”", ["It sank."]),
        ('Pike said, "It sank," and "It is gone."', ["It sank,", "It is gone."]),
        ("Pike said, ``It sank.''", ["It sank."]),
        ("Pike said, «It sank.»", ["It sank."]),
        ("a ‘secret’ meeting on Pike's boat", ["secret"]),
        ("the sailors' boats and Pike's", []),
        ("“He told me ‘go home’ and I went,” she said.", ["He told me ‘go home’ and I went,"]),
        ("“The port “is” closed,” he said.", ["The port “is” closed,"]),
        ("”It sank,” said Pike.", ["It sank,"]),
        ("no quotation at all", []),
        ("", []),
    ],
)
def test_quotes_are_found_by_their_marks(text, expected):
    assert inner(text) == expected


def test_quote_without_end_closes_with_its_paragraph():
    text = "Pike said, “It sank.\n\nNobody else “spoke.”"
    assert inner(text) == ["It sank.", "spoke."]
    assert [q.closed for q in find_quotes(text)] == [False, True]


def test_quote_second_closing_mark_does_not_open_another():
    text = "“We agree” with the plan to close the port,” said Pike. “It is late.”"
    assert inner(text) == ["We agree", "It is late."]


def test_quote_of_an_embedded_post_ends_before_its_link():
    text = 'Pike posts, "The ferry is late… pic.example.com — PORT (@port) May 2'
    assert inner(text) == ["The ferry is late… pic.example.com"]
    text = 'Pike posts, "The ferry is late… pic.twitter.com/abc — PORT (@port) May 2'
    assert inner(text) == ["The ferry is late…"]


def test_paragraphs_leave_out_surrounding_space():
    text = "  one \n\n two\r\n"
    assert [text[s:e] for s, e in paragraphs(text)] == ["one", "two"]
