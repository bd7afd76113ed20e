"""Times `communique audit`: fills a broker of the tests with raw records and their outcomes, checks the answer.

    PYTHONPATH=. python -m benchmarks.audit --records 1000000

Every hundredth outcome is a dead letter, one record in 50,000 has none and one in 10,000 has two. Prints seconds and
the largest memory of the audit's process, filling left out.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from service.core.encode import encode_dead_letter, encode_enriched
from service.models import DeadLetter, EnrichedArticle, Message, Reason, Record, Refusal
from service.stream.publish import Publisher
from tests.kafka.broker import KafkaBroker

PARTITIONS = 8
RAW, ENRICHED, DEAD, GROUP = "bench.raw", "bench.enriched", "bench.dead", "bench"
BATCH = 2000
DEAD_EVERY, MISSING_EVERY, TWICE_EVERY = 100, 50_000, 10_000
BATCH_BYTES = 512 * 1024


def main() -> int:
    """Fill, audit, check; exit code 1 when the audit's answer is wrong."""
    parser = argparse.ArgumentParser(description="Times communique audit.")
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--text", type=int, default=200, help="characters of an enriched article's text")
    options = parser.parse_args()
    with KafkaBroker() as broker:
        for channel in (RAW, ENRICHED, DEAD):
            broker.create_channel(channel, PARTITIONS)
        started = time.monotonic()
        asyncio.run(_fill(broker.bootstrap, options.records // PARTITIONS, options.text))
        print(f"filled with {options.records:,} records in {time.monotonic() - started:.0f} s", flush=True)
        return _audit(broker.bootstrap, options.records // PARTITIONS)


async def _fill(bootstrap: str, each: int, text: int) -> None:
    options = {"bootstrap_servers": bootstrap, "acks": "all", "max_batch_size": BATCH_BYTES}
    async with AIOKafkaProducer(**options) as producer:
        publisher = Publisher(producer, dict.fromkeys((RAW, ENRICHED, DEAD), 1_000_000), 120)
        for partition in range(PARTITIONS):
            for start in range(0, each, BATCH):
                offsets = range(start, min(each, start + BATCH))
                raw = [Message(b"k", b'{"id":"%d","content":"%s"}' % (n, b"x" * 100)) for n in offsets]
                await asyncio.gather(
                    publisher.publish(RAW, partition, raw),
                    publisher.publish(ENRICHED, partition, list(_enriched(partition, offsets, text))),
                    publisher.publish(DEAD, partition, list(_dead(partition, offsets))),
                )
    options = {"bootstrap_servers": bootstrap, "group_id": GROUP, "enable_auto_commit": False}
    async with AIOKafkaConsumer(**options) as consumer:
        places = {TopicPartition(RAW, partition): each for partition in range(PARTITIONS)}
        consumer.assign(list(places))
        await consumer.commit(places)


def _enriched(partition: int, offsets: range, text: int) -> Iterator[Message]:
    for offset in offsets:
        if offset % DEAD_EVERY == 0 or offset % MISSING_EVERY == 7:
            continue
        raw = Record(b"{}", b"k", (), RAW, partition, offset, 1)
        article = EnrichedArticle(
            f"a{offset}", "e", "A title", "x" * text, "en", 0.9, raw=raw, processed_at="2026-01-31T08:00:00Z"
        )
        for _ in range(2 if offset % TWICE_EVERY == 9 else 1):
            yield encode_enriched(article, raw, event_source="urn:bench")


def _dead(partition: int, offsets: range) -> Iterator[Message]:
    refusal = Refusal(Reason.NO_ARTICLE, "made for a benchmark", "clean")
    for offset in offsets:
        if offset % DEAD_EVERY == 0:
            # Without a time: a dead letter of an old article is old, and retention would delete it during the run.
            record = Record(b"{}", b"k", (), RAW, partition, offset)
            yield encode_dead_letter(DeadLetter(record, refusal), connector=GROUP)


def _audit(bootstrap: str, each: int) -> int:
    environment = {
        **os.environ,
        "COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS": bootstrap,
        "COMMUNIQUE_KAFKA_GROUP_ID": GROUP,
        "COMMUNIQUE_CHANNEL_RAW": RAW,
        "COMMUNIQUE_CHANNEL_ENRICHED": ENRICHED,
        "COMMUNIQUE_CHANNEL_DEAD_LETTER": DEAD,
    }
    started = time.monotonic()
    command = [sys.executable, "-m", "service", "audit", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    seconds = time.monotonic() - started
    # On Linux in KiB; of all processes that this one waited for, the broker is not among them yet.
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    report = json.loads(done.stdout)
    expected = {
        "records": each * PARTITIONS,
        "dead": PARTITIONS * len(range(0, each, DEAD_EVERY)),
        "missing": PARTITIONS * len(range(7, each, MISSING_EVERY)),
        "duplicates": PARTITIONS * len(range(9, each, TWICE_EVERY)),
        "pending": 0,
    }
    found = {name: report[name] for name in expected}
    print(f"audited {found['records']:,} records in {seconds:.1f} s, at most {memory:.0f} MB: {found}")
    if found != expected or done.returncode != 1:
        print(f"WRONG: expected {expected} and exit code 1, not {done.returncode}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
