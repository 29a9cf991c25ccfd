"""The desk's addresses; only this and the apps' own urls import views."""

from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from newsdesk.signing_in import SignInView
from newsdesk.views import healthz

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("accounts/login/", SignInView.as_view(), name="login"),
    path("accounts/logout/", auth.LogoutView.as_view(), name="logout"),
    path("admin/", admin.site.urls),
    path("", include("articles.urls")),
    path("", include("claims.urls")),
]
