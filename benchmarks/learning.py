"""What training is worth: with a taxonomy and a few labels, and from labels alone beside TF-IDF with regression.

    python -m benchmarks.learning prior FOLDER [--six] [--labels 10] [--rounds 1]
    python -m benchmarks.learning alone FILE [--labels 10] [--rounds 10]
    python -m benchmarks.learning size [--articles 2000]

`prior` takes the development corpus: five folds by story; from four of them articles until each topic has its labels,
at most; the fifth is judged by the classifier on the taxonomy that `communique train` wrote. `--six` begins with six
phrases a topic (its label in six languages) instead of the shipped taxonomy.

`alone` takes a CSV or JSONL of articles with one label each, for example samples/labels/sections.csv. So many labels a
class are drawn, the rest is judged; `--labels 0` learns from four articles of five. The peers are scikit-learn's, which
is no dependency: install it to see them. All see the same rounds; documents a second are of CPU time.

`size` trains on so many made-up articles and prints time and memory.
"""

from __future__ import annotations

import argparse
import importlib
import random
import resource
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import yaml

from service.cli.evaluate_data import events_of
from service.cli.options import settings_of
from service.core.classify import classify
from service.core.taxonomy import parse_taxonomy
from service.edges.pipeline_options import pipeline_options
from service.edges.taxonomies import read_taxonomy
from service.learn.labels import Doubts, Labelled, Names, parse
from service.learn.train import Prior, train
from service.measures.gold import parse_gold
from service.measures.paired import Outcomes, differences, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

SHIPPED = "vietnam-diplomacy"
SIX = ("en", "de", "fr", "es", "nl", "vi")
"""Languages whose label makes a phrase of the poor taxonomy: those with most articles."""
FOLDS = 5
BOUNDS = {"shipped": 0.02, "six": 0.03, "few": 0.06, "all": 0.0}
LEAST_RATE = 2_500


def prior_articles(folder: Path) -> list[Labelled]:
    """The development corpus, cleaned."""
    gold = parse_gold((folder / "dev.jsonl").read_bytes().splitlines(), name="dev.jsonl")
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
                    found = {topic.id for topic in classify(article.title, article.text, taxonomy).topics}
                    given[side, i] = [topic in found for topic in topics]
    target = np.array([[topic in article.topics for topic in topics] for article in articles])
    counted = np.array([[topic not in article.optional for topic in topics] for article in articles])
    return Outcomes.of(target, counted, given[0]), Outcomes.of(target, counted, given[1])


def run_prior(folder: Path, *, six: bool, labels: int, rounds: int) -> None:
    """Print macro-F1 before and after, and the difference with its interval."""
    articles = prior_articles(folder)
    data = poor_taxonomy() if six else read_taxonomy(SHIPPED)[0]
    bound = BOUNDS["six" if six else "shipped"]
    for seed in range(rounds):
        before, after = with_prior(articles, data, labels, seed)
        found = differences(before, after, [article.story for article in articles])["topics_macro_f1"]
        told = f"{found.before:.3f} -> {found.after:.3f}, {found.change.value:+.3f}"
        ends = f"[{found.change.low:+.3f} {found.change.high:+.3f}]"
        print(f"macro-F1 {told} {ends}, bound +{bound}: {_verdict(found.change.value >= bound)}")


def read(path: Path) -> list[Labelled]:
    """A file of labelled articles, one label each."""
    with path.open("rb") as lines:
        found = parse(lines, name=path.name, table=path.suffix == ".csv", names=Names({}, new=True), doubts=Doubts())
    return [Labelled(a.id, a.title, a.text, a.language or "en", a.topics, a.optional, a.story, a.line, clean=True)
            for a in found if len(a.topics) == 1]  # fmt: skip


def splits(articles: Sequence[Labelled], labels: int, rounds: int) -> Iterator[tuple[list[Labelled], list[Labelled]]]:
    """Articles to learn from and to judge by."""
    for seed in range(rounds):
        rows = list(range(len(articles)))
        random.Random(seed).shuffle(rows)
        if labels:
            chosen = {id(a) for a in drawn(articles, rows, labels, random.Random(seed))}
        else:
            chosen = {id(articles[i]) for i in rows[: len(rows) * 4 // 5]}
        yield [a for a in articles if id(a) in chosen], [a for a in articles if id(a) not in chosen]


def weighted(articles: Sequence[Labelled], found: Sequence[str | None]) -> float:
    """F1 weighted by articles."""
    topics = sorted({topic for article in articles for topic in article.topics} | {t for t in found if t})
    target = np.array([[topic in article.topics for topic in topics] for article in articles])
    given = np.array([[topic == got for topic in topics] for got in found])
    return float(values(Outcomes.of(target, np.ones_like(target), given))[2])


def ours(known: Sequence[Labelled], unknown: Sequence[Labelled]) -> tuple[list[str | None], float]:
    """The main topics that a trained taxonomy gives, and the CPU seconds of classifying."""
    labels = {topic: topic for article in known for topic in article.topics}
    taxonomy = parse_taxonomy(train(known, None, id_="x", labels=labels).data, name="x", languages=())
    start = time.process_time()
    found = [classify(article.title, article.text, taxonomy).primary for article in unknown]
    return found, time.process_time() - start


def peer(**options: Any) -> Callable[[Sequence[Labelled], Sequence[Labelled]], tuple[list[str | None], float]]:
    """TF-IDF with logistic regression, scikit-learn's defaults but for `options`."""
    vectorizer = importlib.import_module("sklearn.feature_extraction.text").TfidfVectorizer
    regression = importlib.import_module("sklearn.linear_model").LogisticRegression

    def run(known: Sequence[Labelled], unknown: Sequence[Labelled]) -> tuple[list[str | None], float]:
        tfidf = vectorizer(**options)
        model = regression(max_iter=1000)
        model.fit(tfidf.fit_transform(map(_text, known)), [min(article.topics) for article in known])
        start = time.process_time()
        found = list(model.predict(tfidf.transform(map(_text, unknown))))
        return found, time.process_time() - start

    return run


def _text(article: Labelled) -> str:
    return f"{article.title}. {article.text}"


def run_alone(path: Path, *, labels: int, rounds: int) -> None:
    """Print weighted F1 and documents a second, ours and the peers'."""
    articles = read(path)
    sides: dict[str, Callable[..., tuple[list[str | None], float]]] = {"ours": ours}
    try:
        sides["word TF-IDF + LR"] = peer()
        sides["char TF-IDF + LR"] = peer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True)
    except ImportError:
        print("scikit-learn is not installed: no peers")
    worth: dict[str, list[float]] = {name: [] for name in sides}
    rate: dict[str, list[float]] = {name: [] for name in sides}
    for known, unknown in splits(articles, labels, rounds):
        for name, side in sides.items():
            found, seconds = side(known, unknown)
            worth[name].append(weighted(unknown, found))
            rate[name].append(len(unknown) / seconds)
    for name in sides:
        spread = statistics.pstdev(worth[name])
        mean = statistics.mean(worth[name])
        print(f"{name:18} weighted F1 {mean:.3f} (sd {spread:.3f}), {statistics.median(rate[name]):8,.0f} documents/s")
    rival, bound = ("word TF-IDF + LR", BOUNDS["few"]) if labels else ("char TF-IDF + LR", BOUNDS["all"])
    if rival in worth:
        ahead = statistics.mean(worth["ours"]) - statistics.mean(worth[rival])
        print(f"ahead of {rival} by {ahead:+.3f}, bound {bound:+.2f}: {_verdict(ahead >= bound)}")
    if not labels:
        print(f"at least {LEAST_RATE:,} documents/s: {_verdict(statistics.median(rate['ours']) >= LEAST_RATE)}")


def run_size(count: int) -> None:
    """Print what training on so many articles of 300 words takes."""
    draw = random.Random(0)
    words = ["".join(draw.choices("abcdefghijklmnoprstuvw", k=draw.randint(3, 9))) for _ in range(20_000)]
    shares = [1 / (rank + 3) for rank in range(len(words))]
    topics = [f"topic_{i}" for i in range(16)]
    own = {topic: draw.sample(words[200:], 60) for topic in topics}
    articles = []
    for i in range(count):
        chosen = draw.sample(topics, draw.choice((0, 1, 1, 2)))
        text = draw.choices(words, shares, k=280) + [w for t in chosen for w in draw.sample(own[t], 10)]
        draw.shuffle(text)
        articles.append(
            Labelled(
                str(i), " ".join(text[:8]), " ".join(text), "en", frozenset(chosen), frozenset(), str(i), i, clean=True
            )
        )
    data = read_taxonomy(SHIPPED)[0]
    prior = Prior(data, SHIPPED, parse_taxonomy(data, name=SHIPPED, languages=()))
    for name, begin in (("labels alone", None), ("beside the shipped taxonomy", prior)):
        start, cpu = time.perf_counter(), time.process_time()
        train(articles, begin, id_="x", labels={topic: topic for topic in topics})
        took, spent = time.perf_counter() - start, time.process_time() - cpu
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        told = f"{took:.0f} s ({spent:.0f} s CPU), {memory:,.0f} MB so far"
        print(f"{count:,} articles, {name}: {told}; bounds 60 s, 1,024 MB: {_verdict(took <= 60 and memory <= 1024)}")


def _verdict(held: bool) -> str:  # noqa: FBT001 - the one thing it says
    return "held" if held else "MISSED"


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    prior = kinds.add_parser("prior")
    prior.add_argument("folder", type=Path)
    prior.add_argument("--six", action="store_true")
    alone = kinds.add_parser("alone")
    alone.add_argument("file", type=Path)
    for kind, rounds in ((prior, 1), (alone, 10)):
        kind.add_argument("--labels", type=int, default=10)
        kind.add_argument("--rounds", type=int, default=rounds)
    kinds.add_parser("size").add_argument("--articles", type=int, default=2000)
    args = parser.parse_args()
    if args.kind == "prior":
        run_prior(args.folder, six=args.six, labels=args.labels, rounds=args.rounds)
    elif args.kind == "alone":
        run_alone(args.file, labels=args.labels, rounds=args.rounds)
    else:
        run_size(args.articles)


if __name__ == "__main__":
    main()
