"""Every figure that the documentation quotes, one benchmark after the other, each in a process of its own.

usage: python -m benchmarks [NAME ...]
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
}


def main(names: list[str]) -> int:
    """Run the named benchmarks, all by default; the exit status is that of the worst."""
    unknown = [name for name in names if name not in RUNS]
    if unknown:
        print(f"No benchmark {', '.join(unknown)}: choose from {', '.join(RUNS)}.", file=sys.stderr)
        return 2
    worst = 0
    for name in names or RUNS:
        print(f"== {name}", flush=True)
        worst = max(worst, subprocess.run([sys.executable, "-m", *RUNS[name]], check=False).returncode)
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
