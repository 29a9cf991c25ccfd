"""Middleware of the desk."""

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from psycopg.errors import DeadlockDetected, SerializationFailure

from newsdesk.signing_in import sign_in_first

logger = logging.getLogger(__name__)

TRIES = 4
"""Times that a request is tried whose transaction PostgreSQL ends in favour of another one."""


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a log-in; a fragment request gets 403 instead of a log-in page to swap in.

    The page then says that the session ended and keeps what was typed; the log-in page keeps a plain form.
    """

    def handle_no_permission(  # type: ignore[override]  # the stub allows a redirect only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """403 for htmx; the log-in page with what a form held; the redirect to that page otherwise."""
        if request.headers.get("HX-Request") == "true":
            return HttpResponse("Sign in again.", status=403)
        if request.method == "POST" and request.content_type == "application/x-www-form-urlencoded":
            return sign_in_first(request)
        return super().handle_no_permission(request, view_func)


class RetryMiddleware:
    """Tries a request again when PostgreSQL ended its transaction because two waited for each other.

    An editor's change and a worker that stores an article may lock the same claims in another order; the one
    that PostgreSQL ends has changed nothing, and goes through once the other is done. Files are taken in one
    by one, so a request that brings some is left as it is. It must be the last middleware.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing before the view is known."""
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., HttpResponseBase],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """The view's answer to a POST, of its last try; None leaves other requests to Django."""
        if request.method != "POST" or request.FILES:
            return None
        for attempt in range(1, TRIES):
            try:
                return view(request, *args, **kwargs)
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected | SerializationFailure):
                    raise
                logger.info("Try %s of %s met another transaction: %s", attempt, request.path, error)
        return view(request, *args, **kwargs)
