"""A desk that a test runs as `make run` does: database, web and worker of its own."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer

ROOT = Path(__file__).resolve().parents[1]


class Desk:
    """A running `manage.py run` with a folder of its own."""

    def __init__(self, process: "subprocess.Popen[str]", var: Path) -> None:
        self.process = process
        self.var = var
        self.output = ""

    def read_until(self, text: str) -> str:
        assert self.process.stdout
        while text not in self.output:
            line = self.process.stdout.readline()
            assert line, f"it ended:\n{self.output}"
            self.output += line
        return self.output

    @property
    def address(self) -> str:
        return re.search(r"http://\S+", self.read_until("Ctrl-C"))[0]

    def get(self, path: str) -> int:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(self.address + path, timeout=20) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code

    def processes(self) -> dict[int, str]:
        """Everything that was started for this desk, by process id; PostgreSQL by its data folder."""
        found = {}
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode().strip()
                marked = f"NEWSDESK_VAR={self.var}".encode() in (entry / "environ").read_bytes().split(b"\0")
                if command and (marked or (entry / "cwd").readlink() == self.var / "postgres" / "data"):
                    found[int(entry.name)] = command
        return found

    def pid_of(self, part: str) -> int:
        return min(pid for pid, command in self.processes().items() if part in command)

    def stop(self, number: int = signal.SIGTERM) -> str:
        """Send a signal to the process group, as a terminal or a supervisor does."""
        os.killpg(self.process.pid, number)
        rest, _ = self.process.communicate(timeout=60)
        return self.output + rest


@contextmanager
def desk(var: Path, *, limit_s: float = 150, **environment: str) -> Iterator[Desk]:
    """Run a desk in `var`, without the demo unless asked for; it is killed after `limit_s`."""
    inherited = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "PORT"}}
    process = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "run"],
        env={**inherited, "NEWSDESK_VAR": str(var), "DEMO": "0", "WEB_CONCURRENCY": "1", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    # Whoever waits for a line that never comes is told so.
    limit = Timer(limit_s, process.kill)
    limit.start()
    with process:
        try:
            yield Desk(process, var)
        finally:
            process.kill()
            limit.cancel()
