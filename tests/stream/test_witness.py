"""The witness of the chaos tests, against the embedded Kafka: it goes on where librdkafka has lost its place."""

from __future__ import annotations

import time

import pytest

pytest.importorskip("confluent_kafka")

from confluent_kafka import OFFSET_BEGINNING, Producer, TopicPartition

from service.edges.embedded import EmbeddedKafka
from tests.chaos.witness import Witness
from tests.integration.harness import Names

RECORDS = 10
ASTRAY = 500
"""An offset beyond the channel's end."""


def following(witness: Witness, names: Names, offset: int) -> int:
    """How many raw records a witness sees that begins at an offset."""
    channels = (names.raw, names.enriched, names.dead)
    witness._consumer.assign([TopicPartition(c, 0, offset if c == names.raw else OFFSET_BEGINNING) for c in channels])
    witness._thread.start()
    until = time.monotonic() + 20
    while len(witness.account.raw) < RECORDS and time.monotonic() < until:
        time.sleep(0.05)
    witness.__exit__()
    return len(witness.account.raw)


def test_a_witness_that_has_lost_its_place_reads_everything() -> None:
    names = Names.unique("witness")
    with EmbeddedKafka() as kafka:
        for channel in (names.raw, names.enriched, names.dead):
            kafka.create(channel, 1)
        producer = Producer({"bootstrap.servers": kafka.bootstrap})
        for number in range(RECORDS):
            producer.produce(names.raw, b"%d" % number)
        producer.flush()
        witness = Witness(kafka.bootstrap, names, 1)
        assert following(witness, names, ASTRAY) == RECORDS
        assert witness.lost >= 1
