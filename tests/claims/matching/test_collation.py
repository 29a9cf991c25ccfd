import time
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.matching.collation import Op, collate, marks_help, shared_count
from claims.matching.words import words

BASE = (
    "BUT, AT THIS VERY HOUR, HUNDREDS OF VALLEY FARMERS ARE COMPLETELY CUT OFF BY THE RIVER TAMSEL, "
    "AND IN A VERY BAD AND HUNGRY STATE."
)
TOLD = "hundreds of valley growers who are currently cut off by river Tamsel"

WORDS = st.sampled_from(
    ["the", "a", "of", "not", "bridge", "river", "town", "voted", "12", "14", "don't", "“safe”", "über"]
)
TEXTS = st.lists(WORDS, max_size=30).map(" ".join) | st.text(max_size=60)


def shown(base, other):
    """Segments as an editor reads them: [missing], {added}, [old>new]."""
    pieces = []
    for segment in collate(base, other):
        old, new = base[slice(*segment.base_span)], other[slice(*segment.other_span)]
        marks = {Op.SAME: new, Op.MISSING: f"[{old}]", Op.ADDED: f"{{{new}}}", Op.CHANGED: f"[{old}>{new}]"}
        pieces.append(marks[segment.op])
    return " ".join(pieces)


def test_collate_marks_what_a_report_dropped_added_and_changed():
    assert shown(BASE, TOLD) == (
        "[BUT, AT THIS VERY HOUR] hundreds of valley [FARMERS>growers] {who} are [COMPLETELY>currently] "
        "cut off by [THE] river Tamsel [AND IN A VERY BAD AND HUNGRY STATE]"
    )
    assert shared_count(BASE, TOLD) == (9, 25)
    assert marks_help(BASE, TOLD)


def test_collate_ignores_case_quotation_marks_dashes_and_spaces():
    assert shown("“It's over” — we won.", "It’s   OVER, we won") == "It’s   OVER, we won"


def test_collate_pairs_words_only_beside_what_is_kept():
    assert shown("Our pumps failed again, the river rose", "Nobody came; the river rose") == (
        "[Our pumps failed again] {Nobody came} the river rose"
    )


def test_collate_pairs_several_changed_words_one_by_one():
    assert shown("the old stone bridge fell", "the new iron bridge fell") == (
        "the [old>new] [stone>iron] bridge fell"
    )


def test_collate_with_the_roles_changed_turns_every_mark_round():
    assert shown(TOLD, BASE).startswith(
        "{BUT, AT THIS VERY HOUR} HUNDREDS OF VALLEY [growers>FARMERS] [who] ARE"
    )


@pytest.mark.parametrize(("base", "other"), [("", ""), ("…", "!"), ("", "a word"), ("a word", "")])
def test_collate_takes_texts_without_words(base, other):
    segments = collate(base, other)
    assert "".join(segment.base_text for segment in segments) == base
    assert "".join(segment.other_text for segment in segments) == other


@given(TEXTS, TEXTS)
@settings(max_examples=300, deadline=None)
def test_collate_segments_rebuild_both_texts(base, other):
    segments = collate(base, other)
    assert "".join(segment.base_text for segment in segments) == base
    assert "".join(segment.other_text for segment in segments) == other
    base_at = other_at = 0
    for segment in segments:
        for (low, high), start, tile in (
            (segment.base_span, base_at, segment.base_text),
            (segment.other_span, other_at, segment.other_text),
        ):
            assert start <= low <= high <= start + len(tile)
        base_at += len(segment.base_text)
        other_at += len(segment.other_text)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_collate_marks_no_difference_where_the_words_are_equal(base, other):
    for segment in collate(base, other):
        same = [word.normal for word in words(segment.base_text)] == [
            word.normal for word in words(segment.other_text)
        ]
        assert same == (segment.op is Op.SAME)


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_shared_count_is_the_same_from_both_sides_within_each_total(base, other):
    shared, total = shared_count(base, other)
    assert 0 <= shared <= total == len(words(base))
    assert shared <= len(words(other))


def test_collate_takes_a_quote_of_three_thousand_words_in_its_stride():
    vocabulary = [f"word{number}" for number in range(700)]
    weights = [1 / (rank + 3) for rank in range(700)]
    base = Random(7).choices(vocabulary, weights, k=3000)
    other = [word for number, word in enumerate(base) if number % 17]
    other[1000:1000] = ["inserted"] * 40
    begun = time.perf_counter()
    segments = collate(" ".join(base), " ".join(other))
    assert time.perf_counter() - begun < 5
    shared = sum(len(words(segment.other_text)) for segment in segments if segment.op is Op.SAME)
    assert shared > 0.95 * 2800


@pytest.mark.parametrize(
    ("base", "other"),
    [
        ("the " * 3000, "the a " * 1500),
        (" ".join(f"w{number}" for number in range(3000)), " ".join(f"x{number}" for number in range(3000))),
        (" ".join(f"w{number % 50}" for number in range(3000)), "w7 w3 w9 w1 " * 700),
    ],
    ids=["one word", "nothing shared", "few words"],
)
def test_collate_bounds_its_work_on_the_worst_of_long_texts(base, other):
    begun = time.perf_counter()
    collate(base, other)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        ("הגשר סגור היום 😀", "הגשר פתוח היום", "הגשר [סגור>פתוח] היום"),
        ("پل بسته است", "پل بسته نیست", "پل بسته [است>نیست]"),
        ("we won 🎉🎉 today", "we won today", "we won today"),
    ],
)
def test_collate_reads_other_scripts_and_emoji(base, other, expected):
    assert shown(base, other) == expected
