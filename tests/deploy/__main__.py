"""The long checks: `python -m tests.deploy image|compose|cluster`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.deploy.report import Report
from tests.deploy.tools import ToolError


def main() -> int:
    """Run one; the exit status: 0 all bounds held, 1 not, 2 misused."""
    parser = argparse.ArgumentParser(prog="python -m tests.deploy", description=__doc__)
    parser.add_argument("what", choices=CHECKS)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the findings there too")
    options = parser.parse_args()
    report = Report(f"python -m tests.deploy {options.what}")
    try:
        CHECKS[options.what](report)
    except ToolError as error:
        print(error, file=sys.stderr)
        report.expect(f"{options.what}-check", "runs to its end", str(error).splitlines()[0], held=False)
    return report.close(options.json)


def _image(report: Report) -> None:
    from tests.deploy import engine, image  # noqa: PLC0415

    with engine.Engine() as running:
        image.check(running, report)


def _compose(report: Report) -> None:
    from tests.deploy import compose, engine, image  # noqa: PLC0415

    with engine.Engine() as running:
        image.check(running, report)
        compose.check(running, report)


def _cluster(report: Report) -> None:
    from tests.deploy import cluster_check  # noqa: PLC0415

    cluster_check.check(report)


CHECKS = {"image": _image, "compose": _compose, "cluster": _cluster}

if __name__ == "__main__":
    sys.exit(main())
