"""What stands beside a claim on its page and in the preview: hints on its mark, and whose claim it is."""

from typing import Any

from django.contrib.auth.models import User

from claims.hints import hints_on
from claims.models import Claim
from claims.rows import Row


def beside(claim: Claim, user: User) -> dict[str, Any]:
    """`hints` and `editors`, for a claim fetched `for_comparison()` and `with_dismissed()`; needs no query.

    The editors, to whom the claim can be assigned, are asked of the database where a page names them.
    """
    return {
        "hints": hints_on(Row(claim, []), claim.dismissed),
        "editors": editors(),
    }


def editors() -> Any:
    """Everybody who can mark claims, by name."""
    return User.objects.with_perm("claims.review_claim").order_by("first_name", "username")
