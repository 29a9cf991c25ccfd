"""Five files dropped at once, read by a real worker, each answered in its row."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from articles.models import Article, Upload

ROOT = Path(__file__).parents[2]
READING = 90_000
"""Milliseconds that a worker may take to load its model and read five articles on a slow machine."""

FERRY = "The ferry to Lund stays in port until Monday"
FILES = {
    "dated.txt": f" date 2031-05-02 “{FERRY},” Oda Brandt said on Friday.\n\nThe pier was empty.",
    "headline.txt": f"Ferry stays in port\n\n“{FERRY},” said Oda Brandt.\nNobody waited.",
    "unclosed.txt": f"date 2031-05-03 “{FERRY}, said Oda Brandt.\n\nTomas Reiss said it would snow.",
    "latin.txt": "date 2031-05-03 The café stays open, Tomas Reiss said.",
    "picture.txt": "\x89PNG\r\n\x1a\n\x00",
}
DROP = """(drop, files) => {
    const transfer = new DataTransfer();
    for (const [name, bytes] of Object.entries(files))
        transfer.items.add(new File([new Uint8Array(bytes)], name));
    for (const kind of ["dragenter", "dragover", "drop"])
        drop.dispatchEvent(new DragEvent(kind, { dataTransfer: transfer, bubbles: true, cancelable: true }));
}"""


@pytest.fixture
def worker(database_url: str, live_server) -> Iterator[None]:
    """The worker's own process, on the test database."""
    command = [sys.executable, "manage.py", "procrastinate", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | {"DATABASE_URL": database_url})
    yield
    process.terminate()
    assert process.wait(timeout=30) == 0


def drop(page: Page, files: dict[str, str]) -> None:
    encoded = {
        name: list(text.encode("latin-1" if name in ("latin.txt", "picture.txt") else "utf-8"))
        for name, text in files.items()
    }
    page.locator("#drop").evaluate(DROP, encoded)


def row(page: Page, name: str):
    return page.locator(".files tbody tr", has=page.get_by_role("rowheader", name=name))


def test_dropped_files_are_read_while_their_questions_are_answered(page, signed_in, worker):
    signed_in(page, "ada", "Admin")
    page.goto("/upload/")
    drop(page, FILES)
    expect(page.locator("#tally")).to_have_text("5 files: 5 need you, 0 in progress, 0 done")
    expect(row(page, "picture.txt")).to_contain_text("Not text: looks like a PNG image")
    expect(row(page, "latin.txt")).to_contain_text("Read as Windows-1252")

    # What a person is typing stays while the worker reads.
    outlet = row(page, "headline.txt").get_by_label("Outlet of headline.txt")
    outlet.fill("Quay Gaz")
    for name in ("dated.txt", "headline.txt", "unclosed.txt", "latin.txt"):
        expect(row(page, name)).to_contain_text("found.", timeout=READING)
    expect(outlet).to_have_value("Quay Gaz")
    expect(outlet).to_be_focused()

    # An outlet that nobody has named before, then the date that the file has not.
    outlet.press_sequentially("ette")
    outlet.press("Enter")
    day = row(page, "headline.txt").get_by_label("Date of headline.txt")
    expect(day).to_be_focused()
    day.fill("2031-05-02")
    day.press("Enter")
    done = page.locator("#done")
    expect(row(page, "headline.txt").get_by_role("button", name="Yes, this story")).to_be_focused()
    row(page, "headline.txt").get_by_text("Other", exact=True).click()
    row(page, "headline.txt").get_by_role("button", name="None of them").click()
    expect(done.get_by_role("rowheader", name="headline.txt")).to_be_visible()
    expect(page.locator("#outlets option")).to_have_attribute("value", "Quay Gazette")

    row(page, "dated.txt").get_by_label("Outlet of dated.txt").fill("Harbour Post")
    row(page, "dated.txt").get_by_role("button", name="Save").click()
    row(page, "dated.txt").get_by_role("button", name="Yes, this story").click()
    expect(done.get_by_role("rowheader", name="dated.txt")).to_be_visible()
    expect(page.locator("#tally")).to_have_text("5 files: 3 need you, 0 in progress, 2 done")

    # The same file once more is a copy; a refused one is removed; finished ones are cleared.
    drop(page, {"dated.txt": FILES["dated.txt"]})
    expect(page.locator("#done")).to_contain_text("Copy of dated.txt")
    row(page, "picture.txt").get_by_role("button", name="Remove").click()
    expect(row(page, "picture.txt")).to_have_count(0)
    page.get_by_role("link", name="Review 1 claim").first.click()
    expect(page.locator("#list .row")).to_have_count(1)
    expect(page.locator("#list .row__text")).to_contain_text(FERRY)
    page.go_back()
    page.get_by_role("button", name="Clear finished").click()
    expect(page.locator("#tally")).to_have_text("2 files: 2 need you, 0 in progress, 0 done")
    assert (Upload.objects.count(), Article.objects.count()) == (6, 4)


def test_file_that_does_not_arrive_is_named_and_the_others_are_in(page, signed_in):
    signed_in(page, "ada", "Admin")
    page.goto("/upload/")
    page.route(
        "**/upload/",
        lambda route: route.abort() if "second" in (route.request.post_data or "") else route.continue_(),
    )
    drop(page, {"first.txt": "The first.", "second.txt": "The second.", "third.txt": "The third."})
    expect(page.locator("#failure")).to_have_text(
        "Not added: second.txt (Newsdesk does not answer). Add it again; the others are in."
    )
    assert sorted(Upload.objects.values_list("filename", flat=True)) == ["first.txt", "third.txt"]


def test_page_works_without_scripts(open_page, signed_in):
    page = open_page(java_script_enabled=False)
    signed_in(page, "ada", "Admin")
    page.goto("/upload/")
    page.locator("#files").set_input_files(
        [
            {"name": name, "mimeType": "text/plain", "buffer": FILES[name].encode()}
            for name in ("dated.txt", "headline.txt")
        ]
    )
    page.get_by_label("Outlet", exact=True).fill("Quay Gazette")
    page.get_by_role("button", name="Add files and text").click()
    expect(page.locator("#tally")).to_have_text("2 files: 1 needs you, 1 in progress, 0 done")
    page.get_by_label("Date of headline.txt").fill("2031-05-02")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#tally")).to_have_text("2 files: 0 need you, 2 in progress, 0 done")


def test_text_pasted_anywhere_is_an_article(page, signed_in):
    signed_in(page, "ada", "Admin")
    page.goto("/upload/")
    page.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/plain", "The ferry is late.");
            document.body.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true }));
        }"""
    )
    expect(row(page, "Pasted text")).to_be_visible()
    page.get_by_label("Paste the text").fill("The ferry is late again.")
    page.get_by_role("button", name="Add text").click()
    expect(page.get_by_label("Paste the text")).to_have_value("")
    assert sorted(Article.objects.values_list("text", flat=True)) == [
        "The ferry is late again.",
        "The ferry is late.",
    ]
