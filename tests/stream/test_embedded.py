"""The embedded Kafka against aiokafka: what its docstring says works, and what does not."""

from __future__ import annotations

import asyncio
import builtins
import sys
import time
from functools import partial
from importlib.util import find_spec

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import IncompatibleBrokerVersion, KafkaConnectionError

from service.edges import embedded
from service.edges.embedded import EmbeddedKafka
from service.errors import BrokerError, ChannelError
from tests.integration.harness import seconds_of

needs_confluent = pytest.mark.skipif(find_spec("confluent_kafka") is None, reason="confluent-kafka is not installed")
HEADERS = (("ce_id", b"1"), ("ce_id", b"2"), ("binary", b"\x00\xff"))


@pytest.fixture
def kafka():
    with EmbeddedKafka() as broker:
        yield broker


async def produce(bootstrap, channel, values, **settings):
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, **settings) as producer:
        for value in values:
            await producer.send_and_wait(channel, value, key=b"key", headers=list(HEADERS), partition=0)


async def consume(bootstrap, channel, count, group=None, commit=False):
    consumer = AIOKafkaConsumer(
        channel, bootstrap_servers=bootstrap, group_id=group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    async with consumer:
        records = []
        async with asyncio.timeout(10):
            while len(records) < count:
                for batch in (await consumer.getmany(timeout_ms=200)).values():
                    records += batch
        if commit:
            await consumer.commit()
        return records


async def ask_admin(bootstrap, question):
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        return await question(admin)
    finally:
        await admin.close()


@needs_confluent
def test_is_up_within_a_second():
    assert min(starting() for _ in range(3)) < 1, "the quickest: a busy machine says nothing of the broker"


def starting() -> float:
    """Seconds that a broker takes to start."""
    began = time.monotonic()
    with EmbeddedKafka() as broker:
        assert broker.bootstrap.startswith("127.0.0.1:")
        return time.monotonic() - began


@needs_confluent
def test_is_gone_when_stopped():
    with EmbeddedKafka() as broker:
        address = broker.bootstrap
    with pytest.raises(KafkaConnectionError):
        asyncio.run(produce(address, "out", [b"1"]))


@needs_confluent
def test_channels_get_the_partitions_asked_for_and_four_when_nobody_asked(kafka):
    async def partitions(channel):
        async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
            return await producer.partitions_for(channel)

    kafka.create("articles.raw", 7)
    kafka.create("articles.raw", 3)  # exists: left alone
    assert asyncio.run(partitions("articles.raw")) == set(range(7))
    assert asyncio.run(partitions("never.created")) == set(range(4))


@needs_confluent
@pytest.mark.parametrize("codec", [None, "gzip", "snappy", "lz4", "zstd"])
def test_records_of_an_idempotent_producer_come_back_whole(kafka, codec):
    values = [b"first", b"\x00\xff" * 500, None]
    asyncio.run(produce(kafka.bootstrap, "out", values, enable_idempotence=True, compression_type=codec))
    records = asyncio.run(consume(kafka.bootstrap, "out", 3))
    assert [record.value for record in records] == values
    assert [record.offset for record in records] == [0, 1, 2]
    assert all(record.key == b"key" and record.headers == HEADERS for record in records)


@needs_confluent
def test_one_consumer_of_a_group_joins_at_once_and_its_commit_is_kept(kafka):
    async def committed():
        consumer = AIOKafkaConsumer(bootstrap_servers=kafka.bootstrap, group_id="readers", enable_auto_commit=False)
        consumer.assign([TopicPartition("out", 0)])
        async with consumer:
            return await consumer.committed(TopicPartition("out", 0))

    def join(group: str) -> None:
        asyncio.run(consume(kafka.bootstrap, "out", 2, group=group, commit=True))

    asyncio.run(produce(kafka.bootstrap, "out", [b"1", b"2"]))
    # librdkafka's own delay alone is 3 s for each new group
    assert min(seconds_of(partial(join, group)) for group in ("one", "two", "readers")) < 2.5
    assert asyncio.run(committed()) == 2


@needs_confluent
def test_an_outage_turns_clients_away_and_keeps_the_records(kafka):
    asyncio.run(produce(kafka.bootstrap, "out", [b"before"]))
    kafka.go_down()
    with pytest.raises(KafkaConnectionError):
        asyncio.run(produce(kafka.bootstrap, "out", [b"during"]))
    kafka.come_up()
    asyncio.run(produce(kafka.bootstrap, "out", [b"after"]))
    assert [record.value for record in asyncio.run(consume(kafka.bootstrap, "out", 2))] == [b"before", b"after"]


@needs_confluent
def test_cannot_describe_settings(kafka):
    kafka.create("out", 1)
    resource = ConfigResource(ConfigResourceType.TOPIC, "out")
    with pytest.raises(IncompatibleBrokerVersion):
        asyncio.run(ask_admin(kafka.bootstrap, lambda admin: admin.describe_configs([resource])))


@needs_confluent
def test_a_partition_forgets_its_oldest_records(kafka):
    async def first_offset():
        async with AIOKafkaConsumer("out", bootstrap_servers=kafka.bootstrap) as consumer:
            return (await consumer.beginning_offsets([TopicPartition("out", 0)]))[TopicPartition("out", 0)]

    asyncio.run(produce(kafka.bootstrap, "out", [b"x" * 900_000] * 4))
    assert asyncio.run(first_offset()) == 0
    asyncio.run(produce(kafka.bootstrap, "out", [b"x" * 900_000] * 4))
    assert asyncio.run(first_offset()) > 0


@needs_confluent
def test_clusters_are_apart(kafka):
    with EmbeddedKafka() as other:
        assert other.bootstrap != kafka.bootstrap
        asyncio.run(produce(other.bootstrap, "out", [b"other"]))
        asyncio.run(produce(kafka.bootstrap, "out", [b"mine"]))
        assert [record.value for record in asyncio.run(consume(kafka.bootstrap, "out", 1))] == [b"mine"]


@needs_confluent
def test_impossible_channels_are_refused(kafka):
    with pytest.raises(ChannelError, match="0 partitions"):
        kafka.create("out", 0)


@needs_confluent
def test_says_nothing_of_its_own(kafka, capfd):
    asyncio.run(produce(kafka.bootstrap, "out", [b"1"]))
    kafka.go_down()
    kafka.come_up()
    kafka.stop()
    kafka.stop()
    out, err = capfd.readouterr()
    assert (out, err) == ("", "")


def test_is_not_started_by_being_made():
    with pytest.raises(BrokerError, match="not started"):
        _ = EmbeddedKafka().bootstrap
    with pytest.raises(BrokerError, match="not started"):
        EmbeddedKafka().create("out", 1)


def test_names_the_mend_when_confluent_kafka_is_missing(monkeypatch):
    original = builtins.__import__

    def without_confluent(name, *rest):
        if name.startswith("confluent_kafka"):
            raise ImportError(name)
        return original(name, *rest)

    monkeypatch.delitem(sys.modules, "confluent_kafka", raising=False)
    monkeypatch.setattr(builtins, "__import__", without_confluent)
    with pytest.raises(BrokerError, match=r"pip install 'communique\[demo\]'"):
        EmbeddedKafka().start()


@needs_confluent
def test_names_the_mend_when_librdkafka_lacks_a_function(monkeypatch):
    monkeypatch.setitem(embedded._FUNCTIONS, "rd_kafka_mock_no_such_function", (None, []))
    with pytest.raises(BrokerError, match="confluent-kafka"):
        EmbeddedKafka().start()
