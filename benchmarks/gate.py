"""Is this commit slower than its parent? The pipeline of both, in turn, over the same articles.

    python -m benchmarks.gate [--against HEAD~1] [--rounds 11] [--articles 60] [--json FILE]

Each round runs one process of either commit, the order changing from round to round, and compares their processor time
for the same flattened articles and pages; a machine that slows down slows both. The rounds' ratios are sorted: when
even the one a quarter from the bottom is above 1 + 3%, the commit is slower beyond noise, and the exit code is 1. By
hand, on a quiet machine, before a change of the hot path lands; no part of CI, whose machines differ.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.articles import flattened, html
from benchmarks.machine import machine

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
NOISE = 0.03
"""Two processes of one commit differ by about 2% in processor time on a shared machine."""
MAKERS = {"flattened": flattened, "html": html}
WORK = """
import json, sys, time
from service.models import Record
from service.pipeline import Pipeline
values = [line.encode() for line in open(sys.argv[1], encoding="utf-8").read().splitlines()]
pipeline = Pipeline()
for value in values[:10]:
    pipeline.process(Record(value))
began = time.process_time()
outcomes = [pipeline.process(Record(value)) for value in values]
print(json.dumps([time.process_time() - began, sum(hasattr(outcome, "article") for outcome in outcomes)]))
"""
"""What either commit's Python runs: the public names that it uses are those of the library."""


@contextmanager
def checkout(commit: str) -> Iterator[Path]:
    """The files of a commit in a folder that goes away."""
    with tempfile.TemporaryDirectory(prefix="communique-gate-") as folder:
        archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True).stdout
        subprocess.run(["tar", "-x", "-C", folder], input=archive, check=True)
        yield Path(folder)


def seconds(tree: Path, articles: Path, count: int) -> float:
    """Processor time of one process of a tree for all articles.

    Raises:
        SystemExit: it did not enrich all of them.
    """
    environment = {**os.environ, "PYTHONPATH": str(tree)}
    command = [sys.executable, "-c", WORK, str(articles)]
    done = subprocess.run(command, env=environment, cwd=tree, check=True, capture_output=True, text=True)
    spent, enriched = json.loads(done.stdout)
    if enriched != count:
        raise SystemExit(f"{tree}: {enriched} of {count} articles were enriched")
    return float(spent)


def compare(old: Path, new: Path, what: str, rounds: int, count: int) -> dict[str, object]:
    """The ratios new / old over rounds, and what they say; printed and returned."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl", encoding="utf-8") as file:
        file.write("\n".join(MAKERS[what](number).decode() for number in range(count)))
        file.flush()
        ratios = []
        for round_ in range(rounds):
            trees = (old, new) if round_ % 2 else (new, old)
            spent = {tree: seconds(tree, Path(file.name), count) for tree in trees}
            ratios.append(spent[new] / spent[old])
            print(f"  {what} {round_ + 1:2}/{rounds}: {ratios[-1]:.3f}", flush=True)
    low = sorted(ratios)[len(ratios) // 4]
    slower = low > 1 + NOISE
    word = "SLOWER" if slower else "not slower beyond noise"
    print(f"{what}: new / old {statistics.median(ratios):.3f}, a quarter of the rounds below {low:.3f}: {word}")
    return {"what": what, "ratios": ratios, "median": statistics.median(ratios), "slower": slower}


def main() -> None:
    """Compare and say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--against", default="HEAD~1", help="the commit to compare the present files with")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--articles", type=int, default=60)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    with checkout(args.against) as old:
        rows = [compare(old, ROOT, what, args.rounds, args.articles) for what in MAKERS]
    if args.json:
        args.json.write_text(json.dumps({"machine": machine(), "rows": rows}, indent=2) + "\n")
    sys.exit(any(row["slower"] for row in rows))


if __name__ == "__main__":
    main()
