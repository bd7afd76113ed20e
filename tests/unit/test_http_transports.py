"""Connections kept by host: used again, bounded together, closed when they were kept long enough, never under a request."""

from __future__ import annotations

import asyncio

import pytest

from service.edges.http import transports
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import SafeClient
from tests.web.server import Server, page

NAMES = [f"site{number}.example" for number in range(8)]


@pytest.fixture(scope="module")
def web():
    with Server() as server:
        yield server


async def loopback(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def client_of(web: Server, **bounds: int) -> SafeClient:
    policy = AddressPolicy(allow=[f"{name}:{web.port}" for name in NAMES])
    return SafeClient(policy, user_agent="t", resolver=loopback, **bounds)


def test_each_host_keeps_its_connections_up_to_the_bound_over_all(web) -> None:
    async def ask() -> list[int]:
        seen = []
        async with client_of(web, connections=3, per_host=2) as client:
            for name in [*NAMES, NAMES[-1], NAMES[-2]]:
                assert (await client.get(web.url("/page/1", name))).body == page(1)
                seen.append(client._transports.open_connections)
        return seen

    before = web.connections
    assert asyncio.run(ask()) == [1, 2, *[3] * 8]
    assert web.connections - before == len(NAMES), "the hosts asked last are asked again over the same connections"


def test_requests_at_once_are_bounded_in_all_and_by_host(web) -> None:
    async def ask(names: list[str]) -> int:
        web.most_at_once = 0
        async with client_of(web, connections=3, per_host=2) as client:
            await asyncio.gather(*(client.get(web.url("/slow/0.05", name)) for name in names))
        return web.most_at_once

    assert asyncio.run(ask(NAMES)) == 3
    assert asyncio.run(ask([NAMES[0]] * 6)) == 2


def test_what_was_kept_long_enough_is_closed_by_whoever_asks_next_but_not_what_is_in_use(web, monkeypatch) -> None:
    async def ask() -> tuple[int, int]:
        async with client_of(web, connections=8) as client:
            slow = asyncio.create_task(client.get(web.url("/slow/0.5", NAMES[0])))
            await asyncio.gather(*(client.get(web.url("/page/1", name)) for name in NAMES[1:4]))
            kept = client._transports.open_connections
            monkeypatch.setattr(transports, "KEEP_ALIVE_SECONDS", 0.0)
            await client.get(web.url("/page/1", NAMES[5]))
            left = client._transports.open_connections
            assert (await slow).body == page(1)
        return kept, left

    kept, left = asyncio.run(ask())
    assert kept == 4
    assert left == 1, "the connection of the request that is under way, and no other"
