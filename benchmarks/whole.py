"""The whole job on Kafka: clean, tell the language, classify; ours beside the usual libraries under other frameworks.

    python -m benchmarks.whole [--rounds 3] [--articles 6000] [--pages 1000] [--what flattened html] [--peers NAME ...]
        [--labelled DIR]

Flattened text of 5 KB and pages of 80 KB, acks=all, 24 partitions, measured as `benchmarks.transport` does. The usual
libraries are trafilatura, py3langid and a scikit-learn model that learns at its start from the sample feed. Ratios of
processor time count: the wire and the broker are the same for all. Every answer must hold a language and text; of
pages it is known which words are the article's, and the mean F1 of those that came out is told.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.articles import PAGE_BYTES, flattened, html, html_heading, html_text, page_event
from benchmarks.html_pages import Page, read_pages, word_f1
from benchmarks.peers.environments import WHOLE, prepare
from benchmarks.transport import Job, benchmark
from benchmarks.transport_report import CPU, F1, report
from service.edges.samples import feed

if TYPE_CHECKING:
    from benchmarks.transport_report import Bound

LABELS = "labels.jsonl"
LEAST_CHARACTERS = 300
ABOUT = (PAGE_BYTES * 3 // 4, PAGE_BYTES * 5 // 4)
"""Bytes of a labelled page that counts as one of about 80 KB."""
HTML_BOUNDS: tuple[Bound, ...] = (
    ("CPU, a plain loop around our core / ours", CPU, "plain_loop", "communique", ">=", 0.95),
    ("CPU, FastStream and the usual libraries / ours", CPU, "faststream", "communique", ">=", 4.0),
    ("CPU, Quix Streams and the usual libraries / ours", CPU, "quix", "communique", ">=", 4.0),
    ("word F1 of these pages, ours", F1, "communique", "", "", 0.0),
    ("word F1 of these pages, trafilatura", F1, "faststream", "", "", 0.0),
)
BOUNDS: dict[str, tuple[Bound, ...]] = {
    "flattened": (
        ("CPU, a plain loop around our core / ours", CPU, "plain_loop", "communique", ">=", 0.95),
        ("CPU s for 1,000 articles, all stages and Kafka, ours", CPU, "communique", "", "<=", 1.0),
        ("CPU, FastStream and the usual libraries / ours", CPU, "faststream", "communique", "", 0.0),
        ("CPU, Quix Streams and the usual libraries / ours", CPU, "quix", "communique", "", 0.0),
    ),
    "html": HTML_BOUNDS,
    "labelled": HTML_BOUNDS,
}
WHAT = ("flattened", "html")


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


def real_pages(folder: Path) -> list[Page]:
    """The labelled pages of about 80 KB that have as much text as an answer must hold."""
    least, most = ABOUT
    return [
        page
        for page in read_pages(folder)
        if least <= len(page.html.encode()) <= most and len(page.gold) >= LEAST_CHARACTERS
    ]


def jobs(what: list[str], labelled: Path | None) -> dict[str, Job]:
    """What is measured, by name."""
    beside = {LABELS: labels()}
    made = {"flattened": Job(flattened, right, None, beside), "html": Job(html, right, page_f1, beside)}
    found = {name: made[name] for name in what}
    if labelled:
        pages = real_pages(labelled)
        found["labelled"] = Job(partial(_real_event, pages), right, partial(_real_f1, pages), beside)
    return found


def _real_event(pages: list[Page], number: int) -> bytes:
    return page_event(number, pages[number % len(pages)].html)


def _real_f1(pages: list[Page], number: int, value: bytes) -> float:
    return word_f1(json.loads(value)["text"], pages[number % len(pages)].gold)[2]


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--articles", type=int, default=6000)
    parser.add_argument("--pages", type=int, default=1000)
    parser.add_argument("--what", nargs="*", choices=WHAT, default=list(WHAT), help="these; none for --labelled alone")
    parser.add_argument("--peers", nargs="+", choices=[peer.name for peer in WHOLE], help="these (all)")
    parser.add_argument("--labelled", type=Path, metavar="DIR", help="real pages with gold.jsonl, measured as well")
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    peers = [peer for peer in WHOLE if not args.peers or peer.name in args.peers]
    for peer in peers:
        prepare(peer.environment)
    found: dict[str, Any] = {}
    for what, job in jobs(args.what, args.labelled).items():
        print(f"\n{what}", flush=True)
        count = args.articles if what == "flattened" else args.pages
        results = asyncio.run(benchmark(peers, args.rounds, count, job))
        found[what] = report(results, WHOLE, BOUNDS[what])
    if args.json:
        write(args.json, found)


def write(file: Path, found: dict[str, Any]) -> None:
    """Put what was measured into a file of results; what it holds of other work (labelled pages) stays, dated."""
    before = json.loads(file.read_text("utf-8")) if file.exists() else {}
    file.write_text(json.dumps({**before, **found}, indent=2) + "\n", "utf-8")


if __name__ == "__main__":
    main()
