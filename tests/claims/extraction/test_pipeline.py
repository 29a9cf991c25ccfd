import pytest

from claims.enums import AttributionClass
from claims.extraction.errors import PipelineNotFound, UnknownStrategy
from claims.extraction.merge import merge
from claims.extraction.pipeline import Extractor, default_extractor, load_nlp
from claims.extraction.reading import CHUNK
from claims.extraction.records import Attribution, Extraction

SENTENCE = "Mayor Ada Lark said the port was closed. "


@pytest.mark.parametrize("text", ["", " ", "\n\n\n", "\ufeff", "\0", "”", "““““", "'", "said", "…", "\ud800"])
def test_extractor_reads_next_to_nothing(extractor, text):
    assert extractor.extract(text) == Extraction()


def test_extractor_finds_claims_in_every_chunk_of_a_long_line(extractor):
    text = SENTENCE * (CHUNK // len(SENTENCE) + 40)
    result = extractor.extract(text)
    assert result.skipped == 0
    assert {text[s:e] for c in result.claims for s, e in c.spans} == {"the port was closed"}
    assert len(result.claims) >= text.count("said") - 3  # a sentence may lie across a cut
    assert {c.attribution for c in result.claims} == set(range(len(result.attributions)))
    assert {c.speaker.name for c in result.claims} == {"Ada Lark"}


def test_extractor_counts_what_it_cannot_read_and_goes_on(extractor):
    result = extractor.extract(SENTENCE + "!" * 2000 + "\n\n" + SENTENCE)
    assert result.skipped == 1
    assert result.notes == ("1 runs of 400 or more characters without a space",)
    assert len(result.claims) == 2


def test_extractor_survives_a_strategy_that_fails():
    def broken(_doc):
        raise RuntimeError("no weights")

    result = Extractor(attributor=broken).extract(SENTENCE)
    assert (result.claims, result.skipped) == ((), 1)
    assert "no weights" in result.notes[0]


def test_extractor_reads_claims_from_a_second_strategy():
    text = "Mayor Ada Lark: the port was closed."

    def learned(doc):
        start = doc.text.index("the port")
        return [Attribution(((0, 14),), ((14, 15),), ((start, len(text)),), AttributionClass.SPEECH, 0.9)]

    extractor = Extractor(attributor=learned, rules=False)
    (claim,) = extractor.extract(text).claims
    assert (claim.speaker.name, claim.text) == ("Ada Lark", "The port was closed.")


def _attribution(cue, content):
    return Attribution((), (cue,), (content,), AttributionClass.SPEECH, 0.5)


def test_merge_keeps_nested_rules_and_those_that_stand_apart():
    learned = [_attribution((0, 5), (10, 50))]
    same, nested = _attribution((0, 5), (10, 60)), _attribution((20, 25), (30, 50))
    crossing, apart = _attribution((55, 58), (40, 54)), _attribution((60, 65), (70, 90))
    rules = [same, nested, crossing, apart]
    assert merge(rules, None) == rules
    assert merge(rules, learned) == [learned[0], nested, apart]
    assert merge(rules, learned, additions=False) == [learned[0], nested]


def test_pipeline_missing_says_what_to_do():
    with pytest.raises(PipelineNotFound, match=r"'xx_none_sm' could not be loaded\. Install it"):
        load_nlp("xx_none_sm")


def test_strategy_unknown_says_which_there_are():
    with pytest.raises(UnknownStrategy, match="choose rules, tagger or both"):
        default_extractor("magic")
