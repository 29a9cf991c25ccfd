"""Origins, days and passages as fact on the claim's page, in a browser."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from claims.domain.as_fact import suggest_as_fact
from claims.domain.dating import date_reports
from claims.domain.placing import refresh
from claims.models import AsFact
from tests.factories import make_appearance, make_article, make_claim, make_story

CLAIM = "The northern pier was flooded by the spring tide"


@pytest.fixture
def claim(transactional_db):
    story, claim = make_story(), make_claim(CLAIM)
    for outlet, day in (("Eastwire", "Thursday"), ("Baymore Post", "Friday")):
        text = f"“{CLAIM},” Ida Holm said on {day}.\n\nMore from {outlet}."
        article = make_article(text, outlet=outlet, story=story, published_on=date(2031, 3, 14))
        make_appearance(claim, article, source="Ida Holm")
        date_reports(article)
    lead = "With the northern pier flooded by the spring tide, the town waits."
    fact = make_article(lead, outlet="Corrant Daily", story=story)
    refresh([claim.pk])
    suggest_as_fact([fact.pk])
    return claim


def test_editor_answers_what_is_suggested_of_origins_and_passages(page: Page, signed_in, claim):
    signed_in(page)
    page.goto(claim.get_absolute_url())
    expect(page.locator(".clashes")).to_contain_text(
        "Baymore Post says Friday 14 March 2031; Eastwire says Thursday 13 March 2031."
    )
    expect(page.locator(".cmp .label[data-label=fact]")).to_have_text("As fact")
    page.get_by_role("button", name="Yes, as fact").click()
    expect(page.get_by_role("button", name="Take back")).to_be_visible()
    assert AsFact.objects.get().state == "confirmed"

    origins = page.locator("#origins")
    expect(origins).to_contain_text("2 outlets, 2 origins.")
    origins.locator("summary").first.click()
    origins.get_by_role("button", name="Same as").click()
    expect(origins).to_contain_text("2 outlets, 1 origin.")
    expect(origins).to_contain_text("said an editor")
    origins.get_by_role("button", name="Undo").click()
    expect(origins).to_contain_text("2 outlets, 2 origins.")

    page.locator(".cmp thead a", has_text="Corrant Daily").click()
    expect(page.locator("mark.q", has_text="the northern pier flooded by the spring tide")).to_be_visible()
