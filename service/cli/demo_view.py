"""What the demo shows: articles as they come, counts, rate and lag; a summary at the end."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.cli.console import Console
from service.cli.render import colour, phrases_of

PHRASES = 3
"""Phrases shown for each topic of an article."""
_FRAME_LINES = 7
"""Lines of the screen that are not articles: heading, counts and the space around them."""
_MOST_ROWS = 40


class Row(NamedTuple):
    """One article as it is shown: for a dead letter `language` is "dead" and `detail` its reason."""

    language: str
    title: str
    topics: tuple[tuple[str, str], ...] = ()
    detail: str = ""

    def line(self) -> str:
        """The row as plain text, for output that is no terminal."""
        topics = "; ".join(f"{label} ({phrases})" for label, phrases in self.topics)
        return f"{self.language:<5} {self.title}  [{topics or self.detail}]"


@dataclass
class DemoState:
    """What has been seen so far.

    Attributes:
        metrics_url: where the worker serves its metrics.
        ready: the worker has said so.
        lag: records that wait for the worker, None until it tells.
        interrupted: Ctrl-C or SIGTERM came.
    """

    metrics_url: str
    ready: bool = False
    interrupted: bool = False
    sent: int = 0
    enriched: int = 0
    off_topic: int = 0
    dead: int = 0
    lag: int | None = None
    started: float = field(default_factory=time.monotonic)
    first_enriched_after: float | None = None
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    rows: deque[Row] = field(default_factory=lambda: deque(maxlen=_MOST_ROWS))

    @property
    def done(self) -> int:
        """Articles that came out, either way."""
        return self.enriched + self.dead

    def add_enriched(self, event: dict[str, Any]) -> Row:
        """Count an enriched event; returns its row, the main topic first."""
        if self.first_enriched_after is None:
            self.first_enriched_after = time.monotonic() - self.started
        self.enriched += 1
        self.languages[event["language"]] += 1
        self.topics.update(topic["label"] for topic in event["topics"])
        self.off_topic += not event["topics"]
        topics = sorted(event["topics"], key=lambda topic: topic["id"] != event.get("primary_topic"))
        shown = tuple((topic["label"], phrases_of(topic, PHRASES)) for topic in topics)
        return self._add(Row(event["language"], event["title"] or event["id"], shown, "off-topic"))

    def add_dead(self, reason: str, name: str) -> Row:
        """Count a dead letter; returns its row."""
        self.dead += 1
        self.reasons[reason] += 1
        return self._add(Row("dead", name, (), reason))

    def _add(self, row: Row) -> Row:
        self.rows.append(row)
        return row

    def rate(self) -> float:
        """Articles a second since the first one came out."""
        if self.first_enriched_after is None:
            return 0.0
        return self.done / max(0.001, time.monotonic() - self.started - self.first_enriched_after)


def live_view(state: DemoState, console: Console) -> RenderableType:
    """The screen while articles flow: as many as fit, the newest last, each with its topics and their phrases."""
    title = Text.assemble(("Communique", "bold"), "  raw articles in, enriched events out")
    if not state.rows:
        seconds = time.monotonic() - state.started
        waiting = (
            "articles are on their way" if state.ready else f"Kafka is up; a worker is starting ({seconds:.0f} s) …"
        )
        return Group(title, "", Text(waiting, style="dim"), "", _footer(state))
    fit = max(1, (console.height - _FRAME_LINES) // 2)
    shown = list(state.rows)[-fit:]
    return Group(title, "", *(_article(row) for row in shown), "", _footer(state))


def _article(row: Row) -> RenderableType:
    """Two lines: language and title; topics, each with the phrases that made it."""
    first = Text(f"{row.language:<5}", style="red" if row.language == "dead" else "cyan", no_wrap=True)
    first.append(row.title, style="red" if row.language == "dead" else "bold" if row.topics else "default")
    second = Text(" " * 5, no_wrap=True)
    if row.language == "dead":
        second.append(f"dead letter: {row.detail}", style="red")
    elif not row.topics:
        second.append(row.detail, style="dim")
    for place, (label, phrases) in enumerate(row.topics):
        second.append(f"■ {label} ", style=colour(place))
        second.append(f"{phrases}   ", style="dim")
    for line in (first, second):
        line.overflow = "ellipsis"
    return Group(first, second)


def _footer(state: DemoState) -> RenderableType:
    counts = Table.grid(padding=(0, 2))
    lag = "?" if state.lag is None else str(state.lag)
    counts.add_row(
        _figure("sent", state.sent),
        _figure("enriched", f"{state.enriched} ({state.off_topic} off-topic)"),
        _figure("dead letters", state.dead),
        _figure("lag", lag),
        _figure("per second", f"{state.rate():.1f}"),
    )
    where = Text(f"metrics {state.metrics_url}   Ctrl-C ends", style="dim", no_wrap=True)
    return Group(counts, where)


def _figure(name: str, value: object) -> Text:
    return Text.assemble((f"{name} ", "dim"), (str(value), "bold"))


def summary(state: DemoState) -> RenderableType:
    """The table at the end."""
    table = Table(box=None, pad_edge=False, show_header=False)
    table.add_column(style="bold")
    table.add_column()
    table.add_row("articles sent", str(state.sent))
    table.add_row("enriched", f"{state.enriched}, of these off-topic {state.off_topic}")
    table.add_row("dead letters", f"{state.dead}  ({_counts(state.reasons)})" if state.dead else "0")
    table.add_row("languages", _counts(state.languages))
    table.add_row("topics", _counts(state.topics))
    if state.first_enriched_after is not None:
        table.add_row(
            "first enriched after", f"{state.first_enriched_after:.1f} s, start of broker and worker included"
        )
    return table


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())
