"""Faust's transport, one event per fetched batch, with commits over batches that were acknowledged.

Faust hands every record through its machinery alone, at 220-400 us of CPU each, and counts a record as done when an
agent has seen it. Here one Faust event is all records of one partition from one fetch, and an offset is committed
only when the agent says that the output of every record up to it was acknowledged by the broker. What is overridden
is private to faust-streaming 0.15.3, which is therefore pinned; tests/contract/test_faust_privates.py holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import faust
from faust.tables import TableManager
from faust.transport.drivers import aiokafka as driver

from service.stream.calm import calm_client
from service.stream.consumer import Consumer
from service.stream.lean import join_produce_requests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


class BatchSchema(faust.Schema):
    """Passes a batch through undecoded: decoding is the pipeline's, where a failure becomes a dead letter."""

    def compile(self, app: Any, **_: Any) -> Callable[..., Any]:
        """Faust's hook: the coroutine function that makes an event of a message."""

        async def decode(message: Any, **_: Any) -> Any:
            return app.create_event(message.key, message.value, message.headers, message)

        return decode


class Producer(driver.Producer):
    """Faust's producer, idempotent; the publisher uses the aiokafka producer inside it."""

    def _settings_extra(self) -> Mapping[str, Any]:
        return {"acks": "all", "enable_idempotence": True}

    async def on_start(self) -> None:
        """Start, calm while a partition has no leader."""
        await super().on_start()
        calm_client(self._producer.client)
        join_produce_requests(self._producer.client)

    async def flush(self) -> None:
        """Nothing to wait for: offsets advance over acknowledged batches only, and nothing is sent through Faust."""


class Transport(driver.Transport):
    """The driver that Faust is given."""

    Consumer = Consumer
    Producer = Producer


class NoTables(TableManager):
    """Faust's manager of tables, of which there are none."""

    async def on_start(self) -> None:
        """Start at once: Faust waits a second for tables to be declared before a worker may join its group."""
        await self._update_channels()
        await self.recovery.start()


class App(faust.App):
    """A Faust app on the batch transport."""

    def _new_transport(self) -> Transport:
        return Transport(self.conf.broker_consumer, self)

    def _new_producer_transport(self) -> Transport:
        return Transport(self.conf.broker_producer, self)

    def _on_rebalance_when_stopped(self) -> None:
        """Nothing: the stop that is under way ends the consumer, once it has waited for what is in flight.

        Faust would close half of it here: aiokafka takes that for the whole, and its fetcher outlives the worker.
        """

    def _create_directories(self) -> None:
        """No tables, so no folders: the root file system may be read-only."""
