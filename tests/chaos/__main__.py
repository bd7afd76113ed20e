"""The command: `python -m tests.chaos --help`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import time
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path
from typing import Self

from tests.chaos.catalogue import find
from tests.chaos.episode import Episode
from tests.chaos.scenario import Result, Scenario, cells, markdown
from tests.chaos.world import Brokers, World
from tests.kafka import available

MODES = ("at-least-once", "exactly-once")
SEED = 2026
LOGS = Path(".cache/chaos")
"""Where the logs of workers go whose scenario missed a bound."""
WIDTHS = (58, 7, 9, 8, 11, 14, 9)
HEADINGS = ("fault", "times", "articles", "missing", "duplicates", "silence, s", "verdict")


def main(arguments: list[str] | None = None) -> int:
    """Run scenarios; the exit status: 0 all bounds held, 1 one was missed, 2 misused."""
    options = _parser().parse_args(arguments)
    if options.soak:
        options.only, options.quick = [options.soak], False
    try:
        wanted = find(options.only)
    except ValueError as error:
        return _misused(str(error))
    if reason := available.why_not() or _no_such_mode(options.mode):
        return _misused(reason)
    # As Ctrl-C: brokers and workers are stopped on the way out.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    os.environ["PYTHONFAULTHANDLER"] = "1"  # of the workers: a crash in native code leaves a trace in the log
    results = _run(wanted, options)
    if options.table:
        options.table.write_text(markdown(results), "utf-8")
    return 0 if all(result.ok for result in results) else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m tests.chaos",
        description="Injects faults into Kafka and workers while articles flow, and accounts for every article.",
    )
    parser.add_argument(
        "soak", nargs="?", choices=["soak"], help="faults at random for --minutes, instead of all scenarios"
    )
    parser.add_argument("--minutes", type=int, help="of the soak (default: 60)")
    parser.add_argument("--mode", choices=MODES, default=MODES[0], help="COMMUNIQUE_DELIVERY of the workers")
    scale = parser.add_mutually_exclusive_group()
    scale.add_argument("--quick", action="store_true", default=True, help="each briefly, within 8 minutes (default)")
    scale.add_argument("--full", dest="quick", action="store_false", help="the full counts")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these scenarios only")
    parser.add_argument("--seed", type=int, default=SEED, help="of all chance (default: %(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write results here, each as soon as it is there")
    parser.add_argument("--resume", action="store_true", help="skip what FILE of --json holds already, and held")
    parser.add_argument("--table", type=Path, metavar="FILE", help="write the table here, as Markdown")
    return parser


def _misused(reason: str) -> int:
    print(reason, file=sys.stderr)
    return 2


def _no_such_mode(mode: str) -> str | None:
    from service.edges.settings import Settings  # noqa: PLC0415 - slow, and not needed for --help

    try:
        Settings(delivery=mode)  # type: ignore[arg-type]
    except ValueError:
        return f"this build does not have the mode {mode}"
    return None


def _run(wanted: list[Scenario], options: argparse.Namespace) -> list[Result]:
    scale = "quick" if options.quick else "full"
    results = _earlier(options, scale)
    there = {result.name for result in results}
    left_out = [one.name for one in wanted if options.quick and one.quick is None and not options.only]
    begun = time.monotonic()
    _row(HEADINGS)
    for result in results:
        _row(cells(result))
    with Brokers() as brokers, _Present() as present:
        for scenario in wanted:
            if scenario.name in there or scenario.name in left_out:
                continue
            times = _times(scenario, options)
            result = Result(scenario.name, scenario.fault, options.mode, times, options.seed, scale=scale)
            result.control = scenario.control
            world = present.fit_for(scenario, brokers, options.mode)
            Episode(world, scenario, result, quick=options.quick, say=_progress).run()
            results.append(result)
            _report(result)
            _write(options.json, results)
            if not result.ok:
                world.fleet.save_logs(LOGS, scenario.name)
                print(f"    the workers' logs: {LOGS}/{scenario.name}-worker-*.log", flush=True)
            if not result.ok or scenario.lone or scenario.control:
                present.end()  # what a missed bound leaves behind is not the next scenario's fault
    held = sum(result.ok for result in results)
    print(
        f"{held} of {len(results)} held, {time.monotonic() - begun:.0f} s, seed {options.seed}, {options.mode}, {scale}"
    )
    if left_out:
        print(f"left to --full: {', '.join(left_out)}")
    return results


def _times(scenario: Scenario, options: argparse.Namespace) -> int:
    if options.soak:
        return int(options.minutes or scenario.full)
    return scenario.quick or 1 if options.quick else scenario.full


class _Present:
    """The world that runs, if one does; none is left when the run ends, however it ends."""

    def __init__(self) -> None:
        self._world: World | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def end(self) -> None:
        """End it."""
        world, self._world = self._world, None
        if world is not None:
            world.__exit__()

    def fit_for(self, scenario: Scenario, brokers: Brokers, mode: str) -> World:
        """It when the scenario can share it, else a new one in its place."""
        if self._world is None or self._world.key != scenario.world():
            self.end()
            _progress(f"{scenario.name}: starting brokers and workers")
            world = World(brokers, scenario, mode)
            with ExitStack() as undo:  # what a start that fails half-way has begun
                undo.callback(world.__exit__)
                world.__enter__()
                undo.pop_all()
            self._world = world
        return self._world


def _earlier(options: argparse.Namespace, scale: str) -> list[Result]:
    if not (options.resume and options.json and options.json.exists()):
        return []
    known = [Result(**one) for one in json.loads(options.json.read_text("utf-8"))]
    same = (options.mode, scale, options.seed)
    return [one for one in known if (one.mode, one.scale, one.seed) == same and one.ok]


def _write(path: Path | None, results: list[Result]) -> None:
    if path is None:
        return
    # Whole or not at all: a run that is killed while it writes can be resumed.
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_suffix(".part")
    beside.write_text(json.dumps([asdict(result) for result in results], indent=1), "utf-8")
    beside.replace(path)


def _report(result: Result) -> None:
    _row(cells(result))
    for problem in result.problems:
        print(f"    MISSED: {problem}", flush=True)
    for note in result.notes:
        print(f"    {note}", flush=True)
    others = f"; {result.foreign:.0%} of the machine went to others"
    print(f"    {result.name}: {result.seconds:.0f} s; exits of workers: {result.exits or 'none'}{others}", flush=True)


def _row(values: tuple[str, ...]) -> None:
    text = "".join(
        value.ljust(w) if i in {0, 6} else value.rjust(w) + "  " * (i == 5)
        for i, (value, w) in enumerate(zip(values, WIDTHS, strict=True))
    )
    print(f"\r\033[K{text}" if sys.stdout.isatty() else text, flush=True)


def _progress(text: str) -> None:
    """One line that is written over; lines of their own where the output is no terminal."""
    if sys.stdout.isatty():
        print(f"\r\033[K{text[:100]}", end="", flush=True)
    else:
        print(f"  {time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
