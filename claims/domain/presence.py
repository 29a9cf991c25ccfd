"""Who is on which claim, and whose claim it is."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from claims.models import Assignment, Claim, Presence

GONE_AFTER = timedelta(seconds=60)
"""Without a sign of life for so long, somebody is not on a claim any more."""


def be_on(claim_id: int, *, user: User) -> list[User]:
    """Say that this editor has the claim in front of them; who else has. Nothing is locked by it.

    Raises Claim.DoesNotExist.
    """
    if not Claim.objects.filter(pk=claim_id).exists():
        raise Claim.DoesNotExist
    now = timezone.now()
    Presence.objects.bulk_create(
        [Presence(user=user, claim_id=claim_id, seen_at=now)],
        update_conflicts=True,
        unique_fields=["user"],
        update_fields=["claim", "seen_at"],
    )
    return others_on(claim_id, user=user)


def others_on(claim_id: int, *, user: User) -> list[User]:
    """Who else has the claim in front of them."""
    here = Presence.objects.filter(claim=claim_id, seen_at__gt=timezone.now() - GONE_AFTER)
    return [found.user for found in here.exclude(user=user).select_related("user").order_by("user")]


@transaction.atomic
def assign_claim(claim_id: int, *, to: User | None, editor: User) -> Claim:
    """Give a claim to somebody, or (None) to nobody; who has it already gets no second row of its history.

    Raises Claim.DoesNotExist.
    """
    claim = Claim.objects.select_for_update().get(pk=claim_id)
    if claim.assigned_to_id != (to.pk if to else None):
        Assignment.objects.create(claim=claim, assigned_to=to, assigned_by=editor)
        claim.assigned_to = to
        claim.save(update_fields=["assigned_to"])
    return claim
