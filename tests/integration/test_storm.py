"""The storm guard on Apache Kafka, with transactions: a paused worker gives up partitions and stops as promptly as any."""

from __future__ import annotations

import pytest

from tests.integration.harness import Account, Names, Sent, WorkerProcess, produce, read_all, wait_until

BAD = 800
SETTINGS = {"delivery": "exactly-once", "kafka_session_timeout_seconds": 6, "poll_records": 50, "batches_in_flight": 2}
STORM = {**SETTINGS, "storm_minimum_records": 100, "storm_probe_seconds": 600}


@pytest.mark.kafka
@pytest.mark.slow
def test_partitions_move_away_from_a_paused_worker_and_nothing_is_lost_or_repeated(kafka) -> None:
    names = Names.unique("storm").create(kafka, 2)
    produce(kafka.bootstrap, names.raw, [Sent(b"broken", partition=number % 2) for number in range(BAD)])
    with WorkerProcess(names, kafka.bootstrap, **STORM) as one:
        wait_until(lambda: one.health("live")[0] == 200, 20, one)
        wait_until(lambda: "communique_storm_guard_paused 1.0" in one.metrics(), 20, one)
        letters = len(read_all(kafka.bootstrap, names.dead))
        assert letters < BAD
        with WorkerProcess(names, kafka.bootstrap, **SETTINGS, storm_guard=False) as two:
            two.wait_ready()
            wait_until(lambda: len(read_all(kafka.bootstrap, names.dead)) > letters, 20, one)
            assert one.terminate(15) == 0, one.log
            wait_until(lambda: len(Account.of(kafka.bootstrap, names)) == BAD, 30, two)
            assert two.terminate() == 0, two.log
    account = Account.of(kafka.bootstrap, names)
    assert (account.missing(read_all(kafka.bootstrap, names.raw)), account.duplicates()) == ([], 0)
