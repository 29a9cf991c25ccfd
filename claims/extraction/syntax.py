"""Small questions asked of a parsed sentence. Every walk is bounded, so that no parse can trap it."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span, Token

from claims.enums import AttributionClass
from claims.extraction.quotes import Quote, find_quotes
from claims.extraction.records import Attribution, Spans

SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
_CLIMB = frozenset({"conj", "xcomp", "advcl", "pcomp", "prep", "ccomp", "dep", "acl", "relcl"})
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STEPS = 8


@dataclass(slots=True)
class Found:
    """An attribution while it is being built: indices of tokens. `strong` cues survive overlaps."""

    cue: set[int]
    content: set[int]
    source: set[int] = field(default_factory=set)
    class_: AttributionClass = AttributionClass.SPEECH
    confidence: float = 0.6


@dataclass(slots=True)
class Page:
    """A parsed passage with its quotations: `quote_at[i]` is the quote that token i stands in, or None."""

    doc: Doc
    text: str
    quotes: list[Quote]
    quote_at: list[int | None]
    paragraph_at: list[int]
    names: dict[int, Span]  # by their first token
    quoted: frozenset[int]  # tokens in any quotation

    @classmethod
    def of(cls, doc: Doc) -> "Page":
        """Find the quotations and paragraphs of a parsed text."""
        text = doc.text
        quotes = find_quotes(text)
        quote_at: list[int | None] = [None] * len(doc)
        paragraph_at = [0] * len(doc)
        q = paragraph = 0
        for token in doc:
            while q < len(quotes) and quotes[q].end <= token.idx:
                q += 1
            if q < len(quotes) and quotes[q].start <= token.idx < quotes[q].end:
                quote_at[token.i] = q
            paragraph_at[token.i] = paragraph
            paragraph += "\n" in token.text
        quoted = frozenset(i for i, quote in enumerate(quote_at) if quote is not None)
        return cls(doc, text, quotes, quote_at, paragraph_at, {e.start: e for e in doc.ents}, quoted)

    def names_in(self, start: int, end: int) -> list[Span]:
        """The named entities that begin among these tokens, in reading order."""
        return [self.names[i] for i in range(start, end) if i in self.names]

    def ranges(self) -> list[range]:
        """The tokens of every quotation, marks included."""
        starts: dict[int, list[int]] = {}
        for i, q in enumerate(self.quote_at):
            if q is not None:
                starts.setdefault(q, []).append(i)
        return [
            range(starts[q][0], starts[q][-1] + 1) if q in starts else range(0)
            for q in range(len(self.quotes))
        ]


def subtree(token: Token) -> range:
    """The tokens from the left to the right edge of what hangs on a token."""
    return range(token.left_edge.i, token.right_edge.i + 1)


def child(token: Token, *deps: str) -> Token | None:
    """The first child with one of these relations."""
    return next((c for c in token.children if c.dep_ in deps), None)


def own_subject(verb: Token, barred: Collection[int] = ()) -> Token | None:
    """The subject printed for this very verb, and not among the `barred` tokens."""
    return next(
        (c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass") and c.i not in barred),
        None,
    )


def subject(verb: Token, barred: Collection[int] = ()) -> Token | None:
    """The subject of a verb, also one shared along conjunctions or controlled from above; none `barred`."""
    current = verb
    for _ in range(_STEPS):
        found = own_subject(current, barred)
        if found is not None:
            if found.lower_ in _RELATIVE and current.dep_ == "relcl":
                return current.head
            return found
        if current.dep_ in ("acl", "relcl") and current.head.pos_ in ("NOUN", "PROPN", "PRON"):
            return current.head if current.head.i not in barred else None
        if current.dep_ not in _CLIMB or current.head.i == current.i:
            return None
        current = current.head
    return None


def is_verb(token: Token) -> bool:
    """Whether the tagger took the token for a verb form."""
    return token.tag_.startswith("VB")


def is_finite(token: Token) -> bool:
    """Whether a verb is finite, by its own tag or by an auxiliary's."""
    return token.tag_ in _FINITE or any(
        c.tag_ in _FINITE for c in token.children if c.dep_ in ("aux", "auxpass")
    )


def is_negated(verb: Token) -> bool:
    """'did not say', 'never said'."""
    return any(c.dep_ == "neg" or c.lower_ in ("never", "hardly", "nor") for c in verb.children)


def ancestors(token: Token) -> Iterator[Token]:
    """The heads above a token, nearest first."""
    current = token
    for _ in range(200):
        if current.head.i == current.i:
            return
        current = current.head
        yield current


def without_edges(doc: Doc, tokens: Iterable[int]) -> list[int]:
    """Sorted tokens without the space and loose punctuation at both ends; marks of quotation stay."""
    kept = sorted(tokens)
    while kept and (doc[kept[0]].is_space or doc[kept[0]].text in ",;:.-–—)'"):
        kept.pop(0)
    while kept and (doc[kept[-1]].is_space or doc[kept[-1]].text in ",;:-–—("):
        kept.pop()
    return kept


def spans_of(doc: Doc, tokens: Iterable[int]) -> Spans:
    """Character spans of tokens; neighbours with only white space between are joined."""
    spans: list[list[int]] = []
    last = -2
    for i in without_edges(doc, tokens):
        token = doc[i]
        start, end = token.idx, token.idx + len(token)
        if token.is_space:
            continue
        gap = [doc[k] for k in range(last + 1, i)] if i - last < 4 else None
        if spans and gap is not None and all(t.is_space and "\n" not in t.text for t in gap):
            spans[-1][1] = end
        else:
            spans.append([start, end])
        last = i
    return tuple((s, e) for s, e in spans)


def tokens_in(doc: Doc, spans: Spans) -> set[int]:
    """Indices of the tokens that overlap any of the character spans."""
    found: set[int] = set()
    for start, end in spans:
        span = doc.char_span(start, end, alignment_mode="expand") if start < end else None
        if span is not None:
            found.update(range(span.start, span.end))
    return found


def attribution_of(doc: Doc, found: Found) -> Attribution:
    """The record of something found."""
    return Attribution(
        source=spans_of(doc, found.source),
        cue=spans_of(doc, found.cue)
        or tuple((doc[i].idx, doc[i].idx + len(doc[i])) for i in sorted(found.cue)),
        content=spans_of(doc, found.content),
        class_=found.class_,
        confidence=found.confidence,
    )
