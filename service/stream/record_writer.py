"""Writing batches of records in Kafka's newest format, all messages of a batch in one pass.

Beside aiokafka's builder, which this stands in for: header names may be any bytes (they were read with
`surrogateescape`, see record_reader.py, and become the bytes that they were), the messages are put together
all at once instead of one after the other, and the checksum is the processor's own. That is half of what publishing
takes of a worker. tests/contract/test_aiokafka_privates.py holds what aiokafka calls of a batch.
"""

from __future__ import annotations

import struct
import time
from typing import TYPE_CHECKING

from aiokafka.codec import gzip_encode, lz4_encode, snappy_encode, zstd_encode

from service.core.headers import name_bytes
from service.stream.checksum import crc32c
from service.stream.unpacking import GZIP, LZ4, SNAPPY, ZSTD

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from service.models import Headers, Message

_FRONT = struct.Struct(">qiibI")
"""Base offset, length of what follows the length, leader epoch, number of the format, checksum of what follows it."""
_SUMMED = struct.Struct(">hiqqqhii")
"""Attributes, last offset, first and last timestamp, producer's id, its epoch, first sequence number, records."""
HEADER_BYTES = _FRONT.size + _SUMMED.size
_AFTER_LENGTH = 12
_FORMAT = 2
_NO_EPOCH = _NO_PRODUCER = -1
_TRANSACTIONAL = 0x10
_ABSENT = b"\x01"
"""The length of a key or value that is none: -1."""
_NO_HEADERS = _NO_ATTRIBUTES = b"\x00"
_ENCODERS: dict[int, Callable[[bytes], bytes]] = {
    GZIP: gzip_encode,
    SNAPPY: snappy_encode,
    LZ4: lz4_encode,
    ZSTD: zstd_encode,
}


class _Varints(dict[int, bytes]):
    """Numbers as records have them: the sign lowest, then seven bits a byte, the lowest first."""

    def __missing__(self, number: int) -> bytes:
        rest = number << 1 if number >= 0 else (-number << 1) - 1
        out = bytearray()
        while rest > 0x7F:
            out.append(rest & 0x7F | 0x80)
            rest >>= 7
        out.append(rest)
        return bytes(out)


_BYTES = [bytes((byte,)) for byte in range(256)]
VARINTS = _Varints(enumerate(_BYTES[0:128:2] + [low + high for high in _BYTES[1:128] for low in _BYTES[128:256:2]]))
"""Every number; those that take a byte or two, of which a record has five, are kept: made anew they take half its
time."""


class BatchWriter:
    """A batch that is written from messages; has what aiokafka calls of its BatchBuilder once that is sent.

    Args:
        most_bytes: that the batch may take, save that a first message is always taken.
        codec: Kafka's number of the codec; 0 for none.
        is_transactional: the batch belongs to a transaction.
    """

    def __init__(self, most_bytes: int, codec: int, *, is_transactional: bool = False) -> None:
        self._most = most_bytes
        self._codec = codec
        self._transactional = _TRANSACTIONAL if is_transactional else 0
        self._producer = _NO_PRODUCER, _NO_EPOCH, 0
        self._parts: list[bytes] = []
        self._size = HEADER_BYTES
        self._count = 0
        self._times = 0, 0
        self._buffer: bytes | None = None

    def take(self, messages: Sequence[Message]) -> int:
        """Take messages, in order, until one finds no room; how many were taken. Called once.

        A message without a timestamp gets the present.

        Raises:
            UnicodeEncodeError: a header's name is one that no bytes decode to.
        """
        now = int(time.time() * 1000)
        first = last = now if not messages or messages[0].timestamp is None else messages[0].timestamp
        parts, size, count, varints = self._parts, self._size, 0, VARINTS
        for key, value, headers, timestamp in messages:
            stamp = now if timestamp is None else timestamp
            content, end = value or b"", _headers(headers) if headers else _NO_HEADERS
            before = _ABSENT if key is None else varints[len(key)] + key
            amount = _ABSENT if value is None else varints[len(value)]
            front = b"".join((_NO_ATTRIBUTES, varints[stamp - first], varints[count], before, amount))
            length = len(front) + len(content) + len(end)
            lead = varints[length]
            grown = size + len(lead) + length
            if grown > self._most and count:
                break
            parts += (lead, front, content, end)
            size, count = grown, count + 1
            last = max(last, stamp)
        self._size, self._count, self._times = size, count, (first, last)
        return count

    def size(self) -> int:
        """aiokafka's: the batch in bytes."""
        return self._size if self._buffer is None else len(self._buffer)

    def record_count(self) -> int:
        """aiokafka's: how many messages it took."""
        return self._count

    def close(self) -> None:
        """aiokafka's: nothing more comes in."""

    def closed(self) -> bool:
        """aiokafka's: whether nothing more comes in."""
        return True

    def _set_producer_state(self, producer_id: int, producer_epoch: int, base_sequence: int) -> None:
        self._producer = producer_id, producer_epoch, base_sequence

    def _build(self) -> bytes:
        """aiokafka's: the batch as it is sent, the same each time that it is sent."""
        if self._buffer is None:
            self._buffer = self._built()
            self._parts = []
        return self._buffer

    def _built(self) -> bytes:
        codec, parts = self._packed()
        attributes = codec | self._transactional
        summed = _SUMMED.pack(attributes, self._count - 1, *self._times, *self._producer, self._count)
        rest = b"".join((summed, *parts))
        length = _FRONT.size - _AFTER_LENGTH + len(rest)
        return _FRONT.pack(0, length, _NO_EPOCH, _FORMAT, crc32c(rest)) + rest

    def _packed(self) -> tuple[int, Sequence[bytes]]:
        """The codec that is used, and the records: as they are where packing saves nothing."""
        if not self._codec:
            return 0, self._parts
        plain = b"".join(self._parts)
        packed = _ENCODERS[self._codec](plain)
        return (self._codec, (packed,)) if len(packed) < len(plain) else (0, (plain,))


def _sized(data: bytes | None) -> bytes:
    """Some bytes behind their length; none at all have the length -1."""
    return _ABSENT if data is None else VARINTS[len(data)] + data


def _headers(headers: Headers) -> bytes:
    """A record's headers behind their number."""
    fields = [field for name, value in headers for field in (_sized(name_bytes(name)), _sized(value))]
    return VARINTS[len(headers)] + b"".join(fields)
