"""Batches one after the other through the agent's work, with their publication in the background.

Those of a partition that is under suspicion run aside: still one after the other, but other partitions go on.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from service.errors import PublishError
from service.stream.agent import reasons_of
from service.stream.delivery import PartitionLostError
from service.stream.health import Health
from service.stream.intake import Intake
from service.stream.policy import produce_error
from service.stream.quarantine import UNGUARDED

if TYPE_CHECKING:
    from collections.abc import Callable

    from faust.types.tuples import TP

    from service.edges.metrics import Metrics
    from service.stream.agent import BatchHandler, Worked
    from service.stream.batch import Batch
    from service.stream.quarantine import Guard


class BatchRunner:
    """Runs batches through a handler: work in order, publishing in the background, a bounded number in flight."""

    def __init__(
        self,
        handler: BatchHandler,
        metrics: Metrics,
        in_flight: int,
        acknowledge: Callable[[Batch], None],
        lose: Callable[[Batch], None],
        failed: Callable[[BaseException], None],
        intake: Intake | None = None,
        guard: Guard = UNGUARDED,
    ) -> None:
        """Prepare.

        Args:
            handler: what happens to a batch.
            metrics: where batches are counted.
            in_flight: most batches taken up but not acknowledged.
            acknowledge: told of each batch whose output the broker has.
            lose: told of each batch that will not be acknowledged: its output failed, or another has its partition.
            failed: told of the exception when it does not; must stop the worker.
            intake: says when a batch may be taken; at once when absent.
            guard: told of each batch before it is worked on.
        """
        self._handler = handler
        self._metrics = metrics
        self._slots = asyncio.Semaphore(in_flight)
        self._acknowledge = acknowledge
        self._lose = lose
        self._failed = failed
        self._intake = intake or Intake(None, metrics, Health())
        self._health = self._intake.health
        self._guard = guard
        self._tasks: set[asyncio.Task[None]] = set()
        self._aside: dict[TP, asyncio.Task[None]] = {}

    async def run(self, batch: Batch) -> None:
        """Process a batch and start publishing it; returns when the next batch may come.

        Ordered: the caller awaits each call before the next, so a partition's batches enter the publisher in the order
        read. A batch that the guard wants aside, and what comes behind it in its partition, is only begun.
        """
        before = self._aside.get(batch.tp)
        if before is None and not self._guard.aside(batch):
            await self._run(batch)
            return
        task = asyncio.create_task(self._run_behind(before, batch))
        self._aside[batch.tp] = task
        task.add_done_callback(lambda done: self._back(batch.tp, done))

    async def _run_behind(self, before: asyncio.Task[None] | None, batch: Batch) -> None:
        if before is not None:
            await asyncio.wait({before})
            before.result()  # what failed there stops the worker, and nothing may come past it
        await self._run(batch)

    def _back(self, tp: TP, done: asyncio.Task[None]) -> None:
        """The last batch aside is done: the partition's next one may run with the others."""
        if self._aside.get(tp) is done:
            del self._aside[tp]
        if not done.cancelled() and (error := done.exception()) is not None:
            self._failed(error)

    async def _run(self, batch: Batch) -> None:
        await self._intake.admit(batch)
        await self._slots.acquire()
        try:
            await self._guard.begin(batch)
        except PublishError as error:
            self._failed(error)
            raise
        if not batch.take():
            self._slots.release()
            return
        self._health.begun()
        self._metrics.in_flight.inc()
        self._metrics.batch_records.observe(len(batch.records))
        self._metrics.in_work.inc(len(batch.records))
        self._metrics.consumed.labels(batch.tp.topic).inc(len(batch.records))
        with self._handler.traced(batch):
            worked = await self._worked_on(batch)
            task = asyncio.create_task(self._settle(batch, worked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self._guard.alone(batch):
            await asyncio.wait({task})
            await self._guard.finish()

    async def _worked_on(self, batch: Batch) -> Worked:
        """What came of a batch, counted."""
        try:
            worked = await self._handler.work(batch)
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                self._guard.blame(batch)
            self._lose(batch)  # else the stop would wait for it
            self._failed(error)
            raise
        reasons = reasons_of(worked.letters)
        for reason, count in reasons.items():
            self._metrics.refused.inc(reason, count)
        self._intake.note(len(batch.records), reasons)
        return worked

    async def _settle(self, batch: Batch, worked: Worked) -> None:
        articles = len(batch.records)
        try:
            with self._intake.publishing(batch):
                await self._handler.publish(batch, worked)
        except PartitionLostError as error:
            self._give_up(batch, articles, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the batch was not published: stop, commit nothing
            self._failed(error)
            self._give_up(batch, articles, error)  # else the stop would wait for it
        else:
            self._acknowledge(batch)
        finally:
            self._health.ended()
            self._metrics.in_work.dec(articles)
            self._metrics.in_flight.dec()
            self._slots.release()

    def _give_up(self, batch: Batch, articles: int, error: Exception) -> None:
        self._metrics.produce_errors.labels(produce_error(error)).inc()
        self._metrics.abandoned.inc(articles)
        self._lose(batch)
