"""The text of /metrics is prometheus_client's own, byte for byte, in each of its formats."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, Info
from prometheus_client.exposition import choose_encoder

from service.edges.exposition import FRESH_SECONDS, MOST_FORMATS, Exposition
from service.edges.metrics import Metrics
from service.edges.single_writer import Traced
from service.models import Findings

ACCEPTED = [
    "",
    "text/plain;version=0.0.4",
    "text/plain;version=1.0.0;escaping=allow-utf-8",
    "application/openmetrics-text;version=1.0.0;q=0.8,text/plain;q=0.5",
    "application/openmetrics-text;version=1.0.0;escaping=values",
    "application/openmetrics-text; version=0.0.1",
    "image/png",
]


class Clock:
    """One that is set by hand."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_every_metric_of_a_worker_is_told_as_the_client_does(clock):
    metrics = Metrics(("trade",), languages=("de",), inputs=("in",), outputs=("out",))
    expositions = {accept: Exposition(without_process(metrics), clock) for accept in ACCEPTED}
    for number in range(3):
        metrics.consumed.labels('odd "channel"\n\\').inc(10**number)
        metrics.count_article(Findings(("trade",), "de", {"caption": 2}, ("embargo",), {"mojibake": 4}))
        metrics.observe_stage("clean", 0.1 * number)
        metrics.end_to_end.observe_many("live", [0.2, 7.0], Traced(7.0, f"{number + 1:032x}", 1_700_000_000.5))
        metrics.lag.labels("in", str(number)).set(12_345_678 * number)
        metrics.produce_seconds.labels(f"out-{number}").observe(number)
        metrics.refused.inc(f"new reason {number}")
        if number:
            metrics.lag.remove("in", str(number - 1))
        clock.now += 1
        for accept, exposition in expositions.items():
            encode, content_type = choose_encoder(accept)
            assert exposition.text(accept) == (encode(exposition._registry), content_type), accept


def without_process(metrics: Metrics) -> CollectorRegistry:
    """A registry with a worker's own metrics alone: those of the process and of memory differ from one look to the next."""
    registry = CollectorRegistry()
    for collector in metrics.registry._collector_to_names:
        if not type(collector).__module__.endswith(("process_collector", "gc_collector")):
            registry.register(collector)
    return registry


VALUES = (
    st.floats() | st.integers(-(2**60), 2**60) | st.sampled_from([0.0, -0.0, math.inf, -math.inf, math.nan, 1e6, 1e21])
)
LABELS = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(
    ["", '"', "\\", "\n", "a,b", "ä"]
)


@settings(max_examples=40)
@given(st.lists(st.tuples(LABELS, LABELS, VALUES), max_size=8), st.sampled_from(ACCEPTED))
def test_whatever_labels_and_values_say(series, accept):
    registry, clock = CollectorRegistry(), Clock()
    gauge = Gauge("some_bytes", 'What "it" is.\nReally \\.', ["one", "two"], registry=registry)
    Info("what", "About it.", registry=registry).info({"name": "x"})
    Histogram("took_seconds", "Time.", unit="seconds", registry=registry).observe(2)
    Counter("done", "Work.", registry=registry).inc(3, {"trace_id": "7"})
    exposition = Exposition(registry, clock)
    for one, two, value in series:
        gauge.labels(one, two).set(value)
        clock.now += 1
        assert exposition.text(accept)[0] == choose_encoder(accept)[0](registry)


def test_a_text_serves_those_who_ask_soon_after_and_nobody_later(clock):
    registry = CollectorRegistry()
    counter = Counter("done", "Work.", registry=registry)
    exposition = Exposition(registry, clock)
    first, _ = exposition.text("")
    counter.inc()
    clock.now += FRESH_SECONDS / 2
    assert exposition.text("")[0] is first
    clock.now += FRESH_SECONDS
    assert b"done_total 1.0" in exposition.text("")[0]


def test_formats_are_kept_apart(clock):
    registry = CollectorRegistry()
    Counter("done", "Work.", registry=registry)
    exposition = Exposition(registry, clock)
    texts = {accept: exposition.text(accept) for accept in ACCEPTED}
    assert texts[ACCEPTED[3]][0].endswith(b"# EOF\n")
    assert b"EOF" not in texts[""][0]


def test_what_is_remembered_does_not_grow_with_what_clients_ask_for(clock):
    exposition = Exposition(CollectorRegistry(), clock)
    for number in range(1000):
        exposition.text(f"application/openmetrics-text;version=1.0.0;escaping=x{number},text/plain;n={number}")
        exposition.text(f"application/openmetrics-text;version={number}.0.0")
    assert len(exposition._texts) <= MOST_FORMATS
    assert len(exposition._made) <= MOST_FORMATS
