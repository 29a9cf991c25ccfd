"""What else a draft's confidence is judged by: its cue's grammar, its source, its rivals."""

import math
from bisect import bisect_right
from collections.abc import Sequence

from spacy.tokens import Doc, Token

from claims.extraction.quotes import find_quotes
from claims.extraction.records import Span
from claims.extraction.syntax import is_verb
from claims.extraction.tagger_decode import Draft


def quoted_spans(doc: Doc) -> list[Span]:
    """Where the quotations of a text stand, in order."""
    return [(quote.start, quote.end) for quote in find_quotes(doc.text)]


def add_signs(drafts: Sequence[Draft], tokens: Sequence[Token], quoted: Sequence[Span]) -> None:
    """Add to the signs of a passage's drafts, which already tell how likely each one's cue is."""
    likely = [1 / (1 + math.exp(-draft.signs["cue"])) for draft in drafts]
    contents = [frozenset(draft.content) for draft in drafts]
    for index, draft in enumerate(drafts):
        cue = [tokens[place] for place in draft.cue]
        rivals = (
            likely[other]
            for other in range(len(drafts))
            if likely[other] > likely[index] and not contents[index].isdisjoint(contents[other])
        )
        draft.signs |= {
            "rival": max(rivals, default=0.0),
            "quoted cue": float(any(_inside(token.idx, quoted) for token in cue)),
            "modal cue": float(any(c.tag_ == "MD" for token in cue for c in token.children)),
            "verb cue": float(any(is_verb(token) for token in cue)),
            "main cue": float(any(token.dep_ == "ROOT" for token in cue)),
            "cue length": math.log(1 + len(cue)),
            "pronoun": float(any(tokens[place].tag_ == "PRP" for place in draft.source)),
        }


def _inside(offset: int, spans: Sequence[Span]) -> bool:
    index = bisect_right(spans, offset, key=lambda span: span[0]) - 1
    return index >= 0 and offset < spans[index][1]
