import os
import subprocess
import sys

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


def _attribution(cue, content, *, source=(), confidence=0.9):
    return Attribution(
        source, (cue,) if cue else (), (content,), AttributionClass.SPEECH, confidence=confidence
    )


def _places(attributions):
    return [(a.cue, a.content) for a in attributions]


def test_merge_adds_nested_rules_and_those_that_went_by_marks():
    text = "word " * 11 + "word—word: " + "word " * 6
    learned = _attribution((0, 4), (10, 50))
    nested = _attribution((20, 24), (30, 50))
    same, apart = _attribution((0, 4), (10, 58)), _attribution((60, 63), (70, 90))
    dash, crossing_dash = _attribution((59, 60), (70, 90)), _attribution((59, 60), (40, 54))
    continued = _attribution(None, (70, 90))
    assert merge([same, nested, apart], None, text) == [same, nested, apart]
    assert _places(merge([same, nested, apart], [learned], text)) == _places([learned, nested])
    assert _places(merge([dash], [learned], text)) == _places([learned, dash])
    assert _places(merge([crossing_dash], [learned], text)) == _places([learned])
    assert _places(merge([continued], [learned], text)) == _places([learned, continued])
    assert merge([same, nested, dash], [learned], text, additions=False) == [learned, nested]


def test_merge_keeps_a_doubtful_attribution_only_where_a_rule_agrees():
    doubtful = _attribution((0, 4), (10, 50), confidence=0.25)
    same, other = _attribution((0, 4), (10, 50)), _attribution((0, 4), (60, 90))
    text = "word " * 20
    assert merge([], [doubtful], text) == merge([other], [doubtful], text) == []
    (kept,) = merge([same], [doubtful], text)
    assert kept.confidence > doubtful.confidence


def test_merge_takes_the_rule_s_source_only_where_there_is_none():
    ada, tom = ((5, 8),), ((91, 94),)
    bare = _attribution((0, 4), (10, 50))
    (filled,) = merge([_attribution((0, 4), (10, 50), source=ada)], [bare], "word " * 20)
    assert filled.source == ada
    named = _attribution((0, 4), (10, 50), source=tom)
    (left,) = merge([_attribution((0, 4), (10, 50), source=ada)], [named], "word " * 20)
    assert left.source == tom


def test_both_reads_what_the_rules_miss():
    text = "Mayor Tom Reed made the case on Monday that the ferry was safe."
    found = {
        s: [c.speaker.name for c in default_extractor(s).extract(text).claims] for s in ("rules", "both")
    }
    assert found == {"rules": [], "both": ["Tom Reed"]}


def test_setting_reads_by_both_unless_told_otherwise():
    environment = {name: value for name, value in os.environ.items() if name != "EXTRACTION_STRATEGY"}
    code = "from newsdesk import settings; print(settings.EXTRACTION_STRATEGY)"
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True
    )
    assert ran.stdout.split()[-1] == "both"


def test_pipeline_missing_says_what_to_do():
    with pytest.raises(PipelineNotFound, match=r"'xx_none_sm' could not be loaded\. Install it"):
        load_nlp("xx_none_sm")


def test_strategy_unknown_says_which_there_are():
    with pytest.raises(UnknownStrategy, match="choose rules, tagger or both"):
        default_extractor("magic")
