"""System checks: settings that would only fail later, found when the desk starts."""

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import AppConfig
from django.conf import settings
from django.core.checks import CheckMessage, Error, register

from claims.enums import Strategy

STRATEGIES = tuple(strategy.value for strategy in Strategy)


@register("newsdesk")
def check_spacy_model(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """newsdesk.E001: SPACY_MODEL names a pipeline that is not installed."""
    name = settings.SPACY_MODEL
    if not name or Path(name).is_dir() or (name.isidentifier() and find_spec(name) is not None):
        return []
    return [
        Error(
            f"SPACY_MODEL names {name!r}, which is not installed.",
            hint="Install that spaCy pipeline here, name a folder that holds one, or leave it out.",
            id="newsdesk.E001",
        )
    ]


@register("newsdesk")
def check_extraction_strategy(app_configs: Sequence[AppConfig] | None, **_kwargs: Any) -> list[CheckMessage]:
    """newsdesk.E002: EXTRACTION_STRATEGY is none of those there are."""
    if settings.EXTRACTION_STRATEGY in STRATEGIES:
        return []
    return [
        Error(
            f"EXTRACTION_STRATEGY is {settings.EXTRACTION_STRATEGY!r}.",
            hint=f"Set it to one of {', '.join(STRATEGIES)}.",
            id="newsdesk.E002",
        )
    ]
