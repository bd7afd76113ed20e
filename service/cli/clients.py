"""Kafka clients for the command line, their failures in words."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    MessageSizeTooLargeError,
    UnknownTopicOrPartitionError,
)

from service.edges.denials import connection_causes, explain
from service.edges.security import client_options
from service.errors import BrokerError, ChannelError, InputError
from service.stream.record_reader import read_tolerantly
from service.stream.unpacking import most_unpacked

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.edges.settings import Settings

ENVELOPE_BYTES = 65_536
"""What key, headers and batch may add to a record's value."""


@asynccontextmanager
async def connected_producer(settings: Settings) -> AsyncIterator[Any]:
    """A started producer that loses nothing (acks=all, idempotent).

    Raises:
        BrokerError: Kafka does not answer, or refuses a record.
        InputError: a record is larger than a channel takes.
    """
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        linger_ms=5,
        max_request_size=settings.max_message_bytes or settings.max_article_bytes + ENVELOPE_BYTES,
        **client_options(settings),
    )
    async with _started(producer, settings):
        yield producer


@asynccontextmanager
async def connected_consumer(settings: Settings, *channels: str, beginning: bool) -> AsyncIterator[Any]:
    """A started consumer without a group: it reads along and disturbs nobody.

    Raises:
        BrokerError: Kafka does not answer.
    """
    consumer = AIOKafkaConsumer(
        *channels,
        bootstrap_servers=settings.kafka_bootstrap_servers,
        isolation_level="read_committed",
        auto_offset_reset="earliest" if beginning else "latest",
        max_partition_fetch_bytes=8_388_608,
        **client_options(settings),
    )
    read_tolerantly(consumer, most_unpacked(settings))
    async with _started(consumer, settings):
        yield consumer


@asynccontextmanager
async def _started(client: Any, settings: Settings) -> AsyncIterator[None]:
    where = settings.kafka_bootstrap_servers
    # aiokafka logs each failed attempt; the errors below say it once, with the mend.
    with connection_causes() as causes:
        try:
            await client.start()
            yield
        except KafkaConnectionError:
            if (refused := causes.explain()) is not None:
                raise BrokerError(f"{where}: {refused}") from None
            raise BrokerError(f"Kafka does not answer at {where}; --kafka-bootstrap-servers says where it is") from None
        except MessageSizeTooLargeError:
            words = "a record is larger than its channel takes; raise the channel's max.message.bytes"
            raise InputError(words) from None
        except (UnknownTopicOrPartitionError, KafkaTimeoutError) as error:
            words = f"{where}: {type(error).__name__}; is the channel there? --channel names it"
            raise ChannelError(words) from None
        except KafkaError as error:
            raise BrokerError(f"{where}: {explain(error) or repr(error)}") from None
        finally:
            await client.stop()
