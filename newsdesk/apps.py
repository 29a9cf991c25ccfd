"""The project's own app: system checks, the commands that run it, template tags."""

from importlib import import_module

from django.apps import AppConfig


class NewsdeskConfig(AppConfig):
    """What belongs to no single part of the desk."""

    name = "newsdesk"

    def ready(self) -> None:
        """Register the system checks."""
        import_module("newsdesk.checks")
