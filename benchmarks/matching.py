"""Whether two reported claims are one, two, or opposed: the matcher on the project's own pairs.

usage: python -m benchmarks.matching [--errors] [--corpus]

The pairs are in tests/claims/matching/pairs.jsonl: wordings of one speaker, of which `same` pairs must be
joined, `different` ones kept apart without a question, and `opposite` ones kept apart and shown as a contest.
With --corpus, where ../shared/data/basil-dev.jsonl is present, also the share of direct quotes that two
outlets of a story have in common and that end in one claim, by ../shared/eval/score_stories.py.
"""

import argparse
import json
import re
import subprocess
import sys
import tempfile
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from claims.enums import QuoteKind
from claims.matching.contests import Contest, contests
from claims.matching.grouping import group
from claims.matching.reading import Wording
from claims.matching.scoring import Match, same_claim
from claims.matching.words import JOINER

ROOT = Path(__file__).resolve().parent.parent
PAIRS = ROOT / "tests" / "claims" / "matching" / "pairs.jsonl"
SHARED = ROOT.parent / "shared"
LABELS = ("same", "different", "opposite")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two wordings with what an editor would say of them; `trap` names what makes the pair hard."""

    number: int
    trap: str
    expect: str
    a: Wording
    b: Wording


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the matcher says of a pair, and why."""

    pair: Pair
    label: str
    because: Match | Contest | None


def read_pairs(path: Path = PAIRS) -> Iterator[Pair]:
    """The pairs of a file, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            raw = json.loads(line)
            yield Pair(raw["id"], raw["trap"], raw["expect"], _wording(raw["a"]), _wording(raw["b"]))


def _wording(raw: Mapping[str, Any]) -> Wording:
    return Wording(
        text=raw["text"],
        kind=QuoteKind(raw["kind"]),
        denies=raw.get("denies", False),
        speaker=raw.get("speaker", ""),
        context=raw.get("context", ""),
        when=date.fromisoformat(raw["when"]) if "when" in raw else None,
    )


def judge_pair(pair: Pair) -> Verdict:
    """One claim if they match; else opposed if they contest each other; else two."""
    match = same_claim(pair.a, pair.b)
    if match:
        return Verdict(pair, "same", match)
    contest = contests(pair.a, pair.b)
    return Verdict(pair, "opposite" if contest else "different", contest)


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision and recall of joining ('same') and of contesting ('opposite'), and the table behind them."""

    confusion: Mapping[tuple[str, str], int]

    def precision(self, label: str) -> float:
        """Share of what was called `label` that is."""
        called = sum(self.confusion.get((expect, label), 0) for expect in LABELS)
        return self.confusion.get((label, label), 0) / called if called else 1.0

    def recall(self, label: str) -> float:
        """Share of what is `label` that was called so."""
        there = sum(self.confusion.get((label, said), 0) for said in LABELS)
        return self.confusion.get((label, label), 0) / there if there else 1.0

    def table(self) -> str:
        """The confusion table: a row for what is, a column for what was said."""
        head = f"{'':>10}" + "".join(f"{label:>11}" for label in LABELS)
        rows = [
            f"{expect:>10}" + "".join(f"{self.confusion.get((expect, said), 0):>11}" for said in LABELS)
            for expect in LABELS
        ]
        return "\n".join([head, *rows])


def figures(verdicts: Iterable[Verdict]) -> Figures:
    """Count what was said against what is."""
    return Figures(Counter((verdict.pair.expect, verdict.label) for verdict in verdicts))


def main() -> None:
    """Print the figures, and on request the errors and the corpus figure."""
    parser = argparse.ArgumentParser(description="Measure the matcher.")
    parser.add_argument("--errors", action="store_true", help="print every pair that was judged wrongly")
    parser.add_argument("--corpus", action="store_true", help="also the shared quotes of the corpus")
    args = parser.parse_args()
    verdicts = [judge_pair(pair) for pair in read_pairs()]
    found = figures(verdicts)
    print(f"{len(verdicts)} pairs")
    print(found.table())
    for label in ("same", "opposite"):
        print(f"{label}: precision {found.precision(label):.3f}, recall {found.recall(label):.3f}")
    if args.errors:
        for verdict in verdicts:
            if verdict.label != verdict.pair.expect:
                pair = verdict.pair
                print(f"{pair.number} {pair.trap}: {pair.expect} called {verdict.label}, {verdict.because}")
                print(f"    {pair.a.text}\n    {pair.b.text}")
    if args.corpus:
        corpus(SHARED / "data" / "basil-dev.jsonl")


# The corpus: extraction and matching without the database


def corpus(path: Path) -> None:
    """Extract the corpus, group each story's claims by speaker, and let the shared scorer count."""
    scorer = SHARED / "eval" / "score_stories.py"
    if not path.exists() or not scorer.exists():
        print(f"{path.name} or its scorer is not at hand: the shared quotes were not measured")
        return
    articles = {raw["id"]: raw for raw in map(json.loads, path.read_text(encoding="utf-8").splitlines())}
    print(f"extracting {len(articles)} articles", file=sys.stderr)
    lines = subprocess.run(
        [sys.executable, "manage.py", "extract", str(path)],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as export:
        for claim in exported(map(json.loads, lines), articles):
            export.write(json.dumps(claim) + "\n")
        export.flush()
        subprocess.run([sys.executable, str(scorer), str(path), export.name], check=True)


def exported(
    extracted: Iterable[Mapping[str, Any]], articles: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Any]]:
    """Claims as `export_claims --format jsonl` writes them, in the gold stories: grouping is judged."""
    said: dict[tuple[str, str], list[tuple[Wording, dict[str, Any]]]] = defaultdict(list)
    for raw in extracted:
        article = articles[raw["id"]]
        for number, claim in enumerate(raw["claims"]):
            text = JOINER.join(article["text"][start:end] for start, end in claim["spans"])
            unnamed = claim["speaker"] is None or claim["speaker_kind"] == "unnamed"
            speaker = f"{raw['id']} {claim['speaker'] or number}" if unnamed else claim["speaker"]
            wording = Wording(text, QuoteKind(claim["kind"]), claim["denies"], speaker=claim["speaker"] or "")
            appearance = {
                "article_id": raw["id"],
                "external_id": raw["id"],
                "story": article["story"],
                "start": min(start for start, _ in claim["spans"]),
                "end": max(end for _, end in claim["spans"]),
                "text": text,
            }
            said[article["story"], speaker].append((wording, appearance))
    number = 0
    for (_, speaker), wordings in _by_full_name(said).items():
        for members in group([wording for wording, _ in wordings]):
            number += 1
            appearances = [wordings[index][1] for index in members]
            yield {"claim_id": number, "speaker": speaker, "appearances": appearances}


type Said = dict[tuple[str, str], list[tuple[Wording, dict[str, Any]]]]


def _by_full_name(said: Said) -> Said:
    """Initials and accents aside; a surname alone joins the one fuller name of its story that ends in it."""
    full: dict[tuple[str, str], set[str]] = defaultdict(set)
    for story, speaker in said:
        if " " in (name := _plain(speaker)):
            full[story, name.split()[-1]].add(name)
    joined: Said = defaultdict(list)
    for (story, speaker), wordings in said.items():
        name = _plain(speaker)
        names = full.get((story, name), set())
        joined[story, min(names) if len(names) == 1 else name].extend(wordings)
    return joined


def _plain(name: str) -> str:
    bare = "".join(char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return re.sub(r"\b[A-Z]\.\s*", "", bare)


if __name__ == "__main__":
    main()
