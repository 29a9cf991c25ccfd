"""What a desk costs when it holds a million claims, against one that holds a few, in one run.

usage: python -m benchmarks.scale [--claims 1000000] [--small 1000] [--rounds 40] [--keep]

For each size a database of its own is made from real wordings (benchmarks/scale_data.py), measured in a
process of its own, and dropped. Server time is the whole of a request in this process, without the network:
middleware, queries, rendering.

Printed are ratios: marks at both sizes; the queue under each filter against a page of the
same rows fetched by primary key; how many rows each query of such a page reads for a row that it shows
(EXPLAIN ANALYZE); and the matching of one more article. DATABASE_URL names the server, else one is started.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from newsdesk import embedded

ROOT = Path(__file__).resolve().parent.parent
MARK, PAGE, SEARCH, PLACE, ROWS, QUERIES = 2.0, 3.0, 6.0, 1.5, 100, 12


def main() -> int:
    """Make, measure, compare; the exit status says whether every limit holds."""
    parser = argparse.ArgumentParser(description="Measure a desk of a million claims.")
    parser.add_argument("--claims", type=int, default=1_000_000)
    parser.add_argument(
        "--small", type=int, default=1_000, help="claims of the desk that marks are held against"
    )
    parser.add_argument("--middle", type=int, default=10_000, help="the same for the matching of an article")
    parser.add_argument("--rounds", type=int, default=40, help="requests of each kind")
    parser.add_argument(
        "--keep", action="store_true", help="leave the largest database, and use it if it is there"
    )
    args = parser.parse_args()
    if server := os.environ.get("DATABASE_URL"):
        return compare(args, server)
    with (
        tempfile.TemporaryDirectory(prefix="newsdesk-scale-") as folder,
        embedded.running(Path(folder) / "postgres", durable=False) as server,
    ):
        return compare(args, server)


def compare(args: argparse.Namespace, server: str) -> int:
    """Measure each size and print the ratios."""
    few = measured(server, args.small, ["marks"], args)
    some = measured(server, args.middle, ["place"], args)
    many = measured(server, args.claims, ["marks", "pages", "place"], args, keep=args.keep)
    print(f"\n{args.claims:,} claims, {many['appearances']:,} appearances")
    failed = 0

    def line(what: str, figure: float, limit: float, note: str = "") -> None:
        nonlocal failed
        failed += figure > limit
        print(f"  {what:<44}{figure:8.2f}  (limit {limit:g}){'' if figure <= limit else '  MISSED'}  {note}")

    print(f"Mark, against {args.small:,} claims")
    line("p95 of server time, times", many["mark"]["p95"] / few["mark"]["p95"], MARK)
    line("queries", many["mark"]["queries"], QUERIES, f"{few['mark']['queries']} at {args.small:,}")
    print("Queue page, p95 against a page by primary key; rows read for a row shown by its worst query")
    base = many["pages"].pop("primary key")
    for name, page in many["pages"].items():
        limit = SEARCH if name.startswith("search") else PAGE
        line(name, page["p95"] / base["p95"], limit)
        line("    rows", page["rows"], ROWS, page["worst"] if page["rows"] > ROWS else "")
    print(f"Matching one article, against {args.middle:,} appearances")
    line("p50, times", many["place"]["p50"] / some["place"]["p50"], PLACE)
    line("matching against extraction", many["place"]["of_extraction"], 1.0)
    return int(failed > 0)


def measured(
    server: str, claims: int, what: list[str], args: argparse.Namespace, *, keep: bool = False
) -> dict[str, Any]:
    """The figures of a database of so many claims."""
    name = f"newsdesk_scale_{claims}"
    there = made(server, name)
    environment = {**os.environ, "DATABASE_URL": urlunsplit(urlsplit(server)._replace(path=f"/{name}"))}
    inside = [sys.executable, "-m", "benchmarks.scale_inside"]
    try:
        if not there:
            subprocess.run(
                [sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True
            )
            subprocess.run([*inside, "fill", str(claims)], cwd=ROOT, env=environment, check=True)
        found = subprocess.run(
            [*inside, "measure", str(args.rounds), *what],
            cwd=ROOT,
            env=environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        figures: dict[str, Any] = json.loads(found.stdout.splitlines()[-1])
        return figures
    finally:
        if not keep:
            with psycopg.connect(server, autocommit=True) as connection:
                connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def made(server: str, name: str) -> bool:
    """Whether the database is there already; it is made empty where not."""
    with psycopg.connect(server, autocommit=True) as connection:
        if connection.execute("SELECT FROM pg_database WHERE datname = %s", [name]).fetchone():
            return True
        connection.execute(f'CREATE DATABASE "{name}"')
    return False


if __name__ == "__main__":
    sys.exit(main())
