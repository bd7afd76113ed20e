"""Learn what the measures of the main topic's rank are worth.

    python -m benchmarks.main_topic GOLD[:HALF] ...

Conditional logistic regression on the articles that get several topics, the right main one among them: of their topics
the right one must come first. Printed are the weights for `service/core/main_topic.py` and how many articles have the
right topic first, with the weights there and with weights learned on other stories (eight folds, three splits).
After them come the preferences for topics, `main` in the taxonomy file; what is right without any is printed, too.
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

    from service.core.taxonomy import Taxonomy

    Floats = NDArray[np.float64]

PULL = 0.5
"""Ridge: weights of .3 to .5 put the same number first."""
PREFERENCE_PULL = 2.0
"""The same for preferences: sixteen of them, so each must be borne out by many articles."""
FOLDS, SPLITS = 8, 3
ROUNDS = 12
"""Newton steps; the fit stands still after six."""


class Choice(NamedTuple):
    """An article: its story, the measures of each of its topics and which one it is, and the place of the main one."""

    story: str
    measures: Floats
    right: int


def main() -> None:
    """Learn and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", metavar="GOLD[:HALF]")
    parser.add_argument("--taxonomy", default="vietnam-diplomacy")
    args = parser.parse_args()
    data, name = read_taxonomy(args.taxonomy)
    taxonomy = parse_taxonomy(data, name=name, languages=())
    choices = list(choices_of(args.gold, taxonomy))
    there = np.array([*main_topic.WEIGHTS.values(), *(topic.main for topic in taxonomy.topics)])
    print(f"{len(choices)} articles with several topics; right with the weights there: {first(choices, there)}")
    plain = [choice._replace(measures=choice.measures[:, : len(main_topic.WEIGHTS)]) for choice in choices]
    for what, kind in ("", choices), (", without preferences", plain):
        print(f"left out{what}: {', '.join(str(left_out(kind, split)) for split in range(SPLITS))}")
    names = [*main_topic.WEIGHTS, *taxonomy.topic_ids]
    print(", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, fit(choices), strict=True)))


def choices_of(sources: Sequence[str], taxonomy: Taxonomy) -> Iterator[Choice]:
    """The articles to learn from."""
    which = np.eye(len(taxonomy.topics))
    for article, title, text in texts(sources):
        hits = Hits(title, text, taxonomy)
        given = [s for s in score_topics(hits, taxonomy) if s.score >= taxonomy.topics[s.place].threshold]
        ids = [taxonomy.topics[scored.place].id for scored in given]
        if len(ids) > 1 and article.primary in ids:
            ranks = main_topic.ranked(given, hits, taxonomy.topics)
            measures = np.array([(*rank.measures, *which[s.place]) for rank, s in zip(ranks, given, strict=True)])
            yield Choice(article.story, measures, ids.index(article.primary))


def fit(choices: Sequence[Choice]) -> Floats:
    """Weights that make the right topics likely: Newton's method on the ridge's likelihood."""
    weights = np.zeros(choices[0].measures.shape[1])
    pull = np.full(len(weights), PREFERENCE_PULL)
    pull[: len(main_topic.WEIGHTS)] = PULL
    for _ in range(ROUNDS):
        slope, curve = -pull * weights, np.diag(pull)
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
