"""The long checks: `python -m tests.deploy image|compose|cluster`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from tests.deploy import cluster_check
from tests.deploy.report import Report
from tests.deploy.tools import ToolError

STEPS = cluster_check.STEPS


def main() -> int:
    """Run one; the exit status: 0 all bounds held, 1 not, 2 misused."""
    options = _options()
    report = Report(f"python -m tests.deploy {options.what}", options.json, cluster_check.product())
    earlier = cluster_check.read(options.json) if options.resume else []
    chosen = [name for name in STEPS if name in (options.only or STEPS) and name not in options.skip]
    checks: dict[str, Callable[[], None]] = {
        "image": lambda: _image(report),
        "compose": lambda: _compose(report),
        "cluster": lambda: cluster_check.check(report, chosen, earlier),
    }
    try:
        checks[options.what]()
    except ToolError as error:
        print(error, file=sys.stderr)
        report.expect(f"{options.what}-check", "runs to its end", str(error).splitlines()[0], held=False)
    return report.close()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.deploy", description=__doc__)
    parser.add_argument("what", choices=("image", "compose", "cluster"))
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the findings there too")
    steps = parser.add_argument_group("steps of the cluster", f"{', '.join(STEPS)}")
    steps.add_argument("--only", nargs="+", choices=STEPS, default=[], metavar="STEP", help="these, and what they need")
    steps.add_argument("--skip", nargs="+", choices=STEPS, default=[], metavar="STEP", help="all but these")
    steps.add_argument("--resume", action="store_true", help="leave out what has held in FILE, of the same product")
    options = parser.parse_args()
    if options.resume and not options.json:
        parser.error("--resume: --json FILE says of which run")
    return options


def _image(report: Report) -> None:
    from tests.deploy import engine, image  # noqa: PLC0415

    with engine.Engine() as running:
        image.check(running, report)


def _compose(report: Report) -> None:
    from tests.deploy import compose, engine, image  # noqa: PLC0415

    with engine.Engine() as running:
        image.check(running, report)
        compose.check(running, report)


if __name__ == "__main__":
    sys.exit(main())
