"""How old articles are when their output is acknowledged, and which of them say something about the service."""

from __future__ import annotations

import re
import time
from typing import TYPE_CHECKING

from service.core.headers import ATTEMPTS, ORIGIN, RAW, last, origin
from service.edges.metric_values import LATE, LATE_SECONDS, LIVE
from service.edges.single_writer import Traced
from service.stream.incoming import record_of

if TYPE_CHECKING:
    from service.edges.single_writer import SingleWriterHistogram
    from service.models import Headers
    from service.stream.batch import Batch, Fetched

TRACEPARENT = "traceparent"
# W3C Trace Context, version 00, and later versions that begin like it: version, trace id, parent id, flags.
_TRACEPARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def observe_latency(batch: Batch, histogram: SingleWriterHistogram) -> None:
    """Record the age of each article of a batch that has just been acknowledged.

    An article's age counts from its first record: a fetched, retried or redriven one names it in `communique.origin`.
    """
    now, latest_live = time.time(), 1000 * (batch.read_at - LATE_SECONDS)
    # Most records have no headers: what they cost is a list or two, which the transport benchmark would see grow.
    stamps = [one.timestamp for one in batch.records if not one.headers]
    if None in stamps or min(stamps, default=0) < 0:
        stamps = [stamp for stamp in stamps if _known(stamp)]
    late = [stamp for stamp in stamps if stamp < latest_live] if min(stamps, default=latest_live) < latest_live else []
    live = [stamp for stamp in stamps if stamp >= latest_live] if late else stamps
    ages = {LIVE: [now - stamp / 1000 for stamp in live], LATE: [now - stamp / 1000 for stamp in late]}
    traced: dict[str, Traced] = {}
    for record in batch.records:
        if record.headers:
            _observe_headed(record, now, latest_live, ages, traced)
    for path, values in ages.items():
        if values:
            positive = values if min(values) >= 0 else [max(0.0, age) for age in values]
            histogram.observe_many(path, positive, traced.get(path))


def _known(timestamp: int | None) -> bool:
    """Kafka says -1 and aiokafka None for a record that an old client wrote without a time."""
    return timestamp is not None and timestamp >= 0


def _observe_headed(
    record: Fetched, now: float, latest_live: float, ages: dict[str, list[float]], traced: dict[str, Traced]
) -> None:
    """Add the age of a record with headers: they may tell an origin, an earlier try, a trace."""
    path, timestamp = _path(record)
    if timestamp is None or timestamp < 0:
        return
    age = max(0.0, now - timestamp / 1000)
    path = path if timestamp >= latest_live else LATE
    ages[path].append(age)
    trace = trace_id(record.headers)
    if trace is not None and (path not in traced or age > traced[path].value):
        traced[path] = Traced(age, trace, now)


def _path(record: Fetched) -> tuple[str, int | None]:
    """Whether an article was tried before or fetched, and when its first record was written, ms since the epoch."""
    path = LIVE if last(record.headers, ATTEMPTS) is None and last(record.headers, RAW) is None else LATE
    if last(record.headers, ORIGIN) is None:
        return path, record.timestamp
    first = origin(record_of(record))
    return path, record.timestamp if first is None else first.timestamp


def trace_id(headers: Headers) -> str | None:
    """The trace id of the header `traceparent` (W3C Trace Context): 32 hexadecimal digits; None without a valid one."""
    told = last(headers, TRACEPARENT)
    found = _TRACEPARENT.fullmatch(told) if told else None
    return None if found is None else found[1].decode()
