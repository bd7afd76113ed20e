"""What cleaning flattened text costs: a 5 KB article on one core, stage by stage.

    python -m benchmarks.lines [--rounds 9] [--profile]

The articles are pages in thirteen languages, made of the articles and the page furniture that the tests wrote for
themselves; each is lengthened with paragraphs of its own language until it has 5 KB. The processor's time is measured,
not the clock's, and what is remembered of lines is forgotten before each article, as if it were the first of its kind.
Cleaning is checked first: cleaned once more, an article must stay as it is.
"""

from __future__ import annotations

import argparse
import cProfile
import statistics
import sys
import time
from typing import TYPE_CHECKING

from service.core.clean import clean
from service.core.lines import clean_lines
from service.core.repair import repair_characters, repair_lines
from service.models import RawArticle
from tests.eval.pages import ARTICLES, page

if TYPE_CHECKING:
    from collections.abc import Callable

BYTES = 5_000
SEEDS = 3
"""Pages made of each language's parts."""


def articles() -> list[str]:
    """Flattened pages of 5 KB and a little more."""
    return [_of_size(language, seed) for language in ARTICLES for seed in range(SEEDS)]


def _of_size(language: str, seed: int) -> str:
    rows = [text for text, _ in page(language, seed).lines]
    body = [text for text, label in page(language, seed).lines if label == "body"]
    middle, number = rows.index(body[-1]), 0
    while len("\n".join(rows).encode()) < BYTES:
        number += 1
        # A number in each copy: equal neighbours would be taken out, and remembered lines cost nothing.
        rows.insert(middle, f"{body[number % len(body)].rstrip('.。')} ({number}).")
    return "\n".join(rows)


def check(text: str) -> None:
    """Cleaned once more, the article stays as it is."""
    once = clean(RawArticle(id="a", content=text, content_type="text/plain"))
    again = clean(RawArticle(id="a", content=once.text, content_type="text/plain", title=once.title))
    assert (again.text, again.title) == (once.text, once.title), "cleaning is not done after one run"  # noqa: S101


def forget() -> None:
    """Empty whatever remembers lines."""
    for name, module in list(sys.modules.items()):
        if name.startswith("service.core."):
            for thing in vars(module).values():
                if hasattr(thing, "cache_clear") and hasattr(thing, "__wrapped__") and _takes_a_line(thing):
                    thing.cache_clear()


def _takes_a_line(function: Callable[..., object]) -> bool:
    return "line" in getattr(function, "__wrapped__").__code__.co_varnames[:1]  # noqa: B009


def milliseconds(work: Callable[[], object], rounds: int) -> float:
    """The least processor time of a call, forgetting before each."""
    least = float("inf")
    for _ in range(rounds):
        forget()
        start = time.thread_time()
        work()
        least = min(least, time.thread_time() - start)
    return least * 1e3


def stages(text: str) -> dict[str, Callable[[], object]]:
    """Each stage ready to run on one article, by name."""
    mended = repair_characters(text)
    rows = mended.split("\n")
    raw = RawArticle(id="a", content=text, content_type="text/plain")
    return {
        "characters": lambda: repair_characters(text),
        "lines with mends": lambda: clean_lines(rows),
        "of it the mends": lambda: repair_lines([row for row in rows if row]),
        "clean, all of it": lambda: clean(raw),
    }


def main() -> None:
    """Check, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    args = parser.parse_args()
    texts = articles()
    for text in texts:
        check(text)
    measured = [{name: milliseconds(work, args.rounds) for name, work in stages(text).items()} for text in texts]
    print(f"{len(texts)} articles, {statistics.median(len(t.encode()) for t in texts):.0f} bytes")
    print(f"{'stage':<18} {'median ms':>10} {'slowest ms':>11}")
    for name in measured[0]:
        found = [row[name] for row in measured]
        print(f"{name:<18} {statistics.median(found):10.3f} {max(found):11.3f}")
    if args.profile:
        with cProfile.Profile() as profile:
            for text in texts * args.rounds:
                forget()
                clean(RawArticle(id="a", content=text, content_type="text/plain"))
        profile.print_stats("tottime")


if __name__ == "__main__":
    main()
