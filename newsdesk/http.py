"""The request that every view of the desk gets."""

from django.contrib.auth.models import User
from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails


class DeskRequest(HttpRequest):
    """A request of a signed-in person; `htmx` says whether and how it wants a fragment. For type checks."""

    user: User
    htmx: HtmxDetails
