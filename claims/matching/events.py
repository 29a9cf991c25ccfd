"""Whether two articles report one event: cosine likeness of their words, weighted by how rare they are.

Term weights are (1 + ln frequency) times inverse document frequency (Salton and Buckley 1988), names
count more. The rarity comes from the articles at hand, smoothed so that it also serves for two.
"""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

from claims.matching.words import words

TERMS = 300
"""Terms kept of one article, the weightiest first."""

SAME_EVENT = 0.18
"""Likeness from which articles of the same days report one event; chosen on 50 stories of three articles."""

DAYS_APART = 4
"""Farther apart than this, articles report another event, however alike they read."""

NAME_WEIGHT = 1.5

LONGEST = 60
"""Characters of a term: what is longer is no word."""

type Profile = dict[str, float]


def profile(text: str) -> Profile:
    """What an article is about: stems with their weights, at most `TERMS`, the weightiest first."""
    count: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for word in words(text):
        if word.content and not word.common and len(word.stem) <= LONGEST:
            count[word.stem] += 1
            capitals[word.stem] += word.capital
    weights = {
        stem: (1 + log(number)) * (NAME_WEIGHT if capitals[stem] > number / 2 else 1)
        for stem, number in count.items()
    }
    ranked = sorted(weights.items(), key=lambda item: (-item[1], item[0]))
    return dict(ranked[:TERMS])


def rarity(articles: int, holding: Mapping[str, int]) -> dict[str, float]:
    """How much sharing a term says, from the number of `articles` and of those that hold each term."""
    return {term: log(1 + articles / number) for term, number in holding.items()}


def likeness(one: Profile, two: Profile, rare: Mapping[str, float]) -> float:
    """The cosine of two profiles, 0 to 1; `rare` holds every term of both."""
    product = sum(weight * two[term] * rare[term] ** 2 for term, weight in one.items() if term in two)
    return product / (_length(one, rare) * _length(two, rare)) if product else 0.0


def _length(terms: Profile, rare: Mapping[str, float]) -> float:
    return sqrt(sum((weight * rare[term]) ** 2 for term, weight in terms.items()))
