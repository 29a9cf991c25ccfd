"""The whole path as a newsroom walks it: five files in, a verified sheet out, all there after a restart.

`make run` itself, without make: PostgreSQL, web and worker are the real ones. Once on the demo's articles,
which are in the repository; once on five real ones where `../shared/data/seeds` is there.
"""

import csv
import io
import re
import signal
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.desk import Desk, desk

ROOT = Path(__file__).resolve().parents[2]
SEEDS = ROOT.parent / "shared" / "data" / "seeds"
DEMO = ROOT / "articles" / "demo"
EVIDENCE = "https://example.org/assessment"
READING = 120_000  # milliseconds for a busy machine to load the pipeline and read five articles


@dataclass(frozen=True)
class Scene:
    """What to bring in and to find: `denier` contests `claim`, which this many `outlets` print."""

    files: tuple[Path, ...]
    claim: str
    speaker: str
    outlets: int
    denier: str
    attributed: str
    confirmed: str


SCENES = {
    "demo": Scene(
        files=tuple(sorted(DEMO.glob("*.txt"))[:5]),
        claim="broken since October",
        speaker="Odile Marchbank",
        outlets=5,
        denier="Rask",
        attributed="power failed on the north pier",
        confirmed="not warned before the water",
    ),
    "seeds": Scene(
        files=tuple(sorted(SEEDS.glob("*.txt"))),
        claim="completely surrounded",
        speaker="Donald Trump",
        outlets=5,
        denier="Syrskyi",
        attributed="very good chance",
        confirmed="strongly requested",
    ),
}
OUTLETS = ("Aldgate Courier", "Bayline Daily", "Corrant Post", "District Record", "Eastwire")


@pytest.fixture(params=SCENES)
def scene(request: pytest.FixtureRequest) -> Scene:
    found = SCENES[request.param]
    if len(found.files) < len(OUTLETS):
        pytest.skip("../shared/data/seeds is not there: the scene runs on the demo's articles alone")
    return found


@pytest.fixture
def var() -> Iterator[Path]:
    """A folder of this desk's own that the database's system user can reach."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-scene-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def passwords(running: Desk) -> dict[str, str]:
    """Name and password of each log-in that the desk printed."""
    return dict(re.findall(r"(admin|editor|viewer)\W+(\S+)", (running.var / "logins").read_text()))


def sign_in(page: Page, running: Desk, name: str) -> None:
    page.goto(f"{running.address}accounts/login/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Password").fill(passwords(running)[name])
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(running.address)


def upload(page: Page, running: Desk, scene: Scene) -> None:
    """Drop the files at once, watch each being read, choose each one's outlet in its row."""
    page.goto(f"{running.address}upload/")
    page.locator("#files").set_input_files(list(scene.files))
    for path, outlet in zip(scene.files, OUTLETS, strict=True):
        row = page.locator(".files tr", has_text=path.name)
        expect(row).to_contain_text(re.compile(r"\d+ claims found"), timeout=READING)
        row.get_by_label(f"Outlet of {path.name}").fill(outlet)
        row.get_by_role("button", name="Save").click()
        expect(row).to_contain_text(outlet)


def to_claim(page: Page, words: str) -> None:
    """Move down the queue by the keyboard until the claim is current."""
    for _ in range(100):
        current = page.locator(".row[aria-current] .row__text")
        if words.lower() in current.inner_text().lower():
            return
        before = page.locator(".row[aria-current]").get_attribute("id")
        page.keyboard.press("j")
        expect(page.locator(".row[aria-current]")).not_to_have_id(before)
    raise AssertionError(f"no claim with {words!r} in the queue")


def mark_in_queue(page: Page, running: Desk, words: str, key: str, status: str) -> None:
    page.goto(running.address)
    to_claim(page, words)
    row = page.locator(f"#{page.locator('.row[aria-current]').get_attribute('id')}")
    page.keyboard.press(key)
    expect(row.locator(".row__status")).to_contain_text(status)


def dispute_on_claim_page(page: Page, running: Desk, scene: Scene) -> None:
    """Open the claim, see every wording and the denial, dispute its content with note and evidence."""
    page.goto(running.address)
    to_claim(page, scene.claim)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/claims/\d+/"))
    comparison = page.locator("#comparison")
    for outlet in OUTLETS[: scene.outlets]:
        expect(comparison).to_contain_text(outlet)
    expect(comparison.locator("ins, del").first).to_be_visible()
    expect(comparison.get_by_text(scene.denier).first).to_be_visible()
    page.keyboard.press("n")
    page.keyboard.type("The commander denies it; no independent confirmation.")
    page.keyboard.press("Escape")
    page.keyboard.press("e")
    page.keyboard.type(EVIDENCE)
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("1")
    expect(page.locator("h1").locator("xpath=..")).to_contain_text("Disputed: the content")


def sheet(page: Page, running: Desk) -> dict[str, dict[str, str]]:
    """The CSV sheet as downloaded, by claim text."""
    page.goto(f"{running.address}sheets/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8")
    return {row["claim"]: row for row in csv.DictReader(io.StringIO(text, newline=""))}


def found(rows: dict[str, dict[str, str]], words: str) -> dict[str, str]:
    return next(row for text, row in rows.items() if words.lower() in text.lower())


def test_scene_from_five_articles_to_a_verified_sheet(
    scene: Scene, var: Path, new_page: Callable[[], Page]
) -> None:
    with desk(var, limit_s=400) as running:
        admin = new_page()
        sign_in(admin, running, "admin")
        upload(admin, running, scene)

        editor = new_page()
        sign_in(editor, running, "editor")
        dispute_on_claim_page(editor, running, scene)
        mark_in_queue(editor, running, scene.attributed, "a", "Attributed")
        mark_in_queue(editor, running, scene.confirmed, "c", "Confirmed")
        rows = sheet(editor, running)
        running.stop(signal.SIGINT)

    assert len(rows) == 3
    disputed = found(rows, scene.claim)
    assert (disputed["status"], disputed["disputed_for"], disputed["speaker"]) == (
        "disputed",
        "content",
        scene.speaker,
    )
    assert (disputed["evidence_url"], disputed["outlet_count"]) == (EVIDENCE, str(scene.outlets))
    assert found(rows, scene.attributed)["status"] == "attributed"
    assert found(rows, scene.confirmed)["status"] == "confirmed"

    with desk(var) as again:
        page = new_page()
        sign_in(page, again, "editor")
        assert {text: row["status"] for text, row in sheet(page, again).items()} == {
            text: row["status"] for text, row in rows.items()
        }
        again.stop()
