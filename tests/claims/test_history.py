"""Who did what, when and why: every log in one list, by page, by filter, and as a file."""

import csv
import io
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from articles.domain import set_article_details
from claims.domain import decide_link, record_review, undo_review
from claims.domain.corrections import split_appearances
from claims.enums import CorrectionKind, DisputedFor, LinkKind, LinkState, Status
from claims.history import Kind, Position, Selection, page_of
from claims.models import Assignment, ClaimLink, Correction, Review
from tests.factories import make_article, make_claim, make_reported_claim, make_user

pytestmark = pytest.mark.django_db
PAGE = "/history/"


@pytest.fixture
def ada(client):
    person = make_user("ada")
    client.force_login(person)
    return person


def mark(claim, editor, status=Status.ATTRIBUTED, **fields) -> Review:
    claim.refresh_from_db()
    return record_review(claim.pk, reviewer=editor, status=status, seen_review=claim.last_review_id, **fields)


EVERYTHING = Selection()


def said(selection: Selection = EVERYTHING) -> list[tuple[str, str]]:
    return [(entry.by, entry.what) for entry in selection.entries(size=2)]


def test_history_tells_what_every_log_holds_newest_first(ada):
    bo = make_user("bo", first_name="Bo", last_name="Ek")
    claim, other = make_reported_claim(), make_reported_claim(speaker="Tor Lind")
    article = make_article()
    review = mark(claim, ada, Status.DISPUTED, disputed_for=DisputedFor.WORDS, note="Never said.")
    undo_review(review.pk, reviewer=bo)
    link = ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    decide_link(link.pk, state=LinkState.DISMISSED, editor=ada)
    Assignment.objects.create(claim=claim, assigned_to=bo, assigned_by=ada)
    set_article_details(article.pk, published_on=timezone.localdate(), editor=bo)
    Correction.objects.create(kind=CorrectionKind.REJECT, editor=ada, claim=claim, reason="A greeting.")
    assert said() == [
        ("ada", "Rejected: not a claim"),
        ("Bo Ek", f"Changed the date from none to {timezone.localdate()}"),
        ("ada", "Assigned to Bo Ek"),
        ("ada", f"Dismissed that it contradicts claim {claim.pk}: {claim.text}"),
        ("Bo Ek", "Took back Disputed: Unreviewed again"),
        ("ada", "Marked Disputed: the words"),
    ]
    entries = list(Selection().entries(size=50))
    assert [entry.undone for entry in entries] == [False] * 5 + [True]
    assert (entries[0].why, entries[-1].why) == ("A greeting.", "Never said.")


def test_history_of_a_claim_has_that_of_the_claims_merged_into_it(ada):
    claim, other, third = (make_reported_claim() for _ in range(3))
    for found in (claim, other, third):
        mark(found, ada)
    other.merged_into = claim
    other.save()
    found = [entry.url for entry in Selection(claim=claim.pk).entries(size=50)]
    assert found == [other.get_absolute_url(), claim.get_absolute_url()]


@pytest.mark.parametrize("size", [1, 2, 7, 50])
def test_pages_of_the_history_miss_nothing_and_repeat_nothing(ada, size):
    moment = timezone.now()
    claims = [make_reported_claim() for _ in range(4)]
    for claim in claims:
        mark(claim, ada)
        Assignment.objects.create(claim=claim, assigned_to=ada, assigned_by=ada)
    Correction.objects.bulk_create(
        Correction(kind=CorrectionKind.REJECT, editor=ada, claim=claim) for claim in claims
    )
    # Many things at one moment: a batch, a clock without microseconds.
    Assignment.objects.update(created_at=moment)
    position, found = None, []
    for _ in range(20):
        entries, position = page_of(Selection(), position, size)
        found += [(entry.position.kind, entry.position.pk) for entry in entries]
        if position is None:
            break
        position = Position.read(str(position))
    assert found == [(e.position.kind, e.position.pk) for e in Selection().entries(size=100)]
    assert len(found) == len(set(found)) == 12


def test_filters_choose_person_kind_days_and_subject(ada, client):
    bo = make_user("bo")
    claim, other = make_reported_claim(), make_reported_claim(speaker="Tor Lind")
    mark(claim, ada)
    mark(other, bo)
    Assignment.objects.create(claim=other, assigned_to=bo, assigned_by=ada)
    Assignment.objects.update(created_at=timezone.now() - timedelta(days=3))
    assert said(Selection(who=bo.pk)) == [("bo", "Marked Attributed")]
    assert said(Selection(kinds=frozenset({Kind.ASSIGNMENT}))) == [("ada", "Assigned to bo")]
    assert said(Selection(speaker=other.speaker_id, kinds=frozenset({Kind.MARK}))) == [
        ("bo", "Marked Attributed")
    ]
    today = timezone.localdate()
    assert len(said(Selection(since=today))) == 2
    assert said(Selection(until=today - timedelta(days=1))) == [("ada", "Assigned to bo")]
    page = client.get(PAGE, {"who": bo.pk, "kind": "mark", "since": str(today)}).text
    assert page.count('class="subject"') == 1


@pytest.mark.parametrize(
    "query",
    [
        "since=soon",
        "who=0",
        "who=99999999999999999999",
        "kind=gossip",
        "claim=x",
        "after=1.mark.x",
        "after=.",
    ],
)
def test_address_that_makes_no_sense_shows_the_history(ada, client, query):
    mark(make_reported_claim(), ada)
    answer = client.get(f"{PAGE}?{query}")
    assert answer.status_code == 200
    assert answer.text.count('class="subject"') == 1
    if "since" in query:
        assert "Write a day as year-month-day" in answer.text


@pytest.mark.parametrize("number", [1, 3])
def test_history_takes_the_same_number_of_queries(ada, client, number, django_assert_num_queries):
    for _ in range(number):
        claim = make_reported_claim()
        mark(claim, ada)
        Assignment.objects.create(claim=claim, assigned_to=ada, assigned_by=ada)
        Correction.objects.create(kind=CorrectionKind.REJECT, editor=ada, claim=claim)
        set_article_details(make_article().pk, published_on=timezone.localdate(), editor=ada)
    client.get(PAGE)
    with django_assert_num_queries(9):
        client.get(PAGE)


def test_history_is_exported_with_its_filters_and_its_formulas_harmless(ada, client):
    claim = make_reported_claim("=1+1 is what it costs")
    mark(claim, ada, Status.CONFIRMED, note="@home", evidence_urls=["https://example.org/a"])
    mark(make_reported_claim(), make_user("bo"))
    rows = list(csv.DictReader(io.StringIO(client.get(f"/history.csv?who={ada.pk}").getvalue().decode())))
    assert [(row["by"], row["kind"], row["what"]) for row in rows] == [("ada", "mark", "Marked Confirmed")]
    assert (rows[0]["subject"], rows[0]["why"]) == ("'=1+1 is what it costs", "'@home")
    assert rows[0]["evidence"] == "https://example.org/a"
    (line,) = client.get(f"/history.jsonl?claim={claim.pk}").getvalue().decode().splitlines()
    assert json.loads(line)["link"] == f"http://testserver{claim.get_absolute_url()}"
    assert client.get("/history.xls").status_code == 404


def test_history_is_for_those_with_the_right(client):
    assert client.get(PAGE).status_code == 302
    assert client.get("/history.csv").status_code == 302
    client.force_login(make_user("nobody", None))
    assert client.get(PAGE).status_code == 403
    assert client.get("/history.csv").status_code == 403


def test_each_log_is_read_by_its_index(ada):
    claim = make_claim()
    Review.objects.bulk_create(
        Review(claim=claim, status=Status.ATTRIBUTED, reviewer=ada) for _ in range(3000)
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE claims_review")
    plan = Review.objects.order_by("-created_at", "-pk")[:50].explain()
    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_latest_mark_is_undone_from_the_history_and_leads_back_there(ada, client):
    claim = make_reported_claim()
    first = mark(claim, ada)
    last = mark(claim, ada, Status.CONFIRMED)
    page = client.get(PAGE).text
    assert f'name="review" value="{last.pk}"' in page
    assert f'name="review" value="{first.pk}"' not in page
    (entry,) = [entry for entry in Selection().entries(size=9) if entry.undo]
    answer = client.post(entry.undo, {"review": last.pk, "next": PAGE})
    assert answer.url.startswith(PAGE)
    claim.refresh_from_db()
    assert claim.status == Status.ATTRIBUTED
    assert [entry.undo for entry in Selection().entries(size=9)] == [""] * 3


def test_correction_is_undone_from_the_history(ada, client):
    claim = make_reported_claim()
    report = claim.appearances.first()
    split_appearances(claim.pk, [report.pk], editor=ada)
    (entry,) = Selection().entries(size=9)
    assert f'action="{entry.undo}"' in client.get(PAGE).text
    client.post(entry.undo)
    report.refresh_from_db()
    assert report.claim_id == claim.pk
    assert [(entry.undone, entry.undo) for entry in Selection().entries(size=9)] == [(False, ""), (True, "")]


def test_readers_are_offered_no_undo(client):
    mark(make_reported_claim(), make_user("ada"))
    client.force_login(make_user("vi", "Viewer"))
    assert ">Undo<" not in client.get(PAGE).text
