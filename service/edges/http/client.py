"""The one HTTP client for servers that are not ours: guarded connections, a deadline over all, bounded answers.

Whatever asks the world outside does it through `SafeClient`: pages, robots.txt, feeds, remote classifiers.
"""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import httpx

from service.edges.http.backend import GuardedBackend, resolve
from service.edges.http.bodies import ACCEPT_ENCODING, Grow, no_bound, read_body, skip_body
from service.edges.http.transports import Transports, origin_of
from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Awaitable, Mapping

    from service.edges.http.addresses import AddressPolicy
    from service.edges.http.backend import Resolver

MOST_REDIRECTS = 5
CONNECT_SECONDS, SILENT_SECONDS = 5.0, 10.0
"""Longest time for a connection to be made, and between two pieces of an answer; the deadline stands above both."""
_TIMEOUTS = httpx.Timeout(SILENT_SECONDS, connect=CONNECT_SECONDS, pool=None).as_dict()
REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True)
class Bounds:
    """What one request may take.

    Attributes:
        deadline_seconds: for everything: name, connection, redirects, body.
        max_bytes: of the body, as sent and unpacked.
        content_types: media types that are read; any when empty.
        redirects: followed at most, of GET alone; with 0 a redirect is an answer.
    """

    deadline_seconds: float = 30.0
    max_bytes: int = 2 << 20
    content_types: frozenset[str] = frozenset()
    redirects: int = MOST_REDIRECTS


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        url: whose answer it is, after redirects.
        status: the HTTP status.
        headers: of the answer.
        body: unpacked; empty unless the status is 2xx.
        content_type: media type in lower case, "" when the server says none.
        charset: as the server names it in its Content-Type; None when it does not.
        location: where a redirect leads, absolute and not yet checked; None for any other answer.
    """

    url: str
    status: int
    headers: httpx.Headers
    body: bytes
    content_type: str
    charset: str | None
    location: str | None = None


class SafeClient:
    """Asks servers that are not ours. An asynchronous context manager.

    No cookies, no proxies from the environment, no credentials from .netrc. Connections are pooled by host, HTTP/2
    where the server speaks it.

    Args:
        policy: which URLs and addresses may be asked.
        user_agent: names us and says how to reach us.
        connections: requests under way at once; further ones wait.
        per_host: connections to one host at most; `connections` when not told.
        ca_file: PEM file of the authorities to trust; certifi's when None.
        resolver: gives the addresses of a host; the system's when not told.

    Raises:
        OSError: `ca_file` cannot be read.
    """

    def __init__(
        self,
        policy: AddressPolicy,
        *,
        user_agent: str,
        connections: int = 100,
        per_host: int | None = None,
        ca_file: str | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        self._policy = policy
        context = ssl.create_default_context(cafile=ca_file) if ca_file else httpx.create_ssl_context(trust_env=False)
        self._transports = Transports(
            GuardedBackend(policy, resolver), context, connections=connections, per_host=per_host or connections
        )
        self._headers = {"user-agent": user_agent, "accept": "*/*", "accept-encoding": ACCEPT_ENCODING}

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        await self._transports.aclose()

    async def get(
        self, url: str, *, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None, grow: Grow = no_bound
    ) -> Answer:
        """Ask for a page, following redirects, each checked as the first URL is.

        Args:
            url: as it was given to us.
            headers: to send; to no other host than the first.
            bounds: what it may take; the defaults when absent.
            grow: told of the body's size as it grows; may wait.

        Returns:
            The answer, whatever its status.

        Raises:
            FetchError: there is none that may be had.
        """
        bounds = bounds or Bounds()
        return await self._within(bounds, self._follow(url, headers or {}, bounds, grow))

    async def post(
        self, url: str, *, content: bytes, headers: Mapping[str, str] | None = None, bounds: Bounds | None = None
    ) -> Answer:
        """Send something, and return the answer; as `get`, but redirects are not followed: they are a FetchError."""
        bounds = bounds or Bounds()
        return await self._within(bounds, self._post(url, content, headers or {}, bounds))

    async def _post(self, url: str, content: bytes, headers: Mapping[str, str], bounds: Bounds) -> Answer:
        request = self._request("POST", self._policy.check_url(url), headers, content)
        answer = await self._ask(request, bounds, no_bound)
        if answer.location is not None:
            raise FetchError(Reason.FETCH_REDIRECTS, "the server redirects what is sent to it; give its final URL")
        return answer

    async def _within(self, bounds: Bounds, work: Awaitable[Answer]) -> Answer:
        """Do it in time, and say in our words how it failed."""
        try:
            async with asyncio.timeout(bounds.deadline_seconds):
                return await work
        except TimeoutError:
            detail = f"no whole answer within {bounds.deadline_seconds:g} s"
            raise FetchError(Reason.FETCH_TIMEOUT, detail, heals=True) from None
        except httpx.HTTPError as error:
            raise _explained(error) from error

    async def _follow(self, url: str, headers: Mapping[str, str], bounds: Bounds, grow: Grow) -> Answer:
        trail = Trail(bounds.redirects)
        first = target = self._policy.check_url(url)
        while True:
            ours = headers if origin_of(target) == origin_of(first) else {}
            answer = await self._ask(self._request("GET", target, ours), bounds, grow)
            if answer.location is None or not bounds.redirects:
                return answer
            trail.step(str(target))
            target = self._policy.check_url(answer.location)

    def _request(
        self, method: str, url: httpx.URL, headers: Mapping[str, str], content: bytes | None = None
    ) -> httpx.Request:
        given = {**self._headers, **{name.lower(): value for name, value in headers.items()}}
        return httpx.Request(method, url, headers=given, content=content, extensions={"timeout": _TIMEOUTS})

    async def _ask(self, request: httpx.Request, bounds: Bounds, grow: Grow) -> Answer:
        """One request and its answer."""
        async with self._transports.of(request.url) as transport:
            # Not httpx.AsyncClient: it keeps cookies, logs URLs, and reads where a redirect leads before we have.
            response = await transport.handle_async_request(request)
            response.request = request
            return await _answer(response, bounds, grow)


class Trail:
    """The redirects that were followed from one URL.

    Args:
        most: that may be.
    """

    def __init__(self, most: int = MOST_REDIRECTS) -> None:
        self._most = most
        self._seen: set[str] = set()

    def step(self, url: str) -> None:
        """`url` redirects.

        Raises:
            FetchError: it did before, or it is one redirect too many.
        """
        if url in self._seen:
            raise FetchError(Reason.FETCH_REDIRECTS, "the server redirects in a circle")
        self._seen.add(url)
        if len(self._seen) > self._most:
            raise FetchError(Reason.FETCH_REDIRECTS, f"the server redirects more than {self._most} times")


async def _answer(response: httpx.Response, bounds: Bounds, grow: Grow) -> Answer:
    """What a response holds, read no further than it may be, and closed."""
    try:
        content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        location, body = _location(response), b""
        if not response.is_success:
            await skip_body(response)
        elif bounds.content_types and content_type not in bounds.content_types:
            detail = f"the media type {content_type[:60]!a} is not among those allowed"
            raise FetchError(Reason.FETCH_CONTENT_TYPE, detail)
        else:
            body = await read_body(response, bounds.max_bytes, grow)
        return Answer(
            str(response.request.url),
            response.status_code,
            response.headers,
            body,
            content_type,
            response.charset_encoding,
            location,
        )
    finally:
        await response.aclose()


def _location(response: httpx.Response) -> str | None:
    """Where an answer redirects to; None when it does not."""
    if response.status_code not in REDIRECTS or "location" not in response.headers:
        return None
    try:
        return str(response.request.url.join(response.headers["location"]))
    except (httpx.InvalidURL, UnicodeError, ValueError):
        raise FetchError(Reason.FETCH_REDIRECTS, "the server redirects to what is no URL") from None


def _tls_error(error: BaseException) -> ssl.SSLError | None:
    """What TLS had to say, if anything: httpcore names it as the context of its own exception, not as the cause."""
    below: BaseException | None = error
    while below is not None and not isinstance(below, ssl.SSLError):
        below = below.__cause__ or below.__context__
    return below


def _explained(error: httpx.HTTPError) -> FetchError:
    """A failure of httpx in our words, without those of the server."""
    if isinstance(error, httpx.TimeoutException):
        return FetchError(Reason.FETCH_TIMEOUT, "the server was silent for too long", heals=True)
    tls = _tls_error(error)
    if isinstance(tls, ssl.SSLCertVerificationError):
        return FetchError(Reason.FETCH_TLS, f"the server's certificate is refused: {tls.verify_message}")
    if tls is not None and not isinstance(tls, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return FetchError(Reason.FETCH_TLS, f"no TLS with the server: {tls.reason or 'it broke off'}")
    if isinstance(error, httpx.NetworkError):
        return FetchError(Reason.FETCH_CONNECTION, "the server cannot be reached, or broke off", heals=True)
    return FetchError(Reason.FETCH_PROTOCOL, "the server does not speak proper HTTP", heals=True)
