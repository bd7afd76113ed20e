"""Feeds followed: each looked at in its own rhythm, what is new published, failures told and waited out.

A process of its own, one at a time. What a look has found goes out in one transaction: the raw articles, the record
that they were seen, and what to ask the feed by the next time. So a crash neither loses an article nor repeats one, and
a second process shuts the first one out.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

from service.core.decode import RawDecoder
from service.edges.feed_metrics import FeedMetrics
from service.edges.feed_table import READ, UNCHANGED
from service.edges.feeds_urls import canonical_url
from service.errors import FeedError, FetchError, Refused
from service.models import Message, Record
from service.stream.feeds_found import Found, raw_message
from service.stream.feeds_report import Report, failed, mended
from service.stream.feeds_seen import Seen, Sighting, digest, validators_message

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable, Sequence

    from service.edges.feeds import Feed, FeedItem
    from service.edges.feeds_list import FeedSource
    from service.edges.feeds_poll import FeedClient, Look

log = logging.getLogger(__name__)

LONGEST_PAUSE: Final = 86_400.0
"""Seconds between two looks at a feed that fails for long: a day."""
SPREAD: Final = 0.1
"""Part of a pause by which it is longer or shorter at random, so that feeds do not fall into step."""
FIRST_SPREAD_SECONDS: Final = 30.0
"""Feeds are first looked at within this time, not all at once."""
FORGET_SECONDS: Final = 86_400.0
"""Time between two goes at forgetting."""


class Outlet(Protocol):
    """Where output goes: all of it, or none."""

    async def publish(self, articles: Sequence[Message], seen: Sequence[Message]) -> None:
        """Publish raw articles and records of what was seen, and return when Kafka has both.

        Raises:
            PublishError: it has neither.
        """


@dataclass(frozen=True, slots=True)
class Pace:
    """How feeds are followed.

    Attributes:
        interval: seconds between two looks at a feed that does not say.
        most_bytes: of a raw event; one that is larger goes without its content.
        concurrency: looks at once.
    """

    interval: float
    most_bytes: int = 1_000_000
    concurrency: int = 16


class Follower:
    """Follows feeds.

    Args:
        sources: the feeds.
        client: looks at them.
        outlet: takes what is new.
        seen: what was published before.
        decoder: checks that what goes out is a raw article.
        pace: how often, how much and how many at once.
        metrics: counts looks and what they found.
    """

    def __init__(
        self,
        sources: Sequence[FeedSource],
        client: FeedClient,
        outlet: Outlet,
        seen: Seen,
        decoder: RawDecoder,
        pace: Pace,
        metrics: FeedMetrics | None = None,
    ) -> None:
        self.reports = {source.url: Report(source.url) for source in sources}
        self._sources = sources
        self._client = client
        self._outlet = outlet
        self._seen = seen
        self._decoder = decoder
        self._pace = pace
        self._slots = asyncio.Semaphore(pace.concurrency)
        self._metrics = metrics or FeedMetrics(sources)
        self._publishing = asyncio.Lock()

    async def once(self) -> list[Report]:
        """Look at every feed once.

        Raises:
            PublishError: Kafka did not take what was new.
        """
        await _together([self.look(source) for source in self._sources])
        return list(self.reports.values())

    async def run(self) -> None:
        """Follow the feeds until cancelled; a transaction that is under way is finished first.

        Raises:
            PublishError: Kafka did not take what was new.
        """
        try:
            await _together([self._forget_now_and_then(), *(self._follow(source) for source in self._sources)])
        finally:
            async with self._publishing:
                pass

    async def _follow(self, source: FeedSource) -> None:
        pause = random.uniform(0, min(FIRST_SPREAD_SECONDS, self._rhythm(source)))  # noqa: S311 - spreads load, hides nothing
        while True:
            await asyncio.sleep(pause)
            retry_after = await self.look(source)
            report = self.reports[source.url]
            if report.state == "gone":
                return
            pause = max(retry_after, self._pause(source, report.failures))
            self._metrics.paused(source.url, pause)

    def _rhythm(self, source: FeedSource) -> float:
        return source.every or self._pace.interval

    def _pause(self, source: FeedSource, failures: int) -> float:
        """Doubled with each failure in a row."""
        pause = self._rhythm(source)
        if failures:
            pause = max(pause, min(pause * 2 ** min(failures, 20), LONGEST_PAUSE))
        return pause * random.uniform(1 - SPREAD, 1 + SPREAD)  # noqa: S311

    async def look(self, source: FeedSource) -> float:
        """Look at one feed and publish what is new; its failures are told, never raised.

        Returns:
            Seconds that its server asks to be left alone.

        Raises:
            PublishError: Kafka did not take what was new.
        """
        report = self.reports[source.url]
        now = datetime.now(UTC)
        report.looked_at = now.isoformat(timespec="seconds")
        look, retry_after = await self._ask(source, report, now)
        if look is not None:
            mended(report)
            # A transaction is finished once it has begun, also when the process is told to stop meanwhile.
            await asyncio.shield(self._take(source, look, report, now))
        outcome = report.code if look is None else UNCHANGED if look.feed is None else READ
        self._metrics.looked(source.url, outcome, report.failures)
        return retry_after

    async def _ask(self, source: FeedSource, report: Report, now: datetime) -> tuple[Look | None, float]:
        """What a feed answers, None when it failed; and for how many seconds its server asks to be left alone."""
        try:
            async with self._slots:
                return await self._client.look(source.url, self._seen.validators(source.url), now), 0.0
        except FetchError as error:
            failed(report, error.reason.value, error.detail)
            return None, min(error.retry_after_seconds, LONGEST_PAUSE)
        except FeedError as error:
            failed(report, error.code, error.detail)
            return None, min(error.retry_after_seconds, LONGEST_PAUSE)
        except Exception as error:  # a stranger's feed must not end the others
            log.exception("%s: a bug in reading this feed; please report it", source.url)
            failed(report, "internal_error", type(error).__name__)
            return None, 0.0

    async def _take(self, source: FeedSource, look: Look, report: Report, now: datetime) -> None:
        async with self._publishing:
            found = self._found(source, look.feed, report, now) if look.feed else Found()
            records = [sighting.message() for sighting in found.sightings.values()]
            if look.validators != self._seen.validators(source.url):
                records.append(validators_message(source.url, look.validators))
            if records:
                await self._outlet.publish(found.articles, records)
            for sighting in found.sightings.values():
                self._seen.add(sighting)
            self._seen.keep(source.url, look.validators)
            report.published += len(found.articles)
        self._metrics.listed(source.url, len(look.feed.items) if look.feed else 0, len(found.articles))
        self._metrics.seen.set(len(self._seen))
        if found.articles:
            log.info("%s: %d new", source.url, len(found.articles))
        if look.feed and look.failures:
            lost, parts, why = len(look.failures), len(look.feed.parts), look.failures[0].detail
            log.warning("%s: %d of %d sitemaps could not be read, the first since %s", source.url, lost, parts, why)

    def _found(self, source: FeedSource, feed: Feed, report: Report, now: datetime) -> Found:
        """What is new in a feed, the oldest first, as most feeds list the newest first."""
        found = Found()
        report.skipped = feed.skipped
        pages = set()
        for item in reversed(feed.items):
            address = canonical_url(item.url)
            sighting = Sighting(digest(address), (digest(source.url, item.id),), now.isoformat(timespec="seconds"))
            pages.add(sighting.page)
            if (known := self._seen.known(sighting)) is not None:
                found.note_again(sighting, known)
            elif found.has(sighting):
                continue
            elif (message := self._message(source, feed, item, now)) is not None:
                found.note(sighting, message)
            else:
                report.skipped += 1
        report.pages = frozenset(pages)
        return found

    def _message(self, source: FeedSource, feed: Feed, item: FeedItem, now: datetime) -> Message | None:
        """The raw event of an item, without its content where that is too large; None when it is no raw article."""
        message = raw_message(source, feed, item, now)
        if len(message.value or b"") > self._pace.most_bytes:
            message = raw_message(source, feed, replace(item, content=None), now)
        return message if self._is_raw_article(message) else None

    def _is_raw_article(self, message: Message) -> bool:
        if len(message.value or b"") > self._pace.most_bytes:
            return False
        try:
            self._decoder.decode(Record(message.value, message.key, message.headers))
        except Refused:
            return False
        return True

    async def _forget_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(FORGET_SECONDS)
            await self.forget(datetime.now(UTC))

    async def forget(self, now: datetime) -> int:
        """Forget what is long gone, in the channel as well; how many articles that were.

        While a feed has not been read since the start nothing is forgotten: it may list them.
        """
        if any(report.state in {"new", "failing"} for report in self.reports.values()):
            return 0
        current = set().union(*(report.pages for report in self.reports.values()))
        async with self._publishing:
            tombstones = list(self._seen.forget(current, now))
            if tombstones:
                await self._outlet.publish((), tombstones)
        return len(tombstones)


async def _together(work: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Do all of it at the same time; the first failure ends the others, and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None
