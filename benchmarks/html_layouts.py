"""Our extractor of article text and its peers on pages of our own: eleven layouts in thirteen languages, in one run.

    python -m benchmarks.html_layouts [--by layout|language]

The pages are those of `tests/unit/html_layouts.py`; none of the extractors was trained on them. The score is the word
F1 of the paragraphs; of Chinese and Japanese each character counts as a word. jusText gets the stop words of the
page's language where it has them. Exit code 1 when ours is below its bound or below a peer.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import logging
import statistics
import sys
import warnings
from collections.abc import Callable

from benchmarks.html import text_only, with_metadata
from benchmarks.html_peers import peers
from tests.unit.html_articles import SAMPLES
from tests.unit.html_layouts import LAYOUTS, f1, page

BOUND = 0.95
"""Mean word F1 over all pages."""
_JUSTEXT = {
    "de": "German", "en": "English", "es": "Spanish", "fr": "French", "id": "Indonesian", "it": "Italian",
    "ko": "Korean", "nl": "Dutch", "pt": "Portuguese", "ru": "Russian", "vi": "Vietnamese",
}  # fmt: skip
Scores = dict[tuple[str, str], float]
"""Layout and language to word F1."""


def score(extract: Callable[[str, str], str]) -> Scores:
    """Word F1 of each page; a page on which an extractor raises counts as empty.

    Args:
        extract: from a page and its language to its text.
    """
    found = {}
    for layout in LAYOUTS:
        for language, sample in SAMPLES.items():
            text = ""
            with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
                text = extract(page(layout, language, sample), language)
            found[layout.__name__, language] = f1(text, "\n".join(sample.paragraphs))
    return found


def justext_in_its_language() -> Callable[[str, str], str]:
    """JusText with the stop words of the page's language; without any where it has none."""
    module = importlib.import_module("justext")
    lists = {tag: module.get_stoplist(name) for tag, name in _JUSTEXT.items()}

    def extract(html: str, language: str) -> str:
        words = lists.get(language)
        found = (
            module.justext(html, words)
            if words
            else module.justext(html, frozenset(), stopwords_low=0, stopwords_high=0)
        )
        return "\n".join(p.text for p in found if not p.is_boilerplate)

    return extract


def extractors() -> tuple[dict[str, Callable[[str, str], str]], list[str]]:
    """Ours and the peers that are installed, by name; and the names of those that are missing."""
    found: dict[str, Callable[[str, str], str]] = {
        "ours: text": lambda html, _: text_only(html),
        "ours: clean": lambda html, _: with_metadata(html),
    }
    others, missing = peers()
    for name, extract in others.items():
        found[name] = lambda html, _, extract=extract: extract(html)  # type: ignore[misc]
    if "justext" in others:
        found["justext"] = justext_in_its_language()
    return found, missing


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--by", choices=("layout", "language"), help="also the means of each")
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    found, missing = extractors()
    means = {}
    for name, extract in found.items():
        scores = score(extract)
        means[name] = statistics.mean(scores.values())
        parts = ""
        if args.by:
            part = 0 if args.by == "layout" else 1
            groups = sorted({key[part] for key in scores})
            parts = "  ".join(
                f"{group} {statistics.mean(value for key, value in scores.items() if key[part] == group):.2f}"
                for group in groups
            )
        print(f"{name:24} {means[name]:.4f}  {parts}", flush=True)
    for name in missing:
        print(f"{name:24} not installed")
    best = max((mean for name, mean in means.items() if not name.startswith("ours")), default=0.0)
    held = means["ours: text"] >= BOUND and means["ours: text"] > best
    print(f"ours >= {BOUND} and above the best peer ({best:.4f}): {'held' if held else 'MISSED'}")
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())
