"""The query language: what is understood, what is not, and what to do about it. No database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claims.query import (
    FIELDS,
    LONGEST,
    Bounds,
    Days,
    Kind,
    Numbers,
    OneOf,
    Words,
    mended,
    parse,
    pieces,
    quoted,
)

TODAY = date(2026, 3, 14)


def read(text):
    return parse(text, today=TODAY)


def only(text):
    """The one term of a text that has no problem."""
    query = read(text)
    assert query.problems == ()
    (term,) = query.terms
    return term


def told(text):
    """Each problem as the part it is about, what is said, and the query as it would be mended."""
    return [
        (text[p.start : p.end], p.message, None if p.fix is None else mended(text, p))
        for p in read(text).problems
    ]


def names(term):
    return [value.text for value in term.values]


def test_query_reads_words_phrases_and_fields_side_by_side():
    query = read('speaker:"Ida Holm" status:unreviewed outlet:x said:>=2026-03-01 ferry "no ice" bridg*')
    assert query.problems == ()
    speaker, status, outlet, said, *words = query.terms
    assert [(t.field, names(t)) for t in (speaker, status, outlet)] == [
        ("speaker", ["Ida Holm"]),
        ("status", ["unreviewed"]),
        ("outlet", ["x"]),
    ]
    assert said == Days("said", (Bounds(date(2026, 3, 1), None),))
    assert words == [Words("ferry"), Words("no ice"), Words("bridg", prefix=True)]


@pytest.mark.parametrize(
    "text", ["-outlet:Eastwire", "-ferry", '-"no ice"', "-is:new", "-outlets:>2", "-said:2026"]
)
def test_query_turns_a_term_round_behind_a_dash(text):
    assert only(text).negated
    assert not only(text[1:]).negated


def test_query_takes_several_values_of_a_field_by_comma():
    term = only("outlet:Eastwire,“Harbour Post”,HP")
    assert names(term) == ["Eastwire", "Harbour Post", "HP"]


def test_query_knows_where_a_value_stands():
    text = 'ice outlet:"Harbour Post",EW'
    values = read(text).terms[1].values
    assert [text[value.start : value.end] for value in values] == ['"Harbour Post"', "EW"]


@pytest.mark.parametrize("text", ["STATUS:Confirmed", "status:CONFIRMED"])
def test_query_does_not_care_for_capitals(text):
    assert names(only(text)) == ["confirmed"]


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [
        ("2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
        ("=2026-03-14", date(2026, 3, 14), date(2026, 3, 14)),
        (">=2026-03-14", date(2026, 3, 14), None),
        (">2026-03", date(2026, 4, 1), None),
        ("<2026", None, date(2025, 12, 31)),
        ("<=2026-02", None, date(2026, 2, 28)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2026-02..2026-03-02", date(2026, 2, 1), date(2026, 3, 2)),
        ("..2026-03", None, date(2026, 3, 31)),
        ("2026..", date(2026, 1, 1), None),
        ("yesterday", date(2026, 3, 13), date(2026, 3, 13)),
        ('"14 March 2026"', date(2026, 3, 14), date(2026, 3, 14)),
        ('>="Mar 2026"', date(2026, 3, 1), None),
        (">9999-12-31", date(9999, 12, 31), None),
        ("<0001-01-01", None, date(1, 1, 1)),
    ],
)
def test_query_reads_days(typed, low, high):
    assert only(f"published:{typed}") == Days("published", (Bounds(low, high),))


@pytest.mark.parametrize(
    ("typed", "low", "high"),
    [("3", 3, 3), (">1", 2, None), (">=3", 3, None), ("<3", None, 2), ("<=3", None, 3), ("2..5", 2, 5)],
)
def test_query_reads_counts(typed, low, high):
    assert only(f"outlets:{typed}") == Numbers("outlets", (Bounds(low, high),))


@pytest.mark.parametrize("text", ["https://quay.example/a", "12:30", "a/b", "co-operate"])
def test_query_takes_what_only_looks_like_a_field_as_words(text):
    assert only(text) == Words(text)


@pytest.mark.parametrize(
    ("text", "part", "message", "fixed"),
    [
        ("speker:Holm", "speker:Holm", "There is no field “speker”. Did you mean speaker?", "speaker:Holm"),
        (
            "ice status:unreviewd",
            "unreviewd",
            "“unreviewd” is nothing that status: takes. Did you mean unreviewed?",
            "ice status:unreviewed",
        ),
        (
            "status:zzz",
            "zzz",
            "“zzz” is nothing that status: takes. Use unreviewed, attributed, confirmed or disputed.",
            None,
        ),
        (
            "speaker: Holm",
            "speaker: Holm",
            (
                "Nothing is given for speaker. "
                "Write a name, in quotation marks where it has spaces, right after the colon."
            ),
            "speaker:Holm",
        ),
        (
            "outlets:many",
            "many",
            "“many” is no number: write 3, >2, <=5 or 2..5.",
            None,
        ),
        ("said:2026-02-30", "2026-02-30", "There is no day 2026-02-30.", None),
        (
            "said:2026-03..2026-01",
            "2026-03..2026-01",
            "This range ends before it begins.",
            "said:2026-01..2026-03",
        ),
        (
            '"no ice',
            '"no ice',
            "This quotation mark is never closed; all that follows was taken as the phrase.",
            '"no ice"',
        ),
        ("ice - bridge", "-", "There is no word here to look for.", "ice bridge"),
        (
            "ice AND bridge",
            "AND",
            "All words and fields have to fit anyway, so AND has no effect.",
            "ice bridge",
        ),
    ],
)
def test_query_says_what_makes_no_sense_and_what_to_do(text, part, message, fixed):
    assert told(text) == [(part, message, fixed)]


def test_query_offers_quotation_marks_for_words_that_look_like_an_unknown_field():
    ((part, message, fixed),) = told("zzz:top")
    assert (part, fixed) == ("zzz:top", '"zzz:top"')
    assert message.startswith(
        "There is no field “zzz”. To look for these words, put them in quotation marks."
    )
    assert only(fixed) == Words("zzz:top")


def test_query_keeps_what_makes_sense_beside_what_does_not():
    query = read("status:done,confirmed zzz:top outlets:many,3 ice")
    assert len(query.problems) == 3
    assert [getattr(term, "field", "words") for term in query.terms] == ["status", "outlets", "words"]


def test_query_of_too_many_terms_or_too_long_says_so():
    many = read(" ".join("abcdefghij" * 4))
    assert (len(many.terms), [p.message for p in many.problems]) == (
        30,
        ["Only the first 30 terms of a query count."],
    )
    assert [p.message for p in read("a" * (LONGEST + 1)).problems] == [
        f"Only the first {LONGEST} characters of a query count."
    ]


@pytest.mark.parametrize("name", ["Ida Holm", "Holm", "a,b", "-a", ">3", "a..b", 'the "Gate"', "O’Brien"])
def test_quoted_value_is_read_as_it_was(name):
    assert names(only(f"speaker:{quoted(name)}")) == [name.replace('"', "’")]


PARTS = [f"{name}:" for name in FIELDS] + [
    *'-",“ ”*:=<>é\n',
    "..",
    "2026",
    "-03",
    "OR",
    "new",
    "停火",
    "\ud800",
]


@given(st.lists(st.sampled_from(PARTS) | st.text(max_size=4), max_size=15).map("".join))
def test_query_never_raises_and_marks_within_the_text(text):
    query = read(text)
    assert "".join(piece for piece, _ in pieces(query.text, query.problems)) == query.text
    for problem in query.problems:
        assert 0 <= problem.start <= problem.end <= len(text)
        assert problem.message
        mended(text, problem)
    for term in query.terms:
        if isinstance(term, OneOf):
            assert FIELDS[term.field].kind in {Kind.WORD, Kind.NAME}
            assert all(text[v.start : v.end] for v in term.values)
