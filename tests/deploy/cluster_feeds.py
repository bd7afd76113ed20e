"""`communique feeds` in the cluster: what is new in a feed comes out enriched, once, also over a restart of the pod."""

from __future__ import annotations

import http.server
import json
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from tests.deploy.chart import CHART
from tests.deploy.cluster import NODE_ADDRESS, Cluster, until
from tests.deploy.cluster_chart import RELEASE, helm, least
from tests.deploy.cluster_kafka import KAFKA, NAMESPACE
from tests.deploy.report import Report
from tests.integration.harness import read_all

TEXT = (
    "The foreign ministers of Viet Nam and Chile met in Ha Noi on Monday and agreed to hold political consultations "
    "every year. They signed a memorandum of understanding on cooperation between their diplomatic academies."
)


def follow(cluster: Cluster, report: Report) -> None:
    """A feed is followed, by one pod after another."""
    with _feed() as (url, items):
        items.append(1)
        _upgrade(cluster, url, "desk@newsroom.example")
        until(lambda: _found(url), 90, pause=3)
        items.append(2)
        # Another contact is another pod: the first one has gone before the second one comes.
        _upgrade(cluster, url, "night-desk@newsroom.example")
        found = until(lambda: found if len(found := _found(url)) == 2 else None, 90, pause=3)
        report.expect(
            "articles of a feed, over a restart of its pod", "2, each once", dict(found), set(found.values()) == {1}
        )
    pods = cluster.get("pods", "--namespace", NAMESPACE, "--selector", "app.kubernetes.io/component=feeds")
    restarts = sum(status["restartCount"] for pod in pods for status in pod["status"]["containerStatuses"])
    report.expect(
        "the pod that follows feeds", "one, no restart", f"{len(pods)}, {restarts}", (len(pods), restarts) == (1, 0)
    )


def _upgrade(cluster: Cluster, url: str, contact: str) -> None:
    allowed = url.removeprefix("http://").partition("/")[0]
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as listed:
        json.dump({"feeds": [{"url": url, "content": "feed", "every": "30s"}]}, listed)
        listed.flush()
        values = least(feeds__enabled="true", feeds__contact=contact, settings__feeds_allow=allowed)
        helm(cluster, "upgrade", RELEASE, CHART, "--wait", *values, "--set-file", f"feeds.content={listed.name}")


def _found(url: str) -> Counter[str]:
    """Enriched articles of the feed, by their address."""
    events = (json.loads(record.value) for record in read_all(KAFKA, "articles.enriched"))
    return Counter(event["url"] for event in events if event.get("url", "").startswith(url.rpartition("/")[0]))


@contextmanager
def _feed() -> Iterator[tuple[str, list[int]]]:
    """A feed on the node's address, and the numbers of the articles in it."""
    items: list[int] = []

    class Feed(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = [
                {"id": f"{n}", "url": f"{base}/{n}.html", "title": f"Visit {n}", "content_html": f"<p>{TEXT}</p>"}
                for n in items
            ]
            self.send_response(200)
            self.send_header("Content-Type", "application/feed+json")
            self.end_headers()
            feed = {"version": "https://jsonfeed.org/version/1.1", "title": "The Gazette", "items": told}
            self.wfile.write(json.dumps(feed).encode())

        def log_message(self, *_: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer((NODE_ADDRESS, 0), Feed)
    base = f"http://{NODE_ADDRESS}:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"{base}/feed.json", items
    finally:
        server.shutdown()
