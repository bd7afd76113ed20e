"""Metrics: declared once, right from the first scrape, and as Prometheus wants them."""

from __future__ import annotations

import math
import re
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.openmetrics.exposition import generate_latest as generate_openmetrics
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse

from service.cli.metrics import docs_page
from service.core.pipeline import Enriched
from service.edges import metric_values
from service.edges.feed_metrics import FeedMetrics, labels_of
from service.edges.feed_table import FEED_TABLE, SHARED
from service.edges.feeds_list import FeedSource
from service.edges.metric_kinds import Declared, Kind, Label, Source
from service.edges.metric_table import TABLE
from service.edges.metric_values import END_TO_END_BUCKETS, STAGE_BUCKETS, STAGES
from service.edges.metrics import Metrics
from service.edges.single_writer import SingleWriterCounter, SingleWriterHistogram, Traced
from service.models import Findings, Reason, Record
from service.pipeline import Pipeline

CONTRACT = {
    "communique_articles_consumed_total": ("channel",),
    "communique_articles_published_total": ("channel",),
    "communique_articles_refused_total": ("reason",),
    "communique_topics_assigned_total": ("topic",),
    "communique_stage_seconds": ("stage",),
    "communique_end_to_end_seconds": ("path",),
    "communique_consumer_lag_records": ("channel", "partition"),
}
"""What others rely on: dashboards and alerts of our users are made of it."""
EVERY = TABLE + FEED_TABLE
ROOT = Path(__file__).resolve().parents[2]


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
        "articles_in_work",
        "articles_abandoned_total",
    ):
        assert value(metrics, f"communique_{name}") == 0
    for path in ("live", "late"):
        assert value(metrics, "communique_end_to_end_seconds_count", path=path) == 0


def test_every_label_that_is_known_starts_at_zero_and_no_other_value_is_there():
    known = {Source.INPUTS: ["in"], Source.OUTPUTS: ["out", "dead"], Source.TOPICS: ["trade"]}
    known |= {Source.LANGUAGES: ["de", "other"], Source.RETRIES: ["later"]}
    metrics = Metrics(["trade"], languages=["de"], inputs=["in"], outputs=["out", "dead"], retries=["later"])
    for declared in (one for one in TABLE if len(one.labels) == 1 and one.kind is not Kind.INFO):
        label = declared.labels[0]
        expected = known[label.values] if isinstance(label.values, Source) else list(label.values)
        name = declared.name + ("_count" if declared.kind is Kind.HISTOGRAM else "")
        samples = [s for family in metrics.registry.collect() for s in family.samples if s.name == name]
        assert {s.labels[label.name]: s.value for s in samples} == dict.fromkeys(expected, 0.0), declared.name


def test_topics_that_are_not_in_the_taxonomy_have_no_series():
    assert value(Metrics(("trade",)), "communique_topics_assigned_total", topic="defence") is None


def served(registry: CollectorRegistry) -> dict[str, tuple[str, str]]:
    return {
        family.name: (family.type, family.documentation)
        for family in parse_openmetrics(generate_openmetrics(registry).decode())
        if family.name.startswith("communique_")
    }


def declared_as(table) -> dict[str, tuple[str, str]]:
    return {one.name.removesuffix("_total").removesuffix("_info"): (str(one.kind), one.help) for one in table}


def test_what_is_served_is_what_the_tables_declare():
    metrics = Metrics()
    metrics.build.info({"version": "1"})
    assert served(metrics.registry) == declared_as(TABLE)
    assert served(FeedMetrics([FeedSource(url="https://a.example/rss")]).registry) == declared_as(FEED_TABLE + SHARED)


def test_feeds_are_counted_by_names_that_tell_no_secret_and_begin_at_zero():
    sources = [
        FeedSource(url="https://user:secret@a.example/rss?token=secret"),
        FeedSource(url="https://a.example/rss"),
        FeedSource(url="https://b.example/feed", name="The Gazette"),
        FeedSource(url="https://c.example/feed", name="The Gazette"),
    ]
    labels = list(labels_of(sources).values())
    assert labels == ["a.example/rss", "a.example/rss (2)", "The Gazette", "The Gazette (2)"]
    now = 100.0
    metrics = FeedMetrics(sources, lambda: now)
    for label in labels:
        assert value(metrics, "communique_feed_articles_published_total", feed=label) == 0
    metrics.looked(sources[2].url, "read", 0)
    now = 160.0
    metrics.looked(sources[3].url, "status_5xx", 1)
    metrics.looked(sources[3].url, "what a bug might say", 2)
    metrics.listed(sources[2].url, 9, 4)
    metrics.paused(sources[3].url, 120.0)
    assert value(metrics, "communique_feed_age_seconds", feed="The Gazette") == 60
    assert value(metrics, "communique_feed_failures", feed="The Gazette (2)") == 2
    assert value(metrics, "communique_feed_pause_seconds", feed="The Gazette (2)") == 120
    assert value(metrics, "communique_feed_items_total", feed="The Gazette") == 9
    assert value(metrics, "communique_feed_articles_published_total", feed="The Gazette") == 4
    outcomes = {"read": 1, "status_5xx": 1, "internal_error": 1, "gone": 0}
    for outcome, count in outcomes.items():
        assert value(metrics, "communique_feed_polls_total", outcome=outcome) == count
    assert b"secret" not in generate_latest(metrics.registry)


def test_names_follow_the_conventions_of_prometheus():
    assert len({one.name for one in EVERY}) == len(EVERY)
    for one in EVERY:
        assert re.fullmatch(r"communique(_[a-z0-9]+)+", one.name), one.name
        assert one.name.endswith("_total") == (one.kind is Kind.COUNTER), one.name
        assert one.help.endswith("."), one.name
        if one.unit in {"seconds", "bytes"}:
            assert one.name.removesuffix("_total").endswith(f"_{one.unit}"), one.name
        assert (one.kind is Kind.HISTOGRAM) == bool(one.buckets), one.name


def test_the_names_that_others_rely_on_stand():
    labels = {one.name: tuple(label.name for label in one.labels) for one in EVERY}
    assert {name: labels.get(name) for name in CONTRACT} == CONTRACT


def test_no_label_is_unbounded():
    for one in EVERY:
        for label in one.labels:
            assert isinstance(label.values, Source) or 0 < len(label.values) < 50, one.name
            assert label.name not in {"source", "url", "id"}, one.name


def test_no_metric_is_named_outside_the_table():
    names = {one.name for one in EVERY}
    for path in sorted((ROOT / "service").rglob("*.py")):
        if path.name not in {"metric_table.py", "feed_table.py"}:
            # The benchmarks' and rules' own words are no business of this test: only literals of the service.
            found = set(re.findall(r'"(communique_[a-z_]+_(?:total|seconds|bytes|records|info))"', path.read_text()))
            assert found <= names, path


def test_the_page_of_metrics_is_what_the_command_prints():
    assert (ROOT / "docs" / "metrics.md").read_text() == docs_page(), (
        "docs/metrics.md is old: communique metrics --docs > docs/metrics.md"
    )


def test_kinds_and_warnings_of_cleaning_are_all_in_the_table():
    source = "".join(path.read_text() for path in (ROOT / "service" / "core").glob("*.py"))
    kinds = set(re.findall(r'(?:drop|cut|Removed)\((?:[^()"]|\([^()]*\))*"([a-z]+)", "[a-z_]+"\)', source))
    assert {"boilerplate", "caption", "related"} <= kinds, "the expression finds nothing any more"
    assert kinds <= set(metric_values.REMOVED_KINDS)
    documented = (ROOT / "docs" / "cleaning.md").read_text()
    section = documented.partition("## Warnings")[2].partition("\n## ")[0]
    warnings = re.findall(r"^\| `([a-z_]+)` \|", section, re.MULTILINE)
    assert set(warnings) == set(metric_values.WARNINGS) - {"other"}


def test_what_is_in_no_list_counts_as_other():
    metrics = Metrics(languages=("de",))
    metrics.count_article(Findings((), "de", {"caption": 2, "new": 3}, ("embargo", "new"), {"mojibake": 4}))
    metrics.count_article(Findings((), "und", {}, (), {}))
    metrics.count_article(Findings((), "xx", {}, (), {}))
    assert value(metrics, "communique_articles_enriched_total", language="de") == 1
    assert value(metrics, "communique_articles_enriched_total", language="other") == 2
    assert value(metrics, "communique_pieces_removed_total", kind="caption") == 2
    assert value(metrics, "communique_repaired_total", kind="mojibake") == 4
    assert value(metrics, "communique_pieces_removed_total", kind="other") == 3
    assert value(metrics, "communique_article_warnings_total", warning="other") == 1


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
    metrics.end_to_end.observe_many("live", [1.0])
    for text in (generate_latest(metrics.registry), generate_openmetrics(metrics.registry)):
        assert b"_created" not in text


def test_two_workers_in_one_process_do_not_meet():
    one, two = Metrics(("trade",)), Metrics(("trade",))
    one.refused.inc("tombstone")
    one.end_to_end.observe_many("live", [1.0, 2.0])
    one.observe_stage("decode", 0.1)
    one.in_flight.inc()
    assert value(one, "communique_articles_refused_total", reason="tombstone") == 1
    assert value(two, "communique_articles_refused_total", reason="tombstone") == 0
    assert value(two, "communique_end_to_end_seconds_count", path="live") == 0
    assert value(two, "communique_stage_seconds_count", stage="decode") == 0
    assert value(two, "communique_batches_in_flight") == 0


def test_the_stages_are_those_that_the_pipeline_laps():
    laps: list[str] = []
    record = Record(
        b'{"id": "a", "content": "Ministers met.\\n\\nThey signed an agreement on trade.", "language": "en"}'
    )
    assert isinstance(Pipeline("foreign-affairs").process(record, laps.append), Enriched)
    assert tuple(laps) == STAGES


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


AGE = Declared(
    "age_seconds", Kind.HISTOGRAM, "seconds", "An age.", (Label("path", ("live", "late")),), (0.5, 1, 5, 3600)
)
SEEN = Declared("seen_total", Kind.COUNTER, "", "What was seen.", (Label("kind", ("bird", "fish", "other")),))


@given(st.lists(st.lists(EXACT, max_size=20), max_size=5))
def test_a_single_writers_histogram_is_told_like_prometheus_clients_own(batches):
    Metrics()  # it turns creation times off

    def ours(registry, *, at_once):
        histogram = SingleWriterHistogram(AGE, ["live", "late"])
        registry.register(histogram)
        for batch in batches:
            if at_once:
                histogram.observe_many("live", batch)
            else:
                for number in batch:
                    histogram.observe("live", number)

    def theirs(registry):
        histogram = Histogram(
            "age_seconds", "An age.", ["path"], unit="seconds", buckets=AGE.buckets, registry=registry
        )
        live, _ = histogram.labels("live"), histogram.labels("late")
        for number in (number for batch in batches for number in batch):
            live.observe(number)

    expected = exposition(theirs)
    assert exposition(partial(ours, at_once=True)) == exposition(partial(ours, at_once=False)) == expected


@given(st.lists(st.tuples(st.sampled_from(["bird", "fish", "cow"]), st.integers(0, 9))))
def test_a_single_writers_counter_is_told_like_prometheus_clients_own(seen):
    Metrics()

    def ours(registry):
        counter = SingleWriterCounter(SEEN, ["bird"], "other")
        registry.register(counter)
        counter.know(["fish", "other", "bird"])
        for kind, count in seen:
            counter.inc(kind, count)

    def theirs(registry):
        counter = Counter("seen", "What was seen.", ["kind"], registry=registry)
        for kind in ("bird", "fish", "other"):
            counter.labels(kind)
        for kind, count in seen:
            counter.labels("other" if kind == "cow" else kind).inc(count)

    assert exposition(ours) == exposition(theirs)


def test_a_value_that_a_counter_does_not_know_stops_no_work():
    counter = SingleWriterCounter(SEEN, ["bird"])
    counter.inc("cow")
    counter.inc("cow", 2)
    counted = {s.labels["kind"]: s.value for family in counter.collect() for s in family.samples}
    assert counted == {"bird": 0, "cow": 3}


def test_a_histograms_label_value_gets_its_series_when_it_is_asked_for():
    histogram = SingleWriterHistogram(AGE, [])
    assert [family.samples for family in histogram.collect()] == [[]]
    histogram.labels("late").observe(2)
    histogram.labels("late").observe(7)
    counted = {s.labels["path"]: s.value for f in histogram.collect() for s in f.samples if s.name.endswith("count")}
    assert counted == {"late": 2}


def test_a_value_on_a_bound_counts_below_it():
    metrics = Metrics()
    metrics.end_to_end.observe_many("live", [0.01, 0.010001])
    assert value(metrics, "communique_end_to_end_seconds_bucket", le="0.01", path="live") == 1
    assert value(metrics, "communique_end_to_end_seconds_bucket", le="0.025", path="live") == 2


def test_openmetrics_shows_the_trace_of_an_article_in_its_bucket_and_plain_text_does_not():
    metrics = Metrics()
    metrics.end_to_end.observe_many(
        "live", [0.2, 7.0], Traced(7.0, "4bf92f3577b34da6a3ce929d0e0e4736", 1_700_000_000.5)
    )
    families = parse_openmetrics(generate_openmetrics(metrics.registry).decode())
    samples = [s for family in families for s in family.samples if s.exemplar is not None]
    assert [(s.labels["le"], s.labels["path"], s.exemplar.value, float(s.exemplar.timestamp)) for s in samples] == [
        ("10.0", "live", 7.0, 1_700_000_000.5)
    ]
    assert samples[0].exemplar.labels == {"trace_id": "4bf92f3577b34da6a3ce929d0e0e4736"}
    assert b"trace_id" not in generate_latest(metrics.registry)
