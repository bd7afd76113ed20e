"""The one place where the stream is put together."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaProducer

from service.stream.agent import BatchHandler, Channels, Onlookers
from service.stream.at_least_once import AtLeastOnce
from service.stream.budget import PARTITION_SHARE, Budget, Limits
from service.stream.calm import calm_client
from service.stream.client_settings import PARTITION_FETCH, faust_settings, lane_options
from service.stream.exactly_once import ExactlyOnce
from service.stream.expiry import ExpiryLog
from service.stream.health import Health
from service.stream.intake import Intake, limits_of
from service.stream.lanes import Lane
from service.stream.lean import join_produce_requests
from service.stream.marks import UNMARKED, Ledger
from service.stream.publish import Publisher
from service.stream.quarantine import DEATHS, UNGUARDED, Quarantine
from service.stream.runner import BatchRunner
from service.stream.second_opinion import second_opinion_of
from service.stream.sure_ends import end_services_surely
from service.stream.transport import App, BatchSchema
from service.stream.unpacking import most_unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from faust.types.tuples import TP

    from service.edges.metrics import Metrics
    from service.edges.settings import Settings
    from service.stream.child import Child
    from service.stream.delivery import Delivery
    from service.stream.processor import Processor
    from service.stream.quarantine import Guard

log = logging.getLogger(__name__)

IN_FLIGHT_RECORDS = {"at-least-once": 1_500, "exactly-once": 5_000}
"""Records read and not committed, by delivery: a crash repeats no more. A transaction takes longer than a produce, and
repeats nothing that a reader sees."""
PROGRESS_GRACE_SECONDS = 30.0
PATIENCE_SESSIONS = 2.0
"""Session timeouts after which a partition that was taken from us must have been rebalanced."""


def create_app(
    settings: Settings,
    *,
    process: Processor,
    limits: Mapping[str, int],
    metrics: Metrics,
    failed: Callable[[BaseException], None],
    health: Health | None = None,
    child: Child | None = None,
    onlookers: Onlookers | None = None,
) -> App:
    """Compose the Faust app: one agent that reads raw articles, and fetched ones, and publishes what comes of them.

    Args:
        settings: the worker's settings.
        process: makes a message or a refusal of each record.
        limits: the largest record, in bytes, that each output channel takes.
        metrics: counts and times the work.
        failed: told when output could not be published; must stop the worker.
        health: told what keeps the worker from taking articles.
        onlookers: told how the work goes on; health need not be among them.
        child: works on articles of which one may have killed a worker; without it nothing is done about such.

    Returns:
        The app, not started. Start it on a running event loop.
    """
    end_services_surely()
    app = App(settings.kafka_group_id, **faust_settings(settings, limits))
    inputs = (settings.channel_raw, *((settings.channel_fetched,) if settings.fetch else ()))
    raw = app.topic(*inputs, schema=BatchSchema(key_type=bytes, value_type=bytes))

    delivery = _DELIVERIES[settings.delivery](app, settings, limits, metrics, failed)
    health = health or Health()
    health.progress_limit_seconds = _progress_limit(settings)
    intake = Intake(limits_of(settings), metrics, health)
    consumer = app.consumer
    consumer.delivery, consumer.failed = delivery, failed
    consumer.held = lambda: intake.holds
    _equip(consumer, settings, metrics)
    guard = _guard(app, child, process, metrics)
    second = second_opinion_of(settings, metrics)
    onlookers = replace(onlookers or Onlookers(), progressed=health.progressed)

    async def enrich(stream: Any) -> None:
        fetch = settings.channel_fetch if settings.fetch else None
        channels = Channels(settings.channel_enriched, settings.channel_dead_letter, fetch)
        handler = BatchHandler(process, delivery, channels, metrics, settings.kafka_group_id, guard, onlookers, second)
        told = (consumer.acknowledge, consumer.lose, failed)
        runner = BatchRunner(handler, metrics, settings.batches_in_flight, *told, intake, guard)
        async for event in stream.noack().events():
            await runner.run(event.value)

    app.agent(raw, name="enrich")(enrich)
    return app


def _equip(consumer: Any, settings: Settings, metrics: Metrics) -> None:
    """Give the consumer what it keeps to, and what it tells of itself to."""
    consumer.drain_seconds = settings.drain_seconds
    consumer.most_unpacked = most_unpacked(settings)
    consumer.batches.budget = _budget(settings, metrics)
    consumer.on_committed = metrics.commits.inc
    consumer.on_commit_refused = metrics.retries.labels("commit").inc
    consumer.on_expired = ExpiryLog(metrics.expired).note


def _progress_limit(settings: Settings) -> float:
    """Seconds after which batches in flight are stuck: whatever may lawfully take so long ends the worker before."""
    one_article = max(settings.stuck_seconds, DEATHS * settings.quarantine_seconds)
    return settings.publish_deadline_seconds + settings.drain_seconds + one_article + PROGRESS_GRACE_SECONDS


def _budget(settings: Settings, metrics: Metrics) -> Budget:
    """The worker's budget, shown in its metrics."""
    batches = max(1, int(settings.batches_in_flight * PARTITION_SHARE))
    records = settings.in_flight_records or IN_FLIGHT_RECORDS[settings.delivery]
    budget = Budget(Limits(settings.budget_bytes, records, batches, PARTITION_FETCH[settings.delivery]))
    metrics.budget.set(settings.budget_bytes)
    metrics.held.set_function(lambda: budget.held)
    metrics.held_records.set_function(lambda: budget.records)
    return budget


def _guard(app: App, child: Child | None, process: Processor, metrics: Metrics) -> Guard:
    if child is None:
        return UNGUARDED
    consumer = app.consumer
    consumer.ledger = Ledger(secrets.token_hex(4))
    return Quarantine(
        consumer.ledger, mark=consumer.mark, commit=consumer.commit, child=child, process=process, metrics=metrics
    )


def _at_least_once(
    app: App, settings: Settings, limits: Mapping[str, int], metrics: Metrics, failed: Callable[[BaseException], None]
) -> Delivery:
    del failed  # the runner tells what failed

    def publisher() -> Publisher:
        return Publisher(app.producer._producer, limits, settings.publish_deadline_seconds, metrics)  # noqa: SLF001

    return AtLeastOnce(publisher, last=settings.channel_enriched)


def _exactly_once(
    app: App, settings: Settings, limits: Mapping[str, int], metrics: Metrics, failed: Callable[[BaseException], None]
) -> Delivery:
    log.info(
        "exactly-once delivery: readers of %s and %s must read committed records only (isolation.level=read_committed)",
        settings.channel_enriched,
        settings.channel_dead_letter,
    )
    return ExactlyOnce(
        lane_maker(settings, limits, metrics, settings.kafka_group_id, lambda: app.consumer.ledger),
        limits,
        max_lanes=settings.max_lanes,
        patience_seconds=PATIENCE_SESSIONS * settings.kafka_session_timeout_seconds,
        committed=metrics.commits.inc,
        failed=failed,
    )


_DELIVERIES = {"at-least-once": _at_least_once, "exactly-once": _exactly_once}


def lane_maker(
    settings: Settings,
    limits: Mapping[str, int],
    metrics: Metrics,
    group: str,
    ledger: Callable[[], Ledger] = lambda: UNMARKED,
) -> Callable[[TP], Lane]:
    """What makes the lanes of a consumer group.

    Args:
        settings: the worker's settings.
        limits: the largest record, in bytes, that each output channel takes.
        metrics: times what is published, counts what is tried again.
        group: whose offsets are committed.
        ledger: gives the marks that go with them.
    """
    deadline = settings.publish_deadline_seconds

    def lane(tp: TP) -> Lane:
        producer = AIOKafkaProducer(**lane_options(settings, limits, tp))
        calm_client(producer.client)
        join_produce_requests(producer.client)
        publisher = Publisher(producer, limits, deadline, metrics)
        return Lane(tp, producer, publisher, group, deadline, ledger(), metrics.retries.labels("open").inc)

    return lane
