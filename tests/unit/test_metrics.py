"""Metrics: declared once, right from the first scrape, and as Prometheus wants them."""

from __future__ import annotations

import inspect
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.openmetrics.exposition import generate_latest as generate_openmetrics
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse

from service.core import pipeline
from service.edges.metrics import END_TO_END_BUCKETS, STAGE_BUCKETS, STAGES, BulkHistogram, Metrics
from service.models import Reason

OURS = {
    "communique_articles_consumed": "counter",
    "communique_articles_published": "counter",
    "communique_articles_refused": "counter",
    "communique_articles_off_topic": "counter",
    "communique_topics_assigned": "counter",
    "communique_records_expired": "counter",
    "communique_rebalances": "counter",
    "communique_stalls": "counter",
    "communique_storm_guard_paused": "gauge",
    "communique_commits": "counter",
    "communique_quarantined": "counter",
    "communique_quarantine_deaths": "counter",
    "communique_stage_seconds": "histogram",
    "communique_end_to_end_seconds": "histogram",
    "communique_batch_records": "histogram",
    "communique_batches_in_flight": "gauge",
    "communique_budget_bytes": "gauge",
    "communique_held_bytes": "gauge",
    "communique_in_flight_records": "gauge",
    "communique_consumer_lag_records": "gauge",
    "communique_build": "info",
}


def families(metrics: Metrics):
    return {family.name: family for family in parse(generate_latest(metrics.registry).decode())}


def value(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(name, labels)


def test_every_reason_topic_and_stage_starts_at_zero():
    metrics = Metrics(("trade", "defence"))
    assert {
        reason: value(metrics, "communique_articles_refused_total", reason=reason) for reason in Reason
    } == dict.fromkeys(Reason, 0)
    assert [value(metrics, "communique_topics_assigned_total", topic=topic) for topic in ("trade", "defence")] == [0, 0]
    assert [value(metrics, "communique_stage_seconds_count", stage=stage) for stage in STAGES] == [0] * len(STAGES)
    for name in (
        "articles_off_topic_total",
        "rebalances_total",
        "commits_total",
        "batches_in_flight",
        "end_to_end_seconds_count",
    ):
        assert value(metrics, f"communique_{name}") == 0


def test_topics_that_are_not_in_the_taxonomy_have_no_series():
    assert value(Metrics(("trade",)), "communique_topics_assigned_total", topic="defence") is None


def test_names_types_and_help_are_what_dashboards_expect():
    metrics = Metrics()
    metrics.build.info({"version": "1"})
    found = {
        family.name: family.type
        for family in parse_openmetrics(generate_openmetrics(metrics.registry).decode())
        if family.name.startswith("communique_")
    }
    assert found == OURS


@pytest.mark.parametrize("text", [generate_latest, generate_openmetrics])
def test_every_family_is_explained_and_parses(text):
    metrics = Metrics(("trade",))
    metrics.consumed.labels('odd "channel"\n').inc()
    reader = parse if text is generate_latest else parse_openmetrics
    read = list(reader(text(metrics.registry).decode()))
    assert all(family.documentation and family.type != "unknown" for family in read)
    assert {family.name.split("_")[0] for family in read} == {"communique", "process", "python"}
    names = [sample.labels["channel"] for family in read for sample in family.samples if "channel" in sample.labels]
    assert names == ['odd "channel"\n']


def test_there_are_no_series_of_creation_times():
    metrics = Metrics(("trade",))
    metrics.consumed.labels("articles.raw").inc()
    metrics.observe_stage("clean", 0.1)
    metrics.end_to_end.observe_many([1.0])
    for text in (generate_latest(metrics.registry), generate_openmetrics(metrics.registry)):
        assert b"_created" not in text


def test_two_workers_in_one_process_do_not_meet():
    one, two = Metrics(("trade",)), Metrics(("trade",))
    one.refused.labels("tombstone").inc()
    one.end_to_end.observe_many([1.0, 2.0])
    one.observe_stage("decode", 0.1)
    one.in_flight.inc()
    assert value(one, "communique_articles_refused_total", reason="tombstone") == 1
    assert value(two, "communique_articles_refused_total", reason="tombstone") == 0
    assert value(two, "communique_end_to_end_seconds_count") == 0
    assert value(two, "communique_stage_seconds_count", stage="decode") == 0
    assert value(two, "communique_batches_in_flight") == 0


def test_the_stages_are_those_that_the_pipeline_laps():
    assert tuple(re.findall(r'stage(?:, article_id)? = "(\w+)"', inspect.getsource(pipeline.process))) == STAGES


def test_a_stage_that_is_none_is_a_bug_and_not_a_new_series():
    with pytest.raises(KeyError):
        Metrics().observe_stage("publish", 1.0)


@pytest.mark.parametrize("bounds", [STAGE_BUCKETS, END_TO_END_BUCKETS])
def test_bounds_ascend_and_leave_infinity_to_prometheus(bounds):
    assert list(bounds) == sorted(set(bounds))
    assert math.inf not in bounds


def exposition(collect) -> bytes:
    registry = CollectorRegistry()
    collect(registry)
    return generate_latest(registry)


# Multiples of a power of two: their sums are exact in any order, so that the texts can be compared.
EXACT = st.integers(0, 2**20).map(lambda n: n / 64) | st.sampled_from([0.5, 1.0, 5.0, 3600.0, 86400.0])


@given(st.lists(st.lists(EXACT, max_size=20), max_size=5))
def test_a_bulk_histogram_is_told_like_prometheus_clients_own(batches):
    Metrics()  # it turns creation times off
    bounds = (0.5, 1, 5, 3600, 86400)

    def bulk(registry):
        histogram = BulkHistogram("age_seconds", "An age.", bounds)
        registry.register(histogram)
        for batch in batches:
            histogram.observe_many(batch)

    def plain(registry):
        histogram = Histogram("age_seconds", "An age.", buckets=bounds, registry=registry)
        for number in (number for batch in batches for number in batch):
            histogram.observe(number)

    assert exposition(bulk) == exposition(plain)


def test_a_value_on_a_bound_counts_below_it():
    metrics = Metrics()
    metrics.end_to_end.observe_many([0.01, 0.010001])
    assert value(metrics, "communique_end_to_end_seconds_bucket", le="0.01") == 1
    assert value(metrics, "communique_end_to_end_seconds_bucket", le="0.025") == 2
