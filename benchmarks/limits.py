"""What the worst articles cost: every pattern of `tests.hostile` at full size, each in a process of its own.

    python -m benchmarks.limits [--bytes 5000000] [--only WORD] [--top 25] [--json FILE]

Prints the slowest, with seconds, cost a byte beside that of the median article of the demo feed, the slowest stage and
how the article ended. Exit code 1 when one took longer than `--seconds` or cost over 50 times the median a byte.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import statistics
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from service.core.pipeline import Enriched
from service.edges.samples import feed
from service.models import Record
from service.pipeline import Pipeline
from tests.hostile import Hostile, hostile

TIMES_MEDIAN = 50
"""No input may cost more a byte than so many times the median article."""
DEADLINE_SECONDS = 20.0
ROUNDS = 20
"""Times that each article of the feed is processed, for the median."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one article cost.

    Attributes:
        name: the pattern.
        size: bytes of the record.
        seconds: CPU time, so that a busy machine does not count; the deadline when it did not end.
        stage: where most of it went.
        ended: `enriched`, the reason of the refusal, or `not in time`.
    """

    name: str
    size: int
    seconds: float
    stage: str
    ended: str


def timed(pipeline: Pipeline, name: str, value: bytes) -> Cost:
    """Process one record with its stages timed."""
    stages: dict[str, float] = {}
    began = last = time.process_time()

    def lap(stage: str) -> None:
        nonlocal last
        now = time.process_time()
        stages[stage], last = now - last, now

    outcome = pipeline.process(Record(value=value), lap)
    seconds = time.process_time() - began
    ended = "enriched" if isinstance(outcome, Enriched) else outcome.reason.value
    if not isinstance(outcome, Enriched):
        stages[outcome.stage] = time.process_time() - last
    return Cost(name, len(value), seconds, max(stages, key=lambda stage: stages[stage]), ended)


def median_seconds_per_byte(pipeline: Pipeline) -> float:
    """Of the demo feed's articles, poison left out: what one byte of an ordinary article costs."""
    costs = []
    for sample in feed():
        if "reason" not in sample.expect:
            best = min(timed(pipeline, sample.name, sample.value).seconds for _ in range(ROUNDS))
            costs.append(best / len(sample.value))
    return statistics.median(costs)


def in_a_process(pipeline: Pipeline, pattern: Hostile, size: int) -> Cost:
    """The cost of one pattern; a process that does not end is ended."""
    value = pattern.record(size)
    context = multiprocessing.get_context("fork")  # the pipeline is not loaded again for each
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=lambda: theirs.send(timed(pipeline, pattern.name, value)))
    process.start()
    theirs.close()
    try:
        if ours.poll(DEADLINE_SECONDS):
            cost: Cost = ours.recv()
            return cost
        return Cost(pattern.name, len(value), DEADLINE_SECONDS, "?", "not in time")
    except EOFError:
        return Cost(pattern.name, len(value), 0.0, "?", f"the process died ({process.exitcode})")
    finally:
        process.kill()
        process.join()


def main() -> int:
    """Run and print; exit code 1 when a bound was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--bytes", type=int, default=5_000_000, help="about so many for each article")
    parser.add_argument("--seconds", type=float, default=2.0, help="the longest that an article may take")
    parser.add_argument("--only", default="", help="patterns whose name holds this")
    parser.add_argument("--top", type=int, default=25, help="how many to print")
    parser.add_argument("--json", type=Path, help="write all costs here")
    options = parser.parse_args()
    pipeline = Pipeline()
    median = median_seconds_per_byte(pipeline)
    print(f"median article: {1e6 * median:.3f} us a byte", flush=True)
    costs: list[Cost] = []
    for pattern in hostile():
        if options.only in pattern.name:
            costs.append(in_a_process(pipeline, pattern, options.bytes))
            if costs[-1].seconds > options.seconds:
                print(f"slow: {costs[-1]}", flush=True)
    costs.sort(key=lambda cost: -cost.seconds)
    print(f"{'pattern':44} {'bytes':>9} {'seconds':>8} {'x median':>8}  stage     ended")
    for cost in costs[: options.top]:
        times = cost.seconds / cost.size / median
        print(f"{cost.name:44} {cost.size:9,} {cost.seconds:8.2f} {times:8.1f}  {cost.stage:9} {cost.ended}")
    slow = [c for c in costs if c.seconds > options.seconds]
    dear = [c for c in costs if c.size and c.seconds / c.size > TIMES_MEDIAN * median]
    died = [c for c in costs if c.stage == "?"]
    print(f"{len(costs)} patterns; over {options.seconds} s: {len(slow)}; over {TIMES_MEDIAN}x median: {len(dear)}")
    if options.json:
        options.json.write_text(json.dumps([asdict(cost) for cost in costs], indent=1), encoding="utf-8")
    return 1 if slow or dear or died else 0


if __name__ == "__main__":
    sys.exit(main())
