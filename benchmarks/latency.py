"""How long an article takes from being due at the producer to being read from the output, at steady rates.

    python -m benchmarks.latency [--rates 10 100 1000] [--seconds 20] [--json FILE]

Open loop: articles fall due by the clock, whether or not the earlier ones are through, and a late one counts from when
it was due; so a worker that stops for a second shows in every article of that second. Producer and reader share a core
with the broker, the worker has the other. The whole job: flattened articles in 13 languages. At a rate above what a
worker does, the backlog and with it the latency grows for as long as it lasts: then
`out`, the rate at which articles came out, tells what it does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from benchmarks.articles import flattened
from benchmarks.figures import Figure, show
from benchmarks.machine import machine
from benchmarks.peers.environments import WHOLE
from benchmarks.process import Process
from benchmarks.transport import PARTITIONS
from tests.kafka.broker import KafkaBroker

WARM_UP_SECONDS = 5.0
REST_SECONDS = 120.0
"""A rate beyond the worker's leaves a backlog, which takes longer than its articles took to come."""
BOUND_RATE, BOUND_P99_MS = 100, 100
"""At this rate, in articles a second, 99 of 100 are through in less than so many milliseconds."""
P99 = f"p99 of the latency at {BOUND_RATE} articles/s, ms"


@dataclass
class Latency:
    """Quantiles at one rate, in milliseconds, and the articles a second that came out."""

    rate: int
    articles: int
    out: float
    p50: float
    p99: float
    p999: float
    most: float


class Probe:
    """Sends articles as they fall due, and notes when each comes out."""

    def __init__(self, bootstrap: str, source: str, out: str) -> None:
        self._source, self._out = source, out
        self._producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", linger_ms=0)
        self._reader = AIOKafkaConsumer(bootstrap_servers=bootstrap, fetch_max_wait_ms=50)
        self.due: dict[int, float] = {}
        self.seen: dict[int, float] = {}
        self._next = 0

    async def __aenter__(self) -> Probe:
        await self._producer.start()
        await self._reader.start()
        self._reader.assign([TopicPartition(self._out, number) for number in range(PARTITIONS)])
        await self._reader.seek_to_end()
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._reading.cancel()
        await self._producer.stop()
        await self._reader.stop()

    async def _read(self) -> None:
        async for record in self._reader:
            self.seen.setdefault(int(record.key), time.perf_counter())

    async def send(self, rate: int, seconds: float) -> list[int]:
        """Articles at `rate` a second for so long; their numbers."""
        values = [flattened(number) for number in range(self._next, self._next + int(rate * seconds))]
        numbers = range(self._next, self._next + len(values))
        self._next += len(values)
        began = time.perf_counter() + 0.1
        for place, number in enumerate(numbers):
            self.due[number] = began + place / rate
            await asyncio.sleep(max(0.0, self.due[number] - time.perf_counter()))
            await self._producer.send(self._source, values[place], key=b"%d" % number, partition=number % PARTITIONS)
        return list(numbers)

    async def wait(self, numbers: list[int]) -> None:
        """Until all are out.

        Raises:
            SystemExit: not all are, in time.
        """
        until = time.perf_counter() + REST_SECONDS
        while not all(number in self.seen for number in numbers):
            if time.perf_counter() > until:
                raise SystemExit(f"{sum(number not in self.seen for number in numbers)} articles did not come out")
            await asyncio.sleep(0.05)


def quantiles(rate: int, due: list[float], seen: list[float]) -> Latency:
    """What a reader asks of the times at which articles were due and seen, seconds."""
    ordered = sorted(1000 * (after - before) for before, after in zip(due, seen, strict=True))
    out = len(seen) / (max(seen) - min(due))
    p50, p99, p999 = (ordered[min(len(ordered) - 1, int(len(ordered) * part))] for part in (0.5, 0.99, 0.999))
    return Latency(rate, len(ordered), out, p50, p99, p999, ordered[-1])


async def benchmark(rates: list[int], seconds: float) -> list[Latency]:
    """One worker, one rate after the other."""
    found = []
    with KafkaBroker(heap="1g", jvm=()) as broker:
        os.sched_setaffinity(broker.pid, {0})
        os.sched_setaffinity(0, {0})
        for channel in ("in", "out"):
            broker.create_channel(channel, PARTITIONS)
        broker.create_channel("out.dead", PARTITIONS, max_message_bytes=9 << 20)
        with Process(WHOLE[0], broker.bootstrap, "in", "out") as process:
            async with Probe(broker.bootstrap, "in", "out") as probe:
                await probe.wait(await probe.send(50, WARM_UP_SECONDS))
                for rate in rates:
                    numbers = await probe.send(rate, seconds)
                    await probe.wait(numbers)
                    found.append(
                        quantiles(rate, *([times[number] for number in numbers] for times in (probe.due, probe.seen)))
                    )
                    print(
                        "{rate:6,}/s  {articles:7,} articles, {out:6,.0f}/s out   p50 {p50:8.1f} ms   p99 {p99:8.1f}   "
                        "p999 {p999:8.1f}   most {most:8.1f}".format(**asdict(found[-1])),
                        flush=True,
                    )
            process.terminate()
    return found


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rates", type=int, nargs="+", default=[10, 100, 1000])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    found = asyncio.run(benchmark(args.rates, args.seconds))
    p99 = [Figure(P99, row.p99, "<", BOUND_P99_MS) for row in found if row.rate == BOUND_RATE]
    result = {"machine": machine(), "rates": [asdict(row) for row in found], "figures": show(p99)}
    if args.json:
        args.json.write_text(json.dumps(result, indent=2) + "\n")


if __name__ == "__main__":
    main()
