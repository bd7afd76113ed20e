"""Runs an audit on Kafka: what is audited, the outcomes, then the raw records that have none."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.errors import InputError
from service.stream.audit import RANGES, Ledger, Leftovers, PartitionAccount, size_of
from service.stream.audit_deleted import note_deleted
from service.stream.audit_outcomes import raw_of, refused_place
from service.stream.audit_under_way import UnderWay
from service.stream.scan import Spans, existing_partitions, scan, size_of_spans, spans_of

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from aiokafka import TopicPartition

    from service.edges.settings import Settings
    from service.stream.audit import Range

JOINED = 2000
"""Holes nearer to each other, in offsets, are read in one go: that costs less than a seek."""
SKEW_MS = 3_600_000
"""With a time to begin from, enriched events are read from an hour before: clocks of producers may be ahead."""
LOOKS, LOOK_SECONDS = 3, 1.0
"""How often, and after what pause, outcomes are read on when some are missing: open transactions hide them a while."""
_COUNTS = ("records", "enriched", "dead", "redriven", "duplicates", "fetching", "pending")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is audited: all, or from a time on (ms since the epoch), or ranges of offsets by partition."""

    since_ms: int | None = None
    ranges: Mapping[int, Range] = field(default_factory=dict)


@dataclass(slots=True)
class Report:
    """What an audit found.

    Attributes:
        channel, group: the raw channel and the consumer group.
        accounts: by partition.
        elsewhere: outcomes of records of other channels.
        unreadable: records of the output channels that name no raw record.
        trimmed: output channels whose first records are deleted: outcomes may have been among them.
        seconds: how long it took.
    """

    channel: str
    group: str
    accounts: list[PartitionAccount]
    elsewhere: int
    unreadable: int
    trimmed: list[str]
    seconds: float

    @property
    def accounted(self) -> bool:
        """Whether every raw record has an outcome, or is still to come."""
        return all(account.accounted for account in self.accounts)

    def total(self, name: str) -> int:
        """A count, or the offsets in ranges, over all partitions."""
        values = [getattr(account, name) for account in self.accounts]
        return sum(size_of(value) if name in RANGES else value for value in values)

    def as_json(self) -> dict[str, Any]:
        """The report for machines."""
        return {
            "channel": self.channel,
            "group": self.group,
            "accounted": self.accounted,
            **{name: self.total(name) for name in (*_COUNTS, *RANGES)},
            "elsewhere": self.elsewhere,
            "unreadable": self.unreadable,
            "trimmed": self.trimmed,
            "seconds": round(self.seconds, 3),
            "partitions": [account.as_json() for account in self.accounts],
        }


class Audit:
    """One audit.

    Args:
        consumer: a started consumer without a subscription that reads committed records only.
        admin: a started admin client.
        settings: the channels and the group.
        scope: what is audited.
        advance: is told what is read, by how many offsets it went on, and of how many.
    """

    def __init__(
        self, consumer: Any, admin: Any, settings: Settings, scope: Scope, advance: Callable[[str, int, int], None]
    ) -> None:
        self._consumer = consumer
        self._admin = admin
        self._settings = settings
        self._scope = scope
        self._advance = advance
        self._committed: dict[int, int] = {}
        self._starts: dict[int, int] = {}

    async def __call__(self) -> Report:
        """Audit.

        Raises:
            ChannelError: a channel is missing.
            InputError: a range names a partition that is not there.
            BrokerError: Kafka gives nothing more.
        """
        started = time.monotonic()
        raw = await self._partitions(self._settings.channel_raw, "CHANNEL_RAW")
        # The group's place before the ends of the output: what was committed then has its outcome below those.
        self._committed = await self._commits()
        under_way = UnderWay(self._consumer, self._admin, self._settings)
        await under_way.begin()
        spans = await self._raw_spans(raw)
        outputs, trimmed = await self._output_spans()
        ledger = Ledger(self._settings.channel_raw, len(raw))
        await self._read_outcomes(ledger, outputs)
        await under_way.read()
        accounts = await self._account(ledger, spans, under_way.places, trimmed=bool(trimmed))
        for _ in range(LOOKS):
            if not any(account.missing for account in accounts):
                break
            await asyncio.sleep(LOOK_SECONDS)
            grown = await self._grown(outputs)
            if await under_way.read() or grown:
                await self._read_outcomes(ledger, grown)
                accounts = await self._account(ledger, spans, under_way.places, trimmed=bool(trimmed))
        seconds = time.monotonic() - started
        group = self._settings.kafka_group_id
        return Report(ledger.channel, group, accounts, ledger.elsewhere, ledger.unreadable, trimmed, seconds)

    async def _partitions(self, channel: str, setting: str) -> list[TopicPartition]:
        return await existing_partitions(self._admin, channel, f"COMMUNIQUE_{setting} names it")

    async def _commits(self) -> dict[int, int]:
        found = await self._admin.list_consumer_group_offsets(self._settings.kafka_group_id)
        channel = self._settings.channel_raw
        return {
            place.partition: one.offset for place, one in found.items() if place.topic == channel and one.offset >= 0
        }

    async def _raw_spans(self, partitions: list[TopicPartition]) -> Spans:
        """What is audited of each raw partition; outcomes are looked for from the first record that is kept."""
        self._starts = {p.partition: at for p, at in (await self._consumer.beginning_offsets(partitions)).items()}
        spans = await spans_of(self._consumer, partitions, since_ms=self._scope.since_ms)
        if not self._scope.ranges:
            return spans
        if absent := sorted(self._scope.ranges.keys() - {partition.partition for partition in partitions}):
            channel, last = self._settings.channel_raw, len(partitions) - 1
            raise InputError(f"--range {absent[0]}: {channel} has no such partition; its last is {last}")
        return {
            partition: _within(span, self._scope.ranges[partition.partition])
            for partition, span in spans.items()
            if partition.partition in self._scope.ranges
        }

    async def _output_spans(self) -> tuple[Spans, list[str]]:
        enriched = await self._partitions(self._settings.channel_enriched, "CHANNEL_ENRICHED")
        dead = await self._partitions(self._settings.channel_dead_letter, "CHANNEL_DEAD_LETTER")
        since = self._scope.since_ms
        spans = await spans_of(self._consumer, enriched, since_ms=None if since is None else since - SKEW_MS)
        # Dead letters bear the times of their articles, which are in no order: all of them are read.
        spans |= await spans_of(self._consumer, dead)
        starts = await self._consumer.beginning_offsets([*enriched, *dead])
        return spans, sorted({partition.topic for partition, start in starts.items() if start})

    async def _grown(self, outputs: Spans) -> Spans:
        """What came to the outputs since they were read; from now on they count as read up to there."""
        ends = await self._consumer.end_offsets(list(outputs))
        grown = {
            partition: (outputs[partition][1], end) for partition, end in ends.items() if end > outputs[partition][1]
        }
        outputs.update({partition: (outputs[partition][0], end) for partition, (_, end) in grown.items()})
        return grown

    async def _read_outcomes(self, ledger: Ledger, spans: Spans) -> None:
        enriched, total = self._settings.channel_enriched, size_of_spans(spans)
        async for partition, records, forward in scan(self._consumer, spans):
            if partition.topic == enriched:
                for record in records:
                    ledger.add_enriched(raw_of(record.value))
            else:
                for record in records:
                    ledger.add_dead(refused_place(record.headers, ledger.channel))
            self._advance("reading outcomes", forward, total)

    async def _account(
        self, ledger: Ledger, spans: Spans, under_way: Container[tuple[int, int]], *, trimmed: bool
    ) -> list[PartitionAccount]:
        accounts = {p.partition: self._begin(p.partition, start, end) for p, (start, end) in spans.items()}
        leftovers = Leftovers(ledger, self._committed, under_way)
        await self._read_leftovers(ledger, spans, leftovers)
        for account in accounts.values():
            ledger.count(account)
            note_deleted(ledger, account, self._starts[account.partition], leftovers, outcomes_deleted=trimmed)
        leftovers.fill(accounts)
        return list(accounts.values())

    def _begin(self, partition: int, start: int, end: int) -> PartitionAccount:
        return PartitionAccount(partition, start, end, self._committed.get(partition))

    async def _read_leftovers(self, ledger: Ledger, spans: Spans, leftovers: Leftovers) -> None:
        """Read the raw records at offsets without an outcome, all partitions at once, stretch by stretch."""
        total = sum(size_of(joined(ledger.holes(p.partition, *span))) for p, span in spans.items())
        stretches = {p: joined(ledger.holes(p.partition, *span)) for p, span in spans.items()}
        while turn := {partition: found for partition, more in stretches.items() if (found := next(more, None))}:
            async for _, records, forward in scan(self._consumer, turn):
                for record in records:
                    if ledger.noted(record.partition, record.offset) == (0, 0):
                        leftovers.add(record)
                self._advance("looking at what is left", forward, total)


def _within(span: Range, wanted: Range) -> Range:
    start, end = max(span[0], wanted[0]), min(span[1], wanted[1])
    return min(start, end), end


def joined(holes: Iterable[Range]) -> Iterator[Range]:
    """Holes, which are in order, as stretches: those less than `JOINED` offsets apart are one."""
    stretch: Range | None = None
    for start, end in holes:
        if stretch is not None and start - stretch[1] >= JOINED:
            yield stretch
            stretch = None
        stretch = (start if stretch is None else stretch[0], end)
    if stretch is not None:
        yield stretch
