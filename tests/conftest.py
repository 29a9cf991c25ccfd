"""What all tests share: their PostgreSQL, and the address of its test database for other processes."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from newsdesk.db.base import leave

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

# Tests read by rules alone, and so do the processes that they start: quicker, and no weights decide what
# passes. What the tagger adds has tests of its own (tests/claims/extraction).
settings.EXTRACTION_STRATEGY = os.environ["EXTRACTION_STRATEGY"] = "rules"

# Slow by design elsewhere, and no test is about it.
settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings() -> Iterator[None]:
    """An embedded server of this run's own, unless DATABASE_URL names one; it starts when first asked."""
    database = connection.settings_dict
    # Django's pool would hold connections that keep a test database from being dropped.
    database["OPTIONS"] = {k: v for k, v in database["OPTIONS"].items() if k != "pool"}
    if settings.DATABASE_URL:
        yield
        return
    # The keeper removes the folder once this process has ended, however it ended.
    folder = Path(tempfile.mkdtemp(prefix="newsdesk-tests-"))
    database["EMBEDDED"] = {"folder": folder, "durable": False, "temporary": True}
    yield
    leave(database["EMBEDDED"])


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: "DjangoDbBlocker") -> None:
    """Tests that commit empty every table afterwards, which the histories otherwise refuse."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE claims_review DISABLE TRIGGER review_history_not_emptied")
        cursor.execute("ALTER TABLE claims_correction DISABLE TRIGGER corrections_not_emptied")


@pytest.fixture
def database_url(transactional_db: None) -> str:
    """The address of the test database, for the DATABASE_URL of a process that a test starts."""
    connection.ensure_connection()
    database = connection.settings_dict
    login = quote(database["USER"])
    if database["PASSWORD"]:
        login += f":{quote(database['PASSWORD'])}"
    where = f"host={quote(database['HOST'], safe='/')}"
    if database["PORT"]:
        where += f"&port={database['PORT']}"
    return f"postgresql://{login}@/{quote(database['NAME'])}?{where}"
