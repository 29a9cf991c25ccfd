"""Who said what, measured on PolNeAR: the scorer's figures, where the errors are, and how fast.

usage: python -m benchmarks.attributions [--system rules|tagger|both|all] [--split dev]

The corpus and its scorer lie beside the repository (../shared); nothing of them is part of
it. Prints the figures of each system, the breakdowns of the last one, and writes a page
that shows predicted against gold to benchmarks/out/attributions.html.
"""

import argparse
import importlib.util
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any

from benchmarks.attributions_page import write_page

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads: figures are of one thread

from spacy.tokens import Doc  # noqa: E402 - after the thread limits

from claims.enums import QuoteKind  # noqa: E402
from claims.extraction.pipeline import Extractor, default_extractor  # noqa: E402
from claims.extraction.records import Attribution  # noqa: E402
from claims.extraction.tagger import Tagger, cue_class  # noqa: E402

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
OUT = ROOT / "benchmarks" / "out"
SYSTEMS = ("rules", "tagger", "both")
ROLES = ("source", "cue", "content")
WORST = 15

type Parts = Mapping[str, Any]  # role: [[start, end], ...], and a prediction's confidence


@dataclass(slots=True)
class Case:
    """One gold or predicted attribution, or a pair of them, and what became of it."""

    outcome: str  # right, edges, source, missed, spurious
    gold: Parts | None
    predicted: Parts | None
    kind: QuoteKind
    cue_class: str
    cue: str
    confidence: float | None = None

    @property
    def who_said_what(self) -> bool:
        """Found with the right source, whatever its edges."""
        return self.outcome in ("right", "edges")


@dataclass(slots=True)
class ArticleResult:
    """All cases of one article in reading order."""

    stem: str
    text: str
    cases: list[Case] = field(default_factory=list)

    @property
    def outlet(self) -> str:
        """PolNeAR's name of the outlet, with which its file names begin."""
        return self.stem.partition("_")[0]

    @property
    def errors(self) -> int:
        """How many gold and predicted attributions are not in order."""
        return sum(not case.who_said_what for case in self.cases)


def load_scorer(path: Path) -> ModuleType:
    """The corpus' scorer as a module; leaves with a message when it is not there."""
    spec = importlib.util.spec_from_file_location("polnear_score", path)
    if not path.is_file() or spec is None or spec.loader is None:
        sys.exit(
            f"No scorer at {path}. This benchmark needs PolNeAR and its scorer beside the repository: "
            "../shared/eval/score.py and ../shared/data/polnear."
        )
    scorer = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scorer)
    return scorer


def system(name: str) -> Callable[[str], Sequence[Attribution]]:
    """Text -> attributions, for rules alone, the tagger alone, or both."""
    if name == "tagger":  # without the reading and the nested rules that the strategy of this name has
        nlp, tagger = Extractor().nlp, Tagger()
        return lambda text: tagger.attributions(nlp(text))
    extractor = default_extractor(name)
    return lambda text: extractor.extract(text).attributions


def kind_of(content: frozenset[int], quoted: frozenset[int]) -> QuoteKind:
    """All of the content's words between quotation marks, none, or some."""
    if content <= quoted:
        return QuoteKind.DIRECT
    return QuoteKind.MIXED if content & quoted else QuoteKind.INDIRECT


def parts_of(attribution: Attribution) -> Parts:
    """The shape that the scorer reads."""
    return {
        "source": attribution.source,
        "cue": attribution.cue,
        "content": attribution.content,
        "confidence": attribution.confidence,
    }


class Judge:
    """Pairs predicted with gold as the scorer does and says what became of each."""

    def __init__(self, scorer: ModuleType, docs: Mapping[str, Doc]) -> None:
        self._scorer = scorer
        self._docs = docs

    def article(
        self, stem: str, text: str, gold: Sequence[Parts], predicted: Sequence[Parts]
    ) -> ArticleResult:
        """Every gold and every predicted attribution of an article once, pairs together."""
        words = self._scorer.Article(text)
        golds = [one for one in gold if words.tokens(one["content"])]
        guesses = [one for one in predicted if words.tokens(one["content"])]
        gold_sets, guess_sets = words.prepare(golds), words.prepare(guesses)
        result = ArticleResult(stem, text)
        paired_gold, paired_guess = set(), set()

        def add(outcome: str, i: int | None, j: int | None) -> None:
            shown, sets = (golds[i], gold_sets[i]) if i is not None else (guesses[j or 0], guess_sets[j or 0])
            cue = self._cue(stem, shown["cue"])
            result.cases.append(
                Case(
                    outcome,
                    None if i is None else golds[i],
                    None if j is None else guesses[j],
                    kind_of(sets["content"], words.quoted),
                    cue_class(cue.split()).value,
                    cue,
                    None if j is None else guesses[j].get("confidence"),
                )
            )

        for i, j, jaccard in self._scorer.pair(gold_sets, guess_sets):
            if jaccard < self._scorer.FOUND_JACCARD:
                continue
            paired_gold.add(i)
            paired_guess.add(j)
            exact = gold_sets[i]["content"] == guess_sets[j]["content"]
            named = self._scorer.same_source(gold_sets[i], guess_sets[j])
            add(("right" if exact else "edges") if named else "source", i, j)
        for i in set(range(len(golds))) - paired_gold:
            add("missed", i, None)
        for j in set(range(len(guesses))) - paired_guess:
            add("spurious", None, j)
        result.cases.sort(key=lambda case: min(map(min, (case.gold or case.predicted or {})["content"])))
        return result

    def _cue(self, stem: str, spans: Sequence[Sequence[int]]) -> str:
        """The cue's lemmas."""
        found = (self._docs[stem].char_span(s, e, alignment_mode="expand") for s, e in spans)
        return " ".join(token.lemma_.lower() for span in found if span is not None for token in span)


def f1(cases: Iterable[Case]) -> tuple[int, int, float, float]:
    """Gold and predicted counts, found F1 and who-said-what F1 of some cases."""
    counts = Counter(case.outcome for case in cases)
    paired = counts["right"] + counts["edges"] + counts["source"]
    gold, predicted = paired + counts["missed"], paired + counts["spurious"]
    both = max(gold + predicted, 1)
    return gold, predicted, 2 * paired / both, 2 * (paired - counts["source"]) / both


def reliability(cases: Iterable[Case], bins: int = 10) -> Iterator[tuple[float, float, int, float, float]]:
    """(from, to, count, mean confidence, share that is right) for each bin that holds any."""
    binned: dict[int, list[Case]] = defaultdict(list)
    for case in cases:
        if case.confidence is not None:
            binned[min(int(case.confidence * bins), bins - 1)].append(case)
    for index in sorted(binned):
        held = binned[index]
        mean = sum(case.confidence or 0 for case in held) / len(held)
        share = sum(case.who_said_what for case in held) / len(held)
        yield index / bins, (index + 1) / bins, len(held), mean, share


def breakdown(title: str, cases: Iterable[tuple[str, Case]], least: int = 1) -> list[str]:
    """Lines of a table: one a group with at least `least` gold or predicted, largest first."""
    groups: dict[str, list[Case]] = defaultdict(list)
    for name, case in cases:
        groups[name].append(case)
    rows = [(name, *f1(held)) for name, held in groups.items() if len(held) >= least]
    lines = [f"\n{title:28}{'gold':>7}{'pred':>7}{'found':>8}{'who':>8}"]
    for name, gold, predicted, found, who in sorted(rows, key=lambda row: -row[1] - row[2]):
        lines.append(f"{name[:27]:28}{gold:7}{predicted:7}{found:8.3f}{who:8.3f}")
    return lines


def report(results: Sequence[ArticleResult]) -> str:
    """The breakdowns as text."""
    cases = [case for result in results for case in result.cases]
    lines = breakdown("by quote kind", ((case.kind.value, case) for case in cases))
    lines += breakdown("by cue class", ((case.cue_class, case) for case in cases))
    lines += breakdown("by outlet", ((r.outlet, case) for r in results for case in r.cases))
    lines += breakdown("by cue", ((case.cue, case) for case in cases), least=12)
    lines.append(f"\n{'confidence':16}{'count':>7}{'mean':>8}{'right':>8}")
    rows = list(reliability(cases))
    for low, high, count, mean, share in rows:
        lines.append(f"{low:4.1f} to {high:3.1f}     {count:7}{mean:8.3f}{share:8.3f}")
    total = sum(row[2] for row in rows) or 1
    lines.append(
        f"calibration error {sum(n * abs(mean - share) for _, _, n, mean, share in rows) / total:.3f}"
    )
    lines.append("\nworst articles: errors, who-said-what F1")
    worst = sorted(results, key=lambda result: -result.errors)[:WORST]
    lines += [f"{result.errors:4}  {f1(result.cases)[3]:.3f}  {result.stem}" for result in worst]
    return "\n".join(lines)


def measure(
    scorer: ModuleType,
    gold: Sequence[tuple[str, str, Sequence[Parts]]],
    find: Callable[[str], Sequence[Attribution]],
) -> tuple[dict[str, float], dict[str, list[Parts]]]:
    """The scorer's F1 figures of a system, its articles a CPU second, and its predictions by article."""
    start = time.process_time()
    predictions = {stem: [parts_of(one) for one in find(text)] for stem, text, _ in gold}
    seconds = time.process_time() - start
    total: Counter[str] = Counter()
    for stem, text, spans in gold:
        total.update(scorer.count(text, spans, predictions[stem]))

    def share(hit: str, *of: str) -> float:
        return 2 * total[hit] / max(sum(total[name] for name in of), 1)

    direct_hits = ("direct_pred_who_said_what", "direct_gold_who_said_what")
    precision = total[direct_hits[0]] / max(total["direct_pred"], 1)
    recall = total[direct_hits[1]] / max(total["direct_gold"], 1)
    figures = {
        "found": share("found", "gold", "pred"),
        "exact": share("exact", "gold", "pred"),
        "who": share("who_said_what", "gold", "pred"),
        "direct": 2 * precision * recall / max(precision + recall, 1e-9),
        **{role: share(f"{role}_hit", f"{role}_gold", f"{role}_pred") for role in ROLES},
        "speed": len(gold) / max(seconds, 1e-9),
    }
    return figures, predictions


def table(rows: Sequence[tuple[str, Mapping[str, float]]]) -> str:
    """Figures side by side, one line a system."""
    lines = ["\n" + " " * 10 + "".join(f"{name:>9}" for name in rows[0][1])]
    lines += [
        f"{name:10}" + "".join(f"{figure:9.3f}" for figure in figures.values()) for name, figures in rows
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure, print, write the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--system", choices=(*SYSTEMS, "all"), default="all")
    parser.add_argument("--split", choices=("dev", "train"), default="dev")
    parser.add_argument("--limit", type=int, help="only the first N articles")
    options = parser.parse_args()
    scorer = load_scorer(SHARED / "eval" / "score.py")
    directory = SHARED / "data" / "polnear" / options.split
    if not directory.is_dir():
        sys.exit(f"No corpus at {directory}: put PolNeAR's {options.split} split there.")
    gold = list(scorer.load_gold(directory))[: options.limit]

    nlp = Extractor().nlp
    start = time.process_time()
    docs = {stem: nlp(text) for stem, text, _ in gold}
    bare = time.process_time() - start
    pipes = ", ".join(nlp.pipe_names)
    print(f"{len(gold)} articles; pipes {pipes}: {len(gold) / bare:.2f} articles a CPU second")

    judge = Judge(scorer, docs)
    rows = []
    for name in SYSTEMS if options.system == "all" else (options.system,):
        find = system(name)
        figures, predictions = measure(scorer, gold, find)
        rows.append((name, {**figures, "speed": figures["speed"] * bare / len(gold)}))
        results = [judge.article(stem, text, spans, predictions[stem]) for stem, text, spans in gold]
        OUT.mkdir(parents=True, exist_ok=True)
        page = write_page(OUT / f"attributions-{name}.html", name, results, report(results))
    print(table(rows))
    print("speed: articles a CPU second of the whole system, as a share of the bare pipeline's above")
    print(report(results))
    print(f"\npredicted against gold: {page}")


if __name__ == "__main__":
    main()
