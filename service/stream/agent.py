"""The enrich agent: batches in, enriched articles and dead letters out, acknowledged when the broker has both."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from service.core.encode import encode_dead_letter
from service.core.requests import fetch_request
from service.edges.tracing import NO_TRACING
from service.models import DeadLetter, Message, Reason, Record, Refusal
from service.stream.delivery import PartitionLostError
from service.stream.incoming import log_bug, record_of, refusal_of
from service.stream.latency import observe_latency
from service.stream.processor import in_turn
from service.stream.quarantine import UNGUARDED
from service.stream.record_reader import UnreadableBatch
from service.stream.second_opinion import Unsure
from service.stream.sources import SourceTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from service.edges.metrics import Metrics
    from service.edges.tracing import Tracing
    from service.stream.batch import Batch
    from service.stream.delivery import Delivery
    from service.stream.processor import Processor
    from service.stream.quarantine import Guard
    from service.stream.second_opinion import SecondOpinion

log = logging.getLogger(__name__)

YIELD_SECONDS = 0.01
"""CPU work gives way to the event loop about this often: heartbeats and acknowledgements cannot wait for a batch."""


@dataclass(frozen=True, slots=True)
class Channels:
    """Names of the output channels.

    Attributes:
        enriched, dead_letter: where articles end.
        fetch: where one goes whose page is wanted; None when nothing is fetched, and it is refused.
    """

    enriched: str
    dead_letter: str
    fetch: str | None = None


@dataclass(slots=True)
class Worked:
    """What came of a batch, each in the order of its records.

    Attributes:
        messages: enriched articles.
        requests: articles whose page is wanted.
        letters: refused ones.
    """

    messages: list[Message] = field(default_factory=list)
    requests: list[Message] = field(default_factory=list)
    letters: list[DeadLetter] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Onlookers:
    """Who is told how work on batches goes on.

    Attributes:
        progressed: called now and then while a batch is worked on.
        sources: counts refused articles by the source that they came from.
        tracing: makes spans of batches.
    """

    progressed: Callable[[], object] = lambda: None
    sources: SourceTable = field(default_factory=SourceTable)
    tracing: Tracing = NO_TRACING


class BatchHandler:
    """What happens to one batch.

    Args:
        process: makes a message or a refusal of a record.
        delivery: how output gets to Kafka.
        channels: the output channels.
        metrics: counts what was acknowledged.
        connector: the name that dead letters give as their origin's connector (the consumer group).
        guard: processes records of which one may have killed a worker.
        onlookers: told how the work goes on.
        second: asks about unsure articles.
    """

    def __init__(
        self,
        process: Processor,
        delivery: Delivery,
        channels: Channels,
        metrics: Metrics,
        connector: str,
        guard: Guard = UNGUARDED,
        onlookers: Onlookers | None = None,
        second: SecondOpinion | None = None,
    ) -> None:
        self._process = process
        self._delivery = delivery
        self._channels = channels
        self._metrics = metrics
        self._connector = connector
        self._guard = guard
        self._onlookers = onlookers or Onlookers()
        self._second = second

    def traced(self, batch: Batch) -> AbstractContextManager[None]:
        """A span around the work on a batch; its publication, begun inside, is a part of it."""
        facts = {
            "messaging.destination.name": batch.tp.topic,
            "messaging.destination.partition.id": str(batch.tp.partition),
            "messaging.kafka.offset": batch.first_offset,
            "messaging.batch.message_count": len(batch.records),
        }
        return self._onlookers.tracing.processing(facts, batch.records)

    async def work(self, batch: Batch) -> Worked:
        """Process every record of a batch, in order, giving way to the event loop now and then.

        Comes to an end early when a rebalance drops the batch: nothing of it is to be published.
        """
        worked = Worked()
        unsure: dict[int, Unsure] = {}
        isolated = self._guard.isolation(batch)
        batch.isolated = isolated is not None
        # Thousands of records a second pass here: what is usual goes without a call more than it needs.
        process = in_turn(self._process, batch.records)
        fits, done, clock = self._fits, worked.messages, time.perf_counter
        until = clock() + YIELD_SECONDS
        for fetched in batch.records:
            if batch.dropped:
                break
            record = fetched if type(fetched) is Record else record_of(fetched)
            if type(fetched) is UnreadableBatch:
                given: Message | Refusal | Unsure = refusal_of(fetched)
            else:
                given = await isolated(record) if isolated else process(record)
            if type(given) is Message and fits(given):
                done.append(given)
            else:
                self._note(worked, unsure, record, given)
            if clock() > until:
                self._onlookers.progressed()
                await asyncio.sleep(0)
                until = clock() + YIELD_SECONDS
        batch.isolated = False
        self._onlookers.sources.note(worked.letters)
        if unsure and self._second is not None:
            settled = await self._second.settle(list(unsure.values()), self._fits)
            for place, message in zip(unsure, settled, strict=True):
                worked.messages[place] = message
        return worked

    def _fits(self, message: Message) -> bool:
        return self._delivery.fits(self._channels.enriched, message)

    def _note(
        self, worked: Worked, unsure: dict[int, Unsure], record: Record, given: Message | Refusal | Unsure
    ) -> None:
        """Put away what came of one record and is no message that its channel takes."""
        outcome = self._fitting(given.enriched.message if isinstance(given, Unsure) else given, self._channels.enriched)
        done = worked.messages
        if isinstance(outcome, Refusal) and outcome.reason is Reason.FETCH_DISABLED and self._channels.fetch:
            done, outcome = worked.requests, self._fitting(fetch_request(record), self._channels.fetch)
        if isinstance(outcome, Refusal):
            worked.letters.append(DeadLetter(record, outcome))
            log_bug(record, outcome)
            return
        if isinstance(given, Unsure):
            unsure[len(done)] = given
        done.append(outcome)

    def _fitting(self, outcome: Message | Refusal, channel: str) -> Message | Refusal:
        if isinstance(outcome, Refusal) or self._delivery.fits(channel, outcome):
            return outcome
        detail = f"what came of the article is larger than {channel} takes; raise its max.message.bytes"
        return Refusal(Reason.OUTPUT_TOO_LARGE, detail, "publish")

    async def publish(self, batch: Batch, worked: Worked) -> None:
        """Publish what came of a batch and return when the broker has acknowledged all of it.

        Raises:
            PublishError: it has not; the batch must not be acknowledged.
            PartitionLostError: the partition is another worker's now, and so is the batch.
        """
        if batch.dropped:  # it is read again, here or elsewhere: published now it would be there twice
            raise PartitionLostError(f"{batch.tp.topic}-{batch.tp.partition}")
        letters = worked.letters
        outputs = [(self._channels.enriched, worked.messages), (self._channels.dead_letter, self._encoded(letters))]
        if self._channels.fetch is not None:
            outputs.append((self._channels.fetch, worked.requests))
        with ExitStack() as stack:
            await self._delivery.deliver(batch, [(name, self._sent(stack, name, group)) for name, group in outputs])
        for channel, group in outputs:
            self._metrics.published.labels(channel).inc(len(group))
        for reason, count in reasons_of(letters).items():
            self._metrics.dead_letters.inc(reason, count)
        observe_latency(batch, self._metrics.end_to_end)

    def _sent(self, stack: ExitStack, channel: str, messages: list[Message]) -> Sequence[Message]:
        """The messages, with a span around their publication; a dead letter stays as it is, byte for byte."""
        if not messages:
            return messages
        inject = channel == self._channels.enriched
        return stack.enter_context(self._onlookers.tracing.sending(channel, messages, inject=inject))

    def _encoded(self, letters: list[DeadLetter]) -> list[Message]:
        return [encode_dead_letter(letter, connector=self._connector) for letter in letters]


def reasons_of(letters: list[DeadLetter]) -> Counter[str]:
    """How many letters there are of each reason."""
    return Counter(letter.refusal.reason.value for letter in letters)
