"""Quality floors of the taxonomy `foreign-affairs` on articles of our own. Floors may rise, never sink.

`foreign_affairs_unseen.jsonl` was written and committed before there was a taxonomy, and nothing was chosen by it; phrases
and threshold were chosen with `foreign_affairs_seen.jsonl`. docs/evaluation.md has the figures of every look.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from service.cli.evaluate_data import events_of
from service.core.taxonomy import parse_taxonomy
from service.core.taxonomy_check import check
from service.edges.pipeline_options import pipeline_options
from service.edges.settings import Settings
from service.edges.taxonomies import LANGUAGES, read_taxonomy
from service.measures.gold import GoldArticle, parse_gold
from service.measures.report import Report, evaluate

if TYPE_CHECKING:
    from service.core.taxonomy import Taxonomy

HERE = Path(__file__).parent
OPTIONS = pipeline_options(Settings(taxonomy="foreign-affairs", cache_folder="off"))

FLOORS = {
    "seen": {"topics_macro_f1": 0.94, "topics_micro_f1": 0.94, "primary": 0.90, "off_topic": 1.0, "language": 1.0},
    "unseen": {"topics_macro_f1": 0.75, "topics_micro_f1": 0.74, "primary": 0.80, "off_topic": 0.90},
}
CASES = [(half, figure) for half, floors in FLOORS.items() for figure in floors]


@cache
def articles(half: str) -> list[GoldArticle]:
    path = HERE / f"foreign_affairs_{half}.jsonl"
    with path.open("rb") as lines:
        return parse_gold(lines, name=path.name)


@cache
def report(half: str) -> Report:
    events, scores = events_of(articles(half), OPTIONS, 1)
    return evaluate(articles(half), events, scores=scores, resamples=0)


def test_both_halves_cover_topics_languages_and_off_topic_articles():
    topics = set(_taxonomy().topic_ids)
    both = articles("seen") + articles("unseen")
    assert len(both) >= 120
    assert len([article for article in both if not article.topics]) >= len(both) / 4
    for half in FLOORS:
        assert {article.language for article in articles(half)} == set(LANGUAGES), half
        assert {topic for article in articles(half) for topic in article.topics} == topics, half


def test_no_article_stands_in_both_halves():
    titles = [article.title for half in FLOORS for article in articles(half)]
    assert len(set(titles)) == len(titles)


@pytest.mark.parametrize(("half", "figure"), CASES)
def test_no_figure_sinks_below_its_floor(half, figure):
    assert report(half).figures[figure].value >= FLOORS[half][figure]


@pytest.mark.parametrize("half", FLOORS)
def test_the_floors_see_a_pipeline_that_answers_nothing(half):
    found = evaluate(articles(half), {}, resamples=0)
    missed = {figure for figure, floor in FLOORS[half].items() if found.figures[figure].value < floor}
    assert missed == FLOORS[half].keys() - {"off_topic"}


@pytest.mark.parametrize("half", FLOORS)
def test_the_floor_for_off_topic_sees_a_pipeline_that_answers_everything(half):
    everything = {
        article.id: {"id": article.id, "topics": [{"id": "trade", "score": 0.9}], "primary_topic": "trade"}
        for article in articles(half)
    }
    assert evaluate(articles(half), everything, resamples=0).figures["off_topic"].value == 0.0


def _taxonomy() -> Taxonomy:
    data, name = read_taxonomy("foreign-affairs")
    return parse_taxonomy(data, name=name, languages=LANGUAGES)


def test_the_check_has_nothing_to_say():
    data, name = read_taxonomy("foreign-affairs")
    assert [str(found) for found in check(data, name=name, languages=LANGUAGES)] == []


def test_every_topic_has_a_label_in_every_language_and_a_code():
    taxonomy = _taxonomy()
    for topic in taxonomy.topic_ids:
        assert taxonomy.labels[topic].keys() == set(LANGUAGES), topic
    assert read_taxonomy("foreign-affairs")[0].count(b"codes: {iptc: ") == len(taxonomy.topic_ids)
