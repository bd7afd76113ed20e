"""How much of the machine went to others: a time that was missed there tells of them, not of the workers."""

from __future__ import annotations

import os
from pathlib import Path

MOST_FOREIGN = 0.2
"""Share of all processor time that others may take before times are only measured: a fifth of what there is."""


class Neighbours:
    """Counts processor time from its making on, that of this process and its descendants apart from all other."""

    def __init__(self) -> None:
        self._all, self._total = _machine()
        self._own = _own()

    def share(self) -> float:
        """The part of all processors' time that others have used; 0 where the system does not tell."""
        busy, total = _machine()
        spent, own = busy - self._all, _own() - self._own
        return max(0.0, spent - own) / (total - self._total) if total > self._total else 0.0


def _machine() -> tuple[float, float]:
    """Seconds that all processors were busy, and seconds that there were."""
    try:
        line = Path("/proc/stat").read_text("ascii").partition("\n")[0]
    except OSError:
        return 0.0, 0.0
    # user nice system idle iowait irq softirq steal, then two that the first two hold already
    ticks = [int(number) for number in line.split()[1:9]]
    total = sum(ticks)
    return (total - ticks[3] - ticks[4]) / _TICKS, total / _TICKS


def _own() -> float:
    """Seconds of this process, of its descendants that have ended, and of those that run."""
    parents, seconds = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # Behind the name, which may hold anything: state, parent, ..., then times, those of ended children as well.
            fields = (folder / "stat").read_text("utf-8", "replace").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended
        parents[int(folder.name)] = int(fields[1])
        seconds[int(folder.name)] = sum(map(int, fields[11:15])) / _TICKS
    return sum(spent for pid, spent in seconds.items() if _descends(pid, parents))


def _descends(pid: int, parents: dict[int, int]) -> bool:
    while pid:
        if pid == os.getpid():
            return True
        pid = parents.get(pid, 0)
    return False


_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
