"""Inputs through the pipeline, in this process or spread over several; outcomes in the order of the inputs."""

from __future__ import annotations

import signal
from collections import deque
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

import orjson

from service.edges.garbage import made_to_stay
from service.edges.processes import deaf_to
from service.errors import CommuniqueError, InputError, TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable
    from concurrent.futures import Future

    from service.cli.inputs import Input
    from service.models import Refusal
    from service.pipeline import Pipeline

CHUNK = 8
"""Articles handed to a process at a time: enough to hide the hand-over, few enough to keep the output flowing."""

AHEAD = 3
"""Chunks read for each process beyond those whose outcomes were taken: one being worked on, two waiting."""

_pipeline: Pipeline | None = None  # one for each process of a pool, made for its first chunk


class Outcome(NamedTuple):
    """What became of an input.

    Attributes:
        where, size: as in the Input.
        enriched: whether it was; otherwise it was refused.
        line: the enriched event as JSON, or the refusal: `{id, reason, detail}`.
    """

    where: str
    size: int
    enriched: bool
    line: bytes


def outcomes(inputs: Iterable[Input], options: dict[str, Any], jobs: int) -> Generator[Outcome, None, None]:
    """Each input's outcome, in order.

    Args:
        inputs: read as they are needed; at most `CHUNK * (AHEAD * jobs + 1)` beyond the last outcome taken.
        options: keyword arguments of service.pipeline.Pipeline.
        jobs: processes; 1 is this process alone, 0 one for each core. With several, outcomes come in chunks.

    Returns:
        A generator; closing it ends the pool.

    Raises:
        TaxonomyError, InputError: the taxonomy is wrong.
        CommuniqueError: a process of the pool was killed.
    """
    if jobs == 1:
        pipeline = _made(options)
        return (_outcome(pipeline, item) for item in inputs)
    import multiprocessing  # noqa: PLC0415

    return _pooled(inputs, options, jobs or multiprocessing.cpu_count())


def _pooled(inputs: Iterable[Input], options: dict[str, Any], processes: int) -> Generator[Outcome, None, None]:
    import multiprocessing  # noqa: PLC0415
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from concurrent.futures.process import BrokenProcessPool  # noqa: PLC0415

    # spawn, not fork: the same on every system, and no thread or lock of ours is copied half-way.
    pool = ProcessPoolExecutor(processes, mp_context=multiprocessing.get_context("spawn"))
    pending: deque[Future[list[Outcome]]] = deque()
    rest = iter(inputs)
    try:
        while chunk := list(islice(rest, CHUNK)):
            with deaf_to(signal.SIGINT):
                pending.append(pool.submit(_many, options, chunk))
            if len(pending) > AHEAD * processes:
                yield from pending.popleft().result()
        while pending:
            yield from pending.popleft().result()
    except BrokenProcessPool:
        raise CommuniqueError("a process of --jobs was killed, for want of memory perhaps; try fewer") from None
    finally:
        pool.shutdown(cancel_futures=True)


def _many(options: dict[str, Any], chunk: list[Input]) -> list[Outcome]:
    """A chunk's outcomes; runs in a process of the pool."""
    global _pipeline  # noqa: PLW0603 - what a process makes once has no other place between two calls
    if _pipeline is None:
        try:
            _pipeline = _made(options)
        except TaxonomyError as error:
            raise InputError(str(error)) from None  # a TaxonomyError's arguments do not survive pickling
    return [_outcome(_pipeline, item) for item in chunk]


def _made(options: dict[str, Any]) -> Pipeline:
    with made_to_stay():
        from service.pipeline import Pipeline  # noqa: PLC0415 - slow to import

        return Pipeline(**options)


def _outcome(pipeline: Pipeline, item: Input) -> Outcome:
    from service.core.pipeline import Enriched  # noqa: PLC0415

    found = item.refusal or pipeline.process(item.record)
    if isinstance(found, Enriched):
        return Outcome(item.where, item.size, True, found.message.value or b"")
    return Outcome(item.where, item.size, False, refusal_line(found))


def refusal_line(refusal: Refusal) -> bytes:
    """A refusal as JSON: `{id, reason, detail}`."""
    return orjson.dumps({"id": refusal.id, "reason": refusal.reason.value, "detail": refusal.detail})
