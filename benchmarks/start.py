"""How long one waits: for the command's help, for one article, for a worker to be ready; and what a worker's memory is.

    python -m benchmarks.start [--rounds 7] [--json FILE]

`--help` and `enrich` of one sample are timed as whole processes, by the clock; a worker from the moment its broker
answers to /health/ready, less what the broker itself makes a new group wait (group.initial.rebalance.delay.ms, 0 here).
Memory is the most that a worker has held: after 20,000 articles of 5 KB, and after 5 MB articles in each of 24
partitions.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks import transport
from benchmarks.articles import flattened
from benchmarks.machine import machine
from benchmarks.peers.environments import WHOLE
from benchmarks.process import Process
from tests.integration.harness import Names, WorkerProcess, wait_until
from tests.kafka.broker import KafkaBroker

ROOT = Path(__file__).parents[1]
LARGE_BYTES = 5_000_000
LARGE_EACH = 4
"""Large articles in each partition: more than the worker's budget holds at once."""
SMALL = 20_000
BOUNDS = {
    "communique --help, ms": 150,
    "communique enrich, one article, ms": 500,
    "worker ready, s": 3,
    "memory after articles of 5 KB, MB": 250,
    "memory after articles of 5 MB, MB": 600,
}


def command(*arguments: str) -> float:
    """Milliseconds of one process of the command line."""
    began = time.perf_counter()
    subprocess.run([sys.executable, "-m", "service", *arguments], cwd=ROOT, check=True, capture_output=True)
    return 1000 * (time.perf_counter() - began)


def ready() -> float:
    """Seconds from a worker's start to its readiness, on a broker that answers."""
    with KafkaBroker(settings={"group.initial.rebalance.delay.ms": 0}) as broker:
        names = Names.unique("start").create(broker, 24)
        began = time.perf_counter()
        with WorkerProcess(names, broker.bootstrap) as worker:
            wait_until(lambda: worker.health("ready")[0] == 200, 60, worker)
            seconds = time.perf_counter() - began
            worker.terminate()
    return seconds


def large(number: int) -> bytes:
    """A raw event whose page is 5 MB, most of it scripts."""
    page = f"<html><body><article><p>{'The delegation returned on Monday. ' * 200}{number}</p></article><script>"
    return json.dumps({"id": f"l{number}", "content": page + "x" * (LARGE_BYTES - len(page)) + "</script>"}).encode()


async def memory(make: Callable[[int], bytes], count: int) -> float:
    """Most MB that a worker has held when all are through."""
    with KafkaBroker(heap="1g", jvm=()) as broker:
        for channel, more in (("in", 0), ("out", 0), ("out.dead", 65_536)):
            broker.create_channel(channel, transport.PARTITIONS, max_message_bytes=(8 << 20) + more)
        await transport.fill(broker.bootstrap, "in", count, make)
        with Process(WHOLE[0], broker.bootstrap, "in", "out") as process:
            async with transport.Watch(broker.bootstrap, "out") as watch:
                while await watch.count() < count:
                    if process.exit_code() is not None:
                        raise SystemExit(f"the worker ended; its log is {process.log}")
                    await asyncio.sleep(0.2)
            most = transport.rss_mb(process.pid)
            process.terminate()
    return most


def measured(rounds: int) -> dict[str, float]:
    """Every figure; medians where a round is short."""

    def median(work: Callable[[], float]) -> float:
        return statistics.median(work() for _ in range(rounds))

    works: dict[str, Callable[[], float]] = {
        "communique --help, ms": lambda: median(lambda: command("--help")),
        "communique enrich, one article, ms": lambda: median(lambda: command("enrich", "samples/article.html")),
        "worker ready, s": lambda: median(ready),
        "memory after articles of 5 KB, MB": lambda: asyncio.run(memory(flattened, SMALL)),
        "memory after articles of 5 MB, MB": lambda: asyncio.run(memory(large, LARGE_EACH * transport.PARTITIONS)),
    }
    found = {}
    for name, work in works.items():
        found[name] = work()
        missed = "  MISSED" if found[name] > BOUNDS[name] else ""
        print(f"{name:40}{found[name]:9.1f}   wanted <= {BOUNDS[name]}{missed}", flush=True)
    return found


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(), "figures": measured(args.rounds), "bounds": BOUNDS}
    if args.json:
        args.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
