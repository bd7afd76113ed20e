"""Exactly-once delivery on Apache Kafka: under crashes, stops and zombies a reader of committed records sees each article once.

The negative control shuts out the former owner of a partition after it has read the offsets instead of before, and
must be seen to repeat.
"""

from __future__ import annotations

import asyncio
import random
import signal

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition

from tests.integration.harness import (
    Account,
    Names,
    Sent,
    WorkerProcess,
    article,
    consumer_partitions,
    lag_of,
    produce,
    read_all,
    wait_until,
)

ARTICLES = 5_000
REFUSED = 500
KILLS, STOPS = 5, 2
SETTINGS = {"delivery": "exactly-once", "kafka_session_timeout_seconds": 2, "poll_records": 200}
PAUSED = ("tests.integration.exactly_once_worker",)


def articles(count: int, refused: int) -> list[Sent]:
    """Articles with records among them that are refused."""
    every = count // refused
    return [
        Sent(b"no article at all", key=b"%d" % number) if number % every == 0 else article(number)
        for number in range(count)
    ]


def account_of(kafka, names: Names, count: int) -> Account:
    """What became of `count` records; each must have become something."""
    raw = read_all(kafka.bootstrap, names.raw)
    assert len(raw) == count
    account = Account.of(kafka.bootstrap, names)
    assert account.missing(raw) == []
    return account


def paused_worker(monkeypatch, names: Names, kafka, **environment: object) -> WorkerProcess:
    """A worker that can be hit before its commit, see exactly_once_worker."""
    with monkeypatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, str(value))
        return WorkerProcess(names, kafka.bootstrap, PAUSED, **SETTINGS)


@pytest.mark.kafka
@pytest.mark.slow
def test_nothing_is_missing_or_repeated_after_kills_and_stops(kafka, record_property) -> None:
    names = Names.unique("once").create(kafka)
    produce(kafka.bootstrap, names.raw, articles(ARTICLES, REFUSED))
    chance = random.Random(7)
    ends = ["kill"] * KILLS + ["stop"] * STOPS
    chance.shuffle(ends)
    with WorkerProcess(names, kafka.bootstrap, **SETTINGS) as worker:
        for end in ends:
            worker.wait_ready()
            wanted = chance.randint(1, ARTICLES // (2 * len(ends)))
            wait_until(lambda: worker.count("articles_consumed_total") >= wanted, 60, worker)  # noqa: B023 - called before the next turn
            if end == "kill":
                worker.kill()
            else:
                assert worker.terminate() == 0, worker.log
            worker.start()
        worker.wait_ready()
        wait_until(lambda: lag_of(worker) == 0, 60, worker)
        assert worker.count("articles_consumed_total") > 0, "the faults must have hit it at work"
        assert worker.terminate() == 0, worker.log
    account = account_of(kafka, names, ARTICLES)
    print(f"\n{ends} in {ARTICLES:,} articles: duplicates {account.duplicates()}, dead letters {len(account.dead)}")
    record_property("duplicates", account.duplicates())
    assert account.duplicates() == 0
    assert len(account.dead) == REFUSED


def run_zombie(kafka, monkeypatch, **successor: object) -> int:
    """Duplicates after a worker was frozen in the middle of its transactions and woke when another had its partitions.

    It wakes without knowing that it has lost them, and goes on to commit.

    Args:
        kafka: the broker.
        monkeypatch: pytest's.
        successor: the environment of the worker that takes over, see exactly_once_worker.
    """
    names = Names.unique("zombie").create(kafka)
    produce(kafka.bootstrap, names.raw, articles(400, 40))
    with paused_worker(monkeypatch, names, kafka, COMMIT_PAUSE=0.5) as zombie:
        zombie.wait_ready()
        wait_until(lambda: zombie.count("articles_consumed_total") > 0, 30, zombie)
        zombie.process.send_signal(signal.SIGUSR1)
        zombie.process.send_signal(signal.SIGSTOP)
        before = len(Account.of(kafka.bootstrap, names))
        with paused_worker(monkeypatch, names, kafka, **successor) as other:
            wait_until(lambda: "offsets read" in other.log, 40, other)
            zombie.process.send_signal(signal.SIGCONT)
            wait_until(lambda: other.health("ready")[0] == 200 and lag_of(other) == 0, 40, other)
            assert other.terminate() == 0, other.log
    assert before < 400, "it must have been hit in the middle"
    return account_of(kafka, names, 400).duplicates()


@pytest.mark.kafka
@pytest.mark.slow
def test_a_zombie_that_does_not_know_is_shut_out(kafka, monkeypatch) -> None:
    assert run_zombie(kafka, monkeypatch) == 0


@pytest.mark.kafka
@pytest.mark.slow
def test_a_worker_that_reads_offsets_before_it_shuts_the_zombie_out_is_seen_to_repeat(kafka, monkeypatch) -> None:
    assert run_zombie(kafka, monkeypatch, LATE_FENCE=5) > 0


@pytest.mark.kafka
@pytest.mark.slow
def test_a_paused_worker_is_shut_out_and_joins_again(kafka, monkeypatch) -> None:
    names = Names.unique("paused").create(kafka)
    produce(kafka.bootstrap, names.raw, articles(400, 40))
    with paused_worker(monkeypatch, names, kafka, COMMIT_PAUSE=3) as paused:  # more than one look takes
        paused.wait_ready()
        wait_until(lambda: paused.count("articles_consumed_total") > 0, 30, paused)
        paused.process.send_signal(signal.SIGSTOP)
        assert len(Account.of(kafka.bootstrap, names)) < 400, "it must have been hit in the middle"
        with WorkerProcess(names, kafka.bootstrap, **SETTINGS) as other:
            wait_until(
                lambda: other.health("ready")[0] == 200 and other.count("articles_consumed_total") > 0, 40, other
            )
            paused.process.send_signal(signal.SIGCONT)
            wait_until(lambda: lag_of(paused, other) == 0, 60, paused)
            assert paused.terminate() == 0, paused.log
            assert other.terminate() == 0, other.log
    assert account_of(kafka, names, 400).duplicates() == 0


@pytest.mark.kafka
def test_output_and_dead_letters_become_visible_together_or_not_at_all(kafka, monkeypatch) -> None:
    names = Names.unique("together").create(kafka, partitions=1)
    produce(kafka.bootstrap, names.raw, articles(60, 6))
    with paused_worker(monkeypatch, names, kafka, COMMIT_PAUSE=60) as worker:
        wait_until(lambda: written(kafka, names.enriched) == 54 and written(kafka, names.dead) == 6, 40, worker)
        assert read_all(kafka.bootstrap, names.enriched) == read_all(kafka.bootstrap, names.dead) == []
        worker.kill()
    with WorkerProcess(names, kafka.bootstrap, **SETTINGS) as worker:
        worker.wait_ready()
        wait_until(lambda: len(read_all(kafka.bootstrap, names.dead)) == 6, 40, worker)
    account = account_of(kafka, names, 60)
    assert (len(account.enriched), len(account.dead), account.duplicates()) == (54, 6, 0)


def written(kafka, channel: str) -> int:
    """Records of a channel with one partition, committed or not."""
    return asyncio.run(_written(kafka.bootstrap, channel))


async def _written(bootstrap: str, channel: str) -> int:
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap)
    await consumer.start()
    try:
        partitions = [TopicPartition(channel, number) for number in await consumer_partitions(consumer, channel)]
        return sum((await consumer.end_offsets(partitions)).values())
    finally:
        await consumer.stop()


@pytest.mark.kafka
@pytest.mark.slow
def test_a_lane_shut_out_without_a_rebalance_ends_the_worker_so_that_a_restart_takes_it_anew(kafka) -> None:
    names = Names.unique("usurped").create(kafka, partitions=1)

    async def usurp() -> None:
        producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, transactional_id=f"{names.group}-{names.raw}-0")
        await producer.start()
        await producer.stop()

    with WorkerProcess(names, kafka.bootstrap, **SETTINGS) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, map(article, range(10)))
        wait_until(lambda: len(read_all(kafka.bootstrap, names.enriched)) == 10, 30, worker)
        asyncio.run(usurp())
        produce(kafka.bootstrap, names.raw, map(article, range(10, 20)))
        wait_until(lambda: worker.exit_code() is not None, 40, worker)
        assert worker.exit_code() == 1
        assert "a restart takes it anew" in worker.log
        assert len(read_all(kafka.bootstrap, names.enriched)) == 10
        worker.start()
        worker.wait_ready()
        wait_until(lambda: len(read_all(kafka.bootstrap, names.enriched)) == 20, 30, worker)
    assert account_of(kafka, names, 20).duplicates() == 0


@pytest.mark.kafka
def test_more_partitions_than_lanes_are_refused_with_the_mend(kafka) -> None:
    names = Names.unique("lanes").create(kafka, partitions=4)
    with WorkerProcess(names, kafka.bootstrap, **SETTINGS, max_lanes=3) as worker:
        wait_until(lambda: worker.exit_code() is not None, 40, worker)
        assert worker.exit_code() == 3
        assert "4 partitions" in worker.log
        assert "COMMUNIQUE_MAX_LANES" in worker.log
        assert "Traceback" not in worker.log
