"""Fetching pages: courtesy, robots.txt, retries, the circuit breaker, and what is remembered."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from service.edges.http import fetcher as fetching
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Answer, Bounds, SafeClient
from service.edges.http.fetcher import Fetcher, Page, PageCache, retry_after
from service.edges.http.hosts import HostLimits, Hosts
from service.edges.http.robots import MOST_RULES, Robots, relevant
from service.errors import FetchError
from service.models import Reason
from tests.web.server import Server, page

QUICK = HostLimits(interval_seconds=0.0, patience_seconds=1.0, open_seconds=60.0)


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch) -> None:
    monkeypatch.setattr(fetching, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(fetching, "LONGEST_PAUSE_SECONDS", 0.02)


class Site:
    """A server with a fetcher for it: `await site.fetch(path)`."""

    def __init__(
        self, limits: HostLimits = QUICK, *, robots: bytes | None = b"", obey: bool = True, cache: int = 0
    ) -> None:
        self.server, self.limits, self.obey, self.cache = Server(robots=robots), limits, obey, cache

    async def __aenter__(self):
        self.server.__enter__()
        policy = AddressPolicy(allow=[f"127.0.0.1:{self.server.port}"])
        self.client = SafeClient(policy, user_agent="communique-test/1")
        self.hosts = Hosts(self.limits)
        robots = Robots(self.client, "communique") if self.obey else None
        self.fetcher = Fetcher(
            self.client, policy, self.hosts, robots, Bounds(deadline_seconds=1.0), cache_bytes=self.cache
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.client.aclose()
        self.server.__exit__()

    async def fetch(self, path: str) -> Page:
        return await self.fetcher.fetch(self.server.url(path))

    async def failure(self, path: str) -> FetchError:
        with pytest.raises(FetchError) as caught:
            await self.fetch(path)
        return caught.value


def run(work) -> None:
    asyncio.run(work())


def test_a_page_is_fetched() -> None:
    async def work() -> None:
        async with Site() as site:
            got = await site.fetch("/chain/5")
            assert (got.body, got.content_type, got.charset) == (page(1), "text/html", "utf-8")
            assert got.url == site.server.url("/chain/0")
            assert (await site.failure("/chain/6")).reason is Reason.FETCH_REDIRECTS

    run(work)


@pytest.mark.parametrize(
    ("path", "reason", "heals", "asked"),
    [
        ("/nowhere", Reason.FETCH_STATUS, False, 1),
        ("/status/410", Reason.FETCH_STATUS, False, 1),
        ("/status/403", Reason.FETCH_STATUS, False, 1),
        ("/status/429", Reason.FETCH_UNAVAILABLE, True, 1),
        ("/status/500", Reason.FETCH_UNAVAILABLE, True, 1),
        ("/status/503", Reason.FETCH_UNAVAILABLE, True, 1),
        ("/status/304", Reason.FETCH_PROTOCOL, True, 1),
        ("/status/302", Reason.FETCH_STATUS, False, 1),
        ("/reset", Reason.FETCH_CONNECTION, True, 3),
        ("/garbage", Reason.FETCH_PROTOCOL, True, 3),
        ("/silent", Reason.FETCH_TIMEOUT, True, 1),
    ],
)
def test_only_what_can_heal_is_tried_again(path: str, reason: Reason, heals: bool, asked: int) -> None:
    async def work() -> None:
        async with Site() as site:
            error = await site.failure(path)
            assert (error.reason, error.heals) == (reason, heals)
            assert site.server.asked[path] == asked

    run(work)


def test_a_server_that_breaks_off_twice_is_asked_a_third_time() -> None:
    async def work() -> None:
        async with Site() as site:
            assert (await site.fetch("/flaky/2")).body == page(1)

    run(work)


def test_retry_after_is_honoured() -> None:
    async def work() -> None:
        async with Site() as site:
            error = await site.failure("/status/429?after=120")
            assert error.retry_after_seconds == 120
            later = await site.failure("/page/1")
            assert (later.reason, later.counts) == (Reason.FETCH_UNAVAILABLE, False)
            assert 110 < later.retry_after_seconds <= 120
            assert site.server.asked["/page/1"] == 0

    run(work)


def test_retry_after_is_read_as_a_number_and_as_a_date() -> None:
    def told(value: str) -> float:
        return retry_after(Answer("", 503, httpx.Headers({"retry-after": value}), b"", "", None))

    assert told("7") == 7
    assert 50 < told(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)) <= 60
    assert told(format_datetime(datetime.now(UTC) - timedelta(seconds=60), usegmt=True)) == 0
    assert [told(nonsense) for nonsense in ("", "soon", "-5", "1e9", "3 s", "Mon, 99 Abc 2026")] == [0] * 6


def test_robots_txt_is_asked_once_and_obeyed() -> None:
    async def work() -> None:
        robots = (
            b"User-agent: *\nDisallow: /\n\nUser-agent: Communique\nDisallow: /page/2\nAllow: /page\nCrawl-delay: 0.2\n"
        )
        async with Site(robots=robots) as site:
            assert (await site.failure("/page/2")).reason is Reason.FETCH_ROBOTS
            await asyncio.gather(*(site.fetch(f"/page/{number}") for number in (10, 11, 12)))
            assert site.server.asked["/robots.txt"] == 1
            assert site.server.asked["/page/2"] == 0
            assert site.server.times[-1] - site.server.times[-3] > 0.3, "the delay that it asks for"

    run(work)


def test_redirects_obey_robots_txt_too() -> None:
    async def work() -> None:
        async with Site(robots=b"User-agent: *\nDisallow: /page\n") as site:
            assert (await site.failure("/redirect/302?to=/page/1")).reason is Reason.FETCH_ROBOTS

    run(work)


def test_a_site_without_robots_txt_allows_all_and_one_that_is_ill_nothing() -> None:
    async def work() -> None:
        async with Site(robots=None) as site:
            assert (await site.fetch("/page/1")).body == page(1)
        async with Site() as site:
            site.server.up = False
            error = await site.failure("/page/1")
            assert (error.reason, error.heals) == (Reason.FETCH_UNAVAILABLE, True)
            assert "robots.txt" in error.detail
            assert site.server.asked["/page/1"] == 0

    run(work)


def test_robots_can_be_turned_off() -> None:
    async def work() -> None:
        async with Site(robots=b"User-agent: *\nDisallow: /\n", obey=False) as site:
            assert (await site.fetch("/page/1")).body == page(1)
            assert site.server.asked["/robots.txt"] == 0

    run(work)


def test_a_bomb_in_robots_txt_does_not_go_off() -> None:
    agents = "".join(f"User-agent: a{number}\n" for number in range(12_000))
    rules = "Allow: /a\n" * 12_000
    assert relevant(agents + rules, "communique") == []
    lines = relevant(agents + "User-agent: *\n" + rules, "communique")
    assert len(lines) == 12_001 > MOST_RULES
    assert relevant("User-agent: *\n" * 9000, "communique") == ["User-agent: *"]

    async def work() -> None:
        async with Site(robots=(agents + "User-agent: *\n" + rules).encode()) as site:
            assert "rules" in (await site.failure("/page/1")).detail

    run(work)


def test_groups_of_robots_txt() -> None:
    text = "# all\nUser-agent: other\nuser-agent: COMMUNIQUE/2.0 # us\nDisallow: /a\n\nCrawl-delay: 3\nUser-agent: x\nDisallow: /b\nUser-agent: *\nDisallow: /c"
    assert relevant(text, "communique") == [
        "user-agent: COMMUNIQUE/2.0",
        "Disallow: /a",
        "Crawl-delay: 3",
        "User-agent: *",
        "Disallow: /c",
    ]


def test_concurrency_and_rate_of_a_host() -> None:
    async def work() -> None:
        async with Site(HostLimits(concurrency=2, interval_seconds=0.0)) as site:
            await asyncio.gather(*(site.fetch("/slow/0.05") for _ in range(6)))
            assert site.server.most_at_once == 2
        async with Site(HostLimits(concurrency=9, interval_seconds=0.1)) as site:
            begun = time.monotonic()
            await asyncio.gather(*(site.fetch(f"/page/{number}") for number in range(5)))
            assert time.monotonic() - begun >= 0.4

    run(work)


def test_who_would_wait_too_long_is_held_back() -> None:
    async def work() -> None:
        async with Site(HostLimits(interval_seconds=0.2, patience_seconds=0.3)) as site:
            results = await asyncio.gather(*(site.fetch(f"/page/{n}") for n in range(6)), return_exceptions=True)
            held = [result for result in results if isinstance(result, FetchError)]
            assert len(held) == 4
            assert all(error.heals and not error.counts and error.retry_after_seconds > 0.3 for error in held)

    run(work)


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def breaker() -> tuple[Hosts, Clock]:
    clock = Clock()
    return Hosts(HostLimits(interval_seconds=0.0, failures=3, open_seconds=30.0), clock), clock


async def turn(hosts: Hosts, *, well: bool | None = None) -> FetchError | None:
    try:
        async with hosts.turn("a"):
            if well is not None:
                (hosts.succeeded if well else hosts.failed)("a")
    except FetchError as error:
        return error
    return None


def test_the_circuit_opens_and_is_tried_by_one() -> None:
    async def work() -> None:
        hosts, clock = breaker()
        for _ in range(3):
            assert hosts.open_circuits == 0
            assert await turn(hosts, well=False) is None
        assert hosts.open_circuits == 1
        error = await turn(hosts)
        assert error is not None
        assert (error.heals, error.counts, error.retry_after_seconds) == (True, True, 30.0)
        async with hosts.turn("b"):
            pass  # another host is not concerned
        clock.now += 31
        async with hosts.turn("a"):
            assert await turn(hosts) is not None, "one at a time tries it"
            hosts.failed("a")
        error = await turn(hosts)
        assert error is not None
        assert error.retry_after_seconds == 60.0, "twice as long"
        clock.now += 61
        assert await turn(hosts, well=True) is None
        assert hosts.open_circuits == 0
        assert await turn(hosts) is None

    run(work)


def test_a_probe_that_is_cancelled_leaves_the_circuit_for_the_next() -> None:
    async def work() -> None:
        hosts, clock = breaker()
        for _ in range(3):
            await turn(hosts, well=False)
        clock.now += 31

        async def hang() -> None:
            async with hosts.turn("a"):
                await asyncio.sleep(60)

        task = asyncio.create_task(hang())
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await turn(hosts, well=True) is None

    run(work)


def test_a_dead_server_opens_its_circuit() -> None:
    async def work() -> None:
        async with Site() as site:
            details = [(await site.failure("/reset")).detail for _ in range(4)]
            assert "left alone" in details[-1]
            assert site.server.asked["/reset"] == QUICK.failures

    run(work)


def test_hosts_are_forgotten_but_not_in_use(monkeypatch) -> None:
    monkeypatch.setattr("service.edges.http.hosts.MOST_HOSTS", 10)

    async def work() -> None:
        hosts = Hosts(QUICK)
        async with hosts.turn("kept"):
            for number in range(50):
                async with hosts.turn(f"h{number}"):
                    pass
            assert "kept" in hosts._hosts
        assert len(hosts._hosts) <= 11

    run(work)


def test_an_unchanged_page_is_not_sent_again() -> None:
    async def work() -> None:
        async with Site(cache=1 << 20) as site:
            first, second = [await site.fetch("/validated") for _ in range(2)]
            assert first == second
            assert site.server.headers["/validated"]["if-none-match"] == '"v1"'
            assert site.server.headers["/validated"]["if-modified-since"] == "Sat, 28 Nov 2026 10:00:00 GMT"
        async with Site(cache=0) as site:
            await site.fetch("/validated")
            await site.fetch("/validated")
            assert "if-none-match" not in site.server.headers["/validated"]

    run(work)


def test_the_cache_is_bounded_and_asks_leave() -> None:
    cache = PageCache(1000)

    def keep(name: str, size: int, **headers: str) -> bool:
        url = httpx.URL(f"http://a.example/{name}")
        answer = Answer(
            str(url),
            200,
            httpx.Headers({name.replace("_", "-"): value for name, value in headers.items()}),
            b"x" * size,
            "text/html",
            None,
        )
        cache.keep(url, Page(str(url), answer.body, "text/html", None), answer)
        return cache.page(url) is not None

    assert keep("a", 100, etag='"1"')
    assert not keep("b", 100)
    assert not keep("c", 126, etag='"1"')
    assert not keep("d", 10, etag='"1"', cache_control="private, No-Store")
    assert not keep("a", 100), "a page that can no longer be asked for by its tag is forgotten"
    assert all(keep(f"n{number}", 120, etag='"1"') for number in range(30))
    assert len(cache._pages) == 8
