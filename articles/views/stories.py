"""Being written."""

from django.http import HttpRequest, HttpResponse


def articles(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """Being written."""
    return HttpResponse(status=501)


article = details = stories = story = articles
