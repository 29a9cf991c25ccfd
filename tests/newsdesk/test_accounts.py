"""The accounts of the first run."""

import stat

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.models import User

from newsdesk.accounts import ensure_logins

pytestmark = pytest.mark.django_db


def logins(path):
    return dict(line.split() for line in path.read_text().splitlines())


def test_first_accounts_can_sign_in_with_what_the_private_file_says(tmp_path):
    path = tmp_path / "var" / "logins"
    assert ensure_logins(path) is True
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    signed_in = {name: authenticate(username=name, password=word) for name, word in logins(path).items()}
    assert {name: [group.name for group in user.groups.all()] for name, user in signed_in.items()} == {
        "admin": ["Admin"],
        "editor": ["Editor"],
        "viewer": ["Viewer"],
    }
    assert {user.username for user in signed_in.values() if user.is_staff} == {"admin"}


def test_first_passwords_differ_from_each_other_and_from_run_to_run(tmp_path):
    ensure_logins(tmp_path / "one")
    User.objects.all().delete()
    ensure_logins(tmp_path / "other")
    passwords = [*logins(tmp_path / "one").values(), *logins(tmp_path / "other").values()]
    assert len(set(passwords)) == 6
    assert {len(password) for password in passwords} == {19}


def test_accounts_that_are_there_are_left_alone(tmp_path):
    User.objects.create_user("maria", password="something long enough")
    assert ensure_logins(tmp_path / "logins") is False
    assert [user.username for user in User.objects.all()] == ["maria"]
    assert not (tmp_path / "logins").exists()


def test_file_of_an_attempt_that_failed_is_replaced(tmp_path):
    path = tmp_path / "logins"
    path.write_text("admin  never-committed\n")
    path.chmod(0o644)
    ensure_logins(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert authenticate(username="admin", password=logins(path)["admin"]) is not None
