"""One batch of records as Kafka's protocol has it: decoded where aiokafka raises, and whether it is whole."""

from __future__ import annotations

from typing import Any

from aiokafka.errors import CorruptRecordException
from aiokafka.record.default_records import _DefaultRecordBatchPy, _DefaultRecordPy
from aiokafka.record.legacy_records import LegacyRecordBatch
from aiokafka.record.util import decode_varint

from service.stream.unpacking import NEWEST_MAGIC

MAGIC_OFFSET = 16
"""Where the number of the message format stands, in every format."""
SMALLEST_BATCH = {0: 26, 1: 34, 2: 61}
"""Bytes that a batch has at least, by message format."""
_TIMES = 1 << 63


def damage_of(batch: bytes) -> str | None:
    """What is wrong with a batch that must not be passed by; None when it is as its producer made it.

    A wrong checksum tells of a disk or a network: the records may be whole on another replica. A control batch is
    Kafka's own: without it nobody can tell which records of a transaction count.
    """
    magic = batch[MAGIC_OFFSET] if len(batch) > MAGIC_OFFSET else NEWEST_MAGIC
    if len(batch) < SMALLEST_BATCH[min(magic, NEWEST_MAGIC)]:
        return f"the batch has only {len(batch)} bytes"
    read = TolerantBatch(batch) if magic >= NEWEST_MAGIC else LegacyRecordBatch(batch, magic)
    if not read.validate_crc():
        return "the batch's checksum is wrong"
    if magic >= NEWEST_MAGIC and read.last_offset_delta < 0:
        return "the batch's last offset lies before its first"
    return "a transaction's marker cannot be read" if read.is_control_batch else None


class TolerantBatch(_DefaultRecordBatchPy):
    """A batch of message format 2 whose header names may be any bytes; stricter than aiokafka in all else."""

    _pos: int

    def _read_msg(self, *_: Any) -> _DefaultRecordPy:
        length, start = decode_varint(self._buffer, self._pos)
        if length < 0 or start + length > len(self._buffer):
            raise CorruptRecordException(f"a record of {length} bytes where {len(self._buffer) - start} are left")
        self._pos = start + length
        fields = _Fields(self._buffer[start : self._pos])
        timestamp = self.first_timestamp + fields.number()
        offset = self.base_offset + fields.number()
        if not self.base_offset <= offset < self.next_offset:
            raise CorruptRecordException(f"a record at offset {offset}, where the batch has none")
        key, value = fields.data(), fields.data()
        headers = [(fields.name(), fields.data()) for _ in range(fields.count())]
        fields.end()
        if self.timestamp_type == self.LOG_APPEND_TIME:
            timestamp = self.max_timestamp
        if not -_TIMES <= timestamp < _TIMES:  # its dead letter could not be written
            raise CorruptRecordException(f"a record of the time {timestamp}, which 64 bits do not hold")
        return _DefaultRecordPy(offset, timestamp, self.timestamp_type, key, value, headers)


class _Fields:
    """The fields of one record, read one after the other; past the end is CorruptRecordException or IndexError."""

    def __init__(self, record: bytearray) -> None:
        self._record = record
        self._pos = 1  # after the attributes, of which none is in use

    def number(self) -> int:
        number, self._pos = decode_varint(self._record, self._pos)
        return int(number)

    def count(self) -> int:
        count = self.number()
        if not 0 <= count <= len(self._record):
            raise CorruptRecordException(f"{count} headers in a record of {len(self._record)} bytes")
        return count

    def data(self) -> bytes | None:
        length = self.number()
        if length < 0:
            return None
        start, self._pos = self._pos, self._pos + length
        if self._pos > len(self._record):
            raise CorruptRecordException(f"a field of {length} bytes where {len(self._record) - start} are left")
        return bytes(self._record[start : self._pos])

    def name(self) -> str:
        name = self.data()
        if name is None:
            raise CorruptRecordException("a header without a name")
        return name.decode("utf-8", "surrogateescape")

    def end(self) -> None:
        if self._pos != len(self._record):
            raise CorruptRecordException(f"{len(self._record) - self._pos} bytes after a record's last field")
