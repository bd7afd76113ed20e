"""What a run says while it goes on, and what it leaves behind."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path

from tests.chaos.scenario import Result, cells

WIDTHS = (58, 7, 9, 8, 11, 14, 9)
HEADINGS = ("fault", "times", "articles", "missing", "duplicates", "silence, s", "verdict")


def report(result: Result) -> None:
    """A scenario's row, and what there is to be said of it."""
    row(cells(result))
    for problem in result.problems:
        print(f"    MISSED: {problem}", flush=True)
    for note in result.notes:
        print(f"    {note}", flush=True)
    others = f"; {result.foreign:.0%} of the machine went to others"
    print(f"    {result.name}: {result.seconds:.0f} s; exits of workers: {result.exits or 'none'}{others}", flush=True)


def row(values: tuple[str, ...]) -> None:
    """A line of the table."""
    text = "".join(
        value.ljust(w) if i in {0, 6} else value.rjust(w) + "  " * (i == 5)
        for i, (value, w) in enumerate(zip(values, WIDTHS, strict=True))
    )
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, flush=True)


def progress(text: str) -> None:
    """One line that is written over; lines of their own where the output is no terminal."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text[:100]}", end="", flush=True)
    else:
        print(f"  {time.strftime('%H:%M:%S')} {text}", flush=True)


def earlier(path: Path, mode: str, scale: str, seed: int) -> list[Result]:
    """The results of such a run that a file holds, and that held."""
    known = [Result(**one) for one in json.loads(path.read_text("utf-8"))]
    return [one for one in known if (one.mode, one.scale, one.seed) == (mode, scale, seed) and one.ok]


def write(path: Path | None, results: list[Result]) -> None:
    """Results as a file that a later run can go on from."""
    if path is None:
        return
    # Whole or not at all: a run that is killed while it writes can be resumed.
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps([asdict(result) for result in results], indent=1), "utf-8")
    beside.replace(path)
