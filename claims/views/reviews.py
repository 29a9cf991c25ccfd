"""What editors do to claims: mark, undo, decide on a suggestion."""

from django.http import HttpRequest, HttpResponse


def review(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


def undo(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


def bulk(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


def decide(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)
