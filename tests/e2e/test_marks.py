"""Marks in a browser: a shift by keyboard, many at once, two editors, hints, bad connections."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from claims.domain import record_review
from claims.enums import Status
from claims.models import Claim, Review, ReviewReason
from tests.factories import make_reported_claim, make_story, make_user

WIDE = {"width": 1440, "height": 1000}


@pytest.fixture
def reason(transactional_db):
    return ReviewReason.objects.create(label="Log or register seen", statuses=["confirmed"])


@pytest.fixture
def claims(reason):
    story = make_story()
    texts = (
        "The ice has gone",
        "The ferry sails on Monday",
        "The bridge carries forty tonnes",
        "Bread is dear",
    )
    return [make_reported_claim(text, outlets=["Eastwire", "Harbour Post"], story=story) for text in texts]


@pytest.fixture
def queue(page, claims, signed_in):
    signed_in(page, "iris")
    page.goto("/?sort=oldest")
    return page


def row(page, claim):
    return page.locator(f"#claim-{claim.pk}")


def status(page, claim):
    return row(page, claim).locator(".row__status")


def at(page, claim):
    expect(page.locator(".row[aria-current]")).to_have_id(f"claim-{claim.pk}")
    expect(row(page, claim).locator(".row__text a")).to_be_focused()
    expect(page.locator("#preview h2")).to_have_text(claim.text)


def statuses():
    return list(Claim.objects.order_by("pk").values_list("status", flat=True))


def test_twenty_claims_take_no_more_than_two_keys_each(page, signed_in, reason):
    texts = [f"The pier is {metres} metres long" for metres in range(20)]
    claims = [make_reported_claim(text, outlets=["Eastwire"]) for text in texts]
    signed_in(page, "iris")
    page.goto("/?sort=oldest")
    expect(page.locator("#preview h2")).to_have_text(claims[0].text)
    pressed = 0
    for number, claim in enumerate(claims):
        for key in ("c", "a", "d1")[number % 3]:
            page.keyboard.press(key)
            pressed += 1
        expect(status(page, claim)).to_contain_text("Saved.")
    assert statuses() == [("confirmed", "attributed", "disputed")[number % 3] for number in range(20)]
    assert Review.objects.count() == 20
    assert pressed <= 2 * len(claims)


def test_mark_carries_several_links_and_a_reason(queue, claims, reason):
    queue.keyboard.press("e")
    queue.keyboard.type("https://log.example/1")
    queue.get_by_role("button", name="Another").click()
    queue.keyboard.type("https://log.example/2")
    queue.get_by_label("Reason").select_option("Log or register seen")
    queue.locator("#note").fill("Both say so.")
    queue.get_by_role("button", name="Confirm", exact=False).first.click()
    at(queue, claims[1])
    review = claims[0].reviews.get()
    assert (review.evidence_urls, review.reason, review.note) == (
        ["https://log.example/1", "https://log.example/2"],
        reason,
        "Both say so.",
    )
    queue.keyboard.press("k")
    at(queue, claims[0])
    expect(queue.locator("[name=evidence_url]:not(.noscript)")).to_have_count(2)


def test_control_enter_saves_and_opens_the_next(queue, claims):
    queue.keyboard.press("c")
    at(queue, claims[1])
    queue.keyboard.press("k")
    at(queue, claims[0])
    queue.keyboard.press("n")
    queue.keyboard.type("Seen from the pier.")
    queue.keyboard.press("Control+Enter")
    at(queue, claims[1])
    assert [mark.note for mark in claims[0].reviews.all()] == ["", "Seen from the pier."]


def test_shift_x_selects_all_from_the_last_one(queue, claims):
    for key in ("x", "j", "j", "Shift+X"):
        queue.keyboard.press(key)
    expect(queue.locator("#bulk-n")).to_have_text("3 selected")
    queue.keyboard.press("Escape")
    expect(queue.locator("#bulk")).to_be_hidden()
    boxes = queue.locator("#list [name=claims]")
    boxes.nth(3).click()
    boxes.nth(1).click(modifiers=["Shift"])
    expect(queue.locator("#bulk-n")).to_have_text("3 selected")
    queue.keyboard.press("a")
    expect(queue.locator("#live")).to_contain_text("3 saved as Attributed.")
    assert statuses() == ["unreviewed", "attributed", "attributed", "attributed"]
    queue.keyboard.press("u")
    expect(queue.locator("#live")).to_contain_text("3 taken back.")
    assert set(statuses()) == {"unreviewed"}


def test_keys_can_be_turned_off(queue, claims):
    queue.keyboard.press("?")
    queue.get_by_label("Single-key shortcuts on").uncheck()
    queue.keyboard.press("Escape")
    for key in ("c", "x", "Shift+X"):
        queue.keyboard.press(key)
    queue.wait_for_timeout(300)
    expect(queue.locator("[name=claims]:checked")).to_have_count(0)
    assert Review.objects.count() == 0


def test_all_that_match_are_shown_then_marked_then_taken_back(queue, claims):
    record_review(claims[3].pk, reviewer=make_user("maya"), status=Status.CONFIRMED, seen_review=None)
    queue.goto("/?status=unreviewed")
    queue.keyboard.press("x")
    queue.get_by_role("link", name="All 3 that match").click()
    queue.get_by_role("button", name="Attribute").click()
    expect(queue.get_by_role("heading", level=1)).to_have_text("Mark 3 claims as Attributed")
    assert statuses() == ["unreviewed", "unreviewed", "unreviewed", "confirmed"]
    record_review(
        claims[1].pk, reviewer=User.objects.get(username="maya"), status=Status.CONFIRMED, seen_review=None
    )
    queue.get_by_role("button", name="Mark 3 claims").click()
    expect(queue.get_by_role("heading", level=1)).to_have_text("2 saved as Attributed")
    expect(queue.get_by_role("list", name="Left alone")).to_contain_text(f"Claim {claims[1].pk}")
    assert statuses() == ["attributed", "confirmed", "attributed", "confirmed"]
    queue.get_by_role("button", name="Undo all 2").click()
    expect(queue.get_by_role("heading", level=1)).to_have_text("2 taken back")
    assert statuses() == ["unreviewed", "confirmed", "unreviewed", "confirmed"]


def test_conflict_keeps_links_and_reason_too(queue, claims, reason):
    record_review(claims[0].pk, reviewer=make_user("maya"), status=Status.ATTRIBUTED, seen_review=None)
    queue.keyboard.press("e")
    queue.keyboard.type("https://log.example/1")
    queue.get_by_label("Reason").select_option("Log or register seen")
    queue.locator("#note").fill("Typed with care")
    queue.keyboard.press("Escape")
    queue.keyboard.press("c")
    strip = row(queue, claims[0]).get_by_role("alert")
    expect(strip).to_contain_text("maya set this to Attributed")
    expect(strip).to_contain_text("https://log.example/1")
    expect(strip).to_contain_text("Log or register seen")
    strip.get_by_role("button", name="Set Confirmed").click()
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    mark = claims[0].reviews.last()
    assert (mark.note, mark.evidence_urls, mark.reason) == (
        "Typed with care",
        ["https://log.example/1"],
        reason,
    )


def test_another_editor_on_the_claim_is_named(queue, claims, open_page, signed_in):
    maya = open_page(viewport=WIDE)
    signed_in(maya, "maya")
    maya.goto(f"/claims/{claims[0].pk}/")
    expect(queue.locator("#presence")).to_be_empty()
    with maya.expect_response(re.compile("presence")):
        pass
    queue.goto(f"/claims/{claims[0].pk}/")
    expect(queue.locator("#presence")).to_have_text("maya is on this claim")


def test_claim_is_assigned_and_given_back(queue, claims):
    queue.locator("#preview").get_by_role("button", name="Assign to me").click()
    expect(queue.locator("#live")).to_contain_text(f"Claim {claims[0].pk} is for iris now.")
    expect(row(queue, claims[0])).to_contain_text("for you")
    queue.locator("#preview").get_by_role("button", name="Give back").click()
    expect(row(queue, claims[0])).not_to_contain_text("for you")
    assert [item.assigned_to_id is None for item in claims[0].assignments.all()] == [False, True]


def test_first_of_two_editors_leaves_the_claim_waiting(queue, claims, open_page, signed_in, settings):
    settings.TWO_PERSON = True
    queue.keyboard.press("c")
    expect(status(queue, claims[0])).to_contain_text("by iris, waits for a second editor")
    at(queue, claims[1])
    maya = open_page(viewport=WIDE)
    signed_in(maya, "maya")
    maya.goto("/?sort=oldest")
    expect(status(maya, claims[0])).to_contain_text("by iris, waits for a second editor")
    assert statuses()[0] == "unreviewed"
    maya.keyboard.press("c")
    expect(status(maya, claims[0])).not_to_contain_text("waits")
    at(maya, claims[1])
    assert statuses()[0] == "confirmed"


def test_hint_stands_beside_the_saved_row_and_is_dismissed(queue, claims):
    queue.keyboard.press("d")
    queue.keyboard.press("1")
    at(queue, claims[1])
    hint = row(queue, claims[0]).locator(".strip--hint")
    expect(hint).to_contain_text("Disputed without a note.")
    hint.get_by_role("link", name="Add a note").click()
    expect(queue.locator("#note")).to_be_focused()
    queue.keyboard.press("Escape")
    queue.locator("#preview").get_by_role("button", name="Dismiss").click()
    expect(queue.locator("#preview .strip--hint")).to_have_count(0)
    queue.goto(f"/claims/{claims[0].pk}/")
    expect(queue.locator(".strip--hint")).to_have_count(0)


def test_mark_without_connection_is_kept_over_a_reload_and_sent_again(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    queue.route("**/reviews/", lambda route: route.abort())
    queue.evaluate("console.error = () => {}")
    queue.keyboard.press("c")
    strip = row(queue, claims[0]).locator(".unsent")
    expect(strip).to_contain_text("Not sent: no connection.")
    queue.unroute("**/reviews/")
    queue.reload()
    expect(strip).to_contain_text("Not sent: no connection. Confirmed is kept in this browser.")
    assert Review.objects.count() == 0
    strip.get_by_role("button", name="Retry").click()
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    expect(queue.locator(".unsent")).to_have_count(0)
    assert [mark.note for mark in claims[0].reviews.all()] == ["Typed with care"]


def sign_in_again(page):
    iris = User.objects.get(username="iris")
    iris.set_password("harbour-lights-at-nine")
    iris.save()
    page.get_by_label("Name").fill("iris")
    page.get_by_label("Password").fill("harbour-lights-at-nine")
    page.keyboard.press("Enter")


def test_mark_of_an_expired_session_survives_signing_in(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    Session.objects.all().delete()
    queue.keyboard.press("c")
    strip = row(queue, claims[0]).locator(".unsent")
    expect(strip).to_contain_text("Not sent: you were signed out.")
    strip.get_by_role("link", name="Sign in").click()
    sign_in_again(queue)
    expect(queue.locator("#note")).to_have_value("Typed with care")
    strip.get_by_role("button", name="Retry").click()
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    assert [mark.note for mark in claims[0].reviews.all()] == ["Typed with care"]


# Without scripts


@pytest.fixture
def plain(open_page, claims, signed_in):
    page = open_page(viewport=WIDE, java_script_enabled=False)
    signed_in(page, "iris")
    page.goto(f"/claims/{claims[0].pk}/")
    return page


def test_plain_form_takes_three_links_and_a_reason(plain, claims, reason):
    boxes = plain.locator("[name=evidence_url]")
    for number in range(3):
        boxes.nth(number).fill(f"https://log.example/{number}")
    plain.get_by_label("Reason").select_option("Log or register seen")
    plain.get_by_role("button", name="Confirm", exact=False).first.click()
    mark = claims[0].reviews.get()
    assert (len(mark.evidence_urls), mark.reason) == (3, reason)


def test_plain_mark_of_an_expired_session_is_shown_again_after_signing_in(plain, claims):
    plain.locator("#note").fill("Typed with care")
    Session.objects.all().delete()
    plain.get_by_role("button", name="Confirm", exact=False).first.click()
    expect(plain.get_by_role("alert")).to_contain_text("You were signed out")
    sign_in_again(plain)
    expect(plain.get_by_role("heading", level=1)).to_have_text("Not saved yet")
    expect(plain.get_by_label("note")).to_have_value("Typed with care")
    plain.get_by_role("button", name="Send it again").click()
    assert [mark.note for mark in claims[0].reviews.all()] == ["Typed with care"]
