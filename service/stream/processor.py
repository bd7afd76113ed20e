"""What is done with each record: the pipeline, timed and counted, or whatever else stands in its place."""

from __future__ import annotations

import math
import time
from collections import deque
from typing import TYPE_CHECKING, Any, Protocol

from service.core.pipeline import Enriched, taken
from service.edges.metric_values import STAGES
from service.edges.pipeline_options import pipeline_options
from service.errors import Refused
from service.models import Reason, Record
from service.pipeline import Pipeline
from service.stream.second_opinion import Unsure

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.edges.settings import Settings
    from service.models import Message, Refusal
    from service.stream.batch import Fetched
    from service.stream.tally import Tally


class Processor(Protocol):
    """Turns one record into the message to publish, or says why it is refused. Must not raise.

    What is unsure goes out as well, after a second opinion where there is somebody to ask.
    """

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """Process one record."""


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

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """Enrich one record."""
        return self.several((record,))[0]

    def several(self, records: Sequence[Record]) -> list[Message | Refusal | Unsure]:
        """Enrich a few records side by side, each step of all before the next; outcomes in their order."""
        began, worked = time.perf_counter(), time.thread_time()
        watches = [_Watch(self._tally, self._work_limit, began, worked) for _ in records]
        under_way = [self._pipeline.steps(record, watch.lap) for record, watch in zip(records, watches, strict=True)]
        ended: dict[int, Enriched | Refusal] = {}
        while len(ended) < len(records):
            for place, steps in enumerate(under_way):
                if place not in ended:
                    watches[place].resume()
                    outcome = taken(steps)
                    if outcome is not None:
                        ended[place] = outcome
        return [self._counted(ended[place], record) for place, record in enumerate(records)]

    def _counted(self, outcome: Enriched | Refusal, record: Record) -> Message | Refusal | Unsure:
        """What goes out of what came of a record."""
        if not isinstance(outcome, Enriched):
            return outcome
        if outcome.uncertain:
            return Unsure(outcome, record)  # counted when it is settled
        self._tally.count_article(outcome.article.findings)
        return outcome.message


class _Watch:
    """The time of one article: of each stage, and in all, without that of others at its side.

    Args:
        tally: told of each stage.
        limit: CPU seconds that the article may take.
        began, worked: the clock, and the thread's CPU time, when the work on it and the others began.
    """

    __slots__ = ("_away", "_limit", "_spent", "_started", "_tally", "_worked_before")

    def __init__(self, tally: Tally, limit: float, began: float, worked: float) -> None:
        self._tally = tally
        self._limit = limit
        self._started = began
        self._worked_before = worked
        self._spent = self._away = 0.0

    def resume(self) -> None:
        """The work on the article goes on; since the last lap it was others' turn."""
        now = time.perf_counter()
        self._away += now - self._started
        self._started = now

    def lap(self, stage: str) -> None:
        """A stage is done.

        Raises:
            Refused: WORK_LIMIT, the article has taken too long.
        """
        now = time.perf_counter()
        self._tally.observe_stage(stage, now - self._started)
        self._spent += now - self._started
        self._started = now
        # What is done is done: after the last stage there is nothing left to spare.
        if self._spent > self._limit and stage != STAGES[-1] and self._overworked():
            detail = f"the article took over {self._limit:g} s of CPU time by the end of the stage {stage}"
            raise Refused(Reason.WORK_LIMIT, detail)

    def _overworked(self) -> bool:
        """Whether the article took more than its CPU time: a busy machine or a frozen process is not its fault.

        To tell takes a call of the system; who has not taken so long by the clock need not be asked. Others cannot have
        worked longer than they had their turn.
        """
        return time.thread_time() - self._worked_before - self._away > self._limit


MOST_TOGETHER = 4
"""Records worked on side by side: flattened articles of 5 KB are then done in a dozen milliseconds, after which the
event loop has its turn anyway."""
BYTES_TOGETHER = 32_768
"""Of all of them: a larger one takes so long that what the caches hold matters no more, and is worked on alone."""


class Ahead:
    """Gives the outcomes of a batch's records one by one, each for its call, but works on a few at a time.

    Args:
        several: works on some records.
        records: the batch's; those that are asked for, in their order, and others in between.
    """

    def __init__(
        self, several: Callable[[Sequence[Record]], list[Message | Refusal | Unsure]], records: Sequence[Fetched]
    ) -> None:
        self._several = several
        self._records = records
        self._next = 0
        self._ready: deque[Message | Refusal | Unsure] = deque()

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """The outcome of the next record."""
        if not self._ready:
            self._ready.extend(self._several(self._from(record)))
        return self._ready.popleft()

    def _from(self, record: Record) -> Sequence[Record]:
        """A record and those behind it in the batch, as long as they are few, small and as they were read."""
        records, start = self._records, self._next
        while start < len(records) and records[start] is not record:
            start += 1
        found, size = [record], len(record.value or b"")
        for behind in records[start + 1 : start + MOST_TOGETHER]:
            if type(behind) is not Record or (size := size + len(behind.value or b"")) > BYTES_TOGETHER:
                break
            found.append(behind)
        self._next = start + len(found)
        return found


def in_turn(process: Processor, records: Sequence[Fetched]) -> Processor:
    """The processor for the records of one batch, asked for in order: ahead of them where it can work on several.

    A processor derived from EnrichProcessor may do something else when it is called: it is.
    """
    return Ahead(process.several, records) if type(process) is EnrichProcessor else process


def pipeline_of(settings: Settings) -> Pipeline:
    """The pipeline that `settings` describe."""
    band = settings.classifier_band if settings.classifier_url else 0.0
    return Pipeline(**pipeline_options(settings), band=band).prepare()


def enrich_processor(options: Mapping[str, Any], work_limit_seconds: float, tally: Tally) -> Processor:
    """The processor of a child process, which reads what the worker read, from the cache where that has it.

    Args:
        options: of `pipeline_options`.
        work_limit_seconds: as for the worker's own.
        tally: counts what the child does.
    """
    return EnrichProcessor(Pipeline(**options).prepare(), tally, work_limit_seconds)
