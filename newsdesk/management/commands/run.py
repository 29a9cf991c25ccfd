"""`make run`: the whole desk on one machine, web and worker, until Ctrl-C or SIGTERM."""

import errno
import http.client
import signal
import socket
import sys
import time
from http import HTTPStatus
from types import FrameType
from typing import Any, cast

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from newsdesk import environment as env
from newsdesk.accounts import ensure_logins
from newsdesk.db.base import leave, server
from newsdesk.embedded import EmbeddedError
from newsdesk.processes import Child, ChildError, stop

FIRST_PORT, PORTS = 8000, 20
START_SECONDS = 120  # until the first page, on a slow machine


class Command(BaseCommand):
    """Migrate, make the first accounts, load the demo, serve, and stop all that was started."""

    help = "Runs the desk on this machine: database, web and worker, until Ctrl-C or SIGTERM."
    leaving = False

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until a signal comes; ends without error then."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.leave)
        children: list[Child] = []
        listener = self.listen()
        try:
            self.prepare()
            children += [self.web(listener), self.worker()]
            for child in children:
                child.start()
            port = listener.getsockname()[1]
            self.wait_for_first_page(port, children)
            self.greet(port)
            self.watch(children)
        except (EmbeddedError, ChildError) as error:
            raise CommandError(str(error)) from error
        finally:
            self.leaving = True
            if children:
                self.stdout.write("\nStopping ...")
            stop(children)
            listener.close()
            connections.close_all()
            if not settings.DATABASE_URL and leave(connection.settings_dict["EMBEDDED"]):
                self.stdout.write("The database keeps running: another process uses it.")

    def listen(self) -> socket.socket:
        """A listening socket on PORT, or on the first free port from 8000 on."""
        host = env.text("HOST", "127.0.0.1")
        wanted = env.number("PORT", 0)
        for port in [wanted] if wanted else range(FIRST_PORT, FIRST_PORT + PORTS):
            listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                listener.bind((host, port))
                listener.listen(128)
            except (OSError, OverflowError) as error:
                listener.close()
                if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
                    continue
                raise CommandError(f"Cannot listen on {host}:{port}: {error}.") from error
            listener.set_inheritable(True)
            return listener
        taken = f"Port {wanted} is" if wanted else f"Ports {FIRST_PORT} to {FIRST_PORT + PORTS - 1} are"
        raise CommandError(f"{taken} in use by other programs. Choose another one: make run PORT=9000")

    def prepare(self) -> None:
        """Bring the database up to date; accounts and demo on the first run."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date ...")
            call_command("migrate", verbosity=0, interactive=False)
        ensure_logins(settings.VAR_DIR / "logins")
        if self.wants_demo() and "load_demo" in get_commands():
            self.stdout.write("Loading the demo story ...")
            call_command("load_demo")
        # This process needs no connection from here on.
        connection.close()
        cast("DatabaseWrapper", connections[DEFAULT_DB_ALIAS]).close_pool()

    def wants_demo(self) -> bool:
        """Whether to load the demo: into an empty embedded database, and not again once it was removed."""
        if settings.DATABASE_URL or not env.flag("DEMO", default=True):
            return False
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_sequence_last_value(pg_get_serial_sequence('articles_article', 'id'))")
            return bool(cursor.fetchone() == (None,))

    def web(self, listener: socket.socket) -> Child:
        """Gunicorn with threads, on our socket."""
        command = [sys.executable, "-m", "gunicorn", "newsdesk.wsgi", "-c", "python:newsdesk.gunicorn_conf"]
        command += ["--bind", f"fd://{listener.fileno()}", "--chdir", str(settings.BASE_DIR)]
        return Child("web server", command, pass_fds=[listener.fileno()])

    def worker(self) -> Child:
        """A worker for the queue of jobs."""
        command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "procrastinate", "worker"]
        command += ["--shutdown-graceful-timeout", "20"]
        return Child("worker", command)

    def wait_for_first_page(self, port: int, children: list[Child]) -> None:
        """Return once the desk answers."""
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                desk = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
                desk.request("GET", "/healthz")
                if desk.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR:
                    return
                problem = "it cannot reach its database"
            except OSError as error:
                problem = str(error)
            finally:
                desk.close()
            if time.monotonic() > deadline:
                raise ChildError(f"The web server does not work on port {port}: {problem}.")
            self.look_after(children)
            time.sleep(0.1)

    def greet(self, port: int) -> None:
        """Print the address and the log-ins."""
        logins = settings.VAR_DIR / "logins"
        self.stdout.write(f"\nNewsdesk is at  http://127.0.0.1:{port}/\n\n")
        if logins.exists():
            self.stdout.write(f"Log-ins as first made (kept in {logins}):\n")
            self.stdout.writelines(f"  {line}\n" for line in logins.read_text().splitlines())
        else:
            self.stdout.write("Set a password with: manage.py changepassword NAME\n")
        if not settings.DATABASE_URL:
            self.stdout.write(
                "\nThe database is the embedded one, which is not for production (docs/operating.md)."
            )
        self.stdout.write("Ctrl-C stops the desk and keeps the data.\n")
        self.stdout.flush()

    def watch(self, children: list[Child]) -> None:
        """Keep all running until a signal ends the process."""
        while True:
            time.sleep(1)
            self.look_after(children)

    def look_after(self, children: list[Child]) -> None:
        """Start again what has ended."""
        if not settings.DATABASE_URL:
            server(connection.settings_dict["EMBEDDED"])
        for child in children:
            if news := child.keep():
                self.stderr.write(news)

    def leave(self, _number: int, _frame: FrameType | None) -> None:
        """End by way of `finally`, without a traceback. It may come twice, as from make."""
        if not self.leaving:
            self.leaving = True
            sys.exit(0)
