"""Train the network that tells the article of a page from the rest, and write its weights into the package.

    python -m benchmarks.train_html PAGES [--to FILE]

PAGES holds `gold.jsonl` (one page a line: `id`, `url`, `main_content`) and `pages/ID.html.gz`. Training is numpy alone,
with fixed seeds: the same pages give the same weights on the same machine. It takes a few minutes.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import service.core.html_scorer as scorer
from benchmarks.html_pages import read_pages
from benchmarks.html_training import example, fit
from benchmarks.network import Recipe
from service.core.network import dumps


def main() -> None:
    """Train on every page and write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path)
    parser.add_argument("--to", type=Path, default=Path(scorer.__file__).with_name(scorer.WEIGHTS))
    args = parser.parse_args()
    examples = [e for page in read_pages(args.pages) if (e := example(page))]
    blocks = sum(len(e.gold) for e in examples)
    print(f"{len(examples)} pages, {blocks} blocks, {len(examples[0].names)} measures")
    args.to.write_bytes(dumps(fit(examples, Recipe())))
    print(f"wrote {args.to}: {args.to.stat().st_size} bytes")


if __name__ == "__main__":
    main()
