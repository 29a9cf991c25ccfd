"""Learn where spans begin and end (weights/edges.json) from the corpus' own spans.

Log-linear, one model for each kind of edge, by full-batch Adam: the rows are the true edges
of every gold span and all others within REACH words of them. Uses nothing that the networks
say, so that it may be learned from the articles that they were trained on.
"""

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from claims.extraction.tagger_edges import EDGE_KINDS, Surroundings
from training.corpus import Paragraph

REACH = 8
LEAST_COUNT = 30  # a rarer feature is left out
LEAST_WEIGHT = 0.03  # a lighter one is not written
STEPS, COOLING, RATE, PENALTY = 200, 120, 0.1, 1e-6

type Row = tuple[list[str], bool]


def collect(paragraphs: Iterable[Paragraph]) -> dict[str, list[Row]]:
    """Rows of (features, whether an edge is there) for each kind of edge."""
    rows: dict[str, list[Row]] = {kind: [] for kind in EDGE_KINDS}
    for paragraph in paragraphs:
        surroundings = Surroundings(paragraph.tokens)
        for gold in paragraph.gold:
            cache: dict[int, list[str]] = {}
            for role in ("content", "source"):
                places = set(getattr(gold, role))
                starts = {place for place in places if place - 1 not in places}
                ends = {place + 1 for place in places if place + 1 not in places}
                for kind, edges in ((f"{role}_start", starts), (f"{role}_end", ends)):
                    for edge in range(len(paragraph.tokens) + 1):
                        if any(abs(edge - true) <= REACH for true in edges):
                            if edge not in cache:
                                cache[edge] = surroundings.features(edge, gold.cue)
                            rows[kind].append((cache[edge], edge in edges))
    return rows


def fit(rows: list[Row]) -> tuple[float, dict[str, float], float]:
    """Bias, weights by feature, and the mean negative log-likelihood that they leave."""
    counts = Counter(name for names, _ in rows for name in names)
    names = sorted(name for name, count in counts.items() if count >= LEAST_COUNT)
    index = {name: column for column, name in enumerate(names)}
    known = [[index[name] for name in names if name in index] for names, _ in rows]
    row_of = np.repeat(np.arange(len(rows)), [len(columns) for columns in known])
    column_of = np.fromiter((column for columns in known for column in columns), dtype=np.int32)
    truth = np.array([edge for _, edge in rows], dtype=np.float64)
    weights = np.zeros(len(index) + 1)  # the last one is the bias
    weights[-1] = -2.0
    moment, scale = np.zeros_like(weights), np.zeros_like(weights)
    chances: NDArray[np.float64] = truth
    for step in range(1, STEPS + 1):
        logits = np.bincount(row_of, weights[column_of], len(rows)) + weights[-1]
        chances = 1 / (1 + np.exp(-logits))
        errors = (chances - truth) / len(rows)
        slope = np.append(np.bincount(column_of, errors[row_of], len(index)), errors.sum())
        slope += PENALTY * weights
        moment = 0.9 * moment + 0.1 * slope
        scale = 0.999 * scale + 0.001 * slope**2
        rate = RATE if step < COOLING else 0.3 * RATE
        weights -= rate * (moment / (1 - 0.9**step)) / (np.sqrt(scale / (1 - 0.999**step)) + 1e-9)
    likelihood = np.log(np.where(truth == 1, chances, 1 - chances) + 1e-9)
    return float(weights[-1]), dict(zip(names, weights[:-1].tolist(), strict=True)), -float(likelihood.mean())


def train(paragraphs: Iterable[Paragraph], path: Path) -> None:
    """Fit all kinds of edges, write them to `path` and print what each leaves unexplained."""
    biases, table = [], dict[str, list[float]]()
    for place, (kind, rows) in enumerate(collect(paragraphs).items()):
        bias, weights, loss = fit(rows)
        print(f"{kind:14} rows {len(rows):7}  features {len(weights):5}  loss {loss:.4f}")
        biases.append(round(bias, 3))
        for name, weight in weights.items():
            if abs(weight) >= LEAST_WEIGHT:
                table.setdefault(name, [0.0] * len(EDGE_KINDS))[place] = round(weight, 2)
    lines = ",\n".join(f"{json.dumps(name)}: {json.dumps(row)}" for name, row in sorted(table.items()))
    path.write_text(f'{{"bias": {json.dumps(biases)}, "weights": {{\n{lines}\n}}}}\n', encoding="utf-8")
