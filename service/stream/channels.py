"""Before the start: wait for Kafka, see that the channels are there and fit for the work, learn their limits."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaConnectionError,
    KafkaError,
    TopicAlreadyExistsError,
    TopicAuthorizationFailedError,
)

from service.edges.denials import connection_causes, explain
from service.edges.security import client_options
from service.errors import BrokerError, ChannelError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from service.edges.settings import Settings

log = logging.getLogger(__name__)

DEFAULT_MAX_MESSAGE_BYTES = 1_048_588
"""Kafka's own default of max.message.bytes, for brokers that do not tell."""
DEAD_LETTER_HEADROOM = 65_536
"""A dead letter is larger than its original by its headers."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.25, 5.0


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    """What the broker says of one channel: its partitions, and its max.message.bytes when it tells."""

    partitions: int
    max_message_bytes: int | None


async def wait_for_kafka(settings: Settings) -> AIOKafkaAdminClient:
    """Connect, however long it takes: one clear line, then silence until it works.

    Returns:
        A started admin client; the caller closes it.

    Raises:
        BrokerError: Kafka answers, and refuses us.
        SettingsError: the settings of Kafka's security are incomplete.
    """
    bootstrap, options = settings.kafka_bootstrap_servers, client_options(settings)
    pause, told = FIRST_PAUSE_SECONDS, False
    while True:
        admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap, request_timeout_ms=10_000, **options)
        with connection_causes() as causes:
            try:
                await admin.start()
            except KafkaConnectionError:
                await admin.close()
            else:
                break
        if (refused := causes.explain()) is not None:
            raise BrokerError(f"{bootstrap}: {refused}")
        if not told:
            log.warning(
                "Kafka does not answer at %s; waiting for it (COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS says where)", bootstrap
            )
            told = True
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
    if told:
        log.info("Kafka answers at %s", bootstrap)
    return admin


async def check_group(admin: AIOKafkaAdminClient, group: str) -> None:
    """See that we may ask about the consumer group: aiokafka keeps a denial to itself, and waits for ever.

    Raises:
        BrokerError: Kafka denies it.
    """
    try:
        await admin.find_coordinator(group)
    except GroupAuthorizationFailedError:
        raise BrokerError(f"{explain(GroupAuthorizationFailedError(group))}") from None
    except KafkaError:
        return  # a new cluster has no coordinator yet: the consumer waits for it


async def prepare_channels(admin: AIOKafkaAdminClient, settings: Settings) -> dict[str, ChannelFacts]:
    """See that the channels exist, create them when allowed, and check that they fit together.

    Returns:
        What is known of each channel, by name.

    Raises:
        ChannelError: a channel is missing or unfit; says which, why and the mend.
    """
    names = channel_names(settings)
    partitions = await _partitions(admin, names)
    missing = [name for name in names if name not in partitions]
    if missing and settings.create_channels:
        await _create(admin, missing, settings)
        partitions = await _partitions_when_ready(admin, names)
        missing = [name for name in names if name not in partitions]
    if missing:
        raise ChannelError(
            f"{settings.kafka_bootstrap_servers}: there is no channel {', '.join(missing)}; create it, "
            "or set COMMUNIQUE_CREATE_CHANNELS=true"
        )
    limits = await _limits(admin, names)
    facts = {name: ChannelFacts(partitions[name], limits.get(name)) for name in names}
    _check_fit(facts, settings)
    return facts


def channel_names(settings: Settings) -> list[str]:
    """The channels that a worker reads or writes."""
    names = [settings.channel_raw, settings.channel_enriched, settings.channel_dead_letter]
    if settings.fetch:
        names += [settings.channel_fetch, settings.channel_fetched, *settings.retry_channels]
    return names


def publish_limits(facts: dict[str, ChannelFacts], settings: Settings) -> dict[str, int]:
    """The largest record, in bytes, to publish to each channel: its limit, or the setting where lower or alone."""
    wanted = settings.max_message_bytes
    return {
        name: min(fact.max_message_bytes or wanted or DEFAULT_MAX_MESSAGE_BYTES, wanted or 2**31)
        for name, fact in facts.items()
    }


def _check_fit(facts: dict[str, ChannelFacts], settings: Settings) -> None:
    dead = facts[settings.channel_dead_letter].max_message_bytes
    for name in (settings.channel_raw, settings.channel_fetched):
        read = facts[name].max_message_bytes if name in facts else 0
        if read is None or dead is None:
            log.warning(
                "the broker does not tell max.message.bytes of the channels; COMMUNIQUE_MAX_MESSAGE_BYTES is used "
                "instead"
            )
            return
        if dead < read + DEAD_LETTER_HEADROOM:
            raise ChannelError(
                f"{settings.channel_dead_letter}: max.message.bytes is {dead}, but a dead letter of {name} "
                f"may take {read + DEAD_LETTER_HEADROOM}; raise it: "
                f"kafka-configs.sh --alter --topic {settings.channel_dead_letter} "
                f"--add-config max.message.bytes={read + DEAD_LETTER_HEADROOM}"
            )


async def _partitions(admin: AIOKafkaAdminClient, names: Iterable[str]) -> dict[str, int]:
    found = await admin.describe_topics(list(names))
    if denied := [topic["topic"] for topic in found if topic["error_code"] == TopicAuthorizationFailedError.errno]:
        raise BrokerError(f"{explain(TopicAuthorizationFailedError(*denied))}")
    return {topic["topic"]: len(topic["partitions"]) for topic in found if topic["error_code"] == 0}


async def _partitions_when_ready(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    """As `_partitions`, waiting up to 10 s: a broker answers a creation before every broker knows the channel."""
    partitions: dict[str, int] = {}
    for _ in range(100):
        partitions = await _partitions(admin, names)
        if len(partitions) == len(names):
            break
        await asyncio.sleep(0.1)
    return partitions


async def _create(admin: AIOKafkaAdminClient, names: list[str], settings: Settings) -> None:
    try:
        await admin.create_topics([_wanted(name, settings) for name in names])
    except TopicAlreadyExistsError:
        return  # another worker was first
    except KafkaError as error:
        raise ChannelError(f"channels {', '.join(names)} cannot be created: {error!r}") from error
    log.info("created channels %s with %d partitions", ", ".join(names), settings.channel_partitions)


def _wanted(name: str, settings: Settings) -> NewTopic:
    size = settings.max_message_bytes or settings.max_article_bytes
    configs = {"max.message.bytes": str(size)}
    if name == settings.channel_dead_letter:
        # A letter keeps its article's timestamp: with any retention an old backlog's letters would go at once.
        configs = {"max.message.bytes": str(size + DEAD_LETTER_HEADROOM), "retention.ms": "-1"}
    return new_channel(name, settings.channel_partitions, configs)


def new_channel(name: str, partitions: int, configs: Mapping[str, str]) -> NewTopic:
    """A channel to be created, with as many replicas as the broker makes by default."""
    channel = NewTopic(name, partitions, 1, topic_configs=configs)
    channel.replication_factor = -1  # which NewTopic's constructor does not let one say
    return channel


async def _limits(admin: AIOKafkaAdminClient, names: list[str]) -> dict[str, int]:
    """max.message.bytes by channel; empty where the broker denies or does not know the request."""
    try:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name) for name in names])
    except KafkaError:
        return {}
    return {
        resource[3]: int(entry[1])
        for answer in answers
        for resource in answer.resources
        for entry in _size_entries(resource)
    }


def _size_entries(resource: Any) -> list[Any]:
    return [entry for entry in resource[4] if entry[0] == "max.message.bytes" and entry[1]]
