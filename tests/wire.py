"""Record batches as bytes, for tests of what a wrong or unusual producer leaves in Kafka."""

from __future__ import annotations

import asyncio
import struct
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer
from aiokafka.producer.message_accumulator import BatchBuilder
from aiokafka.record.legacy_records import LegacyRecordBatchBuilder
from aiokafka.record.util import calc_crc32c

from service.models import Message
from service.stream.record_writer import BatchWriter

CODECS = {"none": 0, "gzip": 1, "snappy": 2, "lz4": 3, "zstd": 4}
LENGTH, CRC, ATTRIBUTES, LAST_DELTA, COUNT, RECORDS = 8, 17, 21, 23, 57, 61
"""Where the fields of a batch of message format 2 begin."""
ODD = "n\udcff\udc80me"
"""A header's name as it is read; in Kafka its bytes are `n`, FF, 80, `me`."""


def batch_of(messages: Sequence[Message], codec: str = "none", base: int = 0) -> bytes:
    """A batch of message format 2 at a base offset, as a broker stores it."""
    writer = BatchWriter(1 << 20, CODECS[codec])
    assert writer.take(messages) == len(messages)
    data = bytearray(writer._build())
    struct.pack_into(">q", data, 0, base)
    return bytes(data)


def signed(batch: bytes) -> bytes:
    """The batch with length and checksum as they must be for its bytes."""
    data = bytearray(batch)
    struct.pack_into(">i", data, LENGTH, len(data) - 12)
    struct.pack_into(">I", data, CRC, calc_crc32c(bytes(data[ATTRIBUTES:])))
    return bytes(data)


def legacy_batch(magic: int, values: Sequence[bytes], *, codec: str = "none", base: int = 0) -> bytes:
    """Messages of message format 0 or 1, as a broker before Kafka 0.11 stored them."""
    builder = LegacyRecordBatchBuilder(magic, CODECS[codec], 1 << 20)
    for number, value in enumerate(values):
        builder.append(base + number, timestamp=1000 + number, key=b"k", value=value)
    return bytes(builder.build())


class Made(BatchBuilder):
    """A batch that is sent as it was made, right or wrong.

    Args:
        data: the batch.
        count: how many records the producer is to believe that it has.
    """

    def __init__(self, data: bytes, count: int) -> None:
        super().__init__(1, 0)
        self._buffer, self._relative_offset = bytearray(data), count


def send_batches(bootstrap: str, channel: str, batches: Sequence[tuple[int, bytes, int]]) -> None:
    """Send batches (partition, bytes, how many records), in order, acknowledged."""
    asyncio.run(_send_batches(bootstrap, channel, batches))


async def _send_batches(bootstrap: str, channel: str, batches: Sequence[tuple[int, bytes, int]]) -> None:
    async with AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all") as producer:
        for partition, data, count in batches:
            await (await producer.send_batch(Made(data, count), channel, partition=partition))
