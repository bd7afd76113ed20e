"""Train the network that judges lines of flattened pages, and write its weights into the package.

    python -m benchmarks.train_lines [FILE ...] [--to FILE] [--check]

FILE is JSONL of articles labelled line by line (docs/evaluation.md has the format), taken beside the project's own
pages: all of `raw_pages_train.jsonl` and the even half of `raw_pages.jsonl`, whose odd half is the test. `--check`
writes nothing: it trains on four fifths of the pages, asks for the rest, five times, and prints what leaks and what
is kept at several likelihoods. Training is numpy alone, with fixed seeds.
"""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np

import service.core.line_scorer as scorer
from benchmarks.line_training import Example, examples, fit
from service.cli.evaluate_data import labelled
from service.core.network import Matrix, dumps
from service.measures.gold import DROPPED_LABELS

PAGES = Path("tests/eval")
UNSEEN = "raw_pages_train.jsonl"
FOLDS = 5
CUTS = (0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.95)


def read(more: Sequence[Path]) -> list[Example]:
    """The examples of the project's pages and of other files; each page has a number of its own."""
    files = [
        (PAGES / UNSEEN, None, False),
        (PAGES / "raw_pages.jsonl", "even", True),
        *((path, None, True) for path in more),
    ]
    found: list[Example] = []
    for path, half, seen in files:
        some = examples(labelled(path, half), seen=seen, first=found[-1].article + 1 if found else 0)
        print(f"{path}: {len({e.article for e in some})} pages, {sum(len(e.text) for e in some)} lines")
        found += some
    return found


def check(found: list[Example]) -> None:
    """Print what the network would do on pages it was not trained on."""
    asked = []
    for fold in range(FOLDS):
        network = fit([e for e in found if e.article % FOLDS != fold])
        rest = [e for e in found if e.article % FOLDS == fold and e.whole]
        asked += [(e, network.likelihoods(e.measures)[:, 0]) for e in rest]
    for name, seen in (("pages the rules never saw", False), ("pages the rules were made with", True)):
        print(name)
        _curve([(e, p) for e, p in asked if e.seen == seen])


def _curve(asked: list[tuple[Example, Matrix]]) -> None:
    label = list(itertools.chain(*(e.label for e, _ in asked)))
    free = np.array(list(itertools.chain(*(e.asked for e, _ in asked))))
    likely = np.concatenate([p for _, p in asked]) * free
    furniture, body = (np.isin(label, names) for names in (DROPPED_LABELS, ("body",)))
    for cut in CUTS:
        gone = ~free | (likely > cut)
        leak, kept = (furniture & ~gone).sum() / furniture.sum(), (body & ~gone).sum() / body.sum()
        print(f"  above {cut:.2f}: leak {leak:.3f}, kept {kept:.3f} of short lines")


def main() -> None:
    """Train on every page and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--to", type=Path, default=Path(scorer.__file__).with_name(scorer.WEIGHTS))
    parser.add_argument("--check", action="store_true")
    args = parser.parse_args()
    found = read(args.files)
    if args.check:
        check(found)
        return
    args.to.write_bytes(dumps(fit(found)))
    print(f"wrote {args.to}: {args.to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
