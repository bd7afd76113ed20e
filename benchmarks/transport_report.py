"""The transport benchmark in words: medians over rounds, ratios within rounds, and the bounds that they are to keep."""

from __future__ import annotations

import statistics
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from benchmarks.machine import machine
from benchmarks.peers.environments import PEERS, Peer

Bound = tuple[str, str, str, str, str, float]
"""What is said, the figure, the two peers whose ratio it is, the sign and the bound ("" and 0 for none)."""
RATE, CPU = "per_second", "cpu_seconds_per_1000"
OURS, ONCE, RARE, PLAIN = "communique", "communique_exactly_once", "communique_rare_commits", "aiokafka_batch"
BOUNDS: tuple[Bound, ...] = (
    ("rate, ours / Faust not awaiting the broker", RATE, OURS, "faust_naive", ">=", 6.0),
    ("rate, ours / plain aiokafka send_batch", RATE, OURS, PLAIN, ">=", 1.0),
    ("CPU, plain aiokafka send_batch / ours", CPU, PLAIN, OURS, ">=", 0.9),
    ("rate, a commit for each acknowledged batch / one a second", RATE, OURS, RARE, ">=", 0.97),
    ("rate, exactly-once / at-least-once", RATE, ONCE, OURS, ">=", 0.65),
    ("rate, ours / FastStream", RATE, OURS, "faststream", ">", 1.0),
    ("rate, ours / Kafka Streams", RATE, OURS, "streams", ">", 1.0),
    ("rate, exactly-once, ours / Kafka Streams", RATE, ONCE, "streams_once", ">", 1.0),
    ("CPU, Bytewax / ours", CPU, "bytewax", OURS, ">", 1.0),
    ("rate, ours / Quix Streams", RATE, OURS, "quix", "", 0.0),
    ("CPU, Quix Streams / ours", CPU, "quix", OURS, "", 0.0),
)
"""What is compared: two peers' ratio of one figure, and the bound that it is to keep, if any."""


@dataclass
class Run:
    """One peer in one round; `busy` and `broker_busy` are the parts of their cores that peer and broker have used."""

    peer: str
    records: int
    per_second: float
    cpu_seconds_per_1000: float
    rss_mb: float
    busy: float
    broker_busy: float


def report(
    results: list[list[Run]], peers: Iterable[Peer] = PEERS, compared: Iterable[Bound] = BOUNDS
) -> dict[str, Any]:
    """Medians over rounds, ratios within rounds; printed and returned."""
    what = {peer.name: peer.what for peer in peers}
    rows: dict[str, Any] = {}
    order = {run.peer: place for place, run in enumerate(results[0])}
    for peer, place in order.items():
        runs = [runs[place] for runs in results]
        rows[peer] = {
            "what": what[peer],
            "per_second": statistics.median(run.per_second for run in runs),
            "spread": [min(run.per_second for run in runs), max(run.per_second for run in runs)],
            "cpu_seconds_per_1000": statistics.median(run.cpu_seconds_per_1000 for run in runs),
            "rss_mb": max(run.rss_mb for run in runs),
            "busy": statistics.median(run.busy for run in runs),
            "broker_busy": statistics.median(run.broker_busy for run in runs),
        }

    def ratio(field: str, a: str, b: str) -> float:
        return statistics.median(getattr(runs[order[a]], field) / getattr(runs[order[b]], field) for runs in results)

    bounds = [
        {"what": said, "measured": ratio(field, a, b), "wanted": f"{sign} {bound:g}" if sign else "-"}
        | {"missed": bool(sign) and ratio(field, a, b) < bound}
        for said, field, a, b, sign, bound in compared
        if a in order and b in order
    ]
    print(f"\n{'peer':24}{'records/s':>12}{'min..max':>20}{'CPU s/1,000':>14}{'RSS MB':>9}{'busy':>6}{'broker':>8}")
    for peer, row in rows.items():
        low, high = row["spread"]
        print(
            f"{peer:24}{row['per_second']:12,.0f}{low:11,.0f}..{high:<7,.0f}{row['cpu_seconds_per_1000']:14.4f}"
            f"{row['rss_mb']:9.0f}{row['busy']:6.2f}{row['broker_busy']:8.2f}"
        )
    print("\nmedian of the ratios within each round:")
    for row in bounds:
        print(f"  {row['measured']:6.2f}  {row['what']} (wanted {row['wanted']}){'  MISSED' if row['missed'] else ''}")
    return {
        "machine": machine(),
        "peers": rows,
        "ratios": bounds,
        "runs": [[asdict(run) for run in runs] for runs in results],
    }
