"""Where sources and contents tend to begin and end: scores from the parse, the marks and the words around.

The encoder says of each word how probably it belongs to a span, but is often a word or two
off at the edges, and leaves phrases half out. A log-linear model of edges alone, learned
from the corpus' own spans (training/edges.py), knows that contents begin with clauses and
end with sentences; the decoder weighs the two against each other.
"""

import json
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path

import numpy as np
from spacy.tokens import Token

from claims.extraction.tagger_network import WEIGHTS, Cue, Floats, quotation_states

EDGE_KINDS = ("content_start", "content_end", "source_start", "source_end")
LEAST_SCORE = -6.0  # log-odds: what is worse than this is equally bad

# Words and marks that tell an edge by themselves; of all others only the part of speech counts.
_WORDS = """
that to and but or who which as in on for of with at by from if whether because when while where what how why
he she they it a an the this his her their is was said says not also n't 's ’s after before during since until
about against than , . : ; ” “ " '' `` - -- — – ( ) ? ! ... …
"""
_TELLING = frozenset(_WORDS.split())


def _word(token: Token | None, otherwise: str) -> str:
    if token is None:
        return otherwise
    lower: str = token.lower_
    return lower if lower in _TELLING else "_"


class Surroundings:
    """A passage's tokens with what an edge between two of them is judged by."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self._tokens = tokens
        self._places = {token.i: place for place, token in enumerate(tokens)}

    @cached_property
    def _quotes(self) -> list[int]:
        return quotation_states([token.text for token in self._tokens])

    @cached_property
    def _crossings(self) -> list[int]:
        """For each edge the number of dependency arcs that cross it."""
        changes = [0] * (len(self._tokens) + 2)
        for place, token in enumerate(self._tokens):
            head = self._places.get(token.head.i, place)
            changes[min(place, head) + 1] += 1
            changes[max(place, head) + 1] -= 1
        return list(accumulate(changes))

    def features(self, edge: int, cue: Cue) -> list[str]:
        """Names of all that holds at the edge before the word at `edge`, seen from a cue.

        `edge` runs from 0 to the number of words. l, r: the words left and right of it;
        lt, rt: the tops of the largest phrases that end and begin there.
        """
        tokens = self._tokens
        left = tokens[edge - 1] if edge else None
        right = tokens[edge] if edge < len(tokens) else None
        l_word, r_word = _word(left, "^"), _word(right, "$")
        l_pos, r_pos = (left.pos_ if left else "^"), (right.pos_ if right else "$")
        quote = f"{self._quotes[edge - 1] if left else 9}{self._quotes[edge] if right else 9}"
        crossed = f"x={min(self._crossings[edge], 4)}"
        side = "A" if edge > cue[-1] else "B"
        words = f"{l_word}|{r_word}"
        distance = edge - cue[-1] - 1 if edge > cue[-1] else edge - cue[0]
        found = [
            f"lp={l_pos}", f"rp={r_pos}", f"pp={l_pos}{r_pos}", f"lw={l_word}", f"rw={r_word}", f"ww={words}",
            f"q={quote}", f"q={quote}{words}", crossed, crossed + words, side, side + words,
            f"d={max(-4, min(4, distance))}",
        ]  # fmt: skip
        found += self._beyond(edge, f"{l_word}{l_pos}", f"{r_word}{r_pos}")
        left_top, right_top = self._top(edge - 1, left=False), self._top(edge, left=True)
        if right is not None and right_top is not None:
            dep, head = right_top.dep_, right_top.head
            governor = head.lemma_.lower() if head.pos_ == "VERB" else head.pos_
            found += [
                f"rt={dep}", f"rt={dep}{right_top.pos_}{r_word}", f"rt={dep}<{l_word}", f"rd={right.dep_}",
                f"rh={dep}{head.pos_}{head.dep_}", f"rg={dep}{governor}", f"{side}rt={dep}{l_word}",
            ]  # fmt: skip
            if right.is_sent_start:
                found.append("sentence")
            if edge in cue:
                found.append("rcue")
            if head is not right_top and self._places.get(head.i) in cue:
                found += ["rarg", f"rarg={dep}"]
        if left is not None and left_top is not None:
            dep, head = left_top.dep_, left_top.head
            found += [
                f"lt={dep}", f"lt={dep}{left_top.pos_}", f"lt={dep}>{r_word}", f"ld={left.dep_}",
                f"lh={dep}{head.pos_}{head.dep_}", f"{side}lt={dep}{r_word}",
            ]  # fmt: skip
            if right_top is not None:
                found.append(f"tt={dep}|{right_top.dep_}{words}")
            if edge - 1 in cue:
                found.append("lcue")
            if head is not left_top and self._places.get(head.i) in cue:
                found += ["larg", f"larg={dep}"]
        return found

    def _beyond(self, edge: int, left: str, right: str) -> list[str]:
        """One word further on either side."""
        second = self._tokens[edge - 2] if edge > 1 else None
        next_one = self._tokens[edge + 1] if edge + 1 < len(self._tokens) else None
        l_second = _word(second, "^") + (second.pos_ if second else "")
        r_second = _word(next_one, "$") + (next_one.pos_ if next_one else "")
        return [f"l2={l_second}", f"r2={r_second}", f"ll={left}{l_second}", f"rr={right}{r_second}"]

    def _top(self, place: int, *, left: bool) -> Token | None:
        """The head of the largest phrase whose left (or right) end is the word at `place`."""
        if not 0 <= place < len(self._tokens):
            return None
        end = top = self._tokens[place]
        while top.head.i != top.i and (top.head.left_edge if left else top.head.right_edge).i == end.i:
            top = top.head
        return top


class EdgeScores:
    """The learned weights: log-odds that a span begins or ends at an edge."""

    def __init__(self, path: Path = WEIGHTS / "edges.json") -> None:
        learned = json.loads(path.read_text(encoding="utf-8"))
        self._bias = np.array(learned["bias"])
        self._rows = {name: row for row, name in enumerate(learned["weights"])}
        self._weights = np.array(list(learned["weights"].values()))

    def score(self, surroundings: Surroundings, cue: Cue, edges: Sequence[int], count: int) -> Floats:
        """`count` x 4 scores, one row an edge; LEAST_SCORE for those not among `edges`."""
        scores = np.full((count, len(EDGE_KINDS)), LEAST_SCORE, dtype=np.float32)
        for edge in edges:
            rows = [self._rows[name] for name in surroundings.features(edge, cue) if name in self._rows]
            scores[edge] = np.maximum(self._bias + self._weights[rows].sum(axis=0), LEAST_SCORE)
        return scores
