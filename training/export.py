"""Write the trained network as the two int8 ONNX graphs that the tagger runs."""

from pathlib import Path
from tempfile import TemporaryDirectory

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from training.model import WIDTH, Network

OPSET = 17


class Encoder(nn.Module):
    """Stage 1 as a graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(
        self, ids: Tensor, am: Tensor, wid: Tensor, first: Tensor, q: Tensor, cs: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Shared states and cue logits."""
        return self.network.encode(ids, am, wid, first, q, cs)


class Roles(nn.Module):
    """Stage 2 as a graph."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = network

    def forward(self, x: Tensor, am: Tensor, wid: Tensor, first: Tensor, cm: Tensor, ds: Tensor) -> Tensor:
        """Role logits."""
        return self.network.roles(x, am, wid, first, cm, ds)


def export(network: Network, directory: Path) -> None:
    """Write encoder.int8.onnx and roles.int8.onnx: dynamic int8 weights, one scale a channel."""
    pieces, words = torch.ones(2, 7, dtype=torch.long), torch.zeros(2, 5, dtype=torch.long)
    owners = torch.tensor([[-1, 0, 1, 2, 3, 4, -1]] * 2)
    graphs: dict[str, tuple[nn.Module, dict[str, Tensor], dict[str, str]]] = {
        "encoder": (
            Encoder(network),
            {"ids": pieces, "am": pieces, "wid": owners, "first": words, "q": words, "cs": words},
            {"xo": "L", "cue": "T"},
        ),
        "roles": (
            Roles(network),
            {
                "x": torch.zeros(2, 7, WIDTH),
                "am": pieces,
                "wid": owners,
                "first": words,
                "cm": words,
                "ds": words,
            },
            {"role": "T"},
        ),
    }
    with TemporaryDirectory() as scratch, torch.no_grad():
        for name, (module, inputs, outputs) in graphs.items():
            axes = {
                key: {0: "b", 1: "L" if value.shape[1] == pieces.shape[1] else "T"}
                for key, value in inputs.items()
            }
            axes |= {key: {0: "b", 1: length} for key, length in outputs.items()}
            plain = Path(scratch) / f"{name}.onnx"
            torch.onnx.export(
                module.eval(),
                tuple(inputs.values()),
                str(plain),
                input_names=list(inputs),
                output_names=list(outputs),
                dynamic_axes=axes,
                opset_version=OPSET,
                dynamo=False,
            )
            quantize_dynamic(
                plain,
                directory / f"{name}.int8.onnx",
                weight_type=QuantType.QInt8,
                per_channel=True,
                extra_options={"MatMulConstBOnly": True},
            )
