"""What each stage of the pipeline costs alone, beside the library that one would pick for it.

    python -m benchmarks.stages [--rounds 9] [--articles 26] [--json FILE]

Flattened articles of 5 KB and pages of 80 KB in 13 languages. The libraries work in a process and an environment of
their own (`benchmarks.peers.libraries`); rounds are interleaved, ours and the library's in turn, in processor time; the
median over rounds of the mean over articles. Every article must first come through the pipeline.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson

from benchmarks.articles import flattened, html
from benchmarks.lines import forget
from benchmarks.machine import machine
from benchmarks.peers.environments import prepare, python_of
from service.core.classify import classify
from service.core.clean import clean
from service.core.encode import encode_enriched
from service.core.lines import clean_lines
from service.core.phrases import find
from service.core.pipeline import Enriched
from service.core.repair import repair_characters, repair_lines
from service.edges.resources import resource
from service.edges.samples import feed
from service.models import Record
from service.pipeline import Pipeline

if TYPE_CHECKING:
    from collections.abc import Iterator

Work = Callable[[int], Any]
"""Does a stage's work on the article with this place."""
Ask = Callable[[str], float]
"""Milliseconds that a library takes for an article, by its name."""
ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Stage:
    """One stage: ours, and the libraries beside it, by their names in `benchmarks.peers.libraries`."""

    name: str
    ours: Work
    beside: tuple[str, ...] = ()


class Articles:
    """The articles of all stages, and what earlier stages make of them."""

    def __init__(self, count: int) -> None:
        self.pipeline = Pipeline()
        decode = self.pipeline.recipe.decoder.decode
        self.records = [Record(flattened(place)) for place in range(count)]
        self.raws = [decode(record) for record in self.records]
        self.pages = [decode(Record(html(place))) for place in range(count)]
        self.lines = [repair_characters(raw.content or "").split("\n") for raw in self.raws]
        outcomes = [self.pipeline.process(record) for record in self.records]
        self.enriched = [outcome for outcome in outcomes if isinstance(outcome, Enriched)]
        assert len(self.enriched) == count  # noqa: S101 - else what follows measures nothing
        self.articles = [outcome.article for outcome in self.enriched]

    def given(self) -> dict[str, Any]:
        """What the libraries work on."""
        labelled = [s for s in feed() if "topics" in s.expect]
        return {
            "schema": orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes()),
            "records": [(record.value or b"").decode() for record in self.records],
            "contents": [raw.content for raw in self.raws],
            "pages": [page.content for page in self.pages],
            "texts": [article.text for article in self.articles],
            "events": [orjson.loads(outcome.message.value) for outcome in self.enriched],
            "phrases": [phrase.strip("*") for phrase in self.pipeline.taxonomy.written],
            "labelled": [{"text": json.loads(s.value)["content"], "topics": s.expect["topics"]} for s in labelled],
        }


def stages(a: Articles) -> list[Stage]:
    """All stages, in the order of the pipeline."""
    decoder, detector, taxonomy = a.pipeline.recipe.decoder, a.pipeline.recipe.detector, a.pipeline.taxonomy
    source = a.pipeline.recipe.event_source

    def anew(work: Work) -> Work:
        def forgetful(place: int) -> object:
            forget()
            return work(place)

        return forgetful

    return [
        Stage("decode and validate", lambda p: decoder.decode(a.records[p]), ("json and jsonschema",)),
        Stage("clean a page: text, title, date, authors", anew(lambda p: clean(a.pages[p])), ("trafilatura",)),
        Stage("clean flattened text, all of it", anew(lambda p: clean(a.raws[p])), ("jusText",)),
        Stage("of it: lines, with mends", anew(lambda p: clean_lines(a.lines[p]))),
        Stage("of it: repair characters", lambda p: repair_characters(a.raws[p].content or ""), ("ftfy",)),
        Stage("of it: mend lines", anew(lambda p: repair_lines(a.lines[p]))),
        Stage("language", lambda p: detector.detect(a.articles[p].text, None), ("py3langid", "lingua")),
        Stage("match phrases", lambda p: find(taxonomy.index, a.articles[p].text), ("pyahocorasick",)),
        Stage(
            "match and score, with evidence",
            lambda p: classify(a.articles[p].title or "", a.articles[p].text, taxonomy),
            ("scikit-learn, TF-IDF and logistic regression",),
        ),
        Stage("encode", lambda p: encode_enriched(a.articles[p], a.records[p], event_source=source), ("json",)),
    ]


@contextmanager
def libraries(given: dict[str, Any]) -> Iterator[Ask]:
    """The libraries in their own process, ready to be asked."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(given, file)
        file.flush()
        command = [python_of("libraries"), "-m", "benchmarks.peers.libraries", file.name]
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as process:
            asked, told = process.stdin, process.stdout
            assert asked is not None and told is not None  # noqa: S101, PT018 - both are pipes

            def ask(name: str) -> float:
                print(name, file=asked, flush=True)
                return float(told.readline() or "nan")

            yield ask
            asked.close()


def measure(stage: Stage, ask: Ask, rounds: int, count: int) -> dict[str, float]:
    """Milliseconds of processor time an article, ours and each library's, over interleaved rounds."""
    found: dict[str, list[float]] = {name: [] for name in ("ours", *stage.beside)}
    for round_ in range(rounds + 1):
        began = time.process_time()
        for place in range(count):
            stage.ours(place)
        times = {"ours": 1000 * (time.process_time() - began) / count, **{name: ask(name) for name in stage.beside}}
        for name, ms in times.items():
            found[name] += [ms] if round_ else []
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--articles", type=int, default=26)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    prepare("libraries")
    articles, rows = Articles(args.articles), []
    with libraries(articles.given()) as ask:
        print(f"{'stage':42}{'ours, ms':>10}   beside it, ms")
        for stage in stages(articles):
            times = measure(stage, ask, args.rounds, args.articles)
            rows.append({"stage": stage.name, "ms": times})
            others = [f"{name} {ms:.3f} ({ms / times['ours']:.1f}x)" for name, ms in times.items() if name != "ours"]
            print(f"{stage.name:42}{times['ours']:10.3f}   {', '.join(others)}", flush=True)
    if args.json:
        args.json.write_text(json.dumps({"machine": machine(), "stages": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
