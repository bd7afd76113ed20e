"""The proof on the real thing: Prometheus scrapes workers on Kafka while articles with faults go through; their spans
are sent by OpenTelemetry's protocol.

One story, told once for all tests of this module: articles, some of them broken; a stage that is slow; articles that
waited for ten minutes; a storm of broken ones; at last a worker that is stopped (SIGSTOP), as a machine that hangs. Rules run in quick motion
(`prometheus.quick`): windows are seconds, thresholds are as in production.
"""

from __future__ import annotations

import asyncio
import json
import math
import os
import re
import signal
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from unittest.mock import patch

import pytest
from confluent_kafka import ConsumerGroupState
from confluent_kafka.admin import AdminClient

from service.edges.metric_table import TABLE
from tests.integration.harness import Names, Sent, WorkerProcess, article, produce, read_all, wait_until
from tests.integration.slow_stage_worker import SLOW
from tests.integration.test_fetch import settings_for, wanted
from tests.observability.prometheus import Prometheus
from tests.observability.promtool import names_in, promtool, rules
from tests.observability.spans import SpanReceiver
from tests.observability.test_dashboards import BOARDS, filled, panels
from tests.web.server import Server

pytestmark = [pytest.mark.slow, pytest.mark.kafka, pytest.mark.usefixtures("prometheus_possible")]

GOOD, BAD, OLD, STORM = 400, 100, 300, 1600
HALTS, STANDING = 2, ("tests.integration.slow_stage_worker",)
"""Articles at which cleaning stands still, and a worker that does so."""
PAGES, BUSY = 20, 4
"""Articles without content: pages that are fetched, and such as their server has only when it is asked again."""
"""The storm is two thirds of all: the guard looks at what came within its window, the good ones too."""
FEEDS = re.compile("communique_feed")
"""No feeds are followed in this story: their metrics, of another process, say nothing in it."""
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@dataclass
class Story:
    """What was seen while it went on."""

    bootstrap: str
    names: Names
    prometheus: Prometheus
    workers: list[WorkerProcess]
    receiver: SpanReceiver
    fired: dict[str, set[str]] = field(default_factory=dict)
    exposition: dict[str, str] = field(default_factory=dict)
    series: dict[str, list[list[float]]] = field(default_factory=dict)
    counted: dict[str, float] = field(default_factory=dict)

    def wait_firing(self, phase: str, expected: set[str]) -> None:
        """Note what fires once `expected` does; or what fired until then."""
        seen: set[str] = set()
        deadline = time.monotonic() + 40
        while not expected <= seen and time.monotonic() < deadline:
            seen |= self.prometheus.firing()
            time.sleep(0.25)
        self.fired[phase] = seen

    def published(self) -> float:
        """Articles with an outcome."""
        channels = f"{self.names.enriched}|{self.names.dead}"
        return self.total(f'communique_articles_published_total{{channel=~"{channels}"}}')

    def rebalances(self) -> float:
        return sum(worker.count("rebalances_total") for worker in self.workers)

    def total(self, query: str) -> float:
        return self.prometheus.value(f"sum({query})") or 0.0


REQUEST = b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"


async def bother(port: int) -> int:
    """What an HTTP port may meet: clients that hang, a megabyte of headers, a thousand requests; how many got answers."""
    gate = asyncio.Semaphore(200)

    async def ask(headers: bytes = b"") -> bool:
        async with gate:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(REQUEST + headers + b"\r\n")
            answer = await reader.read()
            writer.close()
            return answer.startswith(b"HTTP/1.1 200")

    hanging = [await asyncio.open_connection("127.0.0.1", port) for _ in range(100)]
    for _, writer in hanging:
        writer.write(REQUEST)
    large = asyncio.gather(ask(b"X: " + bytes([120]) * (1 << 20) + b"\r\n"), return_exceptions=True)
    answered = sum(await asyncio.gather(*(ask() for _ in range(1000))))
    assert await large != [True]
    for _, writer in hanging:
        writer.close()
    return answered


def broken(number: int) -> Sent:
    return Sent(b'{"id": "b%d", ' % number if number % 2 else b'{"id": "b%d", "content": 7}' % number)


def slow(number: int) -> Sent:
    plain = article(20_000 + number)
    event = json.loads(plain.value)
    return Sent(json.dumps(event | {"content": SLOW + event["content"]}).encode(), plain.key)


def traced(number: int) -> Sent:
    plain = article(number)
    return Sent(plain.value, plain.key, [("traceparent", f"00-{TRACE}-00f067aa0ba902b7-01".encode())])


def waited(count: int, seconds: float) -> list[Sent]:
    stamp = int(1000 * (time.time() - seconds))
    return [replace(article(10_000 + number), timestamp_ms=stamp) for number in range(count)]


@pytest.fixture(scope="module")
def story(kafka, tmp_path_factory) -> Iterator[Story]:
    names = Names.unique("proof").create(kafka)
    options = {"storm_minimum_records": 200, "storm_probe_seconds": 1, "kafka_session_timeout_seconds": 6}
    options["tracing"] = "true"
    with (
        Server() as web,
        SpanReceiver() as receiver,
        patch.dict(os.environ, receiver.environment),
        WorkerProcess(names, kafka.bootstrap, STANDING, **settings_for(web, **options)) as one,
        WorkerProcess(names, kafka.bootstrap, STANDING, **settings_for(web, **options)) as two,
        Prometheus(tmp_path_factory.mktemp("prometheus"), [f"127.0.0.1:{w.port}" for w in (one, two)]) as prometheus,
    ):
        # Longer than other tests wait: two workers, a broker and a Prometheus start at once.
        wait_until(lambda: all(worker.health("ready")[0] == 200 for worker in (one, two)), 120, one)
        wait_until(
            lambda: are_shared(kafka.bootstrap, [names.group, f"{names.group}-fetch", f"{names.group}-retry"]), 60, two
        )
        told = Story(kafka.bootstrap, names, prometheus, [one, two], receiver)
        tell(told, web)
        yield told
        for worker in (one, two):
            os.kill(worker.process.pid, signal.SIGCONT)


def are_shared(bootstrap: str, groups: Sequence[str]) -> bool:
    """Whether both workers are in these groups: one that joins while pages are asked for has some asked for again."""
    admin = AdminClient({"bootstrap.servers": bootstrap})
    found = [future.result(20) for future in admin.describe_consumer_groups(list(groups)).values()]
    return all(group.state == ConsumerGroupState.STABLE and len(group.members) == 2 for group in found)


def tell(story: Story, web: Server) -> None:
    sent = GOOD + BAD + PAGES + BUSY
    pages = [wanted(web.url(f"/page/{n}"), n) for n in range(PAGES)]
    produce(story.bootstrap, story.names.raw, [wanted(web.url(f"/busy?{n}"), PAGES + n) for n in range(BUSY)])
    # In small portions, a bad one in five: work goes on over several scrapes, or a rate between two would be 0.
    for first in range(0, GOOD, 40):
        produce(
            story.bootstrap,
            story.names.raw,
            [
                *map(traced, range(first, first + 40)),
                *map(broken, range(first // 4, first // 4 + 10)),
                *pages[first // 40 :: GOOD // 40],
            ],
        )
        if first == 80:
            before = story.rebalances()
            story.counted["answered"] = asyncio.run(bother(story.workers[0].port))
        time.sleep(0.5)
    wait_until(lambda: story.published() == sent, 120)
    story.counted["rebalances meanwhile"] = story.rebalances() - before
    story.wait_firing("a fifth is broken", {"CommuniqueRefusedBurn"})

    for number in range(HALTS):  # one by one: a worker that stands still again and again loses its partitions
        produce(story.bootstrap, story.names.raw, [slow(number)])
        sent += 1
        wait_until(lambda: story.published() == sent, 60)  # noqa: B023 - called before the next turn
    story.wait_firing("a slow stage", {"CommuniqueLoopBlocked"})

    produce(story.bootstrap, story.names.raw, waited(OLD, 600))
    sent += OLD
    wait_until(lambda: story.published() == sent, 120)
    story.wait_firing("articles that waited", {"CommuniqueFreshnessBurn"})

    produce(story.bootstrap, story.names.raw, [broken(1000 + number) for number in range(STORM)])
    sent += STORM
    wait_until(lambda: story.published() == sent, 120)
    story.wait_firing("a storm", {"CommuniqueStormGuardPaused", "CommuniqueNotReady"})
    time.sleep(2)
    look(story)
    draw_if_asked(story)

    os.kill(story.workers[0].process.pid, signal.SIGSTOP)
    story.wait_firing("a worker hangs", {"CommuniqueDown", "CommuniqueLag"})


def look(story: Story) -> None:
    """Ask what the tests judge, while every worker still answers."""
    queries = [
        filled(target["expr"]).replace("[1m]", "[10s]")
        for board in BOARDS
        for p in panels(board)
        for target in p["targets"]
    ]
    queries += [rule["record"] for rule in rules() if "record" in rule]
    queries += sorted({name for rule in rules() for name in names_in(rule["expr"])})
    story.series = {query: story.prometheus.series(query) for query in queries}
    for name in ("consumed", "published", "refused"):
        for one in story.prometheus.ask("query", query=f"sum by (channel, reason) (communique_articles_{name}_total)")[
            "result"
        ]:
            label = next(iter(one["metric"].values()))
            story.counted[f"{name} {label}"] = float(one["value"][1])
    for one in story.prometheus.ask("query", query="sum by (reason) (communique_dead_letters_total)")["result"]:
        story.counted[f"dead letter {one['metric']['reason']}"] = float(one["value"][1])
    for outcome in ("fetched", "fetch_unavailable"):
        story.counted[f"fetched {outcome}"] = story.total(f'communique_fetches_total{{outcome="{outcome}"}}')
    for stage in ("clean", "topics"):
        of_all = story.total(f'communique_stage_seconds_count{{stage="{stage}"}}')
        in_a_second = story.total(f'communique_stage_seconds_bucket{{stage="{stage}",le="1.0"}}')
        story.counted[f"over a second in {stage}"] = of_all - in_a_second
    story.counted["put aside"] = story.total("communique_fetch_retries_total")
    story.exposition = {worker.port: worker.metrics() for worker in story.workers}


def draw_if_asked(story: Story) -> None:
    """With DRAW_DASHBOARDS naming a folder: the dashboards as they are now, for somebody to look at."""
    if folder := os.environ.get("DRAW_DASHBOARDS"):
        from observability.draw import draw  # noqa: PLC0415

        draw(story.prometheus.url, Path(folder), seconds=90)


@pytest.mark.parametrize(
    "phase_and_alerts",
    [
        ("a fifth is broken", {"CommuniqueRefusedBurn"}),
        ("a slow stage", {"CommuniqueLoopBlocked"}),
        ("articles that waited", {"CommuniqueFreshnessBurn"}),
        ("a storm", {"CommuniqueStormGuardPaused", "CommuniqueNotReady"}),
        ("a worker hangs", {"CommuniqueDown", "CommuniqueLag"}),
    ],
    ids=lambda one: one[0],
)
def test_the_alerts_that_should_fire_do(story, phase_and_alerts):
    phase, expected = phase_and_alerts
    assert expected <= story.fired[phase], story.fired


def test_no_alert_fires_that_should_not(story):
    fired = set().union(*story.fired.values())
    silent = {
        "CommuniqueArticlesUnaccounted", "CommuniqueRecordsExpired", "CommuniqueRestarting", "CommuniqueProduceErrors",
        "CommuniqueProduceSlow", "CommuniqueStalled", "CommuniqueInternalErrors", "CommuniqueVersionsDiffer",
        "CommuniqueCommitsStuck",
    }  # fmt: skip
    assert not fired & silent
    assert "CommuniqueDown" not in set().union(
        *(names for phase, names in story.fired.items() if phase != "a worker hangs")
    )


def test_promtool_finds_no_fault_in_the_exposition(story):
    for text in story.exposition.values():
        done = promtool("check", "metrics", stdin=text)
        assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_every_panels_and_every_rules_query_returns_data(story):
    empty = [query for query, series in story.series.items() if not any(map(math.isfinite, chain(*series)))]
    # A share of what is compared with last week's needs a week; what it is compared with instead is there.
    assert [query for query in empty if not FEEDS.search(query)] == []


def test_every_metric_of_the_table_is_scraped(story):
    scraped = set(story.prometheus.ask("label/__name__/values"))
    declared = {one.name if one.kind != "histogram" else f"{one.name}_count" for one in TABLE}
    assert {name for name in declared if not FEEDS.search(name)} <= scraped


def test_counts_in_prometheus_are_those_in_kafka(story):
    enriched, dead = (read_all(story.bootstrap, channel) for channel in (story.names.enriched, story.names.dead))
    raw = read_all(story.bootstrap, story.names.raw)
    reasons = Counter(dict(letter.headers)["communique.reason"].decode() for letter in dead)
    counted = story.counted
    assert counted[f"consumed {story.names.raw}"] == len(raw) == GOOD + BAD + HALTS + OLD + STORM + PAGES + BUSY
    assert counted[f"published {story.names.enriched}"] == len(enriched) == GOOD + HALTS + OLD + PAGES + BUSY
    assert counted[f"published {story.names.dead}"] == len(dead) == BAD + STORM
    for words in ("refused", "dead letter"):
        told = {name.removeprefix(f"{words} "): n for name, n in counted.items() if name.startswith(f"{words} ") and n}
        assert told == dict(reasons)


def test_what_was_fetched_and_put_aside_is_counted(story):
    assert story.counted["fetched fetched"] == PAGES + BUSY
    assert story.counted["fetched fetch_unavailable"] == BUSY
    assert story.counted["put aside"] == BUSY


def test_clients_that_misbehave_get_answers_or_none_and_do_not_touch_the_work(story):
    assert story.counted["answered"] == 1000
    assert story.counted["rebalances meanwhile"] == 0


def test_a_slow_stage_is_told_by_its_name(story):
    assert story.counted["over a second in clean"] >= HALTS
    assert story.counted["over a second in topics"] < HALTS


def test_prometheus_keeps_the_trace_of_an_article(story):
    found = story.prometheus.ask(
        "query_exemplars", query="communique_end_to_end_seconds_bucket", start=time.time() - 300, end=time.time()
    )
    assert TRACE in {exemplar["labels"]["trace_id"] for one in found for exemplar in one["exemplars"]}


def test_spans_of_work_and_of_publishing_are_parts_of_the_articles_trace(story):
    work = {span.span_id: span for span in story.receiver.spans if span.name.startswith("process ")}
    sent = [span for span in story.receiver.spans if span.name == f"send {story.names.enriched}"]
    assert TRACE in {span.trace_id.hex() for span in work.values()}, "nothing is in the trace that articles bring"
    assert {span.parent_span_id for span in sent} <= work.keys(), "a publishing is a part of the work on a batch"
    counts = [one.value.int_value for span in sent for one in span.attributes if one.key.endswith("message_count")]
    assert sum(counts) == GOOD + HALTS + OLD + PAGES + BUSY
