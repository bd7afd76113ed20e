"""The metrics of a process that follows feeds, made of the table in feed_table.py."""

from __future__ import annotations

import time
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from service.edges import feed_table as table
from service.edges.metric_kinds import Source
from service.edges.metric_registry import Declaring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from service.edges.feeds_list import FeedSource

_LONGEST = 100


class FeedMetrics(Declaring):
    """What is counted of each feed.

    Args:
        sources: the feeds that are followed.
        clock: seconds of a clock that does not go back.
    """

    def __init__(self, sources: Sequence[FeedSource], clock: Callable[[], float] = time.monotonic) -> None:
        """Declare all metrics."""
        self.labels = labels_of(sources)
        super().__init__({Source.FEEDS: tuple(self.labels.values())})
        self._clock = clock
        self.polls = self._counter(table.POLLS)
        self.items = self._counter(table.ITEMS)
        self.published = self._counter(table.PUBLISHED)
        self.failures = self._gauge(table.FAILURES)
        self.pause = self._gauge(table.PAUSE)
        self.feeds = self._gauge(table.FEEDS)
        self.seen = self._gauge(table.SEEN)
        health, lines = table.SHARED
        self.health = self._gauge(health)
        self.log_lines = self._counter(lines)
        self._read_at = dict.fromkeys(self.labels, clock())
        age = self._gauge(table.AGE)
        for url, label in self.labels.items():
            age.labels(label).set_function(partial(self._age, url))

    def looked(self, url: str, outcome: str, failures: int) -> None:
        """A look at a feed has ended.

        Args:
            url: the feed's address.
            outcome: one of `feed_table.OUTCOMES`; what is none of them counts as a bug.
            failures: in a row, by now.
        """
        self.polls.labels(outcome if outcome in table.OUTCOMES else "internal_error").inc()
        self.failures.labels(self.labels[url]).set(failures)
        if not failures:
            self._read_at[url] = self._clock()

    def listed(self, url: str, items: int, published: int) -> None:
        """A feed listed so many items; so many of them were new, and Kafka has them."""
        self.items.labels(self.labels[url]).inc(items)
        self.published.labels(self.labels[url]).inc(published)

    def paused(self, url: str, seconds: float) -> None:
        """The next look at a feed is in so long."""
        self.pause.labels(self.labels[url]).set(seconds)

    def _age(self, url: str) -> float:
        return self._clock() - self._read_at[url]


def labels_of(sources: Iterable[FeedSource]) -> dict[str, str]:
    """What each feed is called in metrics, by its address: different for each, and without what may be secret."""
    taken: set[str] = set()
    labels = {}
    for source in sources:
        base = label = (source.name or _place(source.url))[:_LONGEST]
        number = 1
        while label in taken:
            number += 1
            label = f"{base} ({number})"
        taken.add(label)
        labels[source.url] = label
    return labels


def _place(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{parts.path}"
