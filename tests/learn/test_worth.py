"""What a change is worth: the figures of `measures.paired`, and a spread that bootstrap draws bear out."""

from __future__ import annotations

import numpy as np
import pytest

from service.learn.worth import gain, worth
from service.measures.paired import Outcomes, figures, values

ARTICLES, TOPICS = 240, 4


@pytest.fixture
def sides() -> tuple[Outcomes, Outcomes]:
    """Decisions of which a fifth is wrong, and of which a tenth is, with topics that are half as frequent each."""
    draw = np.random.default_rng(0)
    target = draw.random((ARTICLES, TOPICS)) < 0.5 ** np.arange(1, TOPICS + 1)
    known = np.ones_like(target)
    wrong = [draw.random(target.shape) < share for share in (0.2, 0.1)]
    return Outcomes.of(target, known, target ^ wrong[0]), Outcomes.of(target, known, target ^ wrong[1])


def figures_of(outcomes: Outcomes, times: np.ndarray) -> np.ndarray:
    return figures(*(times @ part for part in (outcomes.right, outcomes.wrong, outcomes.missed)))


@pytest.mark.parametrize("by_articles", [False, True])
def test_worth_is_the_mean_of_the_deciding_figure_and_that_of_all_pairs(sides, by_articles):
    macro, micro, weighted = values(sides[0])
    expected = ((weighted if by_articles else macro) + micro) / 2
    assert worth(sides[0], by_articles=by_articles).value == pytest.approx(expected)


@pytest.mark.parametrize("by_articles", [False, True])
def test_the_spread_is_that_of_bootstrap_draws(sides, by_articles):
    before, after = (worth(side, by_articles=by_articles) for side in sides)
    found = gain(before, after, np.arange(ARTICLES))
    times = np.random.default_rng(1).multinomial(ARTICLES, [1 / ARTICLES] * ARTICLES, 4000).astype(float)
    drawn = figures_of(sides[1], times) - figures_of(sides[0], times)
    changes = (drawn[:, 2 if by_articles else 0] + drawn[:, 1]) / 2
    assert found.value == pytest.approx(after.value - before.value)
    assert found.spread == pytest.approx(changes.std(), rel=0.15)


def test_articles_of_one_story_are_one_witness(sides):
    before, after = (worth(side, by_articles=False) for side in sides)
    alone = gain(before, after, np.arange(ARTICLES))
    twice = [Outcomes(*(np.vstack([part, part]) for part in (s.right, s.wrong, s.missed))) for s in sides]
    doubled = [worth(side, by_articles=False) for side in twice]
    assert gain(*doubled, np.tile(np.arange(ARTICLES), 2)) == pytest.approx(alone)
    assert gain(*doubled, np.arange(2 * ARTICLES)).spread == pytest.approx(alone.spread / np.sqrt(2))


def test_equal_decisions_gain_nothing_and_nothing_moves_that(sides):
    same = worth(sides[0], by_articles=False)
    assert gain(same, same, np.arange(ARTICLES)) == (0.0, 0.0)


def test_topics_that_no_article_has_count_for_nothing(sides):
    empty = np.zeros((ARTICLES, 1))
    wider = Outcomes(*(np.hstack([part, empty]) for part in (sides[0].right, sides[0].wrong, sides[0].missed)))
    assert worth(wider, by_articles=False).value == pytest.approx(worth(sides[0], by_articles=False).value)


def test_decisions_about_nothing_are_worth_nothing():
    nothing = Outcomes(*(np.zeros((3, 2)) for _ in range(3)))
    assert worth(nothing, by_articles=False).value == 0
