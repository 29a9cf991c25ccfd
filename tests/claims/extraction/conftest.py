"""One extractor for all tests of this folder: rules alone."""

import pytest

from claims.extraction.pipeline import Extractor, default_extractor
from claims.extraction.records import Extraction, Proposition


@pytest.fixture(scope="session")
def extractor() -> Extractor:
    return default_extractor("rules")


@pytest.fixture
def claims(extractor):
    """The claims of a text."""

    def extract(text: str) -> tuple[Proposition, ...]:
        result: Extraction = extractor.extract(text)
        assert result.skipped == 0
        return result.claims

    return extract


def spans_text(text: str, claim: Proposition) -> str:
    return " … ".join(text[start:end] for start, end in claim.spans)
