"""The queue’s head: filters, what of them makes no sense, saved views; why a claim stands where it does."""

from typing import Any

from django.contrib.auth.models import User
from django.http import QueryDict

from claims.enums import LinkState
from claims.forms import SORTS, QueueFilters
from claims.menus import FILTERS, address_of, menus, query_without, spans
from claims.models import Claim, DefaultView, SavedView
from claims.query import mended, pieces
from claims.rows import Row, siglum_of
from claims.searching import Search
from newsdesk.http import DeskRequest


def finding(request: DeskRequest, filters: QueueFilters) -> dict[str, Any]:
    """What the head of the queue shows under the address's filters."""
    query, search = request.GET, filters.search
    views, address = list(SavedView.objects.seen_by(request.user)), address_of(query.urlencode())
    return {
        "filters": filters,
        "menus": menus(filters, query),
        "spans": spans(filters, query),
        "sorts": SORTS,
        "search": search.text,
        "problems": problems_of(search, query),
        "pieces": pieces(search.text, search.problems),
        "views": views,
        "view": next((view for view in views if view.query == address), None),
        "address": address,
        # What the search box sends along, so that looking for words keeps the filters.
        "kept": [(n, value) for n in (*FILTERS, "sort") if n != "q" for value in query.getlist(n)],
        "without_search": query_without(query, "q"),
        "without_contested": query_without(query, "contested"),
    }


def default_view(user: User) -> SavedView | None:
    """The view with which the queue opens for this person."""
    chosen = DefaultView.objects.filter(user=user).select_related("view").first()
    return chosen.view if chosen else None


def problems_of(search: Search, query: QueryDict) -> list[dict[str, str]]:
    """What makes no sense in the search box: the part, what is said of it, and the address with it mended."""
    found = []
    for problem in search.problems:
        address = query.copy()
        address["q"] = fixed = mended(search.text, problem)
        found.append(
            {
                "part": search.text[problem.start : problem.end],
                "message": problem.message,
                "fix": fixed if problem.fix else "",
                "address": query_without(address),
            }
        )
    return found


def why(claim: Claim) -> list[str]:
    """Why a claim from `for_comparison()` stands where it does in the queue's order."""
    passages = [passage for passage in claim.as_fact.all() if passage.state != LinkState.DISMISSED]
    outlets = [passage.article.outlet for passage in passages]
    return Row(claim, []).why(list(dict.fromkeys(siglum_of(outlet) for outlet in outlets if outlet)))
