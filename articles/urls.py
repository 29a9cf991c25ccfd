"""Addresses of stories, articles and uploads."""

from django.urls import URLPattern

app_name = "articles"
urlpatterns: list[URLPattern] = []
