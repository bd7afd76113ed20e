"""Pages of strangers' sites: asked for politely, a few times where that may help, and remembered while they hold."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from tenacity import AsyncRetrying, retry_if_exception, stop_after_attempt, wait_random_exponential

from service.edges.http.bodies import Grow, no_bound
from service.edges.http.client import Answer, Bounds, Trail
from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Mapping

    import httpx

    from service.edges.http.addresses import AddressPolicy
    from service.edges.http.client import SafeClient
    from service.edges.http.hosts import Hosts
    from service.edges.http.robots import Robots

TRIES: Final = 3
"""Requests for one page at once, before it is left for later."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.5, 5.0
"""The pause before a further try is drawn from 0 to this, which doubles each time (full jitter)."""
ACCEPT: Final = "text/html,application/xhtml+xml,text/plain;q=0.8"
_PASSING: Final = frozenset({408, 425, 429})
"""Statuses of the 4xx that say nothing about the page: later may bring another."""
_SOON: Final = frozenset({Reason.FETCH_CONNECTION, Reason.FETCH_PROTOCOL})
_SICK: Final = frozenset({Reason.FETCH_CONNECTION, Reason.FETCH_PROTOCOL, Reason.FETCH_TIMEOUT})


@dataclass(frozen=True, slots=True)
class Page:
    """A page as it was fetched.

    Attributes:
        url: whose content it is, after redirects.
        body: its bytes, unpacked.
        content_type: media type in lower case.
        charset: as the server names it; None when it does not.
    """

    url: str
    body: bytes
    content_type: str
    charset: str | None


class Fetcher:
    """Fetches pages.

    Args:
        client: asks.
        policy: the one that `client` has.
        hosts: says when a host may be asked.
        robots: says what may be asked for; all when None.
        bounds: of one request.
        concurrency: requests under way at once, over all hosts.
        cache_bytes: of pages that are kept to spare their servers sending them again unchanged; 0 keeps none.
    """

    def __init__(
        self,
        client: SafeClient,
        policy: AddressPolicy,
        hosts: Hosts,
        robots: Robots | None,
        bounds: Bounds,
        *,
        concurrency: int = 64,
        cache_bytes: int = 0,
    ) -> None:
        self._client = client
        self._policy = policy
        self._hosts = hosts
        self._robots = robots
        self._bounds = Bounds(bounds.deadline_seconds, bounds.max_bytes, bounds.content_types, redirects=0)
        self._slots = asyncio.Semaphore(concurrency)
        self._cache = PageCache(cache_bytes)

    async def fetch(self, url: str, grow: Grow = no_bound) -> Page:
        """The page at a URL.

        Args:
            url: as it was given to us.
            grow: told of its size as it is read; may wait until there is room.

        Raises:
            FetchError: it cannot be had; says whether later is worth a try.
        """
        trail, target = Trail(), self._policy.check_url(url)
        while True:
            answer = await self._try(target, grow)
            if answer.location is None:
                return self._page(target, answer)
            trail.step(str(target))
            target = self._policy.check_url(answer.location)

    async def _try(self, url: httpx.URL, grow: Grow) -> Answer:
        """Ask one URL, again after a pause where that may help."""
        trying = AsyncRetrying(
            stop=stop_after_attempt(TRIES),
            wait=wait_random_exponential(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS),
            retry=retry_if_exception(_heals_soon),
            reraise=True,
        )
        return await trying(self._ask, url, grow)

    async def _ask(self, url: httpx.URL, grow: Grow) -> Answer:
        host = url.netloc.decode("ascii")
        if self._robots is not None and (delay := await self._robots.check(url)):
            self._hosts.slow_down(host, delay)  # before the turn is taken, so that it holds for the first as well
        async with self._hosts.turn(host), self._slots:
            try:
                answer = await self._client.get(
                    str(url), headers=self._cache.conditions(url), bounds=self._bounds, grow=grow
                )
            except FetchError as error:
                if error.reason in _SICK:
                    self._hosts.failed(host)
                raise
        self._note(host, answer)
        _refuse_status(answer)
        return answer

    def _note(self, host: str, answer: Answer) -> None:
        if pause := retry_after(answer):
            self._hosts.rest(host, pause)
        if answer.status >= 500:
            self._hosts.failed(host)
        else:
            self._hosts.succeeded(host)

    def _page(self, url: httpx.URL, answer: Answer) -> Page:
        if answer.status == 304:
            if (kept := self._cache.page(url)) is None:
                detail = "the server says that the page has not changed, which it was not asked"
                raise FetchError(Reason.FETCH_PROTOCOL, detail, heals=True)
            return kept
        page = Page(answer.url, answer.body, answer.content_type, answer.charset)
        self._cache.keep(url, page, answer)
        return page


class PageCache:
    """Pages with what their servers gave to ask for changes by (ETag, Last-Modified).

    Args:
        most_bytes: of all pages; one that takes over an eighth is not kept.
    """

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held = 0
        self._pages: OrderedDict[str, tuple[Page, Mapping[str, str]]] = OrderedDict()

    def conditions(self, url: httpx.URL) -> Mapping[str, str]:
        """The headers that ask for a page only if it has changed; none for one that is not kept."""
        known = self._pages.get(str(url))
        return {} if known is None else known[1]

    def page(self, url: httpx.URL) -> Page | None:
        """The page that is kept."""
        known = self._pages.get(str(url))
        if known is None:
            return None
        self._pages.move_to_end(str(url))
        return known[0]

    def keep(self, url: httpx.URL, page: Page, answer: Answer) -> None:
        """Keep a page that came with conditions to ask for it by, unless its server says not to."""
        self._drop(str(url))
        conditions = _conditions(answer)
        size = len(page.body)
        if not conditions or size > self._most // 8 or "no-store" in answer.headers.get("cache-control", "").lower():
            return
        self._pages[str(url)] = (page, conditions)
        self._held += size
        while self._held > self._most:
            self._drop(next(iter(self._pages)))

    def _drop(self, url: str) -> None:
        if (known := self._pages.pop(url, None)) is not None:
            self._held -= len(known[0].body)


def _conditions(answer: Answer) -> dict[str, str]:
    given = {"if-none-match": answer.headers.get("etag"), "if-modified-since": answer.headers.get("last-modified")}
    return {name: value for name, value in given.items() if value and len(value) <= 1_024}


def retry_after(answer: Answer) -> float:
    """Seconds that a server asks to wait (RFC 9110, 10.2.3), by a number or a date; 0 when it does not say."""
    told = answer.headers.get("retry-after", "").strip()
    if told.isascii() and told.isdigit():
        return float(told[:9])
    try:
        until = parsedate_to_datetime(told)
    except ValueError:
        return 0.0
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


def _refuse_status(answer: Answer) -> None:
    status = answer.status
    if 200 <= status < 300 or status == 304 or answer.location is not None:
        return
    if status >= 500 or status in _PASSING:
        detail = f"the server answered with status {status}"
        raise FetchError(Reason.FETCH_UNAVAILABLE, detail, heals=True, retry_after_seconds=retry_after(answer))
    raise FetchError(Reason.FETCH_STATUS, f"the server answered with status {status}")


def _heals_soon(error: BaseException) -> bool:
    """Whether to ask again in a moment: what broke off by chance may not break off again."""
    return isinstance(error, FetchError) and error.heals and error.counts and error.reason in _SOON
