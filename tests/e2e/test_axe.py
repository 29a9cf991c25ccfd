"""axe on every page of the desk, in both themes and on a phone: nothing to find.

The rules are those of WCAG 2.2 AA and axe's best practices (axe-core, Deque).
"""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from playwright.sync_api import Page

from articles.enums import UploadState
from articles.models import Upload
from claims.domain import record_review
from claims.enums import DisputedFor, Status
from claims.models import SpeakerAlias
from tests.claims.flood import Flood, make_flood
from tests.factories import make_report, make_reported_claim, make_user

SCREENS = {
    "light": {"viewport": {"width": 1440, "height": 1000}, "color_scheme": "light"},
    "dark": {"viewport": {"width": 1440, "height": 1000}, "color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark"},
}

REFUSED = {
    "state": UploadState.REFUSED,
    "problem": "This is no text.\nSave it as text and bring it in again.",
}


@pytest.fixture
def flood(transactional_db) -> Flood:
    """A story with every label, a disputed claim, one that was found again since, aliases."""
    flood = make_flood()
    editor = make_user("ada")
    record_review(
        flood.claim.pk,
        reviewer=editor,
        status=Status.DISPUTED,
        disputed_for=DisputedFor.CONTENT,
        note="The mayor’s office counts other families.",
        evidence_urls=["https://example.org/count"],
        seen_review=None,
    )
    found_again = make_reported_claim("The pumps run day and night", outlets=["Estuary Wire"])
    record_review(found_again.pk, reviewer=editor, status=Status.CONFIRMED, seen_review=None)
    make_report(found_again, "Harbour Post")
    SpeakerAlias.objects.create(speaker=flood.claim.speaker, name="the mayor of the quay")
    return flood


def paths(flood: Flood) -> dict[str, str]:
    """Every page of the desk, with the states that look different."""
    claim, story = flood.claim, flood.story
    article = flood.reports["Estuary Wire"][0].article
    return {
        "queue": "/",
        "queue, filtered": "/?status=disputed&q=family",
        "queue, nothing found": "/?q=zeppelin",
        "claim": claim.get_absolute_url(),
        "claim, not folded": f"{claim.get_absolute_url()}?fold=0",
        "story": story.get_absolute_url(),
        "stories": reverse("articles:stories"),
        "article": article.get_absolute_url(),
        "articles": reverse("articles:articles"),
        "speaker": claim.speaker.get_absolute_url(),
        "upload": reverse("articles:upload"),
        "sheets": reverse("claims:sheets"),
        "reports of a claim": reverse("claims:match", args=[claim.pk]),
        "merging": f"{reverse('claims:match', args=[claim.pk])}?do=merge",
        "mending": reverse("claims:fix", args=[claim.pk]),
        "marking all that match": f"{reverse('claims:batches')}?status=unreviewed",
        "views": reverse("claims:views"),
        "history": reverse("claims:history"),
        "my work": reverse("claims:work"),
        "figures": reverse("claims:figures"),
    }


def findings(page: Page) -> list[str]:
    """What axe says about the page: rule and places."""
    results = Axe().run(page).response
    return [
        f"{found['id']}: {found['help']}: {' | '.join(str(node['target']) for node in found['nodes'][:4])}"
        for found in results["violations"]
    ]


@pytest.mark.parametrize("screen", SCREENS)
def test_axe_finds_nothing_on_any_page(open_page, signed_in, flood, screen):
    page = open_page(**SCREENS[screen])
    page.goto(reverse("login"))
    found = {"sign in": findings(page)}
    admin = signed_in(page, "olga", "Admin")
    for state in ({"state": UploadState.ACCEPTED, "article": flood.articles["Delta Record"]}, REFUSED):
        Upload.objects.create(uploaded_by=admin, filename="ferry.txt", content=b"-", size=1, **state)
    for name, path in paths(flood).items():
        page.goto(path)
        found[name] = findings(page)
    page.goto("/")
    page.keyboard.press("?")
    found["keys"] = findings(page)
    page.keyboard.press("Escape")
    page.keyboard.press("x")
    page.keyboard.press("d")
    found["dispute"] = findings(page)
    signed_in(page, "vera", "Viewer")
    page.goto(reverse("articles:upload"))
    found["no right"] = findings(page)
    assert {name: what for name, what in found.items() if what} == {}
