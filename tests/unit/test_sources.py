"""Which sources are refused most: counted in a table of bounded size, shown on the status page."""

from __future__ import annotations

import json

import pytest

from service.models import DeadLetter, Reason, Record, Refusal
from service.stream.health import Health
from service.stream.sources import LARGEST_READ, UNKNOWN, SourceTable, source_of
from service.stream.status import as_page, status


def letters(source: str, count: int, reason: Reason = Reason.NO_ARTICLE) -> list[DeadLetter]:
    value = json.dumps({"id": "a", "source": {"name": source}}).encode()
    return [DeadLetter(Record(value), Refusal(reason, "for a test", "clean"))] * count


def test_sources_are_ordered_by_refused_articles_with_their_reasons():
    table = SourceTable()
    table.note(letters("Gazette", 2) + letters("Courier", 3))
    table.note(letters("Gazette", 4, Reason.SCHEMA_VIOLATION))
    assert table.top() == [
        {"source": "Gazette", "refused": 6, "at_most_over": 0, "reasons": {"no_article": 2, "schema_violation": 4}},
        {"source": "Courier", "refused": 3, "at_most_over": 0, "reasons": {"no_article": 3}},
    ]
    assert [row["source"] for row in table.top(1)] == ["Gazette"]


def test_the_table_is_bounded_and_keeps_the_worst_however_many_others_come_by():
    table = SourceTable(capacity=50)
    for number in range(2000):
        table.note(letters(f"one-off {number}", 1))
        if number % 4 == 0:
            table.note(letters("Bad source", 1))
    assert len(table._rows) == 50
    worst = table.top()[0]
    assert worst["source"] == "Bad source"
    assert worst["refused"] >= 500, "never too low"
    assert worst["refused"] - worst["at_most_over"] <= 500, "too high by no more than is told"


@pytest.mark.parametrize(
    ("value", "source"),
    [
        (b'{"source": {"name": " The   Gazette "}}', "The Gazette"),
        (b'{"url": "https://user:secret@news.example:8443/a?token=x"}', "news.example"),
        (b'{"source": {"name": 7}, "url": "https://news.example/"}', "news.example"),
        (b'{"url": "http://[broken"}', UNKNOWN),
        (b'{"url": 3}', UNKNOWN),
        (b"[1]", UNKNOWN),
        (b"no JSON", UNKNOWN),
        (b"", UNKNOWN),
        (None, UNKNOWN),
        (b'{"source": {"name": "x"}, "content": "' + b"x" * LARGEST_READ + b'"}', UNKNOWN),
        (json.dumps({"source": {"name": "n" * 500}}).encode(), "n" * 120),
    ],
)
def test_a_source_is_named_by_the_event_else_by_its_host(value, source):
    assert source_of(value) == source


def test_the_page_escapes_what_comes_from_outside():
    table = SourceTable()
    table.note(letters("<script>alert(1)</script>", 1))
    page = as_page(status(Health(), table))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "not: settings and taxonomy, Kafka, consumer group" in page
