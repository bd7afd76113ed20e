"""A child process that works on one article at a time, so that an article that kills takes only the child with it."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import multiprocessing
import os
import pickle
import resource
import signal
import sys
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from service.edges.processes import deaf_to
from service.errors import CommuniqueError
from service.models import Refusal
from service.stream.second_opinion import Unsure
from service.stream.tally import Notes

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.models import Message, Record
    from service.stream.processor import Processor
    from service.stream.tally import Tally

log = logging.getLogger(__name__)

START_SECONDS = 60.0
"""A child that is not ready after this long never will be: reading the taxonomy takes about a second."""
JOIN_SECONDS = 5.0
EXIT_MEMORY = 86
"""The child's own word for: an article wanted more memory than it may have."""
_READY = "ready"


class Cause(StrEnum):
    """What ended a child. Bounded: a metric has it as a label."""

    SIGNAL = "signal"
    MEMORY = "memory"
    TIME = "time"
    EXIT = "exit"


@dataclass(frozen=True, slots=True)
class Death:
    """A child died of an article.

    Attributes:
        cause: the bounded code.
        detail: for a person, to follow "the article ended its process: ".
    """

    cause: Cause
    detail: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A child has worked on an article.

    Attributes:
        outcome: what its processor gave.
        notes: what its processor counted.
    """

    outcome: Message | Refusal
    notes: Notes


class ChildError(CommuniqueError):
    """No child can be had, whatever the article."""


class Child:
    """A child process with a processor of its own; started when first needed, again after each death.

    Args:
        make: builds the processor in the child; must be picklable: a function of a module, or a partial of one.
        seconds: an article that takes longer is stopped.
        memory_bytes: what an article may allocate beyond what the child has when its processor is built; Linux only.

    Attributes:
        stopped: there will be no child any more, for the worker ends.
    """

    def __init__(self, make: Callable[[Tally], Processor], *, seconds: float, memory_bytes: int) -> None:
        self._make = make
        self._seconds = seconds
        self._memory_bytes = memory_bytes
        self.stopped = False
        self._process: Any = None
        self._pipe: Any = None

    def ask(self, record: Record) -> Answer | Death:
        """Have the child work on one record. Blocks, at most for the time an article may take: call it in a thread.

        Returns:
            What came of it; or how the child died of it.

        Raises:
            ChildError: no child can be started.
        """
        self._hand_over(record)
        if not self._pipe.poll(self._seconds):
            self.close()
            return Death(Cause.TIME, f"it took longer than {self._seconds:g} s")
        try:
            answer: Answer = self._pipe.recv()
        except (EOFError, OSError):
            return self._death()
        return answer

    def _hand_over(self, record: Record) -> None:
        """Send a record to a child that lives; one that has died idle did not die of this record."""
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._pipe.send(record)
                return
            self.close()
        self._start()
        with contextlib.suppress(OSError):  # told as its death when its answer is read
            self._pipe.send(record)

    def _start(self) -> None:
        if self.stopped:
            raise ChildError("the worker ends")
        began = time.monotonic()
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        limits = (self._seconds, self._memory_bytes)
        try:
            process = context.Process(target=_serve, args=(theirs, self._make, *limits), name="quarantine")
            with deaf_to(signal.SIGINT, signal.SIGTERM):
                process.start()
        except (OSError, pickle.PicklingError, AttributeError, TypeError) as error:
            raise ChildError(f"the quarantine process could not be started: {error}") from error
        finally:
            theirs.close()
        self._process = process
        try:
            ready = self._pipe.poll(START_SECONDS) and self._pipe.recv() == _READY
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.close()
            raise ChildError(
                f"the quarantine process was not ready (exit code {process.exitcode}); the log above has its own words"
            )
        log.debug("the quarantine process was ready after %.2f s", time.monotonic() - began)

    def _death(self) -> Death:
        process = self._process
        if process is None:
            raise ChildError("the quarantine process was ended with the worker")
        process.join(JOIN_SECONDS)
        code = process.exitcode
        self.close()
        if code == EXIT_MEMORY:
            mebibytes = self._memory_bytes / 1_048_576
            return Death(Cause.MEMORY, f"it wanted more than {mebibytes:g} MiB of memory")
        if code is not None and code < 0:
            return Death(Cause.SIGNAL, _signal_name(-code))
        return Death(Cause.EXIT, f"exit code {code}")

    def stop(self) -> None:
        """End the child for good. May be called while another thread waits in `ask`, which then raises."""
        self.stopped = True
        self.close()

    def close(self) -> None:
        """End the child, whatever it does; the next `ask` starts another."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join(JOIN_SECONDS)


def _signal_name(number: int) -> str:
    try:
        return f"signal {signal.Signals(number).name}"
    except ValueError:
        return f"signal {number}"


def _serve(pipe: Any, make: Callable[[Tally], Processor], seconds: float, memory_bytes: int) -> None:
    """The child's life: until the pipe ends, which it does with the parent."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        faulthandler.enable()
    notes = Notes()
    process = make(notes)
    _bound_memory(memory_bytes)
    pipe.send(_READY)
    while True:
        try:
            record = pipe.recv()
        except (EOFError, OSError):
            return
        # The parent ends a child that is too slow; this is for a parent that was killed meanwhile.
        signal.setitimer(signal.ITIMER_REAL, 2 * seconds)
        outcome = _outcome(process, record)
        signal.setitimer(signal.ITIMER_REAL, 0)
        with contextlib.suppress(BrokenPipeError):
            pipe.send(Answer(outcome, notes.take()))


def _outcome(process: Processor, record: Record) -> Message | Refusal:
    try:
        outcome = process(record)
        if isinstance(outcome, Unsure):  # an article that may kill is not sent elsewhere
            outcome = outcome.enriched.message
    except MemoryError:
        os._exit(EXIT_MEMORY)
    if not isinstance(outcome, Refusal) or outcome.exception is None:
        return outcome
    if isinstance(outcome.exception, MemoryError):
        os._exit(EXIT_MEMORY)
    try:
        pickle.loads(pickle.dumps(outcome))  # noqa: S301 - our own, to see whether it arrives
    except Exception:  # noqa: BLE001 - exceptions of libraries pickle as they like
        return replace(outcome, exception=None)
    return outcome


def _bound_memory(allowance: int) -> None:
    """Let this process have `allowance` bytes beyond what it has, and be the first that the kernel takes."""
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
    status = Path("/proc/self/status").read_text(encoding="ascii", errors="replace")
    kibibytes = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmData:"))
    limit = kibibytes * 1024 + allowance
    resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
