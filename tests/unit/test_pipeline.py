"""The recipe: stages in their order, and every failure in one of them a refusal that names it."""

from __future__ import annotations

import json
from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core import pipeline
from service.core.clean import CleanLimits
from service.core.decode import RawDecoder
from service.core.language import LanguageDetector
from service.core.pipeline import Enriched, Recipe, count_words, process, steps_of, taken
from service.core.taxonomy import parse_taxonomy
from service.edges.metric_values import STAGES
from service.edges.resources import resource
from service.errors import Refused
from service.models import Reason, Record, Refusal, Source

AT = "2031-04-07T06:30:00.000Z"
TAXONOMY = b"""\
id: harbour
version: "1"
languages: [en]
topics:
  shipping: {label: Shipping, phrases: {en: [container freight]}}
"""
TEXT = (
    "Port reopens after the storm\n\nContainer freight moved again on Friday, the port authority said in a statement.\n\n"
    "Pilots brought eleven ships to their berths before noon, and three more are expected in the evening."
)


def record(**event) -> Record:
    body = {"id": "a-1", "content": TEXT, "content_type": "text/plain"} | event
    body = {name: value for name, value in body.items() if value is not None}
    return Record(json.dumps(body).encode(), b"k", (), "articles.raw", 2, 40, 1_933_396_872_000)


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    return Recipe(
        decoder=RawDecoder(orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes()), max_bytes=100_000),
        detector=LanguageDetector(["en", "de"]),
        taxonomy=parse_taxonomy(TAXONOMY, name="harbour.yaml", languages=["en"]),
        service_version="9.8.7",
        event_source="urn:test",
        limits=CleanLimits(),
    )


class Broken:
    """A part of a recipe that fails at whatever is asked of it."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def fail(self, *_, **__):
        raise self._error

    decode = detect = fail

    def __getattr__(self, name):
        raise self._error


def broken_at(stage: str, recipe: Recipe, error: Exception, monkeypatch) -> Recipe:
    """A recipe that fails in a stage: by its part where it has one, else by the stage's function."""
    part = {"decode": "decoder", "language": "detector", "topics": "taxonomy", "clean": "limits"}.get(stage)
    if part is not None:
        return replace(recipe, **{part: Broken(error)})
    monkeypatch.setattr(pipeline, "encode_enriched", Broken(error).fail)
    return recipe


def test_articles_side_by_side_come_out_as_they_do_alone(recipe):
    records = [record(), record(id="a-2", content=TEXT.replace("storm", "strike")), record(content=None), record(id="")]
    alone = [process(each, recipe, processed_at=AT) for each in records]
    under_way = dict(enumerate(steps_of(each, recipe, processed_at=AT) for each in records))
    ended, rounds = {}, 0
    while under_way:
        rounds += 1
        ended |= {place: found for place, steps in under_way.items() if (found := taken(steps)) is not None}
        under_way = {place: steps for place, steps in under_way.items() if place not in ended}
    assert [ended[place] for place in range(len(records))] == alone
    assert rounds == 3, "cleaning, telling the language and finding topics each have tables of their own"


def test_the_laps_are_the_stages_in_their_order(recipe):
    laps = []
    assert isinstance(process(record(), recipe, processed_at=AT, lap=laps.append), Enriched)
    assert tuple(laps) == STAGES


@pytest.mark.parametrize("stage", STAGES)
def test_a_bug_in_a_stage_is_a_refusal_that_carries_the_exception(recipe, stage, monkeypatch):
    error = ZeroDivisionError("secret article text")
    laps = []
    outcome = process(record(), broken_at(stage, recipe, error, monkeypatch), processed_at=AT, lap=laps.append)
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.stage, outcome.exception) == (Reason.INTERNAL_ERROR, stage, error)
    assert outcome.id == (None if stage == "decode" else "a-1")
    assert "ZeroDivisionError" in outcome.detail
    assert "secret" not in outcome.detail
    assert tuple(laps) == STAGES[: STAGES.index(stage)]


@pytest.mark.parametrize("stage", STAGES)
def test_a_refusal_in_a_stage_keeps_its_reason_and_detail(recipe, stage, monkeypatch):
    broken = broken_at(stage, recipe, Refused(Reason.WORK_LIMIT, "too much"), monkeypatch)
    outcome = process(record(), broken, processed_at=AT)
    assert outcome == Refusal(Reason.WORK_LIMIT, "too much", stage, None if stage == "decode" else "a-1")
    assert outcome.exception is None


@pytest.mark.parametrize("stage", STAGES)
def test_the_shell_can_stop_an_article_after_a_stage(recipe, stage):
    def lap(done):
        if done == stage:
            raise Refused(Reason.WORK_LIMIT, "took too long")

    outcome = process(record(), recipe, processed_at=AT, lap=lap)
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.stage) == (Reason.WORK_LIMIT, stage)


@pytest.mark.parametrize("error", [RecursionError(), MemoryError(), UnicodeError("x"), StopIteration()])
def test_no_exception_of_a_part_comes_out(recipe, error, monkeypatch):
    outcome = process(record(), broken_at("language", recipe, error, monkeypatch), processed_at=AT)
    assert isinstance(outcome, Refusal)
    assert outcome.exception is error


def test_a_stop_asked_for_from_the_keyboard_is_not_an_articles_fault(recipe, monkeypatch):
    with pytest.raises(KeyboardInterrupt):
        process(record(), broken_at("language", recipe, KeyboardInterrupt(), monkeypatch), processed_at=AT)


def test_an_article_without_content_is_refused_while_fetching_is_off(recipe):
    outcome = process(record(content=None, content_type=None, url="https://a.example/1"), recipe, processed_at=AT)
    assert isinstance(outcome, Refusal)
    assert (outcome.reason, outcome.stage, outcome.id) == (Reason.FETCH_DISABLED, "decode", "a-1")


def test_an_enriched_article_tells_how_it_was_made(recipe):
    outcome = process(record(), recipe, processed_at=AT)
    assert isinstance(outcome, Enriched)
    article, event = outcome.article, json.loads(outcome.message.value)
    assert (article.id, article.language, article.primary_topic) == ("a-1", "en", "shipping")
    assert article.words == len(article.text.split()) > 20
    assert event["provenance"] == {
        "service_version": "9.8.7",
        "taxonomy": {"id": "harbour", "version": "1", "sha256": recipe.taxonomy.ref.sha256},
        "classifier": "phrases",
        "raw": {"channel": "articles.raw", "partition": 2, "offset": 40, "timestamp": 1_933_396_872_000},
        "processed_at": AT,
    }
    assert outcome.message.key == b"k"


def test_what_the_event_says_wins_over_what_the_page_says(recipe):
    page = (
        '<html><head><title>On the page</title><meta property="og:site_name" content="Page News">'
        '<meta property="article:published_time" content="2020-01-01"></head><body><article>'
        + "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
        + "</article></body></html>"
    )
    told = {"title": "As told", "published_at": "2031-01-02", "source": {"name": "Told"}}
    article = process(record(content=page, content_type="text/html", **told), recipe, processed_at=AT).article
    assert (article.title, article.published_at, article.source) == ("As told", "2031-01-02", Source("Told"))
    found = process(record(content=page, content_type="text/html"), recipe, processed_at=AT).article
    assert (found.published_at, found.source) == ("2020-01-01", Source("Page News"))


@pytest.mark.parametrize(
    ("stated", "now", "found"),
    [
        ("2025-03-04", "2025-03-05T00:00:00Z", "2025-03-04"),
        ("2025-03-06", "2025-03-05T12:00:00Z", "2025-03-06"),
        ("2025-03-09", "2025-03-05T12:00:00Z", None),
        ("2099-01-01T00:00:00Z", "2025-03-05T12:00:00Z", None),
        ("1989-12-31", "2025-03-05T12:00:00Z", None),
        ("1990-01-01", "2025-03-05T12:00:00Z", "1990-01-01"),
    ],
)
def test_a_date_in_the_future_or_before_1990_is_doubted(recipe, stated, now, found):
    page = f'<html><head><meta property="article:published_time" content="{stated}"></head><body><article>'
    page += "".join(f"<p>{paragraph}</p>" for paragraph in TEXT.split("\n\n"))
    article = process(record(content=page, content_type="text/html"), recipe, processed_at=now).article
    assert article.published_at == found


def test_a_record_from_outside_kafka_has_no_place_in_its_provenance(recipe):
    outcome = process(Record(record().value), recipe, processed_at=AT)
    assert isinstance(outcome, Enriched)
    assert "raw" not in json.loads(outcome.message.value)["provenance"]


def test_the_same_record_makes_the_same_event(recipe):
    assert process(record(), recipe, processed_at=AT) == process(record(), recipe, processed_at=AT)


@given(value=st.binary(max_size=300) | st.none(), key=st.binary(max_size=5) | st.none())
def test_no_bytes_make_it_raise(recipe, value, key):
    outcome = process(Record(value, key, ((("ce_specversion"), value),)), recipe, processed_at=AT)
    assert isinstance(outcome, Refusal)
    assert outcome.reason is not Reason.INTERNAL_ERROR


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("", "en", 0),
        ("One two\n\nthree\u00a0four", "en", 4),
        ("外交部 发言人。\n\n好", "zh", 8),
        ("外務省が発表", "ja", 6),
        ("외교부 대변인", "ko", 2),
        ("外交部发言人", "en", 1),
    ],
)
def test_words_are_runs_between_spaces_and_characters_where_none_are_written(text, language, words):
    assert count_words(text, language) == words
