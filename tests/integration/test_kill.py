"""kill -9: whatever the worker was doing, no article is lost; and a worker that commits too early is seen to lose."""

from __future__ import annotations

import random

import pytest

from tests.integration.harness import Account, Names, WorkerProcess, article, lag_of, produce, read_all, wait_until

ARTICLES = 8_000  # benchmarks/kill.py does 10 in 20,000
KILLS = 4
SETTINGS = {
    "kafka_session_timeout_seconds": 2,  # the broker of the tests allows it: a dead member is noticed soon
    "poll_records": 200,  # many batches, so that a kill finds some read, some published, some committed
}


def run_with_kills(kafka, module: tuple[str, ...], articles: int, kills: int, seed: int) -> tuple[int, int]:
    """Missing and duplicate outcomes after `kills` kill -9 that hit it at work, spread over `articles`."""
    names = Names.unique("kill").create(kafka)
    produce(kafka.bootstrap, names.raw, map(article, range(articles)))
    chance = random.Random(seed)
    with WorkerProcess(names, kafka.bootstrap, module, **SETTINGS) as worker:
        for _ in range(kills):
            worker.wait_ready()
            wanted = chance.randint(1, articles * 3 // 4 // kills)
            wait_until(lambda: worker.count("articles_consumed_total") >= wanted, 60, worker)  # noqa: B023 - called before the next turn
            worker.kill()
            worker.start()
        worker.wait_ready()
        wait_until(lambda: lag_of(worker) == 0, 240, worker)
        assert worker.terminate() == 0, worker.log
    raw = read_all(kafka.bootstrap, names.raw)
    assert len(raw) == articles
    account = Account.of(kafka.bootstrap, names)
    return len(account.missing(raw)), account.duplicates()


@pytest.mark.kafka
@pytest.mark.slow
def test_nothing_is_missing_after_kills_under_load(kafka, record_property) -> None:
    missing, duplicates = run_with_kills(kafka, ("service", "worker"), ARTICLES, KILLS, seed=1)
    record_property("duplicates", duplicates)
    print(f"\n{KILLS} kills in {ARTICLES:,} articles: missing {missing}, duplicates {duplicates}")
    assert missing == 0


@pytest.mark.kafka
@pytest.mark.slow
def test_a_worker_that_commits_before_it_publishes_is_seen_to_lose(kafka) -> None:
    missing, _ = run_with_kills(kafka, ("tests.integration.hasty_worker",), 6_000, 4, seed=2)
    assert missing > 0
