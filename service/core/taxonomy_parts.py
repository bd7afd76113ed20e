"""What a compiled taxonomy is made of: topics, concepts and hints, which know phrases by the numbers of their sets."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NO_SET = -1
"""Stands where a concept has no phrase set of a kind."""


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept of a topic; `phrases`, `near`, `unless` and `requires` are numbers of phrase sets.

    Attributes:
        id: unique within its topic.
        topic: the topic's place in `Taxonomy.topics`.
        weight: log-odds that one mention in the body adds to the topic.
        title_only: whether only mentions in the title count.
        phrases: the set whose occurrences are mentions, or NO_SET.
        near: sets that make a mention when all occur in one sentence.
        near_sets: the same, to ask at once whether all occur.
        rarest: that of them with the fewest phrases, NO_SET without any; it occurs least, so it is looked at first.
        commoner: the others, the smaller first.
        unless: the set of longer phrases inside which an occurrence does not count, or NO_SET.
        requires: the set of which a phrase must occur in the article, or NO_SET.
    """

    id: str
    topic: int
    weight: float
    title_only: bool
    phrases: int
    near: tuple[int, ...]
    near_sets: frozenset[int]
    rarest: int
    commoner: tuple[int, ...]
    unless: int
    requires: int


@dataclass(frozen=True, slots=True)
class Hint:
    """A list of words that say a little about many topics, once an article.

    Attributes:
        list: the list's name.
        phrases: the number of its phrase set.
        weights: log-odds that any of its words adds, by the topic's place in `Taxonomy.topics`.
    """

    list: str
    phrases: int
    weights: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: its id, the label events carry, and the score it must reach to be assigned.

    `main` is the log-odds by which it is preferred as the main topic of an article that gets several.
    """

    id: str
    label: str
    labels: Mapping[str, str]
    threshold: float
    main: float = 0.0
    description: str = ""
    parent: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)


def concepts_of(concepts: Sequence[Concept]) -> Mapping[int, tuple[int, ...]]:
    """Which concepts to look at when a set occurs: see `Taxonomy.concepts_of`."""
    owners: defaultdict[int, list[int]] = defaultdict(list)
    for place, concept in enumerate(concepts):
        for number in {concept.phrases, concept.rarest} - {NO_SET}:
            owners[number].append(place)
    return MappingProxyType({number: tuple(places) for number, places in owners.items()})
