"""`communique dead-letter`: look at what was refused, send it back, or put it away."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.counts import counted
from service.cli.letter_options import Choice, Settled, choosing, place_of
from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from service.cli.letter_view import Row, Stats
    from service.edges.settings import Settings
    from service.stream.dead_letters import Letter, LetterFilter
    from service.stream.settlements import Action, Settlement

MOST_LISTED = 100
"""Letters that `list` shows people when they do not say how many: the newest."""
PIPE_COLUMNS = 200

_LIST_EPILOG = """\b
Examples:
  communique dead-letter list --since 2h
  communique dead-letter list --reason schema_violation --json | jq .message
"""
_SHOW_EPILOG = """\b
Examples:
  communique dead-letter show 3:81220
  communique dead-letter show 3:81220 --raw > article.json
"""
_STATS_EPILOG = """\b
Examples:
  communique dead-letter stats
  communique dead-letter stats --since 7d --json
"""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Look at refused articles, send them back, or put them away.",
)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    from service.cli import dead_letter_settle  # noqa: PLC0415

    dead_letter_settle.register(group)
    app.add_typer(group, name="dead-letter")


@group.command("list", epilog=_LIST_EPILOG)
@choosing
def list_letters(
    *,
    choice: Choice,
    settled_too: Settled = False,
    number: Annotated[
        int | None,
        typer.Option("--number", "-n", min=1, help="The newest so many; 100, with --json all.", show_default=False),
    ] = None,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """List dead letters: place, time of the article, reason, tries, build, id, message; oldest first.

    Letters that were redriven or discarded are left out unless --all is given. All options narrow; together they all
    have to hold. Joins no consumer group.
    """
    import asyncio  # noqa: PLC0415 - slow to import, as all below

    wanted = choice.filter()
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    if as_json and number is None:
        asyncio.run(_stream(settings, wanted, settled_too=settled_too))
        return
    rows, count = asyncio.run(_rows(settings, wanted, number or MOST_LISTED, settled_too=settled_too, bar=not as_json))
    if as_json:
        for row in rows:
            _write(row)
        return
    from service.cli.console import Console  # noqa: PLC0415
    from service.cli.letter_view import table_of  # noqa: PLC0415

    if rows:
        # Into a pipe as wide as it takes to read messages; the terminal's width elsewhere.
        Console(width=None if sys.stdout.isatty() else PIPE_COLUMNS).print(table_of(rows))
    more = f", the newest {len(rows):,} shown; -n shows more" if count > len(rows) else ""
    typer.echo(f"{counted(count, 'letter')}{more}", err=True)


def _write(row: Row) -> None:
    import orjson  # noqa: PLC0415

    sys.stdout.write(orjson.dumps(row.as_json()).decode() + "\n")


async def _stream(settings: Settings, wanted: LetterFilter, *, settled_too: bool) -> None:
    """Every letter for machines, as it is read: however many, none is held."""
    from service.cli.letter_view import row_of  # noqa: PLC0415

    async for letter, action in _letters(settings, wanted, bar=False):
        if action is None or settled_too:
            _write(row_of(letter, action))


async def _rows(
    settings: Settings, wanted: LetterFilter, most: int, *, settled_too: bool, bar: bool
) -> tuple[list[Row], int]:
    """The newest rows, oldest first, and how many letters there are."""
    import heapq  # noqa: PLC0415

    from service.cli.letter_view import row_of  # noqa: PLC0415

    kept: list[tuple[int, tuple[int, int], Row]] = []  # a place occurs once, so that rows are never compared
    count = 0
    async for letter, action in _letters(settings, wanted, bar=bar):
        if action is not None and not settled_too:
            continue
        count += 1
        row = row_of(letter, action)
        entry = (row.timestamp, row.letter_place, row)
        if len(kept) < most:
            heapq.heappush(kept, entry)
        else:
            heapq.heappushpop(kept, entry)
    return [row for _, _, row in sorted(kept, key=lambda entry: entry[:2])], count


async def _letters(
    settings: Settings, wanted: LetterFilter, *, bar: bool
) -> AsyncIterator[tuple[Letter, Action | None]]:
    """Every letter that is meant, with what was done with it."""
    from service.cli.channel_clients import connected  # noqa: PLC0415
    from service.cli.progress import record_bar  # noqa: PLC0415
    from service.stream.redrive import letter_spans, letters  # noqa: PLC0415
    from service.stream.scan import size_of_spans  # noqa: PLC0415
    from service.stream.settlements import read_settled  # noqa: PLC0415

    with record_bar(show=bar) as advance:
        async with connected(settings) as (consumer, admin):
            spans = await letter_spans(consumer, admin, settings, wanted)
            settled = await read_settled(consumer, admin, settings)
            total = size_of_spans(spans)
            async for batch, forward in letters(consumer, spans, wanted):
                advance("reading dead letters", forward, total)
                for letter in batch:
                    yield letter, settled.action(letter)


@group.command(epilog=_STATS_EPILOG)
@choosing
def stats(
    *,
    choice: Choice,
    settled_too: Settled = False,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Count dead letters by reason, by build and by day of the article.

    The counts leave out letters that were redriven or discarded unless --all is given; how many those are is said.
    """
    import asyncio  # noqa: PLC0415

    wanted = choice.filter()
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    found = asyncio.run(_stats(settings, wanted, settled_too=settled_too, bar=not as_json))
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps(found.as_json()).decode())
        return
    from service.cli.console import Console  # noqa: PLC0415

    found.print(Console())


async def _stats(settings: Settings, wanted: LetterFilter, *, settled_too: bool, bar: bool) -> Stats:
    from service.cli.letter_view import Stats  # noqa: PLC0415

    found = Stats()
    async for letter, action in _letters(settings, wanted, bar=bar):
        found.add(letter, action, settled_too=settled_too)
    return found


@group.command(epilog=_SHOW_EPILOG)
def show(
    place: Annotated[str, typer.Argument(help="PARTITION:OFFSET, as `list` shows it.", metavar="PLACE")],
    *,
    whole: Annotated[bool, typer.Option("--whole", help="The whole value, however long.")] = False,
    as_hex: Annotated[bool, typer.Option("--hex", help="The value in hexadecimal, also when it is text.")] = False,
    raw: Annotated[bool, typer.Option("--raw", help="Only the value, byte for byte.")] = False,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Show one dead letter: its own headers, those of the refusal, its value as text or in hexadecimal."""
    import asyncio  # noqa: PLC0415

    partition, offset = place_of(place)
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    letter, settlement = asyncio.run(_one(settings, partition, offset))
    if raw:
        sys.stdout.buffer.write(letter.value or b"")
        sys.stdout.buffer.flush()
        return
    if as_json:
        import orjson  # noqa: PLC0415

        from service.cli.letter_view import page_json  # noqa: PLC0415

        typer.echo(orjson.dumps(page_json(letter, settlement)).decode())
        return
    from service.cli.console import Console  # noqa: PLC0415
    from service.cli.letter_view import print_page  # noqa: PLC0415

    print_page(Console(), letter, settlement, whole=whole, as_hex=as_hex)


async def _one(settings: Settings, partition: int, offset: int) -> tuple[Letter, Settlement | None]:
    from service.cli.channel_clients import connected  # noqa: PLC0415
    from service.stream.dead_letters import LetterFilter  # noqa: PLC0415
    from service.stream.redrive import letter_spans, letters  # noqa: PLC0415
    from service.stream.settlements import settlements  # noqa: PLC0415

    wanted = LetterFilter(partitions=frozenset({partition}), first=offset, last=offset)
    async with connected(settings) as (consumer, admin):
        spans = await letter_spans(consumer, admin, settings, wanted)
        found = [letter async for batch, _ in letters(consumer, spans, wanted) for letter in batch]
        if not found:
            channel = settings.channel_dead_letter
            raise InputError(f"{partition}:{offset}: there is no such letter in {channel}; `list --all` shows them")
        ends = [
            one
            async for one in settlements(consumer, admin, settings)
            if (one.partition, one.offset) == (partition, offset)
        ]
        return found[0], ends[-1] if ends else None
