"""A real browser for tests: the system's Chromium or Chrome, else what Playwright brought, else a loud skip.

NEWSDESK_REQUIRE_BROWSER=1 turns the skip into a failure. Every page fails its test when the console shows an
error: a script that broke, a file that is missing, anything that the Content-Security-Policy refused.
"""

import os
import re
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Playwright,
    sync_playwright,
)

from tests.factories import make_user

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--no-first-run"]
# What pages are made to handle, as the browser and htmx log it; ERR_FAILED is a request that a test cut.
HANDLED = re.compile(r"responded with a status of (403|409|422) |Status Error Code 403 |net::ERR_FAILED")
SKIPPED = "no Chromium or Chrome found: install one, or run `playwright install chromium`"

SignIn = Callable[..., User]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test of this folder drives a browser."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker("e2e")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say loudly how many tests found no browser."""
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [report for report in reports if SKIPPED in str(report.longrepr)]
    if skipped:
        terminalreporter.section("browser tests did not run", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} browser tests were skipped: {SKIPPED}.", red=True)


def launch(playwright: Playwright) -> Browser:
    """The first browser found, or playwright.sync_api.Error."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    return playwright.chromium.launch(executable_path=path, args=ARGUMENTS)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    # Playwright's sync API runs an event loop in this thread, and Django refuses queries beside one.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        try:
            browser = launch(playwright)
        except Error:
            if os.environ.get("NEWSDESK_REQUIRE_BROWSER") == "1":
                raise
            pytest.skip(SKIPPED)
        yield browser
        browser.close()


def wait_for_server(seconds: float = 10) -> None:
    """Until the live server has answered what the closed pages asked: the database is emptied next."""
    until = time.monotonic() + seconds
    while any("process_request_thread" in thread.name for thread in threading.enumerate()):
        assert time.monotonic() < until, "The live server still works on a request."
        time.sleep(0.01)


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages, each with cookies of its own; takes the options of Playwright's `new_context`."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not HANDLED.search(message.text):
            errors.append(message.text)

    def new_page(**options: object) -> Page:
        context = browser.new_context(**options)
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", heard)
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield new_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def open_page(live_server, new_page: Callable[..., Page]) -> Iterator[Callable[..., Page]]:
    """`new_page` on the desk that runs in this process."""
    pages: list[Page] = []

    def open_page(**options: object) -> Page:
        pages.append(new_page(base_url=live_server.url, **options))
        return pages[-1]

    yield open_page
    for page in pages:
        page.context.close()
    wait_for_server()


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """A page of the running desk, wide enough for list and preview side by side."""
    return open_page(viewport={"width": 1440, "height": 1000})


@pytest.fixture
def signed_in(live_server) -> SignIn:
    """`signed_in(page, "maya")` makes this page's browser one where that person is signed in."""

    def sign_in(page: Page, username: str = "editor", group: str = "Editor") -> User:
        user = User.objects.filter(username=username).first() or make_user(username, group)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": session.key, "value": session.value, "url": live_server.url}])
        return user

    return sign_in
