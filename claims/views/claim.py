"""One claim: every outlet's wording side by side."""

from django.http import HttpRequest, HttpResponse


def claim(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)
