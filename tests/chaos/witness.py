"""The witness: a thread that reads the raw, enriched and dead-letter channels as any read_committed consumer would."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Mapping
from typing import Any, Self

from confluent_kafka import OFFSET_BEGINNING, Consumer, KafkaError, TopicPartition

from service.core.headers import without_letter
from tests.chaos.account import EXPECT, Account, digest, own_headers
from tests.integration.harness import Names

QUIET = {
    "log_level": 0,
    "reconnect.backoff.ms": 50,
    "reconnect.backoff.max.ms": 500,
    "topic.metadata.refresh.interval.ms": 5000,
}
"""librdkafka's settings for clients that outlive many brokers: back quickly, and no word about outages."""


class Witness:
    """Follows the three channels from their beginning into an `Account`, which it owns.

    Args:
        bootstrap: the brokers.
        names: the channels.
        partitions: of each channel.

    Attributes:
        account: what was seen so far.
        last_seen: when a record last came, in terms of time.monotonic().
        lost: how often it had to find its place again.
    """

    def __init__(self, bootstrap: str, names: Names, partitions: int) -> None:
        self.account = Account()
        self.last_seen = time.monotonic()
        self._names = names
        self._partitions = partitions
        self._ends: dict[tuple[str, int], int] = {}
        self._following: dict[tuple[str, int], int] = {}
        self.lost = 0
        self._stopped = threading.Event()
        self._bootstrap = bootstrap
        self._consumer = self._connect()
        self._anew: str | None = None
        self._thread = threading.Thread(target=self._follow, name="witness", daemon=True)

    def __enter__(self) -> Self:
        channels = (self._names.raw, self._names.enriched, self._names.dead)
        self._consumer.assign(
            [TopicPartition(c, n, OFFSET_BEGINNING) for c in channels for n in range(self._partitions)]
        )
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(10)
        self._consumer.close()

    def has_read(self, ends: Mapping[tuple[str, int], int]) -> bool:
        """Whether it has been at these ends, by channel and partition, markers of transactions included."""
        return all(self._ends.get(place, 0) >= end for place, end in ends.items())

    def read_anew(self, channel: str) -> None:
        """Read a channel from its beginning: it is another one of the same name. Returns when that has begun."""
        self._anew = channel
        while self._anew is not None:
            time.sleep(0.02)

    def _connect(self) -> Consumer:
        return Consumer(
            {
                **QUIET,
                "bootstrap.servers": self._bootstrap,
                "group.id": f"{self._names.group}-witness",
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "fetch.message.max.bytes": 8 << 20,
                "fetch.wait.max.ms": 50,
                "allow.auto.create.topics": False,
                "enable.partition.eof": True,
                # By default it would go on at the end of a channel where it has lost its place, and not say so.
                "auto.offset.reset": "error",
            }
        )

    def _reconnect(self, channel: str) -> None:
        # librdkafka does not follow a channel that was deleted and made again, whatever is assigned: it takes a new one.
        places = self._consumer.position(self._consumer.assignment())
        self._consumer.close()
        for place in places:
            if place.topic == channel or place.offset < 0:
                place.offset = OFFSET_BEGINNING
                self._ends.pop((place.topic, place.partition), None)
                self._following.pop((place.topic, place.partition), None)
        self._consumer = self._connect()
        self._consumer.assign([TopicPartition(place.topic, place.partition, place.offset) for place in places])

    def _follow(self) -> None:
        while not self._stopped.is_set():
            if self._anew is not None:
                self._reconnect(self._anew)
                self._anew = None
            for message in self._consumer.consume(2000, 0.05):
                if message.error() is None:
                    self.last_seen = time.monotonic()
                    self._note(message)
                elif message.error().code() == KafkaError._PARTITION_EOF:
                    self._ends[message.topic(), message.partition()] = message.offset()
                elif message.error().code() == KafkaError._AUTO_OFFSET_RESET:
                    self._take_place_again(message.topic(), message.partition())

    def _take_place_again(self, channel: str, partition: int) -> None:
        """Go on behind what was read: librdkafka does not know where, as after a crash of the broker."""
        self.lost += 1
        following = self._following.get((channel, partition), OFFSET_BEGINNING)
        # Where its place is lost librdkafka has stopped reading: it refuses to seek there, and begins when assigned anew.
        self._consumer.incremental_unassign([TopicPartition(channel, partition)])
        self._consumer.incremental_assign([TopicPartition(channel, partition, following)])

    def _note(self, message: Any) -> None:
        self._following[message.topic(), message.partition()] = message.offset() + 1
        headers = tuple(message.headers() or ())
        if message.topic() == self._names.enriched:
            place = json.loads(message.value())["provenance"]["raw"]
            self.account.saw_enriched((place["partition"], place["offset"]), message.timestamp()[1] / 1000)
            return
        told, raw = dict(headers), message.topic() == self._names.raw
        # A raw record may carry the headers of an earlier dead letter: it was redriven, and they give way to the new.
        own = without_letter(headers) if raw else own_headers(headers)
        mark = digest(message.key(), message.value(), own, message.timestamp()[1])
        if raw:
            expected = told.get(EXPECT)
            self.account.saw_raw((message.partition(), message.offset()), mark, expected and expected.decode())
        else:
            place = json.loads(told["communique.origin"])
            reason = told["communique.reason"].decode()
            self.account.saw_letter((place["partition"], place["offset"]), mark, reason)
