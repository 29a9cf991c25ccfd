"""Mending in a browser: words selected in an article, a speaker fixed, by keyboard, and without scripts."""

import pytest
from playwright.sync_api import Page, expect

from claims.models import Appearance, Claim
from tests.factories import make_appearance, make_article, make_claim, make_speaker, make_story

TEXT = (
    "“The 🛥 ferry stays in port, and it will snow,” the harbour pilot said.\n\n"
    "Nobody crosses the sound today, Tomas Reiss said on Friday."
)

SELECT = """([from, to]) => {
    const walker = document.createTreeWalker(document.querySelector('.prose'), NodeFilter.SHOW_TEXT);
    const find = (words, after) => {
        for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const at = node.data.indexOf(words);
            if (at >= 0) return [node, after ? at + words.length : at];
        }
    };
    const range = document.createRange();
    range.setStart(...find(from, false));
    walker.currentNode = walker.root;
    range.setEnd(...find(to, true));
    getSelection().removeAllRanges();
    getSelection().addRange(range);
}"""


@pytest.fixture
def report(transactional_db) -> Appearance:
    article = make_article(
        TEXT, outlet="Quay Gazette", story=make_story("A ferry in port"), headline="In port"
    )
    claim = make_claim("The 🛥 ferry stays in port, and it will snow.", "Tomas Reiss")
    made = make_appearance(
        claim, article, "The 🛥 ferry stays in port, and it will snow", source="the harbour pilot"
    )
    Appearance.objects.filter(pk=made.pk).update(source="the harbour pilot", read_name="Tomas Reiss")
    return made


def test_selected_words_become_those_of_the_current_claim(page: Page, signed_in, report):
    signed_in(page)
    page.goto(report.article.get_absolute_url())
    page.keyboard.press("j")
    page.evaluate(SELECT, ["The", "in port"])
    expect(page.locator("#selected-words")).to_have_text("The 🛥 ferry stays in port")
    expect(page.locator("#live")).to_contain_text("s sets them as words of claim 1")
    page.keyboard.press("s")
    expect(page.locator("mark.q")).to_have_text("The 🛥 ferry stays in port")
    page.get_by_role("button", name="Save the words").click()
    expect(page.locator(".mended", has_text="Changed the words that are the claim")).to_be_visible()
    report.refresh_from_db()
    assert (report.text, report.reading) == ("The 🛥 ferry stays in port", "The 🛥 ferry stays in port.")
    page.get_by_role("button", name="Undo").first.click()
    expect(page.locator(".mended", has_text="Taken back")).to_be_visible()
    report.refresh_from_db()
    assert report.text == "The 🛥 ferry stays in port, and it will snow"


def test_selected_words_become_a_claim_that_was_missed(page: Page, signed_in, report):
    signed_in(page)
    page.goto(report.article.get_absolute_url())
    page.evaluate(SELECT, ["Nobody", "today"])
    expect(page.locator("#selected-words")).to_have_text("Nobody crosses the sound today")
    page.keyboard.press("a")
    expect(page.get_by_text("Indirect. Read as: Nobody crosses the sound today.")).to_be_visible()
    page.get_by_label("Speaker").fill("Oda Brandt")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Nobody crosses the sound today.")
    added = Claim.objects.get(speaker__name="Oda Brandt")
    assert page.url.split("?")[0].endswith(added.get_absolute_url())
    page.goto(report.article.get_absolute_url())
    expect(page.locator(".rail li .claim")).to_have_count(2)


def test_speaker_is_fixed_by_keyboard_with_a_preview_of_the_name(page: Page, signed_in, report):
    make_speaker("Oda Brandt")
    signed_in(page)
    page.goto(report.article.get_absolute_url())
    page.keyboard.press("j")
    page.keyboard.press("f")
    expect(page.locator("h1")).to_have_text(report.claim.text)
    page.get_by_label("Speaker").fill("Oda Brandt")
    page.get_by_label("In this story").check()
    expect(page.locator("#preview")).to_contain_text("Changes 1 claim where “the harbour pilot” is printed.")
    page.get_by_role("button", name="Change speaker").press("Enter")
    expect(page.locator(".mended")).to_contain_text("Changed the speaker from Tomas Reiss to Oda Brandt")
    page.get_by_role("link", name="Oda Brandt").first.click()
    expect(page.locator(".names")).to_contain_text("the harbour pilot")


def test_fix_opens_by_key_from_queue_and_claim(page: Page, signed_in, report):
    signed_in(page)
    page.goto("/")
    page.keyboard.press("j")
    page.keyboard.press("f")
    page.wait_for_url(f"**/claims/{report.claim_id}/fix/")
    page.goto(report.claim.get_absolute_url())
    page.keyboard.press("F")
    page.wait_for_url(f"**/claims/{report.claim_id}/fix/")


def test_claim_is_added_and_rejected_without_scripts(open_page, signed_in, report):
    page = open_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    signed_in(page)
    page.goto(report.article.get_absolute_url())
    page.get_by_role("link", name="Add a claim that was missed").click()
    page.get_by_label("Paste the words exactly as printed").fill("nobody crosses the sound today")
    page.get_by_label("Speaker").fill("Oda Brandt")
    page.get_by_role("button", name="Add claim").click()
    expect(page.locator("h1")).to_have_text("Nobody crosses the sound today.")
    claim = Claim.objects.get(speaker__name="Oda Brandt")
    page.goto(f"/claims/{claim.pk}/fix/")
    page.get_by_label("Why is this no claim?").fill("The reporter says so.")
    page.get_by_role("button", name="Reject").click()
    claim.refresh_from_db()
    assert claim.rejected
