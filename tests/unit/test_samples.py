from __future__ import annotations

import html
import re
from collections import Counter
from functools import cache

import orjson
import pytest

from service.edges.resources import resource
from service.edges.samples import SampleRecord, feed
from service.measures.text import squeezed
from service.models import Reason
from tests.unit.test_taxonomy_shipped import LANGUAGES, TOPICS

ENVELOPE = {"id", "url", "content", "content_type", "source"}


@cache
def records() -> tuple[SampleRecord, ...]:
    return tuple(feed())


def articles() -> list[SampleRecord]:
    return [record for record in records() if "reason" not in record.expect]


def poison() -> dict[str, SampleRecord]:
    return {record.name: record for record in records() if "reason" in record.expect}


def visible(record: SampleRecord) -> str:
    """What a reader of the page could see, white space squeezed; no model of an article's body."""
    content = orjson.loads(record.value)["content"]
    if record.name.endswith(".html"):
        content = html.unescape(re.sub(r"(?s)<(script|style)\b.*?</\1>|<[^>]+>", " ", content))
    return squeezed(content)


def test_every_file_is_in_the_index_once():
    files = sorted(entry.name for entry in resource("samples", "feed").iterdir() if entry.name != "index.json")
    assert sorted(record.name for record in records()) == files


def test_thirteen_languages_at_least_two_articles_each():
    count = Counter(record.expect["language"] for record in articles())
    assert set(count) == set(LANGUAGES)
    assert min(count.values()) >= 2
    assert len(articles()) >= 46


def test_the_first_thirteen_articles_are_in_thirteen_languages():
    first = records()[:13]
    assert {record.expect.get("language") for record in first} == set(LANGUAGES)


def test_no_language_comes_three_times_in_a_row():
    languages = [record.expect["language"] for record in articles()]
    assert all(len(set(languages[i : i + 3])) > 1 for i in range(len(languages) - 2))


def test_the_file_name_says_the_language():
    assert [r.name for r in articles() if r.name.split("-")[0] != r.expect["language"]] == []


def test_pages_and_flattened_texts_are_about_even():
    pages = sum(record.name.endswith(".html") for record in articles())
    assert 0.4 <= pages / len(articles()) <= 0.6


def test_every_topic_has_two_articles_and_none_is_unknown():
    count = Counter(topic for record in articles() for topic in record.expect["topics"])
    assert set(count) == set(TOPICS)
    assert min(count.values()) >= 2


def test_off_topic_articles_have_no_topics_and_the_others_have_some():
    off_topic = [record for record in articles() if record.expect["off_topic"]]
    assert len(off_topic) >= 8
    assert all(record.expect["off_topic"] == (not record.expect["topics"]) for record in articles())


def test_keys_ids_and_urls_are_unique():
    events = [orjson.loads(record.value) for record in articles()]
    assert len({record.key for record in records()}) == len(records())
    assert len({event["id"] for event in events}) == len(events)
    assert len({event["url"] for event in events}) == len(events)


def test_articles_become_raw_events_keyed_by_id():
    for record in articles():
        event = orjson.loads(record.value)
        assert event["id"].encode() == record.key
        assert set(event) - {"published_at"} == ENVELOPE
        assert event["content_type"] == ("text/html" if record.name.endswith(".html") else "text/plain")
        assert event["url"].startswith(event["source"]["url"])


def test_links_lead_to_names_that_nobody_can_own():
    for record in articles():
        assert re.fullmatch(r"https://[a-z-]+\.example/\S*", orjson.loads(record.value)["url"]), record.name


def test_some_articles_come_without_a_date():
    dates = [orjson.loads(record.value).get("published_at", "") for record in articles()]
    assert 5 <= dates.count("") <= len(dates) // 2
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(Z|[+-]\d\d:\d\d)", date) for date in dates if date)


@pytest.mark.parametrize("record", articles(), ids=lambda record: record.name)
def test_what_is_expected_stands_in_the_file(record):
    seen, expect = visible(record), record.expect
    assert expect["title"] in seen
    assert expect["must_contain"] in seen
    assert expect["must_not_contain"]
    for remnant in expect["must_not_contain"]:
        assert squeezed(remnant) in seen
        assert remnant not in expect["must_contain"]
        assert remnant not in expect["title"]


def test_poison_names_known_reasons():
    assert {record.expect["reason"] for record in poison().values()} <= set(Reason)
    assert len(poison()) == 5


def test_poison_is_sent_byte_for_byte():
    for name, record in poison().items():
        assert record.value == resource("samples", "feed", name).read_bytes()
        assert record.key == name.encode()


def test_poison_is_poisoned_as_it_says():
    by_reason = {record.expect["reason"]: record.value for record in poison().values()}
    with pytest.raises(orjson.JSONDecodeError):
        orjson.loads(by_reason["invalid_json"])
    assert not isinstance(orjson.loads(by_reason["schema_violation"])["content"], str)
    assert by_reason["duplicate_key"].count(b'"content":') == 2
    assert not squeezed(re.sub(r"<[^>]+>", " ", orjson.loads(by_reason["no_article"])["content"]))
    assert "content" not in orjson.loads(by_reason["fetch_disabled"])


def test_the_jsonl_sample_holds_four_identified_events():
    lines = resource("samples", "articles.jsonl").read_bytes().splitlines()
    events = [orjson.loads(line) for line in lines]
    assert len(events) == 4
    assert all(event.get("id") or event.get("url") for event in events)
    assert all(event["content"] for event in events)
