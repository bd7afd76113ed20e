"""Learn what the measures of the main topic's rank are worth.

    python -m benchmarks.main_topic GOLD[:HALF] ...

Conditional logistic regression on the articles that get several topics, the right main one among them: of their topics
the right one must come first. Printed are the weights for `service/core/main_topic.py` and how many articles have the
right topic first, with the weights there and with weights learned on other stories (eight folds, three splits).
"""

from __future__ import annotations

import argparse
import zlib
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from benchmarks.hints import texts
from service.core import main_topic
from service.core.counts import score_topics
from service.core.mentions import Hits
from service.core.taxonomy import parse_taxonomy
from service.edges.taxonomies import read_taxonomy

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

PULL = 0.5
"""Ridge: weights of .3 to .5 put the same number first."""
FOLDS, SPLITS = 8, 3
ROUNDS = 12
"""Newton steps; the fit stands still after six."""


class Choice(NamedTuple):
    """An article: its story, the measures of each of its topics, and which is the main one."""

    story: str
    measures: Floats
    right: int


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", metavar="GOLD[:HALF]")
    parser.add_argument("--taxonomy", default="vietnam-diplomacy")
    args = parser.parse_args()
    choices = list(choices_of(args.gold, args.taxonomy))
    there = np.array(list(main_topic.WEIGHTS.values()))
    print(f"{len(choices)} articles with several topics; right with the weights there: {first(choices, there)}")
    print(f"left out: {', '.join(str(left_out(choices, split)) for split in range(SPLITS))}")
    print(", ".join(f"{name} {weight:.2f}" for name, weight in zip(main_topic.WEIGHTS, fit(choices), strict=True)))


def choices_of(sources: Sequence[str], taxonomy: str) -> Iterator[Choice]:
    """The articles to learn from."""
    data, name = read_taxonomy(taxonomy)
    compiled = parse_taxonomy(data, name=name, languages=())
    for article, title, text in texts(sources):
        hits = Hits(title, text, compiled)
        given = [s for s in score_topics(hits, compiled) if s.score >= compiled.topics[s.place].threshold]
        ids = [compiled.topics[scored.place].id for scored in given]
        if len(ids) > 1 and article.primary in ids:
            ranks = main_topic.ranked(given, hits)
            yield Choice(article.story, np.array([rank.measures for rank in ranks]), ids.index(article.primary))


def fit(choices: Sequence[Choice]) -> Floats:
    """Weights that make the right topics likely: Newton's method on the ridge's likelihood."""
    weights = np.zeros(choices[0].measures.shape[1])
    for _ in range(ROUNDS):
        slope, curve = -PULL * weights, PULL * np.eye(len(weights))
        for _, measures, right in choices:
            p = np.exp(measures @ weights)
            p /= p.sum()
            mean = p @ measures
            slope += measures[right] - mean
            curve += (measures * p[:, None]).T @ measures - np.outer(mean, mean)
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def first(choices: Sequence[Choice], weights: Floats) -> int:
    """In how many articles the right topic comes first."""
    return sum(int(np.argmax(choice.measures @ weights)) == choice.right for choice in choices)


def left_out(choices: Sequence[Choice], split: int) -> int:
    """The same, each article with what the others taught."""
    folds = [zlib.crc32(f"{split}{choice.story}".encode()) % FOLDS for choice in choices]
    found = 0
    for fold in range(FOLDS):
        taught = fit([choice for choice, of in zip(choices, folds, strict=True) if of != fold])
        found += first([choice for choice, of in zip(choices, folds, strict=True) if of == fold], taught)
    return found


if __name__ == "__main__":
    main()
