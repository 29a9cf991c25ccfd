"""The queue as an editor works it: hands on the keyboard, with the mouse, on a phone, without scripts."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from claims.domain import record_review
from claims.enums import LinkKind, LinkState, Status
from claims.models import Claim, ClaimLink, Review
from tests.factories import make_report, make_reported_claim, make_speaker, make_story, make_user

TEXTS = (
    "The ice has gone",
    "The ferry sails on Monday",
    "The bridge carries forty tonnes",
    "Bread costs nine crowns",
)


@pytest.fixture
def claims(transactional_db):
    story = make_story()
    return [make_reported_claim(text, outlets=["Eastwire", "Harbour Post"], story=story) for text in TEXTS]


@pytest.fixture
def queue(page, claims, signed_in):
    """The queue of four claims, open in the browser of the editor Iris."""
    signed_in(page, "iris")
    page.goto("/")
    return page


def row(page, claim):
    return page.locator(f"#claim-{claim.pk}")


def status(page, claim):
    return row(page, claim).locator(".row__status")


def marks(claim):
    return list(claim.reviews.values_list("status", "disputed_for", "note", "reviewer__username"))


def at(page, claim):
    """The claim is current, has the focus, and is in the preview."""
    expect(page.locator(".row[aria-current]")).to_have_id(f"claim-{claim.pk}")
    expect(row(page, claim).locator(".row__text a")).to_be_focused()
    expect(page.locator("#preview h2")).to_have_text(claim.text)


def test_shift_by_keyboard_alone_marks_moves_on_and_undoes(queue, claims):
    press = queue.keyboard.press
    press("c")
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    at(queue, claims[1])
    press("a")
    at(queue, claims[2])
    press("d")
    expect(queue.locator(".verdict__hint")).to_have_text("Not saved yet: choose one.")
    expect(queue.get_by_role("button", name="the content")).to_be_focused()
    press("2")
    expect(status(queue, claims[2])).to_contain_text("Disputed")
    expect(status(queue, claims[2])).to_contain_text("the words")
    at(queue, claims[3])
    expect(queue.locator("#live")).to_contain_text(f"Claim {claims[2].pk} saved as Disputed: the words.")
    expect(queue.locator("#tally")).to_contain_text("3 of 4 reviewed")
    expect(queue.locator("#queue-count")).to_have_text("1")
    assert [marks(claim) for claim in claims] == [
        [("confirmed", "", "", "iris")],
        [("attributed", "", "", "iris")],
        [("disputed", "words", "", "iris")],
        [],
    ]
    press("u")
    expect(status(queue, claims[2])).to_contain_text("Unreviewed")
    at(queue, claims[2])
    press("u")
    expect(status(queue, claims[1])).to_contain_text("Unreviewed")
    expect(queue.locator("#tally")).to_contain_text("1 of 4 reviewed")
    assert [len(claim.reviews.all()) for claim in claims] == [1, 2, 2, 0]


def test_note_and_evidence_go_with_the_mark_and_keys_rest_while_typing(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("cada jack checked this")
    queue.keyboard.press("Escape")
    queue.keyboard.press("e")
    queue.keyboard.type("https://example.org/ice")
    queue.keyboard.press("Escape")
    queue.keyboard.press("c")
    expect(status(queue, claims[0])).to_contain_text("Saved")
    review = claims[0].reviews.get()
    assert (review.note, review.evidence_urls) == ("cada jack checked this", ["https://example.org/ice"])
    assert Review.objects.count() == 1


def test_control_enter_saves_again_with_the_status_there_is(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("No status yet")
    queue.keyboard.press("Control+Enter")
    expect(queue.locator(".verdict__hint")).to_have_text(
        "Not saved yet: choose Confirm, Dispute or Attribute."
    )
    queue.keyboard.press("c")
    at(queue, claims[1])
    queue.keyboard.press("k")
    at(queue, claims[0])
    queue.keyboard.press("n")
    queue.keyboard.press("End")
    queue.keyboard.type(", now seen")
    queue.keyboard.press("Control+Enter")
    at(queue, claims[1])
    assert [mark[2] for mark in marks(claims[0])] == ["No status yet", "No status yet, now seen"]


def test_j_and_k_move_preview_and_address_and_enter_opens_the_claim(queue, claims):
    for _ in range(2):
        queue.keyboard.press("j")
    at(queue, claims[2])
    assert queue.url.endswith(f"/?claim={claims[2].pk}")
    queue.keyboard.press("k")
    at(queue, claims[1])
    queue.reload()
    expect(queue.locator(".row[aria-current]")).to_have_id(f"claim-{claims[1].pk}")
    queue.keyboard.press("Enter")
    queue.wait_for_url(f"**/claims/{claims[1].pk}/")


def test_key_pressed_before_the_preview_came_marks_the_row_in_sight(queue, claims):
    queue.keyboard.press("j")
    queue.keyboard.press("j")
    queue.keyboard.press("a")
    expect(status(queue, claims[2])).to_contain_text("Attributed")
    assert [len(marks(claim)) for claim in claims] == [0, 0, 1, 0]


def test_double_click_marks_one_claim(queue, claims):
    queue.get_by_role("button", name="Confirm").dblclick()
    at(queue, claims[1])
    queue.wait_for_timeout(300)
    assert [len(marks(claim)) for claim in claims] == [1, 0, 0, 0]


def test_second_click_of_a_double_click_does_not_mark_the_claim_that_followed(queue, claims):
    queue.get_by_role("button", name="Confirm").hover()
    queue.mouse.down()
    queue.mouse.up()
    at(queue, claims[1])
    queue.mouse.down(click_count=2)
    queue.mouse.up(click_count=2)
    queue.wait_for_timeout(300)
    assert [marks(claim) for claim in claims] == [[("confirmed", "", "", "iris")], [], [], []]


def test_clicking_a_row_shows_it_and_stays(queue, claims):
    row(queue, claims[3]).click(position={"x": 300, "y": 20})
    at(queue, claims[3])


def test_two_editors_conflict_keeps_what_was_typed(queue, claims, open_page, signed_in):
    maya = open_page(viewport={"width": 1440, "height": 1000})
    signed_in(maya, "maya")
    maya.goto("/")
    maya.keyboard.press("c")
    expect(status(maya, claims[0])).to_contain_text("Saved")
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    queue.keyboard.press("a")
    strip = row(queue, claims[0]).get_by_role("alert")
    expect(strip).to_contain_text("maya set this to Confirmed")
    expect(strip).to_contain_text("Your Attributed was not saved.")
    expect(queue.locator("#note")).to_have_value("Typed with care")
    assert marks(claims[0]) == [("confirmed", "", "", "maya")]
    strip.get_by_role("button", name="Set Attributed").click()
    expect(status(queue, claims[0])).to_contain_text("Attributed")
    assert marks(claims[0])[-1] == ("attributed", "", "Typed with care", "iris")


def test_conflict_may_keep_what_the_other_set(queue, claims):
    record_review(
        claims[0].pk,
        reviewer=make_user("maya"),
        status=Status.DISPUTED,
        disputed_for="content",
        seen_review=None,
    )
    queue.keyboard.press("c")
    row(queue, claims[0]).get_by_role("link", name="Keep Disputed").click()
    expect(row(queue, claims[0]).get_by_role("alert")).to_have_count(0)
    expect(status(queue, claims[0])).to_contain_text("Disputed")
    # The form knows the other mark now: a second verdict is no conflict.
    expect(queue.locator("#preview .preview__bar")).to_contain_text("Disputed: the content")
    queue.keyboard.press("c")
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    assert [mark[0] for mark in marks(claims[0])] == ["disputed", "confirmed"]


def test_session_that_ended_while_a_note_was_typed_keeps_the_note(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    Session.objects.all().delete()
    queue.keyboard.press("c")
    expect(queue.get_by_role("alert")).to_contain_text("Sign in again in another tab")
    expect(queue.locator("#note")).to_have_value("Typed with care")
    expect(status(queue, claims[0])).to_contain_text("Unreviewed")
    # Signing in again, as the message says: in another tab.
    iris = User.objects.get(username="iris")
    iris.set_password("harbour-lights-at-nine")
    iris.save()
    tab = queue.context.new_page()
    tab.goto("/accounts/login/")
    tab.get_by_label("Name").fill("iris")
    tab.get_by_label("Password").fill("harbour-lights-at-nine")
    tab.keyboard.press("Enter")
    expect(tab.get_by_role("heading", name="Queue")).to_be_visible()
    queue.bring_to_front()
    queue.keyboard.press("c")
    expect(status(queue, claims[0])).to_contain_text("Confirmed")
    assert marks(claims[0]) == [("confirmed", "", "Typed with care", "iris")]


def test_typed_note_survives_moving_away_and_reloading(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    queue.keyboard.press("j")
    at(queue, claims[1])
    expect(queue.locator("#note")).to_have_value("")
    queue.keyboard.press("k")
    at(queue, claims[0])
    expect(queue.locator("#note")).to_have_value("Typed with care")
    queue.reload()
    expect(queue.locator("#note")).to_have_value("Typed with care")


def test_lost_connection_says_so_and_keeps_the_note(queue, claims):
    queue.keyboard.press("n")
    queue.keyboard.type("Typed with care")
    queue.keyboard.press("Escape")
    queue.route("**/reviews/", lambda route: route.abort())
    # The browser itself writes a line about a request that failed.
    queue.evaluate("console.error = () => {}")
    queue.keyboard.press("c")
    expect(queue.get_by_role("alert")).to_contain_text("Newsdesk does not answer.")
    expect(status(queue, claims[0])).to_contain_text("Unreviewed")
    expect(queue.locator("#note")).to_have_value("Typed with care")
    queue.unroute("**/reviews/")
    queue.keyboard.press("c")
    expect(status(queue, claims[0])).to_contain_text("Confirmed")


def test_bulk_marks_the_selected_claims_and_undoes_them_together(queue, claims):
    for key in ("x", "j", "j", "x"):
        queue.keyboard.press(key)
    expect(queue.locator("#bulk-n")).to_have_text("2 selected")
    queue.keyboard.press("d")
    queue.keyboard.press("1")
    expect(queue.locator("#live")).to_contain_text("2 saved as Disputed: the content.")
    expect(queue.locator("#bulk")).to_be_hidden()
    assert [claim.reviews.count() for claim in claims] == [1, 0, 1, 0]
    queue.keyboard.press("u")
    expect(queue.locator("#live")).to_contain_text("2 taken back.")
    assert set(Claim.objects.values_list("status", flat=True)) == {"unreviewed"}


def test_escape_clears_the_selection(queue):
    queue.get_by_label("Select all 4 claims").check()
    expect(queue.locator("#bulk-n")).to_have_text("4 selected")
    queue.keyboard.press("Escape")
    expect(queue.locator("#bulk")).to_be_hidden()
    expect(queue.locator("[name=claims]:checked")).to_have_count(0)


def test_suggestion_is_answered_and_taken_back_in_place(page, claims, signed_in):
    Claim.objects.filter(pk=claims[1].pk).update(speaker=make_speaker("Tor Berg"))
    link = ClaimLink.objects.create(first=claims[0], second=claims[1], kind=LinkKind.CONTRADICTS)
    signed_in(page, "iris")
    page.goto("/")
    row(page, claims[1]).get_by_role("button", name="Yes, link them").click()
    expect(row(page, claims[0]).locator(".contested")).to_have_text("Contested by Berg")
    expect(row(page, claims[1]).locator(".contested")).to_have_text("Contested by Holm")
    expect(page.locator("#preview .contested")).to_have_text("Contested by Tor Berg")
    link.refresh_from_db()
    assert link.state == LinkState.CONFIRMED
    page.locator("#live").get_by_role("button", name="Undo").click()
    expect(row(page, claims[1]).locator(".strip--ask")).to_be_visible()
    link.refresh_from_db()
    assert (link.state, link.decided_by) == (LinkState.SUGGESTED, None)


def test_every_question_of_a_row_lies_below_the_one_before(page, claims, signed_in):
    for other in claims[:2]:
        ClaimLink.objects.create(first=other, second=claims[2], kind=LinkKind.CONTRADICTS)
    signed_in(page, "iris")
    page.goto("/")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 1000})
        above, below = (strip.bounding_box() for strip in row(page, claims[2]).locator(".strip--ask").all())
        assert above["y"] + above["height"] <= below["y"]


def test_code_strip_stays_in_its_column(page, signed_in, transactional_db):
    claim = make_reported_claim("Wide", outlets=[f"{letter} Post" for letter in "ABCDEF"], story=make_story())
    signed_in(page)
    page.goto("/")
    more, column = (row(page, claim).locator(part).bounding_box() for part in (".more", ".row__outlets"))
    assert more["x"] + more["width"] <= column["x"] + column["width"] + 4
    assert more["y"] < row(page, claim).locator(".sig").first.bounding_box()["y"] + 4


def test_phone_reaches_sign_out(page, claims, signed_in):
    signed_in(page)
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/")
    expect(page.locator(".search kbd")).to_be_hidden()
    page.locator(".who").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_keep_covers_what_was_found_since(page, claims, signed_in):
    record_review(claims[0].pk, reviewer=make_user("maya"), status=Status.CONFIRMED, seen_review=None)
    make_report(claims[0], "Quay Gazette", "The ice is off")
    signed_in(page, "iris")
    page.goto("/")
    expect(status(page, claims[0])).to_contain_text("1 new since")
    row(page, claims[0]).get_by_role("button", name="Keep Confirmed").click()
    expect(page.locator("#live")).to_contain_text(f"Claim {claims[0].pk} kept as Confirmed.")
    expect(row(page, claims[0]).locator(".strip")).to_have_count(0)


def test_filter_stays_open_and_in_focus_and_the_address_can_be_shared(queue, claims):
    record_review(claims[3].pk, reviewer=make_user("maya"), status=Status.ATTRIBUTED, seen_review=None)
    queue.locator("#menu-status summary").click()
    queue.get_by_label("Attributed", exact=True).check()
    expect(queue.locator(".row")).to_have_count(1)
    expect(queue.locator("#live")).to_have_text("1 claim")
    expect(queue.get_by_label("Attributed", exact=True)).to_be_focused()
    expect(queue.locator("#menu-status")).to_have_attribute("open", "")
    assert "status=attributed" in queue.url
    queue.get_by_label("Disputed", exact=True).check()
    expect(queue.locator("#menu-status summary")).to_contain_text("Attributed, Disputed")
    queue.get_by_label("Remove filter: status").click()
    expect(queue.locator(".row")).to_have_count(4)
    queue.go_back()
    expect(queue.locator(".row")).to_have_count(1)


def test_search_by_key_finds_words_of_claims(queue, claims):
    queue.keyboard.press("/")
    queue.keyboard.type("ferry monday")
    queue.keyboard.press("Enter")
    expect(queue.locator(".row")).to_have_count(1)
    expect(queue.locator(".row__text")).to_have_text(claims[1].text)
    queue.get_by_label("Remove filter: search").click()
    expect(queue.locator(".row")).to_have_count(4)


def test_viewer_sees_claims_and_no_way_to_mark(page, claims, signed_in):
    signed_in(page, "vera", "Viewer")
    page.goto("/")
    page.keyboard.press("c")
    page.keyboard.press("j")
    at(page, claims[1])
    expect(page.get_by_role("button", name=re.compile("Confirm"))).to_have_count(0)
    assert Review.objects.count() == 0


def test_without_scripts_a_claim_is_marked_and_the_next_one_follows(open_page, claims, signed_in):
    page = open_page(viewport={"width": 1440, "height": 1000}, java_script_enabled=False)
    signed_in(page, "iris")
    page.goto("/?sort=outlets")
    page.get_by_label("Note").fill("Typed with care")
    page.get_by_role("button", name="Confirm").last.click()
    expect(page.locator("#live")).to_contain_text(f"Claim {claims[0].pk} saved as Confirmed.")
    expect(page.locator("#preview h2")).to_have_text(claims[1].text)
    # Both reasons are open from the start, and Dispute alone says what is missing.
    page.get_by_label("Note").fill("Not so")
    page.locator(".vbtn", has_text="Dispute").click()
    expect(page.get_by_role("alert")).to_contain_text("Choose what is disputed")
    expect(page.get_by_label("Note")).to_have_value("Not so")
    page.get_by_role("button", name="the content").click()
    expect(page.locator("#live")).to_contain_text(f"Claim {claims[1].pk} saved as Disputed: the content.")
    page.locator("#live").get_by_role("button", name="Undo").click()
    expect(page.locator("#live")).to_contain_text(f"Claim {claims[1].pk} is Unreviewed again.")
    assert [[mark[:3] for mark in marks(claim)] for claim in claims[:2]] == [
        [("confirmed", "", "Typed with care")],
        [("disputed", "content", "Not so"), ("unreviewed", "", "")],
    ]
    page.locator(".row [name=claims]").nth(2).check()
    page.locator("#bulk").get_by_role("button", name="Attribute").click()
    expect(page.locator("#live")).to_contain_text(f"Claim {claims[2].pk} saved as Attributed.")
    page.locator("#menu-status summary").click()
    page.get_by_label("Unreviewed", exact=True).check()
    page.get_by_role("button", name="Apply").click()
    expect(page.locator(".row")).to_have_count(2)
    row(page, claims[3]).get_by_role("link", name=claims[3].text).click()
    page.wait_for_url(f"**/claims/{claims[3].pk}/*")


def test_on_a_phone_nothing_overflows_and_a_row_opens_the_claim(open_page, claims, signed_in):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    signed_in(page, "iris")
    page.goto("/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("#preview")).to_be_hidden()
    # The bottom line takes no room while it has nothing to say.
    expect(page.locator(".statusbar")).to_be_hidden()
    page.get_by_role("link", name=claims[1].text).tap()
    page.wait_for_url(f"**/claims/{claims[1].pk}/")
