"""The worker as a process on the embedded Kafka: every record accounted for, health and metrics true, an outage survived."""

from __future__ import annotations

import json
import re
import time
from collections import Counter
from collections.abc import Iterator
from importlib.util import find_spec

import pytest

from service import __version__
from service.edges.embedded import EmbeddedKafka
from service.edges.samples import feed
from tests.integration.harness import Account, Names, Sent, WorkerProcess, article, produce, read_all, wait_until

pytestmark = pytest.mark.skipif(find_spec("confluent_kafka") is None, reason="confluent-kafka is not installed")

PARTITIONS = 4
# (value, reason): a poison record of each kind that a producer can make by accident or on purpose.
POISON: dict[bytes, tuple[bytes | None, str]] = {
    b"tombstone": (None, "tombstone"),
    b"empty": (b"", "empty_value"),
    b"no json": (b"Good morning", "invalid_json"),
    b"cut off": (b'{"id": "x", "content": "text', "invalid_json"),
    b"a number for text": (b'{"id": "x", "content": NaN}', "invalid_json"),
    b"latin-1": ('{"id": "x", "content": "Gespräch"}'.encode("latin-1"), "invalid_utf8"),
    b"a list": (b"[]", "schema_violation"),
    b"unknown field": (b'{"id": "x", "content": "text", "colour": 1}', "schema_violation"),
    b"neither id nor url": (b'{"content": "text"}', "schema_violation"),
    b"the same key twice": (b'{"id": "x", "id": "y", "content": "text"}', "duplicate_key"),
    b"deep": (b'{"id":"x","content":"c","metadata":' + b'{"a":' * 2000 + b"1" + b"}" * 2001, "nested_too_deep"),
    b"framed": (b"\0\0\0\0\x2a" + b'{"id":"x","content":"text"}', "schema_registry_framing"),
    b"no content": (b'{"url": "https://a.example/1"}', "fetch_disabled"),
    b"blank": (b'{"id": "x", "content": " \\n "}', "no_article"),
    b"an image": (b'{"id": "x", "content": "text", "content_type": "image/png"}', "unsupported_content_type"),
}


class Stage:
    """A broker, channels on it and a worker that is ready."""

    def __init__(self, broker: EmbeddedKafka, names: Names, worker: WorkerProcess) -> None:
        self.broker, self.bootstrap, self.names, self.worker = broker, broker.bootstrap, names, worker

    def send(self, *records: Sent) -> None:
        produce(self.bootstrap, self.names.raw, records)

    def settled(self, count: int) -> Account:
        """The account of what became of the records, once there are `count` with an outcome."""
        wait_until(lambda: self.metric("articles_consumed_total", channel=self.names.raw) >= count, 20, self.worker)
        wait_until(lambda: self.metric("batches_in_flight") == 0, 20, self.worker)
        return Account.of(self.bootstrap, self.names)

    def metric(self, name: str, **labels: str) -> float:
        """A metric's value now: the sum of the series with these labels."""
        return self.worker.count(name, **labels)


@pytest.fixture
def stage() -> Iterator[Stage]:
    with EmbeddedKafka() as broker:
        names = Names.unique("stream")
        for channel in (names.raw, names.enriched, names.dead):
            broker.create(channel, PARTITIONS)
        with WorkerProcess(names, broker.bootstrap, kafka_session_timeout_seconds=6) as worker:
            yield Stage(broker, names, worker.wait_ready())


def test_three_hundred_records_good_and_bad_are_all_accounted_for_once_and_in_order(stage: Stage) -> None:
    bad = [Sent(b"bad %d" % number, b"%d" % number, [("trace", b"t%d" % number)]) for number in range(0, 300, 10)]
    sent = [article(number) for number in range(300)]
    sent[::10] = bad
    stage.send(*sent)
    account = stage.settled(300)
    raw = read_all(stage.bootstrap, stage.names.raw)
    assert (len(raw), account.missing(raw), account.duplicates()) == (300, [], 0)
    assert (len(account.enriched), len(account.dead)) == (270, 30)

    enriched, dead = read_all(stage.bootstrap, stage.names.enriched), read_all(stage.bootstrap, stage.names.dead)
    for record in enriched:
        origin = json.loads(record.value)["provenance"]["raw"]
        assert (origin["channel"], origin["partition"]) == (stage.names.raw, record.partition)
    for records in (enriched, dead):
        for partition in range(PARTITIONS):
            keys = [record.key for record in records if record.partition == partition]
            came = [record.key for record in raw if record.partition == partition and record.key in keys]
            assert keys == came
    letters = {letter.key: letter for letter in dead}
    for one in bad:
        assert letters[one.key].value == one.value
        assert letters[one.key].headers[0] == one.headers[0]

    assert stage.metric("articles_published_total", channel=stage.names.enriched) == 270
    assert stage.metric("articles_published_total", channel=stage.names.dead) == 30
    assert stage.metric("articles_refused_total", reason="invalid_json") == 30
    assert stage.metric("stage_seconds_count", stage="encode") == 270
    assert stage.metric("stage_seconds_count", stage="decode") == 270
    assert stage.metric("end_to_end_seconds_count") == 300
    assert stage.metric("commits_total") >= 1
    assert stage.metric("rebalances_total") == 1
    lags = re.compile(
        rf'^communique_consumer_lag_records{{channel="{stage.names.raw}",partition="\d"}} 0\.0$', re.MULTILINE
    )
    wait_until(lambda: len(lags.findall(stage.worker.metrics())) == PARTITIONS, 10, stage.worker)

    assert stage.metric("build_info", version=__version__) == 1
    assert stage.worker.health("started") == (200, {"ok": True, "waiting_for": []})
    assert stage.worker.health("ready") == (200, {"ok": True, "waiting_for": [], "storm_guard_paused": False})
    assert stage.worker.terminate() == 0
    assert stage.worker.health("live") == (0, {}), "the web server ends with the worker"

    stage.send(*map(article, range(300, 330)))
    stage.worker.start()
    stage.worker.wait_ready()
    account = stage.settled(30)
    assert (len(account), account.duplicates()) == (330, 0), "the next worker goes on where the last one stopped"
    assert stage.metric("articles_consumed_total", channel=stage.names.raw) == 30
    assert "Traceback" not in stage.worker.log


def test_poison_of_each_kind_amid_the_demo_feed_is_dead_lettered_whole_and_the_feed_comes_out_as_told(
    stage: Stage,
) -> None:
    samples = feed()
    poison = [Sent(value, key, [("trace", b"kept"), ("trace", None)]) for key, (value, _) in POISON.items()]
    stage.send(*poison[::2], *(Sent(sample.value, sample.key) for sample in samples), *poison[1::2])
    stage.send(Sent(b"neither key nor JSON"))
    produce_nothing_at_all(stage)
    count = len(poison) + len(samples) + 2
    account = stage.settled(count)
    assert (len(account), account.duplicates()) == (count, 0)

    letters = read_all(stage.bootstrap, stage.names.dead)
    reasons = {letter.key: dict(letter.headers)["communique.reason"].decode() for letter in letters}
    for one in poison:
        (letter,) = [letter for letter in letters if letter.key == one.key]
        assert (letter.value, reasons[one.key]) == POISON[one.key], one.key
        assert letter.headers[:2] == (("trace", b"kept"), ("trace", None))
    assert {letter.value for letter in letters if letter.key is None} == {None, b"neither key nor JSON"}
    assert stage.metric("articles_refused_total", reason="internal_error") == 0

    enriched = {record.key: json.loads(record.value) for record in read_all(stage.bootstrap, stage.names.enriched)}
    for sample in samples:
        if reason := sample.expect.get("reason"):
            assert reasons[sample.key] == reason
        else:
            assert enriched[sample.key]["language"] == sample.expect["language"]
    given = Counter(topic["id"] for event in enriched.values() for topic in event["topics"])
    assert given
    assert given == {topic: stage.metric("topics_assigned_total", topic=topic) for topic in given}


def produce_nothing_at_all(stage: Stage) -> None:
    """A record without key and value, which aiokafka refuses to produce and others do not."""
    import confluent_kafka  # noqa: PLC0415 - an extra, without which this module is skipped

    producer = confluent_kafka.Producer({"bootstrap.servers": stage.bootstrap})
    producer.produce(stage.names.raw)
    assert producer.flush(10) == 0


def test_outages_at_rest_and_under_load_delay_and_lose_nothing(
    stage: Stage,
) -> None:
    stage.send(*map(article, range(100)))
    stage.settled(100)
    outage(stage)
    stage.send(*map(article, range(100, 500)))
    outage(stage)
    wait_until(lambda: len(Account.of(stage.bootstrap, stage.names)) == 500, 20, stage.worker)
    assert Account.of(stage.bootstrap, stage.names).missing(read_all(stage.bootstrap, stage.names.raw)) == []
    assert stage.worker.exit_code() is None


def outage(stage: Stage) -> None:
    stage.broker.go_down()
    time.sleep(1.0)
    assert stage.worker.health("live")[0] == 200
    stage.broker.come_up()
