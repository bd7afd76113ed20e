"""Reading fetched bytes: what aiokafka refuses is read, what nobody can decode is handed on whole, nothing is left out."""

from __future__ import annotations

import asyncio
import struct
import subprocess
import sys
import zlib
from types import SimpleNamespace

import pytest
from aiokafka.consumer.fetcher import PartitionRecords
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import TopicPartition
from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.edges.settings import Settings
from service.errors import DamagedBatchError
from service.models import Message, Record
from service.stream.incoming import record_of
from service.stream.record_reader import (
    FetchedBatches,
    StreamRecords,
    TolerantRecords,
    UnreadableBatch,
    read_tolerantly,
)
from service.stream.record_writer import BatchWriter
from service.stream.tolerant_batch import TolerantBatch, damage_of
from service.stream.unpacking import MOST_BYTES, most_unpacked
from tests.wire import ATTRIBUTES, CODECS, COUNT, LAST_DELTA, LENGTH, ODD, RECORDS, batch_of, legacy_batch, signed

TP = TopicPartition("articles.raw", 3)
NAMES = st.binary(max_size=20).map(lambda name: name.decode("utf-8", "surrogateescape"))
HEADERS = st.lists(st.tuples(NAMES, st.binary(max_size=20) | st.none()), max_size=4).map(tuple)
MESSAGES = st.builds(
    Message, st.none() | st.binary(max_size=20), st.none() | st.binary(max_size=40), HEADERS, st.integers(0, 2**42)
)


FIRST_TIME = 27
"""Where a batch has its first timestamp."""


def message(number: int, name: str = "name") -> Message:
    return Message(b"k%d" % number, b"value %d" % number, ((name, b"v"), ("nul", None)), 1000 + number)


def records_of(data: bytes, at: int = 0, kind=TolerantRecords, aborted=None):
    fetched = (FetchedBatches if issubclass(kind, TolerantRecords) else MemoryRecords)(data)
    return kind(TP, fetched, aborted, at, None, None, True, 1)


def read(data: bytes, at: int = 0, **options) -> list:
    return list(records_of(data, at, **options))


def as_messages(records) -> list[Message]:
    return [Message(one.key, one.value, one.headers, one.timestamp) for one in records]


def transactional(batch: bytes, producer: int, *, control: bool = False) -> bytes:
    data = bytearray(batch)
    data[ATTRIBUTES + 1] |= 0x10 | (0x20 if control else 0)
    struct.pack_into(">q", data, 43, producer)
    return signed(bytes(data))


# Names


@pytest.mark.parametrize("codec", CODECS)
def test_names_that_are_no_utf8_are_read_and_their_bytes_come_back(codec):
    sent = [message(0), message(1, ODD), message(2, "größe")]
    got = read(batch_of(sent, codec, base=70))
    assert as_messages(got) == sent
    assert [one.offset for one in got] == [70, 71, 72]
    assert got[1].headers[0][0].encode("utf-8", "surrogateescape") == b"n\xff\x80me"


def test_negative_control_aiokafka_alone_raises_and_gives_nothing_of_what_follows():
    data = batch_of([message(0), message(1, ODD), message(2)])
    records = records_of(data, kind=PartitionRecords)
    with pytest.raises(UnicodeDecodeError):
        list(records)
    assert list(records) == []


@settings(max_examples=60)
@example([[Message(b"k", b"v", ((ODD, None), (ODD, b"2")), 1)]], 0)
@given(st.lists(st.lists(MESSAGES, min_size=1, max_size=6), min_size=1, max_size=5), st.integers(0, 12))
def test_whatever_the_names_every_record_from_the_offset_on_is_read_once(batches, at):
    data, base, at = b"", 0, min(at, len(batches[0]) - 1)  # a fetch begins with the batch that holds its offset
    for batch in batches:
        data, base = data + batch_of(batch, base=base), base + len(batch)
    records = records_of(data, at)
    got = list(records)
    assert as_messages(got) == [one for batch in batches for one in batch][at:]
    assert [one.offset for one in got] == list(range(at, base))
    assert records.next_fetch_offset == base


def test_a_record_read_is_the_same_on_either_way():
    data = batch_of([message(0), message(1)])
    assert [(r.offset, r.timestamp, r.key, r.value, r.headers) for r in TolerantBatch(data)] == [
        (r.offset, r.timestamp, r.key, r.value, list(r.headers)) for r in read(data)
    ]


@settings(max_examples=60)
@given(st.lists(st.lists(MESSAGES, min_size=1, max_size=4), min_size=1, max_size=4), st.sampled_from(list(CODECS)))
def test_the_stream_reads_the_same_as_records_of_ours(batches, codec):
    data, base = b"", 0
    for batch in batches:
        data, base = data + batch_of(batch, codec, base=base), base + len(batch)
    assert read(data, kind=StreamRecords) == [record_of(one) for one in read(data)]
    assert {type(one) for one in read(data, kind=StreamRecords)} == {Record}


def test_the_stream_too_is_told_of_a_batch_that_cannot_be_decoded():
    good, bad = batch_of([message(0)]), batch_of([message(1, ODD)], base=1)
    spoilt = signed(bad[:RECORDS] + b"\x7f" + bad[RECORDS + 1 :])
    assert [type(one) for one in read(good + spoilt, kind=StreamRecords)] == [Record, UnreadableBatch]


def test_a_time_that_no_record_can_have_makes_a_batch_unreadable_for_its_letter_could_not_be_written():
    first, last = ((1 << 63) - 2, (1 << 63) - 1)
    data = batch_of([message(0, ODD)._replace(timestamp=first), message(1)._replace(timestamp=last)])
    assert [one.timestamp for one in read(data)] == [first, last]
    data = data[:FIRST_TIME] + struct.pack(">q", last) + data[FIRST_TIME + 8 :]  # and so the second is beyond it
    known, letter = read(signed(data), kind=StreamRecords)
    assert (known.timestamp, letter.offset) == (last, 1)
    assert "a record of the time 9223372036854775808" in letter.problem
    written = BatchWriter(1 << 20, 0)
    written.take([Message(one.key, one.value, one.headers, one.timestamp) for one in (known, letter)])
    assert written._build()


def test_a_broker_that_stamps_times_itself_is_believed():
    data = bytearray(batch_of([message(0, ODD), message(1)]))
    data[ATTRIBUTES + 1] |= 0x08
    struct.pack_into(">q", data, 35, 777)
    assert [one.timestamp for one in read(signed(bytes(data)))] == [777, 777]


def test_records_taken_few_at_a_time_are_the_same():
    data = batch_of([message(number, ODD) for number in range(7)]) + batch_of([message(7)], base=7)
    records = records_of(data)
    places = [(record.offset, records.next_fetch_offset) for record in records]
    assert places == [(number, number + 1) for number in range(8)]


# Transactions


def test_names_in_an_aborted_transaction_are_left_out_and_those_of_a_committed_one_are_read():
    aborted = transactional(batch_of([message(0, ODD)], base=0), 9)
    kept = transactional(batch_of([message(1, ODD)], base=1), 8)
    got = read(aborted + kept, aborted=[(9, 0)])
    assert [one.offset for one in got] == [1]


def test_a_transactions_marker_that_cannot_be_read_is_never_passed_by():
    marker = transactional(batch_of([Message(b"x", b"", (), 1)], base=5), 9, control=True)
    with pytest.raises(DamagedBatchError, match=r"articles\.raw\[3\] at offset 5: a transaction's marker"):
        read(marker, at=5)


# What nobody can decode


def compressed_garbage(batch: bytes) -> bytes:
    return signed(batch[:RECORDS] + b"\x00garbage" + batch[RECORDS + 8 :])


def with_count(count: int):
    def change(batch: bytes) -> bytes:
        data = bytearray(batch)
        struct.pack_into(">i", data, COUNT, count)
        return signed(bytes(data))

    return change


def unknown_codec(batch: bytes) -> bytes:
    data = bytearray(batch)
    data[ATTRIBUTES + 1] |= 5
    return signed(bytes(data))


def cut_short(batch: bytes) -> bytes:
    return signed(batch[:-3])


def negative_length(batch: bytes) -> bytes:
    return signed(batch[:RECORDS] + b"\x01" + batch[RECORDS + 1 :])


def endless_number(batch: bytes) -> bytes:
    return signed(batch[:RECORDS] + b"\xff" * 12 + batch[RECORDS + 12 :])


def nothing_left(batch: bytes) -> bytes:
    return signed(batch[:RECORDS])


@pytest.mark.parametrize(
    ("codec", "spoil", "readable"),
    [
        *[(codec, compressed_garbage, 0) for codec in CODECS if codec != "none"],
        ("none", unknown_codec, 0),
        ("none", negative_length, 0),
        ("none", endless_number, 0),
        ("none", nothing_left, 0),
        ("none", cut_short, 2),
        ("none", with_count(5), 3),
        ("none", with_count(2), 2),
        ("gzip", with_count(2**31 - 1), 3),
    ],
)
def test_what_cannot_be_decoded_is_one_record_that_holds_the_batch_and_what_can_be_is_read(codec, spoil, readable):
    # Long and alike, so that every codec makes them shorter.
    sent = [Message(b"k", b"value " * 20, (("name", b"v"),), 1000 + number) for number in range(3)]
    bad = spoil(batch_of(sent, codec, base=10))
    assert damage_of(bad) is None
    records = records_of(batch_of([message(9)], base=9) + bad + batch_of([message(13)], base=13), at=9)
    first, *read_of_bad, whole, last = list(records)
    assert (first.offset, last.offset, records.next_fetch_offset) == (9, 13, 14)
    assert as_messages(read_of_bad) == sent[:readable]
    assert type(whole) is UnreadableBatch
    assert (whole.value, whole.key, whole.headers, whole.offset) == (bad, None, (), 12)
    assert whole.first == min(10 + readable, 12)
    assert whole.problem
    assert whole.timestamp == 1002


def test_a_commit_after_an_unreadable_batch_passes_it():
    data = unknown_codec(batch_of([message(number) for number in range(3)], base=10))
    assert [one.offset for one in read(data, at=10)] == [12]
    following = batch_of([message(13)], base=13)
    assert [type(one) for one in read(data + following, at=13)] == [UnreadableBatch, type(read(following, at=13)[0])]


def test_two_unreadable_batches_in_a_row_are_two():
    bad = [unknown_codec(batch_of([message(0)], base=base)) for base in range(3)]
    assert [one.value for one in read(b"".join(bad))] == bad


@pytest.mark.parametrize("time", [-1, -(2**63)])
def test_a_time_that_kafka_would_refuse_is_none(time):
    data = bytearray(unknown_codec(batch_of([message(0)])))
    struct.pack_into(">q", data, 35, time)
    assert read(signed(bytes(data)))[0].timestamp is None


# Old formats


@pytest.mark.parametrize("magic", [0, 1])
@pytest.mark.parametrize("codec", ["none", "gzip"])
def test_old_formats_are_read(magic, codec):
    got = read(legacy_batch(magic, [b"one" * 50, b"two" * 50], codec=codec))
    assert [(one.offset, one.value, one.headers) for one in got] == [(0, b"one" * 50, ()), (1, b"two" * 50, ())]


# Batches that unpack to more than they may

MOST = 100_000
LARGE = Message(b"k", bytes(MOST), (), 1002)


def read_within(data: bytes, most: int = MOST, at: int = 0) -> list:
    return list(TolerantRecords(TP, FetchedBatches(data, most), None, at, None, None, True, 1))


@pytest.mark.parametrize("codec", [codec for codec in CODECS if codec != "none"])
def test_a_batch_that_unpacks_to_more_than_it_may_is_handed_on_whole_and_the_next_is_read(codec):
    bomb = batch_of([message(0), LARGE], codec, base=10)
    assert len(bomb) < MOST / 10
    whole, following = read_within(bomb + batch_of([message(12)], codec, base=12), at=10)
    assert (type(whole), whole.value, whole.first, whole.offset) == (UnreadableBatch, bomb, 10, 11)
    assert "COMMUNIQUE_BUDGET_BYTES" in whole.problem
    assert as_messages([following]) == [message(12)]


@pytest.mark.parametrize("codec", CODECS)
def test_a_batch_within_its_limit_is_read(codec):
    sent = [message(0), LARGE]
    assert as_messages(read_within(batch_of(sent, codec), most=MOST + 1000)) == sent
    assert read_within(batch_of([message(0)], codec), most=1000)[0].value == b"value 0"


@pytest.mark.parametrize(("magic", "codec"), [(0, "gzip"), (0, "snappy"), (1, "gzip"), (1, "snappy"), (1, "lz4")])
def test_an_old_message_that_unpacks_to_more_than_it_may_is_handed_on_whole(magic, codec):
    bomb = legacy_batch(magic, [bytes(MOST)], codec=codec)
    (whole,) = read_within(bomb)
    assert (type(whole), whole.value) == (UnreadableBatch, bomb)
    assert len(read_within(legacy_batch(magic, [b"v" * 5000], codec=codec))) == 1


def test_snappy_without_frames_is_believed_as_little():
    plain = batch_of([message(0)])
    claim = b"\xff\xff\xff\xff\x0f" + bytes(20)  # 4 GiB - 1, which a reader would set aside
    bomb = bytearray(plain[:RECORDS] + claim)
    bomb[ATTRIBUTES + 1] |= CODECS["snappy"]
    (whole,) = read_within(signed(bytes(bomb)))
    assert "4,294,967,295 bytes when unpacked" in whole.problem


def test_what_is_allowed_is_a_quarter_of_the_budget_and_two_articles_at_least():
    assert most_unpacked(Settings()) == MOST_BYTES == Settings().budget_bytes // 4
    assert most_unpacked(Settings(budget_bytes=1 << 20, max_article_bytes=4 << 20)) == 8 << 20


BOMB = """
import cramjam, resource
from tests.unit.test_record_reader import *
kind, batches = {kind}
packed = bytes(cramjam.zstd.compress(bytes(2_000_000_000)))
bomb = bytearray(batch_of([message(0)])[:RECORDS] + packed)
bomb[ATTRIBUTES + 1] |= CODECS["zstd"]
limit = 600_000_000
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
(whole,) = kind(TP, batches(signed(bytes(bomb))), None, 0, None, None, True, 1)
print(len(packed), type(whole).__name__)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="RLIMIT_DATA is Linux's")
def test_a_bomb_takes_no_memory_and_negative_control_with_aiokafka_alone_it_ends_the_process():
    def ended(kind: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", BOMB.format(kind=kind)]
        return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)

    ours = ended("TolerantRecords, FetchedBatches")
    assert ours.returncode == 0, ours.stderr
    size, found = ours.stdout.split()
    assert (int(size) < 100_000, found) == (True, "UnreadableBatch")
    assert ended("PartitionRecords, MemoryRecords").returncode != 0


def test_an_old_compressed_message_that_cannot_be_decoded_is_handed_on_whole():
    data = bytearray(legacy_batch(1, [b"one" * 50, b"two" * 50], codec="gzip"))
    data[50] ^= 0xFF
    struct.pack_into(">I", data, 12, zlib.crc32(bytes(data[16:])))
    (whole,) = read(bytes(data))
    assert (type(whole), whole.value, whole.offset, whole.timestamp) == (UnreadableBatch, bytes(data), 0, None)


# Damage


def flipped(batch: bytes) -> bytes:
    return batch[:-1] + bytes([batch[-1] ^ 1])


def test_what_stands_before_a_damaged_batch_is_read_and_the_next_fetch_says_where_it_is():
    data = batch_of([message(0), message(1)]) + flipped(batch_of([message(2)], base=2))
    records = records_of(data)
    assert [one.offset for one in records] == [0, 1]
    assert records.next_fetch_offset == 2
    with pytest.raises(
        DamagedBatchError, match=r"articles\.raw\[3\] at offset 2: the batch's checksum is wrong"
    ) as told:
        read(flipped(batch_of([message(2)], base=2)) + batch_of([message(3)], base=3), at=2)
    assert "make another replica the leader" in str(told.value)


def test_a_damaged_message_of_an_old_format_is_damage_too():
    with pytest.raises(DamagedBatchError, match="checksum"):
        read(flipped(legacy_batch(1, [b"one"])))


@pytest.mark.parametrize("length", [-(2**31), -13, -1, 0, 5])
def test_a_length_that_cannot_be_is_damage(length):
    data = bytearray(batch_of([message(0)]))
    struct.pack_into(">i", data, LENGTH, length)
    with pytest.raises(DamagedBatchError, match="has only"):
        read(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(list(CODECS)), st.data())
def test_no_bytes_with_a_right_checksum_stop_the_reading_or_turn_it_round(codec, data):
    batch = bytearray(batch_of([Message(b"k", b"value" * 9, ((ODD, b"v"),), 5 + n) for n in range(3)], codec, base=4))
    for _ in range(data.draw(st.integers(1, 3))):
        batch[data.draw(st.integers(RECORDS, len(batch) - 1))] = data.draw(st.integers(0, 255))
    following = batch_of([message(7)], base=7)
    records = records_of(signed(bytes(batch)) + following, at=4)
    got = list(records)
    whole = [one for one in got if type(one) is UnreadableBatch]
    assert [one.value for one in whole] in ([], [signed(bytes(batch))])
    assert records.next_fetch_offset == 8
    # A record that lies about its own offset is read by aiokafka's fast reader, and believed.
    assert got[-1].value == b"value 7" or not whole


def test_an_unreadable_batch_whose_last_offset_lies_behind_is_damage_else_it_would_be_fetched_for_ever():
    data = bytearray(unknown_codec(batch_of([message(0), message(1)], base=10)))
    struct.pack_into(">i", data, LAST_DELTA, -5)
    with pytest.raises(DamagedBatchError, match="last offset lies before its first"):
        read(signed(bytes(data)), at=10)


# The hook


@pytest.mark.parametrize(("ours", "kind"), [(False, TolerantRecords), (True, StreamRecords)])
def test_a_consumer_gets_the_tolerant_reader_when_it_has_started(ours, kind):
    async def go():
        async def start():
            consumer._fetcher = SimpleNamespace(_proc_fetch_request="aiokafka's")

        consumer = SimpleNamespace(start=start, _fetcher=None)
        read_tolerantly(consumer, ours=ours)
        await consumer.start()
        return consumer._fetcher

    fetcher = asyncio.run(go())
    assert fetcher._proc_fetch_request.__self__ is fetcher
    assert fetcher._proc_fetch_request.__globals__["PartitionRecords"] is kind
