"""`communique produce` and `communique tail`: a channel's ends on the command line."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from collections import OrderedDict
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import typer

from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of
from service.errors import BrokerError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from rich.progress import Progress

    from service.cli.inputs import Input
    from service.edges.settings import Settings

_REMEMBERED_IDS = 100_000


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(produce)
    app.command()(tail)


def produce(
    files: Annotated[
        list[str] | None,
        typer.Argument(help="Files (.jsonl, .json, .html, .txt); - or none is JSONL on stdin.", show_default=False),
    ] = None,
    *,
    channel: Annotated[
        str | None, typer.Option(help="Kafka channel; articles.raw when not given.", show_default=False)
    ] = None,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Send raw articles to Kafka, as they are, keyed by their id; returns when the broker has acknowledged all."""
    from service.cli.inputs import read_inputs  # noqa: PLC0415

    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    target = channel or settings.channel_raw
    with _progress(f"to {target}", quiet=as_json or not sys.stderr.isatty()) as advance:
        sent = asyncio.run(_produce(settings, target, read_inputs(files or ["-"]), advance))
    typer.echo(
        orjson.dumps({"channel": target, "sent": sent}).decode() if as_json else f"{sent} articles sent to {target}"
    )


async def _produce(settings: Settings, channel: str, inputs: Iterable[Input], advance: Callable[[], None]) -> int:
    sent = 0
    async with connected_producer(settings) as producer:
        pending: set[asyncio.Future[Any]] = set()
        for item in inputs:
            key = item.record.key or _key(item.record.value or b"")
            pending.add(await producer.send(channel, item.record.value, key=key))
            sent += 1
            advance()
            if len(pending) >= 1000:
                await asyncio.gather(*pending)
                pending.clear()
        await asyncio.gather(*pending)
    return sent


def _key(value: bytes) -> bytes | None:
    """The event's id, else its URL; None for what is no JSON object, which is sent all the same."""
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
    """Show a channel's records as they come: a line an article; with --json the events themselves."""
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    source = channel or settings.channel_enriched
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(_tail(settings, source, beginning=beginning, number=number, unique=unique, as_json=as_json))


async def _tail(
    settings: Settings, channel: str, *, beginning: bool, number: int | None, unique: bool, as_json: bool
) -> None:
    seen: OrderedDict[bytes, None] = OrderedDict()
    shown = 0
    async with connected_consumer(settings, channel, beginning=beginning) as consumer:
        async for record in consumer:
            event_id = dict(record.headers).get("ce_id")
            if unique and event_id is not None:
                if event_id in seen:
                    continue
                seen[event_id] = None
                if len(seen) > _REMEMBERED_IDS:
                    seen.popitem(last=False)
            sys.stdout.write((as_json_line(record) if as_json else readable_line(record)) + "\n")
            sys.stdout.flush()
            shown += 1
            if shown == number:
                return


def as_json_line(record: Any) -> str:
    """A record for machines: an enriched event as it stands; anything else with its reason and bytes."""
    headers = dict(record.headers)
    if "communique.reason" not in headers:
        with contextlib.suppress(orjson.JSONDecodeError, TypeError):
            return orjson.dumps(orjson.loads(record.value)).decode()
    texts = {name: (value or b"").decode("utf-8", "replace") for name, value in headers.items()}
    value = None if record.value is None else record.value.decode("utf-8", "replace")
    return orjson.dumps(
        {"partition": record.partition, "offset": record.offset, "headers": texts, "value": value}
    ).decode()


def readable_line(record: Any) -> str:
    """A record for people, in one line: an article's language, title and topics, or a dead letter's reason."""
    from service.cli.render import topics_line  # noqa: PLC0415

    headers = dict(record.headers)
    if reason := headers.get("communique.reason"):
        message = headers.get("__connect.errors.exception.message") or b""
        return f"dead  {reason.decode()}: {message.decode('utf-8', 'replace')}"
    try:
        event = orjson.loads(record.value)
        return f"{event.get('language', '??'):<5} {event.get('title') or event.get('id')}  [{topics_line(event)}]"
    except (orjson.JSONDecodeError, TypeError, AttributeError):
        return f"      {record.partition}@{record.offset}: {len(record.value or b'')} bytes that are no event"


@contextlib.asynccontextmanager
async def connected_producer(settings: Settings) -> AsyncIterator[Any]:
    """A started producer that loses nothing (acks=all, idempotent).

    Raises:
        BrokerError: Kafka does not answer, or refuses a record.
    """
    from aiokafka import AIOKafkaProducer  # noqa: PLC0415 - slow to import

    size = settings.max_message_bytes or settings.max_article_bytes + 65_536
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap_servers,
        acks="all",
        enable_idempotence=True,
        linger_ms=5,
        max_request_size=size,
    )
    async with _started(producer, settings):
        yield producer


@contextlib.asynccontextmanager
async def connected_consumer(settings: Settings, *channels: str, beginning: bool) -> AsyncIterator[Any]:
    """A started consumer without a group: it reads along and disturbs nobody.

    Raises:
        BrokerError: Kafka does not answer.
    """
    from aiokafka import AIOKafkaConsumer  # noqa: PLC0415 - slow to import

    consumer = AIOKafkaConsumer(
        *channels,
        bootstrap_servers=settings.kafka_bootstrap_servers,
        isolation_level="read_committed",
        auto_offset_reset="earliest" if beginning else "latest",
        max_partition_fetch_bytes=8_388_608,
    )
    async with _started(consumer, settings):
        yield consumer


@contextlib.asynccontextmanager
async def _started(client: Any, settings: Settings) -> AsyncIterator[None]:
    from aiokafka.errors import KafkaConnectionError, KafkaError  # noqa: PLC0415

    try:
        await client.start()
        yield
    except KafkaConnectionError:
        raise BrokerError(
            f"Kafka does not answer at {settings.kafka_bootstrap_servers}; --kafka-bootstrap-servers says where it is"
        ) from None
    except KafkaError as error:
        raise BrokerError(f"{settings.kafka_bootstrap_servers}: {error!r}") from None
    finally:
        await client.stop()


@contextlib.contextmanager
def _progress(what: str, *, quiet: bool) -> Any:
    from rich.console import Console  # noqa: PLC0415
    from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn  # noqa: PLC0415

    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    bar: Progress
    with Progress(*columns, console=Console(stderr=True), disable=quiet) as bar:
        task = bar.add_task(what, total=None)
        yield lambda: bar.advance(task)
