"""What each stage of the pipeline costs alone, beside the library that one would pick for it.

    python -m benchmarks.stages [--rounds 9] [--articles 26] [--json FILE]

Flattened articles of 5 KB and pages of 80 KB in 13 languages. Rounds are interleaved, ours and the library's in turn,
in processor time; the median over rounds of the mean over articles. Libraries that are not installed are named and left
out. Every article must first come through the pipeline.
"""

from __future__ import annotations

import argparse
import importlib
import json
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from benchmarks.articles import flattened, html
from benchmarks.lines import forget
from benchmarks.machine import machine
from service.core.classify import classify
from service.core.clean import clean
from service.core.encode import encode_enriched
from service.core.pipeline import Enriched
from service.core.repair import repair_characters
from service.edges.resources import resource
from service.models import Record
from service.pipeline import Pipeline

Work = Callable[[int], Any]
"""Does a stage's work on the article with this place."""


@dataclass(frozen=True)
class Stage:
    """One stage: ours, and the library's word for it.

    Attributes:
        name: of the stage.
        ours: our work.
        beside: the libraries, by name; None where one is not installed.
    """

    name: str
    ours: Work
    beside: dict[str, Work | None]


def library(make: Callable[[], Work]) -> Work | None:
    """A library's work; None when it is not installed."""
    try:
        return make()
    except ImportError:
        return None


def stages(count: int) -> list[Stage]:
    """All stages over `count` articles of each kind."""
    pipeline = Pipeline()
    decoder, detector, taxonomy = pipeline.recipe.decoder, pipeline.recipe.detector, pipeline.taxonomy
    texts, pages = [flattened(place) for place in range(count)], [html(place) for place in range(count)]
    raws, raw_pages = [decoder.decode(Record(value)) for value in texts], [decoder.decode(Record(v)) for v in pages]
    cleaned = [clean(raw) for raw in raws]
    outcomes = [pipeline.process(Record(value)) for value in texts]
    articles = [outcome.article for outcome in outcomes if isinstance(outcome, Enriched)]
    assert len(articles) == count  # noqa: S101 - else what follows measures nothing
    source = pipeline.recipe.event_source

    def ours_lines(place: int) -> object:
        forget()
        return clean(raws[place])

    return [
        Stage(
            "decode and validate",
            lambda p: decoder.decode(Record(texts[p])),
            {"json and jsonschema": library(lambda: _jsonschema(texts))},
        ),
        Stage("clean flattened text", ours_lines, {"jusText": library(lambda: _justext(raws))}),
        Stage(
            "repair characters", lambda p: repair_characters(raws[p].content), {"ftfy": library(lambda: _ftfy(raws))}
        ),
        Stage("clean a page", lambda p: clean(raw_pages[p]), {"trafilatura": library(lambda: _trafilatura(raw_pages))}),
        Stage(
            "language",
            lambda p: detector.detect(cleaned[p].text, None),
            {"py3langid": library(lambda: _py3langid(cleaned)), "lingua": library(lambda: _lingua(cleaned))},
        ),
        Stage("topics", lambda p: classify(cleaned[p].title, cleaned[p].text, taxonomy), {}),
        Stage(
            "encode",
            lambda p: encode_enriched(articles[p], Record(texts[p]), event_source=source),
            {"json": lambda p: json.dumps(orjson.loads(outcomes[p].message.value)).encode()},
        ),
    ]


def _jsonschema(texts: list[bytes]) -> Work:
    schema = orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes())
    validator = importlib.import_module("jsonschema").Draft202012Validator(schema)
    return lambda place: validator.validate(json.loads(texts[place]))


def _justext(raws: list[Any]) -> Work:
    module = importlib.import_module("justext")
    words = module.get_stoplist("English")
    return lambda place: module.justext(f"<pre>{raws[place].content}</pre>", words)


def _ftfy(raws: list[Any]) -> Work:
    fix = importlib.import_module("ftfy").fix_text
    return lambda place: fix(raws[place].content)


def _trafilatura(raws: list[Any]) -> Work:
    extract = importlib.import_module("trafilatura").extract
    return lambda place: extract(raws[place].content)


def _py3langid(cleaned: list[Any]) -> Work:
    classify_text = importlib.import_module("py3langid").classify
    return lambda place: classify_text(cleaned[place].text)


def _lingua(cleaned: list[Any]) -> Work:
    detector = importlib.import_module("lingua").LanguageDetectorBuilder.from_all_languages().build()
    return lambda place: detector.detect_language_of(cleaned[place].text)


def measure(works: dict[str, Work], rounds: int, count: int) -> dict[str, float]:
    """Milliseconds of processor time an article, by work, over interleaved rounds."""
    found: dict[str, list[float]] = {name: [] for name in works}
    for round_ in range(rounds + 1):
        for name, work in works.items():
            began = time.process_time()
            for place in range(count):
                work(place)
            if round_:
                found[name].append(1000 * (time.process_time() - began) / count)
    return {name: statistics.median(times) for name, times in found.items()}


def main() -> None:
    """Run and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--articles", type=int, default=26)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rows = []
    print(f"{'stage':24}{'ours, ms':>10}   beside it, ms")
    for stage in stages(args.articles):
        works = {"ours": stage.ours, **{name: work for name, work in stage.beside.items() if work is not None}}
        times = measure(works, args.rounds, args.articles)
        absent = [name for name, work in stage.beside.items() if work is None]
        rows.append({"stage": stage.name, "ms": times, "not installed": absent})
        others = [f"{name} {ms:.3f} ({ms / times['ours']:.1f}x)" for name, ms in times.items() if name != "ours"]
        others += [f"{name}: not installed" for name in absent]
        print(f"{stage.name:24}{times['ours']:10.3f}   {', '.join(others)}", flush=True)
    if args.json:
        args.json.write_text(json.dumps({"machine": machine(), "stages": rows}, indent=2) + "\n")


if __name__ == "__main__":
    main()
