"""What matching and scoring cost: a 5 KB article against 3,000 and 20,000 phrases, on one core.

    python -m benchmarks.topics [--rounds 15] [--profile]

Phrases are drawn from the shipped taxonomy in its mix of languages, lengths and contexts. The articles are those of
the sample feed in English, on and off the topics, each followed by itself until it has 5 KB; what is printed is the
median over them, and the slowest. Every index is checked first: it must find what a search for each phrase alone finds.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import random
import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from service.core.classify import classify
from service.core.mentions import SEPARATOR
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
CALLS = 50


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


def seconds(work: Callable[[], object], rounds: int) -> float:
    """Median over rounds of the mean time of a call."""
    found = []
    for _ in range(rounds):
        start = time.perf_counter()
        for _ in range(CALLS):
            work()
        found.append((time.perf_counter() - start) / CALLS)
    return statistics.median(found)


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--profile", action="store_true", help="show where the time of the largest goes")
    args = parser.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    texts = articles()
    data, name = read_taxonomy("vietnam-diplomacy")
    whole = parse_taxonomy(data, name=name, languages=())
    print(f"{'phrases':>8} {'matches':>8} {'find us':>8} {'classify us':>12} {'slowest us':>11} {'bound us':>9}")
    for taxonomy in [*(reduced(whole, phrases) for phrases in BOUNDS), whole]:
        print(_row(taxonomy, texts, args.rounds))
    if args.profile:
        with cProfile.Profile() as profile:
            for title, text in texts * CALLS:
                classify(title, text, whole)
        profile.print_stats("tottime")


def _row(taxonomy: Taxonomy, texts: list[tuple[str, str]], rounds: int) -> str:
    matches = [check(taxonomy, f"{title}{SEPARATOR}{text}") for title, text in texts]
    finding = [seconds(lambda j=f"{t}{SEPARATOR}{x}": find(taxonomy.index, j), rounds) for t, x in texts]  # type: ignore[misc]
    scoring = [seconds(lambda t=t, x=x: classify(t, x, taxonomy), rounds) for t, x in texts]  # type: ignore[misc]
    median, bound = statistics.median(scoring), BOUNDS.get(len(taxonomy.written))
    row = f"{len(taxonomy.written):8,} {statistics.median(matches):8.0f} {statistics.median(finding) * 1e6:8.0f}"
    row += f" {median * 1e6:12.0f} {max(scoring) * 1e6:11.0f}"
    return row if bound is None else f"{row} {bound * 1e6:9.0f}  {'held' if median <= bound else 'MISSED'}"


if __name__ == "__main__":
    main()
