"""The demo while it runs: feeds raw articles, reads what becomes of them, watches the worker."""

from __future__ import annotations

import asyncio
import re
import signal
import subprocess
import time
from contextlib import nullcontext, suppress
from typing import TYPE_CHECKING, Any

import httpx
import orjson
from rich.live import Live

from service.cli.clients import connected_consumer, connected_producer
from service.cli.demo_view import DemoState, Row, live_view
from service.edges.samples import feed
from service.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.cli.console import Console
    from service.edges.settings import Settings

DEADLINE_SECONDS = 120.0
"""A feed that is not through by then never will be: it takes 5 s."""
PACE_SECONDS = 0.7
"""Between articles on a terminal, so that a person can read along."""
LAST_ONES_SECONDS = 5.0
"""What was sent before Ctrl-C is waited for so long."""
_TICK_SECONDS = 0.05
_FRAME_SECONDS = 0.2
_WATCH_SECONDS = 0.25
_LAG = re.compile(r"^communique_consumer_lag_records\{[^}]*\} ([0-9.e+]+)$", re.MULTILINE)


class Run:
    """One run of the demo.

    Args:
        settings: the broker, the channels and the worker's HTTP port.
        console: where articles are shown.
        process: the worker.
        forever: feed round after round, slowly, on a live screen, until Ctrl-C; otherwise once and as fast as can be.
    """

    def __init__(
        self, settings: Settings, console: Console, process: subprocess.Popen[bytes], *, forever: bool
    ) -> None:
        self.state = DemoState(metrics_url=f"http://{settings.http_host}:{settings.http_port}/metrics")
        self._ready_url = self.state.metrics_url.replace("/metrics", "/health/ready")
        self._settings = settings
        self._console = console
        self._process = process
        self._forever = forever

    def __call__(self) -> DemoState:
        """Run to the end, or to Ctrl-C or SIGTERM; returns what was seen.

        Raises:
            CommuniqueError: the worker ended, or the deadline passed.
            BrokerError: Kafka failed.
        """
        with suppress(asyncio.CancelledError, KeyboardInterrupt):
            asyncio.run(self._main())
        return self.state

    async def _main(self) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - a coroutine that runs is in a task
        for number in (signal.SIGTERM, signal.SIGHUP):
            asyncio.get_running_loop().add_signal_handler(number, task.cancel)
        screen = Live(console=self._console, auto_refresh=False) if self._forever else None
        with screen or nullcontext():
            try:
                await self._connected(screen)
            except asyncio.CancelledError:
                self.state.interrupted = True
                raise
            finally:
                self._draw(screen)

    async def _connected(self, screen: Live | None) -> None:
        channels = (self._settings.channel_enriched, self._settings.channel_dead_letter)
        self._draw(screen)
        async with (
            connected_consumer(self._settings, *channels, beginning=True) as consumer,
            connected_producer(self._settings) as producer,
        ):
            feeding = asyncio.create_task(self._feed(producer))
            helpers = (self._read(consumer), self._watch(), self._animate(screen))
            tasks = (feeding, *map(asyncio.create_task, helpers))
            try:
                await self._until_through(feeding, tasks)
            except asyncio.CancelledError:
                feeding.cancel()
                await self._last_ones()
                raise
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    async def _until_through(self, feeding: asyncio.Task[None], tasks: tuple[asyncio.Task[None], ...]) -> None:
        state = self.state
        while self._forever or not (feeding.done() and state.done >= state.sent):
            for task in tasks:
                if task.done():
                    task.result()
            if self._process.poll() is not None:
                raise CommuniqueError(f"the worker ended with exit code {self._process.returncode}; its log is above")
            if not self._forever and time.monotonic() - state.started > DEADLINE_SECONDS:
                words = f"{state.done} of {state.sent} articles came out within {DEADLINE_SECONDS:.0f} s"
                raise CommuniqueError(f"{words}; the worker's log is above")
            await asyncio.sleep(_TICK_SECONDS)
        feeding.result()

    async def _last_ones(self) -> None:
        deadline = time.monotonic() + LAST_ONES_SECONDS
        while self.state.done < self.state.sent and time.monotonic() < deadline and self._process.poll() is None:  # noqa: ASYNC110 - a process and a clock have no event to wait for
            await asyncio.sleep(_TICK_SECONDS)

    async def _feed(self, producer: Any) -> None:
        samples = feed()
        # On a screen articles wait for the worker, to be seen one after the other; else they may wait in Kafka.
        while self._forever and not self.state.ready:  # noqa: ASYNC110 - at the pace of the watch a tick is nothing
            await asyncio.sleep(_TICK_SECONDS)
        while True:
            for sample in samples:
                headers = [("demo.name", sample.name.encode())]
                self.state.sent += 1  # before the broker's word: on Ctrl-C in between it is still on its way
                await producer.send_and_wait(self._settings.channel_raw, sample.value, key=sample.key, headers=headers)
                await asyncio.sleep(PACE_SECONDS if self._forever else 0)
            if not self._forever:
                return

    async def _read(self, consumer: Any) -> None:
        async for row in self._rows(consumer):
            if not self._forever:
                self._console.print(row.line(), markup=False, soft_wrap=True)

    async def _rows(self, consumer: Any) -> AsyncIterator[Row]:
        async for record in consumer:
            headers = dict(record.headers)
            if record.topic == self._settings.channel_enriched:
                yield self.state.add_enriched(orjson.loads(record.value))
            else:
                name = headers.get("demo.name") or b"?"
                yield self.state.add_dead(headers["communique.reason"].decode(), name.decode())

    async def _watch(self) -> None:
        """Ask the worker itself, over HTTP, whether it is ready and what its lag is."""
        async with httpx.AsyncClient(timeout=2.0) as client:
            while True:
                with suppress(httpx.HTTPError):
                    if not self.state.ready:
                        self.state.ready = (await client.get(self._ready_url)).is_success
                    values = _LAG.findall((await client.get(self.state.metrics_url)).text)
                    self.state.lag = int(sum(map(float, values))) if values else None
                await asyncio.sleep(_WATCH_SECONDS)

    async def _animate(self, screen: Live | None) -> None:
        while True:
            self._draw(screen)
            await asyncio.sleep(_FRAME_SECONDS)

    def _draw(self, screen: Live | None) -> None:
        if screen is not None:
            screen.update(live_view(self.state, self._console), refresh=True)
