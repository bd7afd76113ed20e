"""What became of dead letters: redriven or discarded, kept in a compacted channel beside theirs.

Kafka cannot delete one record. So the channel `<dead-letter channel>.state` holds a record for each letter that is
settled, keyed by the letter's partition and offset. It is read whole before letters are listed or sent.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from service.errors import ChannelError
from service.models import Message
from service.stream.channels import DEFAULT_MAX_MESSAGE_BYTES, new_channel
from service.stream.offset_map import OffsetMap
from service.stream.scan import existing_partitions, partitions_of, scan, spans_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.edges.settings import Settings
    from service.stream.dead_letters import Letter

SUFFIX = ".state"
"""After the dead-letter channel's name."""
MOST_WHY = 1000
"""Characters of a note on why letters were discarded."""
_READY_TRIES = 100
_KEY = re.compile(rb"([0-9]{1,10}):([0-9]{1,18})")


class Action(StrEnum):
    """What was done with a letter."""

    REDRIVEN = "redriven"
    DISCARDED = "discarded"


_CODES = {Action.REDRIVEN: 1, Action.DISCARDED: 2}
_ACTIONS = {code: action for action, code in _CODES.items()}


@dataclass(frozen=True, slots=True)
class Settlement:
    """A letter's end.

    Attributes:
        partition, offset: of the letter in the dead-letter channel.
        action: what was done with it.
        at: when, RFC 3339.
        why: a person's note; "" without one.
    """

    partition: int
    offset: int
    action: Action
    at: str
    why: str = ""

    def message(self) -> Message:
        """The record for the state channel."""
        value: dict[str, Any] = {"action": self.action.value, "at": self.at}
        if self.why:
            value["why"] = self.why
        return Message(b"%d:%d" % (self.partition, self.offset), orjson.dumps(value))


class Settled:
    """Which letters are settled, and how."""

    def __init__(self) -> None:
        self._map = OffsetMap()

    def add(self, settlement: Settlement) -> None:
        """Note one; a later one wins."""
        self._map.set(settlement.partition, settlement.offset, _CODES[settlement.action])

    def action(self, letter: Letter) -> Action | None:
        """What was done with a letter; None while it is open."""
        return _ACTIONS.get(self._map.get(letter.partition, letter.offset))


def state_channel(settings: Settings) -> str:
    """The name of the channel that holds what became of the dead letters."""
    return settings.channel_dead_letter + SUFFIX


def settlement_of(record: Any) -> Settlement | None:
    """Read a record of the state channel; None when it is none of ours."""
    place = _KEY.fullmatch(record.key or b"")
    try:
        value = orjson.loads(record.value or b"")
        action = Action(value["action"])
        at, why = str(value.get("at", "")), str(value.get("why", ""))
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return Settlement(int(place[1]), int(place[2]), action, at, why) if place else None


async def settlements(consumer: Any, admin: Any, settings: Settings) -> AsyncIterator[Settlement]:
    """Everything that the state channel says, oldest first in each of its partitions; nothing when there is none."""
    channel = state_channel(settings)
    if await partitions_of(admin, channel) is None:
        return
    partitions = await existing_partitions(admin, channel, "it was there a moment ago")
    async for _, records, _ in scan(consumer, await spans_of(consumer, partitions)):
        for record in records:
            settlement = settlement_of(record)
            if settlement is not None:
                yield settlement


async def read_settled(consumer: Any, admin: Any, settings: Settings) -> Settled:
    """All settled letters."""
    settled = Settled()
    async for settlement in settlements(consumer, admin, settings):
        settled.add(settlement)
    return settled


async def ensure_state_channel(admin: Any, settings: Settings) -> int:
    """See that the state channel is there and compacted; create it when it is missing.

    Returns:
        How many partitions it has.

    Raises:
        ChannelError: it cannot be created, or forgets: it is not compacted.
    """
    name = state_channel(settings)
    count = await partitions_of(admin, name)
    if count is None:
        letters = await existing_partitions(
            admin, settings.channel_dead_letter, "COMMUNIQUE_CHANNEL_DEAD_LETTER names it"
        )
        count = len(letters)
    return await ensure_compacted(admin, name, count, "so it would forget what was redriven")


async def ensure_compacted(admin: Any, name: str, partitions: int, otherwise: str) -> int:
    """See that a channel is there and compacted; create it when it is missing.

    Args:
        admin: a started admin client.
        name: the channel.
        partitions: that it is created with.
        otherwise: what comes of it when it is not compacted, for the error.

    Returns:
        How many partitions it has.

    Raises:
        ChannelError: it cannot be created, or is not compacted.
    """
    count = await partitions_of(admin, name)
    if count is None:
        await _create(admin, name, partitions)
        count = await _partitions_when_ready(admin, name)
    policy = await channel_setting(admin, name, "cleanup.policy")
    if policy is not None and policy != "compact":
        mend = f"kafka-configs.sh --alter --topic {name} --add-config cleanup.policy=compact"
        raise ChannelError(f"{name}: cleanup.policy is {policy}, {otherwise}; {mend}")
    return count


async def _create(admin: Any, name: str, partitions: int) -> None:
    mend = "create it with cleanup.policy=compact"
    try:
        answer = await admin.create_topics([new_channel(name, partitions, {"cleanup.policy": "compact"})])
    except TopicAlreadyExistsError:
        return  # somebody else was first
    except KafkaError as error:
        raise ChannelError(f"channel {name} cannot be created: {error!r}; {mend}") from error
    code = answer.topic_errors[0][1]
    if code not in {0, TopicAlreadyExistsError.errno}:
        raise ChannelError(f"channel {name} cannot be created: {for_code(code).__name__}; {mend}")


async def _partitions_when_ready(admin: Any, name: str) -> int:
    """Partitions of a new channel, once each of them has a leader: at most 10 s after its creation."""
    for _ in range(_READY_TRIES):
        found = (await admin.describe_topics([name]))[0]
        codes = [found["error_code"], *(partition["error_code"] for partition in found["partitions"])]
        if found["partitions"] and not any(codes):
            return len(found["partitions"])
        await asyncio.sleep(0.1)
    raise ChannelError(f"channel {name} was created but has no leaders yet; try again")


async def size_limit(admin: Any, channel: str, settings: Settings) -> int:
    """The largest record, in bytes, that a channel takes; what the settings say where the broker does not tell."""
    told = await channel_setting(admin, channel, "max.message.bytes")
    return int(told) if told else settings.max_message_bytes or DEFAULT_MAX_MESSAGE_BYTES


async def channel_setting(admin: Any, channel: str, name: str) -> str | None:
    """One of a channel's settings under Kafka's name; None where the broker denies the request."""
    try:
        answers = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, channel)])
    except KafkaError:
        return None
    entries = [entry for answer in answers for resource in answer.resources for entry in resource[4]]
    return next((entry[1] for entry in entries if entry[0] == name), None)
