"""How old articles are when they are out: which count as live, whose clock counts, and whose trace is shown."""

from __future__ import annotations

import time

import pytest
from aiokafka.structs import ConsumerRecord
from faust.types.tuples import TP

from service.edges.metric_table import END_TO_END
from service.edges.single_writer import SingleWriterHistogram
from service.stream.batch import Batch
from service.stream.latency import observe_latency, trace_id

RAW = TP("articles.raw", 0)
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
PARENT = b"00-%s-00f067aa0ba902b7-01"


def record(age: float, headers=()) -> ConsumerRecord:
    stamp = int(1000 * (time.time() - age))
    return ConsumerRecord(*RAW, 0, stamp, 0, None, b"v", None, 1, 1, headers)


def observed(*records: ConsumerRecord):
    histogram = SingleWriterHistogram(END_TO_END, ["live", "late"])
    observe_latency(Batch(RAW, list(records)), histogram)
    return [sample for family in histogram.collect() for sample in family.samples]


def counts(*records: ConsumerRecord) -> dict[str, float]:
    return {s.labels["path"]: s.value for s in observed(*records) if s.name == "communique_end_to_end_seconds_count"}


def total(*records: ConsumerRecord) -> float:
    return sum(s.value for s in observed(*records) if s.name == "communique_end_to_end_seconds_sum")


def test_an_article_that_was_over_an_hour_old_when_it_was_read_is_late():
    assert counts(record(5), record(3500), record(3700)) == {"live": 2, "late": 1}


def test_an_article_that_grew_old_in_our_hands_is_live():
    batch = Batch(RAW, [record(3700)])
    batch.read_at -= 600
    histogram = SingleWriterHistogram(END_TO_END, ["live", "late"])
    observe_latency(batch, histogram)
    assert {s.labels["path"]: s.value for f in histogram.collect() for s in f.samples if s.name.endswith("count")} == {
        "live": 1,
        "late": 0,
    }


def test_an_article_that_was_tried_before_is_late_however_young():
    assert counts(record(5, (("communique.attempts", b"1"),))) == {"live": 0, "late": 1}


def test_a_fetched_articles_age_counts_from_its_first_record():
    stamp = int(1000 * (time.time() - 50))
    first = b'{"channel":"articles.raw","partition":1,"offset":2,"timestamp":%d}' % stamp
    fetched = record(1, (("communique.origin", first),))
    assert counts(fetched) == {"live": 1, "late": 0}
    assert 50 <= total(fetched) < 55


@pytest.mark.parametrize("told", [b"", b"{}", b"nonsense", b'{"channel":"c","partition":-1,"offset":0}'])
def test_an_origin_that_makes_no_sense_is_as_good_as_none(told):
    assert 20 <= total(record(20, (("communique.origin", told),))) < 25


def test_the_oldest_traced_article_is_the_exemplar():
    traced = [(b"%032x" % number, age) for number, age in ((1, 5), (2, 50), (3, 7))]
    samples = observed(*[record(age, (("traceparent", PARENT % trace),)) for trace, age in traced], record(60))
    shown = [(s.labels["path"], s.labels["le"], s.exemplar.labels["trace_id"]) for s in samples if s.exemplar]
    assert shown == [("live", "60.0", f"{2:032x}")]


@pytest.mark.parametrize(
    ("told", "found"),
    [
        (PARENT % TRACE.encode(), TRACE),
        (b"01-" + TRACE.encode() + b"-00f067aa0ba902b7-00-of the future", TRACE),
        (b"ff-" + TRACE.encode() + b"-00f067aa0ba902b7-01", None),
        (PARENT % (b"0" * 32), None),
        (PARENT % TRACE.upper().encode(), None),
        (b"\xff\xfe", None),
        (b"", None),
        (None, None),
    ],
)
def test_a_trace_id_is_read_as_w3c_says(told, found):
    assert trace_id((("traceparent", told),)) == found
