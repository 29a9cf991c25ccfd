"""What collating the wordings of one claim costs, in comparisons by difflib of one pair, in the same run.

usage: python -m benchmarks.collation

Twelve wordings of sixty words: one quote, cut, reworded and retold as outlets do it. Measured are the eleven
collations against the fullest, and the hundred and thirty-two of every base, each as a multiple of one
`difflib.SequenceMatcher` comparison of two of the wordings, word by word. The best of several runs counts, on
both sides, with the words already split.
"""

import time
from collections.abc import Callable
from difflib import SequenceMatcher
from random import Random

from claims.matching.collation import collate
from claims.matching.words import words

WORDINGS = 12
LENGTH = 60
ROUNDS = 15
LIMIT = 100

_LISTING = """harbour wall council pumps river town mayor engineers winter school money contract
inspector crane families boats market bridge water lamps union night letter judge prison forest doctor
captain island valley repair promise leave build open close pay answer warn carry bring find the a of to in
and that we they was were is are have had will not for with on by it this"""
_VOCABULARY = _LISTING.split()


def sample(count: int = WORDINGS, length: int = LENGTH, seed: int = 11) -> list[str]:
    """A quote of `length` words and its variants, all of about that length: words replaced, left out, put
    in.
    """
    random = Random(seed)
    quote = random.choices(_VOCABULARY, k=length)
    wordings = [" ".join(quote)]
    for number in range(1, count):
        row = list(quote)
        for _ in range(number * 3):
            row[random.randrange(len(row))] = random.choice(_VOCABULARY)
        start = random.randrange(length - 10)
        moved = row[start : start + number // 2]
        del row[start : start + number // 2]
        row[start + 3 : start + 3] = reversed(moved)
        wordings.append(" ".join(row))
    return wordings


def best(work: Callable[[], object]) -> float:
    """Seconds of the quickest of several runs."""
    times = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return min(times)


def measure() -> tuple[float, float]:
    """Cost of collating against one base, and against every base, in difflib comparisons of one pair."""
    wordings = sample()
    rows = [[word.normal for word in words(text)] for text in wordings]
    base = wordings[0]

    def one_pair() -> None:
        # every pair with the base, so that the unit is no easier than the work
        for row in rows[1:]:
            SequenceMatcher(None, rows[0], row, autojunk=False).get_opcodes()

    def one_base() -> None:
        for other in wordings[1:]:
            collate(base, other)

    def every_base() -> None:
        for left in wordings:
            for right in wordings:
                if left is not right:
                    collate(left, right)

    unit = best(one_pair) / (len(wordings) - 1)
    return best(one_base) / unit, best(every_base) / unit


def main() -> None:
    """Print both costs and the limit."""
    one, every = measure()
    print(
        f"{WORDINGS} wordings of {LENGTH} words against one base: {one:.0f} difflib comparisons of one pair"
        f" (limit {LIMIT})"
    )
    print(f"against every base in turn: {every:.0f}")


if __name__ == "__main__":
    main()
