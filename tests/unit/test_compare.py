"""Two taxonomies on the same articles: what changed, and whether that is more than chance."""

from __future__ import annotations

import json

import numpy as np
import pytest

from service.measures.compare import compare
from service.measures.gold import parse_gold
from service.measures.paired import Outcomes, differences, figures, mean_difference, spreads, topic_differences
from service.measures.report import evaluate


def gold(count: int = 40):
    rows = [
        {"id": f"a{i}", "lang": "en", "topics": ["x"] if i % 2 else ["x", "y"], "primary": "x", "story": f"s{i // 2}"}
        for i in range(count)
    ]
    rows += [{"id": "off", "lang": "en", "topics": [], "primary": None, "optional": ["y"]}]
    return parse_gold([json.dumps(row).encode() for row in rows], name="g")


def event(*topics: str, evidence: str = "word") -> dict:
    given = [{"id": t, "score": 0.9, "evidence": [{"start": 0, "end": 4, "text": evidence}]} for t in topics]
    return {"title": "Title", "topics": given, "primary_topic": topics[0] if topics else None}


def test_what_became_right_is_for_better_and_significant():
    articles = gold()
    before = {a.id: event("x") for a in articles[:-1]}
    after = {a.id: event(*a.topics) for a in articles[:-1]}
    found = compare(articles, before, after, resamples=300)
    assert (found.articles, found.better, found.worse, found.even) == (41, 20, 0, 0)
    assert found.figures["topics_micro_f1"].change.low > 0
    assert found.figures["topics_micro_f1"].p < 0.05
    assert found.topics["x"].change.value == 0
    assert found.topics["y"].after == 1
    (topic,) = found.changed[0].topics
    assert (topic.topic, topic.now, topic.right, topic.evidence) == ("y", True, True, ("word",))


def test_the_other_way_round_it_is_for_worse():
    articles = gold()
    one, other = ({a.id: event("x") for a in articles}, {a.id: event(*a.topics) for a in articles})
    there, back = compare(articles, one, other, resamples=100), compare(articles, other, one, resamples=100)
    assert (there.better, there.worse) == (back.worse, back.better)
    assert there.figures["topics_macro_f1"].change.value == -back.figures["topics_macro_f1"].change.value


def test_no_change_is_no_difference():
    """The control: the test of significance does not see what is not there."""
    articles = gold()
    same = {a.id: event(*a.topics) for a in articles}
    found = compare(articles, same, dict(same), resamples=100)
    assert not found.changed
    assert all(change.p == 1 and change.change == (0, 0, 0) for change in found.figures.values())


def test_chance_is_seldom_significant():
    draw = np.random.default_rng(0)
    target = draw.random((120, 3)) < 0.4
    counted = np.ones_like(target)
    stories = [str(i) for i in range(120)]
    alarms = 0
    for _ in range(60):
        one, other = (Outcomes.of(target, counted, target ^ (draw.random(target.shape) < 0.2)) for _ in range(2))
        alarms += differences(one, other, stories, resamples=200)["topics_micro_f1"].p < 0.05
    assert alarms <= 9  # 3 expected of 60; more than 9 has a chance of .1%


def test_optional_topics_are_neither_for_better_nor_for_worse():
    articles = gold()[-1:]
    found = compare(articles, {"off": event()}, {"off": event("y")}, resamples=10)
    assert (found.even, found.changed[0].topics[0].right) == (1, None)
    assert found.figures["off_topic"].after == 1


def test_figures_agree_with_those_of_the_report():
    articles = gold()
    events = {a.id: event("x") if i % 3 else event("y", "z") for i, a in enumerate(articles)}
    report = evaluate(articles, events, resamples=0)
    found = compare(articles, events, events, resamples=1)
    for name in ("topics_macro_f1", "topics_micro_f1", "primary", "off_topic"):
        assert found.figures[name].before == pytest.approx(report.figures[name].value)


def test_stories_are_drawn_together():
    """Articles of one story are one witness: intervals over stories are wider than over articles."""
    draw = np.random.default_rng(1)
    right = np.repeat(draw.random(20) < 0.5, 10)
    outcome = Outcomes.of(np.ones((200, 1), bool), np.ones((200, 1), bool), right[:, None])
    apart, together = (
        spreads(outcome, stories, resamples=500)["topics_micro_f1"]
        for stories in ([str(i) for i in range(200)], [str(i // 10) for i in range(200)])
    )
    assert together.high - together.low > 1.8 * (apart.high - apart.low)


def test_small_pieces():
    assert figures(np.array([1.0, 0.0]), np.array([0.0, 1.0]), np.array([1.0, 0.0])).tolist() == pytest.approx(
        [2 / 3, 1 / 2, 2 / 3]
    )
    one = np.array([1.0, np.nan, 0.0])
    assert mean_difference(one, one + 1, ["a", "b", "c"], resamples=50).change.value == 1
    rare = Outcomes.of(np.eye(2, dtype=bool), np.ones((2, 2), bool), np.eye(2, dtype=bool))
    assert [d.before for d in topic_differences(rare, rare, ["a", "b"], resamples=20)] == [1, 1]
