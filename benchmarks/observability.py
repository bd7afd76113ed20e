"""What metrics cost, and how fast a scrape is answered at full load: one worker on Apache Kafka, metrics on and off.

    python -m benchmarks.observability [--rounds 160] [--scrapes-per-second RATE] [--articles 120000] [--json FILE]

A worker, started as any other, works a backlog off with the real pipeline. Each round has three parts of a quarter of a
second, in another order each time: metrics off; metrics on and `/metrics` asked for as often as is shipped (the chart's
interval, unless told otherwise); metrics on and `/metrics` asked for five times a second, which nobody does. Time goes
by for whoever asks only in its own parts. One process does all three, so that nothing else differs: not where
its memory is, not the age of its caches, and hardly what else goes on in the machine. Off means that nothing is
counted, timed or shown.

Two costs are told of each way of asking: of throughput (articles a second) and of processor time (of the worker's
process, all threads, for an article). Each is what all rounds together took with metrics on to what they took without,
because at the shipped rate one round in many has a scrape, which a median would not see. The scraper's own processor
time is in the first as far as it takes it from the worker, and not in the second. The bound is for the shipped rate;
how long scrapes take is measured at five a second. Whatever was read must have come out.
"""

from __future__ import annotations

import argparse
import asyncio
import http.client
import itertools
import json
import math
import random
import re
import socket
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import yaml

from benchmarks.figures import Figure, show
from benchmarks.observability_worker import Moment
from tests.integration.harness import Names, WorkerProcess, article, free_port, produce
from tests.kafka.broker import KafkaBroker

PARTITIONS = 4
CHART_VALUES = Path(__file__).parent.parent / "helm/communique/values.yaml"
STRESS_SCRAPES_PER_SECOND = 5.0
OFF, SHIPPED, STRESS = "off", "shipped", "stress"
ACCEPT = "application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.4,*/*;q=0.2"
WARM_UP_ARTICLES = 2000
START_SECONDS = 120.0
COST_BOUND = 3.0
"""Percent."""
SCRAPE_BOUND_MS, LONGEST_SCRAPE_BOUND_MS = 100.0, 1000.0
RESAMPLES = 2000


@dataclass(frozen=True)
class Slice:
    """What was done in one part of a round."""

    articles: int
    seconds: float
    cpu_seconds: float

    @classmethod
    def between(cls, one: Moment, two: Moment) -> Slice:
        """What was done between two moments."""
        if two.articles == one.articles:
            raise SystemExit("the backlog ran out: more --articles, or fewer --rounds")
        return cls(two.articles - one.articles, two.at - one.at, two.cpu - one.cpu)


Round = dict[str, Slice]
COSTS: dict[str, Callable[[Slice], float]] = {
    "throughput": lambda part: part.seconds,
    "processor time": lambda part: part.cpu_seconds,
}
"""What an article takes of each."""


def cost(rounds: Sequence[Round], kind: str, of: str) -> float:
    """How much more an article took than with metrics off, in percent, over all rounds together.

    Args:
        rounds: what was measured.
        kind: SHIPPED or STRESS.
        of: one of COSTS.
    """

    def each(name: str) -> float:
        return sum(COSTS[of](one[name]) for one in rounds) / sum(one[name].articles for one in rounds)

    return 100 * (each(kind) / each(OFF) - 1)


def interval(rounds: Sequence[Round], kind: str, of: str) -> tuple[float, float]:
    """Where the cost is, with 95% confidence: by drawing as many rounds again and again (percentile bootstrap)."""
    chance = random.Random(1)
    drawn = sorted(cost(chance.choices(rounds, k=len(rounds)), kind, of) for _ in range(RESAMPLES))
    return drawn[RESAMPLES // 40], drawn[-1 - RESAMPLES // 40]


def shipped_scrapes_per_second(values: Path = CHART_VALUES) -> float:
    """How often the chart has Prometheus ask."""
    told = yaml.safe_load(values.read_text("utf-8"))["metrics"]["podMonitor"]["interval"]
    found = re.fullmatch(r"(\d+)s", told)
    if found is None:
        raise SystemExit(f"{values}: metrics.podMonitor.interval is {told!r}, not a number of seconds")
    return 1 / int(found[1])


@dataclass
class Found:
    """What was measured: rounds, and how long scrapes took at each rate, in milliseconds."""

    rounds: list[Round] = field(default_factory=list)
    scrapes_ms: dict[str, list[float]] = field(default_factory=dict)


class Scraper:
    """Asks for /metrics at even times; only while it is at work does time go by for it.

    Args:
        port: the worker's.
        per_second: how often; 0 for never.
    """

    def __init__(self, port: int, per_second: float) -> None:
        self._port = port
        self._every = 1 / per_second if per_second else math.inf
        self._left = self._every / 2
        self.took_ms: list[float] = []

    def work(self, seconds: float) -> None:
        """Let so many seconds go by."""
        now = time.monotonic()
        until = now + seconds
        while now + self._left < until:
            time.sleep(self._left)
            due = time.monotonic()
            self.took_ms.append(self._ask())
            now = time.monotonic()
            self._left = max(0.0, due + self._every - now)
        time.sleep(max(0.0, until - now))
        self._left -= until - now

    def _ask(self) -> float:
        """Ask once; the milliseconds that it took."""
        began = time.monotonic()
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=30)
        connection.request("GET", "/metrics", headers={"Accept": ACCEPT})
        connection.getresponse().read()
        connection.close()
        return 1000 * (time.monotonic() - began)


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


@dataclass(frozen=True)
class Plan:
    """What is to be measured.

    Attributes:
        rounds: how many; in each, every kind has its part.
        seconds: of a part.
        articles: of the backlog.
        scrapes_per_second: of SHIPPED.
    """

    rounds: int
    seconds: float
    articles: int
    scrapes_per_second: float

    def rates(self) -> dict[str, float]:
        """Scrapes a second by kind."""
        return {OFF: 0.0, SHIPPED: self.scrapes_per_second, STRESS: STRESS_SCRAPES_PER_SECOND}


def measure(worker: WorkerProcess, control_port: int, plan: Plan) -> tuple[Found, int]:
    """All rounds; also tells how many articles were worked on at the end."""
    worker.wait_ready()
    control, found = Control(control_port), Found()
    wait_for_warmth(worker, control)
    scrapers = {kind: Scraper(worker.port, rate) for kind, rate in plan.rates().items()}
    orders = itertools.cycle(itertools.permutations(scrapers))
    for number, order in zip(range(plan.rounds), orders, strict=False):
        parts: Round = {}
        for kind in order:
            begun = control.turn(on=kind != OFF)
            scrapers[kind].work(plan.seconds)
            moment = control.turn(on=kind != OFF)
            parts[kind] = Slice.between(begun, moment)
        found.rounds.append(parts)
        tell_round(number, parts)
    found.scrapes_ms = {kind: scraper.took_ms for kind, scraper in scrapers.items()}
    return found, moment.articles


def wait_for_warmth(worker: WorkerProcess, control: Control) -> None:
    """Return when the worker is at full speed."""
    until = time.monotonic() + START_SECONDS
    while (moment := control.turn(on=True)).articles < WARM_UP_ARTICLES:
        if time.monotonic() > until:
            raise SystemExit(f"the worker worked on {moment.articles} articles in {START_SECONDS:g} s:\n{worker.log}")
        time.sleep(0.1)


def benchmark(plan: Plan) -> Found:
    """On a broker of its own; the worker must have published what it worked on when it stops."""
    with KafkaBroker() as broker:
        names, port = Names.unique("metrics").create(broker, PARTITIONS), free_port()
        produce(broker.bootstrap, names.raw, map(article, range(plan.articles)))
        module = ("benchmarks.observability_worker", str(port))
        with WorkerProcess(names, broker.bootstrap, module, log_level="warning") as worker:
            found, worked_on = measure(worker, port, plan)
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


def tell_round(number: int, parts: Round) -> None:
    """A line of progress."""
    told = (
        f"{kind} {part.articles / part.seconds:,.0f} articles/s, {1000 * part.cpu_seconds / part.articles:.3f} ms CPU"
        for kind, part in sorted(parts.items())
    )
    print(f"round {number + 1}: " + "; ".join(told), flush=True)


def figures(found: Found, plan: Plan) -> list[Figure]:
    """What is held to a bound, and what is told beside."""
    told = []
    for kind, rate, sign in ((SHIPPED, plan.scrapes_per_second, "<="), (STRESS, STRESS_SCRAPES_PER_SECOND, "")):
        for of in COSTS:
            low, high = interval(found.rounds, kind, of)
            what = f"% of {of}, {1 / rate:g} s between scrapes (95% interval {low:.1f} to {high:.1f})"
            told.append(Figure(what, cost(found.rounds, kind, of), sign, COST_BOUND))
    scrapes = found.scrapes_ms[STRESS]
    median, longest = statistics.median(scrapes), max(scrapes)
    told.append(Figure(f"ms, the median of {len(scrapes)} scrapes at full load", median, "<", SCRAPE_BOUND_MS))
    told.append(Figure("ms, the longest of them", longest, "<=", LONGEST_SCRAPE_BOUND_MS))
    return told


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=160)
    parser.add_argument("--seconds", type=float, default=0.25, help="of each part of a round")
    parser.add_argument("--articles", type=int, default=120_000, help="of the backlog")
    parser.add_argument(
        "--scrapes-per-second",
        type=float,
        default=shipped_scrapes_per_second(),
        metavar="RATE",
        help="how often the cost that is held to its bound is measured with (default: as the chart has Prometheus ask)",
    )
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    plan = Plan(args.rounds, args.seconds, args.articles, args.scrapes_per_second)
    found = benchmark(plan)
    print("\nmetrics cost")
    rows = show(figures(found, plan))
    print(f"  {len(found.rounds)} rounds, {len(found.scrapes_ms[SHIPPED])} scrapes at the shipped rate", flush=True)
    if args.json:
        args.json.write_text(json.dumps({"figures": rows, **asdict(found)}, indent=2) + "\n")


if __name__ == "__main__":
    main()
