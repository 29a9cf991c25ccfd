"""The claim's page in a browser: differences that can be seen, base, fold, keys, and no scripts at all."""

import re

import pytest
from playwright.sync_api import Page, expect

from claims.domain import record_review
from claims.enums import LinkState, Status
from claims.models import Claim, ClaimLink
from tests.claims.flood import Flood, make_flood
from tests.factories import make_user

WIDE = {"width": 1440, "height": 1000}


@pytest.fixture
def flood(transactional_db) -> Flood:
    return make_flood()


@pytest.fixture
def claim_page(page: Page, signed_in, flood: Flood) -> Page:
    signed_in(page)
    page.goto(flood.claim.get_absolute_url())
    return page


def seen(page: Page, selector: str) -> list[str]:
    """The visible texts of what matches, hidden words for screen readers left out."""
    return [
        re.sub(r"^(missing|added|base|here):\s*", "", text)
        for text in page.locator(f"{selector}:visible").all_inner_texts()
    ]


def cell(row: str, column: int) -> str:
    """Selector of a cell of the table: its row's head, its place from 1."""
    return f".cmp tr:has(> th[scope=row]:has-text('{row}')) > td:nth-of-type({column})"


def test_claim_page_shows_differences_and_the_denial_in_one_view(claim_page):
    altered, truncated = cell("Passage", 2), cell("Passage", 4)
    assert seen(claim_page, f"{altered} del") == ["hundreds"]
    assert seen(claim_page, f"{altered} ins") == ["dozens"]
    assert seen(claim_page, f"{truncated} del") == ["BUT"]
    line = "e => getComputedStyle(e).textDecorationLine"
    assert claim_page.locator(f"{truncated} del").evaluate(line) == "line-through"
    assert claim_page.locator(f"{altered} ins").evaluate(line) == "underline"
    denial = claim_page.locator(cell("Denial", 3))
    expect(denial).to_contain_text("no family was cut off")
    # Every departure and the denial are in view on a desktop screen, above the verdict.
    quote = denial.locator(".quote").bounding_box()
    assert quote["y"] + quote["height"] < claim_page.locator(".dock").bounding_box()["y"]
    assert claim_page.locator(".cmp").bounding_box()["width"] <= WIDE["width"]


def test_claim_page_switches_the_base_in_place(claim_page, flood):
    altered = flood.reports["Estuary Wire"][0]
    claim_page.locator(f"#base-{altered.pk}").check()
    expect(claim_page.locator("#compared")).to_have_text("Compared with Estuary Wire, 6 columns")
    assert seen(claim_page, f"{cell('Passage', 1)} ins") == ["HUNDREDS"]
    assert seen(claim_page, f"{cell('Passage', 2)} ins") == []
    assert claim_page.url.endswith(f"/claims/{flood.claim.pk}/?base={altered.pk}")
    expect(claim_page.locator(f"#base-{altered.pk}")).to_be_focused()
    claim_page.go_back()
    expect(claim_page.locator(".legend")).to_contain_text("against the base, BD")


def test_claim_page_folds_and_unfolds_by_key(claim_page, flood):
    claim_page.keyboard.press("f")
    expect(claim_page.locator(".cmp--all")).to_be_visible()
    assert claim_page.url.endswith("?fold=0")
    assert len(seen(claim_page, ".who-row .outlet > a")) == 6
    claim_page.keyboard.press("f")
    expect(claim_page.locator(".cmp--fold")).to_be_visible()
    assert "fold" not in claim_page.url


def test_claim_page_hides_marks(claim_page):
    claim_page.get_by_label("Show marks").uncheck()
    expect(claim_page.locator(".cmp.no-marks")).to_be_visible()
    assert seen(claim_page, ".cmp del") == []
    assert "marks=0" in claim_page.url


def test_claim_page_chooses_outlets_and_keeps_the_menu_open(claim_page, flood):
    claim_page.locator("#outlets-h").click()
    claim_page.get_by_role("checkbox", name="Delta Record").uncheck()
    expect(claim_page.locator("#outlets-h")).to_contain_text("5 of 6")
    expect(claim_page.get_by_role("checkbox", name="Delta Record")).to_be_focused()
    claim_page.keyboard.press("Escape")
    claim_page.keyboard.press("o")
    expect(claim_page.locator("#outlets-h")).to_contain_text("6 of 6")
    claim_page.keyboard.press("o")
    expect(claim_page.locator("#outlets-h")).to_contain_text("4 of 6")
    assert claim_page.url.count("show=") == 4


def test_claim_page_moves_between_claims_and_outlets_by_key(claim_page, flood):
    claim_page.keyboard.press("]")
    expect(claim_page.locator(".fold .base input")).to_be_focused()
    claim_page.keyboard.press("]")
    expect(claim_page.get_by_role("link", name="Estuary Wire")).to_be_focused()
    claim_page.keyboard.press("[")
    claim_page.keyboard.press("[")
    expect(claim_page.locator(".fold .base input")).to_be_focused()
    claim_page.keyboard.press("j")
    claim_page.wait_for_url(f"**/claims/{flood.denial.pk}/")
    claim_page.keyboard.press("k")
    claim_page.wait_for_url(f"**/claims/{flood.claim.pk}/")


def test_claim_page_takes_a_mark_and_an_undo_by_key(claim_page, flood):
    claim_page.keyboard.press("n")
    claim_page.keyboard.type("The river service denies it.")
    claim_page.keyboard.press("Escape")
    claim_page.keyboard.press("d")
    claim_page.keyboard.press("1")
    expect(claim_page.locator("#claim-state")).to_contain_text("Disputed: the content")
    expect(claim_page.locator("#history")).to_contain_text("The river service denies it.")
    assert Claim.objects.get(pk=flood.claim.pk).status == Status.DISPUTED
    claim_page.keyboard.press("u")
    expect(claim_page.locator("#claim-state")).to_contain_text("Unreviewed")
    expect(claim_page.locator("#history")).to_contain_text("took back Disputed")


def test_claim_page_stays_where_it_is_while_a_mark_is_written(claim_page):
    for key in ("n", "e", "d"):
        claim_page.keyboard.press(key)
        if key != "d":
            claim_page.keyboard.type("The river service denies it.")
            claim_page.keyboard.press("Escape")
        assert claim_page.evaluate("scrollY") == 0


def test_claim_page_keeps_what_was_typed_when_somebody_was_faster(claim_page, flood):
    record_review(flood.claim.pk, reviewer=make_user("iris"), status=Status.ATTRIBUTED, seen_review=None)
    claim_page.get_by_label("Note").fill("The river service denies it.")
    claim_page.keyboard.press("Escape")
    claim_page.keyboard.press("c")
    expect(claim_page.locator(".dock").get_by_role("alert")).to_contain_text("iris set this to Attributed")
    expect(claim_page.get_by_label("Note")).to_have_value("The river service denies it.")
    assert Claim.objects.get(pk=flood.claim.pk).status == Status.ATTRIBUTED


def test_claim_page_keeps_the_focus_on_the_mark(claim_page):
    button = claim_page.get_by_role("button", name="Attribute")
    button.focus()
    claim_page.keyboard.press("Enter")
    expect(claim_page.locator("#claim-state")).to_contain_text("Attributed")
    expect(button).to_be_focused()


def test_claim_page_answers_a_suggestion(claim_page):
    claim_page.get_by_role("button", name="Yes, link them").click()
    expect(claim_page.locator(".contested")).to_have_text("Contested by Tor Lind")
    assert ClaimLink.objects.get().state == LinkState.CONFIRMED


def test_claim_page_on_a_phone_keeps_heads_in_view(open_page, signed_in, flood):
    page = open_page(viewport={"width": 390, "height": 844})
    signed_in(page)
    page.goto(flood.claim.get_absolute_url())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.locator("#table").evaluate("e => e.scrollTo(300, 200)")
    table = page.locator("#table").bounding_box()
    heads, row = page.locator(".cmp thead").bounding_box(), page.locator("th[scope=row]").first.bounding_box()
    assert (heads["y"], row["x"]) == (pytest.approx(table["y"], abs=2), pytest.approx(table["x"], abs=2))


def test_claim_page_works_without_scripts(open_page, signed_in, flood):
    page = open_page(viewport=WIDE, java_script_enabled=False)
    signed_in(page)
    page.goto(f"{flood.claim.get_absolute_url()}?sort=newest")
    altered = flood.reports["Estuary Wire"][0]
    page.locator(f"#base-{altered.pk}").check()
    page.get_by_label("Fold identical").uncheck()
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator(".cmp--all")).to_be_visible()
    expect(page.locator(".legend")).to_contain_text("against the base, EW")
    assert "sort=newest" in page.url
    page.get_by_role("button", name="Dismiss").click()
    assert page.locator(".contest").count() == 0
    assert "fold=0" in page.url
    page.get_by_role("button", name="Confirm").click()
    expect(page.locator("#claim-state")).to_contain_text("Confirmed")
