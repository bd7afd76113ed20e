"""Making a broker refuse what is produced to a channel, for a while, and reading what a group has committed."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager

from confluent_kafka import Consumer, KafkaError, KafkaException, TopicPartition
from confluent_kafka.admin import (
    AclBinding,
    AclBindingFilter,
    AclOperation,
    AclPermissionType,
    AdminClient,
    AlterConfigOpType,
    ConfigEntry,
    ConfigResource,
    ResourcePatternType,
    ResourceType,
)

from tests.chaos.witness import QUIET

# Kafka 4 caps min.insync.replicas at a channel's copies, so a single broker never answers NOT_ENOUGH_REPLICAS. It does
# refuse records whose timestamp is further from its own clock than these allow: INVALID_TIMESTAMP, for good.
#
# It also refuses a transaction's markers by these, takes that for a fatal error and never writes them: whoever has the
# transactional id next is told CONCURRENT_TRANSACTIONS for ever. Transactions are refused by permission.
REFUSING = {"message.timestamp.before.max.ms": "0", "message.timestamp.after.max.ms": "0"}

_NOT_HEARD_OF = {KafkaError._UNKNOWN_PARTITION, KafkaError._UNKNOWN_TOPIC, KafkaError.UNKNOWN_TOPIC_OR_PART}
ASK_AGAIN_SECONDS = 0.2

ANYBODY = "User:ANONYMOUS"
"""Everybody on a listener without logins."""


def refusing(bootstrap: str, channel: str, mode: str) -> AbstractContextManager[None]:
    """While inside, the broker refuses whatever workers of a delivery mode produce to `channel`."""
    return denied(bootstrap, channel) if mode == "exactly-once" else refused(bootstrap, channel)


@contextmanager
def refused(bootstrap: str, channel: str) -> Iterator[None]:
    """While inside, the broker refuses every record produced to `channel`."""
    admin = AdminClient({**QUIET, "bootstrap.servers": bootstrap})
    _alter(admin, channel, REFUSING, AlterConfigOpType.SET)
    try:
        yield
    finally:
        _alter(admin, channel, REFUSING, AlterConfigOpType.DELETE)


@contextmanager
def denied(bootstrap: str, channel: str) -> Iterator[None]:
    """While inside, nobody may write to a channel."""
    admin = AdminClient({**QUIET, "bootstrap.servers": bootstrap})
    place = (ResourceType.TOPIC, channel, ResourcePatternType.LITERAL, ANYBODY, "*")
    # With any rule for a channel, what no rule allows is denied: reading must be allowed beside.
    rules = [
        AclBinding(*place, AclOperation.ALL, AclPermissionType.ALLOW),
        AclBinding(*place, AclOperation.WRITE, AclPermissionType.DENY),
    ]
    for done in admin.create_acls(rules).values():
        done.result(30)
    try:
        yield
    finally:
        everything = AclBindingFilter(*place, AclOperation.ANY, AclPermissionType.ANY)
        for removed in admin.delete_acls([everything]).values():
            removed.result(30)


@contextmanager
def limited(bootstrap: str, channel: str, size: int, *, then: int) -> Iterator[None]:
    """While inside, the broker takes batches of at most `size` bytes in `channel`; of `then` bytes after it."""
    admin = AdminClient({**QUIET, "bootstrap.servers": bootstrap})
    _alter(admin, channel, {"max.message.bytes": str(size)}, AlterConfigOpType.SET)
    try:
        yield
    finally:
        _alter(admin, channel, {"max.message.bytes": str(then)}, AlterConfigOpType.SET)


def _alter(admin: AdminClient, channel: str, settings: Mapping[str, str], operation: AlterConfigOpType) -> None:
    entries = [ConfigEntry(name, value, incremental_operation=operation) for name, value in settings.items()]
    resource = ConfigResource(ResourceType.TOPIC, channel, incremental_configs=entries)
    for done in admin.incremental_alter_configs([resource]).values():
        done.result(30)


class Committed:
    """What a consumer group has committed in a channel, asked of the broker without joining the group."""

    def __init__(self, bootstrap: str, group: str, channel: str, partitions: int) -> None:
        self._consumer = Consumer(
            {
                **QUIET,
                "bootstrap.servers": bootstrap,
                "group.id": group,
                "enable.auto.commit": False,
                "isolation.level": "read_committed",
            }
        )
        self._places = [TopicPartition(channel, number) for number in range(partitions)]

    def __call__(self, seconds: float = 30.0) -> dict[int, int]:
        """The offset to be read next by partition; 0 before the first commit.

        Raises:
            KafkaException: no answer in `seconds`.
        """
        return {place.partition: max(0, place.offset) for place in self._consumer.committed(self._places, seconds)}

    def ends(self, *channels: str, seconds: float = 30.0) -> dict[tuple[str, int], int]:
        """The present ends of channels with as many partitions, as a read_committed reader is told them.

        Raises:
            KafkaException: no answer in `seconds`.
        """
        until = time.monotonic() + seconds
        places = [TopicPartition(channel, place.partition) for channel in channels for place in self._places]
        return {(place.topic, place.partition): self._end(place, until) for place in places}

    def _end(self, place: TopicPartition, until: float) -> int:
        """One partition's end. A broker that has just come back may not have heard of its channels yet: ask again."""
        while True:
            try:
                end: int = self._consumer.get_watermark_offsets(place, timeout=max(0.1, until - time.monotonic()))[1]
            except KafkaException as error:
                if error.args[0].code() not in _NOT_HEARD_OF or time.monotonic() > until:
                    raise
                time.sleep(ASK_AGAIN_SECONDS)
            else:
                return end

    def close(self) -> None:
        """Give back the connection."""
        self._consumer.close()
