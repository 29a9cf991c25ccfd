"""The learned tagger: attributions as PolNeAR marks them, from a small encoder run by onnxruntime.

The networks are in tagger_network.py, the reading of their probabilities in
tagger_decode.py, their data, licence situation and figures in docs/model-card.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import batched
from pathlib import Path

from spacy.tokens import Doc, Token

from claims.enums import AttributionClass
from claims.extraction import lexicon
from claims.extraction.records import Attribution, Span
from claims.extraction.tagger_decode import Confidence, Decoder, Draft, find_cues, runs
from claims.extraction.tagger_network import WEIGHTS, Network, Passage
from claims.extraction.tagger_signs import add_signs, quoted_spans

THRESHOLD = 0.33  # of the confidence; where F1 on PolNeAR dev is highest
GROUP = 256  # passages read at once: bounds the memory that a very long text takes


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Cues of PolNeAR's that report no utterance, beside those that the lexicon knows.
_ATTITUDES = lexicon.BELIEF_ADJECTIVES | _words(
    "seem appear look sound watch listen enjoy dislike care mind ignore tend remain become resist struggle "
    "envision recognize recognise interpret convince persuade eager likely unlikely reluctant willing wary "
    "worried angry happy upset interested"
)
_DEEDS = lexicon.INTENT_NOUNS | _words(
    "attempt work fight vote sign file sue pass adopt approve ban block nominate appoint hire pursue push "
    "move prepare commit opt"
)


@dataclass(frozen=True, slots=True)
class _Piece:
    """A passage and its words' tokens."""

    passage: Passage
    tokens: list[Token]


class Tagger:
    """Finds attributions in a Doc with a learned model; no input raises.

    `threads` are onnxruntime's. `threshold` is the least confidence: higher finds fewer and
    surer ones. Loading takes less than a second, from the folder `weights` alone.
    """

    def __init__(self, *, threads: int = 1, threshold: float = THRESHOLD, weights: Path = WEIGHTS) -> None:
        self._network = Network(threads=threads, weights=weights)
        self._decoder = Decoder(weights)
        self._confidence = Confidence(weights / "confidence.json")
        self._threshold = threshold

    def attributions(self, doc: Doc) -> list[Attribution]:
        """All attributions of `doc`, in the order of their contents; offsets are code points of its text."""
        found = []
        for tokens, drafts in self.drafts(doc):
            for draft in drafts:
                confidence = self._confidence.of(draft)
                if confidence >= self._threshold:
                    found.append(_record(draft, tokens, confidence))
        return sorted(found, key=lambda attribution: (attribution.content, attribution.cue))

    def drafts(self, doc: Doc) -> Iterator[tuple[list[Token], list[Draft]]]:
        """For each passage its tokens and the attributions drafted in it, however doubtful."""
        pieces = (piece for words in paragraphs(doc) for piece in self._pieces(words))
        quoted = quoted_spans(doc)
        for group in batched(pieces, GROUP):
            readings = self._network.read([piece.passage for piece in group])
            cues = [find_cues(reading.cues) for reading in readings]
            marked = [(reading, cue) for reading, found in zip(readings, cues, strict=True) for cue in found]
            roles = iter(self._network.roles(marked))
            for piece, reading, found in zip(group, readings, cues, strict=True):
                own = [next(roles) for _ in found]
                drafts = self._decoder.drafts(piece.tokens, found, reading.cues, own)
                add_signs(drafts, piece.tokens, quoted)
                yield piece.tokens, drafts

    def _pieces(self, tokens: Sequence[Token]) -> Iterator[_Piece]:
        start = 0
        for passage in self._network.passages([token.text for token in tokens]):
            stop = start + len(passage.words)
            yield _Piece(passage, list(tokens[start:stop]))
            start = stop


def paragraphs(doc: Doc) -> Iterator[list[Token]]:
    """The words of each paragraph: white space is no word, and a line break ends a paragraph."""
    words: list[Token] = []
    for token in doc:
        if not token.text.isspace():
            words.append(token)
        elif "\n" in token.text and words:
            yield words
            words = []
    if words:
        yield words


def cue_class(lemmas: Iterable[str]) -> AttributionClass:
    """Whether a cue reports speech, a belief or an intent: its first word that tells decides."""
    for lemma in map(str.lower, lemmas):
        if lemma in lexicon.CLASS_OF_NOUN:
            return lexicon.CLASS_OF_NOUN[lemma]
        if lemma in _DEEDS:
            return AttributionClass.INTENT
        if lemma in _ATTITUDES:
            return AttributionClass.BELIEF
        if lemma in lexicon.VERBS and lemma not in lexicon.LIGHT_VERBS:
            return lexicon.class_of_verb(lemma)
    return AttributionClass.SPEECH


def spans_of(places: Sequence[int], tokens: Sequence[Token]) -> tuple[Span, ...]:
    """Character spans of ascending word places, one for each run."""
    return tuple((tokens[run[0]].idx, tokens[run[-1]].idx + len(tokens[run[-1]])) for run in runs(places))


def _record(draft: Draft, tokens: Sequence[Token], confidence: float) -> Attribution:
    return Attribution(
        source=spans_of(draft.source, tokens),
        cue=spans_of(draft.cue, tokens),
        content=spans_of(draft.content, tokens),
        class_=cue_class(tokens[place].lemma_ or tokens[place].text for place in draft.cue),
        confidence=round(confidence, 3),
    )
