from hypothesis import given
from hypothesis import strategies as st

from articles.marking import Piece, paragraphs

TEXT = "“One, two,” he said. “Three.”\nFour.\r\n\r\nFive."


def marks_of(text: str, marks: list) -> list[list[tuple[str, tuple[int, ...]]]]:
    return [
        [(piece.text, piece.marks) for piece in paragraph]
        for paragraph in paragraphs(text, marks, 0, len(text))
    ]


def test_text_without_marks_is_cut_at_line_ends_only():
    assert marks_of(TEXT, []) == [[("“One, two,” he said. “Three.”", ())], [("Four.", ())], [("Five.", ())]]


def test_mark_of_several_spans_begins_once_and_is_referred_to_after_its_closing_quotation_mark():
    (quote, *_) = paragraphs(TEXT, [[[1, 10], [22, 28]]], 0, len(TEXT))
    assert quote == [
        Piece("“", 0),
        Piece("One, two,", 1, (0,), begin=(0,)),
        Piece("” he said. “", 10),
        Piece("Three.", 22, (0,)),
        Piece("”", 28, refer=(0,)),
    ]


def test_nested_and_overlapping_marks_are_cut_at_every_edge():
    assert marks_of("abcdefgh", [[[0, 6]], [[2, 4]], [[3, 8]]]) == [
        [("ab", (0,)), ("c", (0, 1)), ("d", (0, 1, 2)), ("ef", (0, 2)), ("gh", (2,))]
    ]


def test_marks_at_the_same_place_both_begin_and_both_are_referred_to():
    assert paragraphs("abc", [[[0, 3]], [[0, 3]]], 0, 3) == [[Piece("abc", 0, (0, 1), (0, 1), (0, 1))]]


def test_mark_over_the_end_of_a_paragraph_goes_on_in_the_next():
    assert marks_of("abc\n\ndef", [[[1, 7]]]) == [[("a", ()), ("bc", (0,))], [("de", (0,)), ("f", ())]]


def test_mark_that_ends_at_the_end_of_a_paragraph_does_not_go_on():
    assert marks_of("abc\ndef", [[[1, 3]], [[1, 4]]]) == [
        [("a", ()), ("bc", (0, 1))],
        [("def", ())],
    ]


def test_mark_before_the_stretch_that_is_shown_is_left_out():
    assert marks_of_stretch("abc\ndef", [[[0, 3]], [[4, 5]]], 4) == [[("d", (1,)), ("ef", ())]]


def marks_of_stretch(text: str, marks: list, start: int) -> list:
    return [
        [(piece.text, piece.marks) for piece in paragraph]
        for paragraph in paragraphs(text, marks, start, len(text))
    ]


@st.composite
def marked_texts(draw):
    text = draw(st.text(alphabet="ab .”\n\r", min_size=1, max_size=40))
    edge = st.integers(0, len(text))
    span = st.tuples(edge, edge).map(sorted).filter(lambda pair: pair[0] < pair[1])
    return text, draw(st.lists(st.lists(span, min_size=1, max_size=3), max_size=4)), draw(edge)


@given(marked_texts())
def test_every_printed_character_is_shown_once_within_exactly_its_marks(drawn):
    text, marks, start = drawn
    shown = [piece for paragraph in paragraphs(text, marks, start, len(text)) for piece in paragraph]
    assert "".join(piece.text for piece in shown) == text[start:].replace("\n", "").replace("\r", "")
    for piece in shown:
        for offset in range(piece.start, piece.start + len(piece.text)):
            inside = {i for i, spans in enumerate(marks) if any(low <= offset < high for low, high in spans)}
            assert inside == set(piece.marks)


@given(marked_texts())
def test_every_mark_that_is_shown_begins_once_and_is_referred_to_at_most_once(drawn):
    text, marks, start = drawn
    shown = [piece for paragraph in paragraphs(text, marks, start, len(text)) for piece in paragraph]
    begun = [index for piece in shown for index in piece.begin]
    referred = [index for piece in shown for index in piece.refer]
    assert sorted(begun) == sorted({index for piece in shown for index in piece.marks})
    assert len(referred) == len(set(referred))
    assert set(referred) <= set(begun)


def test_mark_that_ends_in_a_blank_line_is_referred_to_at_the_next_piece_at_the_latest():
    assert [piece.refer for paragraph in paragraphs("ab\n\ncd", [[[0, 3]]], 0, 6) for piece in paragraph] == [
        (),
        (0,),
    ]
