"""Reading what aiokafka refuses to read: header names that are no UTF-8, and batches that nobody can decode.

Kafka's brokers store a header's name as it comes. aiokafka decodes it as UTF-8, and what it raises on the first wrong
byte stops every worker that is given the partition. Here aiokafka's fast reader still reads all; only a batch on which
it raises is read again, slowly, with `surrogateescape` for names, from which the bytes come back. A batch that cannot
be decoded this way either, or unpacks to more than it may, is handed on whole as one `UnreadableBatch`. What is
overridden is private to aiokafka: tests/contract/test_aiokafka_privates.py holds it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from functools import partial
from types import FunctionType, MethodType
from typing import TYPE_CHECKING, Any

from aiokafka.consumer import fetcher as fetching
from aiokafka.consumer.fetcher import Fetcher, PartitionRecords
from aiokafka.record.legacy_records import LegacyRecordBatch
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import ConsumerRecord

from service.errors import DamagedBatchError
from service.models import Record
from service.stream.checksum import crc32c
from service.stream.fetchers import once_made
from service.stream.tolerant_batch import MAGIC_OFFSET, TolerantBatch, damage_of
from service.stream.unpacking import MOST_BYTES, NEWEST_MAGIC, check_unpacked, codec_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aiokafka.structs import TopicPartition

LOG_OVERHEAD = 12
"""Bytes before what a batch's length counts: base offset (8) and the length itself (4), in every message format."""
CHECKED_OFFSET = 21
"""Where that begins which the checksum of a batch of the newest format is of."""
LONGEST_PROBLEM = 200
"""Characters of a library's own words that are passed on."""


@dataclass
class UnreadableBatch(ConsumerRecord):
    """Stands for the records of a batch that could not be decoded, as the record at the batch's last offset.

    Attributes:
        value: the whole batch, as Kafka's protocol has it.
        first: the first offset that it stands for; the last is `offset`.
        problem: what was wrong, in words.
    """

    first: int = 0
    problem: str = ""


def read_tolerantly(consumer: Any, most_unpacked: int = MOST_BYTES, *, ours: bool = False) -> None:
    """Make an AIOKafkaConsumer read every record that can be read.

    Args:
        consumer: not started, see once_made.
        most_unpacked: bytes that a compressed batch may unpack to; a larger one is unreadable.
        ours: gives our records instead of aiokafka's.
    """

    def change(fetcher: Any) -> None:
        reading = _reading(most_unpacked, StreamRecords if ours else TolerantRecords)
        fetcher._proc_fetch_request = MethodType(reading, fetcher)  # noqa: SLF001

    once_made(consumer, change)


class FetchedBatches:
    """aiokafka's reader of fetched bytes, which also knows the bytes of the batch that it gave last.

    Args:
        data: what was fetched.
        most_unpacked: bytes that a compressed batch may unpack to.
    """

    def __init__(self, data: bytes, most_unpacked: int = MOST_BYTES) -> None:
        self.most_unpacked = most_unpacked
        self._data = data
        self._start = self._end = 0
        self._batches = MemoryRecords(data)

    def size_in_bytes(self) -> int:
        """How many bytes were fetched."""
        return int(self._batches.size_in_bytes())

    def has_next(self) -> bool:
        """Whether there is a whole batch left."""
        return bool(self._batches.has_next())

    def next_batch(self) -> Any:
        """The next batch, unread."""
        (length,) = struct.unpack_from(">i", self._data, self._end + LOG_OVERHEAD - 4)
        self._start, self._end = self._end, self._end + max(0, LOG_OVERHEAD + length)
        batch = self._batches.next_batch()
        return None if batch is None else _Batch(batch, self)

    def last(self) -> bytes:
        """The bytes of the batch that `next_batch` gave, or failed to give."""
        return self._data[self._start : self._end]

    def has_right_checksum(self, batch: Any) -> bool:
        """Whether that batch, which aiokafka made `batch` of, is as its producer made it."""
        if self._data[self._start + MAGIC_OFFSET] < NEWEST_MAGIC:
            return bool(batch.validate_crc())
        return int(batch.crc) == crc32c(self._data[self._start + CHECKED_OFFSET : self._end])

    def check_last(self) -> None:
        """Raises UnpackedSizeError when that batch becomes too large."""
        magic = self._data[self._start + MAGIC_OFFSET]
        if codec_of(self._data, magic, self._start):
            check_unpacked(self.last(), magic, self.most_unpacked)


class _Batch:
    """A batch of aiokafka's, checked more quickly, and looked at before it is unpacked for its records."""

    def __init__(self, batch: Any, source: FetchedBatches) -> None:
        self._batch = batch
        self._source = source

    def __getattr__(self, name: str) -> Any:
        return getattr(self._batch, name)

    def validate_crc(self) -> bool:
        return self._source.has_right_checksum(self._batch)

    def __iter__(self) -> Iterator[Any]:
        self._source.check_last()
        return iter(self._batch)

    def __next__(self) -> Any:
        return next(self._batch)  # a transaction's marker, which is never packed


class TolerantRecords(PartitionRecords):
    """The records of one partition from one fetch, also those on which aiokafka raises.

    Raises:
        DamagedBatchError: the fetch begins with a batch whose checksum is wrong.
    """

    next_fetch_offset: int
    _records: FetchedBatches
    _records_iterator: Iterator[ConsumerRecord]

    def __init__(self, tp: TopicPartition, records: FetchedBatches, *args: Any) -> None:
        super().__init__(tp, records, *args)
        self._began = self.next_fetch_offset

    def __iter__(self) -> Iterator[ConsumerRecord]:
        """The records that are left, straight from where they are read: no call of ours between two of them."""
        return self._records_iterator

    def __next__(self) -> ConsumerRecord:
        """The next record."""
        return next(self._records_iterator)

    def _unpack_records(self) -> Iterator[ConsumerRecord]:
        try:
            yield from super()._unpack_records()
        except Exception as error:  # noqa: BLE001 - any of six libraries' errors
            yield from self._after(error)

    def _after(self, error: Exception) -> Iterator[ConsumerRecord]:
        """What is left of the fetch when reading a batch failed."""
        while True:
            batch = self._records.last()
            if (damage := damage_of(batch)) is not None:
                if self._began < self.next_fetch_offset:
                    return  # what was read so far is good; the next fetch begins with this batch
                raise DamagedBatchError(_words(self._tp, self.next_fetch_offset, damage)) from error
            yield from self._again(batch, error)
            try:
                yield from super()._unpack_records()
            except Exception as another:  # noqa: BLE001 - as above
                error = another
            else:
                return

    def _again(self, raw: bytes, error: Exception) -> Iterator[ConsumerRecord]:
        """The records of a batch that were not read yet; for those that cannot be, one that holds the batch."""
        if raw[MAGIC_OFFSET] < NEWEST_MAGIC:  # formats without headers: the fast reader has said all
            yield self._unreadable(raw, LegacyRecordBatch(raw, raw[MAGIC_OFFSET]), None, error)
            return
        batch = TolerantBatch(raw)
        try:
            self._records.check_last()
            for record in batch:
                if record.offset >= self.next_fetch_offset:
                    self.next_fetch_offset = record.offset + 1
                    yield self._consumer_record(self._tp, record)
        except Exception as problem:  # noqa: BLE001 - as above
            yield self._unreadable(raw, batch, batch.max_timestamp, problem)
        self.next_fetch_offset = batch.next_offset

    def _unreadable(self, raw: bytes, batch: Any, timestamp: int | None, problem: Exception) -> UnreadableBatch:
        # At the batch's last offset, so that a commit after it passes the batch: within it, it would be read again.
        last, first = batch.next_offset - 1, self.next_fetch_offset
        self.next_fetch_offset = batch.next_offset
        time = timestamp if timestamp is not None and timestamp >= 0 else None
        words = f"{type(problem).__name__}: {problem}"[:LONGEST_PROBLEM]
        place = (self._tp.topic, self._tp.partition, last, time, 0)
        return UnreadableBatch(*place, None, raw, None, -1, len(raw), (), first=min(first, last), problem=words)


class StreamRecords(TolerantRecords):
    """The same as records of ours: what aiokafka makes of each first takes three times as long to make."""

    def _consumer_record(self, tp: TopicPartition, record: Any) -> Record:
        headers = tuple(record.headers)
        return Record(record.value, record.key, headers, tp.topic, tp.partition, record.offset, record.timestamp)


def _words(tp: TopicPartition, offset: int, damage: str) -> str:
    return (
        f"{tp.topic}[{tp.partition}] at offset {offset}: {damage}, so it was damaged on the broker's disk or on its "
        f"way; nothing past it is read, nor committed. A restart reads it anew. If it stays, make another replica the "
        f"leader; where none is whole, stop the group and go past it: kafka-consumer-groups --reset-offsets"
    )


def _reading(most_unpacked: int, records: type[TolerantRecords]) -> FunctionType:
    """The method of aiokafka's that finds two classes among its module's names: here it finds ours, in one consumer."""
    ours = {"MemoryRecords": partial(FetchedBatches, most_unpacked=most_unpacked), "PartitionRecords": records}
    return FunctionType(Fetcher._proc_fetch_request.__code__, {**vars(fetching), **ours})  # noqa: SLF001
