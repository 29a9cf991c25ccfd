"""The page on a claim's reports: who may see it, what it offers, what it says before and after."""

import json

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from claims.domain import merge_claims, record_review, version_of
from claims.enums import Status
from claims.exports import Selection, jsonl_sheet
from claims.models import Appearance, Claim, Correction
from tests.factories import make_report, make_reported_claim, make_story, make_user

pytestmark = pytest.mark.django_db
CUT = "The bridge stays shut"
FULL = "The bridge stays shut until the arch is repaired"


@pytest.fixture
def editor(client: Client) -> User:
    user = make_user("Liv")
    client.force_login(user)
    return user


@pytest.fixture
def claim() -> Claim:
    claim = make_reported_claim(FULL, outlets=["Quay Gazette"], story=make_story())
    make_report(
        claim, "Harbour Post", CUT, variant="truncated", match_reason="All 4 words stand in the other"
    )
    return claim


def cut() -> Appearance:
    return Appearance.objects.get(text=CUT)


def page(claim: Claim, query: str = "") -> str:
    return reverse("claims:match", args=[claim.pk]) + query


def test_reports_page_is_for_editors(client: Client, claim: Claim) -> None:
    assert client.get(page(claim)).status_code == 302
    client.force_login(make_user("Vera", "Viewer"))
    assert client.get(page(claim)).status_code == 403
    for name in ("split", "merge", "move", "confirm-match", "undo-correction"):
        assert client.post(reverse(f"claims:{name}", args=[1])).status_code == 403


def test_reports_page_shows_both_spans_and_why(client: Client, editor: User, claim: Claim) -> None:
    html = client.get(page(claim)).content.decode()
    assert html.count("Suggested: All 4 words stand in the other.") == 1
    assert f'<dd class="quote">{CUT}</dd>' in html
    assert f'<dd class="quote">{FULL}</dd>' in html


@pytest.mark.parametrize("count", [1, 3])
def test_reports_page_asks_the_database_a_fixed_number_of_times(
    client: Client, editor: User, claim: Claim, django_assert_num_queries: DjangoAssertNumQueries, count: int
) -> None:
    for number in range(count):
        make_report(claim, f"Outlet {number}", CUT)
        make_reported_claim(
            f"{FULL} {number}", outlets=["Quay Gazette"], story=claim.appearances.first().article.story
        )
    client.get(page(claim))
    with django_assert_num_queries(QUERIES[""]):
        client.get(page(claim))
    with django_assert_num_queries(QUERIES["?do=merge"]):
        client.get(page(claim, "?do=merge"))


QUERIES = {"": 11, "?do=merge": 14}


def test_confirm_says_so_and_undo_asks_again(client: Client, editor: User, claim: Claim) -> None:
    url = reverse("claims:confirm-match", args=[cut().pk])
    html = client.post(url, {"page": "match"}, follow=True).content.decode()
    assert "Confirmed the match of a report" in html
    assert "An editor decided that it belongs here." in html
    correction = Correction.objects.get()
    html = client.post(
        reverse("claims:undo-correction", args=[correction.pk]), {"page": "match"}, follow=True
    ).content.decode()
    assert "Taken back: confirmed the match" in html
    assert not cut().pinned


def test_split_is_shown_before_it_is_done(client: Client, editor: User, claim: Claim) -> None:
    answer = client.get(page(claim, f"?do=split&report={cut().pk}"))
    assert not Correction.objects.exists()
    assert "A new claim of Ida Holm gets 1 report and waits in the queue." in answer.content.decode()
    change = answer.context["change"]
    sent = {"report": [cut().pk], "seen": change.seen, "reason": "Another day"}
    answer = client.post(reverse("claims:split", args=[claim.pk]), sent)
    correction = Correction.objects.get()
    assert answer["Location"] == f"/claims/{claim.pk}/?corrected={correction.pk}"
    assert (correction.reason, cut().claim) == ("Another day", correction.other_claim)
    html = client.get(answer["Location"]).content.decode()
    assert f"Split off as a claim of its own claim {correction.other_claim_id}" in html
    assert reverse("claims:undo-correction", args=[correction.pk]) in html
    assert "Another day" in html  # in the history


def test_split_of_a_claim_that_changed_is_refused_with_the_claim_as_it_is(
    client: Client, editor: User, claim: Claim
) -> None:
    seen = version_of(claim)
    record_review(claim.pk, reviewer=make_user("Per"), status=Status.CONFIRMED, seen_review=None)
    answer = client.post(
        reverse("claims:split", args=[claim.pk]), {"report": [cut().pk], "seen": seen, "reason": "Mine"}
    )
    assert answer.status_code == 409
    assert "marked Confirmed by Per" in answer.content.decode()
    assert cut().claim == claim


def test_merge_offers_claims_of_the_speaker_and_story_and_says_what_the_marks_come_to(
    client: Client, editor: User, claim: Claim
) -> None:
    story = cut().article.story or claim.appearances.first().article.story
    same = make_reported_claim("The arch will be repaired by May", outlets=["Quay Gazette"], story=story)
    other = make_reported_claim(
        "Nobody asked the ferry company", "Tor Berg", outlets=["Harbour Post"], story=story
    )
    make_reported_claim("The wolves have come back", "Una Dahl", outlets=["Harbour Post"])
    assert client.get(page(claim, "?do=merge")).context["candidates"] == [same, other]
    assert client.get(page(claim, "?do=merge&q=ferry")).context["candidates"] == [other]
    assert client.get(page(claim, f"?do=merge&q=%23{other.pk}")).context["candidates"] == [other]
    record_review(claim.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    record_review(same.pk, reviewer=editor, status=Status.ATTRIBUTED, seen_review=None)
    answer = client.get(page(claim, f"?do=merge&to={same.pk}"))
    assert (
        "The marks differ, Confirmed and Attributed: the claim returns to the queue."
        in answer.content.decode()
    )
    change = answer.context["change"]
    sent = {"to": same.pk, "seen": change.seen, "seen_to": change.seen_other}
    answer = client.post(reverse("claims:merge", args=[claim.pk]), sent, follow=True)
    assert answer.redirect_chain[0][0].startswith(f"/claims/{same.pk}/?corrected=")
    html = answer.content.decode()
    assert f"of claim {claim.pk} before the merge" in html
    assert client.get(claim.get_absolute_url())["Location"] == same.get_absolute_url()


def test_move_takes_one_report_along(client: Client, editor: User, claim: Claim) -> None:
    other = make_reported_claim("The arch will be repaired by May", outlets=["Quay Gazette"])
    query = f"?do=move&report={cut().pk}&to={other.pk}"
    change = client.get(page(claim, query)).context["change"]
    sent = {"report": cut().pk, "to": other.pk, "seen": change.seen, "seen_to": change.seen_other}
    assert client.post(reverse("claims:move", args=[claim.pk]), sent).status_code == 302
    assert cut().claim == other


@pytest.mark.parametrize(
    "query",
    ["?do=split", "?do=split&report=x", "?do=move&to=0", "?do=merge&to=99999999999999999999", "?do=no"],
)
def test_reports_page_takes_any_address(client: Client, editor: User, claim: Claim, query: str) -> None:
    answer = client.get(page(claim, query))
    assert (answer.status_code, answer.context["change"]) == (200, None)


def test_mark_on_a_claim_that_was_just_merged_says_where_it_went_and_keeps_the_note(
    client: Client, editor: User, claim: Claim
) -> None:
    other = make_reported_claim("The arch will be repaired by May", outlets=["Quay Gazette"])
    merge_claims(claim.pk, other.pk, editor=make_user("Per"))
    sent = {"status": "confirmed", "note": "Seen by three", "seen_review": ""}
    answer = client.post(reverse("claims:review", args=[claim.pk]), sent)
    html = answer.content.decode()
    assert answer.status_code == 409
    assert f"Claim {claim.pk} was merged into" in html
    assert "Seen by three" in html
    other.refresh_from_db()
    assert other.status == "unreviewed"
    sent["next"] = "/"
    assert client.post(reverse("claims:review", args=[other.pk]), sent).status_code == 302


def test_export_reads_histories_of_merged_claims_together(editor: User, claim: Claim) -> None:
    others = [
        make_reported_claim(f"The arch will be repaired by May {n}", outlets=["Quay Gazette"]) for n in (1, 2)
    ]
    for number, found in enumerate([claim, *others]):
        record_review(
            found.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None, note=f"note {number}"
        )
    merge_claims(claim.pk, others[0].pk, editor=editor)
    merge_claims(others[0].pk, others[1].pk, editor=editor)
    (line,) = jsonl_sheet(Selection())
    assert [review["note"] for review in json.loads(line)["reviews"]] == ["note 0", "note 1", "note 2"]
