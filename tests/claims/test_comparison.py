"""The view-models of the comparison: who is in the table, what is folded, what is marked."""

from datetime import date

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from claims.comparison import Comparison, Context, Options, PlaceKind, compare, opening, passage
from claims.comparison.passages import wording
from claims.enums import LinkState, QuoteKind, Status, Variant
from claims.models import Appearance, Claim, ClaimLink
from claims.templatetags.wordmarks import marked
from tests.claims.flood import SHOUT, Flood, make_flood
from tests.factories import make_appearance, make_article, make_claim, make_reported_claim

TEXT = (
    "The mayor spoke. In a long speech, she said that the lower town was “cut off” by water. More came later."
)
PRINTED = "the lower town was “cut off” by water"
BASE = "But the lower town is cut off by the river."


@pytest.fixture
def flood(db) -> Flood:
    return make_flood()


def compared(claim: Claim, query: str = "") -> Comparison:
    return compare(Claim.objects.for_comparison().get(pk=claim.pk), Options.read(QueryDict(query)))


def names(comparison: Comparison) -> list[list[str]]:
    """What stands in each place: wordings as 'AC2 Reworded', silent outlets by their siglum."""
    return [
        [f"{one.outlet.siglum}{one.number} {one.label.word}" for one in place.renditions]
        or [outlet.siglum for outlet in place.outlets]
        for place in comparison.places
    ]


def html_of(comparison: Comparison, siglum: str) -> str:
    """A rendition's marked HTML by 'AC2'."""
    return next(
        marked(one.passage) for one in comparison.renditions if f"{one.outlet.siglum}{one.number}" == siglum
    )


def span_of(text: str, *pieces: str) -> list[list[int]]:
    return [[text.index(piece), text.index(piece) + len(piece)] for piece in pieces]


# Passages


def test_passage_marks_what_is_missing_added_and_changed():
    shown = marked(passage(TEXT, span_of(TEXT, PRINTED), base=BASE))
    assert shown == (
        'In a long speech, she said that <mark class="q" data-start="49" data-end="86">'
        '<del><span class="vh">missing: </span>But</del> the lower town '
        '<span class="alt"><del><span class="vh">base: </span>is</del>'
        '<ins><span class="vh">here: </span>was</ins></span> “cut off” by '
        '<del><span class="vh">missing: </span>the river</del> '
        '<ins><span class="vh">added: </span>water</ins></mark>.'
    )


def test_passage_counts_the_bases_words_that_recur():
    shown = passage(TEXT, span_of(TEXT, PRINTED), base=BASE)
    assert (shown.shared, shown.total) == (6, 10)


def test_passage_below_a_quarter_of_shared_words_has_no_marks():
    shown = passage(
        TEXT, span_of(TEXT, PRINTED), base="Farmers want the dam to be opened before Friday comes"
    )
    assert (shown.marked, shown.departures) == (False, ())
    assert "<ins>" not in marked(shown)
    assert shown.total == 10


def test_passage_of_a_split_quote_marks_each_span_and_keeps_what_stands_between():
    text = "“The dam will hold,” she said, “through the night.”"
    shown = passage(text, span_of(text, "The dam will hold", "through the night"), base="The dam will hold")
    assert [run.text for run in shown.runs] == [
        "“",
        "The dam will hold",
        ",” she said, “",
        "through the night",
        ".”",
    ]
    assert "<ins>" in marked(shown).rpartition("<mark")[2]
    assert "<ins>" not in marked(shown).rpartition("<mark")[0]


def test_passage_is_cut_at_words_and_can_be_the_whole_paragraph():
    text = (
        "A dull start.\n"
        + "word " * 60
        + "then the dam broke"
        + " and more" * 60
        + ". A last sentence.\nEnd."
    )
    spans = span_of(text, "the dam broke")
    short = "".join(run.text for run in passage(text, spans).runs)
    assert short.startswith("…word word")
    assert short.endswith(" more and…")
    assert len(short) < 200
    whole = "".join(run.text for run in passage(text, spans, context=Context.PARAGRAPH).runs)
    assert whole.startswith("word word")
    assert whole.endswith("A last sentence.")


def test_passage_leaves_out_what_stands_before_the_body():
    text = "date 2026-03-14 The mayor said that the dam will hold."
    shown = passage(text, span_of(text, "the dam will hold"), body_start=16)
    assert shown.runs[0].text == "The mayor said that "


def test_passage_does_not_end_a_sentence_at_a_title_or_an_initial():
    text = "It rained. Army Gen. Tor B. Lind said on Dr. Holm St. that no family was cut off. It rained."
    shown = "".join(run.text for run in passage(text, span_of(text, "no family was cut off")).runs)
    assert shown == "Army Gen. Tor B. Lind said on Dr. Holm St. that no family was cut off."


def test_passage_sets_capitals_small_without_rewriting_them():
    shown = marked(passage(SHOUT, [[0, len(SHOUT)]], base=SHOUT))
    assert '<span class="caps">BUT, AT THIS VERY HOUR' in shown
    assert "caps" not in marked(passage("The US and NATO agreed.", [[0, 22]]))


def test_passage_asks_to_lower_a_shouted_base_beside_a_spoken_wording():
    text = "She said at this hour hundreds of families are completely cut off by the river in this state."
    assert '<del class="lower">' in marked(passage(text, [[9, len(text) - 1]], base=SHOUT))


def test_passage_escapes_what_is_printed():
    text = "He wrote <b>all</b> & more"
    assert marked(passage(text, [[9, 26]], base="<b>none</b> & more")).count("<b>") == 0


words = st.text(alphabet="ab AB.,“”…—\n'", min_size=1, max_size=60)


@given(text=words, base=words, data=st.data())
def test_passage_prints_every_span_exactly(text, base, data):
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), min_size=2, max_size=4)))
    spans = [[start, end] for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    shown = passage(text, spans, base=base)
    printed = [run for run in shown.runs if run.pieces]
    assert [run.text for run in printed] == [text[start:end] for start, end in spans]
    assert ["".join(piece.text for piece in run.pieces) for run in printed] == [run.text for run in printed]


def test_opening_is_cut_at_a_word():
    assert (
        opening("A word.\n\nThe mayor spoke for a long time about the dam", 9, room=20)
        == "The mayor spoke for…"
    )
    assert opening("Short.") == "Short."


# The table


def test_comparison_folds_the_outlets_that_print_the_same_words(flood):
    comparison = compared(flood.claim)
    assert names(comparison) == [
        ["AC1 Verbatim", "BD1 Verbatim", "CP1 Verbatim"],
        ["EW1 Altered"],
        ["AC2 Reworded"],
        ["DR1 Truncated"],
        ["BD2 Paraphrase"],
        ["FH"],
    ]
    assert [outlet.siglum for outlet in comparison.fold.own] == ["CP"]
    assert comparison.places[-1].kind is PlaceKind.ABSENT


def test_comparison_unfolded_gives_every_outlet_its_column(flood):
    comparison = compared(flood.claim, "fold=0")
    assert names(comparison) == [
        ["AC1 Verbatim", "AC2 Reworded"],
        ["BD1 Verbatim", "BD2 Paraphrase"],
        ["CP1 Verbatim"],
        ["DR1 Truncated"],
        ["EW1 Altered"],
        ["FH"],
    ]
    assert [one.number for one in comparison.places[0].elsewhere] == [2]


def test_comparison_counts_outlets_not_appearances(flood):
    comparison = compared(flood.claim)
    assert (comparison.reporting, comparison.verbatim, comparison.denying) == (5, 3, 2)
    assert len(comparison.outlets) == 6
    assert len(comparison.renditions) == 7


def test_comparison_takes_the_earliest_of_the_fullest_as_base(flood):
    comparison = compared(flood.claim)
    assert (comparison.base.outlet.name, comparison.base.number) == ("Brink Daily", 1)
    assert html_of(comparison, "BD1").count("<del") == 0


def test_comparison_against_another_base_moves_marks_and_counts_but_no_label(flood):
    altered = flood.reports["Estuary Wire"][0]
    before, after = compared(flood.claim), compared(flood.claim, f"base={altered.pk}")
    assert names(before) == names(after)
    assert after.base.outlet.siglum == "EW"
    assert (before.base_departs, after.base_departs) == (False, True)
    assert "dozens</del>" in html_of(after, "AC1")
    assert "<ins>" not in html_of(after, "EW1")
    counts = {f"{one.outlet.siglum}{one.number}": one.passage.shared for one in after.renditions}
    assert (counts["EW1"], counts["BD1"]) == (25, 24)


@pytest.mark.parametrize("base", ["", "x", "0", "99999999999999999999", "²"])
def test_comparison_with_no_such_base_keeps_the_usual_one(flood, base):
    assert compared(flood.claim, f"base={base}").base.outlet.name == "Brink Daily"


def test_comparison_of_chosen_outlets_shows_their_departures_and_the_fold(flood):
    delta = flood.articles["Delta Record"].outlet_id
    comparison = compared(flood.claim, f"show={delta}&show=nonsense")
    assert names(comparison)[1:] == [["DR1 Truncated"]]
    assert (comparison.chosen, len(comparison.outlets)) == (1, 6)
    assert [outlet.siglum for outlet in comparison.fold.outlets] == ["AC", "BD", "CP"]
    assert names(compared(flood.claim, f"show={delta}&fold=0")) == [["DR1 Truncated"]]


def test_comparison_offers_only_the_outlets_that_depart(flood):
    comparison = compared(flood.claim, compared(flood.claim).only_departures.removeprefix("?"))
    assert [c.outlet.siglum for c in comparison.outlets if c.chosen] == ["AC", "BD", "DR", "EW"]
    assert comparison.all_outlets == "?"


def test_comparison_puts_the_denial_under_the_outlets_that_carry_it(flood):
    (contest,) = compared(flood.claim).contests
    assert contest.suggested
    assert contest.heading == "Denial"
    assert [[one.outlet.siglum for one in cell.renditions] for cell in contest.cells] == [
        [],
        [],
        ["AC"],
        ["DR"],
        [],
        [],
    ]
    assert [[outlet.siglum for outlet in cell.silent] for cell in contest.cells] == [
        ["CP"],
        ["EW"],
        [],
        [],
        ["BD"],
        ["FH"],
    ]


def test_comparison_shows_the_contest_from_both_sides(flood):
    (contest,) = compared(flood.denial).contests
    assert contest.claim == flood.claim
    assert len(contest.outlets) == 5


def test_comparison_leaves_a_dismissed_contest_out(flood):
    ClaimLink.objects.update(state=LinkState.DISMISSED)
    assert compared(flood.claim).contests == ()


def test_comparison_without_a_story_has_the_outlets_of_the_claim_and_its_contests(flood):
    flood.story.delete()
    comparison = compared(flood.claim)
    assert [choice.outlet.siglum for choice in comparison.outlets] == ["AC", "BD", "CP", "DR", "EW"]
    elsewhere = make_article("He said that no family was cut off.", outlet="Gull Times")
    make_appearance(flood.denial, elsewhere, "no family was cut off", kind=QuoteKind.INDIRECT)
    comparison = compared(flood.claim)
    assert names(comparison)[-1] == ["GT"]
    assert [one.outlet.siglum for one in comparison.contests[0].cells[-1].renditions] == ["GT"]


def test_comparison_names_articles_without_an_outlet_apart(flood):
    for number in (1, 2):
        article = make_article(
            f"Paper {number}: families are completely cut off by the river", story=flood.story
        )
        make_appearance(flood.claim, article, "families are completely cut off", variant=Variant.TRUNCATED)
    unknown = [
        choice.outlet for choice in compared(flood.claim).outlets if choice.outlet.name == "Outlet unknown"
    ]
    assert [outlet.siglum for outlet in unknown] == ["?1", "?2"]
    assert len({outlet.key for outlet in unknown}) == 2


def test_comparison_of_one_article_without_an_outlet_has_a_bare_question_mark(db):
    claim = make_claim("The bridge is shut")
    make_appearance(claim, make_article("The bridge is shut, she said."))
    assert compared(claim).base.outlet.siglum == "?"
    assert compared(claim).outlets[0].outlet.name == "Outlet unknown"


def test_comparison_joins_several_articles_of_one_outlet(flood):
    second = make_article(
        "Update: dozens of families are completely cut off by the river.",
        outlet="Estuary Wire",
        story=flood.story,
        published_on=date(2026, 3, 16),
    )
    make_appearance(
        flood.claim, second, "dozens of families are completely cut off by the river", variant=Variant.ALTERED
    )
    place = compared(flood.claim).places[1]
    assert [one.number for one in place.renditions] == [1, 2]
    assert place.outlet.dates == [date(2026, 3, 14), date(2026, 3, 16)]
    assert [one.appearance.article_id for one in place.renditions][1] == second.pk
    assert len(place.outlet.headlines) == 2


def test_comparison_without_a_word_for_word_report_folds_the_longest(db):
    claim = make_reported_claim("The bridge is shut to everybody", outlets=["Coast Post"])
    longer = make_article("The bridge is shut to everybody but the mayor.", outlet="Delta Record")
    make_appearance(claim, longer, "The bridge is shut to everybody but the mayor")
    Appearance.objects.update(variant=Variant.REWORDED)
    assert names(compared(claim)) == [["DR1 Reworded"], ["CP1 Reworded"]]


def test_comparison_tells_what_is_new_since_the_mark(flood, django_user_model):
    assert compared(flood.claim).new == ()
    reviewer = django_user_model.objects.create_user("maya")
    seen = [report.pk for report in Appearance.objects.all() if report.article.outlet.name != "Delta Record"]
    flood.claim.last_review = flood.claim.reviews.create(
        status=Status.CONFIRMED, reviewer=reviewer, seen=seen
    )
    flood.claim.status = Status.CONFIRMED
    flood.claim.save(update_fields=["last_review", "status"])
    assert [one.outlet.name for one in compared(flood.claim).new] == ["Delta Record"]


def test_comparison_lists_variants_in_the_order_of_the_bases_words(flood):
    rows = [
        (row.base, row.printed, [f"{one.outlet.siglum}{one.number}" for one in row.renditions])
        for row in compared(flood.claim).variants
    ]
    assert rows[0] == ("BUT", "", ["DR1"])
    assert ("HUNDREDS", "dozens", ["EW1"]) in rows
    assert rows[-1] == ("", "hundreds of households who are now isolated by the flood", ["BD2"])
    assert [row.whole for row in compared(flood.claim).variants].count(True) == 1


def test_comparison_takes_headlines_or_the_words_an_article_opens_with(flood):
    places = compared(flood.claim).places
    (delta,) = next(place for place in places if place.outlet.siglum == "DR").outlet.headlines
    assert (delta.text, delta.given) == ("Mayor Asks for Boats", True)
    (herald,) = places[-1].outlet.headlines
    assert (herald.text, herald.given) == (
        "The council met on Monday and spoke about the school roof.",
        False,
    )


def test_comparison_of_a_claim_without_appearances_is_empty(db):
    comparison = compared(make_claim("Nobody prints this"))
    assert (comparison.places, comparison.base, comparison.variants, comparison.venue) == ((), None, (), "")


def test_comparison_asks_the_database_for_nothing_more(flood, django_assert_num_queries):
    claim = Claim.objects.for_comparison().get(pk=flood.claim.pk)
    with django_assert_num_queries(0):
        comparison = compare(claim)
        assert comparison.variants
        assert [headline.text for place in comparison.places for o in place.own for headline in o.headlines]


def test_wording_joins_its_spans():
    assert wording("abc def ghi", [[0, 3], [8, 11]]) == "abc … ghi"


# The address


def test_options_leave_out_what_is_usual():
    assert Options.read(QueryDict("fold=0&fold=1&marks=1&base=&context=x")).query == "?"


def test_options_read_back_what_they_write():
    query = "?base=7&fold=0&marks=0&context=paragraph&show=3&show=a4&story=2&sort=newest"
    options = Options.read(QueryDict(query[1:]), keep=("story", "sort"))
    assert options == Options(
        base=7,
        fold=False,
        marks=False,
        outlets=("3", "a4"),
        context=Context.PARAGRAPH,
        queue=(("story", "2"), ("sort", "newest")),
    )
    assert options.query == query
