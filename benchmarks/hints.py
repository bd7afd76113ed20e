"""Learn what the named lists of a taxonomy hint at, and write it into the file as `hints`.

    python -m benchmarks.hints GOLD[:HALF] ... [--taxonomy FILE] [--write]
    python -m benchmarks.hints tests/eval/{gold,sketches,bulletins,reports*,lessons}.jsonl DISPATCHES:even

GOLD is JSONL as `communique evaluate` reads it, HALF `even` or `odd`: only those of its stories. For every topic a
logistic regression asks which lists, by one of their words standing anywhere in the article, say more about it than
its own concepts do: their log-odds, calibration and penalty included, stay as they are, and weights are pulled
towards 0 (ridge). Only articles in which the topic has evidence of its own are looked at, for only there hints count.
Printed is what that is worth on stories that were left out (five folds); `--write` puts the weights of the fit on all
articles into the file.
"""

from __future__ import annotations

import argparse
import re
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.cli.evaluate_data import events_of, labelled
from service.core.counts import bias, found_hints, hint_share, penalty, score_topics
from service.core.mentions import Hits
from service.core.taxonomy import parse_taxonomy
from service.edges.pipeline_options import pipeline_options
from service.edges.settings import Settings
from service.learn.logistic import logistic
from service.measures.tallies import score_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from service.core.taxonomy import Taxonomy
    from service.measures.gold import GoldArticle

    Floats = NDArray[np.float64]
    Flags = NDArray[np.bool_]

SHIPPED = Path("service/taxonomies/vietnam-diplomacy.yaml")
PULL = 8.0
"""Ridge towards no hint. From 3 to 8 left-out writers are told alike; hints that weigh much spoil single sentences."""
STEP, LEAST = 0.05, 0.1
"""Weights are rounded to the one and left out below the other: six hundred of fourteen hundred remain, and no figure of
left-out stories moves by more than .005."""
FOLDS = 5
ROUNDS = 8
"""Newton steps; the fit stands still after five."""
WIDTH = 148

_BLOCK = re.compile(r"^hints:\n(?:[ #].*\n)*", re.MULTILINE)
_NAMES = re.compile(r"^  ([a-z0-9-]+):", re.MULTILINE)
COMMENT = (
    "  # What any word of a list says about topics that have evidence of their own; learned: python -m benchmarks.hints"
)


@dataclass(frozen=True)
class Table:
    """What was found in the articles: what each list counts, and by topic log-odds, evidence, labels, use."""

    lists: Floats
    margins: Floats
    evidence: Flags
    right: Flags
    counts: Flags
    folds: NDArray[np.int64]


def main() -> None:
    """Fit, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", metavar="GOLD[:HALF]")
    parser.add_argument("--taxonomy", type=Path, default=SHIPPED)
    parser.add_argument("--write", action="store_true", help="put the hints into the taxonomy file")
    args = parser.parse_args()
    text = args.taxonomy.read_text(encoding="utf-8")
    names = list_names(text)
    taxonomy = with_every_list(text, names)
    table = look(list(texts(args.gold)), taxonomy)
    left_out = cross_validated(table)
    print(f"{len(table.lists)} articles, {len(names)} lists")
    for threshold in (0.3, 0.4, 0.5):
        before, after = (micro_f1(table, margins, threshold) for margins in (table.margins, left_out))
        print(f"threshold {threshold}: micro-F1 {before:.3f} without hints, {after:.3f} with, of stories left out")
    weights = np.array([fit(table, topic, table.folds >= 0) for topic in range(len(taxonomy.topics))])
    block = written(names, [topic.id for topic in taxonomy.topics], weights / taxonomy.slope)
    print(f"{len(re.findall(r': -?[0-9]', block))} weights")
    if args.write:
        args.taxonomy.write_text(
            _BLOCK.sub("", text).replace("\ntopics:\n", f"\n{block}topics:\n", 1), encoding="utf-8"
        )


def list_names(text: str) -> list[str]:
    """The names of a taxonomy file's lists."""
    start = text.index("\nlists:\n") + 1
    end = re.compile(r"^[a-z]", re.MULTILINE).search(text, start + 1)
    return _NAMES.findall(text[start : end.start() if end else len(text)])


def with_every_list(text: str, names: Sequence[str]) -> Taxonomy:
    """The taxonomy with a hint for each list, of no weight to speak of, so that each is looked for."""
    topic = _NAMES.findall(text[text.index("\ntopics:\n") :].replace("_", "-"))[0].replace("-", "_")
    hints = "".join(f"  {name}: {{{topic}: 0.001}}\n" for name in names)
    whole = _BLOCK.sub("", text).replace("\ntopics:\n", f"\nhints:\n{hints}topics:\n", 1)
    return parse_taxonomy(whole.encode(), name="taxonomy", languages=())


def texts(sources: Sequence[str]) -> Iterator[tuple[GoldArticle, str, str]]:
    """Articles with their cleaned title and text."""
    options = pipeline_options(Settings(taxonomy="vietnam-diplomacy", cache_folder="off"))
    for source in sources:
        path, _, half = source.partition(":")
        articles = labelled(Path(path), half or None)
        events, _ = events_of(articles, options, 1)
        for article in articles:
            if article.id in events:
                yield article, events[article.id]["title"] or "", events[article.id]["text"]


def look(articles: Sequence[tuple[GoldArticle, str, str]], taxonomy: Taxonomy) -> Table:
    """Match every article once."""
    shape = len(articles), len(taxonomy.topics)
    lists = np.zeros((len(articles), len(taxonomy.hints)))
    folds = np.array([zlib.crc32(article.story.encode()) // 2 % FOLDS for article, *_ in articles])
    margins, evidence = np.full(shape, -np.inf), np.zeros(shape, bool)
    for row, (_, title, text) in enumerate(articles):
        hits = Hits(title, text, taxonomy)
        found = found_hints(hits, taxonomy)
        lists[row] = [hint_share(len(found)) * (hint in found) for hint in taxonomy.hints]
        start = bias(taxonomy) - penalty(hits, taxonomy)
        for scored in score_topics(hits, taxonomy):
            evidence[row, scored.place] = True
            margins[row, scored.place] = start + sum(counted.value for counted in scored.counted)
    ids = taxonomy.topic_ids
    right = np.array([[topic in article.topics for topic in ids] for article, *_ in articles])
    counts = np.array([[topic not in article.optional for topic in ids] for article, *_ in articles])
    return Table(lists, margins, evidence, right, counts, folds)


def fit(table: Table, topic: int, rows: Flags) -> Floats:
    """Log-odds of each list for a topic, learned on some of the articles: Newton's method on the ridge's likelihood."""
    rows = rows & table.evidence[:, topic] & table.counts[:, topic]
    lists, margins, right = table.lists[rows], table.margins[rows, topic], table.right[rows, topic]
    weights = np.zeros(lists.shape[1])
    for _ in range(ROUNDS):
        p = logistic(margins + lists @ weights)
        slope = lists.T @ (right - p) - PULL * weights
        curve = (lists * (p * (1 - p))[:, None]).T @ lists + PULL * np.eye(len(weights))
        weights += np.linalg.solve(curve, slope)
    return rounded(weights)


def rounded(weights: Floats) -> Floats:
    """Weights as the file has them."""
    return np.where(np.abs(weights) < LEAST, 0.0, np.round(np.round(weights / STEP) * STEP, 2))


def cross_validated(table: Table) -> Floats:
    """Log-odds with the hints that the other folds teach."""
    margins = table.margins.copy()
    for fold in range(FOLDS):
        held = table.folds == fold
        for topic in range(margins.shape[1]):
            margins[held, topic] += table.lists[held] @ fit(table, topic, ~held)
    return margins


def micro_f1(table: Table, margins: Floats, threshold: float) -> float:
    """Of all article-topic pairs; optional topics count neither way."""
    given = table.evidence & table.counts & (logistic(margins) >= threshold)
    hit = float((given & table.right).sum())
    return score_of(hit, given.sum() - hit, table.right.sum() - hit).f1


def written(names: Sequence[str], topics: Sequence[str], weights: Floats) -> str:
    """The block `hints` of a taxonomy file."""
    lines = ["hints:", COMMENT]
    for place, name in enumerate(names):
        found = [(topic, w) for topic, w in zip(topics, rounded(weights[:, place]), strict=True) if w]
        line = f"  {name}: {{"
        for i, (topic, weight) in enumerate(found):
            item = f"{topic}: {weight:g}" + ("}" if i == len(found) - 1 else ", ")
            if len(line) + len(item) > WIDTH:
                lines.append(line.rstrip())
                line = "    "
            line += item
        lines += [line] if found else []
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
