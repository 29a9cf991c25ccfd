"""Reading brat files with the traps that real ones hold, and fitting by hand-made rows."""

import json

import numpy as np
import spacy

from training.confidence import calibration_error, fit
from training.corpus import Gold, read_annotations, read_articles, read_paragraphs
from training.edges import fit as fit_edges

TEXT = "Ada Lindqvist said the ferry sails.\n\nBo Halvorsen denied it, twice."
ANNOTATION = (
    "T1\tSource 0 13\tAda Lindqvist\n"
    "T2\tCue 14 18\tsaid\n"
    "T3\tContent 19 22;23 34\tthe ferry\nsails\n"
    "E1\tAttribution:T2 Source:T1 Cue:T2 Content:T3\n"
    "#1\tAnnotatorNotes T1\tsee T9 there\n"
    "T4\tCue 50 56\tdenied\n"
    "T5\tContent 57 59\tit\n"
    "T6\tContent 61 66\ttwice\n"
    "E2\tAttribution:T4 Cue:T4 Content:T5 Content2:T6\n"
    "E3\tAttribution:T4 Cue:T4\n"
)


def corpus(tmp_path):
    for folder in ("text", "attributions"):
        (tmp_path / folder).mkdir()
    (tmp_path / "text" / "quay_ferry.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "text" / "quay_ferry-again.txt").write_text("Nothing.", encoding="utf-8")
    (tmp_path / "attributions" / "quay_ferry_0a1b.ann").write_text(ANNOTATION, encoding="utf-8")
    (tmp_path / "attributions" / "quay_ferry_9f00.ann").write_text("", encoding="utf-8")
    return tmp_path


def test_read_annotations_joins_second_contents_and_drops_events_without_any(tmp_path):
    path = tmp_path / "one.ann"
    path.write_text(ANNOTATION, encoding="utf-8")
    assert read_annotations(path) == [
        {"source": [(0, 13)], "cue": [(14, 18)], "content": [(19, 22), (23, 34)]},
        {"source": [], "cue": [(50, 56)], "content": [(57, 59), (61, 66)]},
    ]


def test_read_articles_takes_the_first_annotator_and_skips_what_has_none(tmp_path):
    assert [(name, len(found)) for name, _, found in read_articles(corpus(tmp_path))] == [("quay_ferry", 2)]


def test_read_paragraphs_gives_word_places_within_the_cues_paragraph(tmp_path):
    first, second = read_paragraphs(spacy.blank("en"), corpus(tmp_path))
    assert first.gold == [Gold((0, 1), (2,), (3, 4, 5))]
    assert second.gold == [Gold((), (2,), (3, 5))]


def test_fit_of_edges_weighs_what_tells_them():
    rows = [(["mark", "any"], True), (["word", "any"], False)] * 40
    _, weights, loss = fit_edges(rows)
    assert weights["mark"] > 1 > -1 > weights["word"]
    assert loss < 0.1


def test_fit_of_confidence_gives_chances_near_the_share_that_is_right():
    rng = np.random.default_rng(0)
    signs = rng.normal(size=(2000, 2))
    right = (rng.random(2000) < 1 / (1 + np.exp(-2 * signs[:, 0]))).astype(float)
    weights = fit(signs, right)
    chances = 1 / (1 + np.exp(-(signs @ weights[:-1] + weights[-1])))
    assert abs(weights[0] - 2) < 0.3
    assert abs(weights[1]) < 0.2
    assert calibration_error(chances, right) < 0.05


def test_shipped_weights_have_four_numbers_a_feature():
    from claims.extraction.tagger_network import WEIGHTS

    learned = json.loads((WEIGHTS / "edges.json").read_text(encoding="utf-8"))
    assert {len(row) for row in learned["weights"].values()} == {4}
    assert len(learned["bias"]) == 4
