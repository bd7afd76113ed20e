"""The load of the chaos tests keeps to its rate, and gives every partition its share."""

from __future__ import annotations

import time
from collections import Counter

import pytest

from tests.chaos import load as loads
from tests.chaos.account import Account
from tests.chaos.fleet import ChaosError
from tests.chaos.load import Load


class Producer:
    def __init__(self, _: object) -> None:
        self.taken: Counter[int] = Counter()

    def produce(self, channel: str, value: bytes, *, partition: int, **_: object) -> None:
        self.taken[partition] += 1

    def poll(self, _: float) -> None:
        pass

    def flush(self, _: float) -> int:
        return 0


@pytest.fixture(autouse=True)
def producer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loads, "Producer", Producer)


def taken(seconds: float, **options: float | None) -> Counter[int]:
    with Load("", "raw", Account(), 12, backlog=10_000, **options) as load:
        time.sleep(seconds)
    return load._producer.taken


def test_a_rate_is_not_passed_and_shared_by_all_partitions() -> None:
    counts = taken(1.0, rate=600.0)
    assert 12 < counts.total() <= 600 * (2 + loads.KEPT_SECONDS)
    assert max(counts.values()) < 3 * min(counts[number] for number in range(12)) + 20


def test_without_a_rate_the_backlog_is_filled_at_once() -> None:
    assert taken(0.5).total() > 12_000


def test_what_a_pause_has_not_used_is_not_made_up_for() -> None:
    load = Load("", "raw", Account(), 12, rate=100.0)
    load._looked_at -= 60
    assert sum(load._in_time() for _ in range(1000)) <= 100 * loads.KEPT_SECONDS + 5


def test_what_went_wrong_first_is_told_and_not_that_records_are_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Producer, "flush", lambda *_: 7)
    with pytest.raises(ChaosError, match="a worker does not come"), Load("", "raw", Account(), 12):
        raise ChaosError("a worker does not come")
    with pytest.raises(TimeoutError, match="7 raw records"), Load("", "raw", Account(), 12):
        pass


def test_a_load_knows_when_it_was_told_to_stop_the_first_time():
    """Silence is counted up to there: behind it a partition is silent because nothing is left to do."""
    before = time.time()
    with Load("", "raw", Account(), 12, limit=1) as load:
        assert load.ended is None
        load.stop()
        ended = load.ended
        time.sleep(0.01)
    assert before <= ended <= time.time()
    assert load.ended == ended
