"""Plain aiokafka, as lean as it can be written: getmany, send_batch, await the broker, commit what was read."""

from __future__ import annotations

import asyncio
import signal
from typing import Any

import uvloop
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from benchmarks.peers import BOOTSTRAP, GROUP, IN, OUT, WORK, work

ENRICH = work()
POLL = 2000 if WORK == "field" else 200
"""Records between two waits for the broker: where each costs a millisecond, 2,000 would be seconds."""


async def send(producer: Any, partition: int, records: list[Any]) -> list[asyncio.Future[Any]]:
    """Batches of one partition's records, handed to the producer."""
    futures = []
    batch = producer.create_batch()
    for record in records:
        value = ENRICH(record.value)
        if batch.append(key=record.key, value=value, timestamp=None) is None:
            batch.close()
            futures.append(await producer.send_batch(batch, OUT, partition=partition))
            batch = producer.create_batch()
            batch.append(key=record.key, value=value, timestamp=None)
    batch.close()
    futures.append(await producer.send_batch(batch, OUT, partition=partition))
    return futures


async def main() -> None:
    """Run until SIGTERM."""
    consumer = AIOKafkaConsumer(
        IN,
        bootstrap_servers=BOOTSTRAP,
        group_id=GROUP,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        max_poll_records=POLL,
        session_timeout_ms=10_000,
        heartbeat_interval_ms=2000,
    )
    producer = AIOKafkaProducer(
        bootstrap_servers=BOOTSTRAP, acks="all", enable_idempotence=True, max_batch_size=512 * 1024
    )
    await consumer.start()
    await producer.start()
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    while not stop.is_set():
        fetched = await consumer.getmany(timeout_ms=200, max_records=POLL)
        futures = [future for tp, records in fetched.items() for future in await send(producer, tp.partition, records)]
        if fetched:
            await asyncio.gather(*futures)
            await consumer.commit({tp: records[-1].offset + 1 for tp, records in fetched.items()})
    await consumer.stop()
    await producer.stop()


if __name__ == "__main__":
    uvloop.run(main())
