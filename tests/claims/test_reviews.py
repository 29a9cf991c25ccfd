import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from claims.domain import record_review
from claims.enums import DisputedFor, LinkKind, LinkState, Status
from claims.models import Batch, Claim, ClaimLink, Review
from tests.factories import make_report, make_reported_claim, make_user

pytestmark = pytest.mark.django_db
QUEUE = reverse("claims:queue")
# Session, user and 2 for permissions; the claim; 7 to lock, mark and close it in a transaction; the row with
# its appearances and links; the tally and the number in the bar.
MARK_QUERIES = 11


@pytest.fixture
def editor():
    return make_user("iris", first_name="Iris")


@pytest.fixture
def maya():
    return make_user("maya", first_name="Maya")


@pytest.fixture
def client(editor):
    client = Client()
    client.force_login(editor)
    return client


@pytest.fixture
def claim():
    return make_reported_claim("The ice has gone", outlets=["Harbour Post", "Eastwire"])


def post(client, claim, target="", **data):
    """An htmx post from the claim's row (or `target`) on the queue."""
    headers = {
        "HX-Request": "true",
        "HX-Target": target or f"claim-{claim.pk}",
        "HX-Current-URL": "http://testserver/?status=unreviewed",
    }
    return client.post(reverse("claims:review", args=[claim.pk]), data, headers=headers)


def marks(claim):
    """The claim's history: status, what is disputed, note, evidence, who."""
    return [
        (mark.status, mark.disputed_for, mark.note, "; ".join(mark.evidence_urls), mark.reviewer.username)
        for mark in claim.reviews.select_related("reviewer")
    ]


def text_of(response):
    return " ".join(response.content.decode().split())


def test_mark_saves_status_note_evidence_and_what_was_seen(client, claim):
    response = post(
        client,
        claim,
        disputed_for="content",
        note="Seen from the pier.",
        evidence_url="https://example.org/ice",
    )
    assert response.status_code == 200
    assert marks(claim) == [("disputed", "content", "Seen from the pier.", "https://example.org/ice", "iris")]
    assert claim.reviews.get().seen == list(claim.appearances.order_by("pk").values_list("pk", flat=True))
    claim.refresh_from_db()
    assert (claim.status, claim.disputed_for) == ("disputed", "content")


def test_mark_answers_htmx_with_row_tally_and_what_was_said(client, claim):
    text = text_of(post(client, claim, status="attributed"))
    assert f'<li class="row" id="claim-{claim.pk}"' in text
    assert f"Claim {claim.pk} saved as Attributed." in text
    assert "<b>1 of 1</b> reviewed" in text
    assert 'innerHTML:#queue-count">0<' in text


def test_mark_leads_on_without_scripts(client, claim):
    url = reverse("claims:review", args=[claim.pk])
    response = client.post(url, {"status": "confirmed", "next": f"{QUEUE}?status=unreviewed&claim=7"})
    review = claim.reviews.get()
    assert response["Location"] == f"{QUEUE}?status=unreviewed&claim=7&saved={review.pk}"
    page = client.get(f"{QUEUE}?saved={review.pk}").content.decode()
    assert f"Claim {claim.pk} saved as Confirmed." in page
    assert client.post(url, {"status": "confirmed", "next": "https://example.org/"})["Location"].startswith(
        QUEUE
    )


def test_mark_sent_twice_is_one_mark(client, claim):
    first, second = (post(client, claim, status="confirmed", note="Seen.") for _ in range(2))
    assert (first.status_code, second.status_code, len(marks(claim))) == (200, 200, 1)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Choose Confirm, Dispute or Attribute."),
        ({"status": "maybe"}, "Choose Confirm, Dispute or Attribute."),
        ({"status": "unreviewed"}, "Choose Confirm, Dispute or Attribute."),
        ({"status": "disputed"}, "Choose what is disputed: the content or the words."),
        ({"disputed_for": "tone"}, "Disputed is either the content or the words."),
        ({"status": "confirmed", "evidence_url": "see the pier"}, "is no web address: give one like"),
        ({"status": "confirmed", "evidence_url": "javascript:alert(1)"}, "is no web address: give one like"),
        (
            {"status": "confirmed", "note": "x" * 10_001},
            "A note has at most 10000 characters; this one has 10001.",
        ),
        ({"status": "confirmed", "seen_review": "x"}, "Enter a whole number."),
    ],
)
@pytest.mark.parametrize("htmx", [True, False], ids=["htmx", "plain"])
def test_mark_that_makes_no_sense_is_refused_and_nothing_typed_is_lost(client, claim, data, said, htmx):
    data = {"note": "Typed with care", "evidence_url": "https://example.org/ice"} | data
    if htmx:
        response = post(client, claim, **data)
        assert (response["HX-Retarget"], response["HX-Reswap"]) == ("#verdict", "outerHTML")
    else:
        response = client.post(reverse("claims:review", args=[claim.pk]), data)
    text = text_of(response)
    assert response.status_code == 422
    assert said in text
    assert data["note"] in text
    assert f'value="{data["evidence_url"]}"' in text
    assert marks(claim) == []


def test_stale_mark_changes_nothing_and_shows_who_was_faster(client, claim, maya):
    record_review(
        claim.pk, reviewer=maya, status=Status.DISPUTED, disputed_for=DisputedFor.CONTENT, seen_review=None
    )
    response = post(client, claim, status="attributed", note="Typed with care")
    assert response.status_code == 409
    assert len(marks(claim)) == 1
    text = text_of(response)
    assert "Maya set this to Disputed 0 s ago.</b> Your Attributed was not saved." in text
    assert "Typed with care" in text
    assert f'name="seen_review" value="{claim.reviews.get().pk}"' in text
    assert ("Keep Disputed" in text, "Set Attributed" in text) == (True, True)


def test_set_mine_after_a_conflict_saves_over_the_mark_that_was_seen(client, claim, maya):
    theirs = record_review(claim.pk, reviewer=maya, status=Status.CONFIRMED, seen_review=None)
    assert post(client, claim, status="attributed", note="Mine").status_code == 409
    assert post(client, claim, status="attributed", note="Mine", seen_review=theirs.pk).status_code == 200
    assert marks(claim) == [("confirmed", "", "", "", "maya"), ("attributed", "", "Mine", "", "iris")]


def test_stale_mark_without_scripts_shows_the_same_on_a_page_of_its_own(client, claim, maya):
    record_review(claim.pk, reviewer=maya, status=Status.CONFIRMED, seen_review=None)
    url = reverse("claims:review", args=[claim.pk])
    response = client.post(url, {"status": "attributed", "note": "Typed with care", "next": QUEUE})
    assert response.status_code == 409
    text = text_of(response)
    assert "Maya set this to Confirmed 0 s ago." in text
    assert 'name="note" value="Typed with care"' in text
    assert len(marks(claim)) == 1


def test_keep_covers_what_is_new_since(client, claim, editor):
    first = record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None, note="Seen.")
    new = make_report(claim, "Quay Gazette", "The ice is off")
    response = post(client, claim, status="confirmed", note="Seen.", seen_review=first.pk)
    assert f"Claim {claim.pk} kept as Confirmed." in text_of(response)
    assert new.pk in claim.reviews.last().seen
    assert "new since" not in text_of(response)


def test_mark_from_the_claims_own_page_brings_its_form_again(client, claim):
    text = text_of(post(client, claim, target="verdict", status="confirmed", note="Seen."))
    assert text.startswith('<div class="verdict" id="verdict">')
    assert f'name="seen_review" value="{claim.reviews.get().pk}"' in text
    assert 'class="row"' not in text


def test_stale_mark_from_the_claims_own_page_stands_above_its_form(client, claim, maya):
    record_review(claim.pk, reviewer=maya, status=Status.CONFIRMED, seen_review=None)
    response = post(client, claim, target="verdict", status="attributed", note="Typed with care")
    assert (response.status_code, response["HX-Retarget"], response["HX-Reswap"]) == (
        409,
        "#verdict",
        "beforebegin",
    )
    assert text_of(response).startswith('<div class="strip" data-status="confirmed" role="alert">')
    assert 'name="note" value="Typed with care"' in text_of(response)


@pytest.mark.parametrize("name", ["review", "undo", "bulk", "link"])
def test_viewers_cannot_mark(claim, name):
    viewer = Client()
    viewer.force_login(make_user("viewer", "Viewer"))
    url = reverse(f"claims:{name}", args=[] if name == "bulk" else [claim.pk])
    assert viewer.post(url, {"status": "confirmed"}).status_code == 403
    assert Review.objects.count() == 0
    assert Client().post(url, {"status": "confirmed"}).status_code == 302


@pytest.mark.parametrize("name", ["review", "undo", "bulk", "link"])
def test_marks_are_never_made_by_get(client, claim, name):
    url = reverse(f"claims:{name}", args=[] if name == "bulk" else [claim.pk])
    assert client.get(url, {"status": "confirmed"}).status_code == 405


@pytest.mark.parametrize("name", ["review", "undo", "link"])
def test_marks_on_what_is_not_there_are_404(client, name):
    assert client.post(reverse(f"claims:{name}", args=[1]), {"status": "confirmed"}).status_code == 404


def test_undo_restores_what_stood_before(client, claim, editor):
    first = record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None, note="Seen.")
    second = record_review(claim.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=first.pk)
    url = reverse("claims:undo", args=[claim.pk])
    response = client.post(url, {"review": second.pk}, headers={"HX-Request": "true"})
    assert f"Claim {claim.pk} is Confirmed again." in text_of(response)
    assert [mark[:3] for mark in marks(claim)] == [
        ("confirmed", "", "Seen."),
        ("attributed", "", ""),
        ("confirmed", "", "Seen."),
    ]
    claim.refresh_from_db()
    assert claim.status == "confirmed"


def test_undo_of_a_mark_that_was_overtaken_changes_nothing(client, claim, editor, maya):
    mine = record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    record_review(claim.pk, reviewer=maya, status=Status.ATTRIBUTED, seen_review=mine.pk)
    headers = {"HX-Request": "true", "HX-Target": f"claim-{claim.pk}"}
    response = client.post(reverse("claims:undo", args=[claim.pk]), {"review": mine.pk}, headers=headers)
    assert response.status_code == 409
    assert "Maya set this to Attributed 0 s ago.</b> Nothing was undone." in text_of(response)
    assert len(marks(claim)) == 2


@pytest.mark.parametrize("data", [{}, {"review": "x"}])
def test_undo_of_nothing_is_refused(client, claim, data):
    assert client.post(reverse("claims:undo", args=[claim.pk]), data).status_code == 422


def test_undo_of_another_claims_mark_is_404(client, claim, editor):
    other = record_review(
        make_reported_claim("Other").pk, reviewer=editor, status="confirmed", seen_review=None
    )
    assert client.post(reverse("claims:undo", args=[claim.pk]), {"review": other.pk}).status_code == 404


def test_bulk_marks_what_nobody_else_marked_first(client, claim, maya):
    second, third = make_reported_claim("Second"), make_reported_claim("Third")
    record_review(third.pk, reviewer=maya, status=Status.CONFIRMED, seen_review=None)
    response = client.post(
        reverse("claims:bulk"),
        {"disputed_for": "words", "claims": [f"{claim.pk}:", f"{second.pk}:", f"{third.pk}:", "999999:"]},
        headers={"HX-Request": "true", "HX-Target": "bulk"},
    )
    text = text_of(response)
    assert "2 saved as Disputed: the words. Those that somebody else marked first were not." in text
    assert "Maya set this to Confirmed" in text
    assert text.count('hx-swap-oob="true"') == 4  # three rows and the tally
    assert list(Claim.objects.order_by("pk").values_list("status", flat=True)) == [
        "disputed",
        "disputed",
        "confirmed",
    ]


def test_bulk_is_one_batch_that_one_undo_takes_back(client, claim):
    claims = [claim, make_reported_claim("Second")]
    data = {"claims": [f"{one.pk}:" for one in claims], "status": "confirmed"}
    text = text_of(client.post(reverse("claims:bulk"), data, headers={"HX-Request": "true"}))
    batch = Batch.objects.get()
    assert "2 saved as Confirmed." in text
    assert reverse("claims:undo-batch", args=[batch.pk]) in text
    response = client.post(reverse("claims:undo-batch", args=[batch.pk]), headers={"HX-Request": "true"})
    assert "2 taken back." in text_of(response)
    assert set(Claim.objects.values_list("status", flat=True)) == {"unreviewed"}
    assert [mark[0] for mark in marks(claim)] == ["confirmed", "unreviewed"]


@pytest.mark.parametrize(
    "data", [{"status": "confirmed"}, {"claims": "x:", "status": "confirmed"}, {"claims": "1:"}]
)
def test_bulk_that_makes_no_sense_is_refused(client, claim, data):
    assert client.post(reverse("claims:bulk"), data).status_code == 422
    response = client.post(reverse("claims:bulk"), data, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Retarget"]) == (422, "#live")
    assert marks(claim) == []


def test_bulk_without_scripts_leads_back_and_says_what_was_saved(client, claim):
    response = client.post(
        reverse("claims:bulk"), {"status": "confirmed", "claims": [f"{claim.pk}:"], "next": QUEUE}
    )
    page = client.get(response["Location"]).content.decode()
    assert f"Claim {claim.pk} saved as Confirmed." in page


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("confirmed", "linked to claim"),
        ("dismissed", "are not linked"),
        ("suggested", "only suggested again"),
    ],
)
def test_link_is_decided_and_both_rows_follow(client, claim, editor, state, said):
    other = make_reported_claim("The ice is here", "Jon Brandt")
    link = ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    response = client.post(
        reverse("claims:link", args=[link.pk]),
        {"state": state, "rows": f"{claim.pk},{other.pk}"},
        headers={"HX-Request": "true"},
    )
    text = text_of(response)
    assert said in text
    assert text.count('<li class="row"') == 2
    link.refresh_from_db()
    assert (link.state, link.decided_by) == (state, None if state == "suggested" else editor)


def test_link_without_scripts_leads_back(client, claim):
    other = make_reported_claim("The ice is here", "Jon Brandt")
    link = ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    response = client.post(
        reverse("claims:link", args=[link.pk]), {"state": "confirmed", "next": f"{QUEUE}?q=ice"}
    )
    assert response["Location"] == f"{QUEUE}?q=ice"
    link.refresh_from_db()
    assert link.state == LinkState.CONFIRMED


def test_link_refuses_an_answer_that_is_none(client, claim):
    other = make_reported_claim("The ice is here", "Jon Brandt")
    link = ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    assert client.post(reverse("claims:link", args=[link.pk]), {"state": "perhaps"}).status_code == 422


@pytest.mark.parametrize("act", ["update", "delete"])
def test_history_refuses_change_in_the_database(claim, editor, act):
    record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None, note="Seen.")
    with pytest.raises(DatabaseError, match="only grows"), transaction.atomic():
        if act == "update":
            Review.objects.update(note="Changed")
        else:
            Review.objects.all()._raw_delete("default")
    assert marks(claim)[0][2] == "Seen."


@pytest.mark.parametrize("claims", [1, 3])
def test_mark_asks_a_fixed_number_of_queries(client, editor, django_assert_num_queries, claims):
    first, *_ = [
        make_reported_claim(f"Claim {n}", outlets=["Eastwire", "Quay Gazette"][:claims])
        for n in range(claims)
    ]
    with django_assert_num_queries(MARK_QUERIES):
        post(client, first, status="confirmed")


@pytest.mark.parametrize(
    "headers",
    [
        {"HX-Request": "true", "HX-Target": "verdict"},
        {"HX-Request": "true", "HX-Current-URL": "http://[desk/?status=unreviewed"},
    ],
    ids=["target", "address"],
)
def test_marks_with_headers_that_make_no_sense_are_answered(client, claim, headers):
    data = {"status": "attributed", "claims": ["999:", f"{claim.pk}:"]}
    assert client.post(reverse("claims:bulk"), data, headers=headers).status_code == 200
    nothing = {"status": "attributed", "claims": ["999:"]}
    assert client.post(reverse("claims:bulk"), nothing, headers=headers).status_code == 200
    assert claim.reviews.count() == 1


def test_answer_about_a_link_ignores_rows_that_are_no_numbers(client, claim):
    other = make_reported_claim("The ice holds")
    link = ClaimLink.objects.create(first=claim, second=other, kind=LinkKind.CONTRADICTS)
    rows = f"{'9' * 5000},x,{claim.pk}"
    data = {"state": "confirmed", "rows": rows}
    response = client.post(reverse("claims:link", args=[link.pk]), data, headers={"HX-Request": "true"})
    assert response.status_code == 200
    assert f'id="claim-{claim.pk}"' in response.text
    assert f'id="claim-{other.pk}"' not in response.text
