"""Middleware of the desk."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase


class SignInMiddleware(LoginRequiredMiddleware):
    """Every page asks for a log-in; a fragment request gets 403 instead of a log-in page to swap in.

    The page then says that the session ended and keeps what was typed.
    """

    def handle_no_permission(  # type: ignore[override]  # the stub allows a redirect only
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """403 for htmx, the redirect to the log-in page otherwise."""
        if request.headers.get("HX-Request") == "true":
            return HttpResponse("Sign in again.", status=403)
        return super().handle_no_permission(request, view_func)
