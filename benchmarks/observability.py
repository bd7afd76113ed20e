"""What metrics cost, and how fast a scrape is answered at full load: one worker on Apache Kafka, metrics on and off.

    python -m benchmarks.observability [--rounds 20] [--seconds 2] [--articles 100000] [--json FILE]

A worker, started as any other, works a backlog off with the real pipeline. In each round its metrics are on for some
seconds and off for as many, the first of both in turn; while they are on, `/metrics` is asked for five times a second,
as Prometheus asks. One process does both, so that nothing else differs: not the placement of its memory, not the age of
its caches, and hardly what else goes on in the machine. Off means that nothing is counted, timed or shown.

Two costs are told, each the median over rounds of what on took to what off took: of throughput (articles a second) and
of processor time (of the worker's process, all threads, for an article). The scraper's own processor time is in the
first as far as it takes it from the worker, and not in the second. Whatever was read must have come out.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import itertools
import json
import math
import socket
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from tests.integration.harness import Names, WorkerProcess, article, free_port, produce
from tests.kafka.broker import KafkaBroker

PARTITIONS = 4
SCRAPE_SECONDS = 0.2
ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.2"
WARM_UP_ARTICLES = 2000
START_SECONDS = 120.0
BOUND = 0.03


class Moment(NamedTuple):
    """What the worker had done at some time: articles worked on, seconds of processor time and of a clock."""

    articles: int
    cpu: float
    at: float


@dataclass
class Slice:
    """Some seconds of work with metrics on, or off."""

    articles_per_second: float
    cpu_ms_per_article: float

    @classmethod
    def between(cls, one: Moment, two: Moment) -> Slice:
        """What was done between two moments."""
        articles = two.articles - one.articles
        if articles < 1:
            raise SystemExit("the backlog ran out: more --articles, or fewer --rounds")
        return cls(articles / (two.at - one.at), 1000 * (two.cpu - one.cpu) / articles)


@dataclass
class Found:
    """What was measured: pairs of on and off, and how long scrapes took, in milliseconds."""

    rounds: list[tuple[Slice, Slice]] = field(default_factory=list)
    scrapes_ms: list[float] = field(default_factory=list)

    def costs(self) -> dict[str, list[float]]:
        """How much more was spent on than off, by round: 0.03 is 3%."""
        return {
            "throughput": [off.articles_per_second / on.articles_per_second - 1 for on, off in self.rounds],
            "processor time": [on.cpu_ms_per_article / off.cpu_ms_per_article - 1 for on, off in self.rounds],
        }


# The worker's side.


def switch() -> Callable[[bool], None]:
    """What turns everything that counts, times and shows into nothing, and back."""
    from prometheus_client import Counter, Gauge  # noqa: PLC0415 - in the worker's process only

    from service.edges.metrics import Metrics  # noqa: PLC0415
    from service.edges.single_writer import Observed, SingleWriterCounter  # noqa: PLC0415
    from service.stream import agent  # noqa: PLC0415
    from service.stream.lag import LagObserver  # noqa: PLC0415

    def nothing(*_: object, **__: object) -> None:
        """In the place of whatever counts."""

    places: list[tuple[Any, str, Any]] = [(kind, "labels", lambda self, *_: self) for kind in (Counter, Gauge)]
    places += [(Counter, "inc", nothing)]
    places += [(Gauge, name, nothing) for name in ("inc", "dec", "set", "remove")]
    places += [(SingleWriterCounter, "inc", nothing), (Observed, "observe", nothing)]
    places += [(Metrics, "count_article", nothing), (Metrics, "observe_stage", nothing)]
    places += [(agent, "observe_latency", nothing), (LagObserver, "observe", nothing)]
    whole = [getattr(place, name) for place, name, _ in places]

    def turn(on: bool) -> None:  # noqa: FBT001 - a switch
        for (place, name, none), real in zip(places, whole, strict=True):
            setattr(place, name, real if on else none)

    return turn


def count_articles() -> Callable[[], int]:
    """How many articles the worker has worked on; counted the same way with metrics on and off."""
    from service.stream.processor import EnrichProcessor  # noqa: PLC0415

    numbers, plain, last = itertools.count(1), EnrichProcessor.__call__, [0]

    def counted(self: EnrichProcessor, record: Any) -> Any:
        last[0] = next(numbers)
        return plain(self, record)

    EnrichProcessor.__call__ = counted  # type: ignore[method-assign]
    return lambda: last[0]


def work(port: int) -> None:
    """A worker whose metrics are turned on and off by whoever connects to a port; each answer is a moment."""
    turn, articles = switch(), count_articles()
    listening = socket.create_server(("127.0.0.1", port))

    def obey() -> None:
        told, _ = listening.accept()
        with told, told.makefile("rw") as words:
            for word in words:
                turn(word == "on\n")
                words.write(json.dumps(Moment(articles(), time.process_time(), time.monotonic())) + "\n")
                words.flush()

    threading.Thread(target=obey, daemon=True).start()
    from service.cli.main import main as communique  # noqa: PLC0415

    sys.argv = ["communique", "worker"]
    communique()


# The benchmark's side.


class Scraper:
    """Asks for /metrics five times a second while it is let, whatever an answer takes.

    Args:
        port: the worker's.
    """

    def __init__(self, port: int) -> None:
        self._port = port
        self._let = threading.Event()
        self._over = False
        self.took_ms: list[float] = []

    @contextmanager
    def running(self) -> Iterator[Scraper]:
        """In a thread of its own."""
        thread = threading.Thread(target=self._run)
        thread.start()
        try:
            yield self
        finally:
            self._over = True
            self._let.set()
            thread.join()

    def let(self, *, on: bool) -> None:
        """Ask from now on, or no more."""
        self._let.set() if on else self._let.clear()

    def _run(self) -> None:
        due = time.monotonic()
        while self._let.wait() and not self._over:
            began = time.monotonic()
            connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
            connection.request("GET", "/metrics", headers={"Accept": ACCEPT})
            connection.getresponse().read()
            connection.close()
            self.took_ms.append(1000 * (time.monotonic() - began))
            due = max(due + SCRAPE_SECONDS, began)
            time.sleep(max(0.0, due - time.monotonic()))


class Control:
    """Turns the worker's metrics on and off."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self._words = self._socket.makefile("rw")

    def turn(self, *, on: bool) -> Moment:
        """Do it; returns what was done until then."""
        self._words.write("on\n" if on else "off\n")
        self._words.flush()
        return Moment(*json.loads(self._words.readline()))


def measure(worker: WorkerProcess, control_port: int, rounds: int, seconds: float) -> tuple[Found, int]:
    """Rounds of on and off; also tells how many articles were worked on at the end."""
    worker.wait_ready()
    control, found = Control(control_port), Found()
    until = time.monotonic() + START_SECONDS
    while (moment := control.turn(on=True)).articles < WARM_UP_ARTICLES:
        if time.monotonic() > until:
            raise SystemExit(f"the worker worked on {moment.articles} articles in {START_SECONDS:g} s:\n{worker.log}")
        time.sleep(0.1)
    with Scraper(worker.port).running() as scraper:
        for number in range(rounds):
            slices = {}
            for on in (True, False) if number % 2 else (False, True):
                begun = control.turn(on=on)
                scraper.let(on=on)
                time.sleep(seconds)
                scraper.let(on=False)
                moment = control.turn(on=on)
                slices[on] = Slice.between(begun, moment)
            found.rounds.append((slices[True], slices[False]))
            tell_round(number, slices)
    found.scrapes_ms = scraper.took_ms
    return found, moment.articles


def benchmark(articles: int, rounds: int, seconds: float) -> Found:
    """On a broker of its own; the worker must have published what it worked on when it stops."""
    with KafkaBroker() as broker:
        names, port = Names.unique("metrics").create(broker, PARTITIONS), free_port()
        produce(broker.bootstrap, names.raw, map(article, range(articles)))
        module = ("benchmarks.observability", "--worker", str(port))
        with WorkerProcess(names, broker.bootstrap, module, log_level="warning") as worker:
            found, worked_on = measure(worker, port, rounds, seconds)
            if worker.terminate() != 0:
                raise SystemExit(worker.log)
        published = asyncio.run(count(broker.bootstrap, names.enriched))
        if published < worked_on:
            raise SystemExit(f"{worked_on} articles were worked on, {published} came out")
    return found


async def count(bootstrap: str, channel: str) -> int:
    """How many records a channel has."""
    from aiokafka import AIOKafkaConsumer, TopicPartition  # noqa: PLC0415

    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        ends = await consumer.end_offsets([TopicPartition(channel, number) for number in range(PARTITIONS)])
        return sum(ends.values())
    finally:
        await consumer.stop()


def interval(values: Sequence[float]) -> tuple[float, float]:
    """Where the median of what the values are drawn from is, with 95% confidence: by the sign test's ranks."""
    ordered, count = sorted(values), len(values)
    rank = max(0, math.floor(count / 2 - 0.98 * math.sqrt(count)))
    return ordered[rank], ordered[count - 1 - rank]


def tell_round(number: int, slices: dict[bool, Slice]) -> None:
    """A line of progress."""
    told = (
        f"{name} {slices[on].articles_per_second:,.0f} articles/s, {slices[on].cpu_ms_per_article:.3f} ms CPU each"
        for name, on in (("on", True), ("off", False))
    )
    print(f"round {number + 1}: " + "; ".join(told), flush=True)


def tell(found: Found) -> None:
    """The figures, beside their bounds."""
    print()
    for what, costs in found.costs().items():
        low, high = interval(costs)
        print(
            f"metrics cost {100 * statistics.median(costs):.1f}% of {what} (bound: {100 * BOUND:.0f}%; "
            f"95% interval {100 * low:.1f} to {100 * high:.1f}%, {len(costs)} rounds)"
        )
    scrapes = sorted(found.scrapes_ms)
    print(
        f"a scrape at full load: median {statistics.median(scrapes):.0f} ms (bound: 100), "
        f"longest {scrapes[-1]:.0f} ms (bound: 1,000), {len(scrapes)} scrapes"
    )


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--seconds", type=float, default=2.0, help="of on, and of off, in a round")
    parser.add_argument("--articles", type=int, default=100_000, help="of the backlog")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--worker", type=int, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.worker:
        work(args.worker)
        return
    found = benchmark(args.articles, args.rounds, args.seconds)
    tell(found)
    if args.json:
        told = {"costs": found.costs(), **asdict(found)}
        args.json.write_text(json.dumps(told, indent=2) + "\n")


if __name__ == "__main__":
    main()
