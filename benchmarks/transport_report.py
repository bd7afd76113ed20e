"""The transport benchmark in words: medians over rounds, ratios within rounds, and the bounds that they are to keep."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.figures import Figure, show
from benchmarks.machine import machine
from benchmarks.peers.environments import PEERS, Peer

Bound = tuple[str, str, str, str, str, float]
"""What is said, the figure, the two peers whose ratio it is ("" for the first alone), the sign and the bound ("" and 0
for none)."""
RATE, CPU, IDLE, F1 = "per_second", "cpu_seconds_per_1000", "idle", "f1"
OURS, ONCE, RARE, PLAIN = "communique", "communique_exactly_once", "communique_rare_commits", "aiokafka_batch"
BOUNDS: tuple[Bound, ...] = (
    ("rate, ours / Faust not awaiting the broker", RATE, OURS, "faust_naive", ">=", 6.0),
    ("rate, ours / plain aiokafka send_batch", RATE, OURS, PLAIN, ">=", 1.0),
    ("CPU, plain aiokafka send_batch / ours", CPU, PLAIN, OURS, ">=", 0.9),
    ("idle with a backlog, part of the time of our loop", IDLE, OURS, "", "<=", 0.05),
    ("rate, a commit for each acknowledged batch / one a second", RATE, OURS, RARE, ">=", 0.97),
    ("rate, exactly-once / at-least-once", RATE, ONCE, OURS, ">=", 0.65),
    ("rate, ours / FastStream", RATE, OURS, "faststream", ">", 1.0),
    ("rate, ours / Kafka Streams", RATE, OURS, "streams", ">", 1.0),
    ("rate, exactly-once, ours / Kafka Streams", RATE, ONCE, "streams_once", ">", 1.0),
    ("CPU, Bytewax / ours", CPU, "bytewax", OURS, ">", 1.0),
    ("rate, ours / Quix Streams", RATE, OURS, "quix", "", 0.0),
    ("CPU, Quix Streams / ours", CPU, "quix", OURS, "", 0.0),
)
"""What is compared: two peers' ratio of one figure, and the bound that it is to keep, if any. *Idle* is the part of the
time in which the loop's thread neither worked nor waited for its core."""


@dataclass
class Run:
    """One peer in one round.

    Attributes:
        peer, records: which, and how many it was given.
        per_second: its rate.
        cpu_seconds_per_1000: processor time for 1,000 records, all threads.
        rss_mb: the most memory that it held.
        busy, broker_busy: the parts of their cores that peer and broker have used.
        idle: the part of the time in which the peer's first thread neither worked nor waited for its core.
        f1: mean word F1 of its texts, where the job knows what they should be.
    """

    peer: str
    records: int
    per_second: float
    cpu_seconds_per_1000: float
    rss_mb: float
    busy: float
    broker_busy: float
    idle: float = 0.0
    f1: float | None = None


def report(
    results: list[list[Run]], peers: Iterable[Peer] = PEERS, compared: Iterable[Bound] = BOUNDS
) -> dict[str, Any]:
    """Medians over rounds, ratios within rounds; printed and returned."""
    order = {run.peer: place for place, run in enumerate(results[0])}
    what = {peer.name: peer.what for peer in peers}
    rows = {peer: row_of(what[peer], [runs[place] for runs in results]) for peer, place in order.items()}

    def measured(field: str, a: str, b: str) -> float:
        over = [getattr(runs[order[b]], field) if b else 1.0 for runs in results]
        return statistics.median(
            getattr(runs[order[a]], field) / below for runs, below in zip(results, over, strict=True)
        )

    figures = [
        Figure(said, measured(field, a, b), sign, bound)
        for said, field, a, b, sign, bound in compared
        if {a, b} - {""} <= order.keys()
    ]
    print(f"\n{'peer':24}{'records/s':>12}{'min..max':>20}{'CPU s/1,000':>14}{'RSS MB':>9}{'busy':>6}{'broker':>8}")
    for peer, row in rows.items():
        low, high = row["spread"]
        print(
            f"{peer:24}{row['per_second']:12,.0f}{low:11,.0f}..{high:<7,.0f}{row['cpu_seconds_per_1000']:14.4f}"
            f"{row['rss_mb']:9.0f}{row['busy']:6.2f}{row['broker_busy']:8.2f}"
        )
    print("\nmedian over the rounds, ratios within each:")
    return {
        "machine": machine(),
        "peers": rows,
        "figures": show(figures),
        "runs": [[asdict(run) for run in runs] for runs in results],
    }


def row_of(what: str, runs: list[Run]) -> dict[str, Any]:
    """One peer's medians over the rounds."""
    rates = [run.per_second for run in runs]
    names = ("per_second", "cpu_seconds_per_1000", "busy", "broker_busy", "idle")
    row = {name: statistics.median(getattr(run, name) for run in runs) for name in names}
    row |= {"what": what, "spread": [min(rates), max(rates)], "rss_mb": max(run.rss_mb for run in runs)}
    known = [run.f1 for run in runs if run.f1 is not None]
    return row | ({"f1": statistics.median(known)} if known else {})
