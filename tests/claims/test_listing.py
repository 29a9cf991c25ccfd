"""What lists go by follows every write, and the pages of the listing are those of the plain conditions."""

from datetime import date, timedelta

import pytest

from articles.domain import set_article_details
from articles.models import Outlet
from claims.domain import decide_link, record_review
from claims.domain.derived import index_words
from claims.domain.placing import refresh
from claims.enums import LinkKind, LinkState, QuoteKind, Status, Variant
from claims.listing import Listing, shown
from claims.models import AsFact, Claim, ClaimFacet, ClaimLink, Speaker
from claims.priority import priority
from claims.querysets import Conditions
from claims.search_text import expression, lexemes
from tests.factories import (
    make_claim,
    make_outlet,
    make_report,
    make_reported_claim,
    make_speaker,
    make_story,
    make_user,
)

pytestmark = pytest.mark.django_db
ORDERS = ("priority", "outlets", "newest", "oldest")


def facets(claim):
    return set(ClaimFacet.objects.filter(claim=claim).values_list("facet", flat=True))


def link(first, second, state=LinkState.SUGGESTED):
    return ClaimLink.objects.create(first=first, second=second, kind=LinkKind.CONTRADICTS, state=state)


def listed(filters=(), sort="priority", limit=50, after=None):
    return Listing.of(dict(filters)).page(sort, limit, after)


def test_facets_of_a_claim_are_what_its_reports_say():
    outlet, story = make_outlet("Quay Gazette"), make_story()
    claim = make_claim("The ice has gone", "Jon Brandt")
    days = {"said_from": date(2026, 2, 27), "said_to": date(2026, 3, 1)}
    printed = {"published_on": date(2026, 3, 14)}
    make_report(claim, outlet, story=story, article=printed, kind=QuoteKind.MIXED, via=["Nordpress"], **days)
    assert facets(claim) == {
        "all",
        f"speaker:{claim.speaker_id}",
        f"outlet:{outlet.pk}",
        f"story:{story.pk}",
        "kind:mixed",
        "variant:verbatim",
        "via:Nordpress",
        "printed:2026",
        "printed:2026-03",
        "printed:2026-03-14",
        "said:2026",
        "said:2026-02",
        "said:2026-02-27",
        "said:2026-02-28",
        "said:2026-03",
        "said:2026-03-01",
    }


@pytest.mark.parametrize("state", [None, *LinkState])
@pytest.mark.parametrize("outlets", [1, 3, 9])
@pytest.mark.parametrize(
    ("altered", "as_fact", "worth"), [(0, 0, 0.5), (1, 0, 1.0), (0, 1, 0.0), (1, 1, 0.3337)]
)
def test_priority_in_the_database_is_that_of_its_definition(state, outlets, altered, as_fact, worth):
    claim = make_claim(check_worthiness=worth)
    for number in range(outlets):
        report = make_report(claim, f"Outlet {number}")
    if altered:
        type(report).objects.filter(pk=report.pk).update(variant=Variant.ALTERED)
    if as_fact:
        AsFact.objects.create(
            claim=claim, article=report.article, spans=[[0, 4]], start=0, end=4, text="word", reason="-"
        )
    if state:
        link(claim, make_claim("Another"), state)
    claim.refresh_from_db()
    against = None if state is LinkState.DISMISSED else state
    assert claim.priority == priority(
        contested=against, altered=bool(altered), as_fact=bool(as_fact), outlets=outlets, worth=worth
    )


def test_listing_leaves_out_what_is_merged_rejected_or_reported_no_more():
    kept = make_reported_claim("The bridge is safe")
    merged = make_reported_claim("The bridge is quite safe", merged_into=kept)
    rejected, gone = make_reported_claim("Rejected"), make_reported_claim("Gone")
    Claim.objects.filter(pk=rejected.pk).update(rejected=True)
    gone.appearances.all().delete()
    make_claim("Nobody prints this")
    assert listed() == [kept.pk]
    assert not facets(merged)
    Claim.objects.filter(pk=rejected.pk).update(rejected=False)
    assert set(listed()) == {kept.pk, rejected.pk}


def test_facets_follow_marks_links_and_details_of_articles():
    editor = make_user("editor")
    first, second = make_reported_claim("First", outlets=["Eastwire"]), make_reported_claim("Second")
    contest = link(first, second)
    assert listed({"contested": True}) == [second.pk, first.pk]
    decide_link(contest.pk, state=LinkState.DISMISSED, editor=editor)
    assert listed({"contested": True}) == []
    record_review(first.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    assert listed({"status": [Status.CONFIRMED]}) == listed({"reviewer": [editor.pk]}) == [first.pk]
    story, outlet = make_story(), make_outlet("Nordlys")
    set_article_details(first.appearances.get().article_id, outlet=outlet, story=story)
    assert listed({"outlet": [outlet.pk]}) == listed({"story": [story.pk]}) == [first.pk]
    assert Claim.objects.get(pk=first.pk).outlet_count == 1


def test_appearance_that_moves_takes_its_facets_along():
    left, right = (
        make_reported_claim("Left", outlets=["Eastwire"]),
        make_reported_claim("Right", outlets=["Nordlys"]),
    )
    moving = left.appearances.get()
    moving.claim = right
    moving.save(update_fields=["claim"])
    assert not facets(left)
    assert Claim.objects.get(pk=right.pk).outlet_count == 2
    assert listed({"outlet": [moving.article.outlet_id]}) == [right.pk]


@pytest.fixture
def many():
    """Forty claims, alike in many ways, so that orders have ties."""
    stories = [make_story(), make_story("Another")]
    for number in range(40):
        claim = make_claim(f"Claim {number} of the ice", f"Speaker {number % 3}", check_worthiness=number % 2)
        for outlet in ["Eastwire", "Nordlys", "Post"][: 1 + number % 3]:
            make_report(
                claim,
                outlet,
                story=stories[number % 2],
                kind=list(QuoteKind)[number % 3],
                via=["Wire"] if number % 5 == 0 else [],
                article={"published_on": date(2025, 11, 25) + timedelta(days=9 * (number % 10))},
            )
        status = list(Status)[number % 4]
        if status is not Status.DISPUTED:
            Claim.objects.filter(pk=claim.pk).update(status=status)
    index_words(Claim.objects.values_list("pk", flat=True))
    merged = Speaker.objects.get(name="Speaker 2")
    merged.merged_into = Speaker.objects.get(name="Speaker 1")
    merged.save(update_fields=["merged_into"])
    return stories


def some_filters(stories):
    outlet = {name: Outlet.objects.get(name=name).pk for name in ("Eastwire", "Post")}
    return [
        {},
        {"status": [Status.UNREVIEWED, Status.CONFIRMED]},
        {"story": [stories[0].pk]},
        {"outlet": [outlet["Post"]]},
        {"outlet": list(outlet.values())},
        {"outlet": [outlet["Post"]], "kind": [QuoteKind.MIXED], "status": [Status.ATTRIBUTED]},
        {"speaker": [make_speaker("Speaker 1").pk]},
        {"speaker": [make_speaker("Speaker 1").pk], "via": ["Wire"]},
        {"published_from": date(2025, 12, 30)},
        {"published_from": date(2025, 12, 4), "published_to": date(2026, 1, 31)},
        {"published_to": date(2025, 12, 4), "outlet": [outlet["Post"]]},
    ]


@pytest.mark.parametrize("sort", ORDERS)
def test_pages_of_the_listing_are_those_of_the_conditions(many, sort):
    for filters in some_filters(many):
        plain = Claim.objects.filter(listed=True).matching(**filters)
        expected = list(plain.in_order(sort).values_list("pk", flat=True))
        found, after = [], None
        while page := listed(filters, sort, 7, after):
            found += page
            last = Claim.objects.get(pk=page[-1])
            keys = {"priority": ["priority"], "outlets": ["outlet_count"]}.get(sort, [])
            after = (*(getattr(last, key) for key in keys), last.pk)
        assert expected
        assert found == expected
        assert Listing.of(filters).counts() == plain.tally()


@pytest.mark.parametrize(("number", "told"), [(0, "0"), (1000, "1,000"), (1001, "1,000+")])
def test_count_is_exact_to_a_thousand(number, told):
    assert shown(number) == told


def test_search_finds_what_was_refreshed():
    claim = make_reported_claim("The ice has gone")
    Claim.objects.filter(pk=claim.pk).update(search=None)
    wanted = {"q": Conditions(words=expression([lexemes("ice has gone")]))}
    assert listed(wanted) == []
    refresh([claim.pk])
    assert listed(wanted) == [claim.pk]
