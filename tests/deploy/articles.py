"""Runs in a pod: `send COUNT RATE` produces articles, `account` counts what became of every record that was sent.

The account is by the records themselves, not by the service's own audit: each raw record must be named, by partition and
offset, by exactly one enriched event or dead letter.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections import Counter

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from service.edges.samples import feed
from service.edges.security import client_options
from service.edges.settings import load_settings

SETTINGS = load_settings()
CLIENT = {"bootstrap_servers": SETTINGS.kafka_bootstrap_servers, **client_options(SETTINGS)}


async def send(count: int, rate: float) -> None:
    """Produce `count` articles of the demo feed, `rate` a second, each acknowledged by the end."""
    samples = [sample.value for sample in feed() if "reason" not in sample.expect]
    producer = AIOKafkaProducer(acks="all", enable_idempotence=True, linger_ms=5, **CLIENT)
    await producer.start()
    started = time.monotonic()
    pending = []
    for number in range(count):
        event = json.loads(samples[number % len(samples)]) | {"id": f"load-{number}"}
        pending.append(await producer.send(SETTINGS.channel_raw, json.dumps(event).encode(), key=str(number).encode()))
        await asyncio.sleep(max(0.0, started + number / rate - time.monotonic()))
    await asyncio.gather(*pending)
    await producer.stop()
    print(json.dumps({"sent": count, "seconds": round(time.monotonic() - started, 1)}), flush=True)


async def account() -> None:
    """Count articles, missing and duplicates, and print them as JSON."""
    raw = {(record.partition, record.offset) async for record in records(SETTINGS.channel_raw)}
    outcomes: Counter[tuple[int, int]] = Counter()
    async for record in records(SETTINGS.channel_enriched):
        place = json.loads(record.value)["provenance"]["raw"]
        outcomes[place["partition"], place["offset"]] += 1
    async for record in records(SETTINGS.channel_dead_letter):
        headers = {name: value.decode() for name, value in record.headers if name.startswith("__connect.errors.")}
        outcomes[int(headers["__connect.errors.partition"]), int(headers["__connect.errors.offset"])] += 1
    found = {
        "articles": len(raw),
        "missing": len(raw - outcomes.keys()),
        "duplicates": sum(outcomes.values()) - len(outcomes),
    }
    print(json.dumps(found), flush=True)


async def records(channel: str):
    """Every record of a channel up to its present end, as a reader of committed records gets them."""
    consumer = AIOKafkaConsumer(channel, isolation_level="read_committed", auto_offset_reset="earliest", **CLIENT)
    await consumer.start()
    try:
        partitions = consumer.assignment()
        ends = await consumer.end_offsets(partitions)
        while any([await consumer.position(one) < ends[one] for one in partitions]):
            for batch in (await consumer.getmany(timeout_ms=500)).values():
                for record in batch:
                    yield record
    finally:
        await consumer.stop()


if __name__ == "__main__":
    asyncio.run(send(int(sys.argv[2]), float(sys.argv[3])) if sys.argv[1] == "send" else account())
