"""Our extractor of article text and its peers on the same labelled pages, in one run.

    python -m benchmarks.html --pages DIR [--without-peers] [--shipped] [--zero BEGINNING ...]

Ours is cross-validated: five folds by site, each fold's pages read with weights trained on the other four. `--shipped`
takes the shipped weights instead, which know these pages: right for times, flattering for quality. `--zero near_ own_`
trains without the measures whose names begin so. Peers that are not installed are named; CPU time is the process's own,
median and mean over the pages, one page after another.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import time
import warnings
from collections.abc import Callable
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from benchmarks.html_pages import Page, fold_of, read_pages, word_f1
from benchmarks.html_peers import peers
from benchmarks.html_training import LIMIT, example, fit
from benchmarks.network import Recipe
from service.core.clean import clean
from service.core.html import ArticleBlocks, article_blocks
from service.core.network import Network
from service.errors import Refused
from service.models import RawArticle

FOLDS = 5


def text_only(html: str, network: Network | None = None) -> str:
    """Text of a page, by our blocks alone."""
    found: ArticleBlocks = article_blocks(
        LexborHTMLParser(html.replace("\0", "")), max_blocks=LIMIT, max_depth=1000, network=network
    )
    return "\n".join(found.article)


def with_metadata(html: str) -> str:
    """Text of a page after all of cleaning, which finds title, date and authors too."""
    try:
        return clean(RawArticle(id="page", content=html, content_type="text/html")).text
    except Refused:
        return ""


def cross_validated(pages: list[Page], without: frozenset[str]) -> dict[str, str]:
    """Page id to text, each page read with weights that have not seen its site."""
    examples = [e for page in pages if (e := example(page))]
    texts: dict[str, str] = {}
    for fold in range(FOLDS):
        network = fit([e for e in examples if fold_of(e.page.site, FOLDS) != fold], Recipe(), without)
        for page in pages:
            if fold_of(page.site, FOLDS) == fold:
                texts[page.id] = text_only(page.html, network)
    return texts


def show(name: str, scores: list[tuple[float, float, float]], seconds: list[float]) -> None:
    """One line of the table."""
    precision, recall, f1 = (statistics.mean(s[i] for s in scores) for i in range(3))
    times = f"{statistics.median(seconds) * 1e3:8.2f} {statistics.mean(seconds) * 1e3:8.2f}" if seconds else " " * 17
    print(f"{name:32} {f1:.4f} {precision:.4f} {recall:.4f} {times}", flush=True)


def measure(name: str, pages: list[Page], extract: Callable[[str], str]) -> None:
    """Time and score one extractor; a page on which it raises counts as empty."""
    scores, seconds = [], []
    for page in pages:
        start = time.process_time()
        try:
            text = extract(page.html)
        except Exception as failure:  # noqa: BLE001 - a peer may raise anything, and the run goes on
            print(f"{name} raised {type(failure).__name__} on page {page.id}")
            text = ""
        seconds.append(time.process_time() - start)
        scores.append(word_f1(text, page.gold))
    show(name, scores, seconds)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=Path, required=True)
    parser.add_argument("--without-peers", action="store_true")
    parser.add_argument("--shipped", action="store_true")
    parser.add_argument("--zero", nargs="*", default=[])
    args = parser.parse_args()
    warnings.filterwarnings("ignore")
    logging.disable(logging.CRITICAL)
    pages = read_pages(args.pages)
    print(f"{'':32} {'F1':6} {'prec.':6} {'recall':6} {'median':>8} {'mean':>8} ms of CPU; {len(pages)} pages")
    found, missing = ({}, []) if args.without_peers else peers()
    for name, extract in found.items():
        measure(name, pages, extract)
    for name in missing:
        print(f"{name:32} not installed")
    measure("ours, shipped weights: text", pages, text_only)
    measure("ours, shipped weights: clean", pages, with_metadata)
    if not args.shipped:
        texts = cross_validated(pages, frozenset(args.zero))
        show("ours, cross-validated: text", [word_f1(texts[page.id], page.gold) for page in pages], [])


if __name__ == "__main__":
    main()
