"""How cost grows: with the size of an article, with the phrases of a taxonomy, with partitions and with workers.

    python -m benchmarks.scale [--what size phrases partitions workers] [--rounds 5] [--json FILE]

*size*: processor time of the whole pipeline for flattened articles of 1 KB to 5 MB. *phrases*: matching and scoring of
a 5 KB article against 100 to 50,000 phrases, those beyond the shipped taxonomy's being made of its words. *partitions*
and *workers*: the whole job on Apache Kafka over 1 to 200 partitions, and with one and two workers, each on a core.
For the first two a straight line is fitted; its slope is the cost of one KB and of 1,000 phrases.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import statistics
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import transport
from benchmarks.articles import flattened
from benchmarks.machine import machine
from benchmarks.peers.environments import WHOLE
from benchmarks.process import Process
from benchmarks.topics import articles as topic_articles
from benchmarks.topics import reduced
from service.core.classify import classify
from service.core.phrases import build_index
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.edges.taxonomies import read_taxonomy
from service.models import Record
from service.pipeline import Pipeline
from tests.kafka.broker import KafkaBroker

SIZES = (1_000, 5_000, 20_000, 100_000, 1_000_000, 5_000_000)
PHRASES = (100, 1_000, 5_000, 20_000, 50_000)
PARTITIONS = (1, 24, 200)
ARTICLES = 6_000
Row = dict[str, Any]


def sized(size: int, number: int) -> bytes:
    """A raw event of flattened text of about `size` bytes: one article after the other."""
    parts, length = [], 0
    while length < size:
        parts.append(json.loads(flattened(number + 13 * len(parts)))["content"])
        length += len(parts[-1].encode())
    content = "\n".join(parts).encode()[:size].decode(errors="ignore")
    return json.dumps({"id": f"s{number}", "content": content, "content_type": "text/plain"}).encode()


def spent(work: Callable[[], object], rounds: int) -> float:
    """Median processor seconds of a call."""
    found = []
    for _ in range(rounds):
        began = time.process_time()
        work()
        found.append(time.process_time() - began)
    return statistics.median(found)


def size(rounds: int) -> list[Row]:
    """Cost by size of the article."""
    pipeline = Pipeline()
    rows = []
    for bytes_ in SIZES:
        values = [Record(sized(bytes_, number)) for number in range(1 if bytes_ >= 1_000_000 else 13)]
        seconds = spent(lambda values=values: [pipeline.process(v) for v in values], rounds) / len(values)  # type: ignore[misc]
        ended = getattr(pipeline.process(values[0]), "reason", "enriched")
        rows.append({"bytes": bytes_, "ms": 1000 * seconds, "us a KB": 1e9 * seconds / bytes_, "ended": str(ended)})
        print("{bytes:10,} bytes {ms:10.2f} ms {us a KB:8.1f} us a KB  {ended}".format(**rows[-1]), flush=True)
    return rows


def grown(taxonomy: Taxonomy, phrases: int) -> Taxonomy:
    """The taxonomy with so many phrases: fewer of its own, or more, made of two of its phrases each."""
    own = len(taxonomy.written)
    if phrases <= own:
        return reduced(taxonomy, phrases)
    chance = random.Random(0)

    more = tuple(f"{taxonomy.written[chance.randrange(own)]} {number}" for number in range(phrases - own))
    written = taxonomy.written + more
    sets_of = taxonomy.sets_of + tuple(taxonomy.sets_of[number % own] for number in range(len(more)))
    return replace(taxonomy, index=build_index(written), written=written, sets_of=sets_of)


def phrases(rounds: int) -> list[Row]:
    """Cost of matching and scoring by number of phrases."""
    data, name = read_taxonomy("vietnam-diplomacy")
    whole, texts, rows = parse_taxonomy(data, name=name, languages=()), 5 * topic_articles(), []
    for count in PHRASES:
        taxonomy = grown(whole, count)

        def work(taxonomy: Taxonomy = taxonomy) -> None:
            for title, text in texts:
                classify(title, text, taxonomy)

        work()
        rows.append({"phrases": count, "us": 1e6 * spent(work, rounds) / len(texts)})
        print("{phrases:10,} phrases {us:8.0f} us".format(**rows[-1]), flush=True)
    return rows


def partitions(rounds: int) -> list[Row]:
    """The whole job over more and more partitions, one worker."""
    return [_on_kafka(count, 1, rounds) for count in PARTITIONS]


def workers(rounds: int) -> list[Row]:
    """The whole job with one worker and with two."""
    return [_on_kafka(24, count, rounds) for count in (1, 2)]


def _on_kafka(partitions_: int, workers_: int, rounds: int) -> Row:
    transport.PARTITIONS = partitions_
    runs = [asyncio.run(_run(workers_)) for _ in range(min(rounds, 3))]
    row = {name: statistics.median(run[name] for run in runs) for name in runs[0]}
    row |= {"partitions": partitions_, "workers": workers_}
    print(
        "{partitions:6} partitions {workers} workers {rate:8,.0f}/s {cpu:8.3f} CPU s/1,000 busy {busy:.2f}".format(
            **row
        )
    )
    return row


async def _run(count: int) -> Row:
    """Between the first and the last tenth: articles a second, CPU seconds for 1,000, and how busy a worker is."""
    with ExitStack() as stack:
        broker = stack.enter_context(KafkaBroker(heap="1g", jvm=()))
        for channel in ("in", "out"):
            broker.create_channel(channel, transport.PARTITIONS)
        broker.create_channel("out.dead", transport.PARTITIONS, max_message_bytes=9 << 20)
        await transport.fill(broker.bootstrap, "in", ARTICLES, flattened)
        processes = [stack.enter_context(Process(WHOLE[0], broker.bootstrap, "in", "out")) for _ in range(count)]
        for place, process in enumerate(processes):
            os.sched_setaffinity(process.pid, {(1 + place) % (os.cpu_count() or 1)})
        async with transport.Watch(broker.bootstrap, "out") as watch:
            marks = []
            for part in (0.1, 0.9):
                while await watch.count() < ARTICLES * part:
                    await asyncio.sleep(transport.LOOK_SECONDS)
                cpu = sum(transport.cpu_seconds(process.pid) for process in processes)
                marks.append((time.monotonic(), cpu, await watch.count()))
        seconds, cpu, articles = (after - before for before, after in zip(*marks, strict=True))
    return {"rate": articles / seconds, "cpu": 1000 * cpu / articles, "busy": cpu / seconds / count}


def slope(rows: list[Row], x: str, y: str) -> tuple[float, float]:
    """The straight line through the rows that were not refused: what one more `x` costs, and what stands at 0."""
    rows = [row for row in rows if row.get("ended", "enriched") == "enriched"]
    found = np.polyfit([row[x] for row in rows], [row[y] for row in rows], 1)
    return float(found[0]), float(found[1])


WHAT: dict[str, Callable[[int], list[Row]]] = {
    "size": size,
    "phrases": phrases,
    "partitions": partitions,
    "workers": workers,
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--what", nargs="+", choices=WHAT, default=list(WHAT))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found: dict[str, Any] = {"machine": machine()}
    for what in args.what:
        print(what, flush=True)
        found[what] = WHAT[what](args.rounds)
    for what, x, y, unit in (("size", "bytes", "ms", 1000), ("phrases", "phrases", "us", 1000)):
        if what in found:
            each, start = slope(found[what], x, y)
            found[f"{what} slope"] = each * unit
            print(f"{what}: {each * unit:.3f} {y} for {unit:,} {x} more, {start:.2f} {y} at none")
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
