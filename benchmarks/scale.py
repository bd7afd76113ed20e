"""How cost grows: with an article's size, a taxonomy's phrases, partitions, the records of a batch, and with workers.

    python -m benchmarks.scale [--what size phrases partitions batches workers] [--rounds 3] [--json FILE]

*size*: processor time of the whole pipeline for flattened articles of 1 KB to 5 MB. *phrases*: matching and scoring of
a 5 KB article against 100 to 50,000 phrases, those beyond the shipped taxonomy's being made of its words. *partitions*
and *workers*: the whole job on Apache Kafka over 1 to 200 partitions, and with one and two workers, each on a core.
*batches*: the transport alone with polls that take 1 to 64 records of each of 24 partitions. A straight line is fitted
to each but the workers; its slope is the cost of one KB, of 1,000 phrases, of 100 partitions and of one batch more.
"""

from __future__ import annotations

import argparse
import json
import random
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import scale_kafka
from benchmarks.articles import flattened
from benchmarks.figures import show
from benchmarks.machine import machine
from benchmarks.scale_kafka import Row
from benchmarks.topics import articles as topic_articles
from benchmarks.topics import reduced
from service.core.classify import classify
from service.core.phrases import build_index
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.edges.taxonomies import read_taxonomy
from service.models import Record
from service.pipeline import Pipeline

LINES_TOGETHER = 5
"""Lines that make a paragraph, so that 5 MB have fewer than the 10,000 lines that an article may have."""
SIZES = (1_000, 5_000, 20_000, 100_000, 1_000_000, 5_000_000)
PHRASES = (100, 1_000, 5_000, 20_000, 50_000)


def sized(size: int, number: int) -> bytes:
    """A raw event of flattened text of about `size` bytes: one article after the other."""
    parts, length = [], 0
    while length < size:
        lines = json.loads(flattened(number + 13 * len(parts)))["content"].split("\n")
        parts.append(
            "\n".join(" ".join(lines[at : at + LINES_TOGETHER]) for at in range(0, len(lines), LINES_TOGETHER))
        )
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


def slope(rows: list[Row], x: str, y: str) -> tuple[float, float]:
    """The straight line through the rows that were not refused: what one more `x` costs, and what stands at 0."""
    rows = [row for row in rows if row.get("ended", "enriched") == "enriched"]
    found = np.polyfit([row[x] for row in rows], [row[y] for row in rows], 1)
    return float(found[0]), float(found[1])


@dataclass(frozen=True)
class Line:
    """A straight line through one table: `unit` more of `x` cost its slope in `y`."""

    x: str
    y: str
    unit: float
    says: str


LINES = {
    "size": Line("bytes", "ms", 1_000, "One KB more costs {:.3f} ms."),
    "phrases": Line("phrases", "us", 1_000, "1,000 phrases more cost {:.1f} µs."),
    "partitions": Line("partitions", "cpu", 100, "100 partitions more cost {:.3f} CPU s for 1,000 articles."),
    "batches": Line("batches for 1,000", "cpu", 1, "One batch costs {:.6f} CPU s beside its records."),
}


def with_batches(rows: list[Row]) -> list[Row]:
    """Rows by records a batch, with the batches that 1,000 records make."""
    return [{**row, "batches for 1,000": 1000 / row["records a batch"]} for row in rows]


WHAT: dict[str, Callable[[int], list[Row]]] = {
    "workers": scale_kafka.workers,
    "partitions": scale_kafka.partitions,
    "batches": lambda rounds: with_batches(scale_kafka.batches(rounds)),
    "size": size,
    "phrases": phrases,
}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--what", nargs="+", choices=WHAT, default=list(WHAT))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found: dict[str, Any] = {"machine": machine(), "slopes": {}}
    for what in args.what:
        print(what, flush=True)
        found[what] = WHAT[what](args.rounds)
        if what in LINES:
            line = LINES[what]
            each, _ = slope(found[what], line.x, line.y)
            found["slopes"][what] = line.says.format(each * line.unit)
            print(f"  {found['slopes'][what]}", flush=True)
    if "workers" in found:
        found["figures"] = show(scale_kafka.figures(found["workers"]))
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
