"""What is known of labelled articles before anything is learned: the taxonomy's own scores, and countable phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from service.core.counts import believed, bias, penalty, score_topics
from service.core.mentions import Hits
from service.learn import meanings
from service.learn.grams import count
from service.learn.names import names_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from service.core.counts import Scored
    from service.core.taxonomy import Taxonomy
    from service.learn.labels import Labelled
    from service.learn.names import Names
    from service.learn.sparse import Sparse

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Ints = NDArray[np.int64]

LEAST = 2
"""Articles that must hold a phrase; of many articles more must, see `least_of`."""

FEW = 200
"""Articles below which labels alone, of one topic an article, teach words that a single one holds: names and jargon, of
which ten articles a topic repeat few."""


class ConceptColumn(NamedTuple):
    """A concept of the taxonomy as a measure: its topic's place, its id and its weight."""

    topic: int
    id: str
    weight: float


@dataclass(frozen=True, slots=True)
class Design:
    """Labelled articles as numbers; rows are articles.

    Attributes:
        topics: topic ids, the columns of everything by topic.
        stories, languages: of each article.
        target: 1 where the topic is right.
        counted: 0 where nobody knows.
        prior: how far each topic's log-odds stand above its threshold in the taxonomy; 0 throughout without one.
        evidence: whether the taxonomy finds anything for or against the topic.
        concepts: the taxonomy's concepts that occur.
        concept_counts: by concept, what its weight is multiplied by, times the taxonomy's slope.
        phrases: countable phrases, as a taxonomy writes them.
        counts: by phrase, what its weight would be multiplied by, times the slope.
        known: places of the phrases whose meaning a table knows.
        meaning: of them, what their words mean, as numbers.
        names: what the topics' names say.
        slope: of the taxonomy.
        exclusive: whether an article has one topic at most.
        one_topic: whether every article has exactly one topic, of an exclusive taxonomy.
        few: whether articles are fewer than FEW. This and `one_topic` are told of all labels: a share of them that
            cross-validation learns from must be learned from as all are in the end.
        saturate: whether repeating a phrase counts up to a bound only.
        has_prior: whether there is a taxonomy to begin with.
        speaks_more: whether that taxonomy is for languages that no label is in; told of all labels as well.
    """

    topics: tuple[str, ...]
    stories: tuple[str, ...]
    languages: tuple[str, ...]
    target: Floats
    counted: Floats
    prior: Floats
    evidence: Flags
    concepts: tuple[ConceptColumn, ...]
    concept_counts: Floats
    phrases: tuple[str, ...]
    counts: Sparse
    known: Ints
    meaning: Floats
    names: Names
    slope: float
    exclusive: bool
    one_topic: bool
    few: bool
    saturate: bool
    has_prior: bool
    speaks_more: bool

    def take(self, rows: Sequence[int]) -> Design:
        """The design of some of the articles; phrases and concepts stay."""
        places = np.asarray(rows, np.int64)
        return replace(
            self,
            stories=tuple(self.stories[i] for i in rows),
            languages=tuple(self.languages[i] for i in rows),
            target=self.target[places],
            counted=self.counted[places],
            prior=self.prior[places],
            evidence=self.evidence[places],
            concept_counts=self.concept_counts[places],
            counts=self.counts.take(places),
        )


def least_of(articles: int, *, alone: bool) -> int:
    """Articles that must hold a phrase, of so many: a phrase in one of a thousand teaches nothing.

    Args:
        articles: how many there are.
        alone: whether labels are all there is, and give one topic at most.
    """
    if alone and articles < FEW:
        return 1
    return max(LEAST, articles // 2000)


def build(
    articles: Sequence[Labelled],
    stories: Sequence[str],
    taxonomy: Taxonomy | None,
    *,
    topics: Sequence[str],
    names: Mapping[str, str] = MappingProxyType({}),
    advance: Callable[[], None] = lambda: None,
) -> Design:
    """Count everything once.

    Args:
        articles: cleaned, with their languages.
        stories: each article's.
        taxonomy: the prior; None: there is none.
        topics: topics to learn, those of the prior first, in its order.
        names: what people read, by topic; else its id is its name.
        advance: called after each article that the taxonomy was asked about.
    """
    prior, evidence, concepts, concept_counts = _prior(articles, taxonomy, topics, advance)
    english = meanings.english()
    has_english = any((article.language or "").startswith(meanings.LANGUAGE) for article in articles)
    exclusive = is_exclusive(articles, taxonomy)
    saturate = taxonomy.saturate if taxonomy is not None else not exclusive
    vocabulary = count(
        articles,
        least=least_of(len(articles), alone=exclusive and taxonomy is None),
        known=english.place if has_english else (),
        saturate=saturate,
    )
    known = [(i, english.place[p]) for i, p in enumerate(vocabulary.phrases) if has_english and p in english.place]
    places, there = np.array(known, np.int64).reshape(-1, 2).T
    languages = tuple((article.language or "und").split("-")[0] for article in articles)
    slope = taxonomy.slope if taxonomy is not None else 1.0
    return Design(
        topics=tuple(topics),
        stories=tuple(stories),
        languages=languages,
        target=np.array([[float(topic in article.topics) for topic in topics] for article in articles]),
        counted=np.array([[float(topic not in article.optional) for topic in topics] for article in articles]),
        prior=prior,
        evidence=evidence,
        concepts=concepts,
        concept_counts=concept_counts,
        phrases=vocabulary.phrases,
        counts=vocabulary.values.scaled(np.full(len(vocabulary.phrases), slope)),
        known=places,
        meaning=english.numbers[there],
        names=names_of([names.get(t, t) for t in topics], vocabulary.phrases, english=has_english),
        slope=slope,
        exclusive=exclusive,
        one_topic=exclusive and all(len(article.topics) == 1 for article in articles),
        few=len(articles) < FEW,
        saturate=saturate,
        has_prior=taxonomy is not None,
        speaks_more=taxonomy is not None and not set(taxonomy.languages) <= set(languages),
    )


def is_exclusive(articles: Sequence[Labelled], taxonomy: Taxonomy | None) -> bool:
    """Whether an article has one topic at most: what the taxonomy says, else what the labels show."""
    if taxonomy is not None:
        return taxonomy.exclusive
    return all(len(article.topics | article.optional) <= 1 for article in articles)


def _prior(
    articles: Sequence[Labelled], taxonomy: Taxonomy | None, topics: Sequence[str], advance: Callable[[], None]
) -> tuple[Floats, Flags, tuple[ConceptColumn, ...], Floats]:
    """The taxonomy's margins, evidence and concepts on articles."""
    shape = len(articles), len(topics)
    margins, evidence = np.zeros(shape), np.zeros(shape, bool)
    if taxonomy is None:
        return margins, evidence, (), np.zeros((len(articles), 0))
    known = len(taxonomy.topics)
    thresholds = np.zeros(len(topics))
    thresholds[:known] = [log_odds(topic.threshold) for topic in taxonomy.topics]
    found = _Concepts()
    margins += bias(taxonomy)
    # The wording is asked here, once and for all topics: one that nothing speaks for yet is told it as soon as a
    # learned phrase does. Evidence is not asked for: looking for its words would take most of the time.
    unworded = replace(taxonomy, wording=None)
    for row, article in enumerate(articles):
        hits = Hits(article.title, article.text, unworded)
        scored = score_topics(hits, unworded)
        worded = _worded(hits.text, taxonomy, sum(asked.spoken_for for asked in scored))
        margins[row, :known] += worded
        for asked in scored:
            values = [counted.value for counted in asked.counted]
            margins[row, asked.place] += sum(values) + asked.hinted - penalty(hits, taxonomy)
            if not asked.spoken_for:
                margins[row, asked.place] -= worded[asked.place]
            evidence[row, asked.place] = True
            found.add(row, asked)
        advance()
    return margins - thresholds, evidence, found.columns(), found.counts(len(articles))


def _worded(text: str, taxonomy: Taxonomy, topics: int) -> Floats:
    """By topic what the wording adds to the log-odds in an article that speaks for so many topics."""
    if taxonomy.wording is None:
        return np.zeros(len(taxonomy.topics))
    return taxonomy.slope * np.array([believed(said, topics) for said in taxonomy.wording.added(text)])


class _Concepts:
    """The concepts that are found in articles, in the order in which they first are, and where."""

    def __init__(self) -> None:
        self._places: dict[tuple[int, str], int] = {}
        self._weights: list[float] = []
        self._entries: list[tuple[int, int, float]] = []

    def add(self, row: int, asked: Scored) -> None:
        """Note which concepts speak for or against a topic in the article of a row."""
        for counted in asked.counted:
            key = (asked.place, counted.concept.id)
            if key not in self._places:
                self._places[key] = len(self._places)
                self._weights.append(counted.concept.weight)
            self._entries.append((row, self._places[key], counted.value / counted.concept.weight))

    def columns(self) -> tuple[ConceptColumn, ...]:
        """The concepts, each a column."""
        pairs = zip(self._places, self._weights, strict=True)
        return tuple(ConceptColumn(topic, id_, weight) for (topic, id_), weight in pairs)

    def counts(self, rows: int) -> Floats:
        """By article and column, what the weight is multiplied by."""
        counts = np.zeros((rows, len(self._places)))
        for row, column, value in self._entries:
            counts[row, column] = value
        return counts


def log_odds(probability: float) -> float:
    """A probability as log-odds."""
    return float(np.log(probability / (1 - probability)))
