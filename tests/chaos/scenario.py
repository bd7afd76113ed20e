"""What a scenario is, how one run of it is judged, and the table of all runs."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tests.chaos.neighbours import MOST_FOREIGN

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

SESSION_SECONDS = 3.0
POLL_RECORDS = 200
BATCHES_IN_FLIGHT = 8
IN_FLIGHT_CAP = POLL_RECORDS * BATCHES_IN_FLIGHT
"""Most records that one worker may have read but not committed, in all scenarios."""

PRODUCT = ("tests.chaos.open_worker",)
"""The product's worker; it differs from `python -m service worker` by one signal handler."""

STOP_SECONDS = 10.0
"""SIGTERM to exit at full load, at most."""


class Home(StrEnum):
    """What a scenario's workers are connected to."""

    BROKER = "broker"
    PROXY = "proxy"
    CLUSTER = "cluster"


@dataclass(frozen=True)
class Scenario:
    """One kind of fault and its bounds.

    Attributes:
        name: for `--only` and for resuming.
        fault: the table's words.
        act: injects the fault `times` times while articles flow; may note problems of its own.
        quick, full: how often, or how many articles where the fault is in the input; None leaves it to `--full`.
        home: what the workers are connected to.
        module: the worker to run, for `python -m`.
        settings: of the workers, beside those that all have.
        duplicates: gives the most duplicates for a number of times; None only counts them.
        recovery: longest silence of any partition after a fault, in seconds; None only measures it.
        control: a negative control: it passes when articles are seen to go missing or double.
        lone: the world is not used by another scenario, before or after.
        load: whether a load runs while it acts.
        beside: a quick run may have another world's scenarios beside it: it leaves brokers that others use as they
            are, and has no bound on time.
    """

    name: str
    fault: str
    act: Callable[[Episode], None]
    quick: int | None
    full: int
    home: Home = Home.BROKER
    module: tuple[str, ...] = PRODUCT
    settings: Mapping[str, object] = field(default_factory=dict)
    duplicates: Callable[[int], int] | None = None
    recovery: float | None = None
    control: bool = False
    lone: bool = False
    load: bool = True
    beside: bool = False

    def world(self) -> tuple[Any, ...]:
        """Scenarios with the same value can share a world."""
        return self.home, self.module, tuple(sorted(self.settings.items())), self.name if self.lone else None


@dataclass
class Result:
    """One run of a scenario, as it stands in the JSON file.

    Attributes:
        silences: seconds that any partition was without output after each fault, the worst partition.
        problems: bounds that were missed, in words; empty when all held.
        notes: worth a reader's while.
        foreign: the part of the machine's processor time that went to others meanwhile.
    """

    name: str
    fault: str
    mode: str
    times: int
    seed: int
    articles: int = 0
    missing: int = 0
    duplicates: int = 0
    silences: list[float] = field(default_factory=list)
    exits: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    control: bool = False
    seconds: float = 0.0
    date: str = ""
    scale: str = "quick"
    foreign: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether every bound held."""
        return not self.problems

    def recovery(self) -> str:
        """Median and longest silence in seconds, `-` without any."""
        if not self.silences:
            return "-"
        return f"{statistics.median(self.silences):.1f} / {max(self.silences):.1f}"

    def verdict(self) -> str:
        """One or two words."""
        if self.control:
            return "seen" if self.ok else "NOT SEEN"
        return "held" if self.ok else "MISSED"


def judge(scenario: Scenario, result: Result, mode: str) -> None:
    """Add to `result.problems` each bound of `scenario` that was missed."""
    if scenario.control:
        if not result.missing + result.duplicates:
            result.problems.append("a worker that is known to lose was not seen to: the harness proves nothing")
        return
    if not result.articles:
        result.problems.append("no articles went through")
    if result.missing:
        result.problems.append(f"{result.missing} articles are missing")
    allowed = 0 if mode == "exactly-once" else scenario.duplicates and scenario.duplicates(result.times)
    if allowed is not None and result.duplicates > allowed:
        result.problems.append(f"{result.duplicates} duplicates, at most {allowed} allowed")
    _judge_time(scenario, result)


def _judge_time(scenario: Scenario, result: Result) -> None:
    if scenario.recovery is None or not result.silences or max(result.silences) <= scenario.recovery:
        return
    text = f"served again after {max(result.silences):.1f} s, at most {scenario.recovery:g} allowed"
    if result.scale == "quick" and result.foreign > MOST_FOREIGN:
        result.notes.append(f"{text}; not judged, for others took {result.foreign:.0%} of the processors")
    else:
        result.problems.append(text)


COLUMNS = ("fault", "times", "articles", "missing", "duplicates", "silence, s (median / max)", "verdict")


def cells(result: Result) -> tuple[str, ...]:
    """A result as a row under COLUMNS."""
    numbers = (f"{n:,}" for n in (result.times, result.articles, result.missing, result.duplicates))
    return (result.fault, *numbers, result.recovery(), result.verdict())


def markdown(results: Iterable[Result]) -> str:
    """The results as a table for docs/delivery.md."""
    rows = [COLUMNS, ("---", *("---:",) * 5, "---"), *map(cells, results)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)
