"""Reading stretches of channels from one offset to another, beside whoever works on them."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

from aiokafka import TopicPartition

from service.errors import BrokerError, ChannelError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Mapping

RECORDS_AT_ONCE = 2000
STALL_SECONDS = 30.0
"""A scan gives up when nothing comes for so long: no leader, or an open transaction before what is to be read."""
_WAIT_MS = 500

Spans = dict[TopicPartition, tuple[int, int]]
"""From the first offset up to the one after the last, by partition."""


async def partitions_of(admin: Any, channel: str) -> int | None:
    """How many partitions a channel has; None when there is no such channel."""
    found = (await admin.describe_topics([channel]))[0]
    return len(found["partitions"]) or None if found["error_code"] == 0 else None


async def existing_partitions(admin: Any, channel: str, mend: str) -> list[TopicPartition]:
    """The partitions of a channel that has to be there.

    Args:
        admin: a started admin client.
        channel: the Kafka topic.
        mend: what to do when it is not there, for the error.

    Raises:
        ChannelError: it is not there.
    """
    count = await partitions_of(admin, channel)
    if count is None:
        raise ChannelError(f"there is no channel {channel}; {mend}")
    return [TopicPartition(channel, number) for number in range(count)]


async def spans_of(consumer: Any, partitions: Iterable[TopicPartition], *, since_ms: int | None = None) -> Spans:
    """All that a read_committed reader can read of some partitions now.

    Args:
        consumer: a started consumer.
        partitions: which.
        since_ms: leave out what lies before the first record of this time or later (ms since the epoch).
    """
    wanted = list(partitions)
    ends = await consumer.end_offsets(wanted)
    starts = await consumer.beginning_offsets(wanted)
    if since_ms is not None:
        later = await consumer.offsets_for_times(dict.fromkeys(wanted, since_ms))
        for partition in wanted:
            place = later.get(partition)
            starts[partition] = max(starts[partition], ends[partition] if place is None else place.offset)
    return {partition: (min(starts[partition], ends[partition]), ends[partition]) for partition in wanted}


def size_of_spans(spans: Mapping[TopicPartition, tuple[int, int]]) -> int:
    """How many offsets they have in all."""
    return sum(end - start for start, end in spans.values())


async def scan(consumer: Any, spans: Spans) -> AsyncIterator[tuple[TopicPartition, list[Any], int]]:
    """Read stretches of partitions, all at the same time.

    Args:
        consumer: a started consumer without a subscription; what it is assigned changes.
        spans: what to read; ends lie within what a reader can get.

    Yields:
        Records of one partition in order, and by how many offsets that brings the scan forward: markers of
        transactions and compacted records leave offsets without a record.

    Raises:
        BrokerError: nothing came in time.
    """
    ends = {partition: end for partition, (start, end) in spans.items() if start < end}
    at = {partition: spans[partition][0] for partition in ends}
    if not ends:
        return
    consumer.assign(list(ends))
    for partition, offset in at.items():
        consumer.seek(partition, offset)
    moved = time.monotonic()
    while ends:
        got = await consumer.getmany(timeout_ms=_WAIT_MS, max_records=RECORDS_AT_ONCE)
        for partition in list(ends):
            step = await _step(consumer, partition, got.get(partition, []), (at[partition], ends[partition]))
            if step[1]:
                moved = time.monotonic()
                at[partition] += step[1]
                yield partition, *step
                # Whoever reads may take its time over what it was given: that is no stall.
                moved = max(moved, time.monotonic())
            if at[partition] >= ends[partition]:
                consumer.pause(partition)
                del ends[partition]
        if time.monotonic() - moved > STALL_SECONDS:
            stuck = ", ".join(f"{p.topic}[{p.partition}] at offset {at[p]}" for p in ends)
            raise BrokerError(f"Kafka gives nothing more of {stuck} for {STALL_SECONDS:.0f} s; has it a leader?")
        await asyncio.sleep(0)


async def _step(
    consumer: Any, partition: TopicPartition, records: list[Any], stretch: tuple[int, int]
) -> tuple[list[Any], int]:
    """The records that belong to a stretch, and how far the consumer came in it."""
    at, end = stretch
    position = await consumer.position(partition)
    if records and records[-1].offset >= end:
        records = [record for record in records if record.offset < end]
    return records, min(position, end) - at
