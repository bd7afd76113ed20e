"""What feeds bring, into Kafka: raw articles and what was seen of them in one transaction."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import InvalidProducerEpoch, KafkaError, ProducerFenced

from service.edges.security import client_options
from service.errors import BrokerError, PublishError
from service.stream.settlements import ensure_compacted

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from service.edges.settings import Settings
    from service.models import Message

COMMIT_SECONDS: Final = 60.0
"""Longest that a transaction may take: what Kafka lets one last unless told otherwise."""
ENVELOPE_BYTES: Final = 16_384
"""What key, headers and batch add to a record's value."""


def transactional_id(settings: Settings) -> str:
    """The transactional id of whoever follows feeds into a channel: Kafka lets one have it at a time."""
    return f"communique-feeds-{settings.channel_raw}-{settings.channel_feeds_seen}"


async def ensure_seen_channel(admin: Any, settings: Settings) -> None:
    """See that the channel of what was seen is there and compacted; create it when it is missing.

    Raises:
        ChannelError: it cannot be created, or forgets: it is not compacted.
    """
    await ensure_compacted(admin, settings.channel_feeds_seen, 1, "and articles would come again")


class Outlet:
    """Publishes in transactions.

    Args:
        producer: started, transactional.
        raw, seen: the channels.
    """

    def __init__(self, producer: Any, raw: str, seen: str) -> None:
        self._producer = producer
        self._raw = raw
        self._seen = seen

    async def publish(self, articles: Sequence[Message], seen: Sequence[Message]) -> None:
        """Publish raw articles and records of what was seen, all or nothing.

        Raises:
            BrokerError: another process follows feeds into this channel.
            PublishError: Kafka did not take them.
        """
        try:
            async with asyncio.timeout(COMMIT_SECONDS), self._producer.transaction():
                sent = [await self._send(self._raw, message) for message in articles]
                sent += [await self._send(self._seen, message) for message in seen]
                await asyncio.gather(*sent)
        except (ProducerFenced, InvalidProducerEpoch):
            raise BrokerError("another `communique feeds` follows feeds into this channel; one is enough") from None
        except (KafkaError, TimeoutError) as error:
            raise PublishError(f"what feeds brought was not published: {error!r}") from error

    async def _send(self, channel: str, message: Message) -> Any:
        return await self._producer.send(channel, message.value, key=message.key, headers=list(message.headers))


@asynccontextmanager
async def started_outlet(settings: Settings, most_bytes: int) -> AsyncIterator[Outlet]:
    """An outlet that is started; its start ends what another one had under way, and shuts that one out.

    Args:
        settings: the broker and the channels.
        most_bytes: the largest value that is published.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        transactional_id=transactional_id(settings),
        acks="all",
        linger_ms=5,
        compression_type=None if settings.compression == "none" else settings.compression,
        max_request_size=most_bytes + ENVELOPE_BYTES,
        **client_options(settings),
    )
    try:
        await producer.start()
        yield Outlet(producer, settings.channel_raw, settings.channel_feeds_seen)
    finally:
        await producer.stop()
