"""The HTTP server: metrics and health from a thread of its own, whatever the worker's loop does."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import threading
import time

import pytest
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_openmetrics
from prometheus_client.parser import text_string_to_metric_families as parse

from service.edges.metrics import Metrics
from service.errors import SettingsError
from service.stream import web
from service.stream.health import Health
from service.stream.web import MOST_CONNECTIONS, WebServer


@pytest.fixture
def metrics():
    return Metrics(("trade",))


@pytest.fixture
def health():
    return Health(started=True)


@pytest.fixture
def server(metrics, health):
    server = WebServer(metrics.registry, health, "127.0.0.1", 0)
    server.start()
    yield server
    server.stop()


def get(server, path, accept="*/*", method="GET"):
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
    try:
        connection.request(method, path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        connection.close()


def test_port_zero_takes_a_free_one_and_tells_it(server):
    assert server.port > 0
    assert get(server, "/health/live")[0] == 200


def test_metrics_are_those_of_the_registry_at_this_moment(server, metrics):
    metrics.consumed.labels("articles.raw").inc(3)
    status, headers, body = get(server, "/metrics")
    assert status == 200
    assert headers["Content-Type"].startswith("text/plain; version=")
    assert 'communique_articles_consumed_total{channel="articles.raw"} 3.0' in body.decode().splitlines()
    assert "communique_topics_assigned" in {family.name for family in parse(body.decode())}


def test_openmetrics_is_given_to_who_asks_for_it(server):
    _, headers, body = get(server, "/metrics", accept="application/openmetrics-text; version=1.0.0")
    assert headers["Content-Type"].startswith("application/openmetrics-text")
    assert body.endswith(b"# EOF\n")
    assert list(parse_openmetrics(body.decode()))


def test_health_is_200_when_fine_and_503_when_not(server, health):
    assert get(server, "/health/started")[0] == 200
    status, headers, body = get(server, "/health/ready")
    assert (status, headers["Content-Type"]) == (503, "application/json; charset=utf-8")
    assert json.loads(body) == {"ok": False, "waiting_for": ["Kafka", "consumer group"], "storm_guard_paused": False}
    health.joined, health.broker_seen_at = True, time.monotonic()
    assert get(server, "/health/ready")[0] == 200
    health.loop_turned_at -= 3600
    status, _, body = get(server, "/health/live")
    assert (status, json.loads(body)["ok"]) == (503, False)


@pytest.mark.parametrize(
    ("path", "method", "status"), [("/", "GET", 404), ("/health", "GET", 404), ("/metrics", "POST", 405)]
)
def test_nothing_else_is_served(server, path, method, status):
    assert get(server, path, method=method)[0] == status


def test_it_answers_while_the_workers_loop_is_stuck(server):
    async def stuck():
        asyncio.get_running_loop().call_soon(answered.append, get(server, "/health/live")[0])
        time.sleep(0.05)

    answered: list[int] = []
    asyncio.run(stuck())
    assert answered == [200]


def test_a_taken_port_is_refused_by_the_name_of_its_setting(metrics, health):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        with pytest.raises(
            SettingsError, match=rf"COMMUNIQUE_HTTP_PORT: cannot listen on 127\.0\.0\.1:{port}: .*in use"
        ):
            WebServer(metrics.registry, health, "127.0.0.1", port).start()
    assert not [thread for thread in threading.enumerate() if thread.name == "communique-http"]


def test_an_address_that_is_not_ours_is_refused(metrics, health):
    with pytest.raises(SettingsError, match=r"COMMUNIQUE_HTTP_HOST.*192\.0\.2\.1"):
        WebServer(metrics.registry, health, "192.0.2.1", 0).start()


def test_after_stop_the_port_is_free_and_the_thread_gone(metrics, health):
    server = WebServer(metrics.registry, health, "127.0.0.1", 0)
    server.start()
    server.stop()
    assert not [thread for thread in threading.enumerate() if thread.name == "communique-http"]
    again = WebServer(metrics.registry, health, "127.0.0.1", server.port)
    again.start()
    again.stop()


def test_stop_does_not_wait_for_a_client_that_holds_its_connection(metrics, health):
    server = WebServer(metrics.registry, health, "127.0.0.1", 0)
    server.start()
    with socket.create_connection(("127.0.0.1", server.port)) as idle:
        idle.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n")
        assert idle.recv(16).startswith(b"HTTP/1.1 200")
        began = time.monotonic()
        server.stop()
        assert time.monotonic() - began < 3


def test_the_status_page_is_json_for_programs_and_a_page_for_people(server):
    status, headers, body = get(server, "/status")
    assert (status, headers.get_content_type()) == (200, "application/json")
    assert json.loads(body)["refused_sources"] == []
    status, headers, body = get(server, "/status", accept="text/html,*/*")
    assert (status, headers.get_content_type()) == (200, "text/html")
    assert b"Sources with the most refused articles" in body


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/metrics", "/health/live", "/status"])
def test_it_takes_no_writes(server, path, method):
    assert get(server, path, method=method)[0] == 405


def test_a_megabyte_of_headers_is_refused_without_a_word_and_the_next_one_is_served(server, caplog):
    with socket.create_connection(("127.0.0.1", server.port), timeout=5) as client:
        try:
            client.sendall(b"GET /metrics HTTP/1.1\r\nHost: x\r\nX-Large: " + b"a" * 1_048_576 + b"\r\n\r\n")
            answer = client.recv(64)
        except ConnectionError:  # closed while we still sent
            answer = b""
    assert answer == b"" or answer.split()[1] == b"400"
    assert get(server, "/metrics")[0] == 200
    assert caplog.records == [], "whoever reaches the port could fill the log"


def test_a_fault_of_ours_is_in_the_log(server, metrics, caplog, monkeypatch):
    monkeypatch.setattr(metrics.registry, "collect", lambda: 1 / 0)
    assert get(server, "/metrics")[0] == 500
    assert [record.exc_info[0] for record in caplog.records] == [ZeroDivisionError]


def test_clients_that_hang_are_let_go_when_there_are_too_many(server):
    hanging = []
    try:
        for _ in range(MOST_CONNECTIONS + 40):
            client = socket.create_connection(("127.0.0.1", server.port), timeout=5)
            client.sendall(b"GET /metrics HTTP/1.1\r\nHo")
            hanging.append(client)
        time.sleep(3 * web.FRESH_SECONDS)
        assert get(server, "/health/live")[0] == 200
        assert len(server._runner.server.connections) <= MOST_CONNECTIONS + 1
        assert hanging[0].recv(1) == b"", "the oldest was closed"
    finally:
        for client in hanging:
            client.close()


def test_a_thousand_scrapes_at_once_are_answered_and_cost_few_renderings(server, metrics, monkeypatch):
    rendered = []
    plain = metrics.registry.collect
    monkeypatch.setattr(metrics.registry, "collect", lambda: rendered.append(1) or plain())

    async def scrape():
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(b"GET /metrics HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    async def go():
        # As many at a time as are let in; the rest wait their turn, as a thousand Prometheuses would not.
        gate = asyncio.Semaphore(MOST_CONNECTIONS - 20)

        async def one():
            async with gate:
                return await scrape()

        return await asyncio.gather(*(one() for _ in range(1000)))

    answers = asyncio.run(go())
    assert all(answer.startswith(b"HTTP/1.1 200") and b"communique_" in answer for answer in answers)
    assert len(rendered) < 100


def test_an_exposition_is_never_older_than_a_moment(server, metrics):
    metrics.consumed.labels("articles.raw").inc()
    get(server, "/metrics")
    metrics.consumed.labels("articles.raw").inc()
    time.sleep(web.FRESH_SECONDS * 2)
    assert 'consumed_total{channel="articles.raw"} 2.0' in get(server, "/metrics")[2].decode()
