"""Fetching: rate on one core, what the checks cost, and memory, against a server of our own on the loopback.

    python -m benchmarks.fetch            # all three
    python -m benchmarks.fetch rate|overhead|memory

The server is a process of its own (asyncio, raw bytes). Rates are also given by CPU time of the fetching process, which
other work on the machine disturbs less than the clock.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import resource
import statistics
import sys
import time
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx
import uvloop
from aiokafka.structs import ConsumerRecord

from service.core.clean import decode_bytes
from service.core.requests import fetched
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Bounds
from service.edges.http.fetcher import Fetcher
from service.edges.http.hosts import HostLimits, Hosts
from service.edges.http.made import made_client
from service.edges.http.robots import Robots
from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.models import Record
from service.stream.fetch_agent import FetchAgent, FetchPlan
from service.stream.fetching import _decoder
from service.stream.relay_job import Job
from service.stream.room import Room
from tests.web.server import Server, page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping

    from service.models import Message

PAGE_BYTES = 50_000
PAGES = 5_000
AT_ONCE = (16, 32, Settings().fetch_concurrency)
"""Fetches under way; the last one, what a worker does by default, is held to the bound."""
HOSTS = 32
"""Addresses of this machine that pages are asked from in turn, for a worker asks many sites at once."""
LEAST_RATE, MOST_OVERHEAD_MS, MOST_MEMORY_MB = 500, 2.0, 64
EVIL = (
    "/endless", "/endless-headers", "/bomb/gzip", "/bomb/deflate", "/large", "/wide", "/controls", "/controls/120000",
    "/drip",
)  # fmt: skip
LARGE = 2 << 20


def serve(pipe: Any) -> None:
    """The server's process: plain pages as fast as asyncio writes, and the misbehaving ones of the tests."""
    uvloop.install()
    with Server(robots=b"User-agent: *\nAllow: /\n") as server:
        pipe.send(server.port)
        pipe.recv()


def serve_fast(pipe: Any) -> None:
    """A server that answers every request with the same page: as little as possible of its own in the figures."""
    body = page(1, PAGE_BYTES)
    head = f"HTTP/1.1 200 OK\r\ncontent-type: text/html; charset=utf-8\r\ncontent-length: {len(body)}\r\n\r\n".encode()
    robots = b"HTTP/1.1 200 OK\r\ncontent-type: text/plain\r\ncontent-length: 24\r\n\r\nUser-agent: *\nAllow: /\n\n"

    class Answers(asyncio.Protocol):
        def connection_made(self, transport: Any) -> None:
            self.transport = transport

        def data_received(self, data: bytes) -> None:
            for request in data.split(b"\r\n\r\n")[:-1]:
                self.transport.write(robots if b"/robots.txt" in request[:80] else head + body)

    async def run() -> None:
        server = await asyncio.get_running_loop().create_server(Answers, "0.0.0.0", 0)  # noqa: S104 - many addresses, all of the loopback
        pipe.send(server.sockets[0].getsockname()[1])
        await asyncio.to_thread(pipe.recv)

    uvloop.run(run())


class Process:
    """A server in a process of its own; a context manager that gives its port."""

    def __init__(self, target: Any) -> None:
        self._pipe, theirs = multiprocessing.Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=target, args=(theirs,), daemon=True)

    def __enter__(self) -> int:
        self._process.start()
        return int(self._pipe.recv())

    def __exit__(self, *_: object) -> None:
        self._pipe.send(None)
        self._process.join(5)
        self._process.kill()


@asynccontextmanager
async def fetcher(port: int, **bounds: Any) -> AsyncIterator[Fetcher]:
    """A fetcher as a worker has it by default, that may ask one port of this machine as fast as it likes."""
    settings = Settings()
    policy = AddressPolicy(ports=(port,), allow=["127.0.0.0/8"])
    limits = HostLimits(concurrency=settings.fetch_host_concurrency, interval_seconds=0.0, failures=10**9)
    async with made_client(
        policy,
        "COMMUNIQUE_FETCH",
        connections=settings.fetch_concurrency,
        per_host=settings.fetch_host_concurrency,
        contact="https://example.org",
    ) as client:
        yield Fetcher(
            client,
            policy,
            Hosts(limits),
            Robots(client, "communique"),
            Bounds(**bounds),
            concurrency=settings.fetch_concurrency,
            cache_bytes=settings.fetch_cache_bytes,
        )


def url_of(port: int, number: int) -> str:
    """A page's URL, on one host after the other."""
    return f"http://127.0.0.{1 + number % HOSTS}:{port}/page/{number}"


async def many(count: int, work: Any, at_once: int = Settings().fetch_concurrency) -> None:
    """Do `work(number)` so often, so many at a time."""
    numbers = iter(range(count))

    async def worker() -> None:
        for number in numbers:
            await work(number)

    await asyncio.gather(*(worker() for _ in range(at_once)))


async def rate(port: int) -> bool:
    """Fetches a second, from the URL to the event that would be published."""
    async with fetcher(port) as ours:
        size = 0

        async def one(number: int) -> None:
            nonlocal size
            url = url_of(port, number)
            got = await ours.fetch(url)
            value = json.dumps({"id": f"a{number}", "url": url}).encode()
            text = decode_bytes(got.body, got.charset)
            size = len(fetched(Record(value), text, got.content_type, "2026-11-28T10:00:00Z").value or b"")

        await many(300, one)
        rates = [await _measured(at_once, one) for at_once in AT_ONCE]
    if size <= PAGE_BYTES:
        raise SystemExit("the pages did not arrive")
    return rates[-1] >= LEAST_RATE


async def _measured(at_once: int, one: Any) -> float:
    """The rate at which so many at a time are fetched, by CPU time; told."""
    wall, cpu = time.perf_counter(), time.process_time()
    await many(PAGES, one, at_once)
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    print(
        f"rate      {PAGES:,} pages of {PAGE_BYTES // 1000} KB from {HOSTS} hosts, {at_once} at a time: "
        f"{PAGES / wall:,.0f}/s by the clock, {PAGES / cpu:,.0f}/s of CPU time (at least {LEAST_RATE})",
        flush=True,
    )
    return PAGES / cpu


async def overhead(port: int) -> bool:
    """What our checks add to a fetch: beside plain httpx, turn by turn in one run, one at a time."""
    ours_times: list[float] = []
    plain_times: list[float] = []
    async with fetcher(port) as ours, httpx.AsyncClient(http2=True, trust_env=False) as plain:
        for number in range(3_200):
            url = url_of(port, number)
            for work, times in ((ours.fetch, ours_times), (plain.get, plain_times)):
                begun = time.perf_counter()
                await work(url)
                times.append(time.perf_counter() - begun)
    ours_times, plain_times = ours_times[200:], plain_times[200:]

    def at(times: list[float], part: float) -> float:
        return 1000 * statistics.quantiles(times, n=1000)[int(part * 1000) - 1]

    paired = sorted(1000 * (a - b) for a, b in zip(ours_times, plain_times, strict=True))
    p99 = paired[int(len(paired) * 0.99)]
    print(
        f"overhead  p50 {at(ours_times, 0.5):.2f} ms, plain httpx {at(plain_times, 0.5):.2f}; "
        f"p99 {at(ours_times, 0.99):.2f}, plain {at(plain_times, 0.99):.2f}; pair by pair p99 {p99:+.2f} ms "
        f"(at most {MOST_OVERHEAD_MS:g})"
    )
    return at(ours_times, 0.99) - at(plain_times, 0.99) <= MOST_OVERHEAD_MS


async def memory(port: int) -> bool:
    """How much the process grows while every server misbehaves, events held as long as a slow broker takes."""
    async with fetcher(port, deadline_seconds=3.0, max_bytes=LARGE) as ours:
        plan = FetchPlan("fetched", "dead", {"later": 60.0}, "group", 3, LARGE)
        room = Room(LARGE)
        agent = FetchAgent(ours, _decoder(Settings()), plan, lambda *_: True, room, Metrics(retries=["later"]))

        async def one(number: int) -> None:
            url = f"http://127.0.0.1:{port}{EVIL[number % len(EVIL)]}?{number}"
            value = json.dumps({"id": f"a{number}", "url": url}).encode()
            job = Job(ConsumerRecord("fetch", 0, number, 1, 0, b"", value, None, 0, len(value), ()))
            outputs = await agent(job)
            outcomes.update(outcome(outputs))
            await asyncio.sleep(0.3)
            del outputs
            job.done()

        outcomes: Counter[str] = Counter()
        await ours.fetch(f"http://127.0.0.1:{port}/page/1")
        before = _resident()
        peak = asyncio.create_task(_peak())
        await many(900, one)
        peak.cancel()
        grown = max(_PEAK) - before
    print(
        f"memory    900 pages of {len(EVIL)} kinds of misbehaviour, {AT_ONCE[-1]} at a time: {grown:.0f} MB more than "
        f"before (at most {MOST_MEMORY_MB}); {', '.join(f'{count} {name}' for name, count in outcomes.most_common())}"
    )
    return grown <= MOST_MEMORY_MB


def outcome(outputs: Mapping[str, Message]) -> list[str]:
    """What became of a request: the channel that it goes to, or why it was refused."""
    return [
        (dict(message.headers).get("communique.reason") or channel.encode()).decode()
        for channel, message in outputs.items()
    ]


_PEAK: list[float] = []


async def _peak() -> None:
    while True:
        _PEAK.append(_resident())
        await asyncio.sleep(0.01)


def _resident() -> float:
    """Resident memory of this process in MB."""
    with open("/proc/self/statm", encoding="ascii") as statm:  # noqa: PTH123 - read a hundred times a second
        return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


PARTS = {"rate": (serve_fast, rate), "overhead": (serve_fast, overhead), "memory": (serve, memory)}


def main() -> int:
    """Run what is asked for; 1 when a bound was missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fetch", description=__doc__)
    parser.add_argument("parts", nargs="*", choices=[*PARTS, []], help="which figures; all without")
    missed = 0
    for name in parser.parse_args().parts or PARTS:
        server, measure = PARTS[name]
        with Process(server) as port:
            missed += not uvloop.run(measure(port))
    print(f"peak resident memory of the process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
