"""What matching and scoring cost: a 5 KB article against 3,000 and 20,000 phrases, on one core.

    python -m benchmarks.topics [--rounds 15] [--profile]

Phrases are drawn from the shipped taxonomy, whole concepts at a time, so that their mix of languages, word counts and
contexts is the real one. The text is made of the sample feed's articles in English. Every scoring is checked first: the
fast one must find what the plain search of one phrase after the other finds.
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
CALLS = 200


def article() -> tuple[str, str]:
    """A title and 5 KB of English text."""
    pipeline = Pipeline()
    found = [pipeline.process(Record(s.value)) for s in feed() if s.expect.get("language") == "en"]
    articles = [outcome.article for outcome in found if hasattr(outcome, "article")]
    text = SEPARATOR.join(article.text for article in articles)
    while len(text.encode()) < BYTES:
        text += SEPARATOR + text
    return articles[0].title, text.encode()[:BYTES].decode(errors="ignore")


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
    """Matches in the text, found all at once and one phrase at a time alike."""
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
    title, text = article()
    data, name = read_taxonomy("vietnam-diplomacy")
    whole = parse_taxonomy(data, name=name, languages=())
    taxonomies = [reduced(whole, phrases) for phrases in BOUNDS] + [whole]
    print(f"{'phrases':>8} {'matches':>8} {'match us':>9} {'classify us':>12} {'bound us':>9}")
    for taxonomy in taxonomies:
        joined = f"{title}{SEPARATOR}{text}"
        matches = check(taxonomy, joined)
        matching = seconds(lambda t=taxonomy, j=joined: find(t.index, j), args.rounds)  # type: ignore[misc]
        scoring = seconds(lambda t=taxonomy: classify(title, text, t), args.rounds)  # type: ignore[misc]
        bound = BOUNDS.get(len(taxonomy.written))
        note = f"{bound * 1e6:9.0f}  {'held' if scoring <= bound else 'MISSED'}" if bound else ""
        print(f"{len(taxonomy.written):8,} {matches:8} {matching * 1e6:9.0f} {scoring * 1e6:12.0f} {note}")
    if args.profile:
        with cProfile.Profile() as profile:
            for _ in range(CALLS):
                classify(title, text, whole)
        profile.print_stats("tottime")


if __name__ == "__main__":
    main()
