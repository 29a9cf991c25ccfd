"""Learn how far to trust an attribution (weights/confidence.json) on articles that no weights have seen.

Logistic regression on a draft's signs. What the scorer calls who-said-what is right, and what it finds
with another source is half right to learn from, so that the order serves both; then the scale is set by what
is right. Prints the calibration error in four folds of articles, each judged by the other three.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from claims.extraction.pipeline import Extractor
from claims.extraction.reading import read
from claims.extraction.records import Spans
from claims.extraction.tagger import Tagger, spans_of

FOLDS = 4
ROLES = ("source", "cue", "content")
HALF = 0.5  # what a found attribution with a wrong source counts
PENALTY = 1.0
ROUNDS = 30
BINS = 10

type Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Judged:
    """One draft: its article, what it looks like, whether it is found, and found with the right source."""

    article: int
    signs: dict[str, float]
    found: bool
    right: bool


def judge(tagger: Tagger, extractor: Extractor, scorer: ModuleType, directory: Path) -> Iterator[Judged]:
    """All drafts for the articles of a split, read as the desk reads them and paired as the scorer does."""
    for number, (_, text, gold) in enumerate(scorer.load_gold(directory)):
        words = scorer.Article(text)
        drafts = [
            (draft, {role: _placed(getattr(draft, role), tokens, passage.start) for role in ROLES})
            for passage in read(text)
            for tokens, found in tagger.drafts(extractor.parse(passage.text))
            for draft in found
        ]
        drafts = [(draft, parts) for draft, parts in drafts if words.tokens(parts["content"])]
        golds, guesses = words.prepare(gold), words.prepare([parts for _, parts in drafts])
        pairs = [(i, j) for i, j, jaccard in scorer.pair(golds, guesses) if jaccard >= scorer.FOUND_JACCARD]
        found = {j for _, j in pairs}
        right = {j for i, j in pairs if scorer.same_source(golds[i], guesses[j])}
        for index, (draft, _) in enumerate(drafts):
            yield Judged(number, draft.signs, index in found, index in right)


def _placed(places: Sequence[int], tokens: Sequence[Token], start: int) -> Spans:
    return tuple((first + start, last + start) for first, last in spans_of(places, tokens))


def begin(path: Path) -> None:
    """Write a confidence that says nothing, so that a tagger can be loaded to learn a better one from."""
    if not path.exists():
        path.write_text('{"bias": 0.0, "weights": {}}\n', encoding="utf-8")


def fit(signs: Floats, right: Floats) -> Floats:
    """Weights of standardised signs, the last one the bias, by Newton's method with a ridge."""
    mean, scale = signs.mean(axis=0), signs.std(axis=0) + 1e-9
    rows = np.column_stack([(signs - mean) / scale, np.ones(len(signs))])
    weights = np.zeros(rows.shape[1])
    for _ in range(ROUNDS):
        chances = 1 / (1 + np.exp(-rows @ weights))
        curve = (rows * (chances * (1 - chances))[:, None]).T @ rows + PENALTY * np.eye(len(weights))
        weights -= np.linalg.solve(curve, rows.T @ (chances - right) + PENALTY * weights)
    plain = weights[:-1] / scale
    return np.append(plain, weights[-1] - plain @ mean)


def calibration_error(chances: Floats, right: Floats) -> float:
    """Mean distance between confidence and share that is right, over BINS equal steps."""
    bins = np.minimum((chances * BINS).astype(int), BINS - 1)
    sums = (abs((chances - right)[bins == step].sum()) for step in range(BINS))
    return float(sum(sums)) / len(chances)


def learn(signs: Floats, found: Floats, right: Floats) -> Floats:
    """Weights of the signs and the bias: an order that serves both, on the scale of what is right."""
    weights = fit(signs, HALF * found + (1 - HALF) * right)
    scale, bias = fit((signs @ weights[:-1] + weights[-1])[:, None], right)
    return np.append(scale * weights[:-1], scale * weights[-1] + bias)


def train(judged: Iterable[Judged], path: Path) -> None:
    """Fit on all, write to `path`, print the cross-validated calibration."""
    drafts = list(judged)
    names = list(drafts[0].signs)
    signs = np.array([[draft.signs[name] for name in names] for draft in drafts])
    found = np.array([draft.found for draft in drafts], dtype=np.float64)
    right = np.array([draft.right for draft in drafts], dtype=np.float64)
    fold = np.array([draft.article % FOLDS for draft in drafts])
    held_out = np.zeros(len(drafts))
    for part in range(FOLDS):
        own = fold == part
        weights = learn(signs[~own], found[~own], right[~own])
        held_out[own] = 1 / (1 + np.exp(-(signs[own] @ weights[:-1] + weights[-1])))
    print(f"confidence: {len(drafts)} drafts, {right.mean():.3f} right, ", end="")
    print(f"calibration error {calibration_error(held_out, right):.3f} in {FOLDS} folds")
    weights = learn(signs, found, right)
    learned = {
        "bias": round(float(weights[-1]), 4),
        "weights": {name: round(float(weight), 4) for name, weight in zip(names, weights, strict=False)},
    }
    path.write_text(json.dumps(learned, indent=1) + "\n", encoding="utf-8")
