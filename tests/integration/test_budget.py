"""The budget on Apache Kafka: huge articles in many partitions, and what a worker that is slow holds of them."""

from __future__ import annotations

import time

import pytest

from tests.integration.harness import Account, Names, Sent, WorkerProcess, produce, read_all, resident, wait_until

pytestmark = pytest.mark.kafka

PARTITIONS, HUGE_EACH = 10, 2
HUGE, SMALL = 5_000_000, 500
BUDGET = 32 << 20
HUGE_COST = 2 * HUGE + 4096
SLOW = ("tests.integration.slow_worker",)


def huge_and_small(partition: int) -> list[Sent]:
    """Of one partition: huge records, each among small ones."""
    small = [Sent(b"x" * SMALL, b"%d" % n, partition=partition) for n in range(9)]
    return [Sent(b"y" * HUGE, b"huge", partition=partition), *small] * HUGE_EACH


def worked_off(kafka, budget: int) -> tuple[float, float, int, int]:
    """The most bytes held and resident memory gained while a slow worker works off huge articles; missing, duplicates."""
    names = Names.unique("budget").create(kafka, PARTITIONS)
    for partition in range(PARTITIONS):
        produce(kafka.bootstrap, names.raw, huge_and_small(partition))
    held, memory = 0.0, []
    with WorkerProcess(names, kafka.bootstrap, SLOW, budget_bytes=budget, poll_records=100) as worker:
        wait_until(lambda: worker.health("live")[0] == 200, 20, worker)
        memory.append(resident(worker.process.pid))
        worker.wait_ready()
        until = time.monotonic() + 90
        while worker.count("articles_published_total") < PARTITIONS * HUGE_EACH * 10:
            assert time.monotonic() < until, worker.log
            held = max(held, worker.count("held_bytes"))
            memory.append(resident(worker.process.pid))
            time.sleep(0.03)
        wait_until(lambda: worker.count("in_flight_records") == 0, 10, worker)
        assert worker.terminate() == 0, worker.log
    raw = read_all(kafka.bootstrap, names.raw)
    account = Account.of(kafka.bootstrap, names)
    return held, max(memory) - memory[0], len(account.missing(raw)), account.duplicates()


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
