"""The learned tagger: attributions as PolNeAR marks them, from a small encoder run by onnxruntime.

The networks are in tagger_network.py, the reading of their probabilities in
tagger_decode.py, their data, licence situation and figures in docs/model-card.md.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from claims.enums import AttributionClass
from claims.extraction import lexicon
from claims.extraction.records import Attribution, Span
from claims.extraction.tagger_decode import Draft, draft_attributions, find_cues, runs
from claims.extraction.tagger_network import Network, Passage

THRESHOLD = 0.5  # of a cue's probability


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

    `threads` are onnxruntime's. `threshold` is the least probability of a cue: higher
    finds fewer and surer ones. Loading takes about a second, from the package alone.
    """

    def __init__(self, *, threads: int = 1, threshold: float = THRESHOLD) -> None:
        self._network = Network(threads=threads)
        self._threshold = threshold

    def attributions(self, doc: Doc) -> list[Attribution]:
        """All attributions of `doc`, in the order of their contents; offsets are code points of its text."""
        pieces = [piece for words in paragraphs(doc) for piece in self._pieces(words)]
        readings = self._network.read([piece.passage for piece in pieces])
        cues = [find_cues(reading.cues, self._threshold) for reading in readings]
        roles = iter(
            self._network.roles(
                [(reading, cue) for reading, found in zip(readings, cues, strict=True) for cue in found]
            )
        )
        attributions = []
        for piece, reading, found in zip(pieces, readings, cues, strict=True):
            strengths = [float(1 - reading.cues[list(cue), 0].min()) for cue in found]
            drafts = draft_attributions(found, strengths, [next(roles) for _ in found])
            attributions += [_record(draft, piece.tokens) for draft in drafts]
        return sorted(attributions, key=lambda attribution: (attribution.content, attribution.cue))

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


def _record(draft: Draft, tokens: Sequence[Token]) -> Attribution:
    def spans(places: list[int]) -> tuple[Span, ...]:
        return tuple((tokens[run[0]].idx, tokens[run[-1]].idx + len(tokens[run[-1]])) for run in runs(places))

    return Attribution(
        source=spans(draft.source),
        cue=spans(draft.cue),
        content=spans(draft.content),
        class_=cue_class(tokens[place].lemma_ or tokens[place].text for place in draft.cue),
        confidence=round(draft.strength, 4),
    )
