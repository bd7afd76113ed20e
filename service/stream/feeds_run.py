"""Following feeds, put together: Kafka's clients, the client for the world outside, and the end on SIGTERM."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from functools import partial
from typing import TYPE_CHECKING

import orjson
from aiokafka import AIOKafkaConsumer

from service.core.decode import RawDecoder
from service.edges.feed_metrics import FeedMetrics
from service.edges.feed_table import STATES
from service.edges.feeds_poll import FeedClient
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Bounds
from service.edges.http.made import made_client
from service.edges.logs import CountLines
from service.edges.resources import resource
from service.edges.security import client_options
from service.errors import SettingsError
from service.stream.channels import wait_for_kafka
from service.stream.feeds import Follower, Pace
from service.stream.feeds_outlet import ensure_seen_channel, started_outlet
from service.stream.feeds_report import summary
from service.stream.feeds_seen import read_seen
from service.stream.health import FeedsHealth, show_health, show_turning
from service.stream.scan import existing_partitions
from service.stream.settlements import size_limit
from service.stream.web import WebServer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from service.edges.feeds_list import FeedSource
    from service.edges.http.client import SafeClient
    from service.edges.settings import Settings
    from service.stream.feeds_outlet import Outlet
    from service.stream.feeds_report import Report
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
    run = Run(settings, sources)
    return await run.once() if once else await run.until_told()


class Run:
    """One run of the command.

    Args:
        settings: the broker, the channels, how the world outside is asked.
        sources: the feeds.

    Attributes:
        metrics: of the feeds.
        health: of the process.

    Raises:
        SettingsError: a setting that following feeds needs is absent or wrong.
    """

    def __init__(self, settings: Settings, sources: Sequence[FeedSource]) -> None:
        self._settings = settings
        self._sources = sources
        self._client = _client(settings)
        self.metrics = FeedMetrics(sources)
        self.health = FeedsHealth(started=True)
        show_health(self.metrics.health, self.health)

    async def once(self) -> list[Report]:
        """Look at each feed once."""
        async with self._ready() as follower:
            return await follower.once()

    async def until_told(self) -> list[Report]:
        """Follow the feeds until SIGTERM or SIGINT; metrics and health are served from before Kafka answers."""
        counting = CountLines(self.metrics.log_lines)
        web = WebServer(self.metrics.registry, self.health, self._settings.http_host, self._settings.feeds_http_port)
        web.start()
        beat = asyncio.create_task(show_turning(self.health))
        logging.getLogger().addHandler(counting)
        log.info("metrics and health: http://%s:%d", self._settings.http_host, web.port)
        try:
            async with self._ready() as follower:
                await self._until_told(follower)
                reports = list(follower.reports.values())
            log.info("stopped; feeds: %s", summary(reports))
            return reports
        finally:
            logging.getLogger().removeHandler(counting)
            beat.cancel()
            web.stop()

    @contextlib.asynccontextmanager
    async def _ready(self) -> AsyncIterator[Follower]:
        """All that is needed, connected; what was seen before is read."""
        settings = self._settings
        admin = await wait_for_kafka(settings)
        try:
            await existing_partitions(admin, settings.channel_raw, "COMMUNIQUE_CHANNEL_RAW names it")
            await ensure_seen_channel(admin, settings)
            most = await size_limit(admin, settings.channel_raw, settings) - ENVELOPE_BYTES
            # The outlet first: from then on nobody else writes, so what is read next is all there is.
            async with self._client, started_outlet(settings, most) as outlet:
                seen = await _read_seen(settings, admin)
                log.info("%d feeds; %d articles were seen before", len(self._sources), len(seen))
                self.metrics.seen.set(len(seen))
                follower = self._follower(outlet, seen, most)
                self._show_states(follower)
                self.health.following = True
                yield follower
        finally:
            self.health.following = False
            await admin.close()

    async def _until_told(self, follower: Follower) -> None:
        task = asyncio.create_task(follower.run())
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, task.cancel)
        with contextlib.suppress(asyncio.CancelledError):
            await task
        self.health.stopping = True

    def _show_states(self, follower: Follower) -> None:
        def count(state: str) -> float:
            return summary(follower.reports.values()).get(state, 0)

        for state in STATES:
            self.metrics.feeds.labels(state).set_function(partial(count, state))

    def _follower(self, outlet: Outlet, seen: Seen, most: int) -> Follower:
        settings = self._settings
        schema = orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes())
        return Follower(
            self._sources,
            FeedClient(self._client, Bounds(settings.feeds_deadline_seconds, settings.feeds_max_bytes)),
            outlet,
            seen,
            RawDecoder(schema, max_bytes=settings.max_article_bytes),
            Pace(settings.feeds_interval_seconds, min(most, settings.max_article_bytes), settings.feeds_concurrency),
            self.metrics,
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
