"""Connections to addresses that were checked: resolves, checks each address, connects to that very address.

Nothing above may resolve a name again, so a name that means another address the second time (DNS rebinding) gains
nothing. TLS stays as it was: httpcore sends the URL's host as SNI and checks the certificate against it.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, Any

import httpcore

from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.edges.http.addresses import Address, AddressPolicy

Resolver = Callable[[str, int], Awaitable[Sequence[str]]]
"""Gives the addresses of a host, in the order in which to try them; raises OSError when there are none."""

MOST_TRIED = 4
"""Addresses of one host that are tried, so that one dead address costs no more than its part of the time."""
LEAST_SECONDS = 1.0


async def resolve(host: str, port: int) -> list[str]:
    """The addresses of a host as the system's resolver gives them.

    Raises:
        OSError: there are none.
    """
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class GuardedBackend(httpcore.AsyncNetworkBackend):
    """httpcore's network, with each address checked before and after the connection is made.

    Args:
        policy: says which addresses may be connected to.
        resolver: gives the addresses of a host.
    """

    def __init__(self, policy: AddressPolicy, resolver: Resolver = resolve) -> None:
        self._policy = policy
        self._resolve = resolver
        self._inner = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to one of the host's addresses that the policy permits.

        Raises:
            FetchError: it permits none of them, or the host has none.
            httpcore.ConnectError, httpcore.ConnectTimeout: none of them could be connected to.
        """
        addresses = (await self._permitted(host, port))[:MOST_TRIED]
        each = None if timeout is None else max(LEAST_SECONDS, timeout / len(addresses))
        failure: Exception | None = None
        for address in addresses:
            try:
                stream = await self._inner.connect_tcp(str(address), port, each, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
                continue
            await self._confirm(stream, host)
            return stream
        assert failure is not None  # noqa: S101 - `_permitted` gives at least one
        raise failure

    async def _permitted(self, host: str, port: int) -> list[Address]:
        try:
            found = [ipaddress.ip_address(text) for text in await self._resolve(host, port)]
        except (OSError, UnicodeError) as error:
            raise FetchError(Reason.FETCH_CONNECTION, "the host's name cannot be resolved", heals=True) from error
        permitted = [address for address in found if self._policy.permits(address, host)]
        if not permitted:
            if not found:
                raise FetchError(Reason.FETCH_CONNECTION, "the host has no address", heals=True)
            self._policy.check_address(found[0], host)
        return permitted

    async def _confirm(self, stream: httpcore.AsyncNetworkStream, host: str) -> None:
        """Ask the socket itself who is at its other end."""
        peer = stream.get_extra_info("server_addr")
        try:
            self._policy.check_address(ipaddress.ip_address(str(peer[0])), host)
        except BaseException:
            await stream.aclose()
            raise

    async def connect_unix_socket(
        self,
        path: str,
        timeout: float | None = None,  # noqa: ASYNC109 - httpcore's signature
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Never: no URL leads to one.

        Raises:
            FetchError: always.
        """
        del path, timeout, socket_options
        raise FetchError(Reason.FETCH_ADDRESS, "sockets of this machine are not connected to")

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        await asyncio.sleep(seconds)
