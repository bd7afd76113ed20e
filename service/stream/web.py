"""Metrics and health over HTTP, on a thread with an event loop of its own: it answers while the worker is busy."""

from __future__ import annotations

import asyncio
import logging
import threading
from functools import partial
from typing import TYPE_CHECKING, Any

from aiohttp import web
from aiohttp.http import HttpProcessingError

from service.edges.exposition import FRESH_SECONDS, Exposition
from service.errors import SettingsError
from service.stream.sources import SourceTable
from service.stream.status import as_page, status

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry

    from service.stream.health import Checks

START_SECONDS = 10.0
MOST_CONNECTIONS = 512
"""Beyond, the oldest connection is closed: clients that hang must not use up the files that Kafka needs."""


class _ClientsFaults(logging.Filter):
    """Leaves out of the log what a client did wrong: it was answered with 400, and anybody might fill the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether to write the record."""
        return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


_CLIENTS_FAULTS = _ClientsFaults()


class WebServer:
    """Serves /metrics, /health/{live,ready,started} and /status; takes nothing.

    Args:
        registry: the metrics to show.
        health: the process's state.
        host, port: where to listen; port 0 takes a free one, told by `port` after `start`.
        sources: whose refused articles /status shows.
    """

    def __init__(
        self, registry: CollectorRegistry, health: Checks, host: str, port: int, sources: SourceTable | None = None
    ) -> None:
        self._exposition = Exposition(registry)
        self._health = health
        self._host = host
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="communique-http", daemon=True)
        self._sources = sources or SourceTable()
        self._runner: web.AppRunner | None = None

    def start(self) -> None:
        """Listen; returns when requests are answered.

        Raises:
            SettingsError: the address is taken or not ours.
        """
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(START_SECONDS)
        except OSError as error:
            self.stop()
            raise SettingsError(
                f"COMMUNIQUE_HTTP_HOST, COMMUNIQUE_HTTP_PORT: cannot listen on {self._host}:{self.port}: "
                f"{error.strerror or error}; choose a free port, or 0 for any"
            ) from None

    def stop(self) -> None:
        """Close the server and end its thread."""
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._close(self._runner), self._loop).result(START_SECONDS)
            self._runner = None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        if not self._loop.is_running():
            self._loop.close()

    async def _listen(self) -> None:
        app = web.Application(client_max_size=1024)
        app.router.add_get("/metrics", self._metrics)
        app.router.add_get("/status", self._status)
        for name, check in (
            ("live", self._health.live),
            ("ready", self._health.ready),
            ("started", self._health.startup),
        ):
            app.router.add_get(f"/health/{name}", _answer(check))
        logging.getLogger("aiohttp.server").addFilter(_CLIENTS_FAULTS)  # which is there once, however often it is added
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, keepalive_timeout=75.0)
        await runner.setup()
        try:
            self._server = await self._loop.create_server(
                partial(self._admit, runner.server), self._host, self.port, backlog=1024
            )
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = int(self._server.sockets[0].getsockname()[1])

    def _admit(self, server: Any) -> Any:
        """What handles a new connection, which the server does not count yet."""
        self._loop.call_later(FRESH_SECONDS, _close_oldest, server)
        return server()

    async def _close(self, runner: web.AppRunner) -> None:
        self._server.close()
        await runner.cleanup()

    async def _metrics(self, request: web.Request) -> web.Response:
        body, content_type = self._exposition.text(request.headers.get("Accept", ""))
        return web.Response(body=body, headers={"Content-Type": content_type})

    async def _status(self, request: web.Request) -> web.Response:
        told = status(self._health, self._sources)
        if "text/html" in request.headers.get("Accept", ""):
            return web.Response(text=as_page(told), content_type="text/html")
        return web.json_response(told)


def _close_oldest(server: Any) -> None:
    """The oldest connections give way when there are too many."""
    living = [one for one in server.connections if one.transport is not None]  # none once it is being closed
    for oldest in living[: max(0, len(living) - MOST_CONNECTIONS)]:
        oldest.force_close()


def _answer(check: Callable[[], dict[str, Any]]) -> Callable[[web.Request], Any]:
    async def handle(_: web.Request) -> web.Response:
        state = check()
        return web.json_response(state, status=200 if state["ok"] else 503)

    return handle
