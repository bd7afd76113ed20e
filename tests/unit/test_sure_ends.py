"""A service's stop, on mode's own: a task that missed its cancellation is cancelled again."""

from __future__ import annotations

import asyncio

import pytest
from mode import Service

from service.stream import sure_ends


class Deaf(Service):
    """A service whose task takes the first cancellation for that of something it waits for."""

    @Service.task
    async def _miss(self) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(60)


class Tidy(Service):
    """One that has something to do after its cancellation, for less than the grace."""

    tidied = False

    @Service.task
    async def _miss(self) -> None:
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            await asyncio.sleep(0.05)
            self.tidied = True


class Leaving(Service):
    """One that is stopped by its own task."""

    @Service.task
    async def _miss(self) -> None:
        await self.stop()


async def stops(service: Service) -> bool:
    """Whether a service that is stopped ends soon."""
    await service.start()
    await asyncio.sleep(0.01)
    stopping = asyncio.create_task(service.stop())
    await asyncio.wait({stopping}, timeout=1)
    ended = stopping.done()
    stopping.cancel()
    for task in service._futures.copy():
        task.cancel()
    return ended


@pytest.fixture
def surely(monkeypatch):
    monkeypatch.setattr(Service, "_gather_futures", sure_ends._gather_once)  # and is restored behind the test
    monkeypatch.setattr(sure_ends, "GRACE_SECONDS", 0.2)
    sure_ends.end_services_surely()


@pytest.mark.usefixtures("surely")
def test_a_task_that_missed_its_cancellation_does_not_hold_up_the_stop():
    assert asyncio.run(stops(Deaf()))


def test_mode_alone_is_seen_to_wait_for_it(monkeypatch):
    """The control: when this fails, the mend is needed no longer."""
    monkeypatch.setattr(Service, "_gather_futures", sure_ends._gather_once)
    assert not asyncio.run(stops(Deaf()))


@pytest.mark.usefixtures("surely")
def test_a_task_may_tidy_up_after_its_cancellation():
    service = Tidy()
    assert asyncio.run(stops(service))
    assert service.tidied


@pytest.mark.usefixtures("surely")
def test_a_service_may_be_stopped_by_its_own_task():
    assert asyncio.run(stops(Leaving()))
