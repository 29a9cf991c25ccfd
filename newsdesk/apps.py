"""The project's own app: system checks, the commands that run it, template tags."""

from django.apps import AppConfig


class NewsdeskConfig(AppConfig):
    """What belongs to no single part of the desk."""

    name = "newsdesk"
