"""A worker that waits for Kafka is alive, however long it takes."""

from __future__ import annotations

import asyncio

from service.edges.settings import Settings
from service.stream import health, worker


def test_a_worker_that_waits_for_kafka_stays_live(monkeypatch):
    async def never(_: Settings) -> None:
        await asyncio.Event().wait()

    async def wait() -> bool:
        waiting = worker.Worker(Settings(), make_processor=lambda _: None)
        # As after a minute of waiting: without a sign of life since, liveness is red and Kubernetes restarts the worker.
        waiting.health.loop_turned_at -= 2 * health.LOOP_SILENT_SECONDS
        assert not waiting.health.live()["ok"]
        stop = asyncio.Event()
        composing = asyncio.create_task(waiting._unless(stop, waiting._compose(lambda _: None)))
        await asyncio.sleep(0.05)
        stop.set()
        await composing
        return waiting.health.live()["ok"]

    monkeypatch.setattr(worker, "wait_for_kafka", never)
    assert asyncio.run(wait())
