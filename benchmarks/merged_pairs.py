"""Draw pairs of appearances that stand in one claim, from different articles, to be judged by hand.

usage: python -m benchmarks.merged_pairs [--seed 0] [--pairs 200]

The database is the one that the settings name. Prints a line a pair: number, both articles' external ids with
the spans, then both printed sources and texts. `merged_pairs.tsv` keeps the verdicts, by ids and spans alone.
"""

import argparse
import os
import random
from itertools import combinations

import django


def drawn(seed: int, pairs: int) -> list[tuple[str, ...]]:
    """Pairs by a fixed seed, in the order of their articles: ids and spans first, then what to read."""
    from claims.models import Claim

    found = []
    claims = Claim.objects.filter(merged_into=None).prefetch_related("appearances__article")
    for claim in claims.order_by("pk"):
        placed = sorted(claim.appearances.all(), key=lambda one: (one.article.external_id, one.start))
        for one, two in combinations(placed, 2):
            if one.article_id != two.article_id:
                found.append((*_place(one), *_place(two), *_told(one), *_told(two)))
    found.sort()
    return random.Random(seed).sample(found, min(pairs, len(found)))


def _place(appearance) -> tuple[str, str]:  # type: ignore[no-untyped-def]  # the models load after the set-up
    return appearance.article.external_id, ";".join(f"{low}-{high}" for low, high in appearance.spans)


def _told(appearance) -> tuple[str, str]:  # type: ignore[no-untyped-def]  # as above
    text = appearance.article.text
    source = " ".join(text[low:high] for low, high in appearance.source_spans)
    return source, " ".join(appearance.text.split())


def main() -> None:
    """Print the pairs."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pairs", type=int, default=200)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsdesk.settings")
    django.setup()
    for number, pair in enumerate(drawn(options.seed, options.pairs), 1):
        print(number, *pair, sep="\t")


if __name__ == "__main__":
    main()
