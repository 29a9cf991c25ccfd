"""The accounts of the first run: one a group, with generated passwords that a private file keeps."""

import os
import secrets
from pathlib import Path

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import transaction

FIRST_ACCOUNTS = {"admin": "Admin", "editor": "Editor", "viewer": "Viewer"}
# Letters and digits that are not taken for one another when a password is typed from paper.
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"


def ensure_logins(path: Path) -> bool:
    """Create the first accounts when there is no account at all, with log-ins in `path` (mode 0600).

    Returns whether it created them. The groups are made by `migrate`.
    """
    users = get_user_model()._default_manager
    with transaction.atomic():
        if users.exists():
            return False
        lines = []
        for name, group in FIRST_ACCOUNTS.items():
            password = _password()
            user = users.create_user(name, password=password, is_staff=group == "Admin")
            user.groups.add(Group.objects.get(name=group))
            lines.append(f"{name}  {password}\n")
        # Before the commit: no account is ever there without its password.
        _write_privately(path, "".join(lines))
    return True


def _password() -> str:
    """About 79 bits of chance, in groups of four."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


def _write_privately(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    attempt = path.with_name(f"{path.name}.new")
    attempt.unlink(missing_ok=True)
    with os.fdopen(os.open(attempt, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    attempt.rename(path)
