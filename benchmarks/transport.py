"""How fast records go through: Communique's stream beside plain aiokafka and plain Faust, on one Apache Kafka.

    python -m benchmarks.transport [--rounds 3] [--records 60000] [--json FILE]

5 KB records, 24 partitions, acks=all, offsets committed. Each peer in turn reads the same channel from its beginning
in a group of its own; the broker is pinned to core 0, the peer to core 1. Rounds are interleaved; ratios are taken
within a round, so that a machine whose speed drifts does not decide. What was published is checked against what was
read before a figure counts. The rate is taken between the first and the last tenth: start-up and rebalance apart.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import platform
import signal
import statistics
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.peers import add_field
from tests.kafka.broker import KafkaBroker

PARTITIONS = 24
PEERS = {
    "communique": 1.0,
    "communique_exactly_once": 1.0,
    "communique_rare_commits": 1.0,
    "aiokafka_batch": 1.0,
    "faust_naive": 0.25,
}
"""Peers, and the share of the records that each is given: the slow one would take for ever."""
DEADLINE_SECONDS = 240
LOOK_SECONDS = 0.1
"""Each look at how far a peer has come takes processor time, of this process and of the broker."""


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


def record(number: int) -> bytes:
    """An article of about 5 KB."""
    body = (f"Delegations met for the {number}th time and spoke of ports, visas and a railway. " * 62)[:4900]
    return json.dumps({"id": f"a{number:09d}", "content": body}).encode()


async def fill(bootstrap: str, channel: str, count: int) -> None:
    """Put `count` records into the channel, evenly over its partitions."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks=1, linger_ms=20, max_batch_size=512 * 1024)
    await producer.start()
    futures = []
    for number in range(count):
        futures.append(await producer.send(channel, record(number), key=b"%d" % number, partition=number % PARTITIONS))
        if len(futures) == 5000:
            await asyncio.gather(*futures)
            futures.clear()
    await asyncio.gather(*futures)
    await producer.stop()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Peak resident memory of a process, MB."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM"))
    return int(line.split()[1]) / 1024


class Watch:
    """Counts records in the output channel and checks a sample of them."""

    def __init__(self, bootstrap: str, channel: str) -> None:
        self._consumer = AIOKafkaConsumer(
            bootstrap_servers=bootstrap, isolation_level="read_committed", max_partition_fetch_bytes=1 << 20
        )
        self._partitions = [TopicPartition(channel, number) for number in range(PARTITIONS)]

    async def __aenter__(self) -> Watch:
        await self._consumer.start()
        self._consumer.assign(self._partitions)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def count(self) -> int:
        """Offsets taken in the channel: its records, and the end of each transaction in it."""
        return sum((await self._consumer.end_offsets(self._partitions)).values())

    async def check(self, expected: int) -> float:
        """Every output is an input with the field added, and none is missing (repeats are allowed: at-least-once).

        Returns:
            The share of the offsets taken that are records.
        """
        await self._consumer.seek_to_beginning(*self._partitions)
        wrong, seen, total = 0, set(), 0
        while batch := await self._consumer.getmany(timeout_ms=2000, max_records=5000):
            for records in batch.values():
                total += len(records)
                for got in records:
                    number = int(got.key)
                    seen.add(number)
                    wrong += number % 97 == 0 and got.value != add_field(record(number))
        if wrong or len(seen) < expected:
            raise SystemExit(
                f"the peer's answers are wrong: {wrong} differ, {expected - len(seen)} of {expected} missing"
            )
        return total / await self.count()


async def run_peer(broker: KafkaBroker, peer: str, source: str, count: int, round_: int) -> Run:
    """Start the peer, watch the output grow to `count` records, stop it, check its answers."""
    out = f"out-{peer.replace('_', '-')}-{round_}"
    for channel, configs in ((out, {}), (f"{out}.dead", {"max_message_bytes": 9 << 20})):
        broker.create_channel(channel, PARTITIONS, **configs)
    environment = {
        **os.environ,
        "BENCH_BOOTSTRAP": broker.bootstrap,
        "BENCH_GROUP": out,
        "BENCH_IN": source,
        "BENCH_OUT": out,
    }
    log = Path(f"/tmp/bench-{peer}.log").open("wb")  # noqa: S108, SIM115 - looked at when a peer fails
    process = subprocess.Popen(
        [sys.executable, "-m", f"benchmarks.peers.{peer}"], env=environment, stdout=log, stderr=log
    )
    os.sched_setaffinity(process.pid, {1 % (os.cpu_count() or 1)})
    try:
        async with Watch(broker.bootstrap, out) as watch:
            result = await measure(watch, process, broker, peer, count)
            await rest(watch, count)
            share = await watch.check(count)
            process.send_signal(signal.SIGTERM)
            process.wait(60)
    finally:
        if process.poll() is None:
            process.kill()
        log.close()
    cpu = result.cpu_seconds_per_1000 / share
    return replace(result, per_second=result.per_second * share, cpu_seconds_per_1000=cpu)


async def rest(watch: Watch, count: int) -> None:
    """Wait for the last tenth, so that the answers can be checked; a peer that loses records does not hang us."""
    until = time.monotonic() + 30
    while await watch.count() < count and time.monotonic() < until:
        await asyncio.sleep(0.1)


async def measure(watch: Watch, process: subprocess.Popen[bytes], broker: KafkaBroker, peer: str, count: int) -> Run:
    """Rate and CPU between the first and the last tenth of the records."""
    until = time.monotonic() + DEADLINE_SECONDS
    start: tuple[float, float, float, int] | None = None
    while time.monotonic() < until:
        if process.poll() is not None:
            raise SystemExit(f"{peer} ended with {process.returncode}")
        done, now = await watch.count(), time.monotonic()
        if start is None and done >= count * 0.1:
            start = (now, cpu_seconds(process.pid), cpu_seconds(broker.pid), done)
        elif start is not None and done >= count * 0.9:
            records, seconds = done - start[3], now - start[0]
            cpu, broker_cpu = cpu_seconds(process.pid) - start[1], cpu_seconds(broker.pid) - start[2]
            rate, memory = records / seconds, rss_mb(process.pid)
            return Run(peer, count, rate, cpu / records * 1000, memory, cpu / seconds, broker_cpu / seconds)
        await asyncio.sleep(LOOK_SECONDS)
    raise SystemExit(f"{peer} did not finish {count} records in {DEADLINE_SECONDS} s")


async def benchmark(rounds: int, records: int) -> list[list[Run]]:
    """All peers, `rounds` times over."""
    results = []
    with KafkaBroker(heap="1g", jvm=()) as broker:
        os.sched_setaffinity(broker.pid, {0})
        for peer, share in PEERS.items():
            broker.create_channel(f"in-{share}", PARTITIONS)
            if peer in ("communique", "faust_naive"):
                await fill(broker.bootstrap, f"in-{share}", int(records * share))
        for round_ in range(rounds + 1):
            runs = []
            for peer, share in PEERS.items():
                runs.append(await run_peer(broker, peer, f"in-{share}", int(records * share), round_))
                note, run = " (warm-up)" if round_ == 0 else "", runs[-1]
                figures = f"{run.per_second:9,.0f}/s  {run.cpu_seconds_per_1000:.4f} CPU s/1,000"
                figures += f"  busy {run.busy:.2f}, broker {run.broker_busy:.2f}"
                print(f"round {round_}{note}: {peer:23} {figures}", flush=True)
            results.append(runs)
    return results[1:]


def report(results: list[list[Run]]) -> dict[str, Any]:
    """Medians over rounds, ratios within rounds; printed and returned."""
    rows: dict[str, Any] = {}
    for place, peer in enumerate(PEERS):
        runs = [runs[place] for runs in results]
        rows[peer] = {
            "per_second": statistics.median(run.per_second for run in runs),
            "spread": [min(run.per_second for run in runs), max(run.per_second for run in runs)],
            "cpu_seconds_per_1000": statistics.median(run.cpu_seconds_per_1000 for run in runs),
            "rss_mb": max(run.rss_mb for run in runs),
            "busy": statistics.median(run.busy for run in runs),
            "broker_busy": statistics.median(run.broker_busy for run in runs),
        }
    order = {peer: place for place, peer in enumerate(PEERS)}

    def ratio(field: str, a: str, b: str) -> float:
        return statistics.median(getattr(runs[order[a]], field) / getattr(runs[order[b]], field) for runs in results)

    commits = 1 - ratio("per_second", "communique", "communique_rare_commits")
    bounds = {
        "rate, ours / Faust not awaiting the broker (>= 6)": ratio("per_second", "communique", "faust_naive"),
        "rate, ours / plain aiokafka send_batch (>= .80)": ratio("per_second", "communique", "aiokafka_batch"),
        "rate, exactly-once / at-least-once (>= .65)": ratio("per_second", "communique_exactly_once", "communique"),
        "CPU per record, ours / plain aiokafka send_batch (<= 1.3)": ratio(
            "cpu_seconds_per_1000", "communique", "aiokafka_batch"
        ),
        "part of the rate that a commit for each acknowledged batch costs (<= .03)": commits,
        "part of the CPU time that it costs": 1
        - ratio("cpu_seconds_per_1000", "communique_rare_commits", "communique"),
    }
    print(f"\n{'peer':24}{'records/s':>12}{'min..max':>20}{'CPU s/1,000':>14}{'RSS MB':>9}{'busy':>6}{'broker':>8}")
    for peer, row in rows.items():
        low, high = row["spread"]
        print(
            f"{peer:24}{row['per_second']:12,.0f}{low:11,.0f}..{high:<7,.0f}{row['cpu_seconds_per_1000']:14.4f}"
            f"{row['rss_mb']:9.0f}{row['busy']:6.2f}{row['broker_busy']:8.2f}"
        )
    print("\nmedian of the ratios within each round:")
    for name, value in bounds.items():
        print(f"  {value:6.2f}  {name}")
    return {
        "python": platform.python_version(),
        "peers": rows,
        "ratios": bounds,
        "runs": [[asdict(run) for run in runs] for runs in results],
    }


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--records", type=int, default=100_000)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = report(asyncio.run(benchmark(args.rounds, args.records)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
