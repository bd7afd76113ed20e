"""Publishing, with aiokafka's own batches and a producer written here at the transport's boundary."""

from __future__ import annotations

import asyncio
import gc
from types import SimpleNamespace

import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError, ProducerFenced
from aiokafka.partitioner import DefaultPartitioner
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.default_records import DefaultRecordBatch
from aiokafka.record.util import encode_varint
from hypothesis import example, given
from hypothesis import strategies as st

from service.core.encode import encode_dead_letter
from service.errors import PublishError
from service.models import DeadLetter, Message, Reason, Record, Refusal
from service.stream.publish import ZSTD, Publisher, partition_of, size_of
from service.stream.record_writer import VARINTS, BatchWriter
from service.stream.tolerant_batch import TolerantBatch
from tests.wire import CODECS, ODD

BYTES = st.binary(max_size=400)
HEADERS = st.lists(
    st.tuples(st.binary(max_size=40).map(lambda name: name.decode("utf-8", "surrogateescape")), BYTES | st.none()),
    max_size=12,
).map(tuple)
MESSAGES = st.builds(Message, BYTES | st.none(), BYTES | st.none(), HEADERS, st.integers(0, 2**42) | st.none())


class FakeProducer:
    """What the publisher uses of an AIOKafkaProducer: real batches go in, and lie in `log` decoded.

    Args:
        partitions: of every channel.
        batch_size: as the producer's max_batch_size.
        fail: exceptions that sends raise, one each, before any succeeds.
        answer: what the broker says to a batch; None for silence.
    """

    def __init__(
        self, partitions=4, batch_size=1000, *, fail=(), answer=lambda future: future.set_result("ok"), codec=0
    ):
        self.client = self.cluster = self
        self._txn_manager = None
        self._message_accumulator = SimpleNamespace(_batch_size=batch_size, _compression_type=codec)
        self.log, self.sizes, self.transactional, self.codecs = [], [], [], []
        self.channels_known = set()
        self._partitions = set(range(partitions))
        self._fail, self._answer = list(fail), answer

    def partitions_for_topic(self, channel):
        return self._partitions if channel in self.channels_known else None

    async def partitions_for(self, channel):
        self.channels_known.add(channel)
        return self._partitions

    async def send_batch(self, builder, channel, *, partition):
        await asyncio.sleep(0)  # as aiokafka's, it may let others in between
        if self._fail:
            raise self._fail.pop(0)
        assert builder.closed(), "an open batch takes messages of others"
        buffer = builder._build()
        self.sizes.append(len(buffer))
        self.codecs.append(DefaultRecordBatch(bytes(buffer)).compression_type)
        self.transactional.append(bool(DefaultRecordBatch(bytes(buffer)).is_transactional))
        self.log.append((channel, partition, decoded(buffer)))
        future = asyncio.get_running_loop().create_future()
        if self._answer:
            asyncio.get_running_loop().call_soon(self._answer, future)
        return future


def decoded(buffer) -> list[Message]:
    batch = TolerantBatch(bytes(buffer))
    assert batch.validate_crc()
    return [Message(r.key, r.value, tuple(r.headers), r.timestamp) for r in batch]


def message(number: int, size: int = 100, key: bytes | None = b"k") -> Message:
    return Message(key, b"%06d" % number + b"x" * (size - 6), (("n", b"%d" % number),), 1_900_000_000_000 + number)


def publish(producer, *calls, deadline=5.0, limit=10_000):
    """Publishes each call's (channel, source partition, messages), all at once."""

    async def go():
        publisher = Publisher(producer, {"out": limit, "dead": limit}, deadline)
        await asyncio.wait_for(asyncio.gather(*(publisher.publish(*call) for call in calls)), 10)

    asyncio.run(go())


# partition_of


@example(key=bytes(range(256)), count=97, source=5)
@given(key=st.binary(max_size=80), count=st.integers(1, 200), source=st.integers(0, 500))
def test_a_key_goes_where_kafkas_clients_put_it(key, count, source):
    everywhere = list(range(count))
    assert partition_of(key, source, count) == DefaultPartitioner()(key, everywhere, everywhere)


@pytest.mark.parametrize(("key", "partition"), [(b"21", 2), (b"foobar", 8), (b"", 1), (b"a-little-bit-long-string", 8)])
def test_placement_is_murmur2_of_kafka_which_never_changes(key, partition):
    # Kafka's own test vectors of murmur2: -973932308, -790332482, 275646681, -985981536; sign bit off, modulo 10.
    hashes = {b"21": -973932308, b"foobar": -790332482, b"": 275646681, b"a-little-bit-long-string": -985981536}
    assert (hashes[key] & 0x7FFFFFFF) % 10 == partition_of(key, 0, 10)


def test_without_a_key_the_source_partition_decides_so_that_order_is_kept():
    assert [partition_of(None, source, 3) for source in range(7)] == [0, 1, 2, 0, 1, 2, 0]


# size_of and fits


@given(MESSAGES)
def test_no_message_is_larger_than_its_size_says(message):
    batch = BatchWriter(1, 0)
    assert batch.take([message]) == 1
    assert len(batch._build()) <= size_of(message)


@pytest.mark.parametrize("size", [0, 127, 128, 16_384, 2_097_152])
def test_size_is_close_so_that_little_is_refused_in_vain(size):
    sized = Message(b"k", b"x" * size, (("name", b"value"),) * 20)
    batch = BatchWriter(1, 0)
    batch.take([sized])
    assert size_of(sized) - len(batch._build()) < 300


def test_names_of_headers_are_measured_in_bytes():
    assert size_of(Message(None, None, (("é" * 10, b""),))) - size_of(Message(None, None, (("e" * 10, b""),))) == 10


def test_a_message_fits_up_to_the_limit_of_its_channel():
    largest = message(1, 500)
    publisher = Publisher(None, {"out": size_of(largest), "dead": size_of(largest) - 1}, 1)
    assert publisher.fits("out", largest)
    assert not publisher.fits("dead", largest)


# publish


def test_everything_arrives_byte_for_byte_in_the_sources_partition():
    producer = FakeProducer(partitions=4, batch_size=100_000)
    sent = [
        Message(b"k\0", b"\xff", (("a", b"1"), ("a", None), ("é", b"")), 5),
        Message(None, b"v", (), 6),
        Message(b"k", None, (), 7),
    ]
    publish(producer, ("out", 3, sent))
    assert producer.log == [("out", 3, sent)]


def test_to_publish_nothing_sends_nothing():
    producer = FakeProducer()
    publish(producer, ("out", 0, []), ("out", 9, []))
    assert producer.log == []


def test_a_message_without_a_timestamp_gets_the_present():
    producer = FakeProducer()
    publish(producer, ("out", 0, [Message(b"k", b"v")]))
    assert producer.log[0][2][0].timestamp > 1_700_000_000_000


def test_a_tombstone_without_key_is_published_as_a_dead_letter():
    refusal = Refusal(Reason.TOMBSTONE, "the record has no value", "decode")
    letter = encode_dead_letter(
        DeadLetter(Record(None, None, (), "articles.raw", 1, 7, 1_900_000_000_000), refusal), connector="g"
    )
    producer = FakeProducer()
    publish(producer, ("dead", 1, [letter, Message(None, None, (), 1)]))
    assert producer.log == [("dead", 1, [letter, Message(None, None, (), 1)])]


def test_batches_are_split_at_the_batch_size_and_keep_order():
    producer = FakeProducer(batch_size=1000)
    sent = [message(n, 100) for n in range(50)]
    publish(producer, ("out", 2, sent))
    assert [one for _, _, group in producer.log for one in group] == sent
    assert {partition for _, partition, _ in producer.log} == {2}
    assert all(1 < len(group) <= 9 for _, _, group in producer.log)


def test_a_message_larger_than_a_batch_travels_alone():
    producer = FakeProducer(batch_size=1000)
    small, large = [message(n, 100) for n in range(4)], message(9, 5000)
    publish(producer, ("out", 0, [*small[:2], large, *small[2:]]))
    assert [group for _, _, group in producer.log] == [small[:2], [large], small[2:]]


def test_a_message_that_its_channel_takes_only_compressed_is_sent_compressed_and_alone():
    producer = FakeProducer(batch_size=1000)
    before, unpacked, after = message(1), message(2, 50_000), message(3)
    publish(producer, ("dead", 0, [unpacked]), ("dead", 1, [before, unpacked, after]), limit=2000)
    assert sorted((partition, group) for _, partition, group in producer.log) == [
        (0, [unpacked]),
        (1, [before]),
        (1, [unpacked]),
        (1, [after]),
    ]
    assert max(producer.sizes) < 2000


def test_what_is_sent_compressed_belongs_to_the_producers_transaction():
    producer = FakeProducer(batch_size=1000)
    publish(producer, ("dead", 0, [message(2, 50_000)]), limit=2000)
    producer._txn_manager = SimpleNamespace(transactional_id=None)  # an idempotent producer without transactions
    publish(producer, ("dead", 0, [message(2, 50_000)]), limit=2000)
    producer._txn_manager = SimpleNamespace(transactional_id="group-articles.raw-0")
    publish(producer, ("dead", 0, [message(2, 50_000)]), limit=2000)
    assert producer.transactional == [False, False, True]


def test_with_fewer_output_partitions_a_key_keeps_its_order_in_kafkas_place():
    producer = FakeProducer(partitions=2, batch_size=100_000)
    sent = [message(n, key=key) for n in range(40) for key in (b"a", b"b", b"c", None)]
    publish(producer, ("out", 5, sent))
    for key in (b"a", b"b", b"c", None):
        place = 5 % 2 if key is None else DefaultPartitioner()(key, [0, 1], [0, 1])
        assert [m for _, partition, group in producer.log if partition == place for m in group if m.key == key] == [
            m for m in sent if m.key == key
        ]


def test_concurrent_publishing_to_one_partition_does_not_interleave():
    producer = FakeProducer(batch_size=500)
    first, second = [message(n) for n in range(20)], [message(n) for n in range(100, 120)]
    publish(producer, ("out", 0, first), ("out", 0, second))
    assert [one for _, _, group in producer.log for one in group] == first + second


def test_publishing_ends_only_when_every_batch_is_acknowledged():
    async def go():
        answers = []
        producer = FakeProducer(batch_size=500, answer=answers.append)
        task = asyncio.create_task(
            Publisher(producer, {"out": 10_000}, 5).publish("out", 0, [message(n) for n in range(9)])
        )
        while len(answers) < 3:
            await asyncio.sleep(0)
        assert len(producer.log) == 3
        for answer in answers[1:]:
            answer.set_result("ok")
        await asyncio.sleep(0.01)
        assert not task.done()
        answers[0].set_result("ok")
        await asyncio.wait_for(task, 1)

    asyncio.run(go())


def test_a_silent_broker_is_a_publish_error_after_the_deadline():
    with pytest.raises(PublishError, match="out: the broker did not acknowledge within 0 s"):
        publish(FakeProducer(answer=None), ("out", 0, [message(1)]), deadline=0.05)


def test_a_refused_batch_is_a_publish_error_that_names_the_cause():
    refuse = FakeProducer(answer=lambda future: future.set_exception(MessageSizeTooLargeError()))
    with pytest.raises(PublishError, match="out: the broker refused output: MessageSizeTooLargeError"):
        publish(refuse, ("out", 0, [message(1)]))


def test_one_refused_batch_of_many_is_enough():
    answers = iter(["ok", MessageSizeTooLargeError(), "ok"])

    def answer(future):
        word = next(answers)
        future.set_result(word) if isinstance(word, str) else future.set_exception(word)

    with pytest.raises(PublishError):
        publish(FakeProducer(batch_size=500, answer=answer), ("out", 0, [message(n) for n in range(9)]))


def test_a_full_queue_is_waited_for_and_nothing_is_sent_twice():
    producer = FakeProducer(batch_size=500, fail=[KafkaTimeoutError(), KafkaTimeoutError()])
    sent = [message(n) for n in range(9)]
    publish(producer, ("out", 0, sent))
    assert [one for _, _, group in producer.log for one in group] == sent


def test_a_queue_that_stays_full_is_a_publish_error_after_the_deadline():
    class Full:
        def pop(self, _):
            return KafkaTimeoutError()

        def __bool__(self):
            return True

    producer = FakeProducer()
    producer._fail = Full()
    with pytest.raises(PublishError, match="did not acknowledge"):
        publish(producer, ("out", 0, [message(1)]), deadline=0.05)


def test_a_batch_that_nobody_waits_for_any_more_fails_quietly():
    complaints = []

    async def go():
        asyncio.get_running_loop().set_exception_handler(lambda _, context: complaints.append(context["message"]))
        producer = FakeProducer(batch_size=500, answer=lambda future: future.set_exception(ProducerFenced()))
        send, sent = producer.send_batch, []

        async def refuse_the_second(*batch, **options):
            if sent:
                raise ProducerFenced
            sent.append(None)
            return await send(*batch, **options)

        producer.send_batch = refuse_the_second
        with pytest.raises(PublishError):
            await Publisher(producer, {"out": 10_000}, 5).publish("out", 0, [message(n) for n in range(9)])
        await asyncio.sleep(0.01)
        gc.collect()

    asyncio.run(go())
    assert complaints == []


def test_after_a_failure_the_next_publish_is_not_held_up():
    producer = FakeProducer(fail=[MessageSizeTooLargeError()])
    with pytest.raises(PublishError):
        publish(producer, ("out", 0, [message(1)]))
    publish(producer, ("out", 0, [message(2)]))
    assert producer.log == [("out", 0, [message(2)])]


# Header names that are no UTF-8


def odd(number: int, size: int = 100) -> Message:
    return message(number, size)._replace(headers=((ODD, b"1"), ("n", None)))


@pytest.mark.parametrize("codec", CODECS.values())
@pytest.mark.parametrize("places", [{0}, {3}, {9}, {2, 3, 7}, set(range(10))])
def test_names_of_any_bytes_are_published_in_order_amid_others(places, codec):
    sent = [odd(number) if number in places else message(number) for number in range(10)]
    producer = FakeProducer(batch_size=400, codec=codec)
    publish(producer, ("out", 1, sent))
    assert [one for _, _, batch in producer.log for one in batch] == sent
    assert all(batch for _, _, batch in producer.log), "no empty batch is sent"
    assert set(producer.codecs) <= {0, codec}, "a small batch may be sent plain"


def test_a_name_of_any_bytes_takes_no_batch_of_its_own():
    producer = FakeProducer(batch_size=100_000)
    publish(producer, ("out", 0, [message(0), message(1), odd(2), message(3)]))
    assert [len(batch) for _, _, batch in producer.log] == [4]


def test_a_batch_of_odd_names_belongs_to_the_producers_transaction():
    producer = FakeProducer()
    producer._txn_manager = SimpleNamespace(transactional_id="id")
    publish(producer, ("out", 0, [odd(0)]))
    assert producer.transactional == [True]


def test_an_odd_message_that_its_channel_takes_only_compressed_is_sent_compressed_and_alone():
    producer = FakeProducer(batch_size=10_000)
    publish(producer, ("out", 0, [odd(0), odd(1, 20_000), odd(2)]), limit=10_000)
    assert [len(batch) for _, _, batch in producer.log] == [1, 1, 1]
    assert producer.codecs == [0, ZSTD, 0]


def test_a_name_that_no_bytes_decode_to_is_a_failure_and_never_left_out():
    with pytest.raises(PublishError, match=r"out: a header's name cannot be written: 'a\\ud800'"):
        publish(FakeProducer(), ("out", 0, [message(0)._replace(headers=(("a\ud800", b""),))]))


def test_negative_control_aiokafkas_builder_refuses_such_a_name_and_keeps_what_it_had():
    builder = BatchBuilder(1000, 0)
    assert builder.append(timestamp=1, key=b"k", value=b"v", headers=[("a", b"1")])
    with pytest.raises(UnicodeEncodeError):
        builder.append(timestamp=2, key=b"k", value=b"w", headers=[("b", b"2"), (ODD, b"3")])
    assert builder.append(timestamp=3, key=b"k", value=b"x", headers=[("c", b"4")])
    assert [one.value for one in decoded(builder._build())] == [b"v", b"x"]


# The batches themselves, beside aiokafka's own builder


@example(number=0)
@example(number=-1)
@given(number=st.integers(-(2**62), 2**62) | st.integers(-70, 70) | st.integers(-20_000, 20_000))
def test_a_number_is_written_as_aiokafka_writes_it(number):
    theirs = bytearray()
    encode_varint(number, theirs.append)
    assert VARINTS[number] == theirs
    assert len(VARINTS) == 8192, "no more are kept"


UTF8 = MESSAGES.filter(lambda one: all(is_utf8(name) for name, _ in one.headers))


def is_utf8(name: str) -> bool:
    return not any(0xD800 <= ord(letter) < 0xE000 for letter in name)


STAMPED = UTF8.map(lambda one: one._replace(timestamp=one.timestamp or 5))


@given(st.lists(STAMPED, min_size=1, max_size=8), st.booleans(), st.integers(0, 2**40))
def test_a_batch_is_byte_for_byte_what_aiokafka_makes_of_the_same_messages(messages, transactional, producer):
    ours = BatchWriter(1 << 20, 0, is_transactional=transactional)
    theirs = BatchBuilder(1 << 20, 0, is_transactional=transactional)
    assert ours.take(messages) == len(messages)
    for one in messages:
        theirs.append(timestamp=one.timestamp, key=one.key, value=one.value, headers=list(one.headers))
    theirs.close()
    for batch in (ours, theirs):
        batch._set_producer_state(producer, 3, 77)
    assert (ours.closed(), ours.record_count(), ours.size()) == (theirs.closed(), theirs.record_count(), theirs.size())
    built = ours._build()
    assert built == theirs._build()
    assert ours._build() is built, "what is sent again is the same"
    assert (ours.size(), ours.record_count()) == (len(built), len(messages))


@given(st.lists(MESSAGES, min_size=1, max_size=8), st.integers(1, 3000), st.sampled_from(list(CODECS.values())))
def test_a_batch_takes_what_finds_room_and_a_first_message_always(messages, most, codec):
    batch = BatchWriter(most, codec)
    taken = batch.take(messages)
    plain = batch.size()
    assert taken == 1 or plain <= most
    if taken < len(messages):
        more = BatchWriter(1 << 20, 0)
        more.take(messages[: taken + 1])
        assert more.size() > most
    built = batch._build()
    assert len(built) <= plain, "where packing saves nothing it is left"
    assert [one._replace(timestamp=None) for one in decoded(built)] == [
        one._replace(timestamp=None) for one in messages[:taken]
    ]


def test_what_was_built_keeps_its_messages_no_longer():
    batch = BatchWriter(10_000, 0)
    batch.take([message(1, 5000)])
    batch._build()
    assert batch._parts == []
