"""What a metric is declared with: its type, its unit, its labels and what they may say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """Types of metrics, in Prometheus's words."""

    COUNTER = "counter"
    GAUGE = "gauge"
    HISTOGRAM = "histogram"
    INFO = "info"


class Source(StrEnum):
    """Where the values of a label come from that is not a list of this module."""

    INPUTS = "the channels that are read"
    OUTPUTS = "the channels that are written"
    RETRIES = "the channels `COMMUNIQUE_CHANNEL_RETRY` with each delay"
    TOPICS = "the taxonomy's topic ids"
    LANGUAGES = "`COMMUNIQUE_LANGUAGES`, and `other`"
    PARTITIONS = "partitions that the worker has"
    BUILD = "one value"
    FEEDS = "the feeds that are listed, by name, else by host and path"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and what it may say: a list of values, or where they come from."""

    name: str
    values: tuple[str, ...] | Source


@dataclass(frozen=True, slots=True)
class Declared:
    """One metric.

    Attributes:
        name: as Prometheus shows it: a counter ends in `_total`, a base unit stands before that.
        kind: its type.
        unit: what one is.
        help: a sentence for who reads it.
        labels: empty for a single series.
        buckets: of a histogram: upper bounds, ascending, without infinity.
    """

    name: str
    kind: Kind
    unit: str
    help: str
    labels: tuple[Label, ...] = ()
    buckets: tuple[float, ...] = ()


def unit_in_name(declared: Declared) -> str:
    """The unit where the name ends in it, as OpenMetrics wants it; empty for others, whose unit is for people."""
    return declared.unit if declared.kind is not Kind.COUNTER and declared.name.endswith(f"_{declared.unit}") else ""
