from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections import Counter

import orjson
import pytest

from service.edges.samples import feed
from tests.cli.harness import COMMAND, ROOT, Terminal, environment, run

pytest.importorskip("confluent_kafka")


def workers_of(pid: int) -> list[int]:
    """Ids of the processes that a process started."""
    found = subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in found.stdout.split()]


def wait_for_worker(pid: int) -> int:
    deadline = time.monotonic() + 15
    while not (found := workers_of(pid)):
        assert time.monotonic() < deadline, "the demo started no worker"
        time.sleep(0.05)
    return found[0]


def is_gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_every_article_is_accounted_for_and_a_taken_port_is_no_hindrance():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
        found = run("demo", "--json", COMMUNIQUE_HTTP_PORT=str(port))
    told = orjson.loads(found.stdout)
    expected = Counter(sample.expect["reason"] for sample in feed() if "reason" in sample.expect)
    assert found.returncode == 0, found.stderr.decode()
    assert (told["sent"], told["enriched"], told["unaccounted"]) == (53, 48, 0)
    assert told["dead_letters"] == dict(expected)
    assert sum(told["languages"].values()) == 48
    assert told["off_topic"] == 12
    assert f":{port}/" not in told["metrics_url"]
    words = found.stderr.decode()
    assert f"port {port} is taken" in words
    assert "every article accounted for: 53 in, 48 enriched + 5 dead letters" in words


def test_a_worker_that_dies_is_told_with_its_log():
    process = subprocess.Popen(
        [*COMMAND, "demo"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(COMMUNIQUE_HTTP_PORT="0"),
        cwd=ROOT,
        text=True,
    )
    os.kill(wait_for_worker(process.pid), signal.SIGKILL)
    _, errors = process.communicate(timeout=30)
    assert process.returncode == 1
    assert "the worker's log:" in errors
    assert "error: the worker ended with exit code -9; its log is above" in errors
    assert "Traceback" not in errors


def test_a_worker_that_cannot_start_says_why():
    found = run("demo", COMMUNIQUE_TAXONOMY="no-such", COMMUNIQUE_HTTP_PORT="0")
    assert found.returncode == 1
    assert b"no-such: No such file or directory" in found.stderr
    assert b"the worker ended with exit code 2" in found.stderr


@pytest.mark.slow
def test_on_a_terminal_it_shows_articles_until_ctrl_c_and_leaves_nothing_behind():
    terminal = Terminal("demo", width=110, height=30)
    worker = wait_for_worker(terminal.process.pid)
    terminal.read_until("■ Party building")
    terminal.read_until("enriched 2")
    terminal.press(b"\x03")
    shown = terminal.finish()
    assert shown.code == 0, shown.text
    assert "a worker is starting" in shown.text
    assert "Đảng bộ ngành Ngoại giao" in shown.text
    assert "/metrics   Ctrl-C ends" in shown.text
    assert "every article accounted for" in shown.text
    assert "Traceback" not in shown.text
    assert is_gone(worker)
