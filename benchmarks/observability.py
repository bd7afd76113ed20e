"""What metrics cost, and how fast a scrape is answered at full load: a worker on one Apache Kafka, metrics on and off.

    python -m benchmarks.observability [--articles 6000] [--rounds 5] [--json FILE]

The same backlog of articles is worked off again and again, metrics on and off in turn, the real pipeline each time. The
cost is the processor time of the worker's process for an article between the first and the last tenth; ratios are taken
within a round. While metrics are on, `/metrics` is asked for five times a second. Whatever was read must have come out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.integration.harness import Names, WorkerProcess, article, produce
from tests.kafka.broker import KafkaBroker

PARTITIONS = 4
SCRAPE_SECONDS = 0.2
DEADLINE_SECONDS = 300.0


@dataclass
class Run:
    """One backlog worked off."""

    metrics: bool
    cpu_ms_per_article: float
    articles_per_second: float
    scrapes_ms: list[float]


def work_without_metrics() -> int:
    """A worker that counts, times and shows nothing."""
    from prometheus_client import Counter, Gauge, Histogram  # noqa: PLC0415 - in the worker's process only

    from service.edges.metrics import Metrics  # noqa: PLC0415
    from service.edges.settings import load_settings  # noqa: PLC0415
    from service.stream import agent  # noqa: PLC0415
    from service.stream.lag import LagObserver  # noqa: PLC0415
    from service.stream.worker import run_worker  # noqa: PLC0415

    def nothing(*_: object, **__: object) -> None:
        """In the place of whatever counts."""

    for kind, names in ((Counter, ["inc"]), (Gauge, ["inc", "dec", "set", "set_function"]), (Histogram, ["observe"])):
        for name in (*names, "remove"):
            setattr(kind, name, nothing)
        kind.labels = lambda self, *_, **__: self  # type: ignore[method-assign]
    agent.observe_latency = nothing
    LagObserver.observe = nothing  # type: ignore[method-assign]
    Metrics.count_article = Metrics.observe_stage = nothing  # type: ignore[method-assign]
    return run_worker(load_settings())


class Ends:
    """How many records a channel has."""

    def __init__(self, bootstrap: str, channel: str) -> None:
        self._consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
        self._partitions = [TopicPartition(channel, number) for number in range(PARTITIONS)]

    async def __aenter__(self) -> Ends:
        await self._consumer.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._consumer.stop()

    async def count(self) -> int:
        """Asked of the broker."""
        return sum((await self._consumer.end_offsets(self._partitions)).values())


def cpu_seconds(pid: int) -> float:
    """User and system time of a process, all threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def scrape_ms(port: int) -> float:
    """How long one exposition takes, in milliseconds."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=30) as answer:
        answer.read()
    return 1000 * (time.perf_counter() - began)


async def run(broker: KafkaBroker, raw: str, articles: int, *, metrics: bool) -> Run:
    """Work the backlog off once, in a group and to channels of their own."""
    names = Names.unique("on" if metrics else "off")
    names = Names(raw, names.enriched, names.dead, names.group)
    for channel in (names.enriched, names.dead):
        broker.create_channel(channel, PARTITIONS, max_message_bytes=(8 << 20) + 65536)
    module = ("service", "worker") if metrics else ("benchmarks.observability", "--worker")
    async with Ends(broker.bootstrap, names.enriched) as ends:
        with WorkerProcess(names, broker.bootstrap, module, log_level="warning") as worker:
            found = await _measure(ends, worker, articles, metrics=metrics)
            while await ends.count() < articles:
                await asyncio.sleep(0.1)
            worker.terminate()
    return found


async def _measure(ends: Ends, worker: WorkerProcess, articles: int, *, metrics: bool) -> Run:
    began: tuple[float, float, int] | None = None
    scrapes: list[float] = []
    until = time.monotonic() + DEADLINE_SECONDS
    assert worker.process is not None  # noqa: S101 - it was started
    while time.monotonic() < until:
        done, cpu, now = await ends.count(), cpu_seconds(worker.process.pid), time.monotonic()
        if began is None and done >= articles / 10:
            began = cpu, now, done
        elif began is not None and done >= articles * 0.9:
            count = done - began[2]
            return Run(metrics, 1000 * (cpu - began[0]) / count, count / (now - began[1]), scrapes)
        if began is not None and metrics:
            scrapes.append(await asyncio.to_thread(scrape_ms, worker.port))
        await asyncio.sleep(SCRAPE_SECONDS)
    raise SystemExit(f"the worker did not finish in {DEADLINE_SECONDS:.0f} s:\n{worker.log}")


async def benchmark(articles: int, rounds: int) -> list[tuple[Run, Run]]:
    """Rounds of on and off; who goes first alternates, and the first round warms up and is left out."""
    results = []
    with KafkaBroker() as broker:
        raw = Names.unique("backlog").raw
        broker.create_channel(raw, PARTITIONS, max_message_bytes=8 << 20)
        await asyncio.to_thread(produce, broker.bootstrap, raw, map(article, range(articles)))
        for number in range(rounds + 1):
            order = (True, False) if number % 2 else (False, True)
            runs = {metrics: await run(broker, raw, articles, metrics=metrics) for metrics in order}
            for one in runs.values():
                print(
                    f"round {number}: metrics {'on ' if one.metrics else 'off'} {one.cpu_ms_per_article:6.3f} ms CPU "
                    f"an article, {one.articles_per_second:7,.0f} articles/s",
                    flush=True,
                )
            results.append((runs[True], runs[False]))
    return results[1:]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        sys.exit(work_without_metrics())
    results = asyncio.run(benchmark(args.articles, args.rounds))
    cost = statistics.median(on.cpu_ms_per_article / off.cpu_ms_per_article for on, off in results) - 1
    scrapes = sorted(ms for on, _ in results for ms in on.scrapes_ms)
    print(f"\nmetrics cost {100 * cost:.1f}% of the processor time of an article (bound: 3%)")
    print(
        f"a scrape at full load: median {statistics.median(scrapes):.0f} ms (bound: 100), "
        f"longest {scrapes[-1]:.0f} ms (bound: 1,000), {len(scrapes)} scrapes"
    )
    if args.json:
        told = {"cost": cost, "runs": [[asdict(on), asdict(off)] for on, off in results]}
        args.json.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
