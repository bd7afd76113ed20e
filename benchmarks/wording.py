"""Learn what the wording of whole articles says about topics, and write it into the package.

    python -m benchmarks.wording GOLD[:HALF] ... [--against GOLD[:HALF] ...] [--taxonomy FILE] [--write]
    python -m benchmarks.wording tests/eval/{gold,sketches,bulletins,reports*,lessons,accounts}.jsonl \
        tests/eval/essays.jsonl tests/eval/dispatches.jsonl:even --against tests/eval/columns.jsonl

GOLD is JSONL as `communique evaluate` reads it, HALF `even` or `odd`: only those of its stories. The model is learned
from the articles alone, apart from the taxonomy's concepts: lists were chosen by some of the same articles, so that
beside them nothing would seem left to learn. `--against` names articles that it does not learn from: printed is their
micro-F1 at several shares of the wording and thresholds. `--write` writes `service/taxonomies/NAME.wording`, NAME being
the taxonomy's.
"""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.hints import SHIPPED, texts
from service.core.counts import score_topics
from service.core.mentions import SEPARATOR, Hits
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.core.wording import BUCKETS, Wording, dumps, groups, rounded
from service.learn.logistic import Problem, fit, logistic
from service.learn.sparse import Sparse
from service.measures.tallies import score_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from service.measures.gold import GoldArticle

    Floats = NDArray[np.float64]
    Articles = Sequence[tuple[GoldArticle, str, str]]

PULL = 0.01
"""Ridge on the weights; from .004 to .02 articles of other writers are told alike."""
LEAST = 3
"""Articles that hold a group of letters that counts."""
RAISE = 1.15
"""Log-odds by which articles that it did not learn from are told lower than those that it did: with them the best
threshold is the same with the wording as without, so that short texts, of which it says little, keep theirs."""
SHARES = (0.0, 0.15, 0.2, 0.25, 0.3, 0.35)
"""Weights of the wording that are tried; the concepts have the rest."""


def main() -> None:
    """Learn, print, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", nargs="+", metavar="GOLD[:HALF]")
    parser.add_argument("--against", nargs="*", default=[], metavar="GOLD[:HALF]")
    parser.add_argument("--taxonomy", type=Path, default=SHIPPED)
    parser.add_argument("--write", action="store_true", help="put the model into the package")
    args = parser.parse_args()
    whole_taxonomy = parse_taxonomy(args.taxonomy.read_bytes(), name=args.taxonomy.name, languages=())
    taxonomy = replace(whole_taxonomy, wording=None)
    articles = list(texts(args.gold))
    model = learn(articles, taxonomy.topic_ids, concept_log_odds(articles, taxonomy))
    print(f"{len(articles)} articles, {np.count_nonzero(model.weights.any(1)):,} groups of letters")
    for source in args.against:
        against(source, model, taxonomy)
    if args.write:
        path = Path("service/taxonomies") / f"{taxonomy.ref.id}.wording"
        path.write_bytes(dumps(model))
        print(f"{path}: {path.stat().st_size:,} bytes")


def learn(articles: Articles, topics: Sequence[str], concepts: Floats) -> Wording:
    """The model of these articles.

    Args:
        articles: with their cleaned title and text.
        topics: ids, in the model's order.
        concepts: by article and topic the concepts' log-odds, -inf without evidence: an average over those that have
            some is what the model's log-odds are relative to, but for RAISE.
    """
    rows = [np.unique(np.concatenate(groups(whole(title, text))), return_counts=True) for _, title, text in articles]
    holding = np.bincount(np.concatenate([buckets for buckets, _ in rows]), minlength=BUCKETS)
    rarity = np.where(holding >= LEAST, np.log((1 + len(rows)) / (1 + holding)) + 1, 0.0)
    blank = Wording(
        (), np.zeros(1), rarity.astype("<f2").astype(np.float32), np.zeros((BUCKETS, 1), np.int8), np.zeros(1)
    )
    measured = [blank.measures(whole(title, text)) for _, title, text in articles]
    target = np.array([[topic in article.topics for topic in topics] for article, *_ in articles], float)
    counted = np.array([[topic not in article.optional for topic in topics] for article, *_ in articles], float)
    weights = fit(
        Problem(
            phrases=Sparse.of(
                np.repeat(np.arange(len(measured)), [len(buckets) for buckets, _ in measured]),
                np.concatenate([buckets for buckets, _ in measured]),
                np.concatenate([values for _, values in measured]).astype(float),
                (len(measured), BUCKETS),
            ),
            dense=np.ones((len(measured), 1)),
            offset=np.zeros_like(target),
            target=target,
            counted=counted,
            free=np.ones((1, len(topics))),
            phrase_ridge=PULL,
            dense_ridge=np.array([1e-6]),
            exclusive=False,
        )
    )
    model = rounded(topics, weights.dense[0], rarity, weights.phrases)
    said = np.array([model.log_odds(whole(title, text)) for _, title, text in articles])
    even = said[np.isfinite(concepts)].mean() - RAISE
    return rounded(topics, weights.dense[0] - even, rarity, weights.phrases)


def whole(title: str, text: str) -> str:
    """Title and text as classifying joins them."""
    return f"{title}{SEPARATOR}{text}"


def concept_log_odds(articles: Articles, taxonomy: Taxonomy) -> Floats:
    """By article and topic the log-odds that the taxonomy gives, -inf without evidence."""
    found = np.full((len(articles), len(taxonomy.topics)), -np.inf)
    for row, (_, title, text) in enumerate(articles):
        for scored in score_topics(Hits(title, text, taxonomy), taxonomy):
            score = min(max(scored.score, 1e-4), 1 - 1e-4)
            found[row, scored.place] = np.log(score / (1 - score))
    return found


def against(source: str, model: Wording, taxonomy: Taxonomy) -> None:
    """Print the micro-F1 of articles that the model did not learn from, at several weights and thresholds."""
    articles = list(texts([source]))
    concepts = concept_log_odds(articles, taxonomy)
    said = np.array([model.log_odds(whole(title, text)) for _, title, text in articles])
    right = np.array([[topic in article.topics for topic in taxonomy.topic_ids] for article, *_ in articles])
    counted = np.array([[topic not in article.optional for topic in taxonomy.topic_ids] for article, *_ in articles])
    print(source)
    for share in SHARES:
        score = logistic(np.where(np.isfinite(concepts), (1 - share) * concepts + share * said, -50.0))
        print(
            f"  {share:.2f}",
            *(figures(score >= at, right, counted, at) for at in (0.4, 0.43, 0.46, 0.5, 0.54)),
            sep="  ",
        )


def figures(given: NDArray[np.bool_], right: NDArray[np.bool_], counted: NDArray[np.bool_], at: float) -> str:
    """Micro-F1, precision, recall, and the share of articles about something else that get nothing."""
    given, right = given & counted, right & counted
    hit = float((given & right).sum())
    micro = score_of(hit, given.sum() - hit, right.sum() - hit)
    off = 1 - given[~right.any(1)].any(1).mean() if (~right.any(1)).any() else 1.0
    return f"{at:g}: {micro.f1:.3f} P {micro.precision:.2f} R {micro.recall:.2f} off {off:.2f}"


if __name__ == "__main__":
    main()
