"""The main job on Apache Kafka: the demo feed, real clients, and every kind of bad input."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator

import pytest
from aiokafka import AIOKafkaProducer

from service.edges.samples import feed
from service.models import Record
from tests.integration.harness import (
    Account,
    Names,
    Sent,
    WorkerProcess,
    article,
    lag_of,
    produce,
    read_all,
    wait_until,
)
from tests.kafka import kcat, tools

pytestmark = pytest.mark.kafka

GOOD = json.dumps({"id": "good", "content": article(1).value and json.loads(article(1).value)["content"]}).encode()


class Service:
    """A running worker with channels of its own."""

    def __init__(self, bootstrap: str, names: Names, worker: WorkerProcess) -> None:
        self.bootstrap, self.names, self.worker = bootstrap, names, worker

    def outcomes(self, count: int) -> tuple[dict[bytes | None, list], dict[bytes | None, list]]:
        """Enriched records and dead letters by key, once there are `count` raw records with an outcome."""
        wait_until(lambda: len(Account.of(self.bootstrap, self.names)) >= count, 30, self.worker)
        found: tuple[dict, dict] = ({}, {})
        for place, channel in enumerate((self.names.enriched, self.names.dead)):
            for record in read_all(self.bootstrap, channel):
                found[place].setdefault(record.key, []).append(record)
        return found


@pytest.fixture
def service(kafka) -> Iterator[Service]:
    names = Names.unique("job").create(kafka)
    with WorkerProcess(names, kafka.bootstrap, kafka_session_timeout_seconds=6) as worker:
        worker.wait_ready()
        yield Service(kafka.bootstrap, names, worker)


def test_every_article_of_the_feed_comes_out_enriched_or_dead(service: Service) -> None:
    samples = feed()
    produce(service.bootstrap, service.names.raw, (Sent(sample.value, sample.key) for sample in samples))
    enriched, dead = service.outcomes(len(samples))
    assert len(enriched) + len(dead) == len(samples)
    for sample in samples:
        if reason := sample.expect.get("reason"):
            (letter,) = dead[sample.key]
            assert dict(letter.headers)["communique.reason"].decode() == reason
            assert letter.value == sample.value
        else:
            (record,) = enriched[sample.key]
            assert json.loads(record.value)["language"] == sample.expect["language"]


def test_metrics_agree_with_the_channels(service: Service) -> None:
    produce(service.bootstrap, service.names.raw, [article(1), article(2), Sent(b"not json", b"bad")])
    service.outcomes(3)
    wait_until(lambda: service.worker.count("articles_consumed_total") == 3, 10)
    assert service.worker.count("articles_refused_total", reason="invalid_json") == 1
    wait_until(lambda: lag_of(service.worker) == 0, 10)


LONE_SURROGATE = b'{"id": "lone", "content": "\\ud800 alone"}'
DEEP = b'{"id": "deep", "content": "x", "metadata": ' + b'{"a":' * 3000 + b"1" + b"}" * 3000 + b"}"
MILLION_LINES = json.dumps({"id": "lines", "content": "a line\n" * 1_000_000}).encode()

BAD = {
    "not JSON": (b"Nachricht", "invalid_json"),
    "wrong schema": (b'{"id": "x", "content": "text", "unknown": 1}', "schema_violation"),
    "wrong types": (b'{"id": 7, "content": []}', "schema_violation"),
    "a list": (b"[]", "schema_violation"),
    "empty value": (b"", "empty_value"),
    "five megabytes that are no JSON": (b"x" * 5_000_000, "invalid_json"),
    "deep nesting": (DEEP, "nested_too_deep"),
    "duplicate keys": (b'{"id": "x", "id": "y", "content": "text"}', "duplicate_key"),
    "NaN": (b'{"id": "x", "content": "text", "metadata": {"a": NaN}}', "invalid_json"),
    "lone surrogate": (LONE_SURROGATE, "invalid_json"),
    "invalid UTF-8": (b'{"id": "x", "content": "\xff\xfe"}', "invalid_utf8"),
    "Confluent framing": (b"\x00\x00\x00\x00\x2a" + GOOD, "schema_registry_framing"),
    "url without content": (b'{"url": "https://a.example/1"}', "fetch_disabled"),
    "nothing in it": (b'{"id": "x", "content": "  \\n "}', "no_article"),
}


def test_bad_input_is_dead_lettered_whole_and_the_worker_goes_on(service: Service) -> None:
    sent = [Sent(value, name.encode(), [("trace", b"kept")]) for name, (value, _) in BAD.items()]
    sent += [Sent(None, b"tombstone"), Sent(b"no key, no JSON"), Sent(GOOD)]
    produce(service.bootstrap, service.names.raw, sent)
    enriched, dead = service.outcomes(len(sent))
    for name, (value, reason) in BAD.items():
        (letter,) = dead[name.encode()]
        headers = dict(letter.headers)
        assert (letter.value, headers["communique.reason"].decode()) == (value, reason), name
        assert headers["trace"] == b"kept"
    assert dict(dead[b"tombstone"][0].headers)["communique.reason"] == b"tombstone"
    assert dead[b"tombstone"][0].value is None
    assert dead[None][0].value == b"no key, no JSON"
    assert len(enriched[None]) == 1, "an article without a key is fine"
    assert service.worker.exit_code() is None


def test_a_million_lines_are_refused_in_bounded_time(service: Service) -> None:
    produce(service.bootstrap, service.names.raw, [Sent(MILLION_LINES, b"lines"), Sent(GOOD, b"good")])
    enriched, dead = service.outcomes(2)
    assert dict(dead[b"lines"][0].headers)["communique.reason"] in {b"work_limit", b"too_large"}
    assert enriched[b"good"]


def test_an_unknown_cloudevents_version_is_refused(service: Service) -> None:
    headers = [("ce_specversion", b"9.9"), ("ce_id", b"1"), ("ce_source", b"urn:x"), ("ce_type", b"t")]
    produce(service.bootstrap, service.names.raw, [Sent(GOOD, b"new", headers)])
    _, dead = service.outcomes(1)
    assert dict(dead[b"new"][0].headers)["communique.reason"] == b"invalid_cloudevent"


@pytest.mark.parametrize("codec", kcat.CODECS)
def test_compressed_articles_from_kcat_are_read(service: Service, kcat_possible: None, codec: str) -> None:
    kcat.produce(
        service.bootstrap,
        service.names.raw,
        GOOD,
        key=codec.encode(),
        headers=(("traceparent", b"00-ab-cd-01"),),
        codec=codec,
    )
    enriched, _ = service.outcomes(1)
    (record,) = enriched[codec.encode()]
    assert json.loads(record.value)["id"] == "good"
    assert dict(record.headers)["traceparent"] == b"00-ab-cd-01"


def test_kcat_and_kafkas_own_tools_read_enriched_events(service: Service, kcat_possible: None) -> None:
    tools.produce(service.bootstrap, service.names.raw, [Record(GOOD, b"from-console")])
    service.outcomes(1)
    by_kcat = kcat.consume(service.bootstrap, service.names.enriched)
    by_console = tools.consume(service.bootstrap, service.names.enriched, 1)
    assert [r.key for r in by_kcat] == [r.key for r in by_console] == [b"from-console"]
    assert json.loads(by_kcat[0].value or b"")["language"] == "en"
    assert dict(by_kcat[0].headers)["ce_specversion"] == b"1.0"


def test_a_confluent_consumer_reads_enriched_events(service: Service) -> None:
    confluent = pytest.importorskip("confluent_kafka")
    produce(service.bootstrap, service.names.raw, [Sent(GOOD, b"k")])
    service.outcomes(1)
    consumer = confluent.Consumer(
        {"bootstrap.servers": service.bootstrap, "group.id": "reader", "auto.offset.reset": "earliest"}
    )
    consumer.subscribe([service.names.enriched])
    try:
        message = consumer.poll(20)
        assert message is not None
        assert json.loads(message.value())["provenance"]["raw"]["channel"] == service.names.raw
    finally:
        consumer.close()


def test_records_of_an_aborted_transaction_are_no_articles(service: Service) -> None:
    asyncio.run(_abort_then_commit(service))
    enriched, dead = service.outcomes(1)
    assert set(enriched) == {b"committed"}
    assert not dead
    wait_until(lambda: lag_of(service.worker) == 0, 10)


async def _abort_then_commit(service: Service) -> None:
    producer = AIOKafkaProducer(bootstrap_servers=service.bootstrap, transactional_id=f"{service.names.raw}-writer")
    await producer.start()
    try:
        await producer.begin_transaction()
        await producer.send_and_wait(service.names.raw, GOOD, key=b"aborted", partition=0)
        await producer.abort_transaction()
        async with producer.transaction():
            await producer.send_and_wait(service.names.raw, GOOD, key=b"committed", partition=0)
    finally:
        await producer.stop()
