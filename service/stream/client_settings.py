"""What Faust's and aiokafka's clients are told, made of the settings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from faust.auth import OAuthCredentials, SASLCredentials, SSLCredentials
from mode.supervisors import CrashingSupervisor

from service.edges.security import client_options
from service.stream.budget import PARTITION_FETCH_BYTES
from service.stream.publish import BATCH_BYTES
from service.stream.transport import NoTables

if TYPE_CHECKING:
    from collections.abc import Mapping

    from faust.types.tuples import TP

    from service.edges.settings import Settings

LONGEST_TRANSACTION_SECONDS = 900.0
"""Kafka's default of transaction.max.timeout.ms: a broker refuses a producer that asks for more."""
LONGEST_HOLD_SECONDS = 365 * 86_400.0
"""aiokafka leaves the group when nothing is fetched for so long. A pause may last; liveness notices what is stuck."""
SESSIONS_A_REQUEST = 1.5
"""A request to join the group may rightly wait for a session; Faust refuses less."""
PARTITION_FETCH = {"at-least-once": PARTITION_FETCH_BYTES, "exactly-once": 2 * PARTITION_FETCH_BYTES}
"""Bytes fetched from one partition at a time, by delivery: a batch becomes a transaction, which costs the same whatever
is in it."""
BUFFERED_BATCHES = 1 << 20
"""What Faust's buffer takes: more than the budget, which says what is read, ever lets there be. Faust leaves a
partition out when its buffer is four fifths full until it is down to two fifths: never, while others have a backlog."""
JOIN_GRACE_SECONDS = 1.0


def faust_settings(settings: Settings, limits: Mapping[str, int]) -> dict[str, Any]:
    """What the Faust app is told.

    Args:
        settings: the worker's settings.
        limits: the largest record, in bytes, that each output channel takes.
    """
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


def producer_options(settings: Settings, limits: Mapping[str, int]) -> dict[str, Any]:
    """The options that all producers share; arguments as of `lane_options`."""
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
