"""Quarantine: what ended two workers is worked on in a child process, and what ends that twice is a dead letter."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Protocol

from service.models import Reason, Refusal
from service.stream.child import Answer, ChildError
from service.stream.delivery import PartitionLostError
from service.stream.incoming import place_of
from service.stream.marks import Mode

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from faust.types.tuples import TP

    from service.edges.metrics import Metrics
    from service.models import Message, Record
    from service.stream.batch import Batch
    from service.stream.child import Child
    from service.stream.marks import Ledger
    from service.stream.second_opinion import Unsure

log = logging.getLogger(__name__)

DEATHS = 2
"""Children that must die of an article: one may be killed by chance, or for the want of memory of others."""
STAGE = "quarantine"


class Guard(Protocol):
    """What is done about articles that kill; `Quarantine` does it, `Unguarded` nothing."""

    async def begin(self, batch: Batch) -> None:
        """Before a batch is worked on: leave a mark that tells of us if it ends us.

        Raises:
            PublishError: the mark cannot be committed with exactly-once delivery; the worker must stop.
        """

    def aside(self, batch: Batch) -> bool:
        """Whether a batch may take long, so that batches of other partitions are not to wait for it."""

    def alone(self, batch: Batch) -> bool:
        """Whether a batch must be acknowledged before the next one of its partition is begun."""

    async def finish(self) -> None:
        """After a batch for which `alone` held was published."""

    def blame(self, batch: Batch) -> None:
        """An article of this batch raised what no processor may raise: the worker stops, and its mark must stay."""

    def isolation(self, batch: Batch) -> Callable[[Record], Awaitable[Message | Refusal | Unsure]] | None:
        """What works on the records of a batch at a safe distance; None when the worker may do it itself."""


class Unguarded:
    """No guard: an article that kills the process kills it again at each restart."""

    async def begin(self, batch: Batch) -> None:
        """Nothing to do."""

    def aside(self, batch: Batch) -> bool:  # noqa: ARG002 - Guard's
        """Never."""
        return False

    def alone(self, batch: Batch) -> bool:  # noqa: ARG002 - Guard's
        """Never."""
        return False

    async def finish(self) -> None:
        """Nothing to do."""

    def blame(self, batch: Batch) -> None:
        """Nothing to do."""

    def isolation(self, batch: Batch) -> None:
        """Never."""


UNGUARDED = Unguarded()


class Quarantine:
    """The guard of a worker.

    Args:
        ledger: knows which batches are suspect.
        mark: commits these offsets once more, with the marks that the ledger gives.
        commit: commits what was acknowledged.
        child: works on what is in quarantine.
        process: works on it here where no child can be had.
        metrics: counts outcomes and deaths.
    """

    def __init__(
        self,
        ledger: Ledger,
        *,
        mark: Callable[[Mapping[TP, int]], Awaitable[None]],
        commit: Callable[[], Awaitable[object]],
        child: Child,
        process: Callable[[Record], Message | Refusal | Unsure],
        metrics: Metrics,
    ) -> None:
        self._ledger = ledger
        self._mark = mark
        self._commit = commit
        self._child = child
        self._process = process
        self._metrics = metrics
        self._turn = asyncio.Lock()  # one article at a time, whatever partition it is from
        self._asking = 0

    async def begin(self, batch: Batch) -> None:
        """See Guard."""
        if not batch.dropped and (offsets := self._ledger.uncovered(batch)):
            try:
                await self._mark(offsets)
            except PartitionLostError:
                log.debug("%s: no mark, the partition is another's", batch.tp)

    def aside(self, batch: Batch) -> bool:
        """See Guard."""
        return self._ledger.mode(batch) is not Mode.NORMAL

    def alone(self, batch: Batch) -> bool:
        """See Guard."""
        return self._ledger.mode(batch) is Mode.CAREFUL

    async def finish(self) -> None:
        """See Guard."""
        await self._commit()

    def blame(self, batch: Batch) -> None:
        """See Guard."""
        self._ledger.blame(batch.tp)

    def isolation(self, batch: Batch) -> Callable[[Record], Awaitable[Message | Refusal | Unsure]] | None:
        """See Guard."""
        if self._ledger.mode(batch) is Mode.QUARANTINE:
            return self.process
        if not self._asking and not self._ledger.isolating():
            self._child.close()  # it holds more than 100 MB
        return None

    async def process(self, record: Record) -> Message | Refusal | Unsure:
        """Work on one record in the child, after those that came before, of whatever partition."""
        self._asking += 1
        try:
            async with self._turn:
                return await self._processed(record)
        finally:
            self._asking -= 1

    async def _processed(self, record: Record) -> Message | Refusal | Unsure:
        where = f"{record.channel}-{record.partition}@{record.offset}"
        deaths: list[str] = []
        while len(deaths) < DEATHS:
            try:
                answer = await asyncio.to_thread(self._child.ask, record)
            except ChildError as error:
                if self._child.stopped:
                    raise asyncio.CancelledError from error
                log.error("%s: %s; the article is worked on without protection", where, error)  # noqa: TRY400
                return self._process(record)
            if isinstance(answer, Answer):
                answer.notes.tell(self._metrics)
                self._count("refused" if isinstance(answer.outcome, Refusal) else "enriched")
                return answer.outcome
            cause = {**place_of(record), "cause": answer.cause.value}
            log.warning("%s: the article ended its process: %s", where, answer.detail, extra=cause)
            self._metrics.quarantine_deaths.labels(answer.cause.value).inc()
            deaths.append(answer.detail)
        return self._crashed(record, where, deaths)

    def _crashed(self, record: Record, where: str, deaths: list[str]) -> Refusal:
        why = {**place_of(record), "reason": Reason.CRASHED_WORKER.value}
        log.error("%s: goes to the dead-letter channel, reason %s", where, Reason.CRASHED_WORKER, extra=why)
        self._count("crashed")
        if record.channel is not None and record.partition is not None:
            self._ledger.suspend_rest((record.channel, record.partition))
        told = deaths[0] if len(set(deaths)) == 1 else "; then ".join(deaths)
        detail = f"the article ended the process that worked on it {len(deaths)} times: {told}"
        return Refusal(Reason.CRASHED_WORKER, f"{detail}; please report it with the record", STAGE)

    def _count(self, outcome: str) -> None:
        self._metrics.quarantined.labels(outcome).inc()
