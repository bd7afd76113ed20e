"""What aiokafka's clients lack in an outage: calm, and tasks that survive it."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from aiokafka.errors import KafkaConnectionError, KafkaError, NodeNotReadyError
from aiokafka.protocol.coordination import FindCoordinatorRequest

if TYPE_CHECKING:
    from collections.abc import Iterable

log = logging.getLogger(__name__)

LEADERLESS_PAUSE_SECONDS = 0.25


def calm_client(client: Any) -> None:
    """Make an aiokafka client outlive an outage of any length, quietly.

    Args:
        client: an AIOKafkaClient, started or not.
    """
    calm_metadata(client)
    tell_lost_connections(client)


def calm_metadata(client: Any) -> None:
    """Make a client pause between metadata updates while a partition has no leader, and never stop to update.

    aiokafka's sender and fetcher ask again without any pause until there is a leader: measured at 49,000 log lines and
    42% of a core in 20 seconds. And whatever an update raises ends the one task that updates, without a word: who waits
    for metadata then, as a producer does after a refused batch, waits for ever.
    """
    plain = client._metadata_update  # noqa: SLF001

    async def update(cluster: Any, topics: Iterable[str]) -> bool:
        try:
            updated = bool(await plain(cluster, topics))
        except Exception as error:  # noqa: BLE001 - whatever it is, the next update may succeed
            log.warning("could not ask Kafka for its metadata, trying again: %r", error)
            updated = False
        if not updated or _leaderless(cluster, topics):
            await asyncio.sleep(LEADERLESS_PAUSE_SECONDS)
        return updated

    client._metadata_update = update  # noqa: SLF001


def tell_lost_connections(client: Any) -> None:
    """Make a client's requests fail in a way that aiokafka tries again when their connection is gone.

    uvloop raises a RuntimeError over a connection that was reset a moment ago; aiokafka foresees asyncio's OSError, and
    takes anything else for a bug that ends its sender, fetcher or heartbeat. And its transactional producer gives up
    for good when it loses the connection on which it asks for its coordinator, though not when there was none.
    """
    plain = client.send

    async def send(node_id: int, request: Any, **options: Any) -> Any:
        try:
            return await plain(node_id, request, **options)
        except KafkaConnectionError as error:
            if not isinstance(request, FindCoordinatorRequest):
                raise
            raise NodeNotReadyError(f"connection to node {node_id} lost: {error}") from error
        except KafkaError:  # which is a RuntimeError
            raise
        except RuntimeError as error:
            kind = NodeNotReadyError if isinstance(request, FindCoordinatorRequest) else KafkaConnectionError
            raise kind(f"connection to node {node_id} lost: {error}") from error

    client.send = send


def _leaderless(cluster: Any, topics: Iterable[str]) -> bool:
    return any(
        len(cluster.available_partitions_for_topic(topic) or ()) < len(cluster.partitions_for_topic(topic) or ())
        for topic in topics or ()
    )
