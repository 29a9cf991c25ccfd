"""The sheet's page and its downloads."""

import csv
import io
import json
import re

import pytest
from django.urls import reverse

from claims import exports
from claims.domain import record_review
from claims.enums import DisputedFor, LinkKind, LinkState, Status
from claims.exports import CLAIM_COLUMNS
from claims.models import ClaimLink
from claims.templatetags.sheet import sheet_cell
from claims.views import sheets
from tests.factories import make_reported_claim, make_story, make_user

PAGE = "/sheets/"


def mark(claim, status, reviewer, **fields):
    return record_review(claim.pk, reviewer=reviewer, status=status, seen_review=None, **fields)


def text_of(response):
    page = response.content.decode()
    main = page[page.index("<main") : page.index("</main>")] if "<main" in page else page
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def body(response):
    return b"".join(response.streaming_content).decode()


def rows(response):
    return list(csv.DictReader(io.StringIO(body(response), newline="")))


@pytest.fixture
def viewer(client, db):
    person = make_user("vera", "Viewer")
    client.force_login(person)
    return person


@pytest.fixture
def story(viewer):
    """A story with a confirmed, a disputed (and contested), an attributed and an unreviewed claim."""
    story = make_story("The Orsund ferry")
    editor = make_user("maya", first_name="Maya", last_name="Brandt")
    names = ["sails", "leaks", "waits", "sinks"]
    claims = [make_reported_claim(f"The ferry {name}", story=story) for name in names]
    mark(
        claims[0], Status.CONFIRMED, editor, note="Seen at the pier.", evidence_urls=["https://log.example/1"]
    )
    mark(claims[1], Status.DISPUTED, editor, disputed_for=DisputedFor.CONTENT)
    mark(claims[2], Status.ATTRIBUTED, editor)
    other = make_reported_claim("The ferry is dry", "Per Lund")
    ClaimLink.objects.create(
        first=claims[1], second=other, kind=LinkKind.CONTRADICTS, state=LinkState.CONFIRMED
    )
    return story


def claims_in(response):
    return [row["claim"] for row in rows(response)]


def test_page_asks_outsiders_to_sign_in(client, db):
    assert client.get(PAGE).headers["Location"] == f"{reverse('login')}?next={PAGE}"


@pytest.mark.parametrize("address", [PAGE, "/sheets/claims.csv", "/sheets/claims.jsonl"])
def test_sheets_are_for_those_who_may_export(client, db, address):
    client.force_login(make_user("guest", None))
    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [PAGE, "/sheets/claims.csv"])
def test_sheets_are_only_read(client, viewer, address):
    assert client.post(address).status_code == 405


def test_page_shows_reviewed_claims_with_all_columns(client, story):
    page = text_of(client.get(PAGE))
    assert "3 rows, 20 columns" in page
    assert "Preview all 3 rows" in page
    assert [name for name in ("sails", "leaks", "waits", "sinks") if f"The ferry {name}" in page] == [
        "sails",
        "leaks",
        "waits",
    ]


def test_page_counts_each_status_in_the_story(client, story):
    response = client.get(PAGE, {"story": story.pk})
    assert response.context["statuses"] == [
        (Status.CONFIRMED, 1, True),
        (Status.DISPUTED, 1, True),
        (Status.ATTRIBUTED, 1, True),
        (Status.UNREVIEWED, 1, False),
    ]
    assert client.get(PAGE).context["statuses"][3] == (Status.UNREVIEWED, 2, False)


def test_filters_choose_the_rows_of_page_and_download(client, story):
    for query, expected in [
        ({"status": "confirmed"}, ["The ferry sails"]),
        ({"status": ["disputed", "unreviewed"], "story": story.pk}, ["The ferry leaks", "The ferry sinks"]),
        ({"status": "unreviewed"}, ["The ferry sinks", "The ferry is dry"]),
        ({"contested": "1"}, ["The ferry leaks"]),
        ({"story": story.pk + 1}, []),
    ]:
        page = client.get(PAGE, query)
        assert [dict(row)["claim"] for row in page.context["rows"]] == expected
        assert claims_in(client.get("/sheets/claims.csv" + page.context["query"])) == expected


def test_misspelt_parameters_are_ignored(client, story):
    query = "?status=nonsense&story=x&contested=maybe&rows=all&col=nothing&after=-1&move=nothing:up"
    response = client.get(PAGE + query)
    assert response.headers["Location"] == PAGE
    assert len(client.get(PAGE + query.partition("&move")[0]).context["rows"]) == 3


def test_columns_and_their_order_are_those_of_the_address(client, story):
    query = "?col=note&col=claim&col=status"
    page = client.get(PAGE + query)
    assert page.context["labels"] == [("note", "Note"), ("claim", "Claim text"), ("status", "Status")]
    assert page.context["query"] == query
    assert len(page.context["left_out"]) == 17
    sheet = body(client.get("/sheets/claims.csv" + query))
    assert sheet.splitlines()[:2] == ["note,claim,status", "Seen at the pier.,The ferry sails,confirmed"]


@pytest.mark.parametrize(
    ("move", "order"),
    [
        ("claim:up", ["claim", "note", "status"]),
        ("claim:down", ["note", "status", "claim"]),
        ("note:up", ["note", "claim", "status"]),
        ("status:down", ["note", "claim", "status"]),
        ("claim:sideways", ["note", "claim", "status"]),
    ],
)
def test_moving_a_column_leads_to_the_address_with_the_new_order(client, story, move, order):
    response = client.get(PAGE, {"col": ["note", "claim", "status"], "move": move, "cols_of": "claims"})
    assert response.status_code == 302
    assert response.headers["Location"] == PAGE + "?" + "&".join(f"col={name}" for name in order)


def test_fragment_answers_say_where_they_are_and_what_moved(client, story):
    query = {"col": ["note", "claim"], "move": "claim:up"}
    response = client.get(PAGE, query, headers={"HX-Request": "true"})
    assert response.headers["HX-Push-Url"] == "/sheets/?col=claim&col=note"
    assert response.headers["Vary"] == "HX-Request, Cookie"
    page = response.content.decode()
    assert page.lstrip().startswith('<form id="sheet"')
    assert "Claim text is now column 1 of 2" in page
    # At the top, the way back takes the focus.
    assert re.findall(r'<button[^>]* id="([^"]+)"[^>]*autofocus', page) == ["down-claim"]


def test_appearances_bring_their_columns_with_them(client, story):
    query = {"rows": "appearances", "cols_of": "claims", "col": ["claim", "note"]}
    page = client.get(PAGE, query)
    names = [name for name, _ in page.context["labels"]]
    assert names == ["claim", "note", *exports.APPEARANCE_COLUMNS]
    assert "6 rows, 12 columns" in text_of(page)
    back = client.get(PAGE, {"cols_of": "appearances", "col": names})
    assert [name for name, _ in back.context["labels"]] == ["claim", "note"]


def test_long_sheets_are_previewed_in_parts(client, story, monkeypatch):
    monkeypatch.setattr(sheets, "PREVIEW_CLAIMS", 2)
    first = client.get(PAGE)
    assert "2 of 3 rows Next rows" in text_of(first)
    second = client.get(PAGE + first.context["more"])
    assert [dict(row)["claim"] for row in second.context["rows"]] == ["The ferry waits"]
    assert second.context["more"] is None
    assert "1 of 3 rows First rows" in text_of(second)
    assert len(claims_in(client.get("/sheets/claims.csv" + second.context["query"]))) == 3


def test_empty_desk_says_how_to_fill_it(client, viewer):
    page = text_of(client.get(PAGE))
    assert "No claims yet" in page
    assert "Upload articles" not in page
    client.force_login(make_user("ada", "Admin"))
    assert "Upload articles" in text_of(client.get(PAGE))


def test_unreviewed_desk_offers_the_queue(client, viewer):
    make_reported_claim()
    response = client.get(PAGE)
    assert "There is 1 claim and none is reviewed." in text_of(response)
    assert response.context["all_statuses"] == (
        "?status=confirmed&status=disputed&status=attributed&status=unreviewed"
    )
    assert len(client.get(PAGE + response.context["all_statuses"]).context["rows"]) == 1


def test_filters_that_nothing_fits_are_named(client, story):
    assert "No claim fits these filters" in text_of(
        client.get(PAGE, {"status": "confirmed", "contested": "1"})
    )


def test_download_is_a_file_named_by_day(client, story):
    response = client.get("/sheets/claims.csv")
    assert response.streaming
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    name = response.headers["Content-Disposition"]
    assert re.fullmatch(r'attachment; filename="newsdesk-claims-\d{4}-\d\d-\d\d\.csv"', name)
    assert body(response).splitlines()[0] == ",".join(CLAIM_COLUMNS)


def test_download_links_lead_to_this_desk(client, story, settings):
    assert rows(client.get("/sheets/claims.csv"))[0]["permalink"].startswith("http://testserver/claims/")
    settings.NEWSDESK_URL = "https://desk.example"
    assert rows(client.get("/sheets/claims.csv"))[0]["permalink"].startswith("https://desk.example/claims/")


def test_download_for_excel_starts_with_the_mark(client, story):
    assert body(client.get("/sheets/claims.csv?excel=1")).startswith("\ufeffclaim_id,")


def test_download_as_json_lines_follows_the_filters(client, story):
    lines = body(client.get("/sheets/claims.jsonl?status=confirmed")).splitlines()
    assert [json.loads(line)["text"] for line in lines] == ["The ferry sails"]


@pytest.mark.parametrize("form", ["xlsx", "claimreview", "exe"])
def test_download_in_another_format_is_not_found(client, viewer, form):
    assert client.get(f"/sheets/claims.{form}").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_page_costs_the_same_queries_for_any_number_of_claims(
    client, viewer, django_assert_num_queries, count
):
    story = make_story()
    for number in range(count):
        mark(make_reported_claim(f"Quay {number} is dry", story=story), Status.CONFIRMED, viewer)
    with django_assert_num_queries(11):
        assert len(client.get(PAGE).context["rows"]) == count


def test_cell_makes_only_web_addresses_into_links():
    assert sheet_cell("evidence_url", "javascript:alert(1)") == "javascript:alert(1)"
    assert sheet_cell("evidence_url", "http://[") == "http://["
    assert sheet_cell("evidence_url", "https://log.example/?a=1&b=2") == (
        '<a href="https://log.example/?a=1&amp;b=2" rel="noreferrer">log.example/?a=1&amp;b=2</a>'
    )
