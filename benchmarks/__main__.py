"""Every figure that the documentation quotes, one benchmark after the other, each in a process of its own.

usage: python -m benchmarks [NAME ...] [OPTION ...]

Options go to each benchmark named: `python -m benchmarks scale --claims 1000000`.
"""

import subprocess
import sys

RUNS = {
    "extraction": ("benchmarks.extraction", "--strategy", "rules"),
    "extraction-both": ("benchmarks.extraction", "--strategy", "both"),
    "attributions": ("benchmarks.attributions",),
    "speakers": ("benchmarks.speakers",),
    "matching": ("benchmarks.matching",),
    "collation": ("benchmarks.collation",),
    "scale": ("benchmarks.scale", "--claims", "20000"),
    "editors": ("benchmarks.editors", "--editors", "10", "--seconds", "10"),
}


def main(arguments: list[str]) -> int:
    """Run the named benchmarks, all by default; the exit status is that of the worst."""
    first = next((at for at, word in enumerate(arguments) if word.startswith("-")), len(arguments))
    names, options = arguments[:first], arguments[first:]
    unknown = [name for name in names if name not in RUNS]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}: choose from {', '.join(RUNS)}.", file=sys.stderr)
        return 2
    worst = 0
    for name in names or RUNS:
        print(f"== {name}", flush=True)
        command = [sys.executable, "-m", *RUNS[name], *options]
        worst = max(worst, subprocess.run(command, check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
