"""What commands need that look into channels and settle what lies there: a reader, the administration, a producer."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, NamedTuple

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from service.cli.clients import ENVELOPE_BYTES, connected_consumer
from service.edges.clock import now
from service.edges.security import client_options
from service.stream.redrive import Settler, transactional_id
from service.stream.settlements import ensure_state_channel, size_limit, state_channel

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.edges.settings import Settings


class Clients(NamedTuple):
    """A consumer without a subscription, and an admin client."""

    consumer: Any
    admin: Any


@asynccontextmanager
async def connected(settings: Settings) -> AsyncIterator[Clients]:
    """Both, started.

    Raises:
        BrokerError: Kafka does not answer, or refuses something in the block.
        SettingsError: how to log in is said wrongly.
    """
    async with connected_consumer(settings, beginning=True) as consumer:
        options = client_options(settings)
        admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers, **options)
        try:
            await admin.start()
            yield Clients(consumer, admin)
        finally:
            await admin.close()


@asynccontextmanager
async def settler_of(
    clients: Clients, settings: Settings, target: str | None = None, rate: float | None = None
) -> AsyncIterator[Settler]:
    """What settles dead letters; creates the channel for that when it is missing. Within `connected`.

    Its start ends what another one had under way, and shuts that one out.

    Args:
        clients: those of `connected`.
        settings: the broker and the channels.
        target: the channel that letters go back to; None sends none.
        rate: at most so many letters a second.
    """
    state = state_channel(settings)
    partitions = await ensure_state_channel(clients.admin, settings)
    limits = {name: await size_limit(clients.admin, name, settings) for name in (state, target) if name}
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        transactional_id=transactional_id(settings),
        acks="all",
        linger_ms=5,
        max_request_size=max(limits.values()) + ENVELOPE_BYTES,
        **client_options(settings),
    )
    try:
        await producer.start()
        yield Settler(producer, limits, (state, partitions), now, rate)
    finally:
        await producer.stop()
