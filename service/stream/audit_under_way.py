"""Raw records on their way over the channels for fetching: without an outcome yet, and not lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aiokafka import TopicPartition

from service.core.headers import raw_place
from service.stream.fetch_groups import groups_of
from service.stream.scan import partitions_of, scan

if TYPE_CHECKING:
    from service.edges.settings import Settings
    from service.stream.scan import Spans


class UnderWay:
    """What stands on the channels for fetching; nothing where they do not exist, whatever the settings say now.

    Everything is read from the committed offsets on. Whoever notes these first, and the ends of the output channels
    afterwards, finds each record here or there: it leaves the one only when it is in the other.

    Args:
        consumer: a started consumer without a subscription.
        admin: a started admin client.
        settings: the channels and the group.

    Attributes:
        places: partition and offset of the raw records that were seen.
    """

    def __init__(self, consumer: Any, admin: Any, settings: Settings) -> None:
        self.places: set[tuple[int, int]] = set()
        self._consumer = consumer
        self._admin = admin
        self._settings = settings
        self._at: dict[TopicPartition, int] = {}

    async def begin(self) -> None:
        """Note where the groups stand."""
        groups = {self._settings.kafka_group_id: (self._settings.channel_fetched,), **groups_of(self._settings)}
        for group, channels in groups.items():
            partitions = [place for channel in channels for place in await self._partitions(channel)]
            if not partitions:
                continue
            committed = await self._admin.list_consumer_group_offsets(group)
            starts = await self._consumer.beginning_offsets(partitions)
            for place in partitions:
                stands = committed.get(place)
                self._at[place] = max(starts[place], -1 if stands is None else stands.offset)

    async def _partitions(self, channel: str) -> list[TopicPartition]:
        return [TopicPartition(channel, number) for number in range(await partitions_of(self._admin, channel) or 0)]

    async def read(self) -> bool:
        """Read on to the present ends; whether there was anything."""
        if not self._at:
            return False
        ends = await self._consumer.end_offsets(list(self._at))
        spans: Spans = {place: (at, ends[place]) for place, at in self._at.items() if at < ends[place]}
        async for _, records, _ in scan(self._consumer, spans):
            for record in records:
                raw = raw_place(tuple(record.headers))
                if raw is not None and raw.channel == self._settings.channel_raw:
                    self.places.add((raw.partition, raw.offset))
        self._at.update({place: end for place, (_, end) in spans.items()})
        return bool(spans)
