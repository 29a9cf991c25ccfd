"""How probabilities become attributions, with probabilities made by hand."""

import numpy as np
import pytest
import spacy

from claims.extraction.tagger import spans_of
from claims.extraction.tagger_decode import MOST_CUES, Confidence, Decoder, Draft, find_cues, runs
from claims.extraction.tagger_edges import LEAST_SCORE, EdgeScores, Surroundings
from claims.extraction.tagger_signs import add_signs, quoted_spans

BLANK = spacy.blank("en")
DECODER = Decoder()


def chances(labels: str, sure: float = 0.98) -> np.ndarray:
    """Role (or cue) probabilities from a string: '.' outside, 's' or 'b' first, 'c' second."""
    rows = np.full((len(labels), 3), (1 - sure) / 2, dtype=np.float32)
    for place, label in enumerate(labels):
        rows[place, ".sc".index(label.replace("b", "s"))] = sure
    return rows


def drafts(text: str, cue_labels: str, *roles: np.ndarray) -> list[Draft]:
    tokens = list(BLANK(text))
    cue_chances = chances(cue_labels)
    return DECODER.drafts(tokens, find_cues(cue_chances), cue_chances, roles)


def test_find_cues_keeps_a_continued_cue_together_and_parts_two_that_begin():
    assert find_cues(chances("..bc.bb.")) == [(2, 3), (5,), (6,)]


def test_find_cues_of_nothing_is_empty():
    assert find_cues(chances("....")) == []


def test_find_cues_keeps_the_surest_of_very_many():
    rows = np.vstack([chances("b." * MOST_CUES, sure=0.6), chances("b")])
    cues = find_cues(rows)
    assert len(cues) == MOST_CUES
    assert cues[-1] == (2 * MOST_CUES,)


def test_drafts_reads_source_and_content_around_the_cue():
    (draft,) = drafts("Lindqvist said the ferry sails .", ".b....", chances("s.ccc."))
    assert (draft.cue, draft.source, draft.content) == ((1,), [0], [2, 3, 4])


def test_drafts_without_content_are_dropped():
    assert drafts("Lindqvist said nothing .", ".b..", chances("s...")) == []


def test_drafts_shares_a_source_that_another_cue_took():
    text = "Lindqvist denied it , and said the ferry sails ."
    first, second = drafts(text, ".b...b....", chances("s.c......."), chances("s.....ccc."))
    assert (first.source, second.source) == ([0], [0])


def test_drafts_gives_words_to_the_attribution_where_they_are_more_probable():
    text = "Ada said Bo claimed the ferry sails ."
    (draft,) = drafts(text, ".b.b....", chances("s...ccc.", sure=0.6), chances("..s.ccc."))
    assert (draft.cue, draft.content) == ((3,), [4, 5, 6])


def test_confidence_rises_with_the_cue():
    doubtful = Draft((1,), [0], [2, 3], {**SIGNS, "cue": -1.0})
    sure = Draft((1,), [0], [2, 3], {**SIGNS, "cue": 5.0})
    assert 0 < Confidence().of(doubtful) < Confidence().of(sure) < 1


SIGNS = {
    "content": 3.0,
    "weakest content": 1.0,
    "source": 3.0,
    "no source": 0.0,
    "length": 2.0,
    "end": 1.0,
    "fragments": 0.0,
    "cue": 0.0,
    "rival": 0.0,
    "quoted cue": 0.0,
    "modal cue": 0.0,
    "verb cue": 1.0,
    "main cue": 1.0,
    "cue length": 0.7,
    "pronoun": 0.0,
}


@pytest.mark.parametrize(("places", "expected"), [([], []), ([3], [[3]]), ([1, 2, 4], [[1, 2], [4]])])
def test_runs_groups_neighbours(places, expected):
    assert runs(places) == expected


def test_spans_of_slices_the_text_to_whole_words():
    doc = BLANK("One “two” three")
    tokens = list(doc)
    assert [doc.text[start:end] for start, end in spans_of([1, 2, 3, 4], tokens)] == ["“two” three"]


def test_edge_scores_begin_content_at_a_mark_rather_than_within_a_phrase():
    tokens = list(BLANK("Lindqvist said , “ the ferry sails ” ."))
    scores = EdgeScores().score(Surroundings(tokens), (1,), range(len(tokens) + 1), len(tokens) + 1)
    assert scores[3, 0] > scores[5, 0] + 2


def test_edge_scores_of_edges_not_asked_for_are_the_least():
    tokens = list(BLANK("Lindqvist said so"))
    scores = EdgeScores().score(Surroundings(tokens), (1,), [2], 4)
    assert (scores[[0, 1, 3]] == LEAST_SCORE).all()


def test_signs_tell_a_rival_for_the_same_words_and_a_cue_within_quotation_marks():
    doc = BLANK("Ada said “ Bo claims it sails ”")
    sure = Draft((1,), [0], [3, 4, 5, 6], {"cue": 2.0})
    weak = Draft((4,), [3], [5, 6], {"cue": -2.0})
    add_signs([sure, weak], list(doc), quoted_spans(doc))
    assert (sure.signs["rival"], sure.signs["quoted cue"]) == (0.0, 0.0)
    assert weak.signs["rival"] > 0.8
    assert weak.signs["quoted cue"] == 1.0
