"""The sheet: preview and downloads."""

from django.http import HttpRequest, HttpResponse


def sheets(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


def download(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)
