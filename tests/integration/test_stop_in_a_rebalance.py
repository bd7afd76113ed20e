"""A worker is told to stop, and its group rebalances while it finishes what is in flight."""

from __future__ import annotations

import signal
from collections.abc import Sequence

import pytest
from confluent_kafka import ConsumerGroupState
from confluent_kafka.admin import AdminClient

from tests.integration.harness import Account, Names, WorkerProcess, article, produce, read_all, wait_until
from tests.integration.test_exactly_once import PAUSED
from tests.kafka.broker import KafkaBroker

ARTICLES, TIMES = 160, 4
LATE_SECONDS = "4"
SLOW = ("tests.integration.slow_worker", LATE_SECONDS)


def rebalances(admin: AdminClient, group: str) -> bool:
    """Whether the broker waits for the members of a group to join anew."""
    told = admin.describe_consumer_groups([group])[group].result(20)
    return told.state is ConsumerGroupState.PREPARING_REBALANCING


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(("delivery", "module"), [("at-least-once", SLOW), ("exactly-once", PAUSED)])
def test_a_rebalance_while_it_drains_neither_holds_its_end_nor_repeats(kafka, monkeypatch, delivery, module) -> None:
    monkeypatch.setenv("COMMIT_PAUSE", LATE_SECONDS)
    # The worker may hear of the rebalance just before it is told to stop; then all of this holds, and is tried again.
    assert any(stopped_in_a_rebalance(kafka, delivery, module) for _ in range(TIMES)), "it never came while it drained"


def stopped_in_a_rebalance(kafka: KafkaBroker, delivery: str, module: Sequence[str]) -> bool:
    """Stop a worker while its group rebalances; whether it heard of that only while it drained."""
    names = Names.unique("rebalanced").create(kafka)
    produce(kafka.bootstrap, names.raw, [article(number) for number in range(ARTICLES)])
    settings = {"delivery": delivery, "kafka_session_timeout_seconds": 10, "poll_records": 20}
    admin = AdminClient({"bootstrap.servers": kafka.bootstrap})
    with WorkerProcess(names, kafka.bootstrap, module, **settings) as stopped:
        stopped.wait_ready()
        wait_until(lambda: stopped.count("articles_consumed_total") > 0, 30, stopped)
        with WorkerProcess(names, kafka.bootstrap, module, **settings) as other:
            wait_until(lambda: rebalances(admin, names.group), 30, other)
            stopped.process.send_signal(signal.SIGTERM)
            assert stopped.process.wait(30) == 0, stopped.log
            came = "rebalancing" in stopped.log.partition("stopping:")[2]
            raw = read_all(kafka.bootstrap, names.raw)
            wait_until(lambda: not Account.of(kafka.bootstrap, names).missing(raw), 60, other)
            assert other.terminate() == 0, other.log
    assert Account.of(kafka.bootstrap, names).duplicates() == 0
    return came
