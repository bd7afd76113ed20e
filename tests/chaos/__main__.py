"""The command: `python -m tests.chaos --help`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from tests.chaos import report
from tests.chaos.catalogue import find
from tests.chaos.run import Plan, run
from tests.chaos.scenario import Result, Scenario, markdown
from tests.kafka import available

MODES = ("at-least-once", "exactly-once")
SEED = 2026


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


def _run(wanted: list[Scenario], options: argparse.Namespace) -> list[Result]:
    plan = Plan(options.mode, options.quick, options.seed, options.minutes if options.soak else None, options.json)
    left_out = [one.name for one in wanted if options.quick and one.quick is None and not options.only]
    known = options.resume and options.json and options.json.exists()
    results = run(
        [scenario for scenario in wanted if scenario.name not in left_out],
        plan,
        report.earlier(options.json, plan.mode, plan.scale, plan.seed) if known else (),
    )
    if left_out:
        print(f"left to --full: {', '.join(left_out)}")
    return results


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


if __name__ == "__main__":
    sys.exit(main())
