"""A crew of workers: its parent starts, stops and restarts them. The workers here are small programs of the test's own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Self

import pytest

from service.errors import SettingsError
from service.stream.crew import ports_of

PARENT = """
import asyncio, logging, sys
from service.stream import crew
logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(message)s")
crew.FIRST_WAIT_SECONDS = 0.05
async def live():
    return await crew.Crew((sys.executable, sys.argv[1]), [7001, 7002], float(sys.argv[2])).run()
sys.exit(asyncio.run(live()))
"""

OBEDIENT = """
import pathlib, os, sys
here = pathlib.Path(__file__).parent
(here / f"{sys.argv[-1]}.{os.getpid()}").touch()
sys.stdin.read()
(here / f"{sys.argv[-1]}.drained").touch()
"""


class Parent:
    """The parent process over one worker program."""

    def __init__(self, folder: Path, program: str, stop_seconds: float = 10.0) -> None:
        self._folder = folder
        (folder / "worker.py").write_text(textwrap.dedent(program))
        command = [sys.executable, "-c", PARENT, str(folder / "worker.py"), str(stop_seconds)]
        self.process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)

    def wait_for(self, pattern: str, count: int = 1) -> list[Path]:
        deadline = time.monotonic() + 20
        while len(found := list(self._folder.glob(pattern))) < count:
            assert time.monotonic() < deadline, f"no {count} of {pattern}: {list(self._folder.iterdir())}"
            time.sleep(0.02)
        return found

    def end(self) -> tuple[int, str]:
        _, said = self.process.communicate(timeout=20)
        return self.process.returncode, said

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()


def pid_of(mark: Path) -> int:
    return int(mark.suffix[1:])


def test_one_sigterm_lets_all_workers_drain(tmp_path: Path) -> None:
    with Parent(tmp_path, OBEDIENT) as parent:
        parent.wait_for("700?.[0-9]*", 2)
        parent.process.terminate()
        assert parent.end()[0] == 0
    assert {path.name for path in tmp_path.glob("*.drained")} == {"7001.drained", "7002.drained"}


def test_a_crashed_worker_is_started_again_with_its_port(tmp_path: Path) -> None:
    with Parent(tmp_path, OBEDIENT) as parent:
        parent.wait_for("7002.[0-9]*")
        os.kill(pid_of(parent.wait_for("7001.[0-9]*")[0]), signal.SIGKILL)
        parent.wait_for("7001.[0-9]*", 2)
        parent.process.terminate()
        code, said = parent.end()
    assert code == 0
    assert "worker 0 ended with -9: another is started" in said
    assert len(list(tmp_path.glob("7002.[0-9]*"))) == 1


def test_the_wait_between_crashes_grows(tmp_path: Path) -> None:
    crashing = OBEDIENT.replace("sys.stdin.read()", "sys.exit(1)")
    with Parent(tmp_path, crashing) as parent:
        parent.wait_for("7001.[0-9]*", 4)  # after .05, .1 and .2 s
        parent.process.terminate()
        _, said = parent.end()
    assert said.count("worker 0 ended with 1") >= 3


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    with Parent(tmp_path, OBEDIENT) as parent:
        parent.wait_for("700?.[0-9]*", 2)
        parent.process.kill()
        parent.wait_for("*.drained", 2)


def test_wrong_settings_end_the_crew(tmp_path: Path) -> None:
    refusing = 'import sys\nif sys.argv[-1] == "7002":\n    sys.exit(2)\nsys.stdin.read()\n'
    with Parent(tmp_path, refusing) as parent:
        assert parent.end()[0] == 2


def test_a_worker_that_does_not_stop_is_killed(tmp_path: Path) -> None:
    deaf = OBEDIENT.replace("sys.stdin.read()", "import time; time.sleep(60)")
    with Parent(tmp_path, deaf, stop_seconds=0.2) as parent:
        parent.wait_for("700?.[0-9]*", 2)
        parent.process.terminate()
        code, said = parent.end()
    assert code == 128 + signal.SIGKILL
    assert said.count("did not stop: killed") == 2


def test_a_second_signal_kills_at_once(tmp_path: Path) -> None:
    deaf = OBEDIENT.replace("sys.stdin.read()", "import time; time.sleep(60)")
    with Parent(tmp_path, deaf, stop_seconds=60) as parent:
        parent.wait_for("700?.[0-9]*", 2)
        parent.process.terminate()
        time.sleep(0.3)
        parent.process.terminate()
        assert parent.end()[0] == 128 + signal.SIGKILL


def test_each_worker_has_a_port_of_its_own() -> None:
    assert ports_of(8080, 3) == [8080, 8081, 8082]
    assert ports_of(0, 3) == [0, 0, 0]
    assert ports_of(65535, 1) == [65535]
    with pytest.raises(SettingsError, match=r"COMMUNIQUE_HTTP_PORT: 2 processes .* need port 65536; .* up to 65534"):
        ports_of(65535, 2)
