"""The witness: a thread that reads the raw, enriched and dead-letter channels as any read_committed consumer would."""

from __future__ import annotations

import json
import threading
import time
from typing import Any, Self

from confluent_kafka import OFFSET_BEGINNING, Consumer, TopicPartition

from tests.chaos.account import EXPECT, Account, digest
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
    """

    def __init__(self, bootstrap: str, names: Names, partitions: int) -> None:
        self.account = Account()
        self.last_seen = time.monotonic()
        self._names = names
        self._partitions = partitions
        self._stopped = threading.Event()
        self._consumer = Consumer(
            {
                **QUIET,
                "bootstrap.servers": bootstrap,
                "group.id": f"{names.group}-witness",
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
                "fetch.message.max.bytes": 8 << 20,
                "fetch.wait.max.ms": 50,
                "allow.auto.create.topics": False,
            }
        )
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

    def quiet_for(self) -> float:
        """Seconds since the last record."""
        return time.monotonic() - self.last_seen

    def _follow(self) -> None:
        while not self._stopped.is_set():
            for message in self._consumer.consume(2000, 0.05):
                if message.error() is None:
                    self.last_seen = time.monotonic()
                    self._note(message)

    def _note(self, message: Any) -> None:
        headers = tuple(message.headers() or ())
        if message.topic() == self._names.enriched:
            place = json.loads(message.value())["provenance"]["raw"]
            self.account.saw_enriched((place["partition"], place["offset"]), message.timestamp()[1] / 1000)
            return
        mark = digest(message.key(), message.value(), headers, message.timestamp()[1])
        told = dict(headers)
        if message.topic() == self._names.raw:
            expected = told.get(EXPECT)
            self.account.saw_raw((message.partition(), message.offset()), mark, expected and expected.decode())
        else:
            place = json.loads(told["communique.origin"])
            reason = told["communique.reason"].decode()
            self.account.saw_letter((place["partition"], place["offset"]), mark, reason)
