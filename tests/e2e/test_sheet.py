"""The sheet in a browser: filters and columns by mouse and keyboard, the download, no JavaScript, a phone."""

import csv

import pytest
from playwright.sync_api import expect

from claims.domain import record_review
from claims.enums import DisputedFor, Status
from claims.exports import CLAIM_COLUMNS
from tests.factories import make_reported_claim, make_user


@pytest.fixture
def marked(live_server):
    editor = make_user("maya", first_name="Maya", last_name="Brandt")
    for text, status, reason in [
        ("The ferry sails", Status.CONFIRMED, None),
        ("The ferry leaks", Status.DISPUTED, DisputedFor.CONTENT),
        ("The ferry waits", Status.ATTRIBUTED, None),
    ]:
        claim = make_reported_claim(text)
        record_review(claim.pk, reviewer=editor, status=status, disputed_for=reason, seen_review=None)


def heads(page):
    return page.locator(".grid thead th").all_inner_texts()


def path(page):
    return page.url.partition("/sheets")[2]


def test_sheet_follows_its_filters_without_a_reload(page, signed_in, marked):
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/")
    page.evaluate("window.stays = true")
    expect(page.locator(".grid tbody tr")).to_have_count(3)
    page.locator("#status-disputed").focus()
    page.keyboard.press("Space")
    expect(page.locator(".grid tbody tr")).to_have_count(2)
    expect(page.locator("#sheet-live")).to_have_text("2 rows, 20 columns")
    expect(page.locator("#status-disputed")).to_be_focused()
    assert path(page) == "/?status=confirmed&status=attributed"
    assert page.evaluate("window.stays")
    page.go_back()
    expect(page.locator(".grid tbody tr")).to_have_count(3)


def test_column_moves_by_keyboard_and_keeps_the_focus(page, signed_in, marked):
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/?col=claim_id&col=status&col=claim")
    page.get_by_role("button", name="Move Claim text up").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-live")).to_have_text("Claim text is now column 2 of 3")
    expect(page.get_by_role("button", name="Move Claim text up")).to_be_focused()
    assert heads(page) == ["Claim", "Claim text", "Status"]
    page.keyboard.press("Enter")
    expect(page.locator("#sheet-live")).to_have_text("Claim text is now column 1 of 3")
    # Up has no further to go: its pair takes over.
    expect(page.get_by_role("button", name="Move Claim text down")).to_be_focused()
    assert path(page) == "/?col=claim&col=claim_id&col=status"


def test_column_is_left_out_and_taken_back(page, signed_in, marked):
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/?col=claim_id&col=status&col=claim")
    page.get_by_role("checkbox", name="Status", exact=True).uncheck()
    expect(page.locator("#sheet-live")).to_have_text("3 rows, 2 columns")
    assert heads(page) == ["Claim", "Claim text"]
    page.get_by_role("checkbox", name="Status", exact=True).check()
    expect(page.locator("#sheet-live")).to_have_text("3 rows, 3 columns")
    assert heads(page) == ["Claim", "Claim text", "Status"]


def test_preview_says_which_columns_are_in_view(page, signed_in, marked):
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/")
    expect(page.locator("#inview")).to_contain_text("of 20 in view")
    expect(page.locator("#prevcols")).to_be_disabled()
    page.locator("#nextcols").click()
    expect(page.locator("#prevcols")).to_be_enabled()
    page.goto("/sheets/?col=claim_id&col=status")
    expect(page.locator("#inview")).to_have_text("All columns in view")
    expect(page.locator("#nextcols")).to_be_disabled()


def test_download_is_what_the_page_shows(page, signed_in, marked, tmp_path):
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/?status=disputed")
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download CSV").click()
    waiting.value.save_as(tmp_path / "sheet.csv")
    with (tmp_path / "sheet.csv").open(newline="", encoding="utf-8") as file:
        (row,) = list(csv.DictReader(file))
    assert list(row) == list(CLAIM_COLUMNS)
    assert (row["claim"], row["status"], row["disputed_for"]) == ("The ferry leaks", "disputed", "content")


def test_sheet_works_without_javascript(open_page, signed_in, marked):
    page = open_page(java_script_enabled=False, viewport={"width": 1440, "height": 1000})
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/?col=claim_id&col=status&col=claim")
    page.get_by_label("Attributed").uncheck()
    page.get_by_role("button", name="Apply").click()
    assert len(page.locator(".grid tbody tr").all()) == 2
    page.get_by_role("button", name="Move Claim text up").click()
    assert heads(page) == ["Claim", "Claim text", "Status"]
    assert path(page) == "/?status=confirmed&status=disputed&col=claim_id&col=claim&col=status"


@pytest.mark.parametrize("width", [390, 320])
def test_sheet_fits_a_phone(open_page, signed_in, marked, width):
    page = open_page(viewport={"width": width, "height": 844})
    signed_in(page, "vera", "Viewer")
    page.goto("/sheets/")
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.get_by_role("link", name="Download CSV")).to_be_visible()
