"""Broken articles by the thousand: nothing raises and no offset lies outside the text.

usage: python -m benchmarks.mutations [--count 10000] [--seed 0] [--strategy both] [FILE.txt ...]

Takes the given texts, or PolNeAR's dev articles when they lie beside the repository, and
breaks a piece of each: cut, doubled, marks dropped or turned, encodings mistaken, lines
joined, cases changed, other scripts and control characters mixed in.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")

from claims.extraction.pipeline import STRATEGIES, default_extractor  # noqa: E402 - after the thread limits
from claims.extraction.records import Extraction  # noqa: E402

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "polnear" / "dev" / "text"
LONGEST = 1500  # characters taken from an article, so that ten thousand are read in minutes
MARKS = "“”\"'‘’«»„—-:,.!?()[]…"
FOREIGN = (
    "Міністр заявив: «Переговори тривають».",
    "部長は「会議は延期された」と述べた。",
    "قال الوزير إن الاجتماع تأجل.",
    "„Wir prüfen das“, sagte die Sprecherin.",
    "\u202eright to left\u202c",
    "\x00\x07\u200b\ufeff\u2028",
    "👩\u200d🚒" * 3,
    "a" * 400,
    "”“" * 50,
)

type Mutation = Callable[[str, random.Random], str]


def _place(text: str, rng: random.Random) -> int:
    return rng.randrange(len(text) + 1)


def _cut(text: str, rng: random.Random) -> str:
    start, end = sorted((_place(text, rng), _place(text, rng)))
    return text[:start] + text[end:]


def _double(text: str, rng: random.Random) -> str:
    start, end = sorted((_place(text, rng), _place(text, rng)))
    return text[:end] + text[start:]


def _drop_marks(text: str, rng: random.Random) -> str:
    return "".join(letter for letter in text if letter not in MARKS or rng.random() < 0.5)


def _turn_marks(text: str, rng: random.Random) -> str:
    return "".join(rng.choice(MARKS) if letter in MARKS else letter for letter in text)


def _mistake_encoding(text: str, rng: random.Random) -> str:
    wrong = rng.choice(("latin-1", "cp1252", "cp437", "utf-16-le"))
    return text.encode("utf-8", "replace").decode(wrong, "replace")


def _lose_bytes(text: str, rng: random.Random) -> str:
    kept = bytes(byte for byte in text.encode("utf-8", "replace") if rng.random() > 0.02)
    return kept.decode("utf-8", rng.choice(("replace", "ignore")))


def _mix_in(text: str, rng: random.Random) -> str:
    place = _place(text, rng)
    return text[:place] + rng.choice(FOREIGN) + text[place:]


def _join_lines(text: str, rng: random.Random) -> str:
    return text.replace("\n", rng.choice((" ", "", "\r\n", "\t", "\u2028")))


def _break_lines(text: str, rng: random.Random) -> str:
    return "".join("\n" if letter == " " and rng.random() < 0.2 else letter for letter in text)


def _change_case(text: str, rng: random.Random) -> str:
    return rng.choice((str.upper, str.lower, str.swapcase, str.title))(text)


def _shuffle(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    rng.shuffle(words)
    return " ".join(words)


MUTATIONS: tuple[Mutation, ...] = (
    _cut,
    _double,
    _drop_marks,
    _turn_marks,
    _mistake_encoding,
    _lose_bytes,
    _mix_in,
    _join_lines,
    _break_lines,
    _change_case,
    _shuffle,
)


def mutated(texts: Sequence[str], count: int, seed: int) -> Iterator[str]:
    """`count` broken pieces of the texts, each by one to three mutations."""
    rng = random.Random(seed)
    for _ in range(count):
        text = rng.choice(texts)
        start = rng.randrange(max(len(text) - LONGEST, 0) + 1)
        text = text[start : start + rng.randrange(1, LONGEST)]
        for mutate in rng.choices(MUTATIONS, k=rng.randrange(1, 4)):
            text = mutate(text, rng)
        yield text


def outside(extraction: Extraction, text: str) -> list[tuple[int, int]]:
    """Spans of attributions and claims that are empty, turned round or not within the text."""
    spans = [
        s for one in extraction.attributions for part in (one.source, one.cue, one.content) for s in part
    ]
    spans += [
        s
        for claim in extraction.claims
        for part in (claim.spans, claim.cue_spans, claim.source)
        for s in part
    ]
    return [(start, end) for start, end in spans if not 0 <= start < end <= len(text)]


def main() -> None:
    """Count what goes wrong; exit status 1 when anything does."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--strategy", choices=STRATEGIES, default="both")
    options = parser.parse_args()
    files = options.files or sorted(TEXTS.glob("*.txt"))
    if not files:
        sys.exit(f"No texts: name files, or put PolNeAR's dev articles at {TEXTS}.")
    texts = [path.read_bytes().decode("utf-8", "replace") for path in files]
    extractor = default_extractor(options.strategy)
    raised = skipped = stray = found = 0
    start = time.monotonic()
    for number, text in enumerate(mutated(texts, options.count, options.seed), start=1):
        try:
            extraction = extractor.extract(text)
        except Exception as error:  # noqa: BLE001 - counting them is the purpose
            raised += 1
            print(f"{number}: {error!r} in {text[:80]!r}")
            continue
        found += len(extraction.attributions)
        skipped += extraction.skipped
        wrong = outside(extraction, text)
        stray += len(wrong)
        if wrong:
            print(f"{number}: {wrong} in {len(text)} characters {text[:80]!r}")
    print(
        f"{options.count} mutated articles, {found} attributions, {time.monotonic() - start:.0f} s: "
        f"{raised} exceptions, {skipped} unreadable passages, {stray} spans outside the text"
    )
    sys.exit(1 if raised or stray else 0)


if __name__ == "__main__":
    main()
