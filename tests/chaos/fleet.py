"""The workers of a world and their supervisor, which starts again at once whatever ends, as Kubernetes would."""

from __future__ import annotations

import signal
import subprocess
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from tests.integration.harness import WorkerProcess
from tests.kafka.ports import free_port

SUPERVISE_SECONDS = 0.05
DUMP_SECONDS = 1.0
WRONG_SETTINGS = 2
"""The exit code of a worker that no restart can mend."""


class ChaosError(Exception):
    """Something did not come about in time, or a worker cannot even start: the scenario has failed."""


def wait_for(condition: Callable[[], bool], seconds: float, what: str) -> float:
    """Poll until `condition()` holds; returns the seconds it took.

    Raises:
        ChaosError: it does not within `seconds`; names `what`.
    """
    begun = time.monotonic()
    while not condition():
        if time.monotonic() - begun > seconds:
            raise ChaosError(f"not in {seconds:.0f} s: {what}")
        time.sleep(0.05)
    return time.monotonic() - begun


class Fleet:
    """Workers that are kept running.

    Args:
        make: makes a worker that is not started.
        size: how many to begin with.
        has_health: whether they answer on /health; the negative controls of others' making do not.

    Attributes:
        exits: the exit codes of all that ended, in order; negative for a signal.
    """

    def __init__(self, make: Callable[[], WorkerProcess], size: int, *, has_health: bool = True) -> None:
        self._make = make
        self._has_health = has_health
        self._workers = [make() for _ in range(size)]
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._supervisor = threading.Thread(target=self._supervise, name="supervisor", daemon=True)
        self._left: list[str] = []
        self.exits: list[int] = []

    def __enter__(self) -> Self:
        for worker in self._workers:
            worker.start()
        self._supervisor.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._supervisor.join(10)
        for worker in self._workers:
            worker.__exit__()

    def __len__(self) -> int:
        return len(self._workers)

    def _supervise(self) -> None:
        while not self._stopped.wait(SUPERVISE_SECONDS):
            with self._lock:
                for worker in self._workers:
                    code = worker.exit_code()
                    if code is not None:
                        self.exits.append(code)
                        worker.start()

    def wait_ready(self, seconds: float = 60.0) -> None:
        """Return when each worker says that it is ready.

        Raises:
            ChaosError: one does not, or its settings are refused.
        """
        wait_for(self._all_ready, seconds, f"all workers ready; {self.last_words()}")

    def _all_ready(self) -> bool:
        if WRONG_SETTINGS in self.exits:
            raise ChaosError(f"a worker refuses its settings: {self.last_words()}")
        return not self._has_health or all(worker.health("ready")[0] == 200 for worker in self._workers)

    def live(self) -> bool:
        """Whether each worker answers that it lives."""
        return all(worker.health("live")[0] == 200 for worker in self._workers)

    def kill(self, number: int) -> None:
        """SIGKILL; the supervisor starts another."""
        self._process(number).kill()
        self._process(number).wait(10)

    def terminate(self, number: int, seconds: float = 30.0) -> tuple[int, float]:
        """SIGTERM; the supervisor starts another.

        Returns:
            The exit code, and the seconds until the exit.

        Raises:
            ChaosError: it does not end within `seconds`.
        """
        return _terminate(self._process(number), seconds)

    def terminate_all(self, seconds: float = 30.0) -> list[tuple[int, float]]:
        """SIGTERM to all at the same time; as `terminate`."""
        begun = time.monotonic()
        running = [self._process(number) for number in range(len(self))]
        for process in running:
            process.send_signal(signal.SIGTERM)
        ended = []
        for process in running:
            try:
                ended.append((process.wait(seconds), time.monotonic() - begun))
            except subprocess.TimeoutExpired:
                raise ChaosError(f"a worker did not end in {seconds:.0f} s after SIGTERM") from None
        return ended

    def signal(self, number: int, which: signal.Signals) -> None:
        """Any signal."""
        self._process(number).send_signal(which)

    def pause(self, number: int) -> None:
        """SIGSTOP."""
        self._process(number).send_signal(signal.SIGSTOP)

    def resume(self, number: int) -> None:
        """SIGCONT."""
        self._process(number).send_signal(signal.SIGCONT)

    def join(self) -> None:
        """One more worker."""
        worker = self._make().start()
        with self._lock:
            self._workers.append(worker)

    def leave(self, seconds: float = 30.0) -> tuple[int, float]:
        """SIGTERM to the last worker, and none in its place; as `terminate`."""
        with self._lock:
            worker = self._workers.pop()
        assert worker.process is not None
        try:
            return _terminate(worker.process, seconds)
        finally:
            self.exits.append(worker.process.poll() or 0)
            self._left.append(worker.log)
            worker.__exit__()

    def dump(self) -> None:
        """Have each worker write what it is doing into its log; see open_worker."""
        for number in range(len(self)):
            self.signal(number, signal.SIGUSR2)
        time.sleep(DUMP_SECONDS)

    def pids(self) -> list[int]:
        """The process ids of those that run."""
        with self._lock:
            return [worker.process.pid for worker in self._workers if worker.process is not None]

    def count(self, words: str) -> int:
        """How often the workers that run, or ran in their place, have said `words`."""
        return sum(worker.log.count(words) for worker in self._workers)

    def log_lines(self) -> list[int]:
        """Lines that each worker has written so far."""
        return [worker.log.count("\n") for worker in self._workers]

    def save_logs(self, folder: Path, stem: str) -> None:
        """Copy each worker's log into a folder: what a missed bound is looked into with."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, text in enumerate([worker.log for worker in self._workers] + self._left):
            (folder / f"{stem}-worker-{number}.log").write_text(text, "utf-8")

    def last_words(self) -> str:
        """The last line of each worker's log that tells of trouble."""
        lines = [
            [line for line in worker.log.splitlines() if "ERROR" in line or "error:" in line]
            for worker in self._workers
        ]
        return "; ".join(found[-1][:200] for found in lines if found) or "no errors in the logs"

    def _process(self, number: int) -> subprocess.Popen[bytes]:
        with self._lock:
            process = self._workers[number].process
        assert process is not None
        return process


def _terminate(process: subprocess.Popen[bytes], seconds: float) -> tuple[int, float]:
    begun = time.monotonic()
    process.send_signal(signal.SIGTERM)
    try:
        return process.wait(seconds), time.monotonic() - begun
    except subprocess.TimeoutExpired:
        raise ChaosError(f"a worker did not end in {seconds:.0f} s after SIGTERM") from None


def product(names: object, bootstrap: str, module: Sequence[str], settings: dict[str, object]) -> WorkerProcess:
    """A worker on a port below the range that outgoing connections take, so that it finds it free after a restart."""
    port = free_port()
    worker = WorkerProcess(names, bootstrap, module, **{**settings, "http_port": port})  # type: ignore[arg-type]
    worker.port = port
    return worker
