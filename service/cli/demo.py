"""`communique demo`: the whole service on an embedded broker, with articles written for it."""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import orjson
import typer

from service.cli.options import Json, settings_of
from service.errors import BrokerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from rich.console import Console

    from service.cli.demo_view import DemoState
    from service.edges.settings import Settings

_DEADLINE_SECONDS = 120.0
_PACE_SECONDS = 0.4
"""Between articles on a terminal, so that a person can read along."""
_LAG = re.compile(r"^communique_consumer_lag_records\{[^}]*\} ([0-9.e+]+)$", re.MULTILINE)


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(demo)


def demo(
    *,
    once: bool = typer.Option(False, "--once", help="End when every article is through, also on a terminal."),
    as_json: Json = False,
) -> None:
    """Run broker, worker and a feed of articles in 13 languages; needs neither Java nor Docker.

    On a terminal it goes on until Ctrl-C. Otherwise it ends when every article is through, and checks itself: what
    went in is what came out, enriched or as a dead letter; exit code 1 when not.
    """
    from rich.console import Console  # noqa: PLC0415

    from service.edges.embedded import EmbeddedKafka  # noqa: PLC0415 - needs the extra `demo`

    console = Console(stderr=as_json, highlight=False)
    forever = sys.stdout.isatty() and not once and not as_json
    with EmbeddedKafka() as kafka:
        port = _free_port(settings_of(None, None).http_port)
        settings = settings_of(None, None, kafka_bootstrap_servers=kafka.bootstrap, http_port=port)
        for channel in (settings.channel_raw, settings.channel_enriched, settings.channel_dead_letter):
            kafka.create(channel, settings.channel_partitions)
        with _worker(settings) as process:
            state = _interruptible(_run(settings, console, process, forever=forever))
    _report(state, console, as_json=as_json)
    sys.exit(0 if state.sent and state.done == state.sent else 1)


def _interruptible(work: Any) -> DemoState:
    """Run `work`; Ctrl-C cancels it, and it returns what it has seen."""
    with asyncio.Runner() as runner:
        state: DemoState = runner.run(work)
    return state


@contextlib.contextmanager
def _worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A worker process like any other; its log goes to a file, shown when it dies."""
    environment = {
        **os.environ,
        "COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "COMMUNIQUE_HTTP_PORT": str(settings.http_port),
        "COMMUNIQUE_HTTP_HOST": settings.http_host,
    }
    with tempfile.NamedTemporaryFile(prefix="communique-demo-", suffix=".log") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "worker"],
            env=environment,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            ended = process.poll()
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(settings.stop_deadline_seconds + 5)
            except subprocess.TimeoutExpired:
                process.kill()
            if ended is not None:
                typer.echo(Path(log.name).read_text(errors="replace")[-4000:], err=True)


async def _run(settings: Settings, console: Console, process: subprocess.Popen[bytes], *, forever: bool) -> DemoState:
    from service.cli.demo_view import DemoState  # noqa: PLC0415
    from service.cli.kafka import connected_consumer, connected_producer  # noqa: PLC0415

    state = DemoState(metrics_url=f"http://{settings.http_host}:{settings.http_port}/metrics")
    channels = (settings.channel_enriched, settings.channel_dead_letter)
    async with (
        connected_consumer(settings, *channels, beginning=True) as consumer,
        connected_producer(settings) as producer,
    ):
        feeding = asyncio.create_task(_feed(state, producer, settings.channel_raw, forever=forever))
        reading = asyncio.create_task(_read(state, consumer, settings, console, live=forever))
        watching = asyncio.create_task(_watch_lag(state))
        try:
            await _until_through(state, feeding, reading, process, forever=forever)
        except asyncio.CancelledError:  # Ctrl-C: what has been seen is shown; what was sent is still waited for
            feeding.cancel()
            for _ in range(100):
                if state.done < state.sent:
                    await asyncio.sleep(0.05)
        finally:
            for task in (feeding, reading, watching):
                task.cancel()
            await asyncio.gather(feeding, reading, watching, return_exceptions=True)
    return state


async def _until_through(
    state: DemoState,
    feeding: asyncio.Task[None],
    reading: asyncio.Task[None],
    process: subprocess.Popen[bytes],
    *,
    forever: bool,
) -> None:
    deadline = time.monotonic() + _DEADLINE_SECONDS
    while forever or time.monotonic() < deadline:
        for task in (feeding, reading):
            if task.done():
                task.result()
        if process.poll() is not None:
            raise BrokerError(f"the worker ended with exit code {process.returncode}; its log is above")
        if not forever and feeding.done() and state.done >= state.sent:
            return
        await asyncio.sleep(0.05)


async def _feed(state: DemoState, producer: Any, channel: str, *, forever: bool) -> None:
    from service.edges.samples import feed  # noqa: PLC0415

    samples, round_ = feed(), 0
    while True:
        for sample in samples:
            headers = [("demo.name", sample.name.encode())]
            # Counted before the broker's word: on Ctrl-C in between, the article is still on its way.
            state.sent += 1
            await producer.send_and_wait(channel, sample.value, key=sample.key, headers=headers)
            await asyncio.sleep(_PACE_SECONDS if forever else 0)
        round_ += 1
        if not forever:
            return


async def _read(state: DemoState, consumer: Any, settings: Settings, console: Console, *, live: bool) -> None:
    from rich.live import Live  # noqa: PLC0415

    from service.cli.demo_view import live_view  # noqa: PLC0415

    view = (
        Live(live_view(state), console=console, auto_refresh=False, screen=False) if live else contextlib.nullcontext()
    )
    with view as screen:
        async for row in _rows(state, consumer, settings):
            if screen is not None:
                screen.update(live_view(state), refresh=True)
            else:
                console.print(f"{row[0]:<5} {row[1]}  [{row[2]}]", markup=False, soft_wrap=True)


async def _rows(state: DemoState, consumer: Any, settings: Settings) -> AsyncIterator[tuple[str, str, str]]:
    async for record in consumer:
        headers = dict(record.headers)
        if record.topic == settings.channel_enriched:
            yield state.add_enriched(orjson.loads(record.value))
        else:
            yield state.add_dead(headers["communique.reason"].decode(), headers.get("demo.name", b"?").decode())


async def _watch_lag(state: DemoState) -> None:
    """Read the lag off the worker's own /metrics."""
    import httpx  # noqa: PLC0415

    async with httpx.AsyncClient(timeout=2.0) as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                values = _LAG.findall((await client.get(state.metrics_url)).text)
                state.lag = int(sum(map(float, values))) if values else None
            await asyncio.sleep(0.5)


def _report(state: DemoState, console: Console, *, as_json: bool) -> None:
    from service.cli.demo_view import summary  # noqa: PLC0415

    if as_json:
        found = {
            "sent": state.sent,
            "enriched": state.enriched,
            "off_topic": state.off_topic,
            "dead_letters": dict(state.reasons),
            "languages": dict(state.languages),
            "topics": dict(state.topics),
            "first_enriched_after_seconds": state.first_enriched_after,
        }
        typer.echo(orjson.dumps(found, option=orjson.OPT_INDENT_2).decode())
    console.rule()
    console.print(summary(state))
    if state.done == state.sent:
        console.print(
            f"every article accounted for: {state.sent} in = {state.enriched} enriched + {state.dead} dead letters",
            style="green",
        )
    else:
        console.print(
            f"NOT every article accounted for: {state.sent} in, {state.enriched} enriched + {state.dead} dead letters",
            style="red",
        )


def _free_port(wanted: int) -> int:
    """`wanted` when it is free, else any."""
    for port in (wanted, 0):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise BrokerError("no free port for the demo's metrics")
