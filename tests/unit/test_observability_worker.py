"""The benchmark of what metrics cost counts articles: as a worker works on them, a few at a time."""

from __future__ import annotations

from benchmarks.observability_worker import count_articles
from service.models import Record
from service.stream.processor import EnrichProcessor, in_turn


def test_articles_are_counted_however_many_are_worked_on_at_once(monkeypatch):
    monkeypatch.setattr(EnrichProcessor, "several", lambda self, records: [self and record.value for record in records])
    articles = count_articles()  # takes the place of the above, which monkeypatch takes back in the end
    records = [Record(b"a"), Record(b"b"), Record(b"c")]
    process = EnrichProcessor(None, None)
    together = in_turn(process, records[:2])
    assert [together(record) for record in records[:2]] == [b"a", b"b"]
    assert articles() == 2
    assert process(records[2]) == b"c"
    assert articles() == 3
