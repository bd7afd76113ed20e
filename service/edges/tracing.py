"""Traces: one span for the work on a batch and one for each channel that its output goes to; off unless asked for.

OpenTelemetry's semantic conventions for messaging (1.30) name spans and attributes. A batch whose articles come with
one trace context is that context's child; one with several is linked to each. What an article brings in `traceparent`
and `tracestate` goes out with its event unchanged; an event whose article brought none gets the context of its
publishing. Dead letters are left as they are, byte for byte.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol

from service._version import __version__
from service.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from contextlib import AbstractContextManager

    from service.models import Headers, Message

TRACEPARENT, TRACESTATE = "traceparent", "tracestate"
MOST_LINKS = 128
"""What OpenTelemetry keeps of a span by default."""
SHUTDOWN_MILLIS = 3000


class Headed(Protocol):
    """A record with headers."""

    headers: Any


class Tracing(Protocol):
    """What is told of the work on batches."""

    def processing(self, facts: Mapping[str, Any], records: Sequence[Headed]) -> AbstractContextManager[None]:
        """A context manager around the work on a batch.

        Args:
            facts: attributes of the span.
            records: what is worked on.
        """

    def sending(
        self, channel: str, messages: Sequence[Message], *, inject: bool
    ) -> AbstractContextManager[Sequence[Message]]:
        """A context manager around the publication of messages; it gives them as they are to be published.

        Args:
            channel: where to.
            messages: what is published.
            inject: whether a message without a trace context gets one.
        """

    def close(self) -> None:
        """Send what is left; blocks for seconds at most."""


class NoTracing:
    """No traces, at the cost of two calls a batch."""

    @contextmanager
    def processing(self, facts: Mapping[str, Any], records: Sequence[Headed]) -> Iterator[None]:  # noqa: ARG002 - Tracing's
        """Nothing to do."""
        yield

    @contextmanager
    def sending(self, channel: str, messages: Sequence[Message], *, inject: bool) -> Iterator[Sequence[Message]]:  # noqa: ARG002 - Tracing's
        """The messages, as they are."""
        yield messages

    def close(self) -> None:
        """Nothing to do."""


NO_TRACING = NoTracing()


class OpenTelemetryTracing:
    """Traces by OpenTelemetry.

    Args:
        provider: an SDK TracerProvider.
        group: the consumer group.
    """

    def __init__(self, provider: Any, group: str) -> None:
        from opentelemetry import trace  # noqa: PLC0415 - optional
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415

        self._trace = trace
        self._provider = provider
        self._propagator = TraceContextTextMapPropagator()
        self._tracer = provider.get_tracer("communique", __version__)
        self._common = {"messaging.system": "kafka", "messaging.consumer.group.name": group}

    @contextmanager
    def processing(self, facts: Mapping[str, Any], records: Sequence[Headed]) -> Iterator[None]:
        """See Tracing."""
        contexts = self._contexts(records)
        attributes = {
            **self._common,
            "messaging.operation.type": "process",
            "messaging.operation.name": "process",
            **facts,
        }
        alone = len(contexts) == 1
        with self._tracer.start_as_current_span(
            f"process {facts['messaging.destination.name']}",
            context=self._trace.set_span_in_context(self._trace.NonRecordingSpan(contexts[0])) if alone else None,
            links=() if alone else [self._trace.Link(context) for context in contexts],
            kind=self._trace.SpanKind.CONSUMER,
            attributes=attributes,
        ):
            yield

    @contextmanager
    def sending(self, channel: str, messages: Sequence[Message], *, inject: bool) -> Iterator[Sequence[Message]]:
        """See Tracing."""
        attributes = {
            "messaging.system": "kafka",
            "messaging.operation.type": "send",
            "messaging.operation.name": "send",
            "messaging.destination.name": channel,
            "messaging.batch.message_count": len(messages),
        }
        # Not made the current span: the other channels' sends are its siblings, not its children.
        span = self._tracer.start_span(f"send {channel}", kind=self._trace.SpanKind.PRODUCER, attributes=attributes)
        try:
            yield self._injected(messages, span) if inject else messages
        except BaseException as error:
            span.record_exception(error)
            span.set_status(self._trace.StatusCode.ERROR)
            raise
        finally:
            span.end()

    def close(self) -> None:
        """See Tracing."""
        self._provider.force_flush(SHUTDOWN_MILLIS)
        self._provider.shutdown()

    def _contexts(self, records: Sequence[Headed]) -> list[Any]:
        """The distinct valid span contexts that records bring, in order."""
        brought = {_carrier(one.headers) for one in records if one.headers}
        found = {}
        for carrier in sorted(brought):
            context = self._propagator.extract(dict(carrier))
            span = self._trace.get_current_span(context).get_span_context()
            if span.is_valid:
                found[span.trace_id, span.span_id] = span
            if len(found) == MOST_LINKS:
                break
        return list(found.values())

    def _injected(self, messages: Sequence[Message], span: Any) -> Sequence[Message]:
        carrier: dict[str, str] = {}
        self._propagator.inject(carrier, context=self._trace.set_span_in_context(span))
        ours = tuple((name, value.encode()) for name, value in carrier.items())
        return [
            message
            if any(name == TRACEPARENT for name, _ in message.headers)
            else message._replace(headers=message.headers + ours)
            for message in messages
        ]


def _carrier(headers: Headers) -> tuple[tuple[str, str], ...]:
    """The trace context in headers, as text; what is no ASCII is no context."""
    return tuple(
        (name, value.decode("ascii", "replace"))
        for name, value in headers
        if name in {TRACEPARENT, TRACESTATE} and value is not None
    )


def tracing_of(*, enabled: bool, group: str) -> Tracing:
    """The tracing that the settings ask for; the exporter takes OpenTelemetry's own variables (OTEL_EXPORTER_OTLP_*).

    Raises:
        SettingsError: it is asked for, and not installed.
    """
    if not enabled:
        return NO_TRACING
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415
    except ImportError:
        raise SettingsError(
            "COMMUNIQUE_TRACING: OpenTelemetry is not installed; pip install 'communique[tracing]', or set it to false"
        ) from None
    resource = Resource.create({"service.name": "communique", "service.version": __version__})
    provider = TracerProvider(resource=resource)
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    return OpenTelemetryTracing(provider, group)
