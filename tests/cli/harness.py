"""Runs the command as a person or a pipe would: as a process, on a pseudo-terminal where that matters."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-m", "service"]
_ESCAPES = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_SECONDS = 60.0


def environment(**variables: str) -> dict[str, str]:
    """Ours without settings or colours that a developer's shell may hold."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES"):
        inherited.pop(name, None)
    return {**inherited, "PYTHONPATH": str(ROOT), "TERM": "xterm-256color", **variables}


def run(*arguments: str | Path, stdin: bytes = b"", **variables: str) -> subprocess.CompletedProcess[bytes]:
    """Run `communique` with pipes to its end."""
    return subprocess.run(
        [*COMMAND, *map(str, arguments)],
        input=stdin,
        capture_output=True,
        env=environment(**variables),
        cwd=ROOT,
        timeout=_SECONDS,
        check=False,
    )


def shell(line: str) -> subprocess.CompletedProcess[bytes]:
    """Run a line of bash; `$C` is the command."""
    variables = environment(C=" ".join(COMMAND))
    return subprocess.run(
        ["bash", "-c", line], capture_output=True, env=variables, cwd=ROOT, timeout=_SECONDS, check=False
    )


def json_lines(data: bytes) -> list[dict]:
    return [orjson.loads(line) for line in data.splitlines()]


@dataclass
class Shown:
    """What a person saw: the raw bytes, and the lines without colours."""

    code: int
    raw: str

    @property
    def lines(self) -> list[str]:
        return [line.rstrip() for line in _ESCAPES.sub("", self.raw).replace("\r\n", "\n").split("\n")]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


class Terminal:
    """A process on a pseudo-terminal of its own.

    Args:
        arguments: of the command.
        width, height: columns and lines.
        stdout: where stdout goes when not to the terminal.
    """

    def __init__(self, *arguments: str | Path, width: int = 100, height: int = 40, stdout: Path | None = None) -> None:
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
        out = slave if stdout is None else os.open(stdout, os.O_WRONLY | os.O_CREAT)
        self.process = subprocess.Popen(
            [*COMMAND, *map(str, arguments)],
            stdin=slave,
            stdout=out,
            stderr=slave,
            env=environment(),
            cwd=ROOT,
            start_new_session=True,
            preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - so that ^C becomes a signal
        )
        os.close(slave)
        self.raw = b""

    def read_until(self, words: str) -> None:
        """Read until `words` were shown; fails when the process ends before."""
        for _ in self._pieces():
            if words in _ESCAPES.sub("", self.raw.decode("utf-8", "replace")):
                return
        raise AssertionError(f"{words!r} was never shown: {self.raw.decode(errors='replace')}")

    def press(self, key: bytes) -> None:
        """Type a key, as bytes; 3 is Ctrl-C."""
        os.write(self._master, key)

    def finish(self) -> Shown:
        """Read to the end."""
        for _ in self._pieces():
            pass
        return Shown(self.process.wait(_SECONDS), self.raw.decode("utf-8", "replace"))

    def _pieces(self) -> Iterator[None]:
        while True:
            try:
                piece = os.read(self._master, 65_536)
            except OSError as error:
                if error.errno != errno.EIO:  # what Linux says when the other side is gone
                    raise
                return
            if not piece:
                return
            self.raw += piece
            yield
