"""FastStream on aiokafka: batches in, a batch published, then acknowledged by hand."""

from __future__ import annotations

import asyncio

import uvloop
from faststream import AckPolicy, FastStream
from faststream.kafka import KafkaBroker, KafkaMessage, KafkaPublishMessage

from benchmarks.peers import BOOTSTRAP, GROUP, IN, OUT, WORK, work

BYTES = 4 << 20
ENRICH = work()
broker = KafkaBroker(
    BOOTSTRAP,
    acks="all",
    enable_idempotence=True,
    linger_ms=5,
    max_batch_size=BYTES,
    max_request_size=BYTES,
    logger=None,
)


async def as_it_is(message: KafkaMessage) -> list[bytes]:
    """The batch's values without the parsing that FastStream would do."""
    return message.body


@broker.subscriber(
    IN,
    group_id=GROUP,
    auto_offset_reset="earliest",
    batch=True,
    max_records=500 if WORK == "field" else 50,  # a batch must not keep the loop from its heartbeats
    ack_policy=AckPolicy.MANUAL,
    decoder=as_it_is,
    session_timeout_ms=10_000,
    heartbeat_interval_ms=2000,
)
async def enrich(articles: list[bytes], message: KafkaMessage) -> None:
    """Publish a batch, then say that it is done."""
    pairs = zip(articles, message.raw_message, strict=True)
    out = [KafkaPublishMessage(ENRICH(article), key=record.key) for article, record in pairs]
    await broker.publish_batch(*out, topic=OUT)
    await message.ack()


if __name__ == "__main__":
    uvloop.install()
    asyncio.run(FastStream(broker, logger=None).run())
