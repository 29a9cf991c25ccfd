from playwright.sync_api import expect

from claims.enums import Variant
from tests.factories import (
    make_appearance,
    make_article,
    make_claim,
    make_report,
    make_reported_claim,
    make_story,
)

TEXT = (
    "“The ferry stays in port, and it will snow,” Oda Brandt said.\n\nTomas Reiss said the pier was closed."
)


def make_ferry_article(**fields):
    article = make_article(TEXT, headline="Ferry stays in port", **fields)
    first = make_appearance(make_claim("The ferry stays in port, and it will snow", "Oda Brandt"), article)
    make_appearance(make_claim("it will snow", "Oda Brandt"), article)
    last = make_appearance(make_claim("the pier was closed", "Tomas Reiss"), article)
    return article, first, last


def test_keys_move_through_the_claims_of_an_article_and_open_one(page, signed_in):
    article, first, _ = make_ferry_article()
    signed_in(page, "vi", "Viewer")
    page.goto(article.get_absolute_url())
    live, current = page.locator("#live"), page.locator(".rail li[aria-current]")
    page.keyboard.press("j")
    expect(live).to_have_text("Claim 1 of 3")
    expect(page.locator("mark.is-on")).to_have_text(["The ferry stays in port, and ", "it will snow"])
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    expect(live).to_have_text("Claim 2 of 3")
    expect(page.locator("mark.is-on")).to_have_text("it will snow")
    expect(current.locator(".claim")).to_be_focused()
    page.locator("mark", has_text="The ferry stays").click()
    expect(live).to_have_text("Claim 1 of 3")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{first.claim.get_absolute_url()}*")


def test_link_to_an_appearance_shows_it_and_a_speaker_can_be_left_out(page, signed_in):
    article, _, last = make_ferry_article()
    signed_in(page, "vi", "Viewer")
    page.goto(f"{article.get_absolute_url()}#a{last.pk}")
    expect(page.locator("mark.is-on")).to_have_text("the pier was closed")
    page.get_by_role("checkbox", name="Oda Brandt").uncheck()
    expect(page.locator(".rail li:visible .claim")).to_have_text(["the pier was closed"])
    expect(page.locator("mark.is-off")).to_have_count(2)
    page.keyboard.press("Escape")
    page.keyboard.press("k")
    expect(page.locator("#live")).to_have_text("Claim 3 of 3")


def test_brackets_open_the_neighbours(page, signed_in):
    story = make_story()
    first, second = (make_article(f"Text {number}.", story=story) for number in range(2))
    signed_in(page, "vi", "Viewer")
    page.goto(first.get_absolute_url())
    page.keyboard.press("]")
    page.wait_for_url(f"**{second.get_absolute_url()}")
    page.keyboard.press("[")
    page.wait_for_url(f"**{first.get_absolute_url()}")


def test_only_differences_of_a_story_is_one_key_and_stays_in_the_address(page, signed_in):
    story = make_story()
    make_reported_claim("The pier is closed", "Tomas Reiss", story=story)
    claim = make_reported_claim("The ferry stays", "Oda Brandt", ["Quay Gazette"], story=story)
    make_report(claim, "Harbour Post", "The ferry sails", story=story, variant=Variant.REWORDED)
    signed_in(page, "vi", "Viewer")
    page.goto(story.get_absolute_url())
    expect(page.locator(".matrix .claim")).to_have_count(2)
    page.keyboard.press("o")
    expect(page.locator(".matrix .claim")).to_have_text(["The ferry stays"])
    expect(page.locator("#live")).to_have_text("1 claim")
    page.wait_for_url("**?only=1")
    page.keyboard.press("j")
    expect(page.locator(".matrix .claim")).to_be_focused()
    page.go_back()
    expect(page.locator(".matrix .claim")).to_have_count(2)
    expect(page.locator("#only")).not_to_be_checked()
