"""One speaker."""

from django.http import HttpRequest, HttpResponse


def speaker(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)
