"""Train the networks that judge lines of flattened pages and find headlines; write their weights into the package.

    python -m benchmarks.train_lines [FILE ...] [--to FOLDER] [--keep NETWORK ...] [--check]

FILE is JSONL of articles labelled line by line (docs/evaluation.md has the format), taken beside the project's own
pages: all of `raw_pages_train.jsonl` and the even half of `raw_pages.jsonl`, whose odd half is the test.
`--keep` leaves some networks (headlines, lines, captions) as they are shipped. `--check` writes nothing: it trains on
four fifths of the pages, asks for the rest, five times, and prints what leaks and what is kept at several likelihoods.
Training is numpy alone, with fixed seeds.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np

from benchmarks.line_training import (
    Example,
    TitleExample,
    caption_examples,
    examples,
    fit,
    fit_captions,
    fit_paragraphs,
    fit_titles,
    paragraph_examples,
    title_examples,
)
from service.cli.evaluate_data import labelled
from service.core import caption_scorer, line_scorer, paragraph_scorer, title_scorer
from service.core.network import Matrix, Network, dumps
from service.measures.gold import DROPPED_LABELS, GoldArticle

PAGES = Path("tests/eval")
UNSEEN = "raw_pages_train.jsonl"
FOLDS = 5
CUTS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


E = TypeVar("E")
Pages = list[tuple[list[GoldArticle], bool]]
"""Labelled articles, and whether the rules were made with their pages in view."""


def read(more: Sequence[Path]) -> Pages:
    """The project's pages and those of other files."""
    files = [
        (PAGES / UNSEEN, None, False),
        (PAGES / "raw_pages.jsonl", "even", True),
        *((path, None, True) for path in more),
    ]
    found = [(labelled(path, half), seen) for path, half, seen in files]
    for (path, _, _), (articles, _) in zip(files, found, strict=True):
        print(f"{path}: {len(articles)} pages")
    return found


def of_all(pages: Pages, make: Callable[..., list[E]]) -> list[E]:
    """The examples that a function makes of all pages; each page has a number of its own."""
    found: list[E] = []
    first = 0
    for articles, seen in pages:
        found += make(articles, seen=seen, first=first)
        first += len(articles)
    return found


def check(pages: Pages) -> None:
    """Print what the networks would do on pages they were not trained on."""
    titles, lines, paragraphs = (of_all(pages, make) for make in (title_examples, examples, paragraph_examples))
    pictures = caption_examples(lines)
    found, long, shown, heads = [], [], [], []
    for fold in range(FOLDS):
        found += _asked(lines, fold, fit)
        long += _asked(paragraphs, fold, fit_paragraphs)
        shown += _asked(pictures, fold, fit_captions)
        network = fit_titles([e for e in titles if e.article % FOLDS != fold])
        asked = [e for e in titles if e.article % FOLDS == fold]
        heads += [(e, title_scorer.choice(network.likelihoods(e.measures)[:, 0].tolist(), e.rows)) for e in asked]
    for name, seen in (("pages the rules never saw", False), ("pages the rules were made with", True)):
        print(name)
        _curve([(e, p) for e, p in found if e.seen == seen], "short lines")
        _curve([(e, p) for e, p in long if e.seen == seen], "paragraphs that no rule took")
        _curve([(e, p) for e, p in shown if e.seen == seen], "short lines, captions alone", ("caption",))
        _heads([(e, k) for e, k in heads if e.seen == seen])


def _asked(some: list[Example], fold: int, make: Callable[[list[Example]], Network]) -> list[tuple[Example, Matrix]]:
    """The examples of one fold, with what a network trained on the others says of their lines."""
    network = make([e for e in some if e.article % FOLDS != fold])
    rest = [e for e in some if e.article % FOLDS == fold and e.whole]
    return [(e, network.likelihoods(e.measures)[:, 0]) for e in rest]


def _curve(asked: list[tuple[Example, Matrix]], what: str, dropped: Sequence[str] = DROPPED_LABELS) -> None:
    label = list(itertools.chain(*(e.label for e, _ in asked)))
    taken = np.array(list(itertools.chain(*(e.taken for e, _ in asked))))
    likely = np.concatenate([p * e.asked for e, p in asked])
    furniture, body = (np.isin(label, names) for names in (dropped, ("body",)))
    for cut in CUTS:
        gone = taken | (likely > cut)
        leak, kept = (furniture & ~gone).sum() / furniture.sum(), (body & ~gone).sum() / body.sum()
        print(f"  above {cut:.2f}: leak {leak:.3f}, kept {kept:.3f} of {what}")


def _heads(asked: list[tuple[TitleExample, int | None]]) -> None:
    right = [k is not None and e.right[k] for e, k in asked if e.titled]
    invented = [k is not None for e, k in asked if not e.titled]
    print(f"  headlines: {sum(right)} of {len(right)} right, {sum(invented)} of {len(invented)} invented")


def main() -> None:
    """Train on every page and write the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--to", type=Path, default=Path(line_scorer.__file__).parent)
    parser.add_argument("--keep", nargs="+", choices=("headlines", "lines", "captions"), default=())
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    pages = read(args.files)
    if args.check:
        check(pages)
        return
    titles = title_scorer.trained() if "headlines" in args.keep else fit_titles(of_all(pages, title_examples))
    _write(args.to / title_scorer.WEIGHTS, titles)
    # The lines' network learns from pages whose headline the other has found, wherever its weights were written.
    lines, paragraphs = (of_all(pages, partial(make, headlines=titles)) for make in (examples, paragraph_examples))
    _write(args.to / line_scorer.WEIGHTS, line_scorer.trained() if "lines" in args.keep else fit(lines))
    pictures = caption_scorer.trained() if "captions" in args.keep else fit_captions(caption_examples(lines))
    _write(args.to / caption_scorer.WEIGHTS, pictures)
    _write(args.to / paragraph_scorer.WEIGHTS, fit_paragraphs(paragraphs))


def _write(path: Path, network: Network) -> None:
    path.write_bytes(dumps(network))
    print(f"wrote {path}: {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
