"""One server process: started in its own session, its output in a log file, gone when whoever started it is gone."""

from __future__ import annotations

import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from tests.kafka.errors import KafkaTestError, last_lines

POLL_SECONDS = 0.05

# Waits for the end of its input, which comes when the process that holds the other end ends, however it ends (kill -9
# too); then ends the server ($0) and removes the folder ($1) if one is named. Unlike Linux's death signal this works
# on macOS and does not fire when merely the thread that started the server ends.
GUARD = 'read -r _; kill -9 "$0" 2>/dev/null; [ -z "$1" ] || { sleep 0.2; rm -rf "$1"; }'


class ServerProcess:
    """A running server.

    Args:
        name: what errors call it.
        command: program and arguments.
        log: file that takes its output, appended.
        throwaway: a folder to remove should this process die without stopping the server.
    """

    def __init__(self, name: str, command: Sequence[str], log: Path, throwaway: Path | None = None) -> None:
        self.name = name
        self.log = log
        self._log_start = log.stat().st_size if log.exists() else 0
        with log.open("ab") as output:
            # A session of its own: Ctrl-C in the terminal reaches us alone, and we stop the server in good order.
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
            )
        self._guard = subprocess.Popen(
            ["/bin/sh", "-c", GUARD, str(self._process.pid), str(throwaway or "")],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self._process.pid

    @property
    def running(self) -> bool:
        """Whether it has not ended; a paused one is running."""
        return self._process.poll() is None

    def wait_for(self, text: str, deadline: float) -> None:
        """Return once this run's log holds `text`.

        Args:
            text: what the server writes when it is ready.
            deadline: in terms of time.monotonic().

        Raises:
            KafkaTestError: it ended, or the deadline passed (it is then killed); with the end of the log.
        """
        while text.encode() not in self._written():
            if not self.running:
                self._dismiss_guard()
                raise KafkaTestError(f"{self.name} ended with {self._process.returncode}:\n{last_lines(self.log)}")
            if time.monotonic() > deadline:
                self.kill()
                raise KafkaTestError(f"{self.name} did not get ready in time:\n{last_lines(self.log)}")
            time.sleep(POLL_SECONDS)

    def _written(self) -> bytes:
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read()

    def terminate(self, seconds: float) -> None:
        """SIGTERM, then wait for a clean end.

        Raises:
            KafkaTestError: it had ended by itself before, or did not end in time (it is then killed).
        """
        if not self.running:
            self._dismiss_guard()
            code = self._process.returncode
            raise KafkaTestError(f"{self.name} had ended by itself with {code}:\n{last_lines(self.log)}")
        self.resume()  # a stopped process would not see the SIGTERM
        self._process.terminate()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.kill()
            raise KafkaTestError(f"{self.name} did not stop in {seconds:g} s:\n{last_lines(self.log)}") from None
        self._dismiss_guard()

    def kill(self) -> None:
        """SIGKILL: no chance to write anything down. Nothing happens when it has ended already."""
        self._process.kill()
        self._process.wait()
        self._dismiss_guard()

    def pause(self) -> None:
        """SIGSTOP: connections stay open, nothing answers."""
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """SIGCONT: undoes `pause`."""
        self._process.send_signal(signal.SIGCONT)

    def _dismiss_guard(self) -> None:
        # Killed, not told: once the server's id may belong to another process, the guard must not act.
        self._guard.kill()
        self._guard.communicate()
