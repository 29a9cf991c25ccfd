"""The search box and saved views in a browser: suggestions by keyboard, problems mended, views kept."""

import re

import pytest
from playwright.sync_api import expect

from claims.models import SavedView
from tests.factories import make_reported_claim

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claims():
    return [
        make_reported_claim("The ferries have stopped", "Jon Brandt", outlets=["Nordlys", "Eastwire"]),
        make_reported_claim("Bread is dear", "Ida Holm", outlets=["Eastwire"]),
    ]


def rows(page):
    return page.locator("#list .row__text")


def test_search_box_is_filled_by_keyboard_from_suggestions(page, claims, signed_in):
    signed_in(page, "iris")
    page.goto("/?sort=oldest")
    page.keyboard.press("/")
    box = page.get_by_role("combobox", name="Search claims")
    expect(box).to_be_focused()
    page.keyboard.type("spea")
    option = page.locator("#q-offers [role=option]")
    expect(option).to_have_text("speaker: who claims it")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", "q-offer-0")
    page.keyboard.press("Enter")
    expect(box).to_have_value("speaker:")
    expect(option).to_have_count(2)
    page.keyboard.type("hol")
    expect(option).to_have_text(["Ida Holm 1 claim"])
    # Escape closes the list and stays in the box; what is typed stays too.
    page.keyboard.press("Escape")
    expect(page.locator("#q-offers")).to_be_hidden()
    expect(box).to_be_focused()
    expect(box).to_have_value("speaker:hol")
    page.keyboard.press("ArrowDown")
    expect(option).to_have_count(1)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(box).to_have_value('speaker:"Ida Holm" ')
    page.keyboard.press("Enter")
    expect(rows(page)).to_have_text(["Bread is dear"])
    assert "sort=oldest" in page.url


def test_search_box_takes_a_suggestion_by_pointer(page, claims, signed_in):
    signed_in(page, "iris")
    page.goto("/")
    page.locator("#q").press_sequentially("ferries outlet:nor")
    page.locator("#q-offers [role=option]", has_text="Nordlys").click()
    expect(page.locator("#q")).to_have_value("ferries outlet:Nordlys ")
    expect(page.locator("#q")).to_be_focused()


def test_search_that_makes_no_sense_is_marked_and_mended_with_one_click(page, claims, signed_in):
    signed_in(page, "iris")
    page.goto("/")
    page.locator("#q").fill("outlet:Nordlis ferries")
    page.locator("#q").press("Enter")
    alert = page.get_by_role("alert").filter(has_text="Part of the search makes no sense")
    expect(alert.locator("mark")).to_have_text("Nordlis")
    expect(alert).to_contain_text("No outlet is called “Nordlis”. Did you mean Nordlys?")
    expect(rows(page)).to_have_text(["The ferries have stopped"])
    alert.get_by_role("link", name="Search for outlet:Nordlys ferries").click()
    expect(page.locator("#q")).to_have_value("outlet:Nordlys ferries")
    expect(page.locator(".problems")).to_have_count(0)


def test_search_box_follows_the_filters_of_the_page(page, claims, signed_in):
    signed_in(page, "iris")
    page.goto("/?q=ferries&status=unreviewed")
    page.locator("#menu-kind summary").click()
    page.get_by_label("Direct", exact=True).check()
    page.wait_for_url("**kind=direct**")
    page.locator("#q").fill("bread")
    page.locator("#q").press("Enter")
    expect(rows(page)).to_have_text(["Bread is dear"])
    assert re.search(r"status=unreviewed.*kind=direct|kind=direct.*status=unreviewed", page.url)


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_view_is_saved_shared_opened_and_deleted(open_page, claims, signed_in, scripts):
    page = open_page(viewport={"width": 1440, "height": 1000}, java_script_enabled=scripts)
    signed_in(page, "iris")
    page.goto("/?q=ferries")
    page.locator("#menu-views summary").click()
    page.get_by_label("Save these filters as").fill("Ferries")
    page.get_by_label("Share with everybody").check()
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#menu-views summary")).to_contain_text("View Ferries")
    page.goto("/?sort=newest")
    page.locator("#menu-views summary").click()
    page.get_by_role("link", name="Ferries", exact=True).click()
    expect(rows(page)).to_have_text(["The ferries have stopped"])
    page.goto("/views/")
    page.get_by_role("button", name="Open the queue with it").click()
    page.goto("/")
    expect(rows(page)).to_have_text(["The ferries have stopped"])
    page.goto("/views/")
    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("There are none yet.")).to_be_visible()
    assert not SavedView.objects.exists()


def test_search_box_and_its_list_fit_a_phone(open_page, claims, signed_in):
    page = open_page(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    signed_in(page, "iris")
    page.goto("/")
    page.locator("#q").tap()
    expect(page.locator("#q-offers [role=option]").first).to_be_visible()
    box = page.locator("#q-offers").bounding_box()
    assert (box["x"] >= 0, box["x"] + box["width"] <= 390) == (True, True)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_key_bar_of_an_empty_queue_stays_at_the_bottom(page, signed_in):
    signed_in(page, "iris")
    page.goto("/")
    bar = page.locator(".statusbar").bounding_box()
    assert bar["y"] + bar["height"] == pytest.approx(
        max(1000, page.evaluate("document.body.scrollHeight")), abs=2
    )
