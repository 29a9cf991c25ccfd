"""The search box against the database: what its fields and words find, and what is said of unknown names."""

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article
from claims.domain import record_review
from claims.domain.derived import index_words
from claims.enums import DisputedFor, LinkKind, LinkState, QuoteKind, Status, Variant
from claims.models import AsFact, Claim, ClaimLink, SpeakerAlias
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
QUEUE = reverse("claims:queue")


@pytest.fixture
def editor():
    return make_user("editor", first_name="Iris", last_name="Vale")


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def desk(editor):
    """One claim with everything that a field can ask for, and one with nothing of it."""
    speaker = make_speaker("Jon Brandt")
    SpeakerAlias.objects.create(speaker=speaker, name="The Harbourmaster")
    wanted = make_claim("The ferries have stopped", speaker)
    story, outlet = make_story("Ice in the bay"), make_outlet("Nordlys", "NL")
    make_report(
        wanted,
        outlet,
        story=story,
        kind=QuoteKind.INDIRECT,
        via=["Nordpress"],
        variant=Variant.ALTERED,
        denies=True,
        said_from="2026-03-10",
        said_to="2026-03-11",
        article={"published_on": "2026-03-12", "headline": "No ferry today"},
    )
    make_report(wanted, "Quay Gazette")
    Claim.objects.filter(pk=wanted.pk).update(origin_count=2)
    AsFact.objects.create(
        claim=wanted, article=wanted.appearances.first().article, spans=[[0, 4]], start=0, end=4, text="Quay"
    )
    other = make_reported_claim("Bread is dear", "Ida Holm", outlets=["Eastwire"])
    against = make_claim("They never stopped", "Ida Holm")
    ClaimLink.objects.create(
        first=wanted, second=against, kind=LinkKind.CONTRADICTS, state=LinkState.CONFIRMED
    )
    record_review(
        wanted.pk,
        reviewer=editor,
        status=Status.DISPUTED,
        disputed_for=DisputedFor.WORDS,
        seen_review=None,
    )
    Claim.objects.filter(pk=wanted.pk).update(assigned_to=editor)
    make_report(wanted, "Harbour Post", "Ferries have stopped", article={"published_on": "2026-01-05"})
    return wanted, other


def found(client, q, **more):
    return {row.claim for row in client.get(QUEUE, {"q": q, **more}).context["rows"]}


def problems(client, q):
    return [(p["part"], p["message"], p["fix"]) for p in client.get(QUEUE, {"q": q}).context["problems"]]


@pytest.mark.parametrize(
    "query",
    [
        "status:disputed",
        "disputed:words",
        'speaker:"Jon Brandt"',
        "speaker:brandt",
        "speaker:harbourmaster",
        "outlet:nordlys",
        "outlet:NL",
        "outlet:Nobody,Nordlys",
        "story:ice",
        'article:"no ferry"',
        "kind:indirect",
        "variant:altered",
        "via:nordpress",
        "contested:yes",
        "contested:confirmed",
        "published:2026-03",
        "published:>2026-03-11",
        "said:2026-03-11",
        "said:2026-03-01..2026-03-10",
        "marked:today",
        "reviewer:me",
        "reviewer:Iris",
        'reviewer:"Iris Vale"',
        "assigned:me",
        "assigned:editor",
        "outlets:3",
        "outlets:>=2",
        "origins:>1",
        "is:contested",
        "is:altered",
        "is:fact",
        "is:new",
        "is:mine",
        "is:reviewed",
        "is:denied",
        "ferry",
        '"have stopped"',
        "harbourmaster",
        "FERR*",
        "-bread",
        "-outlet:Eastwire",
        "-status:unreviewed",
        "-outlets:1",
        "outlet:nordlys via:nordpress -is:rejected",
        "outlet:nordlys outlet:“Quay Gazette”",
    ],
)
def test_search_finds_by(client, desk, query):
    wanted, other = desk
    assert found(client, "") == {wanted, other}
    assert found(client, query) == {wanted}


@pytest.mark.parametrize(
    "query",
    [
        "outlet:“Quay Gazette” kind:indirect",
        "said:2026-03-12",
        "published:2026-02",
        "published:>=2026-03 outlet:Harbour",
        "contested:suggested",
        '"stopped have"',
        "ferry bread",
        "reviewer:nobody status:disputed",
    ],
)
def test_search_finds_nothing_by(client, desk, query):
    assert found(client, query) == set()


def test_search_finds_claims_found_today_and_none_found_later(client, desk):
    assert found(client, "found:today") == set(desk)
    assert found(client, "found:>today") == set()


def test_search_finds_one_article_by_its_number(client, desk):
    wanted, _ = desk
    article = Article.objects.get(headline="No ferry today")
    assert found(client, f"article:{article.pk}") == found(client, "", article=article.pk) == {wanted}


@pytest.mark.parametrize(
    ("printed", "looked_for"),
    [
        ("The ceasefire holds", "ceasefires"),
        ("They were signing", "signed"),
        ("Zoë’s café is shut", "zoe's cafe"),
        ("Zoe's cafe is shut", "“Zoë’s café”"),
        ("It cost 20,000 crowns", "20000"),
        ("To be or not", '"to be or not"'),
        ("Прекращение огня", "прекращения"),
        ("双方同意停火协议", "停火"),
        ("Η γέφυρα έκλεισε", "γεφυρα"),
    ],
)
def test_search_finds_words_whatever_their_form(client, printed, looked_for):
    wanted = make_reported_claim(printed, outlets=["Eastwire"])
    make_reported_claim("Bread is dear", outlets=["Eastwire"])
    assert found(client, looked_for) == {wanted}


def test_search_finds_every_wording_but_no_phrase_across_two_of_them(client):
    claim = make_claim("The ice has gone")
    make_report(claim, "Eastwire", "There is no ice")
    assert found(client, '"no ice"') == {claim}
    assert found(client, '"gone there"') == set()


def test_search_keeps_up_with_a_speakers_new_name(client):
    claim = make_reported_claim("Bread is dear", "Ida Holm")
    claim.speaker.name = "Ida Falk"
    claim.speaker.save(update_fields=["name"])
    index_words([claim.pk])
    assert (found(client, "falk"), found(client, "holm")) == ({claim}, set())


def test_search_for_rejected_claims_shows_them_alone(client):
    kept, rejected = make_reported_claim("Bread is dear"), make_reported_claim("Read more below")
    Claim.objects.filter(pk=rejected.pk).update(rejected=True)
    assert found(client, "") == {kept}
    assert found(client, "is:rejected") == {rejected}


def test_search_and_menus_both_hold(client, desk):
    wanted, _ = desk
    assert found(client, "ferry", status="disputed") == {wanted}
    assert found(client, "ferry", status="unreviewed") == set()
    assert found(client, "status:disputed", status="unreviewed") == set()
    # Of two filters on outlets each may be met by a report of its own.
    outlet = wanted.appearances.get(variant=Variant.ALTERED).article.outlet
    assert found(client, 'outlet:"Quay Gazette"', outlet=outlet.pk) == {wanted}


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (
            "outlet:nordlyss",
            ("nordlyss", "No outlet is called “nordlyss”. Did you mean Nordlys?", "outlet:Nordlys"),
        ),
        (
            "speaker:“Jon Brant”",
            (
                "“Jon Brant”",
                "No speaker is called “Jon Brant”. Did you mean Jon Brandt?",
                'speaker:"Jon Brandt"',
            ),
        ),
        (
            "via:nordpres-s",
            ("nordpres-s", "No relay is called “nordpres-s”. Did you mean Nordpress?", "via:Nordpress"),
        ),
        ("assigned:editr", ("editr", "No person is called “editr”. Did you mean editor?", "assigned:editor")),
        (
            "story:zzzz",
            ("zzzz", "No story is called “zzzz”. Check the spelling, or look for a part of the name.", ""),
        ),
        (
            "article:99999999",
            (
                "99999999",
                "No article is called “99999999”. Check the spelling, or look for a part of the name.",
                "",
            ),
        ),
    ],
)
def test_search_suggests_who_was_meant(client, desk, query, expected):
    assert problems(client, query) == [expected]


def test_search_that_makes_no_sense_filters_nothing_and_says_so(client, desk):
    response = client.get(QUEUE, {"q": "colour:red"})
    assert {row.claim for row in response.context["rows"]} == set(desk)
    page = response.content.decode()
    assert "This search filters nothing." in page
    assert "<mark>colour:red</mark>" in page
    assert "There is no field “colour”." in page


def test_search_shows_what_was_understood_beside_what_was_not(client, desk):
    wanted, _ = desk
    response = client.get(QUEUE, {"q": "status:disputed outlets:many", "kind": "indirect"})
    assert {row.claim for row in response.context["rows"]} == {wanted}
    assert "Part of the search makes no sense" in response.content.decode()


def test_search_offers_the_mended_address_with_the_other_filters(client, desk):
    page = client.get(QUEUE, {"q": "outlet:nordlyss", "kind": "indirect"}).content.decode()
    assert f"{QUEUE}?q=outlet%3ANordlys&amp;kind=indirect" in page


@pytest.mark.parametrize(
    "query", ['"', "-", "status:", "'); --", "a & b | !c:*", "said:0000", "\\", "%_", "é" * 3000]
)
def test_search_survives_nonsense(client, desk, query):
    assert client.get(QUEUE, {"q": query}).status_code == 200
