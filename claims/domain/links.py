"""Claims that stand against each other: Newsdesk suggests, an editor answers."""

import json
from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth.models import User
from django.core import serializers
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from claims.enums import LinkState
from claims.models import Claim, ClaimLink

type Row = dict[str, Any]
"""A link as Django's serializers write it."""


@transaction.atomic
def decide_link(link_id: int, *, state: LinkState, editor: User) -> ClaimLink:
    """Confirm or dismiss a suggested link, or take the answer back (`SUGGESTED`).

    Raises ClaimLink.DoesNotExist.
    """
    # The claims first, in the order of ids: whoever stores an article holds them when it comes to links.
    pair = ClaimLink.objects.values_list("first", "second").get(pk=link_id)
    list(Claim.objects.filter(pk__in=pair).order_by("pk").select_for_update(no_key=True).values_list("pk"))
    link = ClaimLink.objects.select_for_update().get(pk=link_id)
    link.state = state
    answered = state is not LinkState.SUGGESTED
    link.decided_by = editor if answered else None
    link.decided_at = timezone.now() if answered else None
    link.save(update_fields=["state", "decided_by", "decided_at"])
    return link


def take_links(claim: Claim) -> list[Row]:
    """Delete the links of a claim that leads to another one now; returns them as JSON keeps them."""
    links = ClaimLink.objects.filter(Q(first=claim) | Q(second=claim))
    rows: list[Row] = json.loads(serializers.serialize("json", links))
    links.delete()
    return rows


def carry_links(rows: Iterable[Row], gone: Claim, heir: Claim) -> None:
    """Give the links that editors answered to the claim that stands for the one that had them."""
    answered = []
    for link in _links_of(rows):
        other = link.second_id if link.first_id == gone.pk else link.first_id
        if link.state != LinkState.SUGGESTED and other != heir.pk:
            link.pk = None
            link.first_id, link.second_id = sorted((heir.pk, other))
            answered.append(link)
    ClaimLink.objects.bulk_create(answered, ignore_conflicts=True)


def give_links(rows: Iterable[Row]) -> None:
    """Restore links that were taken, unless there are new ones between the same claims."""
    links = _links_of(rows)
    ids = {pk for link in links for pk in (link.first_id, link.second_id)}
    there = set(Claim.objects.filter(pk__in=ids).values_list("pk", flat=True))
    ClaimLink.objects.bulk_create(
        [link for link in links if {link.first_id, link.second_id} <= there], ignore_conflicts=True
    )


def _links_of(rows: Iterable[Row]) -> list[ClaimLink]:
    return [cast("ClaimLink", found.object) for found in serializers.deserialize("python", list(rows))]
