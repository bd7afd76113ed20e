"""The end of the fetcher, on aiokafka's own: cancellations of it and of its requests are not taken for one another."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

from aiokafka.consumer.fetcher import Fetcher
from aiokafka.consumer.subscription_state import SubscriptionState

from service.stream.fetchers import end_surely


async def stubborn(ended: asyncio.Event) -> bool:
    """A request that takes its time to be called off."""
    try:
        await asyncio.Event().wait()
    except asyncio.CancelledError:
        await ended.wait()
    return False


class Consumer:
    """The parts of an AIOKafkaConsumer that are looked at; its fetcher is aiokafka's real one."""

    async def start(self) -> None:
        self.subscriptions = SubscriptionState()
        client = SimpleNamespace(_loop=asyncio.get_running_loop(), _metadata_max_age_ms=1000)
        client.cluster = SimpleNamespace(leader_for_partition=lambda _: None)
        self._fetcher = Fetcher(client, self.subscriptions)


async def ends_in_a_rebalance(consumer: Consumer) -> bool:
    """A rebalance takes partitions away and gives others; whether the fetcher, told to end in between, has soon ended."""
    await consumer.start()
    fetcher, subscriptions, request = consumer._fetcher, consumer.subscriptions, asyncio.Event()
    subscriptions.subscribe({"articles.raw"})
    subscriptions.assign_from_subscribed(set())
    await asyncio.sleep(0)
    fetcher._pending_tasks.add(asyncio.create_task(stubborn(request)))
    await asyncio.sleep(0)
    subscriptions.assign_from_subscribed(set())
    await asyncio.sleep(0.01)
    asyncio.get_running_loop().call_later(0.05, request.set)
    closing = asyncio.create_task(fetcher.close())
    await asyncio.wait({closing}, timeout=1)
    return closing.done() and fetcher._fetch_task.done()


def test_a_fetcher_that_is_called_off_in_a_rebalance_ends():
    consumer = Consumer()
    end_surely(consumer)
    assert asyncio.run(ends_in_a_rebalance(consumer))


def test_aiokafka_alone_is_seen_to_miss_it():
    """The control: when this fails, the mend is needed no longer."""
    assert not asyncio.run(ends_in_a_rebalance(Consumer()))


async def ends_with_a_request_under_way(consumer: Consumer) -> bool:
    """Whether the fetcher ends quietly, and with it a request that does not answer."""
    await consumer.start()
    await asyncio.sleep(0.01)  # it waits for partitions by then
    request = asyncio.create_task(asyncio.Event().wait())
    consumer._fetcher._pending_tasks.add(request)
    await asyncio.sleep(0)
    (raised,) = await asyncio.gather(consumer._fetcher.close(), return_exceptions=True)
    return raised is None and request.cancelled()


def test_a_fetcher_whose_request_is_called_off_ends_quietly():
    consumer = Consumer()
    end_surely(consumer)
    assert asyncio.run(ends_with_a_request_under_way(consumer))


def test_aiokafka_alone_is_seen_to_take_that_for_its_own_cancellation():
    """The control: when this fails, the mend is needed no longer."""
    assert not asyncio.run(ends_with_a_request_under_way(Consumer()))
