"""Metrics and health over HTTP, on a thread with an event loop of its own: it answers while the worker is busy."""

from __future__ import annotations

import asyncio
import threading
from typing import TYPE_CHECKING, Any

from aiohttp import web
from prometheus_client.exposition import choose_encoder

from service.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Callable

    from prometheus_client import CollectorRegistry

    from service.stream.health import Health

START_SECONDS = 10.0


class WebServer:
    """Serves /metrics and /health/{live,ready,started}.

    Args:
        registry: the metrics to show.
        health: the worker's state.
        host, port: where to listen; port 0 takes a free one, told by `port` after `start`.
    """

    def __init__(self, registry: CollectorRegistry, health: Health, host: str, port: int) -> None:
        self._registry = registry
        self._health = health
        self._host = host
        self.port = port
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="communique-http", daemon=True)
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
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result(START_SECONDS)
            self._runner = None
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(START_SECONDS)
        if not self._loop.is_running():
            self._loop.close()

    async def _listen(self) -> None:
        app = web.Application(client_max_size=1024)
        app.router.add_get("/metrics", self._metrics)
        for name, check in (
            ("live", self._health.live),
            ("ready", self._health.ready),
            ("started", self._health.startup),
        ):
            app.router.add_get(f"/health/{name}", _answer(check))
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await runner.setup()
        site = web.TCPSite(runner, self._host, self.port)
        try:
            await site.start()
        except OSError:
            await runner.cleanup()
            raise
        self._runner = runner
        self.port = int(runner.addresses[0][1])

    async def _metrics(self, request: web.Request) -> web.Response:
        encoder, content_type = choose_encoder(request.headers.get("Accept", ""))
        return web.Response(body=encoder(self._registry), headers={"Content-Type": content_type})


def _answer(check: Callable[[], dict[str, Any]]) -> Callable[[web.Request], Any]:
    async def handle(_: web.Request) -> web.Response:
        state = check()
        return web.json_response(state, status=200 if state["ok"] else 503)

    return handle
