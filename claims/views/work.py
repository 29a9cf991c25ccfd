"""An editor's own work, and the figures of the desk."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Story
from claims.shift import MARKS, STATUSES, VARIANTS, figures, shift_of
from newsdesk.http import DeskRequest

PERIODS = (7, 14, 30)
"""Days that the figures can go back."""


@require_safe
@permission_required("claims.review_claim", raise_exception=True)
def work(request: DeskRequest) -> HttpResponse:
    """What this person marked today, and what waits for them."""
    context = {"section": "work", "shift": shift_of(request.user), "today": timezone.localdate()}
    return render(request, "claims/work.html", context)


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
def plots(request: DeskRequest) -> HttpResponse:
    """Marks by day, claims by speaker, reports by outlet, of the last days (`days`), of one story or all."""
    asked = request.GET.get("days", "")
    days = int(asked) if asked in map(str, PERIODS) else PERIODS[1]
    story = request.GET.get("story", "")
    chosen = int(story) if story.isascii() and story.isdecimal() and len(story) < 19 else None
    context = {
        "section": "figures",
        "figures": figures(days=days, story=chosen),
        "days": days,
        "periods": PERIODS,
        "story": chosen,
        "stories": Story.objects.current()[:100],
        "marks": MARKS,
        "statuses": STATUSES,
        "variants": VARIANTS,
    }
    return render(request, "claims/figures.html", context)
