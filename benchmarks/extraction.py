"""How fast the extraction is, as a ratio to the bare spaCy pipeline on the same texts, and its memory.

usage: python -m benchmarks.extraction [TEXTS] [--strategy rules|tagger|both] [--rounds 3]

Single thread, CPU time, the same pipes, the better of several rounds taken in turns. TEXTS is a folder
of .txt files; by default PolNeAR's dev articles beside the repository, which are no part of it.
"""

import argparse
import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads

from claims.extraction.pipeline import STRATEGIES, default_extractor  # noqa: E402 - after the thread limits

TEXTS = Path(__file__).resolve().parents[2] / "shared" / "data" / "polnear" / "dev" / "text"
LONG = 1_000_000  # characters of the longest article


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 0 also where the texts are absent, which is said."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("texts", nargs="?", type=Path, default=TEXTS)
    parser.add_argument("--strategy", choices=STRATEGIES, default="rules")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--long", action="store_true", help="also time an article of 1 MB against one of 100 kB"
    )
    options = parser.parse_args(arguments)
    paths = sorted(options.texts.glob("*.txt"))
    if not paths:
        print(f"extraction: no texts at {options.texts}; name a folder of .txt files to measure")
        return 0
    texts = [path.read_bytes().decode("utf-8", "replace") for path in paths]
    started = time.perf_counter()
    extractor = default_extractor(options.strategy)
    loading = time.perf_counter() - started
    nlp = extractor.nlp

    _seconds(nlp, texts[:1]), _seconds(extractor.extract, texts[:1])  # warm both
    pairs = [(_seconds(nlp, texts), _seconds(extractor.extract, texts)) for _ in range(options.rounds)]
    spacy, ours = min(p[0] for p in pairs), min(p[1] for p in pairs)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (
        1024 if sys.platform != "darwin" else 2**20
    )
    size = sum(map(len, texts))
    print(f"extraction ({options.strategy}): {len(texts)} articles, {size:,} characters, one thread")
    print(f"pipes: {nlp.meta['name']} {', '.join(nlp.pipe_names)}")
    print(f"bare spaCy pipeline: {len(texts) / spacy:.2f} articles per CPU second")
    print(f"extraction:          {len(texts) / ours:.2f} articles per CPU second")
    print(f"ratio: {spacy / ours:.2f}   memory peak: {memory:,.0f} MB   loading: {loading:.1f} s")
    if options.long:
        _linear(extractor.extract, texts)
    return 0


def _seconds(read: Callable[[str], object], texts: list[str]) -> float:
    """CPU seconds for reading the texts one by one."""
    started = time.process_time()
    for text in texts:
        read(text)
    return time.process_time() - started


def _linear(read: Callable[[str], object], texts: list[str]) -> None:
    whole = "\n\n".join(texts)
    whole *= LONG // len(whole) + 1
    short, long = whole[: LONG // 10], whole[:LONG]
    ratio = _seconds(read, [long]) / _seconds(read, [short])
    print(f"an article of {len(long):,} characters takes {ratio:.1f} times the time of one of {len(short):,}")


if __name__ == "__main__":
    sys.exit(main())
