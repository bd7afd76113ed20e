"""A child process that works on one article at a time, so that an article that kills takes only the child with it."""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import os
import pickle
import resource
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, replace
from enum import StrEnum
from multiprocessing.connection import Connection, Pipe
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
_COMMAND = "import sys; sys.path[:] = sys.argv[2:]; from service.stream.child import serve; serve(int(sys.argv[1]))"
"""multiprocessing's own children import the parent's main module first, here all of a worker with Faust and its HTTP
server: twice the processor time until the child is ready, 37 MB more, and a helper process beside it."""


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
        make: builds the processor in the child; must be picklable: a function of a module other than the one that was
            started, or a partial of such a function.
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
        self._process: subprocess.Popen[bytes] | None = None
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
        self._pipe, theirs = Pipe()
        command = [sys.executable, "-c", _COMMAND, str(theirs.fileno()), *sys.path]
        try:
            with deaf_to(signal.SIGINT, signal.SIGTERM):
                process = subprocess.Popen(command, pass_fds=(theirs.fileno(),))  # noqa: S603 - this interpreter
        except OSError as error:
            raise ChildError(f"the quarantine process could not be started: {error}") from error
        finally:
            theirs.close()
        self._process = process
        try:
            self._pipe.send((self._make, self._seconds, self._memory_bytes))
            ready = self._pipe.poll(START_SECONDS) and self._pipe.recv() == _READY
        except (pickle.PicklingError, AttributeError, TypeError) as error:
            self.close()
            raise ChildError(f"the quarantine process could not be told what to do: {error}") from error
        except (EOFError, OSError):
            ready = False
        if not ready:
            self.close()
            raise ChildError(
                f"the quarantine process was not ready (exit code {process.returncode}); the log above has its own "
                "words"
            )
        log.debug("the quarantine process was ready after %.2f s", time.monotonic() - began)

    def _death(self) -> Death:
        process = self._process
        if process is None:
            raise ChildError("the quarantine process was ended with the worker")
        code = _end_of(process)
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
            _end_of(process)


def _end_of(process: subprocess.Popen[bytes]) -> int | None:
    """The exit code of a process that ends just now, negative for a signal; None when it does not."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        return process.wait(JOIN_SECONDS)
    return None


def _signal_name(number: int) -> str:
    try:
        return f"signal {signal.Signals(number).name}"
    except ValueError:
        return f"signal {number}"


def serve(descriptor: int) -> None:
    """The child's life: until the pipe ends, which it does with the parent.

    Args:
        descriptor: of the child's end of the pipe, through which comes first how to make the processor, the seconds
            and the bytes that an article may take, and then one record after the other.
    """
    with contextlib.suppress(OSError, ValueError, AttributeError):
        faulthandler.enable()
    pipe = Connection(descriptor)
    notes = Notes()
    make, seconds, memory_bytes = pipe.recv()
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
