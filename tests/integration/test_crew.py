"""`communique worker --processes`: two workers under one parent, on a real Apache Kafka."""

from __future__ import annotations

import os
import signal
import urllib.request
from pathlib import Path

import pytest

from tests.integration.harness import Account, Names, WorkerProcess, article, produce, read_all, wait_until
from tests.kafka.ports import free_port


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="the workers' pids are read from /proc")
def test_two_processes_share_the_work_survive_a_kill_and_drain_on_one_sigterm(kafka) -> None:
    names = Names.unique("crew").create(kafka, 4)
    first = free_port()
    module = ("service", "worker", "--processes", "2", "--http-port", str(first))
    with WorkerProcess(names, kafka.bootstrap, module, kafka_session_timeout_seconds=6) as parent:
        assert parent.process is not None
        wait_until(lambda: answers(first) and answers(first + 1), 60, parent)
        produce(kafka.bootstrap, names.raw, map(article, range(500)))
        wait_until(lambda: len(Account.of(kafka.bootstrap, names)) >= 50, 30, parent)
        os.kill(children(parent.process.pid)[0], signal.SIGKILL)
        produce(kafka.bootstrap, names.raw, map(article, range(500, 1000)))
        wait_until(lambda: len(Account.of(kafka.bootstrap, names)) == 1000, 60, parent)
        wait_until(lambda: answers(first) and answers(first + 1), 60, parent)
        assert parent.terminate() == 0
        assert parent.log.count("another is started") == 1
    account = Account.of(kafka.bootstrap, names)
    assert account.missing(read_all(kafka.bootstrap, names.raw)) == []
