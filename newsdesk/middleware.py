"""Middleware of the desk."""

from collections.abc import Callable

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from newsdesk.signing_in import sign_in_first


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
