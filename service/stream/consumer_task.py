"""Faust's consumer thread without the thread: aiokafka's consumer as a task of the worker's own event loop."""

from __future__ import annotations

import asyncio
import logging
import sys
from typing import TYPE_CHECKING, Any

from aiokafka.errors import ConsumerStoppedError
from faust.transport.drivers import aiokafka as driver
from mode.utils.futures import maybe_async

from service.stream.calm import calm_client
from service.stream.expiry import watch_for_expiry
from service.stream.fetchers import end_surely
from service.stream.flow import Flow
from service.stream.marked_commits import keep_marks
from service.stream.record_reader import read_tolerantly

if TYPE_CHECKING:
    from collections.abc import Callable

    from faust.types.tuples import TP


log = logging.getLogger(__name__)


class LoopTask:
    """Stands in for the thread that Faust gives its consumer: the same coroutine, as a task of the worker's own loop.

    Two threads that share one interpreter lock wait for each other at every socket call, and each record's memory is
    touched by both.
    """

    def __init__(self, service: Any) -> None:
        self._service = service
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin, as a thread does."""
        self._task = asyncio.get_running_loop().create_task(self._serve())

    async def _serve(self) -> None:
        try:
            await self._service._serve()  # noqa: SLF001
        except Exception as error:  # noqa: BLE001 - a crash was told to the service's parents: nobody waits for the task
            log.warning("the consumer did not end well: %r", error)
            # What fails in its end comes before this is said, and whoever stops it would wait for ever.
            self._service.set_shutdown()

    def stop(self) -> None:
        """Nothing to wait for: the service has waited for its own end."""


class ConsumerThread(driver.AIOKafkaConsumerThread):
    """What is Faust's consumer thread, without the thread: reads committed records only, and is calm in an outage."""

    Worker = LoopTask

    async def _gather_remaining_tasks(self) -> None:
        """Faust cancels every task of the thread's loop here; in this loop they are not only the consumer's."""

    async def call_thread(self, fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """Call at once; Faust passes it to the thread through a queue."""
        return await maybe_async(fun(*args, **kwargs))

    _flow: Flow | None = None

    def _create_worker_consumer(self, transport: Any) -> Any:
        consumer = super()._create_worker_consumer(transport)
        # Faust offers read_committed only together with its own exactly-once mode. start() reads this attribute.
        consumer._isolation_level = "read_committed"  # noqa: SLF001
        calm_client(consumer._client)  # noqa: SLF001
        read_tolerantly(consumer, self.consumer.most_unpacked, ours=True)
        watch_for_expiry(consumer, self.consumer.on_expired)
        keep_marks(consumer, self.consumer.ledger)
        end_surely(consumer)
        return consumer

    async def _fetch_records(
        self,
        consumer: Any,
        active_partitions: set[TP] | None,
        timeout: float | None = None,  # noqa: ASYNC109 - Faust's signature
        max_records: int | None = None,
    ) -> Any:
        """Faust's hook: what the budget has room for, instead of whatever was fetched."""
        if not self.consumer.flow_active:
            return {}
        fetcher = consumer._fetcher  # noqa: SLF001
        if consumer._closed or fetcher._closed:  # noqa: SLF001
            raise ConsumerStoppedError
        if self._flow is None or self._flow.fetcher is not fetcher:
            self._flow = Flow(consumer, self.consumer.batches.budget)
        with fetcher._subscriptions.fetch_context():  # noqa: SLF001
            most = sys.maxsize if max_records is None else max_records
            return await self._flow.records(active_partitions, seconds=timeout or 0.0, most=most)
