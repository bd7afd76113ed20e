"""One run: scenario after scenario, and in a quick run two at a time where neither can disturb the other."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from tests.chaos import report
from tests.chaos.episode import Episode
from tests.chaos.fleet import ChaosError
from tests.chaos.scenario import Result, Scenario, cells
from tests.chaos.world import Brokers, World

LOGS = Path(".cache/chaos")
"""Where the logs of workers go whose scenario missed a bound."""
AT_ONCE = 2
"""Worlds side by side in a quick run: what most of them do is wait."""
Unit = list[Scenario]
"""Scenarios that follow each other in one world."""


def units(scenarios: Sequence[Scenario]) -> list[Unit]:
    """Neighbours that share a world, together."""
    return [list(group) for _, group in itertools.groupby(scenarios, Scenario.world)]


@dataclass(frozen=True)
class Plan:
    """What is run.

    Attributes:
        mode: COMMUNIQUE_DELIVERY of the workers.
        quick: each fault briefly, and scenarios that may be side by side are.
        seed: of all chance.
        minutes: of the soak; None for the full count.
        json: takes the results, each as soon as it is there.
    """

    mode: str
    quick: bool
    seed: int
    minutes: int | None = None
    json: Path | None = None

    @property
    def scale(self) -> str:
        """As results say it."""
        return "quick" if self.quick else "full"

    def times(self, scenario: Scenario) -> int:
        """How often to inject the fault, or how many articles."""
        if scenario.name == "soak":
            return int(self.minutes or scenario.full)
        return scenario.quick or 1 if self.quick else scenario.full


@dataclass
class Run:
    """Runs scenarios and gathers their results.

    Args:
        plan: what is run.
        results: those that there are already.
    """

    plan: Plan
    results: list[Result] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, scenarios: Sequence[Scenario]) -> None:
        """Run them on brokers of their own."""
        known = units(scenarios)
        side_by_side = [unit for unit in known if self.plan.quick and all(one.beside for one in unit)]
        with Brokers() as brokers:
            with Present() as present:
                for scenario in itertools.chain.from_iterable(unit for unit in known if unit not in side_by_side):
                    self._one(scenario, brokers, present)
            self._side_by_side(side_by_side, brokers)

    def _side_by_side(self, waiting: list[Unit], brokers: Brokers) -> None:
        """Whoever is done with a unit takes the next."""
        rest = iter(waiting)
        tracks = [_Track(lambda present: self._track(rest, brokers, present)) for _ in waiting[:AT_ONCE]]
        try:
            for track in tracks:
                track.start()
            for track in tracks:
                track.finish()
        finally:
            for track in tracks:
                track.present.close()

    def _track(self, rest: Iterator[Unit], brokers: Brokers, present: Present) -> None:
        while True:
            with self._lock:
                unit = next(rest, None)
            if unit is None:
                return
            for scenario in unit:
                self._one(scenario, brokers, present)
            present.end()

    def _one(self, scenario: Scenario, brokers: Brokers, present: Present) -> None:
        plan = self.plan
        result = Result(scenario.name, scenario.fault, plan.mode, plan.times(scenario), plan.seed, scale=plan.scale)
        result.control = scenario.control
        world = present.fit_for(scenario, brokers, plan.mode)
        Episode(world, scenario, result, quick=plan.quick, say=report.progress).run()
        with self._lock:
            self.results.append(result)
            report.report(result)
            report.write(plan.json, self.results)
            if not result.ok:
                world.fleet.save_logs(LOGS, scenario.name)
                print(f"    the workers' logs: {LOGS}/{scenario.name}-worker-*.log", flush=True)
        if not result.ok or scenario.lone or scenario.control:
            present.end()  # what a missed bound leaves behind is not the next scenario's fault


class Present:
    """The world that runs, if one does; none is left when the run ends, however it ends."""

    def __init__(self) -> None:
        self._world: World | None = None
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End it, and have no other; a thread that is at work on it fails."""
        self._closed = True
        self.end()

    def end(self) -> None:
        """End it."""
        world, self._world = self._world, None
        if world is not None:
            world.__exit__()

    def fit_for(self, scenario: Scenario, brokers: Brokers, mode: str) -> World:
        """It when the scenario can share it, else a new one in its place.

        Raises:
            ChaosError: the run is over.
        """
        if self._world is None or self._world.key != scenario.world():
            self.end()
            report.progress(f"{scenario.name}: starting brokers and workers")
            self._world = World(brokers, scenario, mode)  # kept now: a start that fails half-way has begun something
            try:
                self._world.__enter__()
            except BaseException:
                self.end()
                raise
        if (world := self._world) is None or self._closed:
            self.end()
            raise ChaosError("the run is over")
        return world


class _Track(threading.Thread):
    """Does work with a world of its own, beside others; a daemon, because a run that is broken off must not wait for it."""

    def __init__(self, work: Callable[[Present], None]) -> None:
        super().__init__(name="track", daemon=True)
        self.present = Present()
        self._work = work
        self._failure: BaseException | None = None

    def run(self) -> None:
        """See Thread."""
        try:
            self._work(self.present)
        except BaseException as failure:  # noqa: BLE001 - raised by whoever waits for it
            self._failure = failure

    def finish(self) -> None:
        """Wait for its end; raises what it has raised."""
        self.join()
        if self._failure is not None:
            raise self._failure


def run(scenarios: Sequence[Scenario], plan: Plan, earlier: Sequence[Result] = ()) -> list[Result]:
    """Run scenarios, with what is to be said meanwhile.

    Args:
        scenarios: in the catalogue's order.
        plan: what is run.
        earlier: results that need not be had again.

    Returns:
        The results, those of `earlier` among them, in the catalogue's order.
    """
    begun, there = time.monotonic(), {result.name for result in earlier}
    report.row(report.HEADINGS)
    for result in earlier:
        report.row(cells(result))
    whole = Run(plan, list(earlier))
    whole.run([scenario for scenario in scenarios if scenario.name not in there])
    order = [scenario.name for scenario in scenarios]
    results = sorted(whole.results, key=lambda result: order.index(result.name) if result.name in order else -1)
    held, seconds = sum(result.ok for result in results), time.monotonic() - begun
    print(f"{held} of {len(results)} held, {seconds:.0f} s, seed {plan.seed}, {plan.mode}, {plan.scale}")
    return results
