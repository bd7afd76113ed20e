"""`communique produce` and `communique tail`: a channel's ends on the command line."""

from __future__ import annotations

import sys
from collections import OrderedDict
from contextlib import suppress
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.counts import counted
from service.cli.options import FILES_OR_STDIN_HELP, Brokers, ConfigFile, Json, SetOptions, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from asyncio import Future
    from collections.abc import Callable, Iterable

    from service.cli.inputs import Input
    from service.edges.settings import Settings

MOST_PENDING = 1000
"""Records sent but not yet acknowledged: bounds what is held in memory."""

_REMEMBERED_IDS = 100_000

_PRODUCE_EPILOG = """\b
Examples:
  communique produce articles.jsonl -b kafka:9092
  communique produce samples/article.html --channel articles.raw.test
"""
_TAIL_EPILOG = """\b
Examples:
  communique tail --from-beginning
  communique tail --json -n 100 | jq .topics
  communique tail --channel articles.dead-letter --from-beginning
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog=_PRODUCE_EPILOG)(produce)
    app.command(epilog=_TAIL_EPILOG)(tail)


def produce(
    files: Annotated[list[str] | None, typer.Argument(help=FILES_OR_STDIN_HELP, show_default=False)] = None,
    *,
    channel: Annotated[
        str | None, typer.Option(help="Kafka channel; articles.raw when not given.", show_default=False)
    ] = None,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Send raw articles to Kafka.

    Events are sent as they are, also wrong ones, keyed by their id, else their URL; pages and texts as an event with
    the file's name as id. Returns when the broker has acknowledged all.
    """
    import asyncio  # noqa: PLC0415 - slow to import, as all below

    import orjson  # noqa: PLC0415

    from service.cli.inputs import STDIN, read_inputs, total_size  # noqa: PLC0415
    from service.cli.progress import progress, stderr_is_terminal  # noqa: PLC0415

    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    target = channel or settings.channel_raw
    paths = files or [STDIN]
    inputs = read_inputs(paths, settings.max_article_bytes)
    with progress(f"to {target}", total_size(paths), show=stderr_is_terminal() and not as_json) as bar:
        sent = asyncio.run(_produce(settings, target, inputs, bar.advance))
    typer.echo(
        orjson.dumps({"channel": target, "sent": sent}).decode()
        if as_json
        else f"{counted(sent, 'article')} sent to {target}"
    )


async def _produce(settings: Settings, channel: str, inputs: Iterable[Input], advance: Callable[[int], None]) -> int:
    import asyncio  # noqa: PLC0415

    from service.cli.clients import connected_producer  # noqa: PLC0415

    sent = 0
    async with connected_producer(settings) as producer:
        pending: set[Future[Any]] = set()
        for item in inputs:
            if item.refusal is not None:
                raise InputError(f"{item.where}: {item.refusal.detail}; it was not sent, nor what follows")
            pending.add(await producer.send(channel, item.record.value, key=_key(item.record.value or b"")))
            sent += 1
            advance(item.size)
            if len(pending) >= MOST_PENDING:
                await asyncio.gather(*pending)
                pending.clear()
        await asyncio.gather(*pending)
    return sent


def _key(value: bytes) -> bytes | None:
    """The event's id, else its URL; None for what is no JSON object, which is sent all the same."""
    import orjson  # noqa: PLC0415

    try:
        event = orjson.loads(value)
    except orjson.JSONDecodeError:
        return None
    name = (event.get("id") or event.get("url")) if isinstance(event, dict) else None
    return name.encode() if isinstance(name, str) else None


def tail(
    *,
    channel: Annotated[
        str | None, typer.Option(help="Kafka channel; articles.enriched when not given.", show_default=False)
    ] = None,
    beginning: Annotated[
        bool, typer.Option("--from-beginning", help="Start with the oldest record, not with new ones.")
    ] = False,
    number: Annotated[
        int | None, typer.Option("--number", "-n", min=1, help="Stop after this many.", show_default=False)
    ] = None,
    unique: Annotated[bool, typer.Option("--unique", help="Leave out repeats, by event id.")] = False,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Show a channel's records as they come: a line an article.

    With --json enriched events as they stand, one a line; of dead letters their key, headers and value. Joins no
    consumer group, so that no worker is disturbed. Goes on until Ctrl-C or --number.
    """
    import asyncio  # noqa: PLC0415

    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    source = channel or settings.channel_enriched
    with suppress(KeyboardInterrupt):
        asyncio.run(_tail(settings, source, beginning=beginning, number=number, unique=unique, as_json=as_json))


async def _tail(
    settings: Settings, channel: str, *, beginning: bool, number: int | None, unique: bool, as_json: bool
) -> None:
    from service.cli.clients import connected_consumer  # noqa: PLC0415
    from service.cli.records import json_line, readable_line  # noqa: PLC0415

    line = json_line if as_json else readable_line
    known = _Known()
    shown = 0
    async with connected_consumer(settings, channel, beginning=beginning) as consumer:
        async for record in consumer:
            if unique and known.saw(dict(record.headers).get("ce_id")):
                continue
            sys.stdout.write(line(record) + "\n")
            sys.stdout.flush()
            shown += 1
            if shown == number:
                return


class _Known:
    """The event ids seen last."""

    def __init__(self) -> None:
        self._ids: OrderedDict[bytes, None] = OrderedDict()

    def saw(self, event_id: bytes | None) -> bool:
        """Whether this one came before; remembers it. A record without id is always new."""
        if event_id is None:
            return False
        if event_id in self._ids:
            return True
        self._ids[event_id] = None
        if len(self._ids) > _REMEMBERED_IDS:
            self._ids.popitem(last=False)
        return False
