"""Fifty editors marking at once, for a minute, against a desk that this script runs on this machine alone.

usage: python -m benchmarks.editors [--editors 50] [--seconds 60] [--claims 400]

The desk is gunicorn as `make run` starts it, on 127.0.0.1, with a database of its own. Each editor logs in
through the form, reads the queue, and marks claim after claim as the page does: with its CSRF token and the
version in sight. They mark the same claims, so that they run into each other. Afterwards every answer is held
against the history in the database: a mark that was answered with 200 is there once, nothing else is, and
whoever was late got a conflict with the mark they had chosen.
"""

import argparse
import http.client
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from pathlib import Path
from random import Random
from statistics import median, quantiles
from urllib.parse import urlencode

import psycopg

from newsdesk import embedded

ROOT = Path(__file__).resolve().parent.parent
PASSWORD = "ten editors and a harbour bridge"
STATUSES = ("confirmed", "attributed")
LOGIN = "/accounts/login/"
FORM = "application/x-www-form-urlencoded"


@dataclass
class Answers:
    """What the desk answered: seconds of each mark, statuses, and the marks that it said were saved."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)
    saved: list[tuple[str, int, str]] = field(default_factory=list)
    unclear: list[str] = field(default_factory=list)


class Editor(threading.Thread):
    """One editor with a connection, cookies and a seed of their own."""

    def __init__(self, name: str, port: int, seconds: float, everybody: threading.Barrier, seed: int) -> None:
        super().__init__(name=name)
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        self.cookies: SimpleCookie = SimpleCookie()
        self.seconds = seconds
        self.everybody = everybody
        self.until = 0.0
        self.random = Random(seed)
        self.answers = Answers()
        self.failure: Exception | None = None

    def run(self) -> None:
        """Log in, then mark until the time is over."""
        try:
            self.log_in()
            self.everybody.wait()
            # The desk has hung up on whoever waited long for the others.
            self.connection.close()
            self.until = time.monotonic() + self.seconds
            while time.monotonic() < self.until:
                self.mark_some()
        except Exception as error:  # noqa: BLE001 -- told in the end, by the thread that started this one
            self.failure = error
            self.everybody.abort()
        finally:
            self.connection.close()

    def ask(
        self, method: str, path: str, data: dict[str, str] | None = None, **headers: str
    ) -> tuple[int, str]:
        """One request; the answer's status and text."""
        headers |= {"Cookie": "; ".join(f"{key}={item.value}" for key, item in self.cookies.items())}
        if data is not None:
            headers |= {"Content-Type": FORM, "X-CSRFToken": self.token, "Referer": "http://127.0.0.1/"}
        self.connection.request(method, path, urlencode(data) if data is not None else None, headers)
        answer = self.connection.getresponse()
        for value in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(value)
        return answer.status, answer.read().decode()

    @property
    def token(self) -> str:
        """The CSRF token that the desk gave."""
        return self.cookies["csrftoken"].value

    def log_in(self) -> None:
        """Through the log-in page, as a person does."""
        self.ask("GET", LOGIN)
        status, _ = self.ask("POST", LOGIN, {"username": self.name, "password": PASSWORD})
        if status != 302:
            raise RuntimeError(f"{self.name} could not log in: {status}")

    def mark_some(self) -> None:
        """Read the queue, then mark ten of its rows one after the other."""
        status, page = self.ask("GET", "/" if self.random.random() < 0.5 else "/?sort=newest")
        self.answers.statuses[status] += 1
        rows = re.findall(r'data-claim="(\d+)"\s+data-seen="(\d*)"', page)
        for claim, seen in self.random.sample(rows, min(10, len(rows))):
            if time.monotonic() > self.until:
                return
            self.mark(int(claim), seen)

    def mark(self, claim: int, seen: str) -> None:
        """One mark, as the queue's form sends it."""
        status = self.random.choice(STATUSES)
        headers = {"HX-Request": "true", "HX-Target": f"claim-{claim}", "HX-Current-URL": "http://127.0.0.1/"}
        note = f"{self.name} {time.monotonic_ns()}"
        begun = time.monotonic()
        code, text = self.ask(
            "POST",
            f"/claims/{claim}/reviews/",
            {"status": status, "note": note, "seen_review": seen},
            **headers,
        )
        self.answers.seconds.append(time.monotonic() - begun)
        self.answers.statuses[code] += 1
        if code == 200:
            self.answers.saved.append((note, claim, status))
        elif code == 409 and "was not saved" not in text:
            self.answers.unclear.append(text[:200])


def main() -> int:
    """Run the desk and the editors, and count."""
    parser = argparse.ArgumentParser(description="Editors marking at once.")
    parser.add_argument("--editors", type=int, default=50)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--claims", type=int, default=400)
    args = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="newsdesk-editors-") as folder,
        embedded.running(Path(folder) / "postgres", durable=False) as url,
    ):
        return run(url, Path(folder), args.editors, args.seconds, args.claims)


def run(url: str, folder: Path, editors: int, seconds: float, claims: int) -> int:
    """Fill the database at `url`, serve it, let them mark, say what came of it; 1 where it is wrong."""
    environment = {**os.environ, "DATABASE_URL": url, "NEWSDESK_VAR": str(folder), "LOG_LEVEL": "ERROR"}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
    prepare = [sys.executable, "-m", "benchmarks.editors_inside", str(editors), str(claims), PASSWORD]
    subprocess.run(prepare, cwd=ROOT, env=environment, check=True)
    port = free_port()
    serve = [sys.executable, "-m", "gunicorn", "newsdesk.wsgi", "-c", "python:newsdesk.gunicorn_conf"]
    with subprocess.Popen([*serve, "--bind", f"127.0.0.1:{port}"], cwd=ROOT, env=environment) as server:
        try:
            wait_for(port)
            everybody = threading.Barrier(editors)
            people = [Editor(f"editor{n}", port, seconds, everybody, n) for n in range(editors)]
            for person in people:
                person.start()
            for person in people:
                person.join()
        finally:
            server.terminate()
            server.wait(timeout=30)
    return told(url, people, seconds)


def told(url: str, people: list[Editor], seconds: float) -> int:
    """Hold the answers against the database and print both."""
    saved = [mark for person in people for mark in person.answers.saved]
    statuses: Counter[int] = sum((person.answers.statuses for person in people), Counter())
    taken = sorted(second for person in people for second in person.answers.seconds)
    with psycopg.connect(url) as connection:
        stored = connection.execute("SELECT note, claim_id, status FROM claims_review").fetchall()
        wrong = connection.execute(
            "SELECT count(*) FROM claims_claim c JOIN claims_review r ON r.id = c.last_review_id"
            " WHERE c.status <> r.status"
            " OR r.id <> (SELECT max(id) FROM claims_review m WHERE m.claim_id = c.id)"
        ).fetchone()
    there, said = Counter(stored), Counter(saved)
    lost = sum((said - there).values())
    doubled = sum((there - said).values())
    errors = sum(number for code, number in statuses.items() if code >= 500)
    unexpected = sum(number for code, number in statuses.items() if code not in {200, 409})
    unclear = [text for person in people for text in person.answers.unclear]
    failures = [person.failure for person in people if person.failure]
    inconsistent = wrong[0] if wrong else 0
    print(f"{len(people)} editors, {seconds:g} s: {len(taken)} marks sent")
    print(f"  {len(saved)} saved, {statuses[409]} conflicts")
    if len(taken) > 1:
        p95 = quantiles(taken, n=20)[-1]
        print(f"  {len(taken) / seconds:.1f} marks a second; p50 {median(taken):.3f} s, p95 {p95:.3f} s")
    print(f"  lost {lost}, doubled or unasked {doubled}, claims against their history {inconsistent}")
    print(f"  server errors {errors}, other answers {unexpected}, conflicts not shown as such {len(unclear)}")
    for failure in failures:
        print(f"  {failure!r}")
    return int(any((lost, doubled, inconsistent, unexpected, unclear, failures)) or not saved)


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    import socket

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


def wait_for(port: int, patience: float = 180) -> None:
    """Until the desk answers."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        with suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            connection.request("GET", "/healthz")
            if connection.getresponse().status < 500:
                return
        time.sleep(0.2)
    raise TimeoutError("The desk did not start.")


if __name__ == "__main__":
    sys.exit(main())
