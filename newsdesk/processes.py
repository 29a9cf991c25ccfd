"""Child processes that are kept running, and that end with their parent. No Django here."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

SHORT_LIFE = 10.0  # seconds; a child that ends sooner will hardly do better the next time
SHORT_LIVES = 3
GRACE = 30.0  # seconds that a child has to end what it is doing


class ChildError(RuntimeError):
    """A child process ends again and again; the message names it and its exit status."""


@dataclass
class Child:
    """A program that is started again when it ends.

    It runs in a session of its own, so that Ctrl-C reaches it once and through its parent only. On Linux
    the kernel tells it to end when its parent dies, even of `kill -9`.
    """

    name: str
    command: Sequence[str]
    pass_fds: Sequence[int] = ()
    process: "subprocess.Popen[bytes] | None" = field(default=None, init=False)
    begun: float = field(default=0.0, init=False)
    short_lives: int = field(default=0, init=False)

    def start(self) -> None:
        """Start the program."""
        self.begun = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own commands
            self.command,
            stdin=subprocess.DEVNULL,
            pass_fds=self.pass_fds,
            start_new_session=True,
            preexec_fn=_end_with_parent(os.getpid()),  # noqa: PLW1509 - called before any thread is there
        )

    def keep(self) -> str | None:
        """Start the program again if it has ended, and say so. Raises ChildError when that is of no use."""
        if self.process is None or self.process.poll() is None:
            return None
        status = self.process.returncode
        lived = time.monotonic() - self.begun
        self.short_lives = self.short_lives + 1 if lived < SHORT_LIFE else 0
        if self.short_lives >= SHORT_LIVES:
            raise ChildError(
                f"The {self.name} ended {SHORT_LIVES} times in a row (last exit status {status})."
            )
        self.start()
        return f"The {self.name} ended (exit status {status}) and was started again."


def stop(children: Sequence[Child], *, grace: float = GRACE) -> None:
    """Ask all children to end, wait, and kill the sessions of those that do not."""
    running = [child.process for child in children if child.process and child.process.poll() is None]
    for process in running:
        process.send_signal(signal.SIGTERM)
    deadline = time.monotonic() + grace
    for process in running:
        try:
            process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _end_with_parent(parent: int) -> Callable[[], None] | None:
    """On Linux, what makes a child get SIGTERM when its parent dies; to be called in the child."""
    if sys.platform != "linux":
        return None
    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1

    def ask() -> None:
        prctl(set_parent_death_signal, signal.SIGTERM)
        if os.getppid() != parent:  # it died before it could be asked for
            os._exit(1)

    return ask
