"""The review queue and its preview pane."""

from django.http import HttpRequest, HttpResponse


def queue(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


def preview(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)
