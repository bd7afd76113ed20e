"""Two samples without labels: chance is steady, a change is found and named."""

from __future__ import annotations

import random

import pytest

from service.measures.drift import SCORE_BINS, _kolmogorov, compare, profile


def sample(count: int, *, seed: int, strikes: float = 0.3, none: float = 0.2, french: float = 0.2, centre: float = 0.8):
    draw = random.Random(seed)
    events = []
    for _ in range(count):
        topics = [] if draw.random() < none else ["strikes" if draw.random() < strikes else "trade"]
        scores = [min(0.999, max(0.5, draw.gauss(centre, 0.1))) for _ in topics]
        events.append({
            "language": "fr" if draw.random() < french else "en",
            "topics": [{"id": t, "score": s} for t, s in zip(topics, scores, strict=True)],
            "provenance": {"taxonomy": {"id": "t", "version": "1"}},
        })  # fmt: skip
    return profile(events)


def test_two_weeks_of_the_same_news_are_steady():
    verdicts = [compare(sample(800, seed=i), sample(800, seed=100 + i)).verdict for i in range(40)]
    assert verdicts.count("steady") >= 39


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"strikes": 0.5}, "topic strikes"),
        ({"none": 0.4}, "articles without a topic"),
        ({"french": 0.4}, "language fr"),
        ({"centre": 0.65}, "scores are distributed differently"),
    ],
)
def test_a_change_is_found_and_named(change, reason):
    found = compare(sample(800, seed=1), sample(800, seed=2, **change))
    assert found.verdict in {"watch", "drifted"}
    assert any(reason in words for words in found.reasons)


def test_a_small_change_of_a_huge_sample_is_significant_and_does_not_matter():
    found = compare(sample(60_000, seed=1), sample(60_000, seed=2, strikes=0.315))
    share = next(shift for shift in found.shifts if shift.name == "strikes")
    assert share.p < 0.01
    assert not share.changed
    assert found.verdict == "steady"


def test_few_articles_prove_nothing():
    shifts = compare(sample(8, seed=1), sample(8, seed=2, strikes=0.9)).shifts
    assert not any(shift.changed for shift in shifts)


def test_another_taxonomy_is_told():
    one = sample(100, seed=1)
    events = [{"language": "en", "topics": [], "provenance": {"taxonomy": {"id": "t", "version": "2"}}}] * 100
    assert any("different taxonomies" in words for words in compare(one, profile(events)).reasons)


def test_what_is_counted():
    found = profile([
        {"language": "zh-Hant", "topics": [{"id": "a", "score": 1.0}, {"id": "b", "score": 0.0}]},
        {"topics": None},
    ])  # fmt: skip
    assert (found.articles, found.without, found.topics) == (2, 1, {"a": 1, "b": 1})
    assert found.languages == {"und": 1, "zh": 1}
    assert (found.scores[0], found.scores[-1], len(found.scores)) == (1, 1, SCORE_BINS)
    assert found.taxonomies == {"unknown": 2}


def test_the_distance_of_distributions():
    assert _kolmogorov([5, 5], [5, 5]) == (0.0, 1.0)
    distance, p = _kolmogorov([100, 0], [0, 100])
    assert (distance, p < 1e-12) == (1.0, True)
    # Two samples of 100 with a distance of .19 stand near the tabled 5% point, 1.358 * sqrt(2 / 100) = .192.
    assert _kolmogorov([100, 0], [81, 19])[1] == pytest.approx(0.05, abs=0.015)
