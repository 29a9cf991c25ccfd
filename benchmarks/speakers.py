"""Who is meant: the engine's speaker names against mentions labelled by hand.

usage: python -m benchmarks.speakers [--set 1|2|3|all] [--system rules|tagger|both|none] [--quiet]

The labels are in benchmarks/speaker_labels.tsv: article, where the printed source begins and ends, what kind
of phrase it is, and every name that would be right ('-': to leave it unnamed is right). The articles are
PolNeAR's dev split beside the repository (../shared/data/polnear), nothing of them is kept here. Set 1 was
used while the engine was mended. Set 2 was labelled afterwards and first measured on an engine that had not
seen it (.850); what it showed was then mended, so that neither is fresh any more.

Prints two figures: with the printed source given, and end to end, where the source must be found as well.
"""

import argparse
import csv
import os
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads

from benchmarks.attributions import SHARED, SYSTEMS, load_scorer  # noqa: E402 - after the thread limits
from claims.enums import AttributionClass, SpeakerKind  # noqa: E402
from claims.extraction.claims import Node, plant  # noqa: E402
from claims.extraction.names import Names  # noqa: E402
from claims.extraction.pipeline import Extractor, default_extractor  # noqa: E402
from claims.extraction.reading import read  # noqa: E402
from claims.extraction.records import Attribution, Mention, Spans  # noqa: E402
from claims.extraction.speakers import Cast  # noqa: E402
from claims.extraction.syntax import Page  # noqa: E402

LABELS = Path(__file__).with_name("speaker_labels.tsv")
KINDS = ("name", "surname", "pronoun", "description", "organisation", "group", "document", "unnamed")
UNNAMED = "-"

type Found = dict[tuple[int, int], Mention]


@dataclass(frozen=True, slots=True)
class Label:
    """A printed source and whom it means: any of `expected` is right."""

    number: str  # of its set
    article: str
    start: int
    end: int
    kind: str
    expected: tuple[str, ...]

    def allows(self, mention: Mention | None) -> bool:
        """Whether the engine's answer is right; a person's name must have been taken for a person's."""
        if mention is None:
            return False
        if mention.name is None or mention.kind is SpeakerKind.UNNAMED:
            return UNNAMED in self.expected
        if self.kind in ("name", "surname") and mention.kind is not SpeakerKind.PERSON:
            return False
        return fold(mention.name) in map(fold, self.expected)


def read_labels(path: Path = LABELS) -> list[Label]:
    """The labels of a file with a heading line, in its order."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [
            Label(
                row["set"],
                row["article"],
                int(row["start"]),
                int(row["end"]),
                row["kind"],
                tuple(row["expected"].split("|")),
            )
            for row in rows
        ]


def fold(name: str) -> str:
    """A name for comparison: case, accents, curly marks and a leading article aside."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return plain.replace("’", "'").casefold().removeprefix("the ").strip()


def given(extractor: Extractor, text: str, records: Sequence[Attribution]) -> Found:
    """Whom each printed source means, resolved in reading order, by the hull of its spans."""
    names = Names()
    found: Found = {}
    for passage in read(text):
        doc = extractor.parse(passage.text)
        names.gather(doc, passage.start)
        page = Page.of(doc)
        cast = Cast(page, names)
        end = passage.start + len(passage.text)
        inside = [_shifted(r, -passage.start) for r in records if passage.start <= r.source[0][0] < end]
        nodes = sorted(_all(plant(page, inside)), key=lambda n: min(n.source))
        for node in nodes:
            mention = cast.resolve(node.source)
            spans = node.record.source
            found[spans[0][0] + passage.start, spans[-1][1] + passage.start] = mention
            cast.note(min(node.cue or node.content or node.source), mention)
    return found


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        if node.source:
            yield node
        yield from _all(node.children)


def _shifted(record: Attribution, by: int) -> Attribution:
    def move(spans: Spans) -> Spans:
        return tuple((start + by, end + by) for start, end in spans)

    return Attribution(
        move(record.source), move(record.cue), move(record.content), record.class_, record.confidence
    )


def gold_records(gold: Iterable[Mapping[str, Sequence[Sequence[int]]]]) -> list[Attribution]:
    """The corpus' attributions that have a source, as the engine's records."""

    def spans(raw: Sequence[Sequence[int]]) -> Spans:
        return tuple(sorted((start, end) for start, end in raw))

    return [
        Attribution(
            spans(one["source"]), spans(one["cue"]), spans(one["content"]), AttributionClass.SPEECH, 1.0
        )
        for one in gold
        if one["source"]
    ]


def end_to_end(extractor: Extractor, text: str) -> Found:
    """The speakers of the claims that the engine finds, by the hull of their printed sources."""
    return {
        (claim.source[0][0], claim.source[-1][1]): claim.speaker
        for claim in extractor.extract(text).claims
        if claim.source
    }


def overlapping(found: Found, label: Label) -> Mention | None:
    """What was found where the label stands: the same span, else the one that shares most with it."""
    exact = found.get((label.start, label.end))
    if exact is not None:
        return exact
    shared = {
        span: min(span[1], label.end) - max(span[0], label.start)
        for span in found
        if span[0] < label.end and label.start < span[1]
    }
    return found[max(shared, key=lambda span: shared[span])] if shared else None


def table(judged: Sequence[tuple[Label, Mention | None]]) -> str:
    """Right, all and their ratio, over all and by kind of source."""
    counts: dict[str, list[bool]] = defaultdict(list)
    for label, mention in judged:
        counts["all"].append(label.allows(mention))
        counts[label.kind].append(label.allows(mention))
    rows = [(kind, sum(counts[kind]), len(counts[kind])) for kind in ("all", *KINDS) if kind in counts]
    return "\n".join(f"{kind:14}{right:5} of {total:4}  {right / total:.3f}" for kind, right, total in rows)


def misses(judged: Iterable[tuple[Label, Mention | None]]) -> Iterator[str]:
    """One line for each wrong answer."""
    for label, mention in judged:
        if not label.allows(mention):
            got = (
                "nothing" if mention is None else f"{mention.name!r} ({mention.kind.value}; {mention.basis})"
            )
            place = f"{label.article} {label.start}-{label.end}"
            yield f"  {place} {label.kind}: expected {' or '.join(label.expected)}, got {got}"


def main() -> None:
    """Print the figures and the misses."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--set", choices=("1", "2", "3", "all"), default="all")
    parser.add_argument("--system", choices=(*SYSTEMS, "none"), default="rules", help="for end to end")
    parser.add_argument("--quiet", action="store_true", help="no list of misses")
    options = parser.parse_args()
    labels = read_labels()
    corpus = SHARED / "data" / "polnear" / "dev"
    if not corpus.is_dir():
        sys.exit(f"No corpus at {corpus}: put PolNeAR's dev split there. {len(labels)} labels wait for it.")
    scorer = load_scorer(SHARED / "eval" / "score.py")
    wanted = {label.article for label in labels}
    articles = {stem: (text, gold) for stem, text, gold in scorer.load_gold(corpus) if stem in wanted}
    extractor = default_extractor("rules")
    resolved = {stem: given(extractor, text, gold_records(gold)) for stem, (text, gold) in articles.items()}
    predicted: dict[str, Found] = {}
    if options.system != "none":
        predictor = default_extractor(options.system)
        predicted = {stem: end_to_end(predictor, text) for stem, (text, _) in articles.items()}
    numbers = sorted({label.number for label in labels}) if options.set == "all" else [options.set]
    for number in numbers:
        chosen = [label for label in labels if label.number == number]
        judged = [(label, overlapping(resolved[label.article], label)) for label in chosen]
        print(f"\nset {number}, {len(chosen)} mentions, the printed source given")
        print(table(judged))
        if not options.quiet:
            print("\n".join(misses(judged)))
        if predicted:
            pairs = [(label, overlapping(predicted[label.article], label)) for label in chosen]
            answered = [(label, mention) for label, mention in pairs if mention is not None]
            print(f"\nset {number}, end to end ({options.system}): {len(answered)} of them speak a claim")
            print(table(answered))


if __name__ == "__main__":
    main()
