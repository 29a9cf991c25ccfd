"""From PolNeAR's own files to the shipped weights.

usage: python -m training [--corpus ../shared/data/polnear] [--scorer ../shared/eval/score.py] [--out DIR]

Three steps, each of which can be run alone with --only:
  networks    fine-tune the encoder on train and write it as int8 ONNX (needs the extra `training`)
  edges       learn where spans begin and end, from train
  confidence  learn how far to trust an attribution, from dev
Then prints the figures on dev. Seeds are fixed; threads and library versions may still move
the last digit.
"""

import argparse
import os
import sys
from importlib import import_module
from pathlib import Path

for _variable in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_variable, "1")  # before numpy loads: the same sums in the same order

from benchmarks.attributions import SHARED, load_scorer, measure, table  # noqa: E402
from claims.extraction.pipeline import Extractor, load_nlp  # noqa: E402
from claims.extraction.tagger import Tagger  # noqa: E402
from claims.extraction.tagger_network import WEIGHTS, Network  # noqa: E402
from training import confidence, edges  # noqa: E402
from training.corpus import Paragraph, read_paragraphs  # noqa: E402

STEPS = ("networks", "edges", "confidence")


def main() -> None:
    """Run the steps in order."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument(
        "--corpus", type=Path, default=SHARED / "data" / "polnear", help="with train/ and dev/"
    )
    parser.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score.py")
    parser.add_argument(
        "--out", type=Path, default=WEIGHTS, help="folder of the weights (default: the package's)"
    )
    parser.add_argument(
        "--only", choices=STEPS, action="append", help="this step; may be given several times"
    )
    parser.add_argument(
        "--base", type=Path, help="folder of the base encoder (default: the installed package's)"
    )
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--steps", type=int, help="stop after so many training steps, to try the code out")
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    train, dev = options.corpus / "train", options.corpus / "dev"
    for directory in (train, dev):
        if not (directory / "text").is_dir():
            sys.exit(f"No corpus at {directory}: --corpus names a folder that holds PolNeAR's train and dev.")
    steps = options.only or STEPS
    options.out.mkdir(parents=True, exist_ok=True)
    nlp = load_nlp()
    paragraphs = list(read_paragraphs(nlp, train)) if {"networks", "edges"} & set(steps) else []
    if "networks" in steps:
        _networks(options, paragraphs)
    if "edges" in steps:
        edges.train(paragraphs, options.out / "edges.json")
    del paragraphs
    scorer = load_scorer(options.scorer)
    if "confidence" in steps:
        confidence.begin(options.out / "confidence.json")
        judged = confidence.judge(Tagger(weights=options.out), Extractor(), scorer, dev)
        confidence.train(judged, options.out / "confidence.json")
    tagger = Tagger(weights=options.out)
    gold = list(scorer.load_gold(dev))
    figures, _ = measure(scorer, gold, lambda text: tagger.attributions(nlp(text)))
    print(table([("dev", figures)]))


def _networks(options: argparse.Namespace, paragraphs: list[Paragraph]) -> None:
    try:
        networks, export = import_module("training.networks"), import_module("training.export")
    except ImportError as error:
        sys.exit(f"{error}. Install what training needs: pip install -e '.[training]'")
    base = options.base or networks.installed_base()
    tokenizer = options.out / "tokenizer.json"
    tokenizer.write_bytes((base / "tokenizer.json").read_bytes())
    made = networks.examples(paragraphs, Network(weights=WEIGHTS))
    trained = networks.train(
        made, base / "model.safetensors", epochs=options.epochs, seed=options.seed, most_steps=options.steps
    )
    export.export(trained, options.out)


if __name__ == "__main__":
    main()
