"""Feeds followed over a real server on the loopback; what goes out is caught before Kafka (tests/integration has Kafka)."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import orjson
import pytest

from service.core.decode import RawDecoder
from service.edges.feed_metrics import FeedMetrics
from service.edges.feeds_list import FeedSource
from service.edges.feeds_poll import FeedClient, Validators
from service.edges.http.addresses import AddressPolicy
from service.edges.http.client import Bounds, SafeClient
from service.edges.resources import resource
from service.errors import PublishError
from service.stream.feeds import LONGEST_PAUSE, Follower, Pace
from service.stream.feeds_seen import MOST_NAMES, REMEMBERED, Seen, Sighting, digest
from tests.web.pages import Page, Pages
from tests.web.server import Server

DECODER = RawDecoder(orjson.loads(resource("schemas", "raw-article.v1.json").read_bytes()), max_bytes=1_000_000)


def rss(*names: str, body: str = "") -> bytes:
    items = "".join(
        f"<item><guid isPermaLink='false'>{name}</guid><title>{name}</title><link>https://gazette.example/{name}?utm_source=rss</link>{body}</item>"
        for name in names
    )
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>The Gazette</title><link>https://gazette.example/</link>{items}</channel></rss>"
    ).encode()


class Caught:
    """An outlet that keeps what it is given, and reads what was seen back as the channel would give it."""

    def __init__(self) -> None:
        self.articles, self.records, self.fails = [], [], False

    async def publish(self, articles, seen) -> None:
        if self.fails:
            raise PublishError("Kafka is away")
        await asyncio.sleep(0)
        self.articles += articles
        self.records += seen

    def seen(self) -> Seen:
        seen = Seen()
        for message in self.records:
            seen.read(message.key, message.value)
        return seen

    @property
    def events(self) -> list[dict]:
        return [orjson.loads(message.value) for message in self.articles]


@pytest.fixture
def pages():
    with Pages() as server:
        yield server


def follower(outlet, *sources, seen=None, allow=("127.0.0.1",), port=None, metrics=None, **more) -> Follower:
    policy = AddressPolicy(ports=(80, 443, port) if port else (80, 443), allow=allow)
    client = SafeClient(policy, user_agent="communique-test")
    looks = FeedClient(client, Bounds(deadline_seconds=1.0, max_bytes=500_000))
    listed = [FeedSource.model_validate({"url": one} if isinstance(one, str) else one) for one in sources]
    return Follower(listed, looks, outlet, seen or Seen(), DECODER, Pace(interval=60, **more), metrics)


def once(outlet, *sources, **more):
    return {report.url: report for report in asyncio.run(follower(outlet, *sources, **more).once())}


def test_each_item_is_a_raw_event_keyed_by_its_canonical_url(pages):
    pages.pages["/rss"] = Page(rss("b", "a"))
    outlet = Caught()
    report = once(outlet, {"url": pages.url("/rss"), "language": "en"}, port=pages.port)[pages.url("/rss")]
    assert (report.state, report.published) == ("ok", 2)
    assert [message.key for message in outlet.articles] == [b"https://gazette.example/a", b"https://gazette.example/b"]
    event = outlet.events[0]
    assert event["id"] == "https://gazette.example/a"
    assert event["url"] == "https://gazette.example/a?utm_source=rss"
    assert event["source"] == {"name": "The Gazette", "url": "https://gazette.example/"}
    assert event["language"] == "en"
    assert event["metadata"] == {"feed": {"url": pages.url("/rss"), "item": "a"}}
    assert "content" not in event


def test_only_new_items_are_published_also_after_a_restart(pages):
    outlet, url = Caught(), pages.url("/rss")
    pages.pages["/rss"] = Page(rss("a"))
    once(outlet, url, port=pages.port)
    pages.pages["/rss"] = Page(rss("b", "a"))
    once(outlet, url, port=pages.port, seen=outlet.seen())
    assert [event["title"] for event in outlet.events] == ["a", "b"]
    # The control: whoever forgets what was seen publishes it again.
    once(outlet, url, port=pages.port, seen=Seen())
    assert len(outlet.events) == 4


def test_an_article_is_one_under_two_feeds_a_new_address_and_a_tracker(pages):
    pages.pages["/one"] = Page(rss("a"))
    pages.pages["/two"] = Page(rss("a").replace(b"utm_source=rss", b"fbclid=9"))
    outlet = Caught()
    both = pages.url("/one"), pages.url("/two")
    once(outlet, *both, port=pages.port)
    # Whichever feed brought it, the other one's name for it is known as well.
    for path in ("/one", "/two"):
        pages.pages[path] = Page(rss("a").replace(b"gazette.example/a", b"gazette.example/renamed" + path.encode()))
    once(outlet, *both, port=pages.port, seen=outlet.seen())
    # And to a third feed it is known at each address.
    pages.pages["/three"] = Page(rss("renamed/one", "renamed/two", "a"))
    once(outlet, *both, pages.url("/three"), port=pages.port, seen=outlet.seen())
    assert len(outlet.events) == 1
    assert len(outlet.seen()) == 3
    # Nothing is written again while nothing changes.
    before = len(outlet.records)
    once(outlet, *both, pages.url("/three"), port=pages.port, seen=outlet.seen())
    assert len(outlet.records) == before


def test_an_article_keeps_a_bounded_number_of_names():
    seen = Seen()
    for number in range(MOST_NAMES + 5):
        sighting = Sighting("page", (f"name {number}",), f"2031-04-07T06:30:{number:02}Z")
        known = seen.known(sighting)
        seen.add(sighting if known is None else sighting.joined(known))
    (kept,) = seen._pages.values()
    assert (len(kept.names), kept.names[-1], kept.at) == (
        MOST_NAMES,
        f"name {MOST_NAMES - 1}",
        "2031-04-07T06:30:00Z",
    )
    assert seen.known(Sighting("other", ("name 0",), "")) is kept
    assert seen.known(Sighting("other", (f"name {MOST_NAMES}",), "")) is None


def test_feeds_are_asked_for_only_if_they_have_changed_also_after_a_restart(pages):
    def answer(request):
        known = request.headers.get("if-none-match") == '"v1"'
        return (
            Page(b"", 304)
            if known
            else Page(rss("a"), 200, {"ETag": '"v1"', "Last-Modified": "Mon, 07 Apr 2031 06:30:00 GMT"})
        )

    pages.pages["/rss"] = answer
    outlet, url = Caught(), pages.url("/rss")
    once(outlet, url, port=pages.port)
    report = once(outlet, url, port=pages.port, seen=outlet.seen())[url]
    first, second = pages.requests["/rss"]
    assert "if-none-match" not in first.headers
    assert second.headers["if-modified-since"] == "Mon, 07 Apr 2031 06:30:00 GMT"
    assert (report.state, len(outlet.events)) == ("ok", 1)


def test_broken_feeds_are_told_apart_and_do_not_stop_the_others(pages):
    pages.pages |= {
        "/good": Page(rss("a")),
        "/html": Page(b"<html>moved</html>"),
        "/gone": Page(b"", 410),
        "/busy": Page(b"", 503, {"Retry-After": "120"}),
        "/large": Page(rss("b", body="<description>" + "x" * 600_000 + "</description>")),
    }
    outlet = Caught()
    with Server() as bad:
        wrong = {
            bad.url("/drip"): "fetch_timeout",
            bad.url("/garbage"): "fetch_protocol",
            bad.url("/bomb/gzip"): "fetch_too_large",
            bad.url("/redirect?to=http://127.0.0.1:1/"): "fetch_bad_url",
            pages.url("/html"): "not_a_feed",
            pages.url("/none"): "status_4xx",
            pages.url("/gone"): "gone",
            pages.url("/busy"): "status_5xx",
            pages.url("/large"): "fetch_too_large",
            "http://169.254.169.254/latest": "fetch_address",
        }
        allow = ("127.0.0.1", f"127.0.0.1:{bad.port}", f"127.0.0.1:{pages.port}")
        with pytest.MonkeyPatch.context():
            policy = AddressPolicy(ports=(80, bad.port, pages.port), allow=allow)
            client = FeedClient(SafeClient(policy, user_agent="t"), Bounds(deadline_seconds=1.0, max_bytes=500_000))
            sources = [FeedSource(url=url) for url in (*wrong, pages.url("/good"))]
            reports = {
                r.url: r
                for r in asyncio.run(Follower(sources, client, outlet, Seen(), DECODER, Pace(interval=60)).once())
            }
    assert {url: reports[url].code for url in wrong} == wrong
    assert [event["title"] for event in outlet.events] == ["a"]
    assert reports[pages.url("/gone")].state == "gone"


def test_failures_wait_twice_as_long_each_time_and_retry_after_is_kept(pages):
    async def looks():
        pages.pages["/busy"] = Page(b"", 503, {"Retry-After": "120"})
        following = follower(Caught(), pages.url("/busy"), port=pages.port)
        (source,) = following._sources
        asked = await following.look(source)
        pauses = [following._pause(source, failures) for failures in (0, 1, 2, 3, 30)]
        pages.pages["/busy"] = Page(rss("a"))
        await following.look(source)
        return asked, pauses, following.reports[source.url]

    asked, pauses, report = asyncio.run(looks())
    assert asked == 120
    for pause, wanted in zip(pauses, (60, 120, 240, 480, LONGEST_PAUSE), strict=True):
        assert wanted * 0.9 <= pause <= wanted * 1.1
    assert (report.state, report.failures, report.published) == ("ok", 0, 1)


def test_looks_and_what_they_found_are_counted(pages):
    pages.pages |= {"/rss": Page(rss("a", "b"), 200, {"ETag": '"v1"'}), "/busy": Page(b"", 503)}
    sources = [FeedSource(url=pages.url("/rss"), name="good"), FeedSource(url=pages.url("/busy"), name="bad")]
    metrics, outlet = FeedMetrics(sources), Caught()

    async def looks():
        listed = [source.model_dump() for source in sources]
        following = follower(outlet, *listed, port=pages.port, metrics=metrics)
        await following.once()
        pages.pages["/rss"] = Page(b"", 304)
        await following.once()

    asyncio.run(looks())

    def value(name, **labels):
        return metrics.registry.get_sample_value(f"communique_feed{name}", labels)

    assert [value("_polls_total", outcome=one) for one in ("read", "unchanged", "status_5xx", "gone")] == [1, 1, 2, 0]
    assert [value("_items_total", feed=one) for one in ("good", "bad")] == [2, 0]
    assert [value("_articles_published_total", feed=one) for one in ("good", "bad")] == [2, 0]
    assert [value("_failures", feed=one) for one in ("good", "bad")] == [0, 2]
    assert value("s_seen_articles") == 2


def test_what_kafka_did_not_take_is_not_seen(pages):
    pages.pages["/rss"] = Page(rss("a"))
    outlet = Caught()

    async def twice():
        following = follower(outlet, pages.url("/rss"), port=pages.port)
        outlet.fails = True
        with pytest.raises(PublishError):
            await following.once()
        outlet.fails = False
        await following.once()

    asyncio.run(twice())
    assert [event["title"] for event in outlet.events] == ["a"]


def test_a_stop_lets_a_transaction_end(pages):
    pages.pages["/rss"] = Page(rss("a"))

    class Slow(Caught):
        async def publish(self, articles, seen) -> None:
            begun.set()
            await asyncio.sleep(0.3)
            await super().publish(articles, seen)

    async def stopped():
        following = follower(outlet, {"url": pages.url("/rss"), "every": 30}, port=pages.port)
        task = asyncio.create_task(following.run())
        with pytest.MonkeyPatch.context():
            await asyncio.wait_for(begun.wait(), 60)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    import service.stream.feeds as module  # noqa: PLC0415

    begun, outlet = asyncio.Event(), Slow()
    before, module.FIRST_SPREAD_SECONDS = module.FIRST_SPREAD_SECONDS, 0.1
    try:
        asyncio.run(stopped())
    finally:
        module.FIRST_SPREAD_SECONDS = before
    assert len(outlet.events) == 1


def test_content_of_the_feed_is_taken_where_that_is_asked_for_and_fits(pages):
    whole = "<content:encoded>&lt;p&gt;Delegations met.&lt;/p&gt;</content:encoded>"
    huge = f"<content:encoded>{'x' * 100_000}</content:encoded>"
    pages.pages |= {"/small": Page(rss("a", body=whole)), "/huge": Page(rss("b", body=huge))}
    outlet = Caught()
    sources = [{"url": pages.url(path), "content": "feed"} for path in ("/small", "/huge")]
    once(outlet, *sources, port=pages.port, most_bytes=50_000)
    assert {event["title"]: event.get("content") for event in outlet.events} == {
        "a": "<p>Delegations met.</p>",
        "b": None,
    }


def test_a_sitemap_index_is_followed_to_its_parts_and_those_that_are_lost_are_told(pages, caplog):
    now = datetime.now(UTC).isoformat()
    pages.pages["/index"] = Page(
        f"<sitemapindex><sitemap><loc>{pages.url('/part')}</loc></sitemap><sitemap><loc>{pages.url('/lost')}</loc></sitemap></sitemapindex>".encode()
    )
    pages.pages["/part"] = Page(
        f"<urlset><url><loc>https://gazette.example/n</loc><lastmod>{now}</lastmod></url></urlset>".encode()
    )
    outlet = Caught()
    assert once(outlet, pages.url("/index"), port=pages.port)[pages.url("/index")].state == "ok"
    assert [event["url"] for event in outlet.events] == ["https://gazette.example/n"]
    assert f"{pages.url('/index')}: 1 of 2 sitemaps could not be read" in caplog.text
    assert "status 404" in caplog.text


def test_what_no_feed_lists_any_more_is_forgotten_in_time_and_in_the_channel(pages):
    now = datetime.now(UTC)
    pages.pages["/rss"] = Page(rss("a"))
    outlet, seen = Caught(), Seen()
    old = (now - REMEMBERED - timedelta(days=1)).isoformat()
    for name in ("a", "left"):
        seen.add(Sighting(digest(f"https://gazette.example/{name}"), (digest(pages.url("/rss"), name),), old))

    async def forgets():
        following = follower(outlet, pages.url("/rss"), port=pages.port, seen=seen)
        before = await following.forget(now)
        await following.once()
        return before, await following.forget(now)

    assert asyncio.run(forgets()) == (0, 1)
    assert len(seen) == 1
    (tombstone,) = [message for message in outlet.records if message.value is None]
    assert tombstone.key == b"item:" + digest("https://gazette.example/left").encode()
    again = Seen()
    again.read(tombstone.key, orjson.dumps({"names": ["n"], "at": old}))
    again.read(tombstone.key, None)
    assert len(again) == 0


def test_records_that_are_none_of_ours_say_nothing():
    seen = Seen()
    for key, value in (
        (None, b"{}"),
        (b"item:a", b"no json"),
        (b"item:b", b"[]"),
        (b"feed:c", b'{"etag": 1}'),
        (b"x", None),
    ):
        seen.read(key, value)
    assert len(seen) == 0
    assert seen.validators("https://a.example") == Validators()
