"""Signing in again without losing a form that was sent after the session had ended."""

from typing import Any

from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

PREFIX = "kept-"
"""What the names of a kept form's fields start with on the log-in page."""

MOST = 200
"""Fields that are kept; a form with more is not one that somebody typed."""


def kept_fields(data: QueryDict) -> list[tuple[str, str]]:
    """What a form sent, without what belongs to the session that ended."""
    fields = [(name, value) for name, values in data.lists() for value in values]
    return [(name, value) for name, value in fields if name != "csrfmiddlewaretoken"][:MOST]


def sign_in_first(request: HttpRequest) -> HttpResponse:
    """The log-in page with everything that the form held, to be sent again afterwards."""
    context = {
        "form": AuthenticationForm(request),
        "kept_path": request.get_full_path(),
        "kept": [(PREFIX + name, value) for name, value in kept_fields(request.POST)],
    }
    return render(request, "registration/login.html", context, status=403)


class SignInView(LoginView):
    """The log-in page. A form that came along is shown again: nothing is sent without being asked for."""

    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Sign in, then on to the page that was asked for, or to the form that was kept."""
        path = self.request.POST.get("kept_path", "")
        if not path.startswith("/") or not url_has_allowed_host_and_scheme(path, {self.request.get_host()}):
            return super().form_valid(form)
        login(self.request, form.get_user())
        kept = [
            (name.removeprefix(PREFIX), value)
            for name, value in kept_fields(self.request.POST)
            if name.startswith(PREFIX)
        ]
        return render(self.request, "registration/again.html", {"path": path, "kept": kept})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """A wrong password keeps the form as well."""
        kept = [field for field in kept_fields(self.request.POST) if field[0].startswith(PREFIX)]
        return super().get_context_data(**kwargs) | {
            "kept": kept,
            "kept_path": self.request.POST.get("kept_path", ""),
        }
