"""What is done with each record: the pipeline, timed and counted, or whatever else stands in its place."""

from __future__ import annotations

import math
import time
from typing import TYPE_CHECKING, Any, Protocol

from service.core.pipeline import Enriched
from service.edges.metric_values import STAGES
from service.edges.pipeline_options import pipeline_options
from service.errors import Refused
from service.models import Reason
from service.pipeline import Pipeline
from service.stream.second_opinion import Unsure

if TYPE_CHECKING:
    from collections.abc import Mapping

    from service.edges.settings import Settings
    from service.models import Message, Record, Refusal
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
        self._began = self._started = 0.0
        self._worked_before = 0.0

    def __call__(self, record: Record) -> Message | Refusal | Unsure:
        """Enrich one record."""
        self._began = self._started = time.perf_counter()
        self._worked_before = time.thread_time()
        outcome = self._pipeline.process(record, self._lap)
        if not isinstance(outcome, Enriched):
            return outcome
        if outcome.uncertain:
            return Unsure(outcome, record)  # counted when it is settled
        self._tally.count_article(outcome.article.findings)
        return outcome.message

    def _lap(self, stage: str) -> None:
        now = time.perf_counter()
        self._tally.observe_stage(stage, now - self._started)
        self._started = now
        # What is done is done: after the last stage there is nothing left to spare.
        if now - self._began > self._work_limit and stage != STAGES[-1] and self._overworked():
            detail = f"the article took over {self._work_limit:g} s of CPU time by the end of the stage {stage}"
            raise Refused(Reason.WORK_LIMIT, detail)

    def _overworked(self) -> bool:
        """Whether the article took more than its CPU time: a busy machine or a frozen process is not its fault.

        To tell takes a call of the system; who has not taken so long by the clock need not be asked.
        """
        return time.thread_time() - self._worked_before > self._work_limit


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
