"""What a worker's memory is: under full load, with large articles in every partition, and over very many articles.

    python -m benchmarks.memory [--what small large many] [--articles 200000] [--json FILE]

*small*: the most that it holds while 20,000 articles of 5 KB go through. *large*: the most that it has held after
four articles of 5 MB in each of 24 partitions, more than its budget takes at once. *many*: what it holds as articles
go through, short ones (half a KB), so that many take minutes; the growth for a million is the slope over all but the
first fifth, in which caches fill (`--articles 1000000` shows the million itself, in a quarter of an hour). The peak
since the start is told beside. No article is like another. A machine at work does as well: nothing is timed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks import transport
from benchmarks.articles import flattened, short
from benchmarks.figures import Figure, show
from benchmarks.machine import machine
from benchmarks.peers.environments import WHOLE
from benchmarks.process import Process
from tests.kafka.broker import KafkaBroker

if TYPE_CHECKING:
    from collections.abc import Callable

LARGE_BYTES = 5_000_000
LARGE = 4 * 24
"""Large articles: more in each partition than the worker's budget holds at once."""
SMALL = 20_000
SMALL_MB, LARGE_MB = 250, 600
MOST_GROWTH_MB = 5
"""Growth over a million articles that counts as flat: a tenth of what 52 bytes kept of each would take."""
LOOKS = 50
Look = tuple[int, float]
"""Articles through, and MB held then."""


def large(number: int) -> bytes:
    """A raw event whose page is 5 MB, most of it scripts."""
    page = f"<html><body><article><p>{'The delegation returned on Monday. ' * 200}{number}</p></article><script>"
    return json.dumps({"id": f"l{number}", "content": page + "x" * (LARGE_BYTES - len(page)) + "</script>"}).encode()


async def watched(make: Callable[[int], bytes], count: int) -> tuple[float, list[Look]]:
    """The most MB that a worker has held when all are through, and how much as they went."""
    looks: list[Look] = []
    with KafkaBroker(heap="1g", jvm=()) as broker:
        for channel, more in (("in", 0), ("out", 0), ("out.dead", 65_536)):
            broker.create_channel(channel, transport.PARTITIONS, max_message_bytes=(8 << 20) + more)
        await transport.fill(broker.bootstrap, "in", count, make)
        with Process(WHOLE[0], broker.bootstrap, "in", "out") as process:
            async with transport.Watch(broker.bootstrap, "out") as watch:
                while (done := await watch.count()) < count:
                    if process.exit_code() is not None:
                        raise SystemExit(f"the worker ended; its log is {process.log}")
                    if done >= len(looks) * count / LOOKS:
                        looks.append((done, transport.rss_mb(process.pid, "VmRSS")))
                    await asyncio.sleep(0.2)
            most = transport.rss_mb(process.pid)
            process.terminate()
    return most, looks


def small(_: int) -> tuple[list[Figure], list[Look]]:
    """At full load."""
    most, looks = asyncio.run(watched(flattened, SMALL))
    held = max(held for _, held in looks)
    return [
        Figure(f"memory at full load, over {SMALL:,} articles of 5 KB, MB", held, "<=", SMALL_MB),
        Figure("the same worker's peak since its start, MB", most),
    ], []


def large_ones(_: int) -> tuple[list[Figure], list[Look]]:
    """With large articles in every partition."""
    most, _ = asyncio.run(watched(large, LARGE))
    return [Figure("memory with articles of 5 MB in 24 partitions, MB", most, "<=", LARGE_MB)], []


def many(count: int) -> tuple[list[Figure], list[Look]]:
    """Over very many."""
    most, looks = asyncio.run(watched(short, count))
    later = [(done, held) for done, held in looks if done >= count / 5]
    growth = float(np.polyfit(*zip(*later, strict=True), 1)[0]) * 1_000_000
    return [
        Figure(f"growth of memory, MB for a million articles, over {count:,}", growth, "<=", MOST_GROWTH_MB),
        Figure(f"memory at most, over {count:,} short articles, MB", max(held for _, held in looks)),
        Figure("the same worker's peak since its start, MB", most),
    ], looks


WHAT = {"small": small, "large": large_ones, "many": many}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--what", nargs="+", choices=WHAT, default=list(WHAT))
    parser.add_argument("--articles", type=int, default=200_000, help="how many `many` are")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    result: dict[str, Any] = {"machine": machine(), "figures": [], "looks": []}
    for what in args.what:
        figures, looks = WHAT[what](args.articles)
        result["figures"] += show(figures)
        result["looks"] += looks
    if args.json:
        args.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
