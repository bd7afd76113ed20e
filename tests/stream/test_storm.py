"""The storm guard in a worker as a process: it pauses, loses nothing, stops promptly, resumes; off, it does none of that."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import pytest

from service.edges.embedded import EmbeddedKafka
from tests.integration.harness import Account, Names, Sent, WorkerProcess, article, produce, read_all, wait_until

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("confluent_kafka") is None, reason="confluent-kafka is not installed"),
]

STORM = {"storm_minimum_records": 100, "kafka_session_timeout_seconds": 6, "poll_records": 50, "batches_in_flight": 2}
BAD = 600


def bad_ones(count: int) -> list[Sent]:
    return [Sent(b"broken %d" % number, partition=number % 2) for number in range(count)]


def good_ones(first: int, count: int) -> list[Sent]:
    return [
        Sent(one.value, one.key, partition=n % 2) for n, one in enumerate(map(article, range(first, first + count)))
    ]


@contextmanager
def working(**settings: object) -> Iterator[tuple[str, Names, WorkerProcess]]:
    """An embedded broker, two partitions of channels on it and a worker that is ready."""
    with EmbeddedKafka() as broker:
        names = Names.unique("storm")
        for channel in (names.raw, names.enriched, names.dead):
            broker.create(channel, 2)
        with WorkerProcess(names, broker.bootstrap, **{**STORM, **settings}) as worker:
            worker.wait_ready()
            yield broker.bootstrap, names, worker


def paused(worker: WorkerProcess) -> bool:
    return "communique_storm_guard_paused 1.0" in worker.metrics()


def test_a_storm_pauses_the_worker_and_it_goes_on_when_the_storm_is_over() -> None:
    with working(storm_probe_seconds=0.3) as (bootstrap, names, worker):
        produce(bootstrap, names.raw, [*bad_ones(BAD), *good_ones(0, 400)])
        wait_until(lambda: paused(worker), 20, worker)
        status, body = worker.health("ready")
        assert (status, body["storm_guard_paused"]) == (503, True)
        assert body["waiting_for"] == ["end of the storm of refused articles"]
        assert worker.health("live")[0] == 200
        wait_until(lambda: not paused(worker), 30, worker)
        wait_until(lambda: len(Account.of(bootstrap, names)) == BAD + 400, 30, worker)
        assert worker.health("ready")[0] == 200
        # A good probe of one partition says little of the other: it may take two storms to get through.
        pauses = worker.log.count("; paused. One batch is tried every")
        assert pauses == worker.log.count('work goes on"}') >= 1
        assert worker.terminate() == 0, worker.log
        account = Account.of(bootstrap, names)
        assert (len(account.enriched), len(account.dead), account.duplicates()) == (400, BAD, 0)


def test_while_paused_nothing_more_is_read_and_a_stop_is_prompt_and_loses_nothing() -> None:
    with working(storm_probe_seconds=600) as (bootstrap, names, worker):
        produce(bootstrap, names.raw, bad_ones(BAD))
        wait_until(lambda: paused(worker), 20, worker)
        wait_until(lambda: "communique_batches_in_flight 0.0" in worker.metrics(), 10, worker)
        letters = len(read_all(bootstrap, names.dead))
        assert 100 <= letters < BAD // 2
        produce(bootstrap, names.raw, good_ones(0, 50))
        time.sleep(1.0)
        assert len(read_all(bootstrap, names.dead)) == letters
        assert read_all(bootstrap, names.enriched) == []
        before = time.monotonic()
        assert worker.terminate() == 0, worker.log
        assert time.monotonic() - before < 8, "a pause must not hold up a stop"
        with WorkerProcess(names, bootstrap, **STORM, storm_guard=False) as other:
            other.wait_ready()
            wait_until(lambda: len(Account.of(bootstrap, names)) == BAD + 50, 30, other)
        account = Account.of(bootstrap, names)
        assert (account.missing(read_all(bootstrap, names.raw)), account.duplicates()) == ([], 0)


def test_control_with_the_guard_off_the_same_storm_goes_through_unpaused() -> None:
    with working(storm_guard=False, storm_probe_seconds=600) as (bootstrap, names, worker):
        produce(bootstrap, names.raw, bad_ones(BAD))
        wait_until(lambda: len(read_all(bootstrap, names.dead)) == BAD, 20, worker)
        assert not paused(worker)
        assert worker.health("ready")[0] == 200
        assert "storm guard" not in worker.log
