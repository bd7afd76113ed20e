"""The brokers that the other tests stand on: they start, stop, crash, hang, come back, and keep what they hold."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import ssl
import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import KafkaError

from service.models import Record
from tests.integration.harness import seconds_of, wait_until
from tests.kafka import kcat, tools
from tests.kafka.broker import KafkaBroker
from tests.kafka.cluster import KafkaCluster
from tests.kafka.errors import KafkaTestError

pytestmark = pytest.mark.kafka

HEADERS = (("ce_id", b"1"), ("ce_id", b"2"), ("binary", b"\x01\xff,="), ("empty", b""), ("null", None))
ROOT = Path(__file__).parents[2]


async def produce(bootstrap, channel, values, **settings):
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", **settings) as producer:
        for value in values:
            await producer.send_and_wait(channel, value, key=b"key", headers=list(HEADERS))


async def consume(bootstrap, channel, count, **settings):
    consumer = AIOKafkaConsumer(channel, bootstrap_servers=bootstrap, auto_offset_reset="earliest", **settings)
    async with consumer, asyncio.timeout(20):
        return [await consumer.getone() for _ in range(count)]


def values_in(broker, channel, count):
    return [record.value for record in asyncio.run(consume(broker.bootstrap, channel, count))]


def alive(pid):
    """Whether the process runs; one that has ended and waits to be reaped (a zombie, as in containers) does not."""
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False).stdout
    return bool(state.strip()) and not state.startswith("Z")


def test_aiokafka_produces_and_consumes(kafka, channels):
    channel = channels("articles", partitions=3)
    asyncio.run(produce(kafka.bootstrap, channel, [b"1", b"2"], enable_idempotence=True))
    records = asyncio.run(consume(kafka.bootstrap, channel, 2, group_id=channel))
    assert [record.value for record in records] == [b"1", b"2"]
    assert records[0].headers == HEADERS


def test_a_group_gets_its_partitions_without_delay(kafka, channels):
    channel = channels()
    asyncio.run(produce(kafka.bootstrap, channel, [b"1"]))

    def join(number: int) -> None:
        asyncio.run(consume(kafka.bootstrap, channel, 1, group_id=f"{channel}-{number}"))

    # Kafka's own delay alone is 3 s, and each new group waits for it; a machine that was busy for a moment is not one.
    assert min(seconds_of(partial(join, number)) for number in range(3)) < 2.5


def test_takes_records_of_several_mebibytes(kafka, channels):
    big = os.urandom(5 << 20)
    channel = channels()
    asyncio.run(produce(kafka.bootstrap, channel, [big], max_request_size=6 << 20))
    assert values_in(kafka, channel, 1) == [big]


def test_channels_are_not_created_by_accident(kafka):
    with pytest.raises(KafkaError):
        asyncio.run(asyncio.wait_for(produce(kafka.bootstrap, "never-created", [b"1"], request_timeout_ms=1000), 10))
    assert "never-created" not in tools.channels(kafka.bootstrap)


def test_creating_a_channel_with_an_impossible_name_is_refused(kafka):
    with pytest.raises(KafkaTestError, match="InvalidTopic"):
        kafka.create_channel("no spaces")


def test_a_channel_created_twice_is_left_alone(kafka, channels):
    channel = channels(max_message_bytes=1000)
    kafka.create_channel(channel, max_message_bytes=2000)
    assert tools.channel_configs(kafka.bootstrap, channel) == {"max.message.bytes": "1000"}


@pytest.mark.slow
def test_settings_of_a_channel_can_be_changed(kafka, channels):
    channel = channels()
    tools.set_channel_configs(kafka.bootstrap, channel, {"retention.ms": 5000, "cleanup.policy": "delete"})
    assert tools.channel_configs(kafka.bootstrap, channel)["retention.ms"] == "5000"


@pytest.mark.slow
def test_console_tools_carry_keys_headers_and_nulls(kafka, channels):
    channel = channels()
    sent = [
        Record(b"Gespr\xc3\xa4ch: a,b\tc", b"key:1", (("ce_type", b"x:y,z"), ("ce_type", b"again"))),
        Record(None, b"tombstone"),
        Record(b"", None, (("null", None),)),
    ]
    tools.produce(kafka.bootstrap, channel, sent)
    got = tools.consume(kafka.bootstrap, channel, 3, group=channel)
    assert [(record.value, record.key, record.headers) for record in got] == [
        (record.value, record.key, record.headers) for record in sent
    ]
    assert [record.offset for record in got] == [0, 1, 2]
    assert {(record.channel, record.partition) for record in got} == {(channel, 0)}
    assert tools.group_offsets(kafka.bootstrap, channel) == [tools.GroupOffset(channel, 0, 3, 3, 0)]


def test_console_producer_refuses_what_it_cannot_write():
    with pytest.raises(ValueError, match="newline"):
        tools.produce("127.0.0.1:1", "any", [Record(b"two\nlines")])


def test_a_failing_tool_says_why(kafka):
    with pytest.raises(KafkaTestError, match="missing-channel"):
        tools.run("topics", "--bootstrap-server", kafka.bootstrap, "--describe", "--topic", "missing-channel")
    with pytest.raises(KafkaTestError, match="console-producer"):
        tools.run("no-such-tool")


@pytest.mark.parametrize("codec", [None, *kcat.CODECS])
def test_kcat_carries_any_bytes(kafka, channels, kcat_possible, codec):
    channel = channels(partitions=2)
    sent = [
        Record(b'\x00\xff\xed\xa0\x80\n\xe2\x80\xa8"\\' + bytes(range(256)), b"\xfe\n", HEADERS),
        Record(None, b"tombstone", (("a", b"b"),)),
        Record(b"", b"empty"),
        Record(None, None),
    ]
    for record in sent:
        kcat.produce(
            kafka.bootstrap, channel, record.value, key=record.key, headers=record.headers, partition=1, codec=codec
        )
    got = kcat.consume(kafka.bootstrap, channel)
    assert [(record.value, record.key, record.headers) for record in got] == [
        (record.value, record.key, record.headers) for record in sent
    ]
    assert [(record.partition, record.offset) for record in got] == [(1, 0), (1, 1), (1, 2), (1, 3)]


def test_kcat_reads_what_aiokafka_wrote_and_the_other_way_round(kafka, channels, kcat_possible):
    channel = channels()
    asyncio.run(produce(kafka.bootstrap, channel, [b"from aiokafka"], compression_type="zstd"))
    kcat.produce(kafka.bootstrap, channel, b"from kcat", headers=HEADERS, codec="lz4")
    assert [record.headers for record in kcat.consume(kafka.bootstrap, channel)] == [HEADERS, HEADERS]
    assert values_in(kafka, channel, 2) == [b"from aiokafka", b"from kcat"]


@pytest.mark.slow
def test_data_and_port_survive_a_stop_a_crash_and_a_hang(kafka_possible):
    with KafkaBroker() as broker:
        first = broker.bootstrap
        broker.create_channel("kept")
        asyncio.run(produce(broker.bootstrap, "kept", [b"before the stop"]))
        broker.restart()
        assert values_in(broker, "kept", 1) == [b"before the stop"]

        asyncio.run(produce(broker.bootstrap, "kept", [b"before the crash"]))
        broker.kill()
        assert not broker.running
        broker.start()
        assert values_in(broker, "kept", 2) == [b"before the stop", b"before the crash"]

        broker.pause()
        with pytest.raises(KafkaError):
            asyncio.run(produce(broker.bootstrap, "kept", [b"lost"], request_timeout_ms=1000))
        broker.resume()
        asyncio.run(produce(broker.bootstrap, "kept", [b"after the hang"]))
        assert broker.bootstrap == first
        folder = broker.folder
    assert not folder.exists()


@pytest.mark.slow
def test_a_folder_keeps_the_data_for_another_broker(kafka_possible, tmp_path):
    for expected in (1, 2):
        with KafkaBroker(tmp_path) as broker:
            broker.create_channel("kept")
            asyncio.run(produce(broker.bootstrap, "kept", [b"one more"]))
            assert values_in(broker, "kept", expected) == [b"one more"] * expected
    assert (tmp_path / "broker.log").exists()


@pytest.fixture
def failing(kafka_possible):
    """Makes brokers that are to fail, and removes the folders that they keep for their logs."""
    brokers = []

    def make(**how):
        brokers.append(KafkaBroker(**how))
        return brokers[-1]

    yield make
    for broker in brokers:
        shutil.rmtree(broker.folder)


def test_a_wrong_setting_is_named_and_the_log_kept(failing):
    broker = failing(settings={"num.io.threads": "many"})
    with pytest.raises(KafkaTestError, match=r"Invalid value many for configuration num\.io\.threads"):
        broker.start()
    broker.close()
    assert "num.io.threads" in broker.log.read_text()


def test_a_port_that_is_taken_is_named_and_the_log_kept(failing, kafka):
    broker = failing(port=kafka.node.port)
    with pytest.raises(KafkaTestError, match=r"in use(?s:.*)the whole log: ") as failure:
        broker.start()
    broker.close()
    assert str(broker.log) in str(failure.value)
    assert broker.log.exists()


def test_a_start_that_takes_too_long_is_given_up(failing):
    broker = failing()
    with pytest.raises(KafkaTestError, match="did not get ready in time"):
        broker.start(timeout=0.1)
    assert not broker.running


def test_a_broker_that_dies_by_itself_is_noticed(failing):
    broker = failing().start()
    os.kill(broker.pid, signal.SIGKILL)
    wait_until(lambda: not broker.running, 10)
    with pytest.raises(KafkaTestError, match="ended by itself with -9"):
        broker.close()
    assert broker.log.exists()


@pytest.mark.slow
def test_a_secure_listener_wants_the_password(kafka_possible):
    with KafkaBroker(secure=True) as broker:
        broker.create_channel("secret")
        context = ssl.create_default_context(cafile=str(broker.security.authority))
        context.verify_flags |= ssl.VERIFY_X509_STRICT  # Python's default from 3.13 on
        client = {
            "security_protocol": "SASL_SSL",
            "ssl_context": context,
            "sasl_plain_username": broker.security.user,
        }
        for mechanism, value in (("PLAIN", b"1"), ("SCRAM-SHA-512", b"2")):
            how = {**client, "sasl_mechanism": mechanism, "sasl_plain_password": broker.security.password}
            asyncio.run(produce(broker.secure_bootstrap, "secret", [value], **how))
        wrong = {**client, "sasl_mechanism": "PLAIN", "sasl_plain_password": "guess"}
        with pytest.raises(KafkaError):
            asyncio.run(produce(broker.secure_bootstrap, "secret", [b"3"], **wrong))
        settings = broker.security.client_settings()
        got = tools.consume(broker.secure_bootstrap, "secret", 2, client=settings)
        assert [record.value for record in got] == [b"1", b"2"]


@pytest.mark.slow
def test_a_cluster_survives_the_loss_of_a_broker(kafka_possible):
    with KafkaCluster(3) as cluster:
        cluster.create_channel("kept", partitions=6)
        asyncio.run(produce(cluster.bootstrap, "kept", [b"three"], enable_idempotence=True))
        cluster.brokers[0].kill()
        asyncio.run(produce(cluster.bootstrap, "kept", [b"two"], enable_idempotence=True))
        cluster.start()
        assert values_in(cluster, "kept", 2) == [b"three", b"two"]


@pytest.mark.slow
def test_serve_says_when_it_is_ready_and_ends_with_its_broker_on_ctrl_c(kafka_possible):
    command = [sys.executable, "-m", "tests.kafka", "serve", "--channels", "a:2,b", "--set", "num.io.threads=3"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as serve:
        ready = dict(part.split("=") for part in serve.stdout.readline().split()[1:])
        assert tools.channels(ready["bootstrap"]) == ["a", "b"]
        serve.send_signal(signal.SIGINT)
        assert serve.wait(30) == 0
    assert not alive(int(ready["pid"]))
    assert not Path(ready["folder"]).exists()


@pytest.mark.slow
def test_a_broker_does_not_outlive_a_killed_parent(kafka_possible):
    command = [sys.executable, "-m", "tests.kafka", "serve"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as serve:
        ready = dict(part.split("=") for part in serve.stdout.readline().split()[1:])
        serve.kill()
    wait_until(lambda: not alive(int(ready["pid"])), 10)
    wait_until(lambda: not Path(ready["folder"]).exists(), 10)


def test_tools_run_from_the_command_line(kafka, channels):
    channel = channels(partitions=5)
    options = ["--bootstrap-server", kafka.bootstrap, "--describe", "--topic", channel]
    command = [sys.executable, "-m", "tests.kafka", "tool", "topics", *options]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=True)
    assert "PartitionCount: 5" in done.stdout
