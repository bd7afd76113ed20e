"""What matching and scoring cost: a 5 KB article against 3,000 and 20,000 phrases, on one core.

    python -m benchmarks.topics [--rounds 15] [--against FOLDER] [--profile]

Time is the process's own (CPU), the smallest over rounds. `--against` names another checkout: both measure in turn,
round by round, so that a busy machine is busy for both, and the ratio is printed. Phrases are drawn from the shipped
taxonomy in its mix of languages, lengths and contexts. The articles are those of the sample feed in English, on and
off the topics, each followed by itself until it has 5 KB; what is printed is the median over them, and the slowest.
Every index is checked first: it must find what a search for each phrase alone finds.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import random
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from service.core.classify import classify
from service.core.patterns import SEPARATOR
from service.core.phrases import build_index, find
from service.core.pipeline import Enriched
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.edges.samples import feed
from service.edges.taxonomies import read_taxonomy
from service.models import Record
from service.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES = 5_000
BOUNDS = {3_000: 150e-6, 20_000: 220e-6}
"""Most phrases, and the seconds that an article may take."""
CALLS = 20


def articles() -> list[tuple[str, str]]:
    """Titles and 5 KB of English text each."""
    pipeline = Pipeline()
    found = [pipeline.process(Record(sample.value)) for sample in feed() if sample.expect.get("language") == "en"]
    return [(o.article.title, _of_size(o.article.text)) for o in found if isinstance(o, Enriched)]


def _of_size(text: str) -> str:
    repeated = SEPARATOR.join([text] * (BYTES // len(text.encode()) + 1))
    return repeated.encode()[:BYTES].decode(errors="ignore")


def reduced(taxonomy: Taxonomy, phrases: int) -> Taxonomy:
    """The taxonomy with at most so many phrases: whole phrases are kept or dropped, the same ones every time."""
    places = list(range(len(taxonomy.written)))
    random.Random(0).shuffle(places)
    kept = sorted(places[:phrases])
    written = tuple(taxonomy.written[place] for place in kept)
    return replace(
        taxonomy,
        index=build_index(written),
        written=written,
        sets_of=tuple(taxonomy.sets_of[place] for place in kept),
    )


def check(taxonomy: Taxonomy, text: str) -> int:
    """Matches in the text; found all at once and one phrase at a time they must be alike."""
    together = sorted(find(taxonomy.index, text))
    sample = sorted({phrase for _, _, phrase in together} | set(range(0, len(taxonomy.written), 97)))
    alone = sorted(
        (start, end, number)
        for number in sample
        for start, end, _ in find(build_index([taxonomy.written[number]]), text)
    )
    assert together == alone, "the index finds other phrases than a search for each alone"  # noqa: S101
    return len(together)


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds of a call, mean over CALLS."""
    start = time.process_time()
    for _ in range(CALLS):
        work()
    return (time.process_time() - start) / CALLS


class Rig:
    """Taxonomies and articles ready to be measured; `round` gives seconds by taxonomy, kind of work and article."""

    def __init__(self) -> None:
        self.texts = articles()
        data, name = read_taxonomy("vietnam-diplomacy")
        self.whole = parse_taxonomy(data, name=name, languages=())
        self.taxonomies = [*(reduced(self.whole, phrases) for phrases in BOUNDS), self.whole]

    def checked(self) -> list[list[int]]:
        """Matches by taxonomy and article, after `check`."""
        return [[check(t, f"{title}{SEPARATOR}{text}") for title, text in self.texts] for t in self.taxonomies]

    def round(self) -> list[list[list[float]]]:
        """Seconds by taxonomy, of `find` and of `classify`, by article."""
        return [
            [
                [seconds(partial(find, taxonomy.index, f"{title}{SEPARATOR}{text}")) for title, text in self.texts],
                [seconds(partial(classify, title, text, taxonomy)) for title, text in self.texts],
            ]
            for taxonomy in self.taxonomies
        ]


def serve() -> None:
    """Measure a round for each line on stdin, and print it as JSON: how another checkout's code is measured."""
    rig = Rig()
    for _ in sys.stdin:
        print(json.dumps(rig.round()), flush=True)


class Other:
    """This benchmark run on the `service` of another checkout."""

    def __init__(self, folder: Path) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", __file__, "--serve"],
            env={**os.environ, "PYTHONPATH": str(folder.resolve())},
            cwd=folder,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def round(self) -> list[list[list[float]]]:
        """As `Rig.round`."""
        assert self._process.stdin  # noqa: S101
        assert self._process.stdout  # noqa: S101
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        found: list[list[list[float]]] = json.loads(self._process.stdout.readline())
        return found

    def stop(self) -> None:
        """End it."""
        self._process.kill()
        self._process.wait()


def best(rounds: list[list[list[list[float]]]]) -> list[list[list[float]]]:
    """The smallest over rounds of each figure."""
    return [
        [[min(same) for same in zip(*kind, strict=True)] for kind in zip(*taxonomy, strict=True)]
        for taxonomy in zip(*rounds, strict=True)
    ]


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--against", type=Path, help="another checkout to measure in turn with this one")
    parser.add_argument("--profile", action="store_true", help="show where the time of the largest goes")
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if args.serve:
        serve()
        return
    other = Other(args.against) if args.against else None
    rig = Rig()
    matches = rig.checked()
    ours, theirs = [], []
    for _ in range(args.rounds):
        ours.append(rig.round())
        theirs += [other.round()] if other else []
    if other:
        other.stop()
    _print(rig, matches, best(ours), best(theirs) if theirs else None)
    if args.profile:
        with cProfile.Profile() as profile:
            for title, text in rig.texts * CALLS:
                classify(title, text, rig.whole)
        profile.print_stats("tottime")


def _print(
    rig: Rig, matches: list[list[int]], ours: list[list[list[float]]], theirs: list[list[list[float]]] | None
) -> None:
    head = f"{'phrases':>8} {'matches':>8} {'find us':>8} {'classify us':>12} {'slowest us':>11} {'bound us':>9}"
    print(head + (f" {'before us':>10} {'ratio':>6}" if theirs else ""))
    for place, taxonomy in enumerate(rig.taxonomies):
        finding, scoring = ours[place]
        median, bound = statistics.median(scoring), BOUNDS.get(len(taxonomy.written))
        row = f"{len(taxonomy.written):8,} {statistics.median(matches[place]):8.0f}"
        row += f" {statistics.median(finding) * 1e6:8.0f} {median * 1e6:12.0f} {max(scoring) * 1e6:11.0f}"
        row += f" {bound * 1e6:9.0f}" if bound else " " * 10
        if theirs:
            before = statistics.median(theirs[place][1])
            row += f" {before * 1e6:10.0f} {median / before:6.2f}"
        print(row + ("" if bound is None else "  held" if median <= bound else "  MISSED"))


if __name__ == "__main__":
    main()
