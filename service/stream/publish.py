"""Publishing: messages become batches for one partition, and the broker's word on each is awaited."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

from service.core.headers import name_bytes
from service.edges.metrics import Metrics
from service.errors import PublishError
from service.stream.policy import Action, decide
from service.stream.record_writer import BatchWriter
from service.stream.unpacking import ZSTD

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from service.models import Message

BATCH_BYTES = 512 * 1024
"""Aim of a batch's size; a larger record travels alone."""
RECORD_OVERHEAD = 128
"""Bytes that Kafka's record and batch framing may add to a record's key, value and headers, generously."""


class Publisher:
    """Publishes through one aiokafka producer.

    Batches of one partition are enqueued in the order of `publish` calls, so that an article's place in its source
    partition is its place in the output partition.

    Args:
        producer: a started AIOKafkaProducer with acks=all and idempotence.
        limits: the largest record, in bytes, that each channel takes.
        deadline_seconds: give up when the broker has not acknowledged for this long.
        metrics: where it is timed and retries are counted.
    """

    def __init__(
        self, producer: Any, limits: Mapping[str, int], deadline_seconds: float, metrics: Metrics | None = None
    ) -> None:
        self._producer = producer
        self._limits = limits
        self._deadline = deadline_seconds
        self._metrics = metrics or Metrics()
        self._turns: dict[tuple[str, int], asyncio.Lock] = {}

    def fits(self, channel: str, message: Message) -> bool:
        """Whether `channel` takes a record as large as `message`."""
        return size_of(message) <= self._limits[channel]

    async def publish(self, channel: str, source_partition: int, messages: Sequence[Message]) -> None:
        """Publish and return when the broker has acknowledged every message.

        Args:
            channel: where to.
            source_partition: the partition that the messages' sources came from; kept when the channel has as many.
            messages: what to publish, in order.

        Raises:
            PublishError: not acknowledged within the deadline, or refused; nothing may be committed.
        """
        began = time.perf_counter()
        try:
            async with asyncio.timeout(self._deadline):
                acknowledgements = [
                    future
                    for partition, group in (await self._placed(channel, source_partition, messages)).items()
                    for future in await self._enqueue(channel, partition, group)
                ]
                await asyncio.gather(*acknowledgements)
        except TimeoutError as error:
            raise PublishError(f"{channel}: the broker did not acknowledge within {self._deadline:.0f} s") from error
        except KafkaError as error:
            raise PublishError(f"{channel}: the broker refused output: {error!r}") from error
        self._metrics.produce_seconds.labels(channel).observe(time.perf_counter() - began)

    async def _placed(self, channel: str, source: int, messages: Sequence[Message]) -> dict[int, list[Message]]:
        """The messages by output partition: the source's own number while the output has it, else by key."""
        known = self._producer.client.cluster.partitions_for_topic(channel)
        count = len(known or await self._producer.partitions_for(channel))
        if source < count and messages:
            return {source: list(messages)}
        placed: dict[int, list[Message]] = {}
        for message in messages:
            placed.setdefault(partition_of(message.key, source, count), []).append(message)
        return placed

    async def _enqueue(self, channel: str, partition: int, messages: Sequence[Message]) -> list[asyncio.Future[Any]]:
        turn = self._turns.setdefault((channel, partition), asyncio.Lock())
        futures: list[asyncio.Future[Any]] = []
        rest = messages
        async with turn:
            while rest:
                try:
                    batch = self._batch(channel, rest[0])
                    taken = batch.take(rest)
                except UnicodeEncodeError as error:
                    raise PublishError(f"{channel}: a header's name cannot be written: {error.object!a}") from error
                futures.append(await self._send(batch, channel, partition))
                rest = rest[taken:]
        return futures

    def _batch(self, channel: str, first: Message) -> BatchWriter:
        """A batch that begins with a message; compressed, and for it alone, when `channel` takes it in no other way.

        Such is the dead letter of a record that came compressed: channels limit what is sent, not what it unpacks to.
        """
        accumulator, manager = self._producer._message_accumulator, self._producer._txn_manager  # noqa: SLF001
        size, codec = accumulator._batch_size, accumulator._compression_type  # noqa: SLF001
        if not self.fits(channel, first):
            size, codec = 1, ZSTD
        return BatchWriter(size, codec, is_transactional=bool(manager and manager.transactional_id))

    async def _send(self, batch: BatchWriter, channel: str, partition: int) -> asyncio.Future[Any]:
        while True:
            try:
                future: asyncio.Future[Any] = await self._producer.send_batch(batch, channel, partition=partition)
            except KafkaError as error:
                if decide(error) is not Action.RETRY:
                    raise
                self._metrics.retries.labels("produce").inc()
                continue  # the partition's queue is still full; our own deadline ends this
            future.add_done_callback(_heard)
            return future


def _heard(future: asyncio.Future[Any]) -> None:
    """Ask how a batch ended, for it may be that nobody else does: when one behind it could not be sent at all."""
    if not future.cancelled():
        future.exception()


def size_of(message: Message) -> int:
    """Bytes that a message takes at most on the wire, uncompressed."""
    size = RECORD_OVERHEAD + len(message.key or b"") + len(message.value or b"")
    for name, value in message.headers:
        size += (len(name) if name.isascii() else len(name_bytes(name))) + len(value or b"") + 10
    return size


def partition_of(key: bytes | None, source: int, count: int) -> int:
    """Where a record goes when its source partition's number is not to be had: by key as Kafka's clients do.

    Args:
        key: the record's key; without one the source partition decides, so that order is kept.
        source: number of the source partition.
        count: partitions of the output channel.
    """
    if key is None:
        return source % count
    return int((murmur2(key) & 0x7FFFFFFF) % count)
