"""Feeds followed into Apache Kafka: once, after a restart, and with two who follow them."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys

import httpx
import orjson
import pytest

from service.edges.feeds_list import read_feeds
from service.edges.settings import Settings
from service.stream.feeds_run import follow
from tests.cli.harness import environment
from tests.integration.harness import Names, read_all, wait_until
from tests.kafka.ports import free_port
from tests.stream.test_feeds import rss
from tests.web.pages import Page, Pages

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


@pytest.fixture
def pages():
    with Pages() as server:
        yield server


@pytest.fixture
def names(kafka) -> Names:
    return Names.unique("feeds").create(kafka, 2)


def settings(kafka, names: Names, pages: Pages, listed) -> dict[str, object]:
    return {
        "kafka_bootstrap_servers": kafka.bootstrap,
        "channel_raw": names.raw,
        "channel_feeds_seen": f"{names.raw}.seen",
        "feeds": str(listed),
        "feeds_contact": "desk@newsroom.example",
        "feeds_http_port": free_port(),
        "feeds_allow": f"127.0.0.1,127.0.0.1:{pages.port}",
    }


def titles(kafka, names: Names) -> list[str]:
    return sorted(orjson.loads(record.value)["title"] for record in read_all(kafka.bootstrap, names.raw))


def test_what_is_new_comes_once_also_after_a_restart(kafka, names, pages, tmp_path):
    listed = tmp_path / "feeds.yaml"
    listed.write_text(f"feeds:\n  - {pages.url('/rss')}\n  - {pages.url('/broken')}\n")
    chosen = Settings(**settings(kafka, names, pages, listed))
    for items in (("a",), ("b", "a")):
        pages.pages["/rss"] = Page(rss(*items))
        reports = asyncio.run(follow(chosen, read_feeds(str(listed)), once=True))
        assert [report.code for report in reports] == ["", "status_4xx"]
    wait_until(lambda: len(titles(kafka, names)) >= 2, 20)
    assert titles(kafka, names) == ["a", "b"]


def test_a_second_process_shuts_the_first_one_out(kafka, names, pages, tmp_path):
    listed = tmp_path / "feeds.yaml"
    listed.write_text(f"feeds:\n  - url: {pages.url('/rss')}\n    every: 30s\n")
    pages.pages["/rss"] = Page(rss("a"))
    chosen = settings(kafka, names, pages, listed)
    variables = environment(**{f"COMMUNIQUE_{name.upper()}": str(value) for name, value in chosen.items()})
    command = [sys.executable, "-m", "service", "feeds"]
    first = subprocess.Popen(command, env=variables, stderr=subprocess.PIPE, text=True)
    try:
        wait_until(lambda: titles(kafka, names) == ["a"] or first.poll() is not None, 90)
        assert first.poll() is None
        base = f"http://127.0.0.1:{chosen['feeds_http_port']}"
        assert httpx.get(f"{base}/health/ready").json() == {"ok": True, "waiting_for": []}
        told = httpx.get(f"{base}/metrics").text
        assert 'communique_feed_articles_published_total{feed="127.0.0.1/rss"} 1.0' in told
        assert 'communique_feeds{state="ok"} 1.0' in told
        assert 'communique_health{check="ready"} 1.0' in told
        pages.pages["/rss"] = Page(rss("b", "a"))
        asyncio.run(follow(Settings(**chosen), read_feeds(str(listed)), once=True))
        pages.pages["/rss"] = Page(rss("c", "b", "a"))
        assert first.wait(90) == 3
        assert "another `communique feeds`" in first.stderr.read()
    finally:
        if first.poll() is None:
            first.send_signal(signal.SIGKILL)
    assert titles(kafka, names) == ["a", "b"]
