"""Articles by URL, on a real Kafka and real servers: fetched, tried again, refused; and none lost over a crash."""

from __future__ import annotations

import asyncio
import json
import random
from collections import Counter

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition

from tests.integration.commands import audit, communique
from tests.integration.harness import (
    Account,
    Names,
    Sent,
    WorkerProcess,
    article,
    consumer_partitions,
    produce,
    read_all,
    wait_until,
)
from tests.web.server import Server

MODES = ("at-least-once", "exactly-once")


def settings_for(server: Server, *others: Server, **more: object) -> dict[str, object]:
    """A worker that fetches from these servers, in a hurry."""
    return {
        "fetch": "true",
        "fetch_contact": "desk@example.org",
        "fetch_allow": ",".join(f"127.0.0.1:{one.port}" for one in (server, *others)),
        "fetch_host_interval_seconds": 0,
        "fetch_host_concurrency": 20,
        "fetch_deadline_seconds": 3,
        "retry_delays": "1s,2s",
        "fetch_attempts": 3,
        "create_channels": "true",
        "kafka_session_timeout_seconds": 2,
        **more,
    }


def wanted(url: str, number: int, **members: object) -> Sent:
    """A raw article without content."""
    return Sent(
        json.dumps({"id": f"u{number}", "url": url, **members}).encode(),
        key=b"%d" % number,
        headers=[("trace", b"kept")],
    )


def outcomes(bootstrap: str, names: Names) -> int:
    return len(Account.of(bootstrap, names))


@pytest.fixture
def web():
    with Server(robots=b"User-agent: *\nDisallow: /secret\n") as server:
        yield server


@pytest.fixture
def flaky():
    with Server() as server:
        yield server


@pytest.fixture
def dripping():
    with Server() as server:
        yield server


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_pages_are_fetched_tried_again_and_refused(kafka, web, flaky, dripping, mode: str) -> None:
    names = Names.unique("fetch").create(kafka)
    expected = {
        "/page/1": "enriched",
        "/packed/gzip": "enriched",
        "/chain/2": "enriched",
        "/flaky/4": "enriched",  # three requests at once, then one after a second: the fourth breaks off too
        "/nowhere": "fetch_status",
        "/secret/1": "fetch_robots",
        "/bomb/gzip": "fetch_too_large",
        "/kind?kind=application/pdf": "fetch_content_type",
        "/status/503": "fetch_unavailable",
        "/drip": "fetch_timeout",
        "/redirect/302?to=http://169.254.169.254/": "fetch_address",
    }
    # A host that fails five times in a row is left alone: those that do so have a server each.
    servers = {"/flaky/4": flaky, "/drip": dripping}
    records = [
        wanted(servers.get(path, web).url(path), number, metadata={"n": number}) for number, path in enumerate(expected)
    ]
    records += [
        wanted("http://127.0.0.1:1/", 90),
        wanted("http://localhost/", 91),
        wanted("http://10.0.0.1:8080/", 92),
        article(93),
    ]
    raw_values = {record.key: record.value for record in records}
    with WorkerProcess(names, kafka.bootstrap, **settings_for(web, flaky, dripping, delivery=mode)) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, records)
        wait_until(lambda: outcomes(kafka.bootstrap, names) == len(records), 60, worker)
        metrics = worker.metrics()
        assert worker.terminate() == 0, worker.log
    enriched = {record.key: record for record in read_all(kafka.bootstrap, names.enriched)}
    dead = {record.key: record for record in read_all(kafka.bootstrap, names.dead)}
    found = {
        path: "enriched"
        if b"%d" % number in enriched
        else dict(dead[b"%d" % number].headers)["communique.reason"].decode()
        for number, path in enumerate(expected)
    }
    assert found == expected
    assert [dict(dead[key].headers)["communique.reason"] for key in (b"90", b"91", b"92")] == [
        b"fetch_bad_url",
        b"fetch_address",
        b"fetch_bad_url",
    ]
    assert b"93" in enriched

    raw = {record.key: record for record in read_all(kafka.bootstrap, names.raw)}
    event = json.loads(enriched[b"0"].value)
    assert event["title"] == "Delegation 1 returns from Hanoi"
    assert event["metadata"] == {"n": 0}
    place = event["provenance"]["raw"]
    assert (place["channel"], place["partition"], place["offset"]) == (names.raw, raw[b"0"].partition, raw[b"0"].offset)
    assert place["timestamp"] == raw[b"0"].timestamp
    assert [name for name, _ in enriched[b"0"].headers if name.startswith("communique.")] == ["communique.recipe"]
    assert ("trace", b"kept") in enriched[b"0"].headers
    for key, letter in dead.items():
        assert letter.value == raw_values[key], "the article as it was produced"
        assert letter.headers[0] == ("trace", b"kept")
        assert letter.timestamp == raw[key].timestamp
        assert json.loads(dict(letter.headers)["communique.origin"])["channel"] == names.raw
    told = dict(dead[b"8"].headers)
    assert told["__connect.errors.topic"].decode() == f"{names.raw}.fetch"
    assert "asked 3 times" in told["__connect.errors.exception.message"].decode()
    assert web.asked["/status/503"] == 3
    assert 'communique_fetches_total{outcome="fetched"} 4.0' in metrics
    assert f'communique_fetch_retries_total{{channel="{names.raw}.retry.1s"}}' in metrics


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize("mode", MODES)
def test_kills_while_pages_are_fetched_and_published_lose_nothing(kafka, web, mode: str, record_property) -> None:
    names, total = Names.unique("fetch-kill").create(kafka), 1_500
    paths = ["/page/{n}", "/slow/0.05", "/flaky/1?{n}", "/status/503?{n}", "/nowhere/{n}"]
    produce(kafka.bootstrap, names.raw, (wanted(web.url(paths[n % 5].format(n=n)), n) for n in range(total)))
    chance = random.Random(7)
    patient = {"fetch_attempts": 2, "fetch_host_concurrency": 64, "fetch_host_patience_seconds": 60}
    with WorkerProcess(names, kafka.bootstrap, **settings_for(web, delivery=mode, **patient)) as worker:
        for _ in range(5):
            worker.wait_ready()
            seen, more = len(web.times), chance.randint(20, 300)
            wait_until(lambda: len(web.times) > seen + more or outcomes(kafka.bootstrap, names) == total, 60, worker)  # noqa: B023 - called before the next turn
            worker.kill()
            worker.start()
        worker.wait_ready()
        wait_until(lambda: outcomes(kafka.bootstrap, names) == total, 120, worker)
        assert worker.terminate() == 0, worker.log
    account = Account.of(kafka.bootstrap, names)
    assert account.missing(read_all(kafka.bootstrap, names.raw)) == []
    record_property("duplicates", account.duplicates())
    print(f"\n5 kills over {total} fetches, {mode}: missing 0, duplicates {account.duplicates()}")
    if mode == "exactly-once":
        assert account.duplicates() == 0
    ids = Counter(dict(record.headers)["ce_id"] for record in read_all(kafka.bootstrap, names.enriched))
    assert len(ids) == len(account.enriched), "an article that was fetched twice is the same event"


@pytest.mark.kafka
@pytest.mark.slow
def test_the_audit_knows_what_is_under_way_and_letters_can_be_sent_back(kafka, web) -> None:
    names, later, soon = Names.unique("fetch-audit").create(kafka), 6, 4
    options = settings_for(web, fetch_robots="false", retry_delays="1h")
    web.up = False
    with WorkerProcess(names, kafka.bootstrap, **options) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, [wanted(web.url(f"/page/{n}"), n) for n in range(later)])
        wait_until(lambda: len(read_all(kafka.bootstrap, f"{names.raw}.retry.1h")) == later, 40, worker)
        wait_until(
            lambda: f'communique_retry_waiting_records{{channel="{names.raw}.retry.1h"}} 6.0' in worker.metrics(),
            20,
            worker,
        )
        assert worker.terminate() == 0, worker.log
    report = audit(kafka, names)
    assert (report["fetching"], report["missing"], report["accounted"]) == (later, 0, True)

    with WorkerProcess(names, kafka.bootstrap, **{**options, "fetch_attempts": 1}) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, [wanted(web.url(f"/page/{n}"), n) for n in range(later, later + soon)])
        wait_until(lambda: len(read_all(kafka.bootstrap, names.dead)) == soon, 40, worker)
        web.up = True
        communique(kafka, names, "dead-letter", "redrive", "--yes")
        wait_until(lambda: len(read_all(kafka.bootstrap, names.enriched)) == soon, 40, worker)
        assert worker.terminate() == 0, worker.log
    report = audit(kafka, names)
    counts = {name: report[name] for name in ("dead", "enriched", "redriven", "fetching", "missing", "duplicates")}
    assert counts == {"dead": 0, "enriched": soon, "redriven": soon, "fetching": later, "missing": 0, "duplicates": 0}

    # The negative control: whoever goes past what waits, loses it, and the audit says so.
    asyncio.run(commit_all(kafka.bootstrap, f"{names.group}-retry", f"{names.raw}.retry.1h"))
    report = audit(kafka, names, code=1)
    assert (report["fetching"], report["missing"]) == (0, later)


async def commit_all(bootstrap: str, group: str, channel: str) -> None:
    """Commit the ends of a channel for a group."""
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, group_id=group, enable_auto_commit=False)
    await consumer.start()
    try:
        partitions = [TopicPartition(channel, number) for number in await consumer_partitions(consumer, channel)]
        consumer.assign(partitions)
        await consumer.commit(dict((await consumer.end_offsets(partitions)).items()))
    finally:
        await consumer.stop()
