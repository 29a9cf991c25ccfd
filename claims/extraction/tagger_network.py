"""The two networks of the learned tagger, run by onnxruntime: words in, probabilities out.

The encoder reads a passage once and says for each word whether it begins or continues a
cue. For each cue its upper layers are then run again with that cue marked, and every word
becomes source, content or neither *of that cue*: linking needs no step of its own. The
method is described, with its figures and its training data, in docs/model-card.md.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

type Floats = NDArray[np.float32]
type Ints = NDArray[np.int64]
type Cue = tuple[int, ...]

WEIGHTS = Path(__file__).parent / "weights"
PIECE_LIMIT = 400  # word pieces to a passage; the networks were trained up to this length
BATCH_PIECES = 400  # of one run, padding included; more fall out of the processor's cache
WORD_LIMIT = 60  # characters of a word that are read: a run of marks would fill a passage
SENTENCE_ENDS = frozenset('.!?…”"')
OUTSIDE, SOURCE, CONTENT = range(3)
_DISTANCES = (0, 1, 2, 3, 5, 9, 16, 30)  # upper ends of the buckets 0..7; beyond is 8


@dataclass(slots=True)
class Passage:
    """A paragraph, or a piece of a very long one, ready for the encoder.

    `pieces` are word-piece ids with the two special ones, `owners` the word of each piece
    (-1: none), `firsts` the first piece of each word.
    """

    words: Sequence[str]
    pieces: list[int]
    owners: list[int]
    firsts: list[int]


@dataclass(slots=True)
class Reading:
    """What the encoder made of a passage: `cues` (words x 3: outside, begins, continues)."""

    passage: Passage
    states: Floats
    cues: Floats


def quotation_states(words: Sequence[str]) -> list[int]:
    """For each word 0 outside quotation marks, 1 inside, 2 a mark; straight marks toggle."""
    states, inside = [], False
    for word in words:
        if word in ("“", "``"):
            inside = True
        elif word in ("”", "''"):
            inside = False
        elif '"' in word or "“" in word or "”" in word:
            inside = not inside
        else:
            states.append(int(inside))
            continue
        states.append(2)
    return states


def letter_case(word: str) -> int:
    """0 lower, 1 begins upper, 2 all upper, 3 no letter."""
    if not any(map(str.isalpha, word)):
        return 3
    if word.isupper() and len(word) > 1:
        return 2
    return int(word[0].isupper())


def _padded(rows: Sequence[Sequence[int]], fill: int = 0) -> Ints:
    width = max(map(len, rows))
    return np.array([[*row, *[fill] * (width - len(row))] for row in rows], dtype=np.int64)


def _softmax(logits: Floats) -> Floats:
    powers = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return (powers / powers.sum(axis=-1, keepdims=True)).astype(np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Indices grouped so that neighbours in length share a run of at most BATCH_PIECES."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[index] * (len(batch) + 1) > BATCH_PIECES:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch


def _distances(length: int, cue: Cue) -> Ints:
    """Bucketed distance of each word to the cue: 8 is the cue itself, below 8 before it."""
    places = np.arange(length)
    away = np.where(places < cue[0], places - cue[0], np.maximum(places - cue[-1], 0))
    return np.sign(away) * np.searchsorted(_DISTANCES, np.abs(away)) + 8


def batch_shape(passages: Sequence[Passage]) -> dict[str, Ints]:
    """What both networks are told of a batch: which pieces are padding, and whose each is."""
    return {
        "am": _padded([[1] * len(passage.pieces) for passage in passages]),
        "wid": _padded([passage.owners for passage in passages], -1),
        "first": _padded([passage.firsts for passage in passages]),
    }


def batch_words(passages: Sequence[Passage]) -> dict[str, Ints]:
    """What the encoder is told beside: the pieces, each word's quotation state and letter case."""
    return {
        "ids": _padded([passage.pieces for passage in passages]),
        "q": _padded([quotation_states(passage.words) for passage in passages]),
        "cs": _padded([[letter_case(word) for word in passage.words] for passage in passages]),
    }


def batch_cues(cues: Sequence[Cue], length: int) -> tuple[Ints, Ints]:
    """What the role network is told of each cue: its words, and every word's distance to it."""
    marks = np.zeros((len(cues), length), dtype=np.int64)
    for row, cue in enumerate(cues):
        marks[row, list(cue)] = 1
    return marks, np.stack([_distances(length, cue) for cue in cues])


class Network:
    """The ONNX sessions and the word-piece vocabulary; loads from `weights`, never from the net."""

    def __init__(self, *, threads: int = 1, weights: Path = WEIGHTS) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._encoder, self._roles = (
            onnxruntime.InferenceSession(weights / name, options, providers=["CPUExecutionProvider"])
            for name in ("encoder.int8.onnx", "roles.int8.onnx")
        )
        self._tokenizer = Tokenizer.from_file(str(weights / "tokenizer.json"))
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()

    def passages(self, paragraph: Sequence[str]) -> Iterator[Passage]:
        """Cut a paragraph's words into passages of at most PIECE_LIMIT pieces, where a sentence ends."""
        # Half a surrogate pair is no text to the vocabulary, and raises in it.
        readable = [word[:WORD_LIMIT].encode("utf-8", "replace").decode() for word in paragraph]
        encoding = self._tokenizer.encode(readable, is_pretokenized=True)
        first_id, *ids, last_id = encoding.ids
        owners = [word for word in encoding.word_ids if word is not None]  # None: the special pieces
        counts = np.bincount(np.array(owners, dtype=np.int64), minlength=len(paragraph))
        ends = [0, *accumulate(counts.tolist())]  # pieces before each word
        start = 0
        while start < len(paragraph):
            stop = _cut(paragraph, ends, start)
            low, high = ends[start], ends[stop]
            yield Passage(
                words=paragraph[start:stop],
                pieces=[first_id, *ids[low:high], last_id],
                owners=[-1, *(owner - start for owner in owners[low:high]), -1],
                # A word that left no piece (a control character) borrows its neighbour's.
                firsts=[
                    ends[word] - low + 1 if ends[word] < ends[word + 1] else max(ends[word] - low, 0)
                    for word in range(start, stop)
                ],
            )
            start = stop

    def read(self, passages: Sequence[Passage]) -> list[Reading]:
        """Run the encoder; one reading a passage, in order."""
        readings: dict[int, Reading] = {}
        for batch in _batches([len(passage.pieces) for passage in passages]):
            members = [passages[index] for index in batch]
            states, cues = self._encoder.run(None, {**batch_shape(members), **batch_words(members)})
            for row, index in enumerate(batch):
                passage = members[row]
                size = len(passage.words)
                readings[index] = Reading(
                    passage, states[row, : len(passage.pieces)], _softmax(cues[row, :size])
                )
        return [readings[index] for index in range(len(passages))]

    def roles(self, marked: Sequence[tuple[Reading, Cue]]) -> list[Floats]:
        """For each reading with one cue marked: words x 3 (OUTSIDE, SOURCE, CONTENT)."""
        found: dict[int, Floats] = {}
        for batch in _batches([len(reading.passage.pieces) for reading, _ in marked]):
            members = [marked[index] for index in batch]
            passages = [reading.passage for reading, _ in members]
            shape = batch_shape(passages)
            states = np.zeros((*shape["am"].shape, members[0][0].states.shape[1]), dtype=np.float32)
            for row, (reading, _) in enumerate(members):
                states[row, : len(reading.states)] = reading.states
            marks, distances = batch_cues([cue for _, cue in members], shape["first"].shape[1])
            (logits,) = self._roles.run(None, {"x": states, **shape, "cm": marks, "ds": distances})
            for row, index in enumerate(batch):
                found[index] = _softmax(logits[row, : len(passages[row].words)])
        return [found[index] for index in range(len(marked))]


def _cut(words: Sequence[str], ends: Sequence[int], start: int) -> int:
    """Where the passage that begins at `start` stops: all that fits, back to a sentence's end."""
    room = ends[start] + PIECE_LIMIT - 2
    if ends[-1] <= room:
        return len(words)
    stop = int(np.searchsorted(ends, room, side="right")) - 1
    stop = max(stop, start + 1)
    for place in range(stop, start + (stop - start) // 2, -1):
        if words[place - 1] in SENTENCE_ENDS:
            return place
    return stop
