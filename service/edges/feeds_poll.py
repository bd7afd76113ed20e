"""One look at one feed: asked for only if it has changed, read, and its failures told in our words."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from service.edges.feeds import Feed, parse_feed
from service.edges.http.client import Bounds
from service.edges.http.fetcher import retry_after
from service.errors import FeedError, FetchError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from service.edges.http.client import Answer, SafeClient

ACCEPT: Final = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, text/xml;q=0.9, "
    "application/json;q=0.8, */*;q=0.1"
)
GONE: Final = 410
_LONGEST_VALIDATOR: Final = 1_024


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask for changes by (RFC 9110, 8.8)."""

    etag: str | None = None
    last_modified: str | None = None

    @property
    def headers(self) -> dict[str, str]:
        """The headers of a conditional request."""
        pairs = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in pairs.items() if value}


@dataclass(frozen=True, slots=True)
class Look:
    """What a look at a feed has shown.

    Attributes:
        feed: as read; None when it has not changed.
        validators: to ask by the next time.
        failures: why sitemaps of an index could not be read; some could.
    """

    feed: Feed | None
    validators: Validators = field(default_factory=Validators)
    failures: tuple[FeedError | FetchError, ...] = ()


class FeedClient:
    """Looks at feeds.

    Args:
        client: asks.
        bounds: of one request.
    """

    def __init__(self, client: SafeClient, bounds: Bounds) -> None:
        self._client = client
        self._bounds = bounds

    async def look(self, url: str, validators: Validators, now: datetime) -> Look:
        """Look at a feed.

        Args:
            url: the feed's address.
            validators: those of the last look.
            now: decides what in a sitemap is news.

        Raises:
            FetchError: it cannot be had; says whether later is worth a try, and when.
            FeedError: what is there is no feed, or it is gone for good.
        """
        answer = await self._ask(url, validators.headers)
        if answer.status == 304:
            return Look(None, validators)
        feed = await self._read(answer, now)
        if not feed.parts:
            return Look(feed, _validators(answer))
        # Of an index only its parts change: it is read anew each time, and its parts with it.
        return await self._parts(feed, now)

    async def _ask(self, url: str, headers: Mapping[str, str]) -> Answer:
        answer = await self._client.get(url, headers={"accept": ACCEPT, **headers}, bounds=self._bounds)
        _refuse_status(answer)
        return answer

    async def _read(self, answer: Answer, now: datetime) -> Feed:
        # In a thread: a large feed takes a second to read, and the others go on.
        return await asyncio.to_thread(
            parse_feed, answer.body, url=answer.url, content_type=answer.headers.get("content-type", ""), now=now
        )

    async def _parts(self, index: Feed, now: datetime) -> Look:
        items: list[Any] = []
        failures: list[FeedError | FetchError] = []
        skipped = 0
        for part in index.parts:
            try:
                read = await self._read(await self._ask(part, {}), now)
            except (FeedError, FetchError) as error:
                failures.append(error)
                continue
            items += read.items
            skipped += read.skipped
        if len(failures) == len(index.parts):
            raise failures[0]
        return Look(replace(index, items=tuple(items), skipped=skipped), failures=tuple(failures))


def _validators(answer: Answer) -> Validators:
    given = (answer.headers.get("etag"), answer.headers.get("last-modified"))
    return Validators(*(value if value and len(value) <= _LONGEST_VALIDATOR else None for value in given))


def _refuse_status(answer: Answer) -> None:
    status = answer.status
    if 200 <= status < 300 or status == 304:
        return
    if status == GONE:
        raise FeedError("gone", "the server says that the feed is gone for good (410); take it off the list")
    raise FeedError(f"status_{status // 100}xx", f"the server answered with status {status}", retry_after(answer))
