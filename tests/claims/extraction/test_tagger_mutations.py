"""Broken articles through rules and tagger together; benchmarks/mutations.py does it by the thousand."""

from benchmarks.mutations import mutated, outside
from claims.extraction.pipeline import Extractor
from claims.extraction.tagger import Tagger

ARTICLE = """Ferry to stay in harbour until May, mayor says

By Bo Halvorsen

“The harbour is closed,” Mayor Ada Lindqvist said on Monday, “and it will stay closed until the ice is gone.”

According to the coastguard, two boats had been damaged. It denied that anyone was in danger, and said crews
were "well trained".

LINDQVIST: We have asked for help.

Nordfjell Lines plans to sue. 'They told us nothing,' its spokesman wrote in a post: “NOTHING AT ALL…
"""


def test_extract_survives_mutated_articles():
    extractor = Extractor(attributor=Tagger().attributions)
    for text in mutated([ARTICLE], count=40, seed=7):
        assert outside(extractor.extract(text), text) == []


def test_mutated_is_the_same_for_the_same_seed():
    assert list(mutated([ARTICLE], 5, 1)) == list(mutated([ARTICLE], 5, 1))
