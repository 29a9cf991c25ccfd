"""Claims that stand against each other: Newsdesk suggests, an editor answers."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.enums import LinkState
from claims.models import ClaimLink


@transaction.atomic
def decide_link(link_id: int, *, state: LinkState, editor: User) -> ClaimLink:
    """Confirm or dismiss a suggested link, or take the answer back (`SUGGESTED`).

    Raises ClaimLink.DoesNotExist.
    """
    link = ClaimLink.objects.select_for_update().get(pk=link_id)
    link.state = state
    answered = state is not LinkState.SUGGESTED
    link.decided_by = editor if answered else None
    link.decided_at = timezone.now() if answered else None
    link.save(update_fields=["state", "decided_by", "decided_at"])
    return link
