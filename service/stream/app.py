"""The one place where the stream is put together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mode.supervisors import CrashingSupervisor

from service.stream.agent import BatchHandler, BatchRunner, Channels
from service.stream.publish import BATCH_BYTES, Publisher
from service.stream.transport import App, BatchSchema

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from service.edges.metrics import Metrics
    from service.edges.settings import Settings
    from service.stream.agent import Processor

FETCH_BYTES = 1_048_576
"""Fetched from one partition at a time, which bounds a batch; a broker still sends a single larger record."""


def create_app(
    settings: Settings,
    *,
    process: Processor,
    limits: Mapping[str, int],
    metrics: Metrics,
    failed: Callable[[BaseException], None],
) -> App:
    """Compose the Faust app: one agent that reads raw articles and publishes what comes of them.

    Args:
        settings: the worker's settings.
        process: makes a message or a refusal of each record.
        limits: the largest record, in bytes, that each output channel takes.
        metrics: counts and times the work.
        failed: told when output could not be published; must stop the worker.

    Returns:
        The app, not started. Start it on a running event loop.
    """
    app = App(settings.kafka_group_id, **_faust_settings(settings, limits))
    raw = app.topic(settings.channel_raw, schema=BatchSchema(key_type=bytes, value_type=bytes))

    async def enrich(stream: Any) -> None:
        publisher = Publisher(app.producer._producer, dict(limits), settings.publish_deadline_seconds)  # noqa: SLF001
        channels = Channels(settings.channel_enriched, settings.channel_dead_letter)
        handler = BatchHandler(process, publisher, channels, metrics, settings.kafka_group_id)
        runner = BatchRunner(handler, metrics, settings.batches_in_flight, app.consumer.acknowledge, failed)
        async for event in stream.noack().events():
            await runner.run(event.value)

    app.agent(raw, name="enrich")(enrich)
    return app


def _faust_settings(settings: Settings, limits: Mapping[str, int]) -> dict[str, Any]:
    largest = max(limits.values())
    return {
        "broker": [f"kafka://{server.strip()}" for server in settings.kafka_bootstrap_servers.split(",")],
        "store": "memory://",
        "web_enabled": False,
        "topic_disable_leader": True,
        "topic_allow_declare": False,
        "table_standby_replicas": 0,
        "agent_supervisor": CrashingSupervisor,
        "consumer_auto_offset_reset": "earliest",
        "consumer_max_fetch_size": FETCH_BYTES,
        "broker_max_poll_records": settings.poll_records,
        "broker_session_timeout": settings.kafka_session_timeout_seconds,
        "broker_heartbeat_interval": settings.kafka_session_timeout_seconds / 5,
        "broker_request_timeout": max(30.0, settings.kafka_session_timeout_seconds * 1.5),
        "broker_commit_interval": settings.commit_interval_seconds,
        "stream_buffer_maxsize": settings.batches_in_flight,
        "producer_linger": 0.0,  # batches arrive whole: nothing to wait for
        "producer_max_batch_size": min(BATCH_BYTES, *limits.values()),
        "producer_max_request_size": largest,
        "producer_compression_type": None if settings.compression == "none" else settings.compression,
    }
