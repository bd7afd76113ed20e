"""Learn what the wording of articles and paragraphs says about topics, and write it into the package.

    python -m benchmarks.wording GOLD[:HALF] ... [--against GOLD[:HALF] ...] [--taxonomy FILE] [--write]
    python -m benchmarks.wording tests/eval/{gold,sketches,bulletins,reports*,lessons,accounts}.jsonl \
        tests/eval/{essays,paragraphs}.jsonl tests/eval/dispatches.jsonl:even --against tests/eval/columns.jsonl

GOLD is JSONL as `communique evaluate` reads it, HALF `even` or `odd`: only those of its stories. The model is learned
from the articles alone, apart from the taxonomy's concepts: lists were chosen by some of the same articles, so that
beside them nothing would seem left to learn. Rows may hold `paragraph_topics`, a list of topics for each paragraph of
`raw` after the headline. `--against` names articles that it does not learn from: printed is their micro-F1 at several
thresholds with the taxonomy's calibration and weight, and which ones a regression on them would choose. `--write`
writes `service/taxonomies/NAME.wording`, NAME being the taxonomy's.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
import orjson

from benchmarks.hints import SHIPPED, texts
from service.core.counts import believed, score_topics
from service.core.mentions import Hits
from service.core.patterns import SEPARATOR
from service.core.taxonomy import Taxonomy, parse_taxonomy
from service.core.wording import BUCKETS, Linear, Wording, dumps, groups
from service.learn.logistic import Problem, fit, logistic
from service.learn.sparse import Sparse
from service.measures.tallies import score_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from service.measures.gold import GoldArticle

    Floats = NDArray[np.float64]
    Articles = Sequence[tuple[GoldArticle, str, str]]
    Told = Mapping[str, Sequence[tuple[str, Sequence[str]]]]

WHOLE_PULL, PART_PULL = 0.01, 0.25
"""Ridge on the weights; from .004 to .02, and from .1 to .6, articles of other writers are told alike."""
STEPS = 60
"""Of the minimiser; after 40 unseen articles are told worse by .005, after 80 alike."""
SURE = 0.9
"""At least so likely the paragraph that says most of its article's topic is about it."""
LEAST = 3
"""Articles that hold a group of letters that counts."""
THRESHOLDS = (0.36, 0.4, 0.43, 0.46, 0.5, 0.54)


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
    model = learn(articles, taxonomy.topic_ids, concept_log_odds(articles, taxonomy), told_paragraphs(args.gold))
    print(f"{len(articles)} articles, {np.count_nonzero(model.rarity):,} groups of letters")
    if args.against:
        compare(args.against, model, taxonomy, whole_taxonomy.wording.weight if whole_taxonomy.wording else 0.0)
    if args.write:
        path = Path("service/taxonomies") / f"{taxonomy.ref.id}.wording"
        path.write_bytes(dumps(model))
        print(f"{path}: {path.stat().st_size:,} bytes")


def learn(articles: Articles, topics: Sequence[str], concepts: Floats, told: Told = MappingProxyType({})) -> Wording:
    """The model of these articles.

    Args:
        articles: with their cleaned title and text.
        topics: ids, in the model's order.
        concepts: by article and topic the concepts' log-odds, -inf without evidence: an average over those that have
            some is what the model's log-odds are relative to.
        told: by id the articles whose paragraphs have labels of their own.
    """
    found = [groups(whole(title, text)) for _, title, text in articles]
    holding = np.bincount(np.concatenate([np.unique(np.concatenate(each)) for each in found]), minlength=BUCKETS)
    rarity = np.where(holding >= LEAST, np.log((1 + len(articles)) / (1 + holding)) + 1, 0.0)
    nothing = np.zeros(len(topics)), np.zeros((BUCKETS, len(topics)))
    model = Wording(tuple(topics), rarity.astype("<f2").astype(np.float32), Linear.of(*nothing), Linear.of(*nothing))
    measured = [model.measures(each) for each in found]
    known = np.isfinite(concepts)
    bias, weights = fitted(measured, *labels(articles, topics), WHOLE_PULL)
    model = replace(model, whole=Linear.of(bias, weights))
    said = np.array([model.weigh(*each) for each in measured])
    model = replace(model, whole=Linear.of(bias - said[known].mean(), weights))
    bias, weights = learn_paragraphs(articles, topics, told, model.rarity.astype(float))
    model = replace(model, part=Linear.of(bias, weights))
    parts = [model.parts(whole(title, text), each) for (_, title, text), each in zip(articles, found, strict=True)]
    said = np.array([np.zeros(len(topics)) if each is None else each.said.max(0) for each in parts])
    return replace(model, part=Linear.of(bias - said[known].mean(), weights))


def learn_paragraphs(articles: Articles, topics: Sequence[str], told: Told, rarity: Floats) -> tuple[Floats, Floats]:
    """Bias and weights of paragraphs.

    First from those whose labels are known: told ones, and all of articles about something else (where none is told,
    from all, as if each were about all of its article's topics). Then from all: each paragraph of the other articles
    has a topic of its article as far as the first model says so, and the one of which it says so most has it for sure,
    almost (one step of expectation and maximisation).
    """
    rows: list[str] = []
    of_row: list[int] = []
    target: list[list[float]] = []
    for number, (article, title, text) in enumerate(articles):
        paragraphs = told.get(article.id) or [(line, None) for line in (text or title).split("\n") if len(line) > 1]
        for paragraph, of_its_own in paragraphs:
            rows.append(paragraph)
            of_row.append(number)
            here, has_it = (article.topics, np.nan) if of_its_own is None else (of_its_own, 1.0)
            target.append([has_it if topic in here else 0.0 for topic in topics])
    place, wanted = np.array(of_row), np.array(target)
    measured = [paragraph_measures(row, rarity) for row in rows]
    counted = labels(articles, topics)[1][place]
    sure = ~np.isnan(wanted).any(1) if told else np.ones(len(rows), bool)
    first = [each for each, known in zip(measured, sure, strict=True) if known]
    bias, weights = fitted(first, np.nan_to_num(wanted[sure], nan=1.0), counted[sure], PART_PULL)
    said = bias + matrix(measured).times(weights)
    most = np.full((len(articles), len(topics)), -np.inf)
    np.maximum.at(most, place, said)
    likely = np.where(said >= most[place], np.maximum(logistic(said), SURE), logistic(said))
    bias, weights = fitted(measured, np.where(np.isnan(wanted), likely, wanted), counted, PART_PULL)
    return bias, weights * rarity[:, None]


def paragraph_measures(text: str, rarity: Floats) -> tuple[NDArray[np.int64], Floats]:
    """The buckets of a paragraph's groups and what each counts, as `Wording.parts` reckons."""
    buckets, times = np.unique(np.concatenate(groups(text)), return_counts=True)
    length = float(np.sqrt(times @ rarity[buckets] ** 2))
    return buckets, times * rarity[buckets] / max(length, 1e-6)


def labels(articles: Articles, topics: Sequence[str]) -> tuple[Floats, Floats]:
    """By article and topic whether it has it, and whether that counts."""
    target = np.array([[topic in article.topics for topic in topics] for article, *_ in articles], float)
    return target, np.array([[topic not in article.optional for topic in topics] for article, *_ in articles], float)


def fitted(
    measured: Sequence[tuple[NDArray[np.int64], NDArray[np.floating[Any]]]],
    target: Floats,
    counted: Floats,
    pull: float,
) -> tuple[Floats, Floats]:
    """Bias and weights by topic, one topic at a time: each is settled when it is, not when all are."""
    held, found = matrix(measured), []
    for topic in range(target.shape[1]):
        column = target[:, topic : topic + 1]
        problem = Problem(
            phrases=held,
            dense=np.ones((len(measured), 1)),
            offset=np.zeros_like(column),
            target=column,
            counted=counted[:, topic : topic + 1],
            free=np.ones((1, 1)),
            phrase_ridge=pull,
            dense_ridge=np.array([1e-3]),
            exclusive=False,
        )
        found.append(fit(problem, STEPS))
        print(f"  {len(measured)} texts: {topic + 1}/{target.shape[1]}", end="\r", flush=True)
    return np.array([each.dense[0, 0] for each in found]), np.hstack([each.phrases for each in found])


def matrix(measured: Sequence[tuple[NDArray[np.int64], NDArray[np.floating[Any]]]]) -> Sparse:
    """What is measured, by article or paragraph and bucket."""
    return Sparse.of(
        np.repeat(np.arange(len(measured)), [len(buckets) for buckets, _ in measured]),
        np.concatenate([buckets for buckets, _ in measured]),
        np.concatenate([values for _, values in measured]).astype(float),
        (len(measured), BUCKETS),
    )


def told_paragraphs(sources: Sequence[str]) -> Told:
    """The paragraphs that have labels of their own (`paragraph_topics`), by article."""
    found = {}
    for source in sources:
        for line in Path(source.partition(":")[0]).read_bytes().splitlines():
            row = orjson.loads(line)
            if "paragraph_topics" in row:
                _, *paragraphs = row["raw"].split("\n\n")
                found[row["id"]] = list(zip(paragraphs, row["paragraph_topics"], strict=True))
    return found


def whole(title: str, text: str) -> str:
    """Title and text as classifying joins them."""
    return f"{title}{SEPARATOR}{text}"


def concept_log_odds(articles: Articles, taxonomy: Taxonomy) -> Floats:
    """By article and topic the log-odds that the taxonomy gives, -inf without evidence for it."""
    found = np.full((len(articles), len(taxonomy.topics)), -np.inf)
    for row, (_, title, text) in enumerate(articles):
        for scored in score_topics(Hits(title, text, taxonomy), taxonomy):
            if scored.spoken_for:
                score = min(max(scored.score, 1e-4), 1 - 1e-4)
                found[row, scored.place] = np.log(score / (1 - score))
    return found


@dataclass(frozen=True)
class Unseen:
    """Articles that the model did not learn from: log-odds of concepts and of the wording, labels, and which count."""

    concepts: Floats
    said: Floats
    right: NDArray[np.bool_]
    counted: NDArray[np.bool_]

    @classmethod
    def of(cls, source: str, model: Wording, taxonomy: Taxonomy) -> Unseen:
        """The articles of a file."""
        articles = list(texts([source]))
        target, counted = labels(articles, taxonomy.topic_ids)
        concepts = concept_log_odds(articles, taxonomy)
        said = [
            [believed(each, topics) for each in model.log_odds(whole(title, text)).tolist()]
            for (_, title, text), topics in zip(articles, np.isfinite(concepts).sum(1).tolist(), strict=True)
        ]
        return cls(concepts, np.array(said), target > 0, counted > 0)


def compare(sources: Sequence[str], model: Wording, taxonomy: Taxonomy, weight: float) -> None:
    """Print what comes of a weight with unseen articles, and what they say calibration and weight should be."""
    unseen = [Unseen.of(source, model, taxonomy) for source in sources]
    start, slope, said = regressed(unseen)
    print(
        f"a regression: slope {slope * taxonomy.slope:.3f}, intercept {start + slope * taxonomy.intercept:.3f}, "
        f"weight {said / (slope * taxonomy.slope):.3f}; as it is:"
    )
    for source, each in zip(sources, unseen, strict=True):
        known = np.isfinite(each.concepts)
        odds = np.where(known, each.concepts, 0.0) + taxonomy.slope * weight * each.said
        score = np.where(known, logistic(odds), 0.0)
        print(source, *(figures(score >= at, each.right, each.counted, at) for at in THRESHOLDS), sep="\n  ")


def regressed(unseen: Sequence[Unseen], steps: int = 20) -> Floats:
    """What to begin with, and what concepts and wording count where there is evidence (Platt 1999)."""
    used = [np.isfinite(each.concepts) & each.counted for each in unseen]
    concepts, said, right = (
        np.concatenate([getattr(each, name)[known] for each, known in zip(unseen, used, strict=True)]).astype(float)
        for name in ("concepts", "said", "right")
    )
    measures = np.stack([np.ones(len(right)), concepts, said], 1)
    weights = np.array([0.0, 1.0, 0.0])
    for _ in range(steps):
        p = logistic(measures @ weights)
        curve = (measures * (p * (1 - p))[:, None]).T @ measures
        weights += np.linalg.solve(curve, measures.T @ (right - p))
    return weights


def figures(given: NDArray[np.bool_], right: NDArray[np.bool_], counted: NDArray[np.bool_], at: float) -> str:
    """Micro-F1, precision, recall, and the share of articles about something else that get nothing."""
    given, right = given & counted, right & counted
    hit = float((given & right).sum())
    micro = score_of(hit, given.sum() - hit, right.sum() - hit)
    off = 1 - given[~right.any(1)].any(1).mean() if (~right.any(1)).any() else 1.0
    return f"{at:g}: {micro.f1:.3f} P {micro.precision:.2f} R {micro.recall:.2f} off {off:.2f}"


if __name__ == "__main__":
    main()
