"""What training is worth beside a taxonomy: on the development corpus, and on articles of several writers."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import numpy as np
import yaml

from service.cli.evaluate_data import events_of
from service.cli.options import settings_of
from service.core.classify import classify
from service.core.taxonomy import parse_taxonomy
from service.edges.pipeline_options import pipeline_options
from service.edges.taxonomies import read_taxonomy
from service.learn.labels import Labelled
from service.learn.train import Prior, train
from service.measures.gold import parse_gold
from service.measures.paired import Outcomes, differences, values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from service.core.taxonomy import Taxonomy

SHIPPED = "vietnam-diplomacy"
SIX = ("en", "de", "fr", "es", "nl", "vi")
"""Languages whose label makes a phrase of the poor taxonomy: those with most articles."""
FOLDS = 5
BOUNDS = {"shipped": 0.02, "six": 0.03}


def gold_articles(path: Path) -> list[Labelled]:
    """Labelled raw articles, cleaned."""
    gold = parse_gold(path.read_bytes().splitlines(), name=path.name)
    events, _ = events_of(gold, pipeline_options(settings_of(None, None)), 1)
    return [
        Labelled(g.id, event["title"], event["text"], g.language, frozenset(g.topics), frozenset(g.optional), g.story,
                 line, clean=True)
        for line, g in enumerate(gold, 1)
        if (event := events.get(g.id))
    ]  # fmt: skip


def poor_taxonomy() -> bytes:
    """Six phrases a topic: its label in six languages."""
    shipped = yaml.safe_load(read_taxonomy(SHIPPED)[0])
    topics = {
        id_: {"label": topic["label"]["en"], "phrases": {code: [topic["label"][code]] for code in SIX}}
        for id_, topic in shipped["topics"].items()
    }
    file = {"id": "six", "version": "1", "languages": list(SIX), "topics": topics}
    return yaml.safe_dump(file, allow_unicode=True, sort_keys=False).encode()


def drawn(articles: Sequence[Labelled], rows: Sequence[int], labels: int, draw: random.Random) -> list[Labelled]:
    """Articles until every topic has so many, and as many without a topic."""
    have: dict[str, int] = {}
    found = []
    for row in draw.sample(rows, len(rows)):
        topics = articles[row].topics or {"-"}
        if any(have.get(topic, 0) < labels for topic in topics):
            found.append(articles[row])
            for topic in topics:
                have[topic] = have.get(topic, 0) + 1
    return found


def with_prior(articles: Sequence[Labelled], data: bytes, labels: int, seed: int) -> tuple[Outcomes, Outcomes]:
    """What the taxonomy and what training made of every article, each judged by labels of other stories."""
    prior = Prior(data, "prior.yaml", parse_taxonomy(data, name="prior.yaml", languages=()))
    topics = prior.taxonomy.topic_ids
    draw = random.Random(seed)
    stories = sorted({article.story for article in articles})
    draw.shuffle(stories)
    fold = {story: place % FOLDS for place, story in enumerate(stories)}
    given = np.zeros((2, len(articles), len(topics)), bool)
    for number in range(FOLDS):
        rows = [i for i, article in enumerate(articles) if fold[article.story] != number]
        trained = train(drawn(articles, rows, labels, draw), prior, id_="x", labels={})
        after = parse_taxonomy(trained.data, name="trained.yaml", languages=())
        chosen = trained.choice.pull.name if trained.choice.pull else "kept"
        print(f"  fold {number + 1}: {trained.articles} labels, {chosen}")
        for i, article in enumerate(articles):
            if fold[article.story] == number:
                for side, taxonomy in enumerate((prior.taxonomy, after)):
                    given[side, i] = _decided(article, taxonomy)
    return _outcomes(articles, topics, given[0]), _outcomes(articles, topics, given[1])


def _decided(article: Labelled, taxonomy: Taxonomy) -> list[bool]:
    found = {topic.id for topic in classify(article.title, article.text, taxonomy).topics}
    return [topic in found for topic in taxonomy.topic_ids]


def _outcomes(articles: Sequence[Labelled], topics: Sequence[str], given: NDArray[np.bool_]) -> Outcomes:
    target = np.array([[topic in article.topics for topic in topics] for article in articles])
    counted = np.array([[topic not in article.optional for topic in topics] for article in articles])
    return Outcomes.of(target, counted, given)


def run_prior(folder: Path, *, six: bool, labels: int, rounds: int) -> None:
    """Print macro-F1 before and after, and the difference with its interval."""
    articles = gold_articles(folder / "dev.jsonl")
    data = poor_taxonomy() if six else read_taxonomy(SHIPPED)[0]
    bound = BOUNDS["six" if six else "shipped"]
    for seed in range(rounds):
        before, after = with_prior(articles, data, labels, seed)
        found = differences(before, after, [article.story for article in articles])["topics_macro_f1"]
        told = f"{found.before:.3f} -> {found.after:.3f}, {found.change.value:+.3f}"
        ends = f"[{found.change.low:+.3f} {found.change.high:+.3f}]"
        print(f"macro-F1 {told} {ends}, bound +{bound}: {verdict(found.change.value >= bound)}")


def run_writers(path: Path, data: bytes, *, labels: int, rounds: int) -> None:
    """Print what labels of each writer, and of all, change of macro-F1 on the rest of theirs and on the others'."""
    articles = gold_articles(path)
    prior = Prior(data, "prior.yaml", parse_taxonomy(data, name="prior.yaml", languages=()))
    before = np.array([_decided(article, prior.taxonomy) for article in articles])
    writers = [article.id.split("-")[0] for article in articles]
    for who in [*sorted(set(writers)), "all"]:
        rows = [i for i, writer in enumerate(writers) if who in (writer, "all")]
        found = []
        for seed in range(rounds):
            known = drawn(articles, rows, labels, random.Random(f"{who} {seed}"))
            trained = train(known, prior, id_="x", labels={})
            after = before
            if trained.choice.pull is not None:
                taxonomy = parse_taxonomy(trained.data, name="trained.yaml", languages=())
                after = np.array([_decided(article, taxonomy) for article in articles])
            seen = {article.id for article in known}
            own = [i for i in rows if articles[i].id not in seen]
            others = sorted(set(range(len(articles))) - set(rows))
            found.append([_macro_change(articles, prior.taxonomy, before, after, part) for part in (own, others)])
            chosen = trained.choice.pull.name if trained.choice.pull else "kept"
            print(f"  {who} {len(known)} labels: own {found[-1][0]:+.3f}, others' {found[-1][1]:+.3f}, {chosen}")
        (own_mean, other_mean), (own_least, other_least) = np.mean(found, axis=0), np.min(found, axis=0)
        print(f"{who}: own {own_mean:+.4f} (least {own_least:+.3f}), others' {other_mean:+.4f} ({other_least:+.3f})")


def _macro_change(
    articles: Sequence[Labelled],
    taxonomy: Taxonomy,
    before: NDArray[np.bool_],
    after: NDArray[np.bool_],
    rows: Sequence[int],
) -> float:
    """The change of macro-F1 on some of the articles; none where there are none."""
    if not rows:
        return 0.0
    some = [articles[i] for i in rows]
    one, other = (values(_outcomes(some, taxonomy.topic_ids, side[rows])) for side in (before, after))
    return float(other[0] - one[0])


def verdict(held: bool) -> str:  # noqa: FBT001 - the one thing it says
    """Whether a bound was held, in capitals where not."""
    return "held" if held else "MISSED"
