"""What cleaning flattened text costs: a 5 KB article on one core, stage by stage.

    python -m benchmarks.lines [--rounds 9] [--against CHECKOUT] [--profile]

The articles are pages in thirteen languages, made of the articles and the page furniture that the tests wrote for
themselves; each is lengthened with paragraphs of its own language, two sentences each, until it has 5 KB. What counts
is the processor's time, not the clock's, and what is remembered of lines is forgotten before each article, as if it
were the first of its kind. Cleaning is checked first: cleaned once more, an article must stay as it is.

`--against` also times the code of another checkout, in turn with this one's in the same process, and prints the ratio:
the one figure that a busy machine does not spoil.
"""

from __future__ import annotations

import argparse
import cProfile
import functools
import importlib
import statistics
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

from service.core.clean import clean
from service.core.lines import clean_lines
from service.core.repair import repair_characters, repair_lines
from service.models import RawArticle
from tests.eval.pages import ARTICLES, page

BYTES = 5_000
BOUND_MS = 0.8
"""What lines and mends together may take on one core of a quiet machine."""
PAIRS = [(first, second) for gap in range(1, 5) for first in range(5) for second in [first + gap]]
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
        # Each time another pair of sentences: equal neighbours would be taken out, and remembered lines cost nothing.
        first, second = PAIRS[number % len(PAIRS)]
        rows.insert(middle, f"{body[first % len(body)]} {body[second % len(body)]}")
    return "\n".join(rows)


def check(text: str) -> None:
    """Cleaned once more, the article stays as it is."""
    once = clean(RawArticle(id="a", content=text, content_type="text/plain"))
    again = clean(RawArticle(id="a", content=once.text, content_type="text/plain", title=once.title))
    assert (again.text, again.title) == (once.text, once.title), "cleaning is not done after one run"  # noqa: S101


@functools.cache
def _caches() -> tuple[Callable[[], None], ...]:
    """What empties whatever remembers lines; looked for once: the search would leave the processor's caches cold."""
    return _line_caches([module for name, module in list(sys.modules.items()) if name.startswith("service.core.")])


def _line_caches(modules: Iterable[ModuleType]) -> tuple[Callable[[], None], ...]:
    """What empties the modules' caches of lines; an expression that is compiled once stays so."""
    things = [
        thing
        for module in modules
        for thing in vars(module).values()
        if hasattr(thing, "cache_clear") and hasattr(thing, "__wrapped__") and _takes_a_line(thing)
    ]
    return tuple({id(thing): thing.cache_clear for thing in things}.values())


def forget() -> None:
    """Empty whatever remembers lines."""
    for clear in _caches():
        clear()


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


class Code(NamedTuple):
    """One version of the code: what cleans lines, and what makes it forget those it remembers."""

    clean_lines: Callable[[list[str]], object]
    forget: Callable[[], None]


def code_at(checkout: Path) -> Code:
    """The version of the code in a checkout, beside any other that is loaded."""
    ours = {name: module for name, module in sys.modules.items() if name.split(".")[0] == "service"}
    for name in ours:
        del sys.modules[name]
    sys.path.insert(0, str(checkout))
    try:
        loaded = importlib.import_module("service.core.lines")
        modules = [module for name, module in sys.modules.items() if name.startswith("service.core.")]
        for module in modules:
            if module.__name__.endswith("_scorer"):
                module.trained()  # its weights' file is looked up beside the package of this name: later that is ours
    finally:
        sys.path.pop(0)
        for name in [name for name in sys.modules if name.split(".")[0] == "service"]:
            del sys.modules[name]
        sys.modules.update(ours)
    caches = _line_caches(modules)

    def forget_all() -> None:
        for clear in caches:
            clear()

    return Code(loaded.clean_lines, forget_all)


def compare(texts: list[str], other: Code, rounds: int) -> None:
    """Print the medians of both versions, measured in turn, and the median ratio."""
    here = Code(clean_lines, forget)
    pairs = []
    for text in texts:
        rows = repair_characters(text).split("\n")
        least = [float("inf"), float("inf")]
        for _ in range(rounds):
            for i, code in enumerate((other, here)):
                code.forget()
                start = time.thread_time()
                code.clean_lines(rows)
                least[i] = min(least[i], time.thread_time() - start)
        pairs.append(least)
    before, now = (statistics.median(pair[i] for pair in pairs) * 1e3 for i in (0, 1))
    ratio = statistics.median(new / old for old, new in pairs)
    print(f"lines with mends: {before:.3f} ms in the other checkout, {now:.3f} ms here; ratio {ratio:.2f}")


def main() -> int:
    """Check, measure and print; exit code 1 when the bound was missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--against", type=Path, help="another checkout of this project")
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
    if args.against:
        compare(texts, code_at(args.against), args.rounds)
    if args.profile:
        show_profile(texts * args.rounds)
    median = statistics.median(row["lines with mends"] for row in measured)
    print(f"lines with mends <= {BOUND_MS} ms: {'held' if median <= BOUND_MS else 'MISSED'}")
    return 0 if median <= BOUND_MS else 1


def show_profile(texts: list[str]) -> None:
    """Print where cleaning these texts spends its time."""
    with cProfile.Profile() as profile:
        for text in texts:
            forget()
            clean(RawArticle(id="a", content=text, content_type="text/plain"))
    profile.print_stats("tottime")


if __name__ == "__main__":
    sys.exit(main())
