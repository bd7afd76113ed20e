"""What training is worth: with a taxonomy and a few labels, and from labels alone beside TF-IDF with regression.

    python -m benchmarks.learning prior FOLDER [--six] [--labels 10] [--rounds 1]
    python -m benchmarks.learning writers FILE [--taxonomy FILE] [--labels 10] [--rounds 4]
    python -m benchmarks.learning alone FILE [--labels 10] [--rounds 10]
    python -m benchmarks.learning size [--articles 2000]

`prior` takes the development corpus: five folds by story; from four of them articles until each topic has its labels,
at most; the fifth is judged by the classifier on the taxonomy that `communique train` wrote. `--six` begins with six
phrases a topic (its label in six languages) instead of the shipped taxonomy.

`writers` takes labelled articles of several writers (tests/eval/accounts.jsonl; what stands before the dash of an id is
its writer): labels of one are drawn, or of all, and both the rest of theirs and the others' are judged. What was
learned must help the one and not harm the other.

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

from benchmarks.learning_prior import SHIPPED, drawn, run_prior, run_writers, verdict
from service.core.classify import classify
from service.core.taxonomy import parse_taxonomy
from service.edges.taxonomies import read_taxonomy
from service.learn.labels import Doubts, Labelled, Names, parse
from service.learn.train import Prior, train
from service.measures.paired import Outcomes, values

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

BOUNDS = {"few": 0.06, "all": 0.0}
LEAST_RATE = 2_500


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
        print(f"ahead of {rival} by {ahead:+.3f}, bound {bound:+.2f}: {verdict(ahead >= bound)}")
    if not labels:
        print(f"at least {LEAST_RATE:,} documents/s: {verdict(statistics.median(rate['ours']) >= LEAST_RATE)}")


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
        print(f"{count:,} articles, {name}: {told}; bounds 60 s, 1,024 MB: {verdict(took <= 60 and memory <= 1024)}")


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    kinds = parser.add_subparsers(dest="kind", required=True)
    prior = kinds.add_parser("prior")
    prior.add_argument("folder", type=Path)
    prior.add_argument("--six", action="store_true")
    alone = kinds.add_parser("alone")
    alone.add_argument("file", type=Path)
    writers = kinds.add_parser("writers")
    writers.add_argument("file", type=Path)
    writers.add_argument("--taxonomy", type=Path)
    for kind, rounds in ((prior, 1), (writers, 4), (alone, 10)):
        kind.add_argument("--labels", type=int, default=10)
        kind.add_argument("--rounds", type=int, default=rounds)
    kinds.add_parser("size").add_argument("--articles", type=int, default=2000)
    args = parser.parse_args()
    if args.kind == "prior":
        run_prior(args.folder, six=args.six, labels=args.labels, rounds=args.rounds)
    elif args.kind == "writers":
        data = args.taxonomy.read_bytes() if args.taxonomy else read_taxonomy(SHIPPED)[0]
        run_writers(args.file, data, labels=args.labels, rounds=args.rounds)
    elif args.kind == "alone":
        run_alone(args.file, labels=args.labels, rounds=args.rounds)
    else:
        run_size(args.articles)


if __name__ == "__main__":
    main()
