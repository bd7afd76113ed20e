"""Feeds followed: each looked at in its own rhythm, what is new published, failures told and waited out.

A process of its own, one at a time. What a look has found goes out in one transaction: the raw articles, the record
that they were seen, and what to ask the feed by the next time. So a crash neither loses an article nor repeats one, and
a second process shuts the first one out.
"""

from __future__ import annotations

import asyncio
import logging
import random
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final, Protocol

import orjson

from service.core.decode import RawDecoder
from service.edges.feeds_urls import canonical_url
from service.errors import FeedError, FetchError, Refused
from service.models import Message, Record
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
CONTENT_TYPE: Final = (("content-type", b"application/json"),)


class Outlet(Protocol):
    """Where output goes: all of it, or none."""

    async def publish(self, articles: Sequence[Message], seen: Sequence[Message]) -> None:
        """Publish raw articles and records of what was seen, and return when Kafka has both.

        Raises:
            PublishError: it has neither.
        """


@dataclass(slots=True)
class Report:
    """How a feed is.

    Attributes:
        url: its address.
        state: `new`, `ok`, `failing` or `gone`.
        code: why it fails, bounded; "" while it does not.
        detail: the same in words.
        failures: looks that failed in a row.
        published: articles in all, since the start.
        skipped: items of the last look that could not be used.
        looked_at: when, RFC 3339; "" before the first look.
        pages: the articles that it listed last, by the digests of their addresses.
    """

    url: str
    state: str = "new"
    code: str = ""
    detail: str = ""
    failures: int = 0
    published: int = 0
    skipped: int = 0
    looked_at: str = ""
    pages: frozenset[str] = field(default=frozenset(), repr=False)

    def told(self) -> dict[str, object]:
        """What a person or a program is told."""
        named = ("url", "state", "code", "detail", "failures", "published", "skipped", "looked_at")
        return {name: getattr(self, name) for name in named if getattr(self, name) != "" or name == "state"}


class Follower:
    """Follows feeds.

    Args:
        sources: the feeds.
        client: looks at them.
        outlet: takes what is new.
        seen: what was published before.
        decoder: checks that what goes out is a raw article.
        most_bytes: the largest raw event that the channel takes; content that makes one larger is left out.
        interval: seconds between two looks, where a feed does not say.
        concurrency: looks at once.
    """

    def __init__(
        self,
        sources: Sequence[FeedSource],
        client: FeedClient,
        outlet: Outlet,
        seen: Seen,
        decoder: RawDecoder,
        *,
        interval: float,
        most_bytes: int = 1_000_000,
        concurrency: int = 16,
    ) -> None:
        self.reports = {source.url: Report(source.url) for source in sources}
        self._sources = sources
        self._client = client
        self._outlet = outlet
        self._seen = seen
        self._decoder = decoder
        self._interval = interval
        self._most_bytes = most_bytes
        self._slots = asyncio.Semaphore(concurrency)
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

    def _rhythm(self, source: FeedSource) -> float:
        return source.every or self._interval

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
        try:
            async with self._slots:
                look = await self._client.look(source.url, self._seen.validators(source.url), now)
        except FetchError as error:
            _failed(report, error.reason.value, error.detail)
            return min(error.retry_after_seconds, LONGEST_PAUSE)
        except FeedError as error:
            _failed(report, error.code, error.detail)
            return min(error.retry_after_seconds, LONGEST_PAUSE)
        except Exception as error:  # a stranger's feed must not end the others
            log.exception("%s: a bug in reading this feed; please report it", source.url)
            _failed(report, "internal_error", type(error).__name__)
            return 0.0
        _mended(report)
        # A transaction is finished once it has begun, also when the process is told to stop meanwhile.
        await asyncio.shield(self._take(source, look, report, now))
        return 0.0

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
        if found.articles:
            log.info("%s: %d new", source.url, len(found.articles))

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
        if len(message.value or b"") > self._most_bytes:
            message = raw_message(source, feed, replace(item, content=None), now)
        return message if self._is_raw_article(message) else None

    def _is_raw_article(self, message: Message) -> bool:
        if len(message.value or b"") > self._most_bytes:
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


class Found:
    """What one look has found.

    Attributes:
        articles: that are new, to be published.
        sightings: by page: of those, and of what was published before, at a new address or under a further name.
    """

    def __init__(self) -> None:
        self.articles: list[Message] = []
        self.sightings: dict[str, Sighting] = {}
        self._names: set[str] = set()

    def has(self, sighting: Sighting) -> bool:
        """Whether this look has found the article before."""
        return sighting.page in self.sightings or not self._names.isdisjoint(sighting.names)

    def note(self, sighting: Sighting, article: Message) -> None:
        """An article that is new."""
        self.articles.append(article)
        self.sightings[sighting.page] = sighting
        self._names |= set(sighting.names)

    def note_again(self, sighting: Sighting, known: Sighting) -> None:
        """An article that was published before; says nothing unless its address or its name in this feed is new."""
        joined = sighting.joined(known)
        if joined != known and not self.has(sighting):
            self.sightings[sighting.page] = joined
            self._names |= set(sighting.names)


async def _together(work: Iterable[Coroutine[Any, Any, object]]) -> None:
    """Do all of it at the same time; the first failure ends the others, and is raised."""
    try:
        async with asyncio.TaskGroup() as group:
            for one in work:
                group.create_task(one)
    except BaseExceptionGroup as failed:
        raise failed.exceptions[0] from None


def raw_message(source: FeedSource, feed: Feed, item: FeedItem, now: datetime) -> Message:
    """The raw event of an item, keyed by its canonical URL."""
    address = canonical_url(item.url)
    event = {
        "id": address if len(address) <= 1_024 else digest(address),
        "url": item.url,
        "content": item.content if source.content == "feed" else None,
        "title": item.title or None,
        "language": item.language or source.language,
        "published_at": item.published_at,
        "retrieved_at": now.isoformat(timespec="seconds"),
        "source": _outlet_of(source, feed),
        "metadata": {"feed": {"url": source.url, "item": item.id}},
    }
    value = orjson.dumps({name: told for name, told in event.items() if told is not None})
    return Message(address.encode(), value, CONTENT_TYPE)


def _outlet_of(source: FeedSource, feed: Feed) -> dict[str, str] | None:
    told = {"name": source.name or feed.title[:200], "url": feed.site}
    return {name: value for name, value in told.items() if value} or None


def _failed(report: Report, code: str, detail: str) -> None:
    report.state = "gone" if code == "gone" else "failing"
    report.failures += 1
    if report.code != code or report.failures == 1:
        log.warning("%s: %s: %s", report.url, code, detail)
    report.code, report.detail = code, detail


def _mended(report: Report) -> None:
    if report.failures:
        log.info("%s: well again after %d failures", report.url, report.failures)
    report.state, report.code, report.detail, report.failures = "ok", "", "", 0


def summary(reports: Iterable[Report]) -> dict[str, int]:
    """How many feeds are in each state."""
    states: dict[str, int] = {}
    for report in reports:
        states[report.state] = states.get(report.state, 0) + 1
    return states
