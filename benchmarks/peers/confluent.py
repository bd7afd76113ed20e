"""Plain confluent-kafka (librdkafka): consume, produce, flush, commit what was read."""

from __future__ import annotations

import signal
from typing import Any

from confluent_kafka import Consumer, Producer, TopicPartition

from benchmarks.peers import BOOTSTRAP, GROUP, IN, OUT, work

ENRICH = work()


def main() -> None:
    """Run until SIGTERM; ends with an exception when the broker refuses a record."""
    consumer = Consumer(
        {
            "bootstrap.servers": BOOTSTRAP,
            "group.id": GROUP,
            "auto.offset.reset": "earliest",
            "enable.auto.commit": False,
            "enable.auto.offset.store": False,
            "fetch.wait.max.ms": 50,
            "session.timeout.ms": 10_000,
            "heartbeat.interval.ms": 2000,
        }
    )
    producer = Producer(
        {
            "bootstrap.servers": BOOTSTRAP,
            "enable.idempotence": True,
            "linger.ms": 5,
            "batch.size": 512 * 1024,
            "queue.buffering.max.kbytes": 1 << 20,
        }
    )
    running, refused = [True], []
    signal.signal(signal.SIGTERM, lambda *_: running.clear())

    def told(error: Any, _: Any) -> None:
        if error is not None:
            refused.append(error)

    consumer.subscribe([IN])
    while running:
        offsets = {}
        for message in consumer.consume(2000, 0.1):
            if message.error() is None:
                producer.produce(OUT, ENRICH(message.value()), message.key(), on_delivery=told)
                offsets[message.partition()] = message.offset() + 1
        if offsets:
            producer.flush()
            if refused:
                raise SystemExit(f"refused: {refused[0]}")
            consumer.commit(offsets=[TopicPartition(IN, *place) for place in offsets.items()], asynchronous=False)
    consumer.close()


if __name__ == "__main__":
    main()
