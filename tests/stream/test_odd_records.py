"""The worker on the embedded Kafka, which takes any batch: what is unusual is read, what is unreadable is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.util import find_spec

import cramjam
import pytest

from service.edges.embedded import EmbeddedKafka
from service.models import Message
from tests.integration.harness import Names, Sent, WorkerProcess, article, produce, read_all, wait_until
from tests.wire import ATTRIBUTES, CODECS, ODD, RECORDS, batch_of, legacy_batch, send_batches, signed

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("confluent_kafka") is None, reason="confluent-kafka is not installed"),
]

HEADERS = (("before", b"1"), (ODD, b"\xff"), (ODD, None), ("größe", b"2"))
STRICT = ("tests.integration.strict_worker",)


@pytest.fixture
def broker() -> Iterator[EmbeddedKafka]:
    with EmbeddedKafka() as running:
        yield running


def channels_on(broker: EmbeddedKafka) -> Names:
    names = Names.unique("odd")
    for channel in (names.raw, names.enriched, names.dead):
        broker.create(channel, 2)
    return names


def worker_on(broker: EmbeddedKafka, names: Names, module=("service", "worker")) -> WorkerProcess:
    return WorkerProcess(names, broker.bootstrap, module, kafka_session_timeout_seconds=6)


def outcomes(broker: EmbeddedKafka, names: Names) -> int:
    return len(read_all(broker.bootstrap, names.enriched)) + len(read_all(broker.bootstrap, names.dead))


def odd_article(number: int) -> Message:
    return Message(b"odd %d" % number, article(number).value, HEADERS)


def odd_refusal(number: int) -> Message:
    return Message(b"odd %d" % number, b"no event", HEADERS)


def test_a_batch_that_unpacks_to_more_than_there_is_stops_nobody(broker: EmbeddedKafka) -> None:
    names = channels_on(broker)
    packed = bytes(cramjam.zstd.compress(bytes(4_000_000_000)))
    bomb = bytearray(batch_of([odd_article(0)])[:RECORDS] + packed)
    bomb[ATTRIBUTES + 1] |= CODECS["zstd"]
    send_batches(broker.bootstrap, names.raw, [(0, signed(bytes(bomb)), 1), (0, batch_of([odd_article(1)]), 1)])
    with worker_on(broker, names) as worker:
        wait_until(lambda: outcomes(broker, names) == 2, 40, worker)
        assert worker.terminate() == 0, worker.log
    (letter,) = read_all(broker.bootstrap, names.dead)
    assert dict(letter.headers)["communique.reason"] == b"unreadable_batch"
    assert letter.value[RECORDS:] == packed


@pytest.mark.parametrize("codec", ["none", "zstd"])
def test_header_names_of_any_bytes_pass_and_the_records_beside_them(broker: EmbeddedKafka, codec: str) -> None:
    names = channels_on(broker)
    produce(broker.bootstrap, names.raw, [Sent(article(0).value, b"0", (), 0)])
    batch = batch_of([odd_article(1), odd_refusal(2), odd_article(3)], codec)
    send_batches(broker.bootstrap, names.raw, [(0, batch, 3), (1, batch, 3)])
    produce(broker.bootstrap, names.raw, [Sent(article(4).value, b"4", (), 0)])
    with worker_on(broker, names) as worker:
        worker.wait_ready()
        wait_until(lambda: outcomes(broker, names) == 8, 20, worker)
        assert worker.terminate() == 0
    enriched = read_all(broker.bootstrap, names.enriched)
    assert [one.key for one in enriched if one.partition == 0] == [b"0", b"odd 1", b"odd 3", b"4"]
    for one in enriched:
        assert (one.headers[-len(HEADERS) :] == HEADERS) == one.key.startswith(b"odd")
    letters = read_all(broker.bootstrap, names.dead)
    assert [(one.key, one.value, one.headers[: len(HEADERS)]) for one in letters] == [
        (b"odd 2", b"no event", HEADERS)
    ] * 2


def test_negative_control_aiokafkas_own_reader_stops_the_worker(broker: EmbeddedKafka) -> None:
    names = channels_on(broker)
    send_batches(broker.bootstrap, names.raw, [(0, batch_of([odd_article(1)]), 1)])
    with worker_on(broker, names, STRICT) as worker:
        wait_until(lambda: worker.exit_code() is not None, 30, worker)
        assert worker.exit_code() != 0
        assert "UnicodeDecodeError" in worker.log
    assert outcomes(broker, names) == 0


def test_a_batch_that_nobody_can_decode_is_a_dead_letter_and_the_worker_goes_on(broker: EmbeddedKafka) -> None:
    names = channels_on(broker)
    data = bytearray(batch_of([odd_article(1), odd_article(2)]))
    data[ATTRIBUTES + 1] |= 5
    bad = signed(bytes(data))
    old = legacy_batch(1, [article(5).value])
    send_batches(broker.bootstrap, names.raw, [(0, batch_of([odd_article(0)]), 1), (0, bad, 2)])
    produce(broker.bootstrap, names.raw, [Sent(article(3).value, b"3", (), 0)])
    send_batches(broker.bootstrap, names.raw, [(1, old, 1)])
    with worker_on(broker, names) as worker:
        worker.wait_ready()
        wait_until(lambda: outcomes(broker, names) == 4, 20, worker)
        assert 'communique_articles_refused_total{reason="unreadable_batch"} 1.0' in worker.metrics()
        assert worker.terminate() == 0
        assert f"{names.raw}[0], offsets 1 to 2: the batch cannot be decoded" in worker.log
    (letter,) = read_all(broker.bootstrap, names.dead)
    headers = dict(letter.headers)
    assert headers["communique.reason"] == b"unreadable_batch"
    assert json.loads(headers["communique.origin"])["offset"] == 2
    assert (letter.key, letter.value[16:]) == (None, bad[16:]), "the broker writes what is before"
    assert sorted(one.key for one in read_all(broker.bootstrap, names.enriched)) == [b"3", b"k", b"odd 0"]


def test_a_damaged_batch_stops_the_worker_with_one_clear_error_after_what_stands_before_it(
    broker: EmbeddedKafka,
) -> None:
    names = channels_on(broker)
    good = batch_of([odd_article(0)])
    send_batches(broker.bootstrap, names.raw, [(0, good, 1), (0, good[:-1] + bytes([good[-1] ^ 1]), 1)])
    for _ in range(2):
        with worker_on(broker, names) as worker:
            wait_until(lambda: worker.exit_code() is not None, 30, worker)
            assert worker.exit_code() == 1
            told = [line for line in worker.log.splitlines() if "the worker stops" in line]
            assert len(told) == 1
            assert f"{names.raw}[0] at offset 1: the batch's checksum is wrong" in told[0]
            assert "kafka-consumer-groups --reset-offsets" in told[0]
            assert "Traceback" not in worker.log
        assert outcomes(broker, names) == 1, "committed the first time, hence not read again"
