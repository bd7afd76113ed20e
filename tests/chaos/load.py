"""The load: a producer thread that keeps a backlog in every partition, so that a fault always finds work under way."""

from __future__ import annotations

import math
import random
import threading
import time
from collections.abc import Callable
from contextlib import nullcontext, suppress
from typing import Any, Self

from confluent_kafka import Producer

from tests.chaos.account import Account
from tests.chaos.witness import QUIET
from tests.integration.harness import Sent, article

PAUSE_SECONDS = 0.02
FLUSH_SECONDS = 120.0
KEPT_SECONDS = 0.2
"""What a rate has allowed and a pause has not used can be made up for so long."""
TRICKLE_SECONDS = 0.5
"""A partition that makes no progress still gets a record now and then: only what comes behind records that a worker
has skipped makes it commit past them."""


class Load:
    """Produces articles until told to stop, or up to a limit; acknowledged ones only count through the raw channel.

    Args:
        bootstrap: the brokers, reached directly, whatever lies between them and the workers.
        channel: the raw channel.
        account: says how far each partition is done.
        partitions: of the channel.
        backlog: records to keep waiting in each partition.
        make: makes the record of a number.
        limit: stop after so many records.
        rate: at most so many records a second, what was not used before apart; as many as the backlog takes without.

    Attributes:
        count: records produced so far.
        ended: when it was told to stop, in seconds since the epoch; None before.
    """

    def __init__(
        self,
        bootstrap: str,
        channel: str,
        account: Account,
        partitions: int,
        *,
        backlog: int = 150,
        make: Callable[[int], Sent] = article,
        limit: int | None = None,
        rate: float | None = None,
    ) -> None:
        self._channel, self._account, self._make = channel, account, make
        self._backlog, self._limit, self._rate = backlog, limit, rate
        self._room, self._looked_at = 0.0, time.monotonic()
        # With a rate no partition takes what is the others' share.
        self._at_once = backlog if rate is None else math.ceil(rate * PAUSE_SECONDS / partitions)
        self._sent = {number: account.done[number] for number in range(partitions)}
        self.count = 0
        self.ended: float | None = None
        self._stopped = threading.Event()
        # Without a deadline: what the outage of a broker delays is sent when it is back, once and in order.
        self._producer = Producer(
            {
                **QUIET,
                "bootstrap.servers": bootstrap,
                "enable.idempotence": True,
                "message.timeout.ms": 0,
                "linger.ms": 5,
                "message.max.bytes": 16 << 20,
                "queue.buffering.max.messages": 1_000_000,
            }
        )
        self._thread = threading.Thread(target=self._run, name="load", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        # When something went wrong already, that is what to tell, not that a broker which is gone takes no more.
        with nullcontext() if kind is None else suppress(TimeoutError):
            self.stop()

    def stop(self) -> None:
        """Produce no more, and return when the broker has all that was produced.

        Raises:
            TimeoutError: it does not take it.
        """
        self.ended = self.ended or time.time()
        self._stopped.set()
        self._thread.join(10)
        if left := self._producer.flush(FLUSH_SECONDS):
            raise TimeoutError(f"{left} raw records could not be produced in {FLUSH_SECONDS:.0f} s")

    def finish(self) -> None:
        """Return when the limit is reached; only for a load that has one."""
        self._thread.join()
        self.stop()

    def _run(self) -> None:
        trickled = time.monotonic()
        while not self._stopped.wait(PAUSE_SECONDS) and not self._full():
            drop = int(time.monotonic() - trickled > TRICKLE_SECONDS)
            trickled = time.monotonic() if drop else trickled
            for partition in self._order():
                wanted = max(drop, self._backlog - (self._sent[partition] - self._account.done[partition]))
                for _ in range(min(wanted, self._at_once)):
                    if self._full():
                        return
                    if self._in_time():
                        self._produce(partition)
            self._producer.poll(0)

    def _full(self) -> bool:
        return self._limit is not None and self.count >= self._limit

    def _order(self) -> list[int]:
        """All partitions; in another order each time where the rate may run out before the last."""
        return random.sample(sorted(self._sent), len(self._sent)) if self._rate is not None else list(self._sent)

    def _in_time(self) -> bool:
        """Whether the rate allows one more record, which then counts; what was not used is kept for a moment only."""
        if self._rate is None:
            return True
        now = time.monotonic()
        self._room = min(self._room + self._rate * (now - self._looked_at), max(1.0, self._rate * KEPT_SECONDS))
        self._looked_at = now
        if self._room < 1:
            return False
        self._room -= 1
        return True

    def _produce(self, partition: int) -> None:
        record = self._make(self.count)
        place: dict[str, Any] = {"key": record.key, "headers": list(record.headers), "partition": partition}
        self._producer.produce(self._channel, record.value, **place)
        self._producer.poll(0)
        self.count += 1
        self._sent[partition] += 1
