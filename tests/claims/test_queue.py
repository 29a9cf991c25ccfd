import re

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.domain import record_review
from claims.enums import LinkKind, LinkState, QuoteKind, Status, Variant
from claims.models import Claim, ClaimLink
from claims.views.queue import PAGE
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
HTMX = {"HX-Request": "true"}


@pytest.fixture
def editor():
    return make_user("editor")


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


def listed(response):
    return [row.claim for row in response.context["rows"]]


def row_of(response, claim):
    """What the page says in a claim's row, white space evened out."""
    page = response.content.decode()
    found = re.search(rf'<li class="row"\s+id="claim-{claim.pk}".*?</li>', page, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def link(first, second, state=LinkState.SUGGESTED):
    return ClaimLink.objects.create(first=first, second=second, kind=LinkKind.CONTRADICTS, state=state)


def test_queue_of_an_empty_desk_says_what_to_do(client):
    page = client.get(QUEUE).content.decode()
    assert "Nothing to review yet" in page
    # Editors do not upload: the step stays, the button goes.
    assert reverse("articles:upload") not in page


def test_queue_shows_the_first_claim_beside_the_list(client):
    claim = make_reported_claim("The bridge is safe", outlets=["Harbour Post", "Quay Gazette"])
    response = client.get(QUEUE)
    assert listed(response) == [claim]
    assert response.context["selected"] == claim.pk
    assert "Word for word in 2 outlets" in response.content.decode()


def test_queue_leaves_out_claims_merged_away_or_reported_no_more(client):
    kept = make_reported_claim("The bridge is safe")
    make_claim("Nobody prints this")
    make_reported_claim("The bridge is quite safe", merged_into=kept)
    assert listed(client.get(QUEUE)) == [kept]


def test_queue_puts_confirmed_contests_before_suggested_ones_before_outlets(client):
    wide = make_reported_claim("Wide", outlets=["Harbour Post", "Quay Gazette", "Eastwire"])
    ferry, boats = make_reported_claim("Ferry", outlets=["Eastwire"]), make_reported_claim("Boats")
    cracks, welds = make_reported_claim("Cracks", outlets=["Eastwire"]), make_reported_claim("Welds")
    link(ferry, boats)
    link(cracks, welds, LinkState.CONFIRMED)
    assert listed(client.get(QUEUE)) == [welds, cracks, boats, ferry, wide]


def test_queue_orders_by_outlets_and_by_age(client):
    narrow = make_reported_claim("Narrow", outlets=["Eastwire"])
    wide = make_reported_claim("Wide", outlets=["Eastwire", "Harbour Post"])
    old_but_narrow = make_reported_claim("Narrow again", outlets=["Eastwire"])
    assert listed(client.get(QUEUE, {"sort": "outlets"})) == [wide, narrow, old_but_narrow]
    assert listed(client.get(QUEUE, {"sort": "newest"})) == [old_but_narrow, wide, narrow]


@pytest.mark.parametrize(
    "filters",
    [
        {"story": "story"},
        {"status": "attributed"},
        {"speaker": "speaker"},
        {"outlet": "outlet"},
        {"kind": "indirect"},
        {"via": "Nordpress"},
        {"contested": "1"},
        {"q": "ICE brandt"},
    ],
    ids=lambda filters: next(iter(filters)),
)
def test_queue_filters_by(client, editor, filters):
    story, outlet = make_story(), make_outlet("Nordlys")
    speaker = make_speaker("Jon Brandt")
    wanted = make_claim("The ice has gone", speaker)
    make_report(wanted, outlet, story=story, kind=QuoteKind.INDIRECT, via=["Nordpress"])
    other = make_reported_claim("The bridge is safe", "Ida Holm", story=make_story("Another"))
    third = make_reported_claim("Bread is dear", "Ida Holm")
    record_review(wanted.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=None)
    link(wanted, make_claim("The ice is here", "Ida Holm"))
    assert set(listed(client.get(QUEUE))) == {wanted, other, third}
    ids = {"story": story.pk, "speaker": speaker.pk, "outlet": outlet.pk}
    assert listed(client.get(QUEUE, {k: ids.get(v, v) for k, v in filters.items()})) == [wanted]


def test_queue_wants_outlet_and_kind_in_one_appearance(client):
    claim = make_claim("The ice has gone")
    make_report(claim, "Eastwire", kind=QuoteKind.DIRECT)
    outlet = make_report(claim, "Harbour Post", kind=QuoteKind.INDIRECT).article.outlet
    assert listed(client.get(QUEUE, {"outlet": outlet.pk, "kind": "indirect"})) == [claim]
    assert listed(client.get(QUEUE, {"outlet": outlet.pk, "kind": "direct"})) == []


def test_queue_offers_a_way_out_where_no_claim_fits(client):
    make_reported_claim("The bridge is safe")
    page = client.get(QUEUE, {"q": "submarine"}).content.decode()
    assert "No claim fits these filters" in page
    assert "Show all claims" in page


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("story=x", "story"),
        ("status=maybe", "status"),
        ("speaker=99999999999999999999", "speaker"),
        ("sort=loudest", "sort"),
        ("q=a%00b", "q"),
    ],
)
def test_queue_names_what_makes_no_sense_and_shows_the_rest(client, query, named):
    claim = make_reported_claim("The bridge is safe")
    response = client.get(f"{QUEUE}?{query}")
    assert listed(response) == [claim]
    assert f"makes no sense and was left out: {named}." in response.content.decode()


@pytest.mark.parametrize("claim", ["x", "0", "99999999999999999999", "²"])
def test_queue_falls_back_to_the_first_claim(client, claim):
    first = make_reported_claim("The bridge is safe")
    assert client.get(QUEUE, {"claim": claim, "after": claim}).context["selected"] == first.pk


@pytest.mark.parametrize("sort", ["priority", "outlets", "newest", "oldest"])
def test_queue_pages_show_every_claim_once_in_one_order(client, sort, monkeypatch):
    monkeypatch.setattr("claims.views.queue.PAGE", 3)
    outlets = ["Eastwire", "Harbour Post", "Quay Gazette"]
    claims = [make_reported_claim(f"Claim {n}", outlets=outlets[: n % 3 + 1]) for n in range(8)]
    link(claims[2], claims[6], LinkState.CONFIRMED)
    link(claims[3], claims[5])
    whole = [*Claim.objects.current().in_order(sort)]
    seen, after = [], ""
    for _ in range(3):
        response = client.get(QUEUE, {"sort": sort, "after": after})
        seen += listed(response)
        after = response.context["more"]
    assert (seen, after) == (whole, "")


def test_queue_page_never_uses_offset(client):
    for n in range(PAGE + 1):
        make_reported_claim(f"Claim {n}", outlets=["Eastwire"])
    after = client.get(QUEUE).context["more"]
    with CaptureQueriesContext(connection) as queries:
        assert len(listed(client.get(QUEUE, {"after": after}))) == 1
    assert [sql["sql"] for sql in queries if "OFFSET" in sql["sql"]] == []


# Session, user and 2 for permissions; the view to open with; 5 menus and the saved views; ids of the page,
# its claims, 3 of their links and appearances, outlets of their stories; the tally; preview with its
# appearances, passages and links; the list of reasons; the number in the bar.
QUERIES = 24
PREVIEW_QUERIES = 11


@pytest.mark.parametrize("claims", [1, 3])
def test_queue_asks_a_fixed_number_of_queries(client, django_assert_num_queries, claims):
    story, outlets = make_story(), ["Eastwire", "Harbour Post", "Quay Gazette"]
    made = [make_reported_claim(f"Claim {n}", outlets=outlets, story=story) for n in range(claims)]
    against = make_reported_claim("Against", "Jon Brandt", outlets=["Eastwire"])
    for claim in made:
        link(claim, against)
    with django_assert_num_queries(QUERIES):
        assert len(listed(client.get(QUEUE))) == claims + 1


@pytest.mark.parametrize("claims", [1, 3])
def test_preview_asks_a_fixed_number_of_queries(client, django_assert_num_queries, claims):
    story = make_story()
    claim = make_reported_claim(
        "The ice has gone", outlets=["Eastwire", "Harbour Post"][:claims], story=story
    )
    for n in range(claims):
        link(claim, make_reported_claim(f"Against {n}", "Jon Brandt", outlets=["Eastwire"], story=story))
    with django_assert_num_queries(PREVIEW_QUERIES):
        client.get(reverse("claims:preview", args=[claim.pk]), headers=HTMX)


def test_row_names_speaker_relay_contest_and_alteration(client):
    claim = make_claim("The bridge can carry forty tonnes", "Ida Holm")
    make_report(claim, "Harbour Post", via=["Nordpress"])
    make_report(claim, "Eastwire", "The bridge can carry fourteen tonnes", variant=Variant.ALTERED)
    make_report(claim, "Quay Gazette", kind=QuoteKind.INDIRECT)
    link(claim, make_claim("It cannot", "Jon Brandt"), LinkState.CONFIRMED)
    assert row_of(client.get(QUEUE), claim) == (
        f"Select claim {claim.pk} Unreviewed Ida Holm via Nordpress Contested by Brandt Altered in E "
        "The bridge can carry forty tonnes Direct indirect 3 of 3 outlets E HP QG"
    )


def test_row_names_who_contests_it_once(client):
    claim = make_reported_claim("The ice has gone")
    for text in ("The ice is here", "The ice never went"):
        link(claim, make_reported_claim(text, "Jon Brandt"))
    assert row_of(client.get(QUEUE), claim).count("Contested by Brandt? Suggested") == 1


def test_row_shows_five_outlets_in_their_places_and_of_more_only_those_that_report(client):
    story = make_story()
    make_reported_claim("Printed by all", outlets=["AA", "BB", "CC", "DD"], story=story)
    some = make_reported_claim("Printed by two", outlets=["BB", "DD"], story=story)
    assert row_of(client.get(QUEUE), some).endswith("2 of 4 outlets · B · D")
    make_reported_claim("Others", outlets=["EE", "FF"], story=story)
    assert row_of(client.get(QUEUE), some).endswith("2 of 6 outlets B D")


def test_row_asks_about_a_suggested_contest_where_the_claim_was_found_later(client):
    first, second = (
        make_reported_claim("The ice has gone"),
        make_reported_claim("The ice is here", "Jon Brandt"),
    )
    link(first, second)
    page = client.get(QUEUE)
    assert "Does this contest claim" not in row_of(page, first)
    assert f"Does this contest claim {first.pk}? Holm: The ice has gone Yes, link them Dismiss" in row_of(
        page, second
    )


def test_row_says_what_is_new_since_the_mark(client, editor):
    claim = make_reported_claim("The ice has gone", outlets=["Harbour Post"])
    record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    assert "new since" not in row_of(client.get(QUEUE), claim)
    make_report(claim, "Harbour Post", "The ice is off")
    row = row_of(client.get(QUEUE), claim)
    assert "1 new since" in row
    assert "Harbour Post also prints it, The ice is off Keep Confirmed Review" in row


def test_queue_shows_viewers_the_claims_and_no_marks(client):
    claim = make_reported_claim("The ice has gone")
    viewer = Client()
    viewer.force_login(make_user("viewer", "Viewer"))
    response = viewer.get(QUEUE)
    assert listed(response) == [claim]
    page = response.content.decode()
    assert "ask an admin for the Editor group" in page
    assert [reverse("claims:review", args=[claim.pk]) in page, 'name="claims"' in page] == [False, False]


@pytest.mark.parametrize("page", ["queue", "preview"])
def test_queue_is_closed_to_people_without_the_right(page):
    claim = make_reported_claim("The ice has gone")
    client = Client()
    client.force_login(make_user("guest", None))
    url = QUEUE if page == "queue" else reverse("claims:preview", args=[claim.pk])
    assert client.get(url).status_code == 403
    assert Client().get(url).status_code == 302


def test_queue_gives_htmx_the_page_without_its_frame(client):
    make_reported_claim("The ice has gone")
    response = client.get(QUEUE, headers=HTMX)
    assert "<html" not in response.content.decode()
    assert "1 claim</div>" in response.content.decode()
    assert "HX-Request" in response["Vary"]


def test_preview_without_htmx_leads_to_the_queue(client):
    claim = make_reported_claim("The ice has gone")
    response = client.get(reverse("claims:preview", args=[claim.pk]))
    assert response["Location"] == f"{QUEUE}?claim={claim.pk}"


def test_preview_of_a_claim_that_is_not_there_is_404(client):
    assert client.get(reverse("claims:preview", args=[1]), headers=HTMX).status_code == 404


def test_queue_counts_by_status_without_the_status_filter(client, editor):
    marked, *_ = [make_reported_claim(f"Claim {n}") for n in range(3)]
    record_review(marked.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    tally = client.get(QUEUE, {"status": "unreviewed"}).context["tally"]
    assert (tally.reviewed, tally.total) == (1, 3)
    assert tally.ticks == [Status.CONFIRMED, Status.UNREVIEWED, Status.UNREVIEWED]


def test_permission_to_review_belongs_to_editors_and_admins():
    holders = Permission.objects.get(codename="review_claim").group_set.values_list("name", flat=True)
    assert sorted(holders) == ["Admin", "Editor"]
