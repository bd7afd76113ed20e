"""Every benchmark of docs/benchmarks.md, one after the other, what matters most first; the page after each.

    python -m benchmarks [--resume] [--quick] [--only PART ...]

`--resume` leaves out a part whose result is newer than the last change of what it measures: the service and the
benchmarks, by their commits, and files not committed. `--quick` shows in minutes that each part works: its results
go to `.cache/benchmarks`, and the page stays as it is. A part that fails does not stop the others; the exit code is 1.
"""

from __future__ import annotations

import argparse
import calendar
import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.machine import MOMENT

ROOT = Path(__file__).parents[1]
RESULTS, QUICK = ROOT / "benchmarks/results", ROOT / ".cache/benchmarks"
MEASURED = ("service", "benchmarks", "requirements/dev.txt", ":!benchmarks/results", ":!benchmarks/page.py")


@dataclass(frozen=True)
class Part:
    """One benchmark.

    Attributes:
        name: of its result, and of its place on the page.
        module: of benchmarks.
        minutes: that it takes on two quiet cores.
        options: for the figures.
        quick: instead, to see that it works.
    """

    name: str
    module: str
    minutes: float
    options: tuple[str, ...] = ()
    quick: tuple[str, ...] = ()


PARTS = (
    Part("whole", "whole", 8, (), ("--rounds", "1", "--articles", "1200", "--pages", "600")),
    Part("transport", "transport", 8, ("--all",), ("--all", "--rounds", "1", "--records", "20000")),
    Part("start", "start", 1, (), ("--rounds", "1")),
    Part("latency", "latency", 2.5, (), ("--seconds", "3")),
    Part("scale", "scale", 6, ("--rounds", "2"), ("--rounds", "1", "--what", "workers", "batches")),
    Part("model", "model", 0.1, (), ("--results", str(QUICK))),
    Part("stages", "stages", 1, (), ("--rounds", "1", "--articles", "13")),
    Part("memory", "memory", 5, (), ("--articles", "20000")),
    Part("faults", "transport_faults", 10, ("--all",), ("--kills", "1", "--records", "24000")),
)


def changed_at() -> float:
    """When what is measured was changed last, seconds since the epoch; now, where something is not committed."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()

    if git("status", "--porcelain", "--", *MEASURED):
        return time.time()
    return float(git("log", "-1", "--format=%ct", "--", *MEASURED))


def measured_at(file: Path) -> float:
    """When a result was made, seconds since the epoch; 0 when it is not there or does not say."""
    if not file.exists():
        return 0.0
    found = json.loads(file.read_text("utf-8"))
    moments = [part["machine"].get("at") for part in (found, *found.values()) if "machine" in part]
    return float(calendar.timegm(time.strptime(moments[0], MOMENT))) if moments and moments[0] else 0.0


def run(part: Part, folder: Path, *, quick: bool) -> bool:
    """One part, and the page; whether it went through."""
    options = part.quick if quick else part.options
    print(f"\n== {part.name}: python -m benchmarks.{part.module} {' '.join(options)}", flush=True)
    began = time.monotonic()
    result = str(folder / f"{part.name}.json")
    command = [sys.executable, "-m", f"benchmarks.{part.module}", *options, "--json", result]
    done = subprocess.run(command, cwd=ROOT, check=False)
    took = (time.monotonic() - began) / 60
    print(f"== {part.name}: {'done' if done.returncode == 0 else 'FAILED'}, {took:.1f} min", flush=True)
    if not quick:
        subprocess.run([sys.executable, "-m", "benchmarks.page"], cwd=ROOT, check=True)
    return done.returncode == 0


def main() -> None:
    """Run what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--resume", action="store_true", help="leave out what has a result newer than the code")
    parser.add_argument("--quick", action="store_true", help="show that each part works")
    parser.add_argument("--only", nargs="+", choices=[part.name for part in PARTS], help="these parts")
    args = parser.parse_args()
    folder = QUICK if args.quick else RESULTS
    folder.mkdir(parents=True, exist_ok=True)
    since = changed_at() if args.resume else float("inf")
    failed = []
    for part in PARTS:
        if args.only and part.name not in args.only:
            continue
        if measured_at(folder / f"{part.name}.json") > since:
            print(f"== {part.name}: measured since the code changed", flush=True)
        elif not run(part, folder, quick=args.quick):
            failed.append(part.name)
    if failed:
        sys.exit(f"failed: {', '.join(failed)}")


if __name__ == "__main__":
    main()
