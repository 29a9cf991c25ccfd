"""Editors mend what matching got wrong, in a browser: by mouse, by keyboard, without scripts, on a phone."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.models import Appearance, Claim, Correction
from tests.claims.test_match_pages import CUT, FULL
from tests.factories import make_report, make_reported_claim, make_story

OTHER = "Nobody may cross the bridge on foot"


@pytest.fixture
def claim(transactional_db: None) -> Claim:
    story = make_story()
    claim = make_reported_claim(FULL, outlets=["Quay Gazette"], story=story)
    make_report(
        claim, "Harbour Post", CUT, story=story, variant="truncated", match_reason="All 4 words are here"
    )
    make_reported_claim(OTHER, outlets=["Estuary Wire"], story=story)
    return claim


def home_of(words: str) -> int:
    return Appearance.objects.get(text=words).claim_id


def fits(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_corrections_split_and_undo_from_the_claim_page(page: Page, signed_in, claim: Claim) -> None:
    signed_in(page)
    page.goto(claim.get_absolute_url())
    page.locator("#mend summary").click()
    page.get_by_role("link", name="Check its reports").click()
    report = page.locator(".report--suggested")
    expect(report).to_contain_text("Suggested: All 4 words are here.")
    expect(report.locator(".both")).to_contain_text(FULL)
    report.get_by_role("link", name=re.compile("Not the same claim")).click()
    expect(page.locator(".effects")).to_contain_text("A new claim of Ida Holm gets 1 report")
    page.get_by_label("Reason").fill("Said on another day")
    page.get_by_role("button", name="Split off").click()
    notice = page.locator(".mended")
    expect(notice).to_contain_text("Split off as a claim of its own")
    assert home_of(CUT) != claim.pk
    expect(page.locator("#history")).to_contain_text("Said on another day")
    notice.get_by_role("button", name="Undo").click()
    expect(page.locator(".mended")).to_contain_text("Taken back")
    assert home_of(CUT) == claim.pk


def test_corrections_merge_by_keyboard_alone(page: Page, signed_in, claim: Claim) -> None:
    signed_in(page)
    page.goto(f"/claims/{claim.pk}/match/?do=merge")
    page.locator("#find-claim").focus()
    page.keyboard.type("foot")
    page.keyboard.press("Enter")
    expect(page.locator(".pick label")).to_have_count(1)
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "to":
            break
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.locator(".effects")).to_be_visible()
    page.get_by_label("Reason").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mended")).to_contain_text("Merged into claim")
    assert home_of(FULL) == home_of(OTHER) == home_of(CUT)


def test_corrections_confirm_and_move_without_scripts_on_a_phone(open_page, signed_in, claim: Claim) -> None:
    page = open_page(viewport={"width": 390, "height": 844}, java_script_enabled=False, color_scheme="dark")
    signed_in(page)
    page.goto(f"/claims/{claim.pk}/match/")
    page.get_by_role("button", name=re.compile("Same claim.*Harbour Post")).click()
    expect(page.locator(".report").nth(1)).to_contain_text("An editor decided that it belongs here.")
    page.locator(".mended").get_by_role("button", name="Undo").click()
    page.get_by_role("link", name=re.compile("Move to….*Harbour Post")).click()
    page.locator(".pick label", has_text=OTHER).click()
    page.get_by_role("button", name="Show what changes").click()
    page.get_by_role("button", name="Move it").click()
    expect(page.locator(".mended")).to_contain_text("Moved a report")
    assert home_of(CUT) == home_of(OTHER)
    assert list(Correction.objects.values_list("kind", flat=True)) == ["match", "match", "move"]


@pytest.mark.parametrize("query", ["", "?do=split&report={cut}", "?do=merge", "?do=merge&to={other}"])
def test_corrections_fit_a_phone(open_page, signed_in, claim: Claim, query: str) -> None:
    page = open_page(viewport={"width": 390, "height": 844})
    signed_in(page)
    cut, other = Appearance.objects.get(text=CUT).pk, home_of(OTHER)
    page.goto(f"/claims/{claim.pk}/match/{query.format(cut=cut, other=other)}")
    assert fits(page)
