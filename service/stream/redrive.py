"""Redriving and discarding dead letters: a plan first, then transactions of letters with their settlements.

A letter's way back and the record that says so stand in one Kafka transaction: a crash between them is impossible, so
a run that is started again neither repeats a letter nor leaves one out. One transactional id for each dead-letter
channel makes Kafka itself keep two runs apart: the later one fences the earlier.
"""

from __future__ import annotations

import asyncio
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import cramjam
from aiokafka import TopicPartition
from aiokafka.errors import InvalidProducerEpoch, ProducerFenced

from service.errors import CommuniqueError, PublishError
from service.models import Message, Reason
from service.stream.dead_letters import letter_of, redriven_headers
from service.stream.publish import Publisher, size_of
from service.stream.scan import Spans, existing_partitions, scan, spans_of
from service.stream.settlements import Action, Settlement

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence

    from service.core.headers import Origin
    from service.edges.settings import Settings
    from service.stream.dead_letters import Letter, LetterFilter
    from service.stream.settlements import Settled

MOST_IN_TRANSACTION = 500
"""Letters in one transaction; also what a crash makes to be sent anew."""
MOST_BYTES_IN_TRANSACTION = 8 << 20
"""Bytes of letters in one transaction, a larger letter alone: bounds what is held in memory."""
PUBLISH_SECONDS = 45.0
"""Longest wait for the broker's word on a transaction's records: less than the 60 s that Kafka lets it last."""
MOST_FAILURES = 3
"""A letter that failed so often on this build is not redriven: it would come back."""

_FENCED = (ProducerFenced, InvalidProducerEpoch)
Step = tuple[list["Letter"], int]
"""Letters, and by how many offsets they bring the reading forward."""


def transactional_id(settings: Settings) -> str:
    """The transactional id of whoever settles letters of a dead-letter channel."""
    return f"communique-dead-letter-{settings.channel_dead_letter}"


async def letter_spans(consumer: Any, admin: Any, settings: Settings, wanted: LetterFilter) -> Spans:
    """The stretches of the dead-letter channel in which letters that are meant can lie, up to its present end.

    Raises:
        ChannelError: there is no such channel.
    """
    mend = "COMMUNIQUE_CHANNEL_DEAD_LETTER names it"
    partitions = await existing_partitions(admin, settings.channel_dead_letter, mend)
    if wanted.partitions:
        partitions = [partition for partition in partitions if partition.partition in wanted.partitions]
    spans = await spans_of(consumer, partitions, since_ms=wanted.since_ms)
    return {partition: _cut(span, wanted) for partition, span in spans.items()}


def _cut(span: tuple[int, int], wanted: LetterFilter) -> tuple[int, int]:
    start, end = span
    start = max(start, wanted.first or 0)
    end = end if wanted.last is None else min(end, wanted.last + 1)
    return min(start, end), end


async def letters(
    consumer: Any, spans: Spans, wanted: LetterFilter, settled: Settled | None = None
) -> AsyncIterator[Step]:
    """Letters that are meant; with `settled` only those that are still open."""
    async for _, records, forward in scan(consumer, spans):
        read = map(letter_of, records)
        yield [one for one in read if wanted.takes(one) and (settled is None or settled.action(one) is None)], forward


class Verdict(StrEnum):
    """Whether a letter can go back."""

    READY = "ready"
    LOOPING = "looping"
    NO_ORIGIN = "no_origin"
    ELSEWHERE = "elsewhere"
    NO_RECORD = "no_record"
    TOO_LARGE = "too_large"


@dataclass(slots=True)
class Judge:
    """Decides whether a letter can go back.

    Attributes:
        channel: the channel that letters go back to; letters from elsewhere stay: an origin is a header, which whoever
            produces to the raw channel can forge.
        limit: the largest record, in bytes, that the channel takes.
        build: the version of Communique that will work on what goes back.
        most_failures: so many failures on that build are a loop; None lets all pass.
        earlier: how often articles of suspicious origins failed on other builds.
    """

    channel: str
    limit: int
    build: str
    most_failures: int | None = MOST_FAILURES
    earlier: dict[Origin, int] = field(default_factory=dict)

    def verdict(self, letter: Letter) -> Verdict:
        """Whether a letter can go back."""
        if letter.origin is None:
            return Verdict.NO_ORIGIN
        if letter.origin.channel != self.channel:
            return Verdict.ELSEWHERE
        if letter.reason == Reason.UNREADABLE_BATCH:
            return Verdict.NO_RECORD
        if self.is_suspicious(letter) and self._failures(letter, letter.origin) >= (self.most_failures or 0):
            return Verdict.LOOPING
        return Verdict.READY if fits(redriven(letter), self.limit) else Verdict.TOO_LARGE

    def is_suspicious(self, letter: Letter) -> bool:
        """Whether a letter failed often enough, if all failures were on this build."""
        return self.most_failures is not None and letter.build == self.build and letter.attempts >= self.most_failures

    def _failures(self, letter: Letter, origin: Origin) -> int:
        return letter.attempts - self.earlier.get(origin, 0)


def redriven(letter: Letter) -> Message:
    """The record that goes back.

    Without a timestamp, so that it is as old as its sending: with that of an old article a channel's retention could
    delete it before it is read. The origin keeps the article's.
    """
    return Message(letter.key, letter.value, redriven_headers(letter))


def fits(message: Message, limit: int) -> bool:
    """Whether a channel takes a record, compressed if need be: `Publisher` sends a large one so, a batch to itself."""
    size = size_of(message)
    value = message.value or b""
    return size <= limit or size - len(value) + len(cramjam.zstd.compress(value)) <= limit


@dataclass(slots=True)
class Plan:
    """What would be done: how many letters have which verdict, and the reasons of those that are ready."""

    verdicts: Counter[Verdict] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)

    @property
    def ready(self) -> int:
        """Letters that can go back."""
        return self.verdicts[Verdict.READY]

    def add(self, letter: Letter, verdict: Verdict) -> None:
        """Count one."""
        self.verdicts[verdict] += 1
        if verdict is Verdict.READY:
            self.reasons[letter.reason or "unknown"] += 1


async def plan_redrive(consumer: Any, spans: Spans, wanted: LetterFilter, settled: Settled, judge: Judge) -> Plan:
    """Read the letters that are meant, give each its verdict; fills the judge's `earlier`."""
    suspicious: set[Origin] = set()
    async for batch, _ in letters(consumer, spans, wanted, settled):
        suspicious.update(one.origin for one in batch if one.origin is not None and judge.is_suspicious(one))
    if suspicious:
        await _learn_history(consumer, spans, judge, suspicious)
    plan = Plan()
    async for batch, _ in letters(consumer, spans, wanted, settled):
        for letter in batch:
            plan.add(letter, judge.verdict(letter))
    return plan


async def _learn_history(consumer: Any, spans: Spans, judge: Judge, suspicious: set[Origin]) -> None:
    """Attempts count over all builds: older letters of the same articles tell how many were on other builds."""
    whole = await spans_of(consumer, await _partitions(consumer, spans))
    async for _, records, _ in scan(consumer, whole):
        for letter in map(letter_of, records):
            if letter.origin in suspicious and letter.build != judge.build:
                judge.earlier[letter.origin] = max(letter.attempts, judge.earlier.get(letter.origin, 0))


async def _partitions(consumer: Any, spans: Spans) -> list[TopicPartition]:
    channel = next(iter(spans)).topic
    return [TopicPartition(channel, number) for number in consumer.partitions_for_topic(channel) or ()]


class Settler:
    """Settles letters, some hundreds a transaction.

    Args:
        producer: a started transactional producer with the id `transactional_id`.
        limits: the largest record, in bytes, that the channel of the letters and the state channel take.
        state: the state channel's name and how many partitions it has.
        now: the present as RFC 3339.
        rate: at most so many letters a second; None does not wait.
    """

    def __init__(
        self,
        producer: Any,
        limits: Mapping[str, int],
        state: tuple[str, int],
        now: Callable[[], str],
        rate: float | None = None,
    ) -> None:
        self._producer = producer
        # Not the producer's own `send`: that takes no record without key and value, which dead letters may be.
        self._publisher = Publisher(producer, limits, PUBLISH_SECONDS)
        self._state, self._state_partitions = state
        self._now = now
        self._rate = rate
        self._most = max(1, min(MOST_IN_TRANSACTION, int(rate or MOST_IN_TRANSACTION)))
        self._ready_at = time.monotonic()

    async def redrive(self, batch: Sequence[Letter], channel: str) -> AsyncIterator[int]:
        """Send letters back, each to the partition that it came from while there is one, and settle them.

        Args:
            batch: letters with an origin.
            channel: where to.

        Yields:
            After each transaction, how many letters it settled.

        Raises:
            CommuniqueError: another run took over; nothing of the last transaction was sent.
            PublishError: the broker refused, or did not acknowledge; nothing of the last transaction was sent.
        """
        async for count in self._in_transactions(batch, Action.REDRIVEN, "", channel):
            yield count

    async def discard(self, batch: Sequence[Letter], why: str) -> AsyncIterator[int]:
        """Settle letters without sending them; yields and raises as `redrive`."""
        async for count in self._in_transactions(batch, Action.DISCARDED, why, None):
            yield count

    async def _in_transactions(
        self, batch: Sequence[Letter], action: Action, why: str, channel: str | None
    ) -> AsyncIterator[int]:
        for part in parts_of(batch, self._most):
            await self._wait(len(part))
            try:
                async with self._producer.transaction():
                    if channel is not None:
                        await self._send_back(part, channel)
                    await self._settle(part, action, why)
            except (*_FENCED, PublishError) as error:
                if isinstance(error, PublishError) and not isinstance(error.__cause__, _FENCED):
                    raise
                raise CommuniqueError(
                    "another `communique dead-letter redrive` or `discard` of this channel began and took over; "
                    "nothing of this one's last transaction was sent. Start it again when that one is done"
                ) from None
            yield len(part)

    async def _send_back(self, part: Sequence[Letter], channel: str) -> None:
        groups: dict[int, list[Message]] = defaultdict(list)
        for letter in part:
            assert letter.origin is not None  # noqa: S101 - the judge lets no other pass
            groups[letter.origin.partition].append(redriven(letter))
        await asyncio.gather(*(self._publisher.publish(channel, *group) for group in groups.items()))

    async def _settle(self, part: Sequence[Letter], action: Action, why: str) -> None:
        groups: dict[int, list[Message]] = defaultdict(list)
        for letter in part:
            settlement = Settlement(letter.partition, letter.offset, action, self._now(), why)
            # By the letter's partition alone: a later word on a letter must stand after an earlier one.
            groups[letter.partition % self._state_partitions].append(settlement.message())
        await asyncio.gather(*(self._publisher.publish(self._state, *group) for group in groups.items()))

    async def _wait(self, count: int) -> None:
        if self._rate:
            await asyncio.sleep(self._ready_at - time.monotonic())
            self._ready_at = max(self._ready_at, time.monotonic()) + count / self._rate


def parts_of(batch: Sequence[Letter], most: int) -> list[list[Letter]]:
    """Letters in parts of at most `most` and `MOST_BYTES_IN_TRANSACTION` bytes; a larger letter alone."""
    parts: list[list[Letter]] = []
    room = 0
    for letter in batch:
        size = size_of(Message(letter.key, letter.value, letter.headers))
        if not parts or len(parts[-1]) >= most or size > room:
            parts.append([])
            room = MOST_BYTES_IN_TRANSACTION
        parts[-1].append(letter)
        room -= size
    return parts
