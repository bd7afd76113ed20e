"""What others take of the machine is told from what this process and its children take."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.chaos import neighbours
from tests.chaos.neighbours import Neighbours

BUSY = "import time\nuntil = time.process_time() + 0.5\nwhile time.process_time() < until: pass"

pytestmark = pytest.mark.skipif(not Path("/proc/stat").exists(), reason="only Linux tells")


def test_the_time_of_children_is_our_own_while_they_run_and_when_they_have_ended() -> None:
    before = neighbours._own()
    child = subprocess.Popen([sys.executable, "-c", BUSY + "\ntime.sleep(60)"])
    while neighbours._own() < before + 0.4:
        assert child.poll() is None
        time.sleep(0.05)
    running = neighbours._own()
    child.kill()
    child.wait()
    assert neighbours._own() >= running


def test_the_share_of_others_is_what_is_not_ours(monkeypatch) -> None:
    machine, own = [(10.0, 100.0), (16.0, 110.0)], [5.0, 7.0]
    monkeypatch.setattr(neighbours, "_machine", lambda: machine.pop(0))
    monkeypatch.setattr(neighbours, "_own", lambda: own.pop(0))
    assert Neighbours().share() == pytest.approx(0.4)


def test_a_machine_that_tells_nothing_has_no_neighbours(monkeypatch) -> None:
    monkeypatch.setattr(neighbours, "_machine", lambda: (0.0, 0.0))
    assert Neighbours().share() == 0.0
