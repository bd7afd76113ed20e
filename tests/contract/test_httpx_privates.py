"""What the guarded client uses of httpx and httpcore that they do not promise: it must be there, and do what we think."""

from __future__ import annotations

import inspect

import httpcore
import httpx

from service.edges.http.addresses import AddressPolicy
from service.edges.http.backend import GuardedBackend
from service.edges.http.client import SafeClient


def test_httpx_asks_the_pool_that_it_keeps_in_one_attribute() -> None:
    assert "self._pool.handle_async_request" in inspect.getsource(httpx.AsyncHTTPTransport.handle_async_request)
    assert "self._pool.aclose" in inspect.getsource(httpx.AsyncHTTPTransport.aclose)


def test_every_connection_of_ours_is_made_by_the_guard() -> None:
    transports = SafeClient(AddressPolicy(), user_agent="t")._transports
    host = transports._host(("https", "example.com", None))
    pool = host.transport._pool
    assert pool is host.pool
    assert isinstance(pool._network_backend, GuardedBackend)
    connection = pool.create_connection(httpcore.Origin(b"https", b"example.com", 443))
    assert connection._network_backend is pool._network_backend
    assert pool._proxy is None


def test_httpcore_connects_through_its_backend_alone() -> None:
    source = inspect.getsource(httpcore.AsyncHTTPConnection._connect)
    assert "self._network_backend.connect_tcp" in source
    methods = {
        name
        for name, value in vars(httpcore.AsyncNetworkBackend).items()
        if not name.startswith("_") and callable(value)
    }
    assert methods <= set(vars(GuardedBackend)), "a way to connect that the guard does not know"
    assert "server_hostname" in source


def test_the_address_of_the_other_end_can_be_asked_for() -> None:
    assert '"server_addr"' in inspect.getsource(httpcore._backends.anyio.AnyIOStream.get_extra_info)
