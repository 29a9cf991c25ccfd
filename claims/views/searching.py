"""What the search box offers while somebody types."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from claims.query import LONGEST
from claims.suggesting import suggest
from newsdesk.http import DeskRequest


@require_safe
@permission_required("claims.view_claim", raise_exception=True)
def suggestions(request: DeskRequest) -> HttpResponse:
    """Suggestions for the cursor `at` (code points) in the text `q`: where they go, and each with a hint."""
    text = request.GET.get("q", "").replace("\0", "")[:LONGEST]
    at = request.GET.get("at", "")
    place = int(at) if at.isascii() and at.isdecimal() and len(at) < 6 else len(text)
    found = suggest(text, min(place, len(text)))
    options = [{"insert": s.insert, "label": s.label, "hint": s.hint} for s in found.options]
    return JsonResponse({"start": found.start, "end": found.end, "options": options})
