"""One speaker: who it is, and what it claims."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from claims.models import Claim, Speaker
from newsdesk.http import DeskRequest

PAGE = 50
"""Claims on a page."""


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
def speaker(request: DeskRequest, pk: int) -> HttpResponse:
    """Name, role, aliases and the claims, newest first; a merged speaker leads on to the one it is now."""
    found = get_object_or_404(Speaker.objects.select_related("merged_into", "article__outlet"), pk=pk)
    if found.merged_into is not None:
        return redirect(found.merged_into)
    after = request.GET.get("after", "")
    claims = Claim.objects.current().matching(speaker=[found.pk])
    total = claims.count()
    position = (int(after),) if after.isascii() and after.isdecimal() and len(after) < 19 else None
    shown = (claims.after("newest", position) if position else claims).in_order("newest")
    rows = list(shown[: PAGE + 1])
    return render(
        request,
        "claims/speaker.html",
        {
            "section": "queue",
            "speaker": found,
            "aliases": found.aliases.exclude(name=found.name),
            "claims": rows[:PAGE],
            "total": total,
            "more": rows[PAGE - 1].pk if len(rows) > PAGE else None,
            "later": position is not None,
        },
    )
