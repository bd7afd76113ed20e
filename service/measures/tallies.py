"""What one article counts for each figure, and figures of added counts.

A figure is a ratio of sums, or a mean of F1 over topics, so that the counts of articles can be added first and divided
afterwards: for all, for a language, for a topic and for every resample of the bootstrap in the same way.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

Counts = Counter[tuple[str, str]]
"""Counts by kind and name: `sum` and `of` by figure; `tp`, `fp` and `fn` by topic."""

TOPIC_FIGURES = ("topics_macro_precision", "topics_macro_recall", "topics_macro_f1", "topics_micro_f1")


class Score(NamedTuple):
    """Precision, recall and F1, each in [0, 1]; what was never asked for or given counts as done."""

    precision: float
    recall: float
    f1: float


def score_of(true: float, false: float, missed: float) -> Score:
    """Precision, recall and F1 of counts: right, wrongly given, missed."""
    precision = true / (true + false) if true + false else 1.0
    recall = true / (true + missed) if true + missed else 1.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return Score(precision, recall, f1)


def note(counts: Counts, figure: str, values: Iterable[float]) -> None:
    """Add observations to a figure that is the mean of its observations."""
    for value in values:
        counts["sum", figure] += value  # type: ignore[assignment]  # a Counter adds floats as well
        counts["of", figure] += 1


def total(tallies: Iterable[Counts]) -> Counts:
    """The counts of several articles added."""
    added: Counts = Counter()
    for tally in tallies:
        for key, value in tally.items():
            added[key] += value
    return added


def topic_scores(counts: Counts) -> dict[str, Score]:
    """Per topic that an article should have its precision, recall and F1, by topic id."""
    asked = sorted({name for kind, name in counts if kind in {"tp", "fn"} and counts[kind, name]})
    return {name: score_of(*(counts[kind, name] for kind in ("tp", "fp", "fn"))) for name in asked}


def micro(counts: Counts) -> Score:
    """Precision, recall and F1 over all article-topic pairs."""
    return score_of(*(sum(n for (kind, _), n in counts.items() if kind == wanted) for wanted in ("tp", "fp", "fn")))


def figures(counts: Counts) -> dict[str, float]:
    """Every figure that the counts say anything about, by name; 0 to 1."""
    found = {name: counts["sum", name] / n for (kind, name), n in counts.items() if kind == "of" and n}
    by_topic = topic_scores(counts).values()
    if by_topic:
        for place, name in enumerate(TOPIC_FIGURES[:3]):
            found[name] = sum(score[place] for score in by_topic) / len(by_topic)
        found[TOPIC_FIGURES[3]] = micro(counts).f1
    return found
