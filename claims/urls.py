"""Addresses of the queue, claims, speakers and sheets."""

from django.urls import URLPattern

app_name = "claims"
urlpatterns: list[URLPattern] = []
