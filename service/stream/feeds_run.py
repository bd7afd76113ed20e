"""Following feeds, put together: Kafka's clients, the client for the world outside, and the end on SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from typing import TYPE_CHECKING

import orjson
from aiokafka import AIOKafkaConsumer

from service.core.decode import RawDecoder
from service.edges.feeds_poll import FeedClient
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Bounds
from service.edges.http.made import made_client
from service.edges.resources import resource
from service.edges.security import client_options
from service.errors import SettingsError
from service.stream.channels import wait_for_kafka
from service.stream.feeds import Follower, summary
from service.stream.feeds_outlet import ensure_seen_channel, started_outlet
from service.stream.feeds_seen import read_seen
from service.stream.scan import existing_partitions
from service.stream.settlements import size_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.edges.feeds_list import FeedSource
    from service.edges.http.client import SafeClient
    from service.edges.settings import Settings
    from service.stream.feeds import Report
    from service.stream.feeds_outlet import Outlet
    from service.stream.feeds_seen import Seen

log = logging.getLogger(__name__)

ENVELOPE_BYTES = 4_096
"""What key, headers and batch take of a channel's max.message.bytes."""


async def follow(settings: Settings, sources: Sequence[FeedSource], *, once: bool = False) -> list[Report]:
    """Follow feeds until SIGTERM or SIGINT, or look at each once.

    Args:
        settings: the broker, the channels, how the world outside is asked.
        sources: the feeds.
        once: look at each once.

    Returns:
        How each feed is.

    Raises:
        BrokerError: Kafka cannot be used, or another process follows feeds into this channel.
        PublishError: Kafka did not take what was new; nothing of it is seen, so the next start brings it.
        SettingsError: a setting that following feeds needs is absent or wrong.
    """
    client = _client(settings)
    admin = await wait_for_kafka(settings)
    try:
        await existing_partitions(admin, settings.channel_raw, "COMMUNIQUE_CHANNEL_RAW names it")
        await ensure_seen_channel(admin, settings)
        most = await size_limit(admin, settings.channel_raw, settings) - ENVELOPE_BYTES
        # The outlet first: from then on nobody else writes, so what is read next is all there is.
        async with client, started_outlet(settings, most) as outlet:
            seen = await _read_seen(settings, admin)
            log.info("%d feeds; %d articles were seen before", len(sources), len(seen))
            follower = _follower(settings, sources, client, outlet, seen, most)
            if once:
                return await follower.once()
            await _until_told(follower)
            log.info("stopped; feeds: %s", summary(follower.reports.values()))
            return list(follower.reports.values())
    finally:
        await admin.close()


async def _until_told(follower: Follower) -> None:
    task = asyncio.create_task(follower.run())
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, task.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await task


def _follower(
    settings: Settings, sources: Sequence[FeedSource], client: SafeClient, outlet: Outlet, seen: Seen, most: int
) -> Follower:
    schema = orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes())
    return Follower(
        sources,
        FeedClient(client, Bounds(settings.feeds_deadline_seconds, settings.feeds_max_bytes)),
        outlet,
        seen,
        RawDecoder(schema, max_bytes=settings.max_article_bytes),
        interval=settings.feeds_interval_seconds,
        most_bytes=min(most, settings.max_article_bytes),
        concurrency=settings.feeds_concurrency,
    )


async def _read_seen(settings: Settings, admin: object) -> Seen:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        isolation_level="read_committed",
        **client_options(settings),
    )
    await consumer.start()
    try:
        return await read_seen(consumer, admin, settings.channel_feeds_seen)
    finally:
        await consumer.stop()


def _client(settings: Settings) -> SafeClient:
    if settings.feeds_contact is None:
        raise SettingsError(
            "COMMUNIQUE_FEEDS_CONTACT: sites must be able to reach whoever asks them; give a web or mail address"
        )
    policy = AddressPolicy(settings.feeds_ports, settings.feeds_allow, setting="COMMUNIQUE_FEEDS")
    return made_client(
        policy,
        "COMMUNIQUE_FEEDS",
        connections=settings.feeds_concurrency,
        ca_file=settings.feeds_ca_file,
        contact=settings.feeds_contact,
    )
