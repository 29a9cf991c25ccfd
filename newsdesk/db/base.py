"""PostgreSQL that starts when it is first needed.

Django's own backend, except that the parameters of a connection are only known once this process uses the
embedded server. Everything that connects asks for them here (Django, its pool, procrastinate's worker), and
what never connects starts nothing. The entry in DATABASES carries EMBEDDED: keyword arguments of
`newsdesk.embedded.join`.
"""

import os
import threading
from collections.abc import Iterable
from typing import Any

from django.db.backends.postgresql import base, client

from newsdesk import embedded

_servers: dict[str, embedded.Server] = {}
_joining = threading.Lock()


def server(options: dict[str, Any]) -> embedded.Server:
    """The server that `options` (of `embedded.join`) name, used by this process until it ends.

    It is started when it does not run, also after it was killed.
    """
    folder = str(options["folder"])
    with _joining:
        before = _servers.get(folder)
        if before is None or not before.is_alive():
            _servers[folder] = embedded.join(**options)
            if before:
                os.close(before.lock)
        return _servers[folder]


def leave(options: dict[str, Any]) -> bool:
    """Stop using that server; whether it still runs afterwards, because another process uses it."""
    with _joining:
        running = _servers.pop(str(options["folder"]), None)
    if running is None:
        return False
    running.leave()
    return running.is_alive()


class DatabaseClient(client.DatabaseClient):
    """`manage.py dbshell` with the packaged psql."""

    def runshell(self, parameters: Iterable[str]) -> None:
        """Start the server, then psql on it."""
        self.connection.get_connection_params()
        type(self).executable_name = str(embedded.binaries() / "bin" / "psql")
        super().runshell(parameters)


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection to the embedded server."""

    client_class = DatabaseClient

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters, for the server that is now running."""
        running = server(self.settings_dict["EMBEDDED"])
        self.settings_dict.update(HOST=running.socket_folder, USER=embedded.ROLE)
        return super().get_connection_params()
