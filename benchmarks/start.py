"""How long one waits: for the command's help, for one article, for a worker to be ready.

    python -m benchmarks.start [--rounds 9] [--json FILE]

`--help` and `enrich` of one sample are timed as whole processes, by the clock; a worker from its start, on a broker
that answers, to /health/ready. What the broker makes a new group wait (group.initial.rebalance.delay.ms, 3 s by
default) is 0 here: add it. What a first start leaves is there, as after `make install`: byte code, and what it puts
into the cache folder; `enrich` without the latter is timed beside.
"""

from __future__ import annotations

import argparse
import compileall
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure, show
from benchmarks.machine import machine
from tests.integration.harness import Names, WorkerProcess, wait_until
from tests.kafka.broker import KafkaBroker

ROOT = Path(__file__).parents[1]
READY_SECONDS = 60
LOOK_SECONDS = 0.02


def command(*arguments: str, **variables: str) -> float:
    """Milliseconds of one process of the command line."""
    began = time.perf_counter()
    words = [sys.executable, "-m", "service", *arguments]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True, env={**os.environ, **variables})
    return 1000 * (time.perf_counter() - began)


def ready(broker: KafkaBroker) -> float:
    """Seconds from a worker's start to its readiness."""
    names = Names.unique("start").create(broker, 24)
    began = time.perf_counter()
    with WorkerProcess(names, broker.bootstrap) as worker:
        wait_until(lambda: worker.health("ready")[0] == 200, READY_SECONDS, worker)
        seconds = time.perf_counter() - began
        worker.terminate()
    return seconds


def measured(rounds: int) -> list[Figure]:
    """Every figure, medians over rounds that take turns."""
    compileall.compile_dir(ROOT / "service", quiet=1)
    command("taxonomy", "compile")
    with KafkaBroker(settings={"group.initial.rebalance.delay.ms": 0}) as broker:
        works: dict[str, Callable[[], float]] = {
            "help": lambda: command("--help"),
            "enrich": lambda: command("enrich", "samples/article.html"),
            "uncached": lambda: command("enrich", "samples/article.html", COMMUNIQUE_CACHE_FOLDER="off"),
            "ready": lambda: ready(broker),
        }
        found: dict[str, list[float]] = {name: [] for name in works}
        for round_ in range(rounds):
            for name, work in works.items():
                found[name].append(work())
            print(
                f"  {round_ + 1}/{rounds}: " + ", ".join(f"{n} {all_[-1]:.2f}" for n, all_ in found.items()), flush=True
            )
    middle = {name: statistics.median(times) for name, times in found.items()}
    return [
        Figure("communique --help, ms", middle["help"], "<=", 150),
        Figure("communique enrich of one article, ms", middle["enrich"], "<=", 500),
        Figure("worker ready, s", middle["ready"], "<=", 3),
        Figure("enrich of one article without the cache folder, ms", middle["uncached"]),
        Figure("the least of each: --help, ms", min(found["help"])),
        Figure("the least of each: enrich, ms", min(found["enrich"])),
        Figure("the least of each: ready, s", min(found["ready"])),
    ]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    result = {"machine": machine(), "figures": show(measured(args.rounds))}
    if args.json:
        args.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
