"""What every page of the desk shows: how many claims wait in the queue."""

from django.http import HttpRequest

from claims.enums import Status
from claims.models import Claim


def desk(request: HttpRequest) -> dict[str, object]:
    """`queue_count`, counted only where a page prints it."""
    return {"queue_count": lambda: Claim.objects.current().filter(status=Status.UNREVIEWED).count()}
