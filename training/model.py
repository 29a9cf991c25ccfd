"""The network in PyTorch: MiniLM with a cue head, its upper layers run again for each marked cue."""

from pathlib import Path
from typing import cast

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6
PIECES, POSITIONS = 30_522, 512
SHARED_LAYERS = 4  # run once for a passage; those above run again for each cue
QUOTE_STATES, CASES, DISTANCES, LABELS = 3, 4, 17, 3
EPSILON = 1e-12


class Layer(nn.Module):
    """One transformer layer as BERT has it, queries, keys and values in one matrix."""

    def __init__(self) -> None:
        super().__init__()
        self.projection = nn.Linear(WIDTH, 3 * WIDTH)
        self.output = nn.Linear(WIDTH, WIDTH)
        self.attention_norm = nn.LayerNorm(WIDTH, EPSILON)
        self.widen = nn.Linear(WIDTH, INNER)
        self.narrow = nn.Linear(INNER, WIDTH)
        self.norm = nn.LayerNorm(WIDTH, EPSILON)

    def forward(self, states: Tensor, mask: Tensor) -> Tensor:
        """States (batch x pieces x WIDTH) to states; `mask` is added to the attention's logits."""
        batch, length, _ = states.shape
        split = self.projection(states).view(batch, length, 3, HEADS, WIDTH // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        logits = query @ key.transpose(-1, -2) * (HEADS / WIDTH) ** 0.5 + mask
        mixed = (
            (torch.softmax(logits, -1).to(value.dtype) @ value).transpose(1, 2).reshape(batch, length, WIDTH)
        )
        states = self.attention_norm(states + self.output(mixed))
        return cast("Tensor", self.norm(states + self.narrow(nn.functional.gelu(self.widen(states)))))


class Network(nn.Module):
    """Both stages; the inputs are named as in the ONNX graphs (claims/extraction/tagger_network.py).

    ids, am, wid: batch x pieces (word pieces, 1 where there is one, the word of each or -1).
    first, q, cs: batch x words (first piece, quotation state, letter case). cm, ds: cues x
    words (1 on the cue's words, distance to it).
    """

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.pieces = nn.Embedding(PIECES, WIDTH)
        self.positions = nn.Embedding(POSITIONS, WIDTH)
        self.segment = nn.Parameter(torch.zeros(WIDTH))
        self.norm = nn.LayerNorm(WIDTH, EPSILON)
        self.dropout = nn.Dropout(dropout)
        self.quotes = nn.Embedding(QUOTE_STATES, WIDTH)
        self.cases = nn.Embedding(CASES, WIDTH)
        self.marks = nn.Embedding(2, WIDTH)
        self.distances = nn.Embedding(DISTANCES, WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.cue_head = nn.Linear(WIDTH, LABELS)
        self.role_head = nn.Linear(WIDTH, LABELS)
        for table in (self.quotes, self.cases, self.distances):
            nn.init.zeros_(table.weight)  # begins as the plain encoder
        nn.init.normal_(self.marks.weight, std=0.1)

    def load_base(self, path: Path) -> None:
        """Take over the base encoder's weights; its word pieces stay as they are throughout."""
        base = {name.removeprefix("bert."): value for name, value in load_file(path).items()}
        self.pieces.weight.data = base["embeddings.word_embeddings.weight"]
        self.pieces.weight.requires_grad = False
        self.positions.weight.data = base["embeddings.position_embeddings.weight"]
        self.segment.data = base["embeddings.token_type_embeddings.weight"][0]
        _take(self.norm, base, "embeddings.LayerNorm")
        for number, layer in enumerate(self.layers):
            prefix = f"encoder.layer.{number}"
            parts = [f"{prefix}.attention.self.{part}" for part in ("query", "key", "value")]
            for kind in ("weight", "bias"):
                joined = torch.cat([base[f"{part}.{kind}"] for part in parts])
                getattr(cast("Layer", layer).projection, kind).data = joined
            for mine, theirs in (
                ("output", "attention.output.dense"),
                ("attention_norm", "attention.output.LayerNorm"),
                ("widen", "intermediate.dense"),
                ("narrow", "output.dense"),
                ("norm", "output.LayerNorm"),
            ):
                _take(getattr(layer, mine), base, f"{prefix}.{theirs}")

    def encode(
        self, ids: Tensor, am: Tensor, wid: Tensor, first: Tensor, q: Tensor, cs: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Stage 1: the shared layers' states (batch x pieces) and the cue logits (batch x words)."""
        states = self.pieces(ids) + self.positions.weight[: ids.shape[1]] + self.segment
        states = self.dropout(self.norm(states + _by_piece(self.quotes(q) + self.cases(cs), wid)))
        mask = _mask(am, states)
        for layer in self.layers[:SHARED_LAYERS]:
            states = layer(states, mask)
        upper = states
        for layer in self.layers[SHARED_LAYERS:]:
            upper = layer(upper, mask)
        return states, self.cue_head(_by_word(upper, first))

    def roles(self, x: Tensor, am: Tensor, wid: Tensor, first: Tensor, cm: Tensor, ds: Tensor) -> Tensor:
        """Stage 2: the role logits (cues x words) from the shared states, one row a cue."""
        states = x + _by_piece(self.marks(cm) + self.distances(ds), wid)
        mask = _mask(am, states)
        for layer in self.layers[SHARED_LAYERS:]:
            states = layer(states, mask)
        return cast("Tensor", self.role_head(_by_word(states, first)))


def _take(module: nn.Module, base: dict[str, Tensor], name: str) -> None:
    for kind in ("weight", "bias"):
        getattr(module, kind).data = base[f"{name}.{kind}"]


def _mask(am: Tensor, states: Tensor) -> Tensor:
    return ((am == 0)[:, None, None] * -1e4).to(states.dtype)


def _by_piece(words: Tensor, wid: Tensor) -> Tensor:
    """Spread what holds of a word over its pieces; special pieces and padding get nothing."""
    index = wid.clamp(min=0)[:, :, None].expand(-1, -1, words.shape[-1])
    return torch.gather(words, 1, index) * (wid >= 0)[:, :, None]


def _by_word(pieces: Tensor, first: Tensor) -> Tensor:
    return torch.gather(pieces, 1, first[:, :, None].expand(-1, -1, pieces.shape[-1]))
