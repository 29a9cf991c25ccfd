"""What every page of the desk shows: how many claims wait in the queue, and whether a demo is loaded."""

from functools import cached_property

from django.contrib.auth.models import User
from django.db.models import Exists, IntegerField, Subquery
from django.http import HttpRequest

from articles.models import Story
from claims.enums import Status
from claims.listing import EXACT, shown
from claims.models import ClaimFacet


class _Number(Subquery):
    """How many rows a query has."""

    template = "(SELECT count(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


class Facts:
    """Asked of the database in one query, once a page, and only where a page prints one of them."""

    def __init__(self, user_id: int | None) -> None:
        self.user_id = user_id

    @cached_property
    def _both(self) -> tuple[int, bool]:
        waiting = ClaimFacet.objects.filter(facet="all", status=Status.UNREVIEWED)[: EXACT + 1]
        count = _Number(waiting.values("claim"))
        demo = Exists(Story.objects.filter(demo=True))
        person = User.objects.filter(pk=self.user_id or 0)
        facts = person.values_list(count, demo).first()
        return facts or (0, False)

    def queue_count(self) -> str:
        """How many claims are unreviewed."""
        return shown(self._both[0])

    def demo(self) -> bool:
        """Whether the demo story is loaded."""
        return self._both[1]


def desk(request: HttpRequest) -> dict[str, object]:
    """`queue_count` and `demo`."""
    # A request may be refused before it is known whose it is.
    facts = Facts(request.user.pk if hasattr(request, "user") else None)
    return {"queue_count": facts.queue_count, "demo": facts.demo}
