"""A transport of httpx for each host that is asked, with a connection pool of httpcore's for its connections alone.

One pool for all hosts looks at every connection before each request and after it, and asks the kernel about each that
is idle: with 64 of them most of a fetch's CPU time (`python -m benchmarks.fetch` proved it).
"""

from __future__ import annotations

import asyncio
import socket
import time
from collections import OrderedDict
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpcore
import httpx

if TYPE_CHECKING:
    import ssl
    from collections.abc import AsyncIterator

    from service.edges.http.backend import GuardedBackend

Origin = tuple[str, str, int | None]
"""What one connection serves: scheme, host and port."""

KEEP_ALIVE_SECONDS = 15.0
RECEIVE_BYTES = 65_536
"""Kernel's buffer of each connection. libuv reads as long as there is something, and what it reads is held: without a
bound, one fast server's 2 MB a connection, however slowly its answer is taken."""


@dataclass(slots=True, eq=False)
class _Host:
    """One host's transport, how many requests use it, and when the last one ended."""

    transport: httpx.AsyncHTTPTransport
    pool: httpcore.AsyncConnectionPool
    users: int = 0
    left_at: float = 0.0


class Transports:
    """The transports of the hosts that were asked lately.

    Args:
        backend: makes every connection.
        context: of TLS.
        connections: requests under way at once, over all hosts. While more than this are open, those kept for later are
            closed, of the host unused for longest first.
        per_host: connections to one host at most.
    """

    def __init__(
        self,
        backend: GuardedBackend,
        context: ssl.SSLContext,
        *,
        connections: int,
        per_host: int,
    ) -> None:
        self._backend = backend
        self._context = context
        self._most = connections
        self._per_host = per_host
        self._slots = asyncio.Semaphore(connections)
        self._hosts: OrderedDict[Origin, _Host] = OrderedDict()

    @asynccontextmanager
    async def of(self, url: httpx.URL) -> AsyncIterator[httpx.AsyncHTTPTransport]:
        """The transport for a URL, for one request and its answer; waits while too many are under way."""
        async with self._slots:
            origin = origin_of(url)
            host = self._host(origin)
            host.users += 1
            try:
                yield host.transport
            finally:
                host.users -= 1
                host.left_at = time.monotonic()
                self._hosts.move_to_end(origin)
                while (unused := self._unused()) is not None:
                    await self._hosts.pop(unused).transport.aclose()

    async def aclose(self) -> None:
        """Close all connections."""
        while self._hosts:
            await self._hosts.popitem()[1].transport.aclose()

    @property
    def open_connections(self) -> int:
        """How many connections there are, those in the making included."""
        return sum(len(host.pool.connections) for host in self._hosts.values())

    def _host(self, origin: Origin) -> _Host:
        host = self._hosts.get(origin)
        if host is None:
            host = self._hosts[origin] = self._made()
        self._hosts.move_to_end(origin)
        return host

    def _made(self) -> _Host:
        transport = httpx.AsyncHTTPTransport(verify=self._context, trust_env=False)
        # httpx takes no network backend, httpcore does: its pool is put in the place of the one that httpx has made.
        pool = transport._pool = httpcore.AsyncConnectionPool(  # noqa: SLF001 - tests/contract/test_httpx_privates.py holds it
            ssl_context=self._context,
            max_connections=self._per_host,
            max_keepalive_connections=self._per_host,
            keepalive_expiry=KEEP_ALIVE_SECONDS,
            http1=True,
            http2=True,
            socket_options=[(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BYTES)],
            network_backend=self._backend,
        )
        return _Host(transport, pool)

    def _unused(self) -> Origin | None:
        """A host that nobody asks and whose connections were kept long enough, or too long while too many are open."""
        too_many, stale = self.open_connections > self._most, time.monotonic() - KEEP_ALIVE_SECONDS
        for origin, host in self._hosts.items():
            if not host.users:
                return origin if too_many or host.left_at < stale else None
        return None


def origin_of(url: httpx.URL) -> Origin:
    """What a connection for a URL would serve."""
    return url.scheme, url.host, url.port
