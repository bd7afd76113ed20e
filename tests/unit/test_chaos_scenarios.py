"""The catalogue of chaos scenarios, how a run is judged, and what inputs they make."""

from __future__ import annotations

import json
import random
from typing import Any, Self

import pytest

from tests.chaos import __main__ as chaos
from tests.chaos.account import EXPECT
from tests.chaos.catalogue import ALL, find
from tests.chaos.inputs import fuzzed, with_poison
from tests.chaos.scenario import IN_FLIGHT_CAP, Result, Scenario, cells, judge, markdown
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


def test_no_worker_outlives_a_run_that_is_broken_off(monkeypatch) -> None:
    class World:
        alive = 0

        def __init__(self, _: object, subject: Scenario, __: str) -> None:
            self.key = subject.world()

        def __enter__(self) -> Self:
            World.alive += 1
            if self.key[3] == "fails":
                raise OSError
            return self

        def __exit__(self, *_: object) -> None:
            World.alive -= 1

    monkeypatch.setattr(chaos, "World", World)
    with chaos._Present() as present:
        first = present.fit_for(scenario(), None, "at-least-once")
        assert present.fit_for(scenario(), None, "at-least-once") is first
        present.fit_for(scenario(lone=True), None, "at-least-once")
        assert World.alive == 1
    assert World.alive == 0
    with pytest.raises(OSError):
        chaos._Present().fit_for(Scenario("fails", "", lambda _: None, 1, 1, lone=True), None, "at-least-once")
    assert World.alive == 0
