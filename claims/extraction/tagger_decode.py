"""From the networks' probabilities to attributions, as lists of word places within one passage."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from claims.extraction.tagger_network import CONTENT, OUTSIDE, SOURCE, Cue, Floats

CUE_EDGE = 0.3  # a word joins a cue from here; the cue's best word must reach the threshold
SHARED_SOURCE = 0.3  # a source that another cue took still serves this one from here
CONTENT_GAP, SOURCE_GAP = 2, 1  # words of doubt that do not break a span
FRAGMENT = 2  # words; a shorter run of content beside a longer one is noise


@dataclass(slots=True)
class Draft:
    """One attribution as sorted word places; `strength` is its cue's probability."""

    cue: list[int]
    source: list[int]
    content: list[int]
    strength: float


def find_cues(probabilities: Floats, threshold: float) -> list[Cue]:
    """Runs of words that are more likely a cue than CUE_EDGE, best word above `threshold`."""
    likely = 1 - probabilities[:, 0]
    cues: list[list[int]] = []
    for place in range(len(likely)):
        if likely[place] < CUE_EDGE:
            continue
        begins, continues = probabilities[place, 1:]
        if cues and cues[-1][-1] == place - 1 and continues >= begins:
            cues[-1].append(place)
        else:
            cues.append([place])
    return [tuple(cue) for cue in cues if likely[cue].max() >= threshold]


def draft_attributions(
    cues: Sequence[Cue], strengths: Sequence[float], roles: Sequence[Floats]
) -> list[Draft]:
    """Give every word to the attribution where it is most probable, then tidy the spans.

    Content belongs to one attribution only. A source may serve several ('He denied it and
    said ...'): one that went elsewhere is used again where a cue is left without.
    """
    if not cues:
        return []
    chances = np.stack(roles)
    role = np.where(chances[..., SOURCE] > chances[..., CONTENT], SOURCE, CONTENT)
    claim = chances[..., SOURCE:].max(axis=-1)
    claim[claim <= chances[..., OUTSIDE]] = 0
    claim[:, [place for cue in cues for place in cue]] = 0
    owner = np.where(claim.max(axis=0) > 0, claim.argmax(axis=0), -1)
    drafts = []
    for index, (cue, strength) in enumerate(zip(cues, strengths, strict=True)):
        own = owner == index
        source = _places(own & (role[index] == SOURCE))
        source = source or _places(chances[index, :, SOURCE] > SHARED_SOURCE) - set(cue)
        sources = runs(_filled(source, set(cue), SOURCE_GAP))
        if len(sources) > 1:
            sources = [max(sources, key=lambda run: float(chances[index, run, SOURCE].sum()))]
        words = _places(own & (role[index] == CONTENT))
        content = _long_runs(_filled(words, {*cue, *source}, CONTENT_GAP))
        if content:
            drafts.append(Draft(list(cue), [place for run in sources for place in run], content, strength))
    return drafts


def _places(chosen: NDArray[np.bool_]) -> set[int]:
    return set(np.flatnonzero(chosen).tolist())


def runs(places: AbstractSet[int] | Sequence[int]) -> list[list[int]]:
    """Group places that follow each other."""
    grouped: list[list[int]] = []
    for place in sorted(places):
        if grouped and grouped[-1][-1] == place - 1:
            grouped[-1].append(place)
        else:
            grouped.append([place])
    return grouped


def _filled(places: AbstractSet[int], barred: AbstractSet[int], gap: int) -> set[int]:
    """Close gaps of at most `gap` words, none of them barred."""
    closed = set(places)
    ordered = sorted(places)
    for left, right in pairwise(ordered):
        between = range(left + 1, right)
        if 0 < len(between) <= gap and barred.isdisjoint(between):
            closed.update(between)
    return closed


def _long_runs(places: AbstractSet[int]) -> list[int]:
    grouped = runs(places)
    kept = [run for run in grouped if len(run) >= FRAGMENT] or grouped
    return [place for run in kept for place in run]
