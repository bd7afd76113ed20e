"""The one place where the stream is put together."""

from __future__ import annotations

import logging
import secrets
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from aiokafka import AIOKafkaProducer
from faust.auth import OAuthCredentials, SASLCredentials, SSLCredentials
from mode.supervisors import CrashingSupervisor

from service.edges.security import client_options
from service.stream.agent import BatchHandler, Channels, Onlookers
from service.stream.at_least_once import AtLeastOnce
from service.stream.budget import PARTITION_FETCH_BYTES, PARTITION_SHARE, Budget, Limits
from service.stream.calm import calm_client
from service.stream.exactly_once import ExactlyOnce
from service.stream.expiry import ExpiryLog
from service.stream.health import Health
from service.stream.intake import Intake, limits_of
from service.stream.lanes import Lane
from service.stream.lean import join_produce_requests
from service.stream.marks import UNMARKED, Ledger
from service.stream.publish import BATCH_BYTES, Publisher
from service.stream.quarantine import DEATHS, UNGUARDED, Quarantine
from service.stream.runner import BatchRunner
from service.stream.second_opinion import second_opinion_of
from service.stream.sure_ends import end_services_surely
from service.stream.transport import App, BatchSchema, NoTables
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

LONGEST_TRANSACTION_SECONDS = 900.0
"""Kafka's default of transaction.max.timeout.ms: a broker refuses a producer that asks for more."""
LONGEST_HOLD_SECONDS = 365 * 86_400.0
"""aiokafka leaves the group when nothing is fetched for so long. A pause may last; liveness notices what is stuck."""
SESSIONS_A_REQUEST = 1.5
"""A request to join the group may rightly wait for a session; Faust refuses less."""
IN_FLIGHT_RECORDS = {"at-least-once": 1_500, "exactly-once": 5_000}
"""Records read and not committed, by delivery: a crash repeats no more. A transaction takes longer than a produce, and
repeats nothing that a reader sees."""
PARTITION_FETCH = {"at-least-once": PARTITION_FETCH_BYTES, "exactly-once": 2 * PARTITION_FETCH_BYTES}
"""Bytes fetched from one partition at a time, by delivery: a batch becomes a transaction, which costs the same whatever
is in it."""
BUFFERED_BATCHES = 1 << 20
"""What Faust's buffer takes: more than the budget, which says what is read, ever lets there be. Faust leaves a
partition out when its buffer is four fifths full until it is down to two fifths: never, while others have a backlog."""
JOIN_GRACE_SECONDS = 1.0
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
    app = App(settings.kafka_group_id, **_faust_settings(settings, limits))
    inputs = (settings.channel_raw, *((settings.channel_fetched,) if settings.fetch else ()))
    raw = app.topic(*inputs, schema=BatchSchema(key_type=bytes, value_type=bytes))

    delivery = _DELIVERIES[settings.delivery](app, settings, limits, metrics, failed)
    health = health or Health()
    health.progress_limit_seconds = _progress_limit(settings)
    intake = Intake(limits_of(settings), metrics, health)
    consumer = app.consumer
    consumer.delivery, consumer.failed = delivery, failed
    consumer.drain_seconds = settings.drain_seconds
    consumer.held = lambda: intake.holds
    consumer.on_committed = metrics.commits.inc
    consumer.on_commit_refused = metrics.retries.labels("commit").inc
    consumer.on_expired = ExpiryLog(metrics.expired).note
    consumer.batches.budget = _budget(settings, metrics)
    consumer.most_unpacked = most_unpacked(settings)
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


def producer_options(settings: Settings, limits: Mapping[str, int]) -> dict[str, Any]:
    """The options that all producers share; arguments as of `lane_maker`."""
    return {
        **client_options(settings),
        "bootstrap_servers": settings.kafka_bootstrap_servers,
        "acks": "all",
        "request_timeout_ms": int(1000 * _request_timeout(settings)),
        "max_batch_size": _batch_bytes(limits),
        "max_request_size": max(limits.values()),
        "compression_type": _compression(settings),
    }


def lane_options(settings: Settings, limits: Mapping[str, int], tp: TP) -> dict[str, Any]:
    """The options of the producer of one lane.

    Args:
        settings: the worker's settings.
        limits: the largest record, in bytes, that each output channel takes.
        tp: the input partition, which names the producer: two workers' producers for it shut each other out.
    """
    # As long as an outage may last and the worker go on afterwards, and longer than any drain, for what is under way
    # must not be aborted meanwhile. A successor need not wait for it: it aborts what it finds.
    transaction = settings.publish_deadline_seconds + settings.drain_seconds
    return {
        **producer_options(settings, limits),
        "transactional_id": f"{settings.kafka_group_id}-{tp.topic}-{tp.partition}",
        "transaction_timeout_ms": int(1000 * min(transaction, LONGEST_TRANSACTION_SECONDS)),
    }


def _credentials(settings: Settings) -> Any:
    """What `client_options` says, in Faust's terms."""
    options = client_options(settings)
    protocol, context = options["security_protocol"], options.get("ssl_context")
    if protocol == "PLAINTEXT":
        return None
    if protocol == "SSL":
        return SSLCredentials(context)
    provider = options.get("sasl_oauth_token_provider")
    if provider is not None:
        return OAuthCredentials(oauth_cb=provider, ssl_context=context)
    return SASLCredentials(
        username=options["sasl_plain_username"],
        password=options["sasl_plain_password"],
        mechanism=options["sasl_mechanism"],
        ssl_context=context,
    )


def rebalance_seconds(settings: Settings) -> float:
    """How long a rebalance waits for a member that finishes its batches; one that is no more holds it up as long."""
    return settings.kafka_session_timeout_seconds + settings.drain_seconds


def join_seconds(settings: Settings) -> float:
    """Seconds that a consumer waits for an answer: the one to its request to join comes at a rebalance's end."""
    return max(_request_timeout(settings), rebalance_seconds(settings) + JOIN_GRACE_SECONDS)


def _request_timeout(settings: Settings) -> float:
    return max(settings.kafka_request_timeout_seconds, settings.kafka_session_timeout_seconds * SESSIONS_A_REQUEST)


def _batch_bytes(limits: Mapping[str, int]) -> int:
    return min(BATCH_BYTES, *limits.values())


def _compression(settings: Settings) -> str | None:
    return None if settings.compression == "none" else settings.compression


def _faust_settings(settings: Settings, limits: Mapping[str, int]) -> dict[str, Any]:
    return {
        "broker": [f"kafka://{server.strip()}" for server in settings.kafka_bootstrap_servers.split(",")],
        "broker_credentials": _credentials(settings),
        "store": "memory://",
        "web_enabled": False,
        "topic_disable_leader": True,
        "topic_allow_declare": False,
        "table_standby_replicas": 0,
        "TableManager": NoTables,
        "agent_supervisor": CrashingSupervisor,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": PARTITION_FETCH[settings.delivery],
        "broker_max_poll_records": settings.poll_records,
        "broker_max_poll_interval": LONGEST_HOLD_SECONDS,
        "broker_session_timeout": settings.kafka_session_timeout_seconds,
        "broker_heartbeat_interval": settings.kafka_session_timeout_seconds / 5,
        # Faust's own is a minute, which a group would wait for a member that was lost with its broker.
        "broker_rebalance_timeout": rebalance_seconds(settings),
        "broker_request_timeout": join_seconds(settings),
        "broker_commit_interval": settings.commit_interval_seconds,
        "stream_buffer_maxsize": BUFFERED_BATCHES,
        "producer_linger": 0.0,  # batches arrive whole: nothing to wait for
        # Faust waits 20 minutes for an answer, longer than the outage that a worker sits out.
        "producer_request_timeout": _request_timeout(settings),
        "producer_max_batch_size": _batch_bytes(limits),
        "producer_max_request_size": max(limits.values()),
        "producer_compression_type": _compression(settings),
    }
