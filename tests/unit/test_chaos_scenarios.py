"""The catalogue of chaos scenarios, how a run is judged, and what inputs they make."""

from __future__ import annotations

import json
import random
import threading
import time
from contextlib import nullcontext
from types import SimpleNamespace
from typing import Any, Self

import pytest

from tests.chaos import run as chaos
from tests.chaos.account import EXPECT, Account
from tests.chaos.catalogue import ALL, find
from tests.chaos.episode import Episode
from tests.chaos.fleet import ChaosError
from tests.chaos.inputs import fuzzed, with_poison
from tests.chaos.scenario import IN_FLIGHT_CAP, PRODUCT, Home, Result, Scenario, cells, judge, markdown
from tests.integration.test_main_job import BAD


def scenario(**fields: Any) -> Scenario:
    return Scenario("name", "fault", lambda _: None, 1, 2, **fields)


def judged(subject: Scenario, mode: str = "at-least-once", **fields: Any) -> Result:
    result = Result("name", "fault", mode, 2, 1, **{"articles": 100, **fields})
    judge(subject, result, mode)
    return result


def test_names_are_unique_and_found_in_the_catalogues_order() -> None:
    names = [one.name for one in ALL]
    assert len(set(names)) == len(names)
    assert [one.name for one in find([names[3], names[1]])] == [names[1], names[3]]
    assert find([]) == list(ALL)
    with pytest.raises(ValueError, match=r"no-such.*kill"):
        find(["no-such"])


def test_scenarios_that_share_a_world_stand_together() -> None:
    worlds = [one.world() for one in ALL]
    runs = [world for at, world in enumerate(worlds) if at == 0 or worlds[at - 1] != world]
    assert len(runs) == len(set(runs))


def test_a_run_within_its_bounds_holds() -> None:
    subject = scenario(duplicates=lambda times: 10 * times, recovery=8.0)
    result = judged(subject, duplicates=20, silences=[1.0, 8.0])
    assert result.ok
    assert result.verdict() == "held"
    assert result.recovery() == "4.5 / 8.0"


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        ({"missing": 1}, "missing"),
        ({"duplicates": 21}, "duplicates"),
        ({"silences": [8.1]}, "served again"),
        ({"silences": [8.1], "scale": "full", "foreign": 0.9}, "served again"),
        ({"articles": 0}, "no articles"),
    ],
)
def test_each_bound_that_is_missed_is_told(fields: dict[str, Any], word: str) -> None:
    result = judged(scenario(duplicates=lambda times: 10 * times, recovery=8.0), **fields)
    assert word in " ".join(result.problems)
    assert result.verdict() == "MISSED"


def test_a_quick_run_does_not_judge_the_time_of_a_machine_that_others_use() -> None:
    result = judged(scenario(recovery=8.0), silences=[8.1], foreign=0.45)
    assert result.ok
    assert "not judged, for others took 45%" in result.notes[0]
    assert not judged(scenario(recovery=8.0), silences=[8.1], foreign=0.2).ok


def test_exactly_once_allows_no_duplicate_whatever_the_scenario_allows() -> None:
    assert judged(scenario(), duplicates=5).ok
    assert not judged(scenario(), "exactly-once", duplicates=5).ok


def test_a_control_passes_only_when_loss_or_repeats_are_seen() -> None:
    assert judged(scenario(control=True), control=True, missing=3).verdict() == "seen"
    assert judged(scenario(control=True), control=True).verdict() == "NOT SEEN"


def test_the_duplicates_of_kills_are_bounded_by_what_may_be_in_flight() -> None:
    (kill,) = find(["kill"])
    assert kill.duplicates is not None
    assert kill.duplicates(3) == 3 * IN_FLIGHT_CAP


def test_the_table_is_markdown_with_a_row_for_each_result() -> None:
    lines = markdown([judged(scenario(), silences=[2.0])]).splitlines()
    assert len(lines) == 3
    assert len({line.count("|") for line in lines}) == 1
    assert lines[2] == f"| {' | '.join(cells(judged(scenario(), silences=[2.0])))} |"


def test_one_article_in_ten_is_poison_of_every_kind_and_says_its_reason() -> None:
    make = with_poison(random.Random(1))
    made = [dict(make(number).headers)[EXPECT].decode() for number in range(1000)]
    bad = [reason for reason in made if reason != "enriched"]
    assert len(bad) == 100
    assert set(bad) == {reason for _, reason in BAD.values()} | {"tombstone"}


def test_the_same_seed_makes_the_same_inputs_and_another_others() -> None:
    first, again, other = (fuzzed(random.Random(seed)) for seed in (1, 1, 2))
    records = [first(number) for number in range(200)]
    assert records == [again(number) for number in range(200)]
    assert records != [other(number) for number in range(200)]


def test_fuzz_holds_bytes_tombstones_and_json_that_parses() -> None:
    make = fuzzed(random.Random(1))
    values = [make(number).value for number in range(2000)]
    assert None in values
    objects = 0
    for value in values:
        try:
            objects += isinstance(json.loads(value or b""), dict)
        except ValueError:
            continue
    assert objects > 200


def test_what_runs_beside_others_leaves_them_their_brokers_and_their_time() -> None:
    beside = [one for one in ALL if one.beside]
    assert all(one.recovery is None for one in beside)
    alone = {one.world() for one in ALL if not one.beside}
    assert not alone & {one.world() for one in beside}, "a world is shared by a whole unit, or by none"
    assert {one.name for one in ALL if one.home is Home.BROKER and one.module == PRODUCT and one.beside} <= {
        "fetch-kill",
        "fetch-rebalance",
    }


class FakeWorld:
    """What a run wants of a world; tells how many there are, and were at the same time."""

    alive = most = 0
    lock = threading.Lock()

    def __init__(self, _: object, subject: Scenario, __: str) -> None:
        self.key = subject.world()
        self.begun = False

    def __enter__(self) -> Self:
        with FakeWorld.lock:
            self.begun = True
            FakeWorld.alive += 1
            FakeWorld.most = max(FakeWorld.most, FakeWorld.alive)
        if self.key[3] == "fails":
            raise OSError
        return self

    def __exit__(self, *_: object) -> None:
        with FakeWorld.lock:
            FakeWorld.alive -= self.begun
            self.begun = False


@pytest.fixture
def fake(monkeypatch):
    """Worlds of nothing, in which acting takes a moment."""
    FakeWorld.alive = FakeWorld.most = 0

    class Acts:
        def __init__(self, world: FakeWorld, subject: Scenario, result: Result, **_: object) -> None:
            self.act, self.result = subject.act, result

        def run(self) -> None:
            self.result.articles = 1
            time.sleep(0.02)
            self.act(self)

    monkeypatch.setattr(chaos, "World", FakeWorld)
    monkeypatch.setattr(chaos, "Episode", Acts)
    monkeypatch.setattr(chaos, "Brokers", nullcontext)
    return FakeWorld


def named(name: str, act=lambda _: None, **fields: Any) -> Scenario:
    return Scenario(name, name, act, 1, 2, **fields)


SIDE_BY_SIDE = [named("a"), named("b"), *(named(f"c{n}", beside=True, lone=True) for n in range(5))]


def test_a_quick_run_has_two_worlds_at_a_time_and_tells_of_all(fake, capsys) -> None:
    results = chaos.run(SIDE_BY_SIDE, chaos.Plan("at-least-once", quick=True, seed=1))
    assert [result.name for result in results] == ["a", "b", "c0", "c1", "c2", "c3", "c4"]
    assert (fake.most, fake.alive) == (2, 0)
    assert "7 of 7 held" in capsys.readouterr().out


def test_a_full_run_has_one_after_the_other(fake) -> None:
    results = chaos.run(SIDE_BY_SIDE, chaos.Plan("at-least-once", quick=False, seed=1))
    assert len(results) == 7
    assert (fake.most, fake.alive) == (1, 0)


def test_what_is_not_foreseen_ends_a_run_and_every_world(fake) -> None:
    def breaks(_: object) -> None:
        raise RuntimeError("broken")

    long = named("long", lambda _: time.sleep(0.5), beside=True, lone=True)
    with pytest.raises(RuntimeError, match="broken"):
        chaos.run([named("breaks", breaks, beside=True, lone=True), long], chaos.Plan("x", quick=True, seed=1))
    assert fake.alive == 0


def test_no_worker_outlives_a_run_that_is_broken_off(fake) -> None:
    with chaos.Present() as present:
        first = present.fit_for(scenario(), None, "at-least-once")
        assert present.fit_for(scenario(), None, "at-least-once") is first
        present.fit_for(scenario(lone=True), None, "at-least-once")
        assert fake.alive == 1
    assert fake.alive == 0
    with pytest.raises(OSError):
        chaos.Present().fit_for(named("fails", lone=True), None, "at-least-once")
    assert fake.alive == 0
    with pytest.raises(ChaosError, match="over"):
        present.fit_for(scenario(), None, "at-least-once")
    assert fake.alive == 0


class GoesOn:
    """A world whose workers go on while a run that was broken off is told of: the witness reads what they published late.

    One article of two is really lost: it was committed past, and nothing comes of it.
    """

    def __init__(self) -> None:
        self.names = SimpleNamespace(enriched="enriched", dead="dead")
        self.witness = self.committed = self
        self.account = Account()
        for offset in range(2):
            self.account.saw_raw((0, offset), b"", None)

    def __call__(self, _: float) -> dict[int, int]:
        return {0: 2}

    def ends(self, *_: str) -> dict[tuple[str, int], int]:
        return {}

    def has_read(self, _: object) -> bool:
        self.account.saw_enriched((0, 1), 0.0)
        return True


def test_what_was_published_before_it_was_committed_is_not_told_as_lost() -> None:
    result = Result("a", "a", "at-least-once", 1, 1)
    Episode(GoesOn(), named("a"), result, quick=True, say=print)._tell({})
    assert result.notes[-1] == "1 of them before the committed offsets: lost; 1 not worked on so far"
