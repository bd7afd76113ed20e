"""The soak: an hour of faults at random under a steady load, after which nothing is missing and memory has not grown."""

from __future__ import annotations

import statistics
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Self

from tests.chaos.scenario import SESSION_SECONDS, Scenario
from tests.integration.harness import resident

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

RECORDS_A_SECOND = 150
SAMPLE_SECONDS = 2.0
WARM_UP_SECONDS = 120.0
BUSY_SECONDS = 60.0
BUSY_BACKLOG = 1_000
"""The soak begins with all workers as busy as they can be, and this many records waiting in each partition: an allocator
keeps what a busy worker needed once, and the first outage under a light load would look like a leak."""
RISE_SECONDS = 60.0
LEAST_SECONDS = 600.0
"""Memory is judged by processes that were watched for so long after their warm-up."""
SLOPE_BYTES = 1_000_000
"""Most growth in ten minutes."""
STEADY = 0
"""The number of the worker that nobody ends or freezes: the one whose memory can be watched all the time."""


class Memory:
    """Samples the resident memory of the fleet's processes, by process id."""

    def __init__(self, pids: Callable[[], Sequence[int]]) -> None:
        self._pids = pids
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="memory", daemon=True)
        self.samples: defaultdict[int, list[tuple[float, int]]] = defaultdict(list)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        self._thread.join(10)

    def _watch(self) -> None:
        while not self._stopped.wait(SAMPLE_SECONDS):
            for pid in self._pids():
                if (size := resident(pid)) is not None:
                    self.samples[pid].append((time.monotonic(), size))


def growth(
    samples: Mapping[int, Sequence[tuple[float, int]]], warm_up: float = WARM_UP_SECONDS
) -> list[tuple[float, float]]:
    """How memory grew after the warm-up.

    Args:
        samples: by process, seconds and bytes in order.
        warm_up: seconds from a process's first sample that do not count.

    Returns:
        For each process with at least two samples left: seconds watched, and bytes that it grew in ten minutes as the
        line of least squares has it.
    """
    found = []
    for points in samples.values():
        late = [(at, size) for at, size in points if at >= points[0][0] + warm_up]
        if len(late) > 1:
            slope = statistics.linear_regression(*zip(*late, strict=True)).slope
            found.append((late[-1][0] - late[0][0], slope * 600))
    return found


def steepest(points: Sequence[tuple[float, int]], window: float = RISE_SECONDS) -> tuple[float, int]:
    """Where memory rose most, for whoever looks for what took it: a step has a moment, a leak has none.

    Args:
        points: seconds and bytes of one process, in order, at least one.
        window: seconds within which a rise counts as one.

    Returns:
        When the rise began, and its bytes.
    """
    best, ahead = (points[0][0], 0), 0
    for at, size in points:
        while ahead + 1 < len(points) and points[ahead + 1][0] <= at + window:
            ahead += 1
        if points[ahead][1] - size > best[1]:
            best = at, points[ahead][1] - size
    return best


def soak(episode: Episode) -> None:
    """Faults in random order, one at a time, for as many minutes as `times` says."""
    fleet = episode.world.fleet
    faults = (_kill, _terminate, _freeze, _join, _restart_broker, _pause_broker, _kill_broker)
    with episode.load(backlog=BUSY_BACKLOG):
        episode.served()
        time.sleep(BUSY_SECONDS)
    until = time.monotonic() + 60 * episode.times
    with Memory(fleet.pids) as memory, episode.load(rate=RECORDS_A_SECOND) as load:
        episode.served()
        while time.monotonic() < until:
            fault = episode.chance.choice(faults)
            episode.fault()
            fault(episode)
            episode.whole_again()
            time.sleep(min(episode.chance.uniform(1, 15), max(0.0, until - time.monotonic())))
        load.stop()
    _judge(episode, memory.samples)


def _judge(episode: Episode, samples: Mapping[int, Sequence[tuple[float, int]]]) -> None:
    grown = growth(samples)
    if not grown:
        episode.note(f"too short to watch memory: warm-up takes {WARM_UP_SECONDS:.0f} s")
        return
    seconds, slope = max(grown)
    episode.note(
        f"memory of the worker that was there longest: {slope / 1e6:+.2f} MB in 10 minutes, over {seconds:.0f} s"
    )
    _tell_rise(episode, max(samples.values(), key=len))
    if seconds >= LEAST_SECONDS and slope > SLOPE_BYTES:
        episode.problem(f"memory grows by {slope / 1e6:.2f} MB in 10 minutes, at most {SLOPE_BYTES / 1e6:g} allowed")


def _tell_rise(episode: Episode, points: Sequence[tuple[float, int]]) -> None:
    begin = points[0][0]
    at, rise = steepest([point for point in points if point[0] >= begin + WARM_UP_SECONDS])
    episode.note(
        f"it had {points[0][1] / 1e6:.0f} MB at first and {points[-1][1] / 1e6:.0f} at the end, and rose most, by "
        f"{rise / 1e6:.1f} MB, {(at - begin) / 60:.0f} minutes from its start"
    )


def _other(episode: Episode) -> int:
    return episode.chance.choice([number for number in range(len(episode.world.fleet)) if number != STEADY])


def _kill(episode: Episode) -> None:
    episode.world.fleet.kill(_other(episode))


def _terminate(episode: Episode) -> None:
    code, _ = episode.world.fleet.terminate(_other(episode))
    if code:
        episode.problem(f"SIGTERM at work ended with {code}")


def _freeze(episode: Episode) -> None:
    number = _other(episode)
    episode.world.fleet.pause(number)
    time.sleep(SESSION_SECONDS + 2)
    episode.world.fleet.resume(number)


def _join(episode: Episode) -> None:
    episode.world.fleet.join()
    episode.whole_again()
    episode.world.fleet.leave()


def _restart_broker(episode: Episode) -> None:
    episode.world.broker.restart()


def _pause_broker(episode: Episode) -> None:
    episode.world.broker.pause()
    time.sleep(6)
    episode.world.broker.resume()


def _kill_broker(episode: Episode) -> None:
    episode.world.broker.kill()
    episode.world.broker.start()


SOAK = Scenario("soak", "faults at random; times are minutes", soak, quick=None, full=60, load=False, lone=True)
