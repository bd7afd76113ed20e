"""Clean, detect and classify a labelled corpus with `communique enrich`, and score what comes out.

    python -m benchmarks.corpus FOLDER [--keep FILE]

FOLDER holds `dev.jsonl` (one article a line with `id`, `url` and `raw`, the text as a crawler delivers it) and its
scorer `score.py`. Each article is given to the command line as a raw event of plain text, without title, language or
date, and the figures are the scorer's own.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

BOUNDS = {
    "text_f1": (">=", 0.985),
    "leak": ("<=", 0.02),
    "leak_shingles": ("<=", 0.02),
    "kept": (">=", 0.99),
    "intact": (">=", 0.99),
    "repairs": (">=", 0.90),
    "title": (">=", 0.97),
    "invented_title": ("<=", 0.10),
    "date": (">=", 0.96),
    "invented_date": ("<=", 0.02),
    "language": (">=", 1.0),
    "topics_macro_f1": (">=", 0.45),
    "off_topic": (">=", 0.80),
}
"""What must be reached on the development corpus."""


def raw_events(corpus: Path) -> bytes:
    """The corpus as raw events, JSONL."""
    rows = (json.loads(line) for line in corpus.read_text(encoding="utf-8").splitlines() if line.strip())
    events = ({"id": row["id"], "url": row["url"], "content": row["raw"], "content_type": "text/plain"} for row in rows)
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def enrich(events: bytes) -> bytes:
    """What `communique enrich` makes of them."""
    done = subprocess.run(
        [sys.executable, "-m", "service", "enrich", "-"], input=events, stdout=subprocess.PIPE, check=True
    )
    return done.stdout


def score(folder: Path, enriched: bytes) -> dict[str, Any]:
    """The scorer's figures."""
    with tempfile.NamedTemporaryFile(suffix=".jsonl") as file:
        file.write(enriched)
        file.flush()
        command = [sys.executable, str(folder / "score.py"), str(folder / "dev.jsonl"), file.name, "--json"]
        repairs = folder / "dev_repairs.jsonl"
        command += ["--repairs", str(repairs)] if repairs.exists() else []
        figures: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return figures


def main() -> None:
    """Run and print; exit code 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=Path, help="write the enriched events here")
    args = parser.parse_args()
    enriched = enrich(raw_events(args.folder / "dev.jsonl"))
    if args.keep:
        args.keep.write_bytes(enriched)
    figures = score(args.folder, enriched)
    missed = 0
    for name, value in figures.items():
        sign, bound = BOUNDS.get(name, ("", None))
        held = bound is None or (value >= bound if sign == ">=" else value <= bound)
        missed += not held
        note = "" if bound is None else f"   {sign} {bound}: {'held' if held else 'MISSED'}"
        print(f"{name:24} {value}{note}")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
