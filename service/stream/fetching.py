"""Fetching, put together: the relay that fetches pages, the relay that keeps what waits, and their connections."""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Any

import orjson
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from service.core.decode import RawDecoder
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Bounds
from service.edges.http.fetcher import Fetcher
from service.edges.http.hosts import HostLimits, Hosts
from service.edges.http.made import made_client
from service.edges.http.robots import Robots
from service.edges.resources import resource
from service.edges.security import client_options
from service.models import Message
from service.stream.app import PATIENCE_SESSIONS, lane_maker
from service.stream.at_least_once import AtLeastOnce
from service.stream.calm import calm_client
from service.stream.client_settings import LONGEST_HOLD_SECONDS, join_seconds, producer_options, rebalance_seconds
from service.stream.exactly_once import ExactlyOnce
from service.stream.expiry import ExpiryLog, watch_for_expiry
from service.stream.fetch_agent import FetchAgent, FetchPlan
from service.stream.fetch_groups import groups_of
from service.stream.fetchers import end_surely
from service.stream.lag import Lags, lags_of
from service.stream.lean import join_produce_requests
from service.stream.publish import Publisher
from service.stream.record_reader import read_tolerantly
from service.stream.relay import MOST_BYTES, Relay
from service.stream.room import Room

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from service.edges.metrics import Metrics
    from service.edges.settings import Settings
    from service.stream.delivery import Delivery
    from service.stream.lag import Lag, Place
    from service.stream.relay_job import Job

ROBOTS_TOKEN = "communique"  # noqa: S105 - the name by which robots.txt addresses us, no secret
FETCH_WINDOW, RETRY_WINDOW = 250, 100
"""Records of one partition under way; they wait for their hosts, or for their time."""


class Fetching:
    """All that a worker has for fetching.

    Args:
        settings: the worker's settings; fetching is on.
        limits: the largest record, in bytes, that each channel takes.
        metrics: counts and times.
        failed: told of what must stop the worker.

    Raises:
        SettingsError: the file of authorities cannot be read.
    """

    def __init__(
        self, settings: Settings, limits: Mapping[str, int], metrics: Metrics, failed: Callable[[BaseException], None]
    ) -> None:
        self._settings, self._limits, self._metrics, self._failed = settings, limits, metrics, failed
        self._producer = AIOKafkaProducer(**producer_options(settings, limits), enable_idempotence=True)
        calm_client(self._producer.client)
        join_produce_requests(self._producer.client)
        self._hosts = Hosts(_host_limits(settings))
        policy = AddressPolicy(settings.fetch_ports, settings.fetch_allow)
        self._client = made_client(
            policy,
            "COMMUNIQUE_FETCH",
            connections=settings.fetch_concurrency,
            per_host=settings.fetch_host_concurrency,
            ca_file=settings.fetch_ca_file,
            contact=settings.fetch_contact,
        )
        room = Room(settings.fetch_max_bytes)
        fetch, retry = groups_of(settings).items()
        delivery = self._delivery(fetch[0])
        agent = FetchAgent(self._fetcher(policy), _decoder(settings), _plan(settings), delivery.fits, room, metrics)
        self._fetch = self._relay(*fetch, delivery, agent, FETCH_WINDOW)
        self._fetch.changed = room.look_again
        self._retry = self._relay(*retry, self._delivery(retry[0]), Waiting(settings), RETRY_WINDOW)
        self._lag = Lags(metrics)
        metrics.fetch_circuits.set_function(lambda: self._hosts.open_circuits)

    async def start(self) -> None:
        """Connect, and begin."""
        if self._settings.delivery == "at-least-once":
            await self._producer.start()
        await asyncio.gather(self._fetch.start(), self._retry.start())

    async def stop(self) -> None:
        """Pass on what is ready, commit, and disconnect."""
        await asyncio.gather(self._fetch.stop(), self._retry.stop())
        await self._client.aclose()
        await self._producer.stop()

    def observe(self) -> None:
        """Bring the gauges up to date: lag of the channels for fetching, and what waits to be asked for again."""
        lags = {place: lag for relay in (self._fetch, self._retry) for place, lag in _lags(relay).items()}
        self._lag.show(lags, time.time())
        for channel in self._settings.retry_channels:
            of_channel = [lag for (name, _), lag in lags.items() if name == channel]
            ages = [time.time() - lag.since for lag in of_channel if lag.since is not None]
            self._metrics.retry_waiting.labels(channel).set(sum(lag.records for lag in of_channel))
            self._metrics.retry_oldest.labels(channel).set(max(ages, default=0.0))

    def _count(self, source: str, channels: Iterable[str]) -> None:
        """Kafka has what came of a record. Only now does it count as taken up, so that the counts agree at any time."""
        self._metrics.consumed.labels(source).inc()
        for channel in channels:
            self._metrics.published.labels(channel).inc()

    def _fetcher(self, policy: AddressPolicy) -> Fetcher:
        settings = self._settings
        robots = Robots(self._client, ROBOTS_TOKEN) if settings.fetch_robots else None
        bounds = Bounds(
            settings.fetch_deadline_seconds,
            settings.fetch_max_bytes,
            frozenset(text.lower() for text in settings.fetch_content_types),
        )
        return Fetcher(
            self._client,
            policy,
            self._hosts,
            robots,
            bounds,
            concurrency=settings.fetch_concurrency,
            cache_bytes=settings.fetch_cache_bytes,
        )

    def _delivery(self, group: str) -> Delivery:
        settings, limits = self._settings, self._limits
        if settings.delivery == "at-least-once":
            return AtLeastOnce(
                lambda: Publisher(self._producer, limits, settings.publish_deadline_seconds, self._metrics)
            )
        return ExactlyOnce(
            lane_maker(settings, limits, self._metrics, group),
            limits,
            max_lanes=settings.max_lanes,
            patience_seconds=PATIENCE_SESSIONS * settings.kafka_session_timeout_seconds,
            committed=self._metrics.commits.inc,
            failed=self._failed,
        )

    def _relay(self, group: str, channels: Iterable[str], delivery: Delivery, work: Any, window: int) -> Relay:
        consumer = AIOKafkaConsumer(**consumer_options(self._settings, group))
        calm_client(consumer._client)  # noqa: SLF001
        read_tolerantly(consumer)
        watch_for_expiry(consumer, ExpiryLog(self._metrics.expired).note)
        end_surely(consumer)
        drain = self._settings.drain_seconds
        relay = Relay(consumer, channels, delivery, work, window=window, drain_seconds=drain, failed=self._failed)
        relay.passed_on = self._count
        return relay


class Waiting:
    """What a relay does with each record of the channels of what waits: it asks for the page again when it is time.

    Args:
        settings: the channels and their delays.
        clock: seconds since the epoch, as Kafka's timestamps tell.
    """

    def __init__(self, settings: Settings, clock: Callable[[], float] = time.time) -> None:
        self._fetch = settings.channel_fetch
        self._delays = settings.retry_channels
        self._clock = clock

    async def __call__(self, job: Job) -> dict[str, Message]:
        """Wait, then pass the request on as it is."""
        record = job.record
        delay = self._delays[record.topic]
        written = record.timestamp / 1000 if record.timestamp and record.timestamp > 0 else math.inf
        # Never longer than the delay from now: whoever wrote the time may have another clock.
        await asyncio.sleep(min(delay, max(0.0, written + delay - self._clock())))
        return {self._fetch: Message(record.key, record.value, tuple(record.headers))}


def _lags(relay: Relay) -> dict[Place, Lag]:
    return lags_of(relay.consumer, relay.firsts())


def consumer_options(settings: Settings, group: str) -> dict[str, Any]:
    """The options of the consumer of a relay."""
    session = settings.kafka_session_timeout_seconds
    return {
        **client_options(settings),
        "bootstrap_servers": settings.kafka_bootstrap_servers,
        "group_id": group,
        "enable_auto_commit": False,
        "auto_offset_reset": "earliest",
        "isolation_level": "read_committed",
        "session_timeout_ms": int(1000 * session),
        "heartbeat_interval_ms": int(200 * session),
        "rebalance_timeout_ms": int(1000 * rebalance_seconds(settings)),
        "request_timeout_ms": int(1000 * join_seconds(settings)),
        "max_poll_interval_ms": int(1000 * LONGEST_HOLD_SECONDS),
        "max_partition_fetch_bytes": MOST_BYTES,
    }


def _host_limits(settings: Settings) -> HostLimits:
    return HostLimits(
        concurrency=settings.fetch_host_concurrency,
        interval_seconds=settings.fetch_host_interval_seconds,
        patience_seconds=settings.fetch_host_patience_seconds,
    )


def _decoder(settings: Settings) -> RawDecoder:
    schema = orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes())
    return RawDecoder(schema, max_bytes=settings.max_article_bytes)


def _plan(settings: Settings) -> FetchPlan:
    return FetchPlan(
        settings.channel_fetched,
        settings.channel_dead_letter,
        settings.retry_channels,
        settings.kafka_group_id,
        settings.fetch_attempts,
        settings.fetch_max_bytes,
    )
