import pytest

from claims.enums import QuoteKind, Variant
from claims.matching.reading import Wording
from claims.matching.variants import LOUDNESS, fullest, judge, loudness, variant_of

DIRECT, MIXED, INDIRECT = QuoteKind.DIRECT, QuoteKind.MIXED, QuoteKind.INDIRECT
BASE = "But the dam was built by people who cut corners, and at least 12 families lost their homes."


@pytest.mark.parametrize(
    ("other", "kind", "variant", "note"),
    [
        (
            "“BUT THE DAM WAS BUILT BY PEOPLE WHO CUT CORNERS — and at least 12 families lost their homes”",
            DIRECT,
            Variant.VERBATIM,
            "",
        ),
        (
            "The dam was built by people who cut corners, and at least 12 families lost their homes.",
            DIRECT,
            Variant.TRUNCATED,
            "cut: 'But'",
        ),
        (
            "the dam was built by people who cut corners",
            DIRECT,
            Variant.TRUNCATED,
            "cut: 'But', 'and at least 12 families lost their homes'",
        ),
        (
            "the dam was built … and at least 12 families lost their homes",
            DIRECT,
            Variant.TRUNCATED,
            "cut: 'But', 'by people who cut corners'",
        ),
        (
            "the dam was built and at least 12 families lost their homes",
            DIRECT,
            Variant.SPLICED,
            "runs together without a mark; cut: 'But', 'by people who cut corners'",
        ),
        (
            "at least 12 families lost their homes, but the dam was built by people who cut corners",
            DIRECT,
            Variant.SPLICED,
            "pieces in another order",
        ),
        (
            "the barrage “was built by people who cut corners” and cost at least 12 families “their homes”",
            MIXED,
            Variant.REWORDED,
            "'dam' is 'barrage' here",
        ),
        (
            "the dam was badly built and at least 12 families had gone homeless",
            INDIRECT,
            Variant.PARAPHRASE,
            None,
        ),
        ("that the dam was built by people who cut corners", INDIRECT, Variant.TRUNCATED, None),
        (
            "But the dam was built by people who cut corners, and at least 14 families lost their homes.",
            DIRECT,
            Variant.ALTERED,
            "number: 'at least 12' is 'at least 14' here",
        ),
        (
            "But the dam was built by people who cut corners, and 12 families lost their homes.",
            DIRECT,
            Variant.ALTERED,
            "number: 'at least 12' is '12' here",
        ),
        (
            "But the dam was not built by people who cut corners",
            DIRECT,
            Variant.ALTERED,
            "polarity: 'dam was built' is 'was not built' here",
        ),
    ],
)
def test_judge_says_how_a_wording_stands_to_the_base_and_why(other, kind, variant, note):
    found = judge(BASE, other, kind=kind)
    assert found.variant is variant
    if note is not None:
        assert found.note == note


def test_judge_calls_another_name_in_the_same_place_altered():
    found = judge(
        "I will meet Governor Lena Voss at noon.", "I will meet Governor Dario Fenwick at noon.", kind=DIRECT
    )
    assert (found.variant, found.note) == (Variant.ALTERED, "name: 'Lena Voss' is 'Dario Fenwick' here")


def test_judge_takes_more_of_a_name_for_the_same_name():
    assert (
        variant_of("I will meet Voss at noon.", "I will meet Lena Voss at noon.", kind=DIRECT)
        is Variant.REWORDED
    )


def test_judge_takes_a_denial_for_the_negation_it_is():
    base = "the troops were not encircled"
    assert variant_of(base, "claims of encirclement", kind=INDIRECT, denies=True) is Variant.PARAPHRASE
    assert variant_of(base, "the troops were encircled", kind=INDIRECT) is Variant.ALTERED


def test_loudness_orders_labels_as_the_page_shows_them():
    assert sorted(set(LOUDNESS), key=loudness) == list(LOUDNESS)
    assert (
        loudness(Variant.ALTERED)
        < loudness("as fact")
        < loudness(Variant.TRUNCATED)
        < loudness(Variant.VERBATIM)
    )


def test_fullest_prefers_the_quote_then_the_longest():
    report = Wording("the dam had been built by people who cut every corner that there was", INDIRECT)
    quote, cut = (
        Wording("The dam was built by people who cut corners."),
        Wording("The dam was built by people."),
    )
    assert fullest([report, cut, quote]) == 2
    assert fullest([quote, report, cut]) == 0
    assert fullest([Wording("claims of fraud", INDIRECT, denies=True), Wording("no fraud", INDIRECT)]) == 1
    assert fullest([Wording("the war can end…", DIRECT), Wording("the war can end", DIRECT)]) == 1


@pytest.mark.parametrize(("kind", "variant"), [(INDIRECT, Variant.PARAPHRASE), (DIRECT, Variant.VERBATIM)])
def test_variant_of_a_report_in_the_same_words_is_no_quotation(kind: QuoteKind, variant: Variant) -> None:
    words = "the bridge was not safe to cross"
    assert variant_of(words, words, kind=kind) is variant
