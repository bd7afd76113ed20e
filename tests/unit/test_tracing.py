"""Traces: spans and headers as OpenTelemetry's messaging conventions and W3C Trace Context want them."""

from __future__ import annotations

import asyncio
import builtins

import pytest
from faust.types.tuples import TP
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from service.edges import tracing
from service.edges.metrics import Metrics
from service.errors import PublishError, SettingsError
from service.models import Message
from service.stream.agent import BatchHandler, Channels, Onlookers
from service.stream.at_least_once import AtLeastOnce
from service.stream.batch import Batch
from service.stream.runner import BatchRunner
from tests.unit.test_agent import DEAD, OUT, RAW, FakePublisher, fetched, settled, upper

ONE, TWO = ("00-" + digit * 32 + "-00f067aa0ba902b7-01" for digit in "12")


def passing(record):
    """Like the pipeline: headers pass through."""
    outcome = upper(record)
    return outcome._replace(headers=record.headers) if isinstance(outcome, Message) else outcome


class Traced:
    """A runner on a fake publisher whose spans are kept."""

    def __init__(self) -> None:
        self.exporter = InMemorySpanExporter()
        provider = TracerProvider()
        provider.add_span_processor(SimpleSpanProcessor(self.exporter))
        self.publisher, self.metrics = FakePublisher(1000), Metrics()
        onlookers = Onlookers(tracing=tracing.OpenTelemetryTracing(provider, "group"))
        delivery = AtLeastOnce(lambda: self.publisher)
        handler = BatchHandler(passing, delivery, Channels(OUT, DEAD), self.metrics, "group", onlookers=onlookers)
        self.failures: list[BaseException] = []
        self.runner = BatchRunner(handler, self.metrics, 4, lambda _: None, lambda _: None, self.failures.append)

    def count(self, name: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"communique_{name}")

    @property
    def spans(self):
        return {span.name: span for span in self.exporter.get_finished_spans()}

    def headers(self, channel: str) -> list[dict[str, bytes]]:
        return [
            dict(message.headers)
            for name, _, messages in self.publisher.calls
            for message in messages
            if name == channel
        ]


def run(*records, fail: Exception | None = None) -> Traced:
    async def go():
        traced = Traced()
        if fail is not None:
            traced.publisher.fail[OUT] = fail
        await traced.runner.run(Batch(TP(RAW, 2), list(records)))
        await settled(traced)
        return traced

    return asyncio.run(go())


def context_of(told: str) -> tuple[int, int]:
    _, trace, span, _ = told.split("-")
    return int(trace, 16), int(span, 16)


def test_a_batch_of_one_trace_is_its_child_and_its_publishing_the_childs():
    traced = run(fetched(0, b"a", headers=(("traceparent", ONE.encode()),)))
    process, send = traced.spans[f"process {RAW}"], traced.spans[f"send {OUT}"]
    assert (process.kind, send.kind) == (SpanKind.CONSUMER, SpanKind.PRODUCER)
    assert (process.parent.trace_id, process.parent.span_id) == context_of(ONE)
    assert send.parent.span_id == process.context.span_id
    assert process.links == ()
    assert process.attributes["messaging.system"] == "kafka"
    assert process.attributes["messaging.operation.type"] == "process"
    assert process.attributes["messaging.destination.name"] == RAW
    assert process.attributes["messaging.destination.partition.id"] == "2"
    assert process.attributes["messaging.kafka.offset"] == 0
    assert process.attributes["messaging.batch.message_count"] == 1
    assert process.attributes["messaging.consumer.group.name"] == "group"
    assert send.attributes["messaging.operation.type"] == "send"
    assert send.attributes["messaging.destination.name"] == OUT


def test_a_batch_of_several_traces_is_linked_to_each_and_nobodys_child():
    contexts = [ONE, TWO, ONE]
    traced = run(
        *(fetched(n, b"a", headers=(("traceparent", told.encode()),)) for n, told in enumerate(contexts)), fetched(3)
    )
    process = traced.spans[f"process {RAW}"]
    assert process.parent is None
    assert {(link.context.trace_id, link.context.span_id) for link in process.links} == {
        context_of(ONE),
        context_of(TWO),
    }


def test_what_an_article_brings_goes_out_unchanged_and_what_brings_none_gets_the_publishings():
    state = (("traceparent", ONE.encode()), ("tracestate", b"vendor=1"))
    traced = run(fetched(0, b"a", headers=state), fetched(1, b"b"))
    first, second = traced.headers(OUT)
    assert first == {"traceparent": ONE.encode(), "tracestate": b"vendor=1"}
    send = traced.spans[f"send {OUT}"]
    assert context_of(second["traceparent"].decode()) == (send.context.trace_id, send.context.span_id)


def test_dead_letters_stay_as_they_are():
    traced = run(fetched(0, b"bad", headers=(("x", b"1"),)))
    (headers,) = traced.headers(DEAD)
    assert "traceparent" not in headers
    assert f"send {DEAD}" in traced.spans


@pytest.mark.parametrize("told", [b"", b"garbage", b"\xff\xfe", b"00-" + b"0" * 32 + b"-00f067aa0ba902b7-01", None])
def test_a_context_that_makes_no_sense_is_none(told):
    process = run(fetched(0, b"a", headers=(("traceparent", told),))).spans[f"process {RAW}"]
    assert process.parent is None
    assert process.links == ()


def test_links_are_bounded():
    records = [
        fetched(n, b"a", headers=(("traceparent", b"00-%032x-00f067aa0ba902b7-01" % (n + 1)),)) for n in range(300)
    ]
    assert len(run(*records).spans[f"process {RAW}"].links) == tracing.MOST_LINKS


def test_output_that_is_not_acknowledged_is_an_error_of_its_span():
    traced = run(fetched(0, b"a"), fail=PublishError("no word"))
    assert traced.spans[f"send {OUT}"].status.status_code is StatusCode.ERROR
    assert [event.name for event in traced.spans[f"send {OUT}"].events] == ["exception"]


def test_without_tracing_messages_pass_as_they_are():
    messages = [Message(b"k", b"v")]
    with tracing.NO_TRACING.processing({}, []), tracing.NO_TRACING.sending(OUT, messages, inject=True) as sent:
        assert sent is messages
    assert tracing.tracing_of(enabled=False, group="g") is tracing.NO_TRACING


def test_tracing_that_is_not_installed_is_a_wrong_setting(monkeypatch):
    plain = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("opentelemetry"):
            raise ImportError(name)
        return plain(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(SettingsError, match=r"COMMUNIQUE_TRACING.*communique\[tracing\]"):
        tracing.tracing_of(enabled=True, group="g")
