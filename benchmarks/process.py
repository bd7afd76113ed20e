"""A peer as a process: started on the second core, measured with all its children, ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Self

from benchmarks.peers.environments import Peer, command

if TYPE_CHECKING:
    from types import TracebackType

ROOT = Path(__file__).parents[1]
STOP_SECONDS = 60
NOTHING: Mapping[str, str] = MappingProxyType({})


class Process:
    """One peer at work, from its construction on.

    Args:
        peer: which.
        bootstrap: the broker.
        source, out: channels that it reads and writes; its consumer group is called as the latter.
        files: what its folder holds at the start, by name.
        more: environment variables beyond the benchmark's own.

    Attributes:
        log: the file of what it writes.
    """

    def __init__(
        self,
        peer: Peer,
        bootstrap: str,
        source: str,
        out: str,
        files: Mapping[str, str] = NOTHING,
        more: Mapping[str, str] = NOTHING,
    ) -> None:
        self.peer = peer
        self._folder = Path(tempfile.mkdtemp(prefix=f"communique-bench-{peer.name}-"))
        self._state = self._folder / "state"
        self._state.mkdir()
        for name, content in files.items():
            (self._state / name).write_text(content, "utf-8")
        self.log = Path(tempfile.gettempdir()) / f"bench-{peer.name}.log"
        self._environment = {
            **os.environ,
            "BENCH_BOOTSTRAP": bootstrap,
            "BENCH_GROUP": out,
            "BENCH_IN": source,
            "BENCH_OUT": out,
            "BENCH_STATE": str(self._state),
            "BENCH_MODE": peer.mode,
            "BENCH_WORK": peer.work,
            "PYTHONPATH": str(ROOT),
            **more,
        }
        self.log.unlink(missing_ok=True)
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                command(self.peer, self._state), env=self._environment, cwd=ROOT, stdout=log, stderr=log
            )
        os.sched_setaffinity(process.pid, {1 % (os.cpu_count() or 1)})
        return process

    def start_again(self) -> None:
        """Start another in its place, as a supervisor would, where it has ended."""
        if self.exit_code() is not None:
            self._process = self._start()

    @property
    def pid(self) -> int:
        """Of the process that was started last."""
        return self._process.pid

    def exit_code(self) -> int | None:
        """None while it runs."""
        return self._process.poll()

    def terminate(self) -> None:
        """SIGTERM; one that does not end is killed."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """SIGKILL."""
        self._process.kill()
        self._process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.exit_code() is None:
            self.kill()
        shutil.rmtree(self._folder, ignore_errors=True)
