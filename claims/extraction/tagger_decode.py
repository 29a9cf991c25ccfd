"""From the networks' probabilities to attributions, as word places within one passage.

For each cue the likeliest sequence of outside, source and content is found (Viterbi), from
what the role network says of the words and what is known of the edges between them.
"""

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Token

from claims.extraction.tagger_edges import EdgeScores, Surroundings
from claims.extraction.tagger_network import CONTENT, OUTSIDE, SOURCE, WEIGHTS, Cue, Floats

CUE_EDGE = 0.3  # a word joins a cue from here
MOST_CUES = 48  # of a passage; each costs a run of the role network, and no prose has as many

# Weights of the parts, chosen on PolNeAR dev (docs/model-card.md).
_ROLES = 0.7  # of the network's log-probabilities
_CONTENT_EDGES, _CONTENT_RUN = 0.7, -0.3  # of edge scores, and for each start or end of a run
_SOURCE_EDGES, _SOURCE_RUN = 0.5, 0.0
_SHARED_RUN = 2.0  # for a source that other words would rather give to another cue
_CLAIMED = 0.05  # a word that is more probable in another attribution is this much less probable here
_LEAST, _LEAST_SHARED = 0.01, 0.001  # probabilities below count as this
_CERTAIN = 0.9  # between words more certain than this no edge is tried
_BARRED = -1e3


@dataclass(slots=True)
class Draft:
    """One attribution as sorted word places, and what its confidence is judged by."""

    cue: Cue
    source: list[int]
    content: list[int]
    signs: dict[str, float]


def find_cues(probabilities: Floats) -> list[Cue]:
    """Runs of words that are more likely in a cue than CUE_EDGE; a word that begins one opens a new run."""
    likely = 1 - probabilities[:, 0]
    cues: list[list[int]] = []
    for place in np.flatnonzero(likely >= CUE_EDGE).tolist():
        begins, continues = probabilities[place, 1:]
        if cues and cues[-1][-1] == place - 1 and continues >= begins:
            cues[-1].append(place)
        else:
            cues.append([place])
    if len(cues) > MOST_CUES:
        surest = sorted(cues, key=lambda cue: -float(likely[cue].max()))[:MOST_CUES]
        cues = sorted(surest)
    return [tuple(cue) for cue in cues]


class Decoder:
    """Draws up a passage's attributions from what the networks say of it."""

    def __init__(self, weights: Path = WEIGHTS) -> None:
        self._edges = EdgeScores(weights / "edges.json")

    def drafts(
        self, tokens: Sequence[Token], cues: Sequence[Cue], cue_chances: Floats, roles: Sequence[Floats]
    ) -> list[Draft]:
        """One draft for each cue that has any content, in the order of `cues`.

        A word that is more probable in another attribution is less probable here, so that content
        mostly belongs to one. A source may serve several ('He denied it and said ...'): a cue
        left without one looks again among the words that went elsewhere.
        """
        if not cues:
            return []
        surroundings = Surroundings(tokens)
        chances = np.stack(roles)
        cue_words = [place for cue in cues for place in cue]
        claims = chances[..., SOURCE:].max(axis=-1)
        claims[claims <= chances[..., OUTSIDE]] = 0
        claims[:, cue_words] = 0
        owner = claims.argmax(axis=0)
        owned_as = np.where(chances[..., SOURCE] > chances[..., CONTENT], SOURCE, CONTENT)[
            owner, range(len(tokens))
        ]
        drafts = []
        for index, cue in enumerate(cues):
            own = chances[index].copy()
            lost = (owner != index) & (claims.max(axis=0) > 0)
            own[lost, CONTENT] *= _CLAIMED
            own[lost & (owned_as == CONTENT), SOURCE] *= _CLAIMED
            other_cues = [place for place in cue_words if place not in cue]
            draft = self._draft(surroundings, cue, own, chances[index], other_cues)
            if draft is not None:
                draft.signs["cue"] = _logit(float((1 - cue_chances[list(cue), 0]).max()), 1e-4)
                drafts.append(draft)
        return drafts

    def _draft(
        self, surroundings: Surroundings, cue: Cue, own: Floats, shared: Floats, other_cues: Sequence[int]
    ) -> Draft | None:
        edges = _edges_to_try(own, cue)
        scores = self._edges.score(surroundings, cue, edges, len(own) + 1)
        content_edges = scores[:, :2] * _CONTENT_EDGES + _CONTENT_RUN
        source_edges = scores[:, 2:] * _SOURCE_EDGES
        emissions = _ROLES * np.log(np.maximum(own, _LEAST))
        emissions[other_cues, SOURCE:] += math.log(_CLAIMED)
        emissions[list(cue), SOURCE:] = _BARRED
        path = _best_path(emissions, edges, source_edges + _SOURCE_RUN, content_edges)
        content = [place for place, role in enumerate(path) if role == CONTENT]
        source = [place for place, role in enumerate(path) if role == SOURCE]
        if not content:
            return None
        if not source:
            edges = _edges_to_try(shared, cue)
            source_edges = self._edges.score(surroundings, cue, edges, len(own) + 1)[:, 2:] * _SOURCE_EDGES
            emissions = np.log(np.maximum(shared, _LEAST_SHARED))
            emissions[[*cue, *content], SOURCE] = _BARRED
            emissions[:, CONTENT] = _BARRED
            path = _best_path(emissions, edges, source_edges + _SHARED_RUN, content_edges)
            source = [place for place, role in enumerate(path) if role == SOURCE]
        source = max(runs(source), key=lambda run: float(shared[run, SOURCE].sum()), default=[])
        signs = {
            "content": _logit(float(shared[content, CONTENT].mean())),
            "weakest content": _logit(float(shared[content, CONTENT].min())),
            "source": _logit(float(shared[source, SOURCE].mean())) if source else 0.0,
            "no source": float(not source),
            "length": math.log(len(content)),
            "end": min(float(scores[content[-1] + 1, 1]), 5.0),
            "fragments": float(content[-1] - content[0] + 1 > len(content)),
        }
        return Draft(cue, source, content, signs)


def _edges_to_try(chances: Floats, cue: Cue) -> list[int]:
    """Edges where a span could begin or end: beside a word in doubt, or between words that differ."""
    roles = chances.argmax(axis=-1)
    doubtful = chances.max(axis=-1) < _CERTAIN
    doubtful[list(cue)] = True
    inner = (roles[1:] != roles[:-1]) | doubtful[1:] | doubtful[:-1]
    return [0, *(np.flatnonzero(inner) + 1).tolist(), len(chances)]


def _best_path(
    emissions: NDArray[np.floating], edges: Sequence[int], source: Floats, content: Floats
) -> list[int]:
    """The likeliest role of each word when roles change at `edges` only.

    `source` and `content` hold for each edge what it adds to start and to end such a run.
    """
    sums = np.add.reduceat(emissions, edges[:-1], axis=0).tolist()
    starts = [(0.0, float(source[edge, 0]), float(content[edge, 0])) for edge in edges]
    ends = [(0.0, float(source[edge, 1]), float(content[edge, 1])) for edge in edges]
    best = [0.0, -math.inf, -math.inf]
    back: list[list[int]] = []
    for segment, adds in enumerate(sums):
        steps, scores = [], []
        for role in range(3):
            options = [
                best[old] + (0.0 if old == role else ends[segment][old] + starts[segment][role])
                for old in range(3)
            ]
            old = options.index(max(options))
            steps.append(old)
            scores.append(options[old] + adds[role])
        back.append(steps)
        best = scores
    final = [score + end for score, end in zip(best, ends[-1], strict=True)]
    role = final.index(max(final))
    path: list[int] = []
    for segment in range(len(sums) - 1, -1, -1):
        path += [role] * (edges[segment + 1] - edges[segment])
        role = back[segment][role]
    return path[::-1]


def _logit(chance: float, least: float = 0.01) -> float:
    bounded = min(max(chance, least), 1 - least)
    return math.log(bounded / (1 - bounded))


def runs(places: Sequence[int]) -> list[list[int]]:
    """Group ascending places that follow each other."""
    grouped: list[list[int]] = []
    for place in places:
        if grouped and grouped[-1][-1] == place - 1:
            grouped[-1].append(place)
        else:
            grouped.append([place])
    return grouped


class Confidence:
    """How probable it is that an annotator marks the same: a logistic function of a draft's signs."""

    def __init__(self, path: Path = WEIGHTS / "confidence.json") -> None:
        learned = json.loads(path.read_text(encoding="utf-8"))
        self._bias: float = learned["bias"]
        self._weights: dict[str, float] = learned["weights"]

    def of(self, draft: Draft) -> float:
        """Between 0 and 1; calibrated on PolNeAR dev (docs/model-card.md)."""
        total = self._bias + sum(weight * draft.signs[name] for name, weight in self._weights.items())
        return 1 / (1 + math.exp(-total))
