"""How fast records go through: Communique's stream beside plain aiokafka and plain Faust, on one Apache Kafka.

    python -m benchmarks.transport [--rounds 3] [--records 60000] [--json FILE] [--all | --peers NAME ...]

5 KB records, 24 partitions, acks=all, offsets committed. Each peer in turn reads the same channel from its beginning
in a group of its own; the broker is pinned to core 0, the peer to core 1. Rounds are interleaved; ratios are taken
within a round, so that a machine whose speed drifts does not decide. What was published is checked against what was
read before a figure counts. The rate is taken between the first and the last tenth: start-up and rebalance apart.
Peers other than the usual four are installed in environments of their own first, see benchmarks.peers.environments.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import logging
import os
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.peers import add_field
from benchmarks.peers.environments import BY_NAME, USUAL, Peer, prepare
from benchmarks.process import Process
from benchmarks.transport_report import Run, report
from tests.kafka.broker import KafkaBroker

PARTITIONS = 24
DEADLINE_SECONDS = 240
FILL_BYTES = 24 << 20
"""Sent before the broker's word is waited for: one request for all partitions, which it takes up to 100 MB."""
PATIENCE_SECONDS = 30
"""For answers that are not there yet: a broker on a busy machine may be silent for seconds."""
LOOK_SECONDS = 0.1
"""Each look at how far a peer has come takes processor time, of this process and of the broker."""

Right = Callable[[int, bytes], bool]


def record(number: int) -> bytes:
    """An article of about 5 KB."""
    body = (f"Delegations met for the {number}th time and spoke of ports, visas and a railway. " * 62)[:4900]
    return json.dumps({"id": f"a{number:09d}", "content": body}).encode()


async def fill(bootstrap: str, channel: str, count: int, make: Callable[[int], bytes] = record) -> None:
    """Put `count` records into the channel, evenly over its partitions, each with its number as key."""
    logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a new channel's leaders are asked for until they answer
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks=1, linger_ms=20, max_batch_size=512 * 1024, max_request_size=16 << 20
    )
    await producer.start()
    futures, size = [], 0
    for number in range(count):
        value = make(number)
        futures.append(await producer.send(channel, value, key=b"%d" % number, partition=number % PARTITIONS))
        size += len(value)
        if size > FILL_BYTES:
            await asyncio.gather(*futures)
            futures, size = [], 0
    await asyncio.gather(*futures)
    await producer.stop()


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def waited_seconds(pid: int) -> tuple[float, float]:
    """Of a process's first thread: time on a core, and time that it was ready and waited for one."""
    ran, waited, _ = Path(f"/proc/{pid}/schedstat").read_text().split()
    return int(ran) / 1e9, int(waited) / 1e9


def rss_mb(pid: int, name: str = "VmHWM") -> float:
    """Resident memory of a process, MB: its peak, or what it is now as `VmRSS`."""
    line = next(line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith(name))
    return int(line.split()[1]) / 1024


def has_field(number: int, value: bytes) -> bool:
    """Whether this is record `number` with the field added; looked at in one of 97."""
    return number % 97 != 0 or value == add_field(record(number))


@dataclass(frozen=True)
class Job:
    """What peers are given to do.

    Attributes:
        make: the value of the input with this number.
        right: whether a value is what must come of it.
        score: how good a value is, 0 to 1, where that is asked; in one of seven.
        files: what a peer finds in its folder, by name.
    """

    make: Callable[[int], bytes] = record
    right: Right = has_field
    score: Callable[[int, bytes], float] | None = None
    files: Mapping[str, str] = field(default_factory=dict)


FIELD = Job()
"""The transport alone: a field is added."""


class Watch:
    """Counts records in the output channel and checks them.

    Args:
        bootstrap: of the broker.
        channel: that a peer writes.
        job: that the peer does.
    """

    def __init__(self, bootstrap: str, channel: str, job: Job | None = None) -> None:
        self._job = job or FIELD
        self._scores: list[float] = []
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

    @property
    def score(self) -> float | None:
        """How good the values were that `check` has seen, on average; None where the job does not tell."""
        return statistics.fmean(self._scores) if self._scores else None

    async def check(self, expected: int) -> float:
        """Every output is right, and none is missing (repeats are allowed: at-least-once).

        Returns:
            The share of the offsets taken that are records.
        """
        await self._consumer.seek_to_beginning(*self._partitions)
        wrong, seen, total = 0, set(), 0
        until = time.monotonic() + PATIENCE_SECONDS
        while True:
            batch = await self._consumer.getmany(timeout_ms=2000, max_records=5000)
            if not batch and (len(seen) >= expected or time.monotonic() > until):
                break
            for records in batch.values():
                total += len(records)
                for got in records:
                    number = int(got.key)
                    seen.add(number)
                    wrong += not self._job.right(number, got.value)
                    if self._job.score and number % 7 == 0:
                        self._scores.append(self._job.score(number, got.value))
        if wrong or len(seen) < expected:
            raise SystemExit(
                f"the peer's answers are wrong: {wrong} differ, {expected - len(seen)} of {expected} missing"
            )
        return total / await self.count()


async def run_peer(broker: KafkaBroker, peer: Peer, source: str, count: int, round_: int, job: Job = FIELD) -> Run:
    """Start the peer, watch the output grow to `count` records, stop it, check its answers."""
    out = f"{source}-out-{peer.name.replace('_', '-')}-{round_}"
    for channel, configs in ((out, {}), (f"{out}.dead", {"max_message_bytes": 9 << 20})):
        broker.create_channel(channel, PARTITIONS, **configs)
    with Process(peer, broker.bootstrap, source, out, job.files) as process:
        async with Watch(broker.bootstrap, out, job) as watch:
            result = await measure(watch, process, broker, count)
            await rest(watch, count)
            share = await watch.check(count)
            process.terminate()
    cpu = result.cpu_seconds_per_1000 / share
    return replace(result, per_second=result.per_second * share, cpu_seconds_per_1000=cpu, f1=watch.score)


async def rest(watch: Watch, count: int) -> None:
    """Wait for the last tenth, so that the answers can be checked; a peer that loses records does not hang us."""
    until = time.monotonic() + 30
    while await watch.count() < count and time.monotonic() < until:
        await asyncio.sleep(0.1)


async def measure(watch: Watch, process: Process, broker: KafkaBroker, count: int) -> Run:
    """Rate and CPU between the first and the last tenth of the records."""
    until = time.monotonic() + DEADLINE_SECONDS
    start: tuple[float, float, float, int] | None = None
    rested = 0.0
    name = process.peer.name
    while time.monotonic() < until:
        if process.exit_code() is not None:
            raise SystemExit(f"{name} ended with {process.exit_code()}; its log is {process.log}")
        done, now = await watch.count(), time.monotonic()
        if start is None and done >= count * 0.1:
            rested = now - sum(waited_seconds(process.pid))
            start = (now, cpu_seconds(process.pid), cpu_seconds(broker.pid), done)
        elif start is not None and done >= count * 0.9:
            records, seconds = done - start[3], now - start[0]
            if not records:
                raise SystemExit(f"{name} wrote all {count} records at once: too few to measure")
            cpu, broker_cpu = cpu_seconds(process.pid) - start[1], cpu_seconds(broker.pid) - start[2]
            idle = max(0.0, now - sum(waited_seconds(process.pid)) - rested) / seconds
            rate, memory = records / seconds, rss_mb(process.pid)
            return Run(name, count, rate, cpu / records * 1000, memory, cpu / seconds, broker_cpu / seconds, idle)
        await asyncio.sleep(LOOK_SECONDS)
    raise SystemExit(f"{name} did not finish {count} records in {DEADLINE_SECONDS} s")


async def benchmark(peers: Sequence[Peer], rounds: int, records: int, job: Job = FIELD) -> list[list[Run]]:
    """All peers at one job, `rounds` times over, after a warm-up."""
    results = []
    with KafkaBroker(heap="1g", jvm=()) as broker:
        os.sched_setaffinity(broker.pid, {0})
        for share in {peer.share for peer in peers}:
            broker.create_channel(f"in-{share}", PARTITIONS)
            await fill(broker.bootstrap, f"in-{share}", int(records * share), job.make)
        for round_ in range(rounds + 1):
            runs = []
            for peer in peers:
                runs.append(await run_peer(broker, peer, f"in-{peer.share}", int(records * peer.share), round_, job))
                note, run = " (warm-up)" if round_ == 0 else "", runs[-1]
                figures = f"{run.per_second:9,.0f}/s  {run.cpu_seconds_per_1000:.4f} CPU s/1,000"
                figures += f"  busy {run.busy:.2f}, idle {run.idle:.2f}, broker {run.broker_busy:.2f}"
                print(f"round {round_}{note}: {peer.name:23} {figures}", flush=True)
            results.append(runs)
    return results[1:]


def chosen(args: argparse.Namespace) -> list[Peer]:
    """The peers that the command line asks for, with their environments made."""
    peers = [BY_NAME[name] for name in (BY_NAME if args.all else args.peers)]
    for peer in peers:
        prepare(peer.environment)
    return peers


def add_peers(parser: argparse.ArgumentParser) -> None:
    """The options that choose peers."""
    parser.add_argument("--peers", nargs="+", choices=BY_NAME, default=USUAL, help="which (the usual four)")
    parser.add_argument("--all", action="store_true", help="every peer")


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--records", type=int, default=60_000)
    parser.add_argument("--json", type=Path)
    add_peers(parser)
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error("--rounds: at least 1; the warm-up does not count")
    found = report(asyncio.run(benchmark(chosen(args), args.rounds, args.records)))
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
