"""What a taxonomy file says, as plain values that remember their lines: between taxonomy_reader and taxonomy."""

from __future__ import annotations

from dataclasses import dataclass

SHORT_FORM_CONCEPT = "phrases"
"""Id of the concept that a topic's own `phrases` make."""

SHORT_FORM_WEIGHT = 3.0
"""Its weight: one occurrence is enough for the topic."""

DEFAULT_THRESHOLD = 0.5
DEFAULT_PENALTY = 2.0
MAX_SLOPE = 10.0
MAX_WEIGHT = 10.0
"""Largest weight, in log-odds, either way: beyond it the score is 0 or 1 in print."""

MAX_MAIN = 3.0
"""Largest preference for or against a topic as the main one: about what the strongest measure of its rank is worth."""


@dataclass(frozen=True, slots=True)
class PhraseSource:
    """A phrase as written, its language (None: any) and its line."""

    text: str
    language: str | None
    line: int


Phrases = tuple[PhraseSource, ...]


@dataclass(frozen=True, slots=True)
class ConceptSource:
    """A concept: phrases of all languages that say one thing, and what it weighs (see the taxonomy guide).

    `term` marks the one phrase of a topic's `terms`, whose id is the phrase itself.
    """

    id: str
    line: int
    weight: float = SHORT_FORM_WEIGHT
    title_only: bool = False
    shared: bool = False
    phrases: Phrases = ()
    near: tuple[Phrases, ...] = ()
    unless: Phrases = ()
    requires: Phrases = ()
    term: bool = False


@dataclass(frozen=True, slots=True)
class TopicSource:
    """A topic; `labels` by language."""

    id: str
    line: int
    labels: dict[str, str]
    description: str = ""
    parent: str | None = None
    codes: tuple[tuple[str, str], ...] = ()
    replaced_by: str | None = None
    threshold: float | None = None
    main: float = 0.0
    concepts: tuple[ConceptSource, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkersSource:
    """Words showing that an article concerns us, or only others, and the log-odds it loses in the second case."""

    home: Phrases = ()
    elsewhere: Phrases = ()
    penalty: float = DEFAULT_PENALTY


@dataclass(frozen=True, slots=True)
class CalibrationSource:
    """What makes scores probabilities: `intercept + slope * log-odds`; and the threshold of topics without one.

    `overlap` is what words count that speak for a topic a second time, by another concept.
    """

    slope: float = 1.0
    intercept: float = 0.0
    overlap: float = 1.0
    threshold: float = DEFAULT_THRESHOLD


@dataclass(frozen=True, slots=True)
class HintSource:
    """A named list whose words say a little about many topics: `weights` are log-odds by topic id."""

    list: str
    phrases: Phrases
    weights: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class WordingSource:
    """The model of wording that has a say: its name, the factor of its log-odds, and their line."""

    model: str
    weight: float
    line: int


@dataclass(frozen=True, slots=True)
class TaxonomySource:
    """A taxonomy file, read and checked but not compiled.

    `lists` are the named ones; where `$name` stands their phrases stand, too.
    """

    id: str
    version: str
    description: str
    languages: tuple[str, ...]
    topics: tuple[TopicSource, ...]
    exclusive: bool = False
    saturate: bool = True
    markers: MarkersSource = MarkersSource()
    calibration: CalibrationSource = CalibrationSource()
    hints: tuple[HintSource, ...] = ()
    wording: WordingSource | None = None
    lists: tuple[tuple[str, Phrases], ...] = ()
