"""The budget on Apache Kafka: huge articles in many partitions, and what a worker that is slow holds of them."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest

from tests.integration.harness import Account, Names, Sent, WorkerProcess, produce, read_all, wait_until

pytestmark = pytest.mark.kafka

PARTITIONS, HUGE_EACH = 10, 2
HUGE, SMALL = 5_000_000, 500
BUDGET = 32 << 20
HUGE_COST = 2 * HUGE + 4096
SLOW = ("tests.integration.slow_worker",)


def metric(worker: WorkerProcess, name: str) -> float:
    found = re.search(rf"^communique_{name} (\S+)$", worker.metrics(), re.MULTILINE)
    return float(found[1]) if found else 0.0


def total(worker: WorkerProcess, name: str) -> float:
    return sum(float(n) for n in re.findall(rf"^communique_{name}{{[^}}]*}} (\S+)$", worker.metrics(), re.MULTILINE))


def resident(worker: WorkerProcess) -> int:
    """Bytes in memory."""
    assert worker.process is not None
    status = Path(f"/proc/{worker.process.pid}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    assert found
    return int(found[1]) * 1024


def huge_and_small(partition: int) -> list[Sent]:
    """Of one partition: huge records, each among small ones."""
    small = [Sent(b"x" * SMALL, b"%d" % n, partition=partition) for n in range(9)]
    return [Sent(b"y" * HUGE, b"huge", partition=partition), *small] * HUGE_EACH


def worked_off(kafka, budget: int) -> tuple[float, float, int, int]:
    """The most bytes held and resident memory gained while a slow worker works off huge articles; missing, duplicates."""
    names = Names.unique("budget").create(kafka, PARTITIONS)
    for partition in range(PARTITIONS):
        produce(kafka.bootstrap, names.raw, huge_and_small(partition))
    held, before, most = 0.0, 0, 0
    with WorkerProcess(names, kafka.bootstrap, SLOW, budget_bytes=budget, poll_records=100) as worker:
        wait_until(lambda: worker.health("live")[0] == 200, 20, worker)
        before = resident(worker)
        worker.wait_ready()
        until = time.monotonic() + 90
        while total(worker, "articles_published_total") < PARTITIONS * HUGE_EACH * 10:
            assert time.monotonic() < until, worker.log
            held, most = max(held, metric(worker, "held_bytes")), max(most, resident(worker))
            time.sleep(0.03)
        wait_until(lambda: metric(worker, "in_flight_records") == 0, 10, worker)
        assert worker.terminate() == 0, worker.log
    raw = read_all(kafka.bootstrap, names.raw)
    account = Account.of(kafka.bootstrap, names)
    return held, most - before, len(account.missing(raw)), account.duplicates()


@pytest.mark.slow
def test_with_huge_articles_in_many_partitions_no_more_is_held_than_the_budget(kafka, record_property) -> None:
    held, gained, missing, duplicates = worked_off(kafka, BUDGET)
    record_property("held", held)
    print(f"\nheld {held / 1e6:.0f} MB, resident memory gained {gained / 1e6:.0f} MB")
    assert held <= BUDGET + HUGE_COST
    assert held > BUDGET // 4, "it was not put to the test"
    assert (missing, duplicates) == (0, 0)


@pytest.mark.slow
def test_without_a_budget_worth_the_name_more_is_held(kafka) -> None:
    held, gained, missing, duplicates = worked_off(kafka, 4 << 30)
    print(f"\nheld {held / 1e6:.0f} MB, resident memory gained {gained / 1e6:.0f} MB")
    assert held > BUDGET + HUGE_COST
    assert (missing, duplicates) == (0, 0)
