"""`make run` without make: what it serves, what it leaves behind, what it survives."""

import os
import signal
import socket
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path

import pytest
from django.core.management.base import CommandError

from newsdesk.management.commands.run import Command
from tests.desk import Desk, desk

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks processes up in /proc")


@pytest.fixture(scope="module")
def var() -> Iterator[Path]:
    """A folder that the server's system user can reach, kept between runs."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-run-") as folder:
        Path(folder).chmod(0o711)
        yield Path(folder)


def wait_until_gone(running: Desk, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while left := running.processes():
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def test_run_serves_until_sigterm_and_leaves_nothing_running(var):
    with desk(var) as running:
        assert running.get("healthz") == HTTPStatus.OK
        assert running.get("accounts/login/") == HTTPStatus.OK
        assert (var / "logins").stat().st_mode & 0o777 == 0o600
        for line in (var / "logins").read_text().splitlines():
            assert line in running.output
        assert {"gunicorn", "procrastinate", "postgres"} <= {
            word for word in ("gunicorn", "procrastinate", "postgres") if running.pid_of(word)
        }
        output = running.stop()
        assert running.process.returncode == 0
        assert running.processes() == {}
    assert "Traceback" not in output
    assert output.endswith("Stopping ...\n")


def test_run_again_keeps_data_and_log_ins_and_survives_what_is_killed(var):
    if not (var / "logins").exists():  # this test runs by itself
        with desk(var) as first:
            assert first.get("healthz") == HTTPStatus.OK
            first.stop()
    before = (var / "logins").read_text()
    with desk(var) as running:
        assert running.get("healthz") == HTTPStatus.OK
        assert (var / "logins").read_text() == before
        assert "Bringing the database up to date" not in running.output

        os.kill(running.pid_of("procrastinate"), signal.SIGKILL)
        running.read_until("The worker ended (exit status -9) and was started again.")
        os.kill(running.pid_of("postgres -D"), signal.SIGKILL)
        deadline = time.monotonic() + 60
        while running.get("healthz") != HTTPStatus.OK:
            assert time.monotonic() < deadline
            time.sleep(0.2)
        running.stop(signal.SIGINT)
        assert running.processes() == {}


def test_run_killed_takes_all_it_started_with_it(var):
    with desk(var) as running:
        assert running.get("healthz") == HTTPStatus.OK
        os.kill(running.process.pid, signal.SIGKILL)
        wait_until_gone(running)


def test_run_without_a_free_port_says_what_to_do(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        with pytest.raises(CommandError, match=f"Port {port} is in use.*make run PORT=9000"):
            Command().listen()


def test_run_takes_the_next_port_when_none_is_asked_for(monkeypatch):
    monkeypatch.delenv("PORT", raising=False)
    with Command().listen() as first, Command().listen() as second:
        assert first.getsockname()[1] < second.getsockname()[1]
