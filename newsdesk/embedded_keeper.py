"""The keeper: the process that runs the embedded PostgreSQL for as long as somebody uses it.

`newsdesk.embedded` starts this file as a program, with the standard library alone. It holds `keeper.lock`
while it lives, the server's processes hold `server.lock` (they inherit the descriptor), and users hold
`users.lock`, shared. Once the keeper can take `users.lock` for itself, nobody is left and it stops the
server; who comes meanwhile waits for that lock and then starts anew. If the keeper is killed, Linux tells
the server to shut down; elsewhere the next keeper does. A `postmaster.pid` is stale exactly when
`server.lock` is free, whatever runs under its number now.

Run as root, the server runs as a system user of its own, `newsdesk`, made on first use (`nobody` where that
fails). Where that user could not reach the data folder, because a parent is private, data and a copy of the
binaries are kept under /var/lib/newsdesk; the modes of parent folders are never changed.
"""

import ctypes
import fcntl
import hashlib
import json
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

USERS_LOCK = "users.lock"
KEEPER_LOCK = "keeper.lock"
SERVER_LOCK = "server.lock"
SOCKET_FILE = "socket"
LOG_FILE = "server.log"
PLACE_FILE = "place"

SYSTEM_USER = "newsdesk"
SYSTEM_FOLDER = Path("/var/lib/newsdesk")
SOCKET_NAME = ".s.PGSQL.5432"
SOCKET_PATH_LIMIT = 100  # bytes: the kernel's limit is 108 on Linux, 104 on macOS
POLL_SECONDS = 0.1
LOG_LIMIT = 5_000_000  # bytes

SETTINGS = {
    "listen_addresses": "",  # the socket in a private folder is the only way in
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
}


class KeeperError(Exception):
    """The server cannot be started; the message is for the person who started Newsdesk."""


def open_lock(path: Path) -> int:
    """A descriptor of the lock file at `path`, which is made when it is missing."""
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def try_lock(lock: int, kind: int) -> bool:
    """Take `lock` shared (`fcntl.LOCK_SH`) or for oneself (`fcntl.LOCK_EX`) if that is possible at once."""
    try:
        fcntl.flock(lock, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def lock_within(lock: int, seconds: float) -> bool:
    """Take `lock` for oneself within `seconds`."""
    deadline = time.monotonic() + seconds
    while not try_lock(lock, fcntl.LOCK_EX):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def main(order: dict[str, Any]) -> None:
    """Carry out `order` (folder, binaries, role, settings, temporary); return when the keeper is alone."""
    folder = Path(order["folder"])
    keeper_lock = open_lock(folder / KEEPER_LOCK)
    # Users look whether a keeper holds this lock by taking it for a moment, so once is not enough.
    if not lock_within(keeper_lock, 0.5):
        return  # another user was first
    account = _account() if os.geteuid() == 0 else None
    if account:
        folder.chmod(0o711)
    place = _place(folder, account)
    data = place / "data"
    server_lock = open_lock(folder / SERVER_LOCK)
    _end_strays(server_lock, data)
    installation = _installation(Path(order["binaries"]), account)
    if not data.exists():
        _make_data(data, installation, order, account)
    (data / "postmaster.pid").unlink(missing_ok=True)  # server.lock is ours: it is stale
    socket_folder = _socket_folder(folder, account)
    if os.fork() == 0:
        _keep(order, folder, place, installation, socket_folder, server_lock, account)


def _keep(
    order: dict[str, Any],
    folder: Path,
    place: Path,
    installation: Path,
    socket_folder: Path,
    server_lock: int,
    account: pwd.struct_passwd | None,
) -> None:
    """Run the server until nobody uses it, it ends by itself, or this process is told to end."""
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGTERM, stop)
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, lambda *_: None)
    os.chdir("/")
    log = _open_log(folder / LOG_FILE)
    for stream, target in ((0, os.open(os.devnull, os.O_RDONLY)), (1, log), (2, log)):
        os.dup2(target, stream)
    settings = SETTINGS | order["settings"] | {"unix_socket_directories": str(socket_folder)}
    options = [f"--{name}={value}" for name, value in settings.items()]
    server = subprocess.Popen(  # noqa: S603 - the packaged server
        [installation / "bin" / "postgres", "-D", place / "data", *options],
        cwd=place / "data",
        env={"LC_ALL": "C", "PATH": os.defpath},
        pass_fds=[server_lock],
        preexec_fn=_die_with_parent(),  # noqa: PLW1509 - there are no threads here
        **_as_user(account),
    )
    os.close(server_lock)
    users_lock = open_lock(folder / USERS_LOCK)
    while server.poll() is None:
        if stopping or try_lock(users_lock, fcntl.LOCK_EX):
            _stop(server)
        else:
            time.sleep(POLL_SECONDS)
    if server.returncode == 0:
        (folder / SOCKET_FILE).unlink(missing_ok=True)
        shutil.rmtree(socket_folder, ignore_errors=True)
    if order["temporary"] and try_lock(users_lock, fcntl.LOCK_EX):
        shutil.rmtree(place, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(0)


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """A fast shutdown; an immediate one, which the next start recovers from, if it takes too long."""
    for how, patience in ((signal.SIGINT, 90), (signal.SIGQUIT, 20), (signal.SIGKILL, 20)):
        server.send_signal(how)
        with suppress(subprocess.TimeoutExpired):
            server.wait(patience)
            return


def _end_strays(server_lock: int, data: Path) -> None:
    """Wait for what is left of a server whose keeper died, and end it if it does not end by itself."""
    if lock_within(server_lock, 3):
        return
    for pid in _processes_in(data):
        with suppress(ProcessLookupError):
            # To the server: shut down fast. To a process of it that outlived it: give up the query.
            os.kill(pid, signal.SIGINT)
    if not lock_within(server_lock, 60):
        pids = " ".join(str(pid) for pid in _processes_in(data))
        raise KeeperError(
            f"an earlier server of {data} does not end; end it and try again: kill -QUIT {pids}"
        )


def _processes_in(data: Path) -> list[int]:
    """The processes of the server of `data`."""
    if not Path("/proc/self/cwd").exists():
        listing = subprocess.run(
            ["/bin/ps", "-axo", "pid=,command="], capture_output=True, text=True, check=True
        )
        rows = [line.split(None, 1) for line in listing.stdout.splitlines()]
        return [int(pid) for pid, command in rows if f"postgres -D {data} " in command]
    found = []
    for entry in Path("/proc").glob("[0-9]*/cwd"):
        with suppress(OSError):  # ended meanwhile, or another user's
            if entry.readlink() == data.resolve():
                found.append(int(entry.parent.name))
    return found


def _make_data(
    data: Path, installation: Path, order: dict[str, Any], account: pwd.struct_passwd | None
) -> None:
    """Make a data folder, under another name first: an interrupted attempt is never taken for one."""
    attempt = data.with_name("data.new")
    shutil.rmtree(attempt, ignore_errors=True)
    attempt.mkdir(mode=0o700)
    if account:
        os.chown(attempt, account.pw_uid, account.pw_gid)
    options = ["-U", order["role"], "--no-instructions", "--auth=trust"]
    options += ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    if order["settings"].get("fsync") == "off":
        options.append("--no-sync")
    done = subprocess.run(  # noqa: S603 - the packaged initdb
        [installation / "bin" / "initdb", "-D", attempt, *options],
        cwd=attempt,
        env={"LC_ALL": "C", "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
        **_as_user(account),
    )
    if done.returncode != 0:
        raise KeeperError(f"initdb failed in {attempt}:\n{done.stderr.strip()}")
    attempt.rename(data)


def _socket_folder(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """A short folder that only the server's user may enter; the last one again where it is still there.

    The same path after a crash lets users that are still there connect again.
    """
    owner = account.pw_uid if account else os.geteuid()
    record = folder / SOCKET_FILE
    with suppress(FileNotFoundError):
        known = Path(record.read_text(encoding="utf-8"))
        status = known.lstat()
        if known.is_dir() and status.st_uid == owner and status.st_mode & 0o077 == 0:
            for leftover in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
                (known / leftover).unlink(missing_ok=True)
            return known
    parent = next(p for p in (tempfile.gettempdir(), "/tmp") if len(os.fsencode(p)) < SOCKET_PATH_LIMIT - 40)  # noqa: S108 - mkdtemp
    made = Path(tempfile.mkdtemp(prefix="newsdesk-", dir=parent))
    if account:
        os.chown(made, account.pw_uid, account.pw_gid)
    attempt = record.with_name(f"{SOCKET_FILE}.new")
    attempt.write_text(str(made), encoding="utf-8")
    attempt.rename(record)
    return made


def _open_log(path: Path) -> int:
    with suppress(FileNotFoundError):
        if path.stat().st_size > LOG_LIMIT:
            path.rename(path.with_suffix(".log.1"))
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux, what makes a child shut down fast when the keeper is killed; to be called in the child."""
    if sys.platform != "linux":
        return None
    prctl, set_parent_death_signal = ctypes.CDLL(None).prctl, 1
    return lambda: prctl(set_parent_death_signal, signal.SIGINT)


# Root ---------------------------------------------------------------------------------------------


def _as_user(account: pwd.struct_passwd | None) -> dict[str, Any]:
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}


def _account() -> pwd.struct_passwd:
    """The system user that runs the server for root, made when it is missing."""
    with suppress(KeyError):
        return pwd.getpwnam(SYSTEM_USER)
    for command in (
        ["useradd", "--system", "--user-group", "-M", "-d", "/nonexistent", "-s", "/bin/false"],
        ["adduser", "-S", "-D", "-H", "-h", "/nonexistent", "-s", "/bin/false"],  # BusyBox
    ):
        if program := shutil.which(command[0], path=f"{os.defpath}:/usr/sbin:/sbin"):
            subprocess.run([program, *command[1:], SYSTEM_USER], capture_output=True, check=False)  # noqa: S603
            break
    for name in (SYSTEM_USER, "nobody"):
        with suppress(KeyError):
            return pwd.getpwnam(name)
    raise KeeperError("PostgreSQL does not run as root. Run Newsdesk as another user, or set DATABASE_URL.")


def _reachable(path: Path) -> bool:
    """Whether every other user may pass through the folders down to `path`."""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def _place(folder: Path, account: pwd.struct_passwd | None) -> Path:
    """Where the data is: `folder`, or for root behind a private parent the folder that its `place` names."""
    record = folder / PLACE_FILE
    if account is None or (not record.exists() and _reachable(folder / "data")):
        return folder
    if record.exists():
        place = Path(record.read_text(encoding="utf-8"))
        if not place.is_dir():
            raise KeeperError(
                f"{place}, where {folder} keeps its data, is missing: bring it back or remove {record}."
            )
        return place
    SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
    place = Path(tempfile.mkdtemp(prefix="data-", dir=SYSTEM_FOLDER))
    place.chmod(0o711)
    record.write_text(str(place), encoding="utf-8")
    return place


def _installation(binaries: Path, account: pwd.struct_passwd | None) -> Path:
    """The binaries, or for root and behind a private parent a copy that the server's user can run."""
    postgres = binaries / "bin" / "postgres"
    if account is None or (_reachable(postgres) and postgres.stat().st_mode & 0o005 == 0o005):
        return binaries
    copy = SYSTEM_FOLDER / f"postgresql-{hashlib.sha256(postgres.read_bytes()).hexdigest()[:12]}"
    if not copy.exists():
        SYSTEM_FOLDER.mkdir(mode=0o755, parents=True, exist_ok=True)
        attempt = Path(tempfile.mkdtemp(prefix="postgresql-", dir=SYSTEM_FOLDER))
        package = binaries.parent
        shutil.copytree(binaries, attempt / package.name / binaries.name)
        # Libraries that the wheel brings lie beside the package, and are found by that.
        if (libraries := package.with_name(f"{package.name}.libs")).is_dir():
            shutil.copytree(libraries, attempt / libraries.name)
        for path in [attempt, *attempt.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)
        try:
            attempt.rename(copy)
        except OSError:  # another user's keeper was first
            shutil.rmtree(attempt)
    return copy / binaries.parent.name / binaries.name


if __name__ == "__main__":
    try:
        main(json.loads(sys.argv[1]))
    except (KeeperError, OSError, subprocess.SubprocessError) as failure:
        sys.exit(str(failure))
