"""The whole job on Kafka: clean, tell the language, classify; ours beside the usual libraries under other frameworks.

    python -m benchmarks.whole [--rounds 3] [--articles 6000] [--pages 1000] [--what flattened html] [--peers NAME ...]

Flattened text of 5 KB and pages of 80 KB, acks=all, 24 partitions, measured as `benchmarks.transport` does. The usual
libraries are trafilatura, py3langid and a scikit-learn model that learns at its start from the sample feed. Ratios of
processor time count: the wire and the broker are the same for all. Every answer must hold a language and text; of
pages it is known which words are the article's, and the mean F1 of those that came out is told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.articles import flattened, html, html_heading, html_text
from benchmarks.html_pages import word_f1
from benchmarks.peers.environments import WHOLE, prepare
from benchmarks.transport import Job, benchmark
from benchmarks.transport_report import CPU, F1, report
from service.edges.samples import feed

if TYPE_CHECKING:
    from benchmarks.transport_report import Bound

LABELS = "labels.jsonl"
LEAST_CHARACTERS = 300
BOUNDS: dict[str, tuple[Bound, ...]] = {
    "flattened": (
        ("CPU, a plain loop around our core / ours", CPU, "plain_loop", "communique", ">=", 0.95),
        ("CPU s for 1,000 articles, all stages and Kafka, ours", CPU, "communique", "", "<=", 1.0),
        ("CPU, FastStream and the usual libraries / ours", CPU, "faststream", "communique", "", 0.0),
        ("CPU, Quix Streams and the usual libraries / ours", CPU, "quix", "communique", "", 0.0),
    ),
    "html": (
        ("CPU, a plain loop around our core / ours", CPU, "plain_loop", "communique", ">=", 0.95),
        ("CPU, FastStream and the usual libraries / ours", CPU, "faststream", "communique", ">=", 4.0),
        ("CPU, Quix Streams and the usual libraries / ours", CPU, "quix", "communique", ">=", 4.0),
        ("word F1 of these pages, ours", F1, "communique", "", "", 0.0),
        ("word F1 of these pages, trafilatura", F1, "faststream", "", "", 0.0),
    ),
}
MAKERS = {"flattened": flattened, "html": html}


def labels() -> str:
    """The sample feed's articles with their topics, a line each, for the model to learn from."""
    rows = [
        {"text": json.loads(sample.value)["content"], "topics": sample.expect["topics"]}
        for sample in feed()
        if "topics" in sample.expect
    ]
    return "\n".join(json.dumps(row) for row in rows)


def right(number: int, value: bytes) -> bool:
    """An event with a language and text; looked at in one of 29."""
    if number % 29:
        return True
    event = json.loads(value)
    return bool(event["language"]) and len(event["text"]) >= LEAST_CHARACTERS


def page_f1(number: int, value: bytes) -> float:
    """F1 of the words of an event's text against those of the page's article; its heading may stand in it or not."""
    text, heading = json.loads(value)["text"], html_heading(number)
    return max(word_f1(text, gold)[2] for gold in (html_text(number), f"{heading}\n{html_text(number)}"))


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--what", nargs="+", choices=MAKERS, default=list(MAKERS))
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in WHOLE], help="these (all)")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    peers = [peer for peer in WHOLE if not args.peers or peer.name in args.peers]
    for peer in peers:
        prepare(peer.environment)
    found: dict[str, Any] = {}
    for what in args.what:
        print(f"\n{what}", flush=True)
        job = Job(MAKERS[what], right, page_f1 if what == "html" else None, {LABELS: labels()})
        count = args.pages if what == "html" else args.articles
        results = asyncio.run(benchmark(peers, args.rounds, count, job))
        found[what] = report(results, WHOLE, BOUNDS[what])
    if args.json:
        args.json.write_text(json.dumps(found, indent=2) + "\n")


if __name__ == "__main__":
    main()
