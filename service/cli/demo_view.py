"""What the demo shows: articles as they come, counts, rate and lag; a summary at the end."""

from __future__ import annotations

import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import Any

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from service.cli.render import topics_line

_ROWS = 16


@dataclass
class DemoState:
    """What has been seen so far; `lag` is None until the worker tells it."""

    metrics_url: str
    sent: int = 0
    enriched: int = 0
    dead: int = 0
    lag: int | None = None
    started: float = field(default_factory=time.monotonic)
    first_enriched_after: float | None = None
    languages: Counter[str] = field(default_factory=Counter)
    topics: Counter[str] = field(default_factory=Counter)
    reasons: Counter[str] = field(default_factory=Counter)
    off_topic: int = 0
    rows: deque[tuple[str, str, str]] = field(default_factory=lambda: deque(maxlen=_ROWS))

    @property
    def done(self) -> int:
        """Articles that came out, either way."""
        return self.enriched + self.dead

    def add_enriched(self, event: dict[str, Any]) -> tuple[str, str, str]:
        """Count an enriched event; returns its row: language, title, topics with their phrases."""
        if not self.enriched:
            self.first_enriched_after = time.monotonic() - self.started
        self.enriched += 1
        self.languages[event["language"]] += 1
        self.topics.update(topic["label"] for topic in event["topics"])
        self.off_topic += not event["topics"]
        return self._row(event["language"], event["title"] or event["id"], topics_line(event))

    def add_dead(self, reason: str, name: str) -> tuple[str, str, str]:
        """Count a dead letter; returns its row."""
        self.dead += 1
        self.reasons[reason] += 1
        return self._row("dead", name, reason)

    def _row(self, *row: str) -> tuple[str, str, str]:
        self.rows.append((row[0], row[1], row[2]))
        return self.rows[-1]

    def rate(self) -> float:
        """Articles a second since the first one came out."""
        if self.first_enriched_after is None:
            return 0.0
        return self.done / max(0.001, time.monotonic() - self.started - self.first_enriched_after)


def live_view(state: DemoState) -> RenderableType:
    """The screen while articles flow."""
    table = Table(box=None, pad_edge=False, header_style="bold", expand=True)
    table.add_column("lang", width=5, style="cyan")
    table.add_column("title", ratio=2, no_wrap=True)
    table.add_column("topics, with the phrases that made them", ratio=3, no_wrap=True)
    for language, title, topics in state.rows:
        style = "red" if language == "dead" else "dim" if topics == "off-topic" else ""
        table.add_row(language, title, topics, style=style)
    lag = "?" if state.lag is None else str(state.lag)
    counts = (
        f"sent {state.sent} · enriched {state.enriched} ({state.off_topic} off-topic) · dead letters {state.dead} · "
        f"lag {lag} · {state.rate():.0f}/s · metrics at {state.metrics_url} · Ctrl-C ends"
    )
    return Group(
        Text("Communique: raw articles in, enriched events out", style="bold"), table, Text(counts, style="dim")
    )


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
        table.add_row("first enriched after", f"{state.first_enriched_after:.1f} s")
    return table


def _counts(counter: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in counter.most_common())
