"""The enrich agent: batches in, enriched articles and dead letters out, acknowledged when the broker has both."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from service.core.encode import encode_dead_letter
from service.core.pipeline import Enriched
from service.core.requests import fetch_request
from service.edges.metric_table import STAGES
from service.edges.tracing import NO_TRACING
from service.errors import PublishError, Refused
from service.models import DeadLetter, Reason, Record, Refusal
from service.stream.delivery import PartitionLostError
from service.stream.health import Health
from service.stream.intake import Intake
from service.stream.latency import observe_latency
from service.stream.policy import produce_error
from service.stream.quarantine import UNGUARDED
from service.stream.record_reader import UnreadableBatch
from service.stream.second_opinion import Unsure
from service.stream.sources import SourceTable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from contextlib import AbstractContextManager

    from aiokafka.structs import ConsumerRecord

    from service.edges.metrics import Metrics
    from service.edges.tracing import Tracing
    from service.models import Message
    from service.pipeline import Pipeline
    from service.stream.batch import Batch
    from service.stream.delivery import Delivery
    from service.stream.quarantine import Guard
    from service.stream.second_opinion import SecondOpinion
    from service.stream.tally import Tally

log = logging.getLogger(__name__)

YIELD_SECONDS = 0.01
"""CPU work gives way to the event loop about this often: heartbeats and acknowledgements cannot wait for a batch."""


class Processor(Protocol):
    """Turns one record into the message to publish, or says why it is refused. Must not raise.

    What is unsure goes out as well, after a second opinion where there is somebody to ask.
    """

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """Process one record."""


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


class EnrichProcessor:
    """The pipeline as a Processor, with its stages timed and its outcomes counted.

    Args:
        pipeline: what is done with each record.
        tally: where it is counted.
        work_limit_seconds: CPU time after which an article is refused, at the end of the stage that it is in.
    """

    def __init__(self, pipeline: Pipeline, tally: Tally, work_limit_seconds: float = math.inf) -> None:
        self._pipeline = pipeline
        self._tally = tally
        self._work_limit = work_limit_seconds
        self._started = 0.0
        self._until = math.inf

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """Enrich one record."""
        self._started = time.perf_counter()
        self._until = time.thread_time() + self._work_limit
        outcome = self._pipeline.process(record, self._lap)
        if not isinstance(outcome, Enriched):
            return outcome
        if outcome.uncertain:
            return Unsure(outcome, record)  # counted when it is settled
        article = outcome.article
        topics = tuple(topic.id for topic in article.topics)
        self._tally.count_article(topics, article.language, article.removed, article.warnings)
        return outcome.message

    def _lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._tally.observe_stage(stage, now - self._started)
        self._started = now
        # CPU time of this thread: neither a busy machine nor a frozen process is the article's fault. What is done
        # is done: after the last stage there is nothing left to spare.
        if stage != STAGES[-1] and time.thread_time() > self._until:
            detail = f"the article took over {self._work_limit:g} s of CPU time by the end of the stage {stage}"
            raise Refused(Reason.WORK_LIMIT, detail)


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
        """Process every record of a batch, in order, giving way to the event loop now and then."""
        worked = Worked()
        unsure: dict[int, Unsure] = {}
        isolated = self._guard.isolation(batch)
        until = time.perf_counter() + YIELD_SECONDS
        for fetched in batch.records:
            record = record_of(fetched)
            if type(fetched) is UnreadableBatch:
                outcome: Message | Refusal = refusal_of(fetched)
            else:
                given = await isolated(record) if isolated else self._process(record)
                if isinstance(given, Unsure):
                    unsure[len(worked.messages)] = given
                    given = given.enriched.message
                outcome = self._fitting(given, self._channels.enriched)
            if isinstance(outcome, Refusal):
                unsure.pop(len(worked.messages), None)
            self._note(worked, record, outcome)
            if time.perf_counter() > until:
                self._onlookers.progressed()
                await asyncio.sleep(0)
                until = time.perf_counter() + YIELD_SECONDS
        self._onlookers.sources.note(worked.letters)
        if unsure and self._second is not None:
            settled = await self._second.settle(list(unsure.values()), self._fits)
            for place, message in zip(unsure, settled, strict=True):
                worked.messages[place] = message
        return worked

    def _fits(self, message: Message) -> bool:
        return self._delivery.fits(self._channels.enriched, message)

    def _note(self, worked: Worked, record: Record, outcome: Message | Refusal) -> None:
        done = worked.messages
        if isinstance(outcome, Refusal) and outcome.reason is Reason.FETCH_DISABLED and self._channels.fetch:
            done, outcome = worked.requests, self._fitting(fetch_request(record), self._channels.fetch)
        if isinstance(outcome, Refusal):
            worked.letters.append(DeadLetter(record, outcome))
            log_bug(record, outcome)
        else:
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
        letters = worked.letters
        outputs = [(self._channels.enriched, worked.messages), (self._channels.dead_letter, self._encoded(letters))]
        if self._channels.fetch is not None:
            outputs.append((self._channels.fetch, worked.requests))
        with ExitStack() as stack:
            await self._delivery.deliver(batch, [(name, self._sent(stack, name, group)) for name, group in outputs])
        for channel, group in outputs:
            self._metrics.published.labels(channel).inc(len(group))
        for reason, count in reasons_of(letters).items():
            self._metrics.dead_letters.labels(reason).inc(count)
        observe_latency(batch, self._metrics.end_to_end)

    def _sent(self, stack: ExitStack, channel: str, messages: list[Message]) -> Sequence[Message]:
        """The messages, with a span around their publication; a dead letter stays as it is, byte for byte."""
        if not messages:
            return messages
        inject = channel == self._channels.enriched
        return stack.enter_context(self._onlookers.tracing.sending(channel, messages, inject=inject))

    def _encoded(self, letters: list[DeadLetter]) -> list[Message]:
        return [encode_dead_letter(letter, connector=self._connector) for letter in letters]


class BatchRunner:
    """Runs batches through a handler: work in order, publishing in the background, a bounded number in flight."""

    def __init__(
        self,
        handler: BatchHandler,
        metrics: Metrics,
        in_flight: int,
        acknowledge: Callable[[Batch], None],
        lose: Callable[[Batch], None],
        failed: Callable[[BaseException], None],
        intake: Intake | None = None,
        guard: Guard = UNGUARDED,
    ) -> None:
        """Prepare.

        Args:
            handler: what happens to a batch.
            metrics: where batches are counted.
            in_flight: most batches read but not acknowledged.
            acknowledge: told of each batch whose output the broker has.
            lose: told of each batch that will not be acknowledged: its output failed, or another has its partition.
            failed: told of the exception when it does not; must stop the worker.
            intake: says when a batch may be taken; at once when absent.
            guard: told of each batch before it is worked on.
        """
        self._handler = handler
        self._metrics = metrics
        self._slots = asyncio.Semaphore(in_flight)
        self._acknowledge = acknowledge
        self._lose = lose
        self._failed = failed
        self._intake = intake or Intake(None, metrics, Health())
        self._health = self._intake.health
        self._guard = guard
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self, batch: Batch) -> None:
        """Process a batch and start publishing it; returns when the next batch may come.

        Ordered: the caller awaits each call before the next, so batches enter the publisher in the order read.
        """
        await self._intake.admit(batch)
        await self._slots.acquire()
        try:
            await self._guard.begin(batch)
        except PublishError as error:
            self._failed(error)
            raise
        if not batch.take():
            self._slots.release()
            return
        self._health.begun()
        self._metrics.in_flight.inc()
        self._metrics.batch_records.observe(len(batch.records))
        self._metrics.in_work.inc(len(batch.records))
        self._metrics.consumed.labels(batch.tp.topic).inc(len(batch.records))
        with self._handler.traced(batch):
            worked = await self._worked_on(batch)
            task = asyncio.create_task(self._settle(batch, worked))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        if self._guard.alone(batch):
            await asyncio.wait({task})
            await self._guard.finish()

    async def _worked_on(self, batch: Batch) -> Worked:
        """What came of a batch, counted."""
        try:
            worked = await self._handler.work(batch)
        except BaseException as error:
            if not isinstance(error, asyncio.CancelledError):
                self._guard.blame(batch)
            self._failed(error)
            raise
        reasons = reasons_of(worked.letters)
        for reason, count in reasons.items():
            self._metrics.refused.labels(reason).inc(count)
        self._intake.note(len(batch.records), reasons)
        return worked

    async def _settle(self, batch: Batch, worked: Worked) -> None:
        articles = len(batch.records)
        try:
            with self._intake.publishing(batch):
                await self._handler.publish(batch, worked)
        except PartitionLostError as error:
            self._give_up(batch, articles, error)
        except Exception as error:  # noqa: BLE001 - whatever it is, the batch was not published: stop, commit nothing
            self._failed(error)
            self._give_up(batch, articles, error)  # else the stop would wait for it
        else:
            self._acknowledge(batch)
        finally:
            self._health.ended()
            self._metrics.in_work.dec(articles)
            self._metrics.in_flight.dec()
            self._slots.release()

    def _give_up(self, batch: Batch, articles: int, error: Exception) -> None:
        self._metrics.produce_errors.labels(produce_error(error)).inc()
        self._metrics.abandoned.inc(articles)
        self._lose(batch)


def reasons_of(letters: list[DeadLetter]) -> Counter[str]:
    """How many letters there are of each reason."""
    return Counter(letter.refusal.reason.value for letter in letters)


def place_of(record: Record) -> dict[str, object]:
    """Where a record stood, as members of a log line."""
    return {"channel": record.channel, "partition": record.partition, "offset": record.offset}


def record_of(fetched: ConsumerRecord) -> Record:
    """Our record of aiokafka's."""
    return Record(
        fetched.value,
        fetched.key,
        tuple(fetched.headers),
        fetched.topic,
        fetched.partition,
        fetched.offset,
        fetched.timestamp,
    )


def refusal_of(batch: UnreadableBatch) -> Refusal:
    """Why a batch that cannot be decoded is refused, and which records went with it."""
    where = f"{batch.topic}[{batch.partition}], offsets {batch.first} to {batch.offset}"
    detail = f"{where}: the batch cannot be decoded, {batch.problem}; the value is the whole batch. Mend its producer"
    place = {"channel": batch.topic, "partition": batch.partition, "offset": batch.first}
    log.error("%s; it is in the dead-letter channel", detail, extra={**place, "reason": Reason.UNREADABLE_BATCH.value})
    return Refusal(Reason.UNREADABLE_BATCH, detail, "read")


def log_bug(record: Record, refusal: Refusal) -> None:
    """Log the exception behind a refusal, if any."""
    if refusal.exception is not None:
        where = f"{record.channel}-{record.partition}@{record.offset}"
        log.error(
            "internal error at %s in the stage %s; the record is in the dead-letter channel",
            where,
            refusal.stage,
            exc_info=refusal.exception,
            extra={**place_of(record), "article": refusal.id, "reason": refusal.reason.value, "stage": refusal.stage},
        )
