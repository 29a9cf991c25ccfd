"""What all tests share: their PostgreSQL, and the address of its test database for other processes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> None:
    """An embedded server of this run's own, unless DATABASE_URL names one; it starts with the first test that asks."""
    database = connection.settings_dict
    # Django's pool would hold connections that keep a test database from being dropped.
    database["OPTIONS"] = {k: v for k, v in database["OPTIONS"].items() if k != "pool"}
    if not settings.DATABASE_URL:
        # The keeper removes the folder once this process has ended, however it ended.
        folder = Path(tempfile.mkdtemp(prefix="newsdesk-tests-"))
        database["EMBEDDED"] = {"folder": folder, "durable": False, "temporary": True}


@pytest.fixture
def database_url(transactional_db: None) -> Iterator[str]:
    """The address of the test database, for the DATABASE_URL of a process that a test starts."""
    connection.ensure_connection()
    database = connection.settings_dict
    login = quote(database["USER"]) + (f":{quote(database['PASSWORD'])}" if database["PASSWORD"] else "")
    where = f"host={quote(database['HOST'], safe='/')}" + (f"&port={database['PORT']}" if database["PORT"] else "")
    yield f"postgresql://{login}@/{quote(database['NAME'])}?{where}"
