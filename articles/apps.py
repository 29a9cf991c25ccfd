"""The app of outlets, stories and articles."""

from django.apps import AppConfig


class ArticlesConfig(AppConfig):
    """How text comes in."""

    name = "articles"
