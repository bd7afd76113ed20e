"""On paper: how far 1 to 64 workers would come, from what a worker and the broker were measured to spend.

    python -m benchmarks.model [--results FOLDER] [--json FILE]

Made of `whole.json` and `scale.json` in the results; nothing is run. Assumed: a core for each worker; an article costs
a worker among others what it costs one of two here (the ratio of `scale`, once, whatever their number: they share
nothing but the broker); the broker's cost an article stays what it was with one worker and is spread evenly over its
cores, of which as many as are needed are there; partitions are at least as many as workers, evenly filled; each record
is written to three copies, of which the leader serves the reads. Beyond the network's limit workers wait.
"""

from __future__ import annotations

import argparse
import json
import math
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks.articles import flattened, html
from benchmarks.machine import machine
from service.models import Record
from service.pipeline import Pipeline

RESULTS = Path(__file__).parent / "results"
WORKERS = (1, 2, 4, 8, 16, 32, 64)
COPIES = 3
NETWORK_MB = 1_250.0
"""MB a second of the brokers' network together: one link of 10 Gbit/s."""
MAKERS = {"flattened": flattened, "html": html}


@dataclass(frozen=True)
class Costs:
    """What one article costs.

    Attributes:
        worker: CPU seconds of a worker that has others beside it.
        broker: CPU seconds of the broker, one copy.
        megabytes: over the brokers' network: in from producers, out to workers, in from workers, and copies of both.
    """

    worker: float
    broker: float
    megabytes: float


@dataclass(frozen=True)
class Row:
    """What so many workers do."""

    kind: str
    workers: int
    per_second: float
    broker_cores: float
    network_mb: float
    bound_by: str


def costs(what: str, whole: dict[str, Any], scale: dict[str, Any]) -> Costs:
    """Of one kind of article, from the results."""
    ours = whole[what]["peers"]["communique"]
    one, two = scale["workers"]
    worker = ours["cpu_seconds_per_1000"] / 1000 * max(1.0, two["cpu"] / one["cpu"])
    raw = MAKERS[what](0)
    outcome = Pipeline().process(Record(raw))
    enriched = len(getattr(outcome, "message").value)  # noqa: B009 - refused, it must fail here
    megabytes = (COPIES * (len(raw) + enriched) + len(raw)) / 1e6
    return Costs(worker, ours["broker_busy"] / ours["per_second"], megabytes)


def rows(kind: str, cost: Costs) -> list[Row]:
    """Articles a second by number of workers."""
    found = []
    for workers in WORKERS:
        by_workers, by_network = workers / cost.worker, NETWORK_MB / cost.megabytes
        rate = min(by_workers, by_network)
        bound_by = "workers" if by_workers <= by_network else "network"
        found.append(Row(kind, workers, rate, COPIES * rate * cost.broker, rate * cost.megabytes, bound_by))
    return found


def main() -> None:
    """Compute and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--results", type=Path, default=RESULTS, help="folder of whole.json and scale.json")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    whole, scale = (json.loads((args.results / f"{name}.json").read_text("utf-8")) for name in ("whole", "scale"))
    found = [row for what in MAKERS if what in whole for row in rows(what, costs(what, whole, scale))]
    for row in found:
        print(
            f"{row.kind:10} {row.workers:3} workers {row.per_second:10,.0f}/s,"
            f" brokers {math.ceil(row.broker_cores)} cores, network {row.network_mb:8,.1f} MB/s,"
            f" bound by {row.bound_by}"
        )
    if args.json:
        args.json.write_text(json.dumps({"machine": machine(), "rows": [asdict(r) for r in found]}, indent=2) + "\n")


if __name__ == "__main__":
    main()
