"""`communique dead-letter redrive` and `discard`: letters sent back or put away, after a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.counts import counted
from service.cli.letter_options import Choice, Yes, choosing
from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of

if TYPE_CHECKING:
    from service.cli.channel_clients import Clients
    from service.edges.settings import Settings
    from service.stream.dead_letters import LetterFilter
    from service.stream.redrive import Judge, Plan, Settler

_REDRIVE_EPILOG = """\b
Examples:
  communique dead-letter redrive --reason internal_error
  communique dead-letter redrive --reason internal_error --rate 50 --yes
"""
_DISCARD_EPILOG = """\b
Examples:
  communique dead-letter discard --reason empty_value --until 7d --why "test events"
  communique dead-letter discard --partition 3 --from 10 --to 20 --why "spam" --yes
"""


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command(epilog=_REDRIVE_EPILOG)(redrive)
    group.command(epilog=_DISCARD_EPILOG)(discard)


@choosing
def redrive(  # noqa: PLR0913 - an option each
    *,
    choice: Choice,
    channel: Annotated[
        str | None,
        typer.Option(help="Letters that came from this channel go back to it; else articles.raw.", show_default=False),
    ] = None,
    rate: Annotated[float, typer.Option(min=0.1, help="Letters a second, at most.")] = 500.0,
    most_failures: Annotated[
        int, typer.Option("--failures", min=1, help="Leave out what failed so often on this build.")
    ] = 3,
    force: Annotated[bool, typer.Option("--force", help="Also what failed too often on this build.")] = False,
    yes: Yes = False,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Send dead letters back to the channel that they came from; says first how many, and does it with --yes.

    Key, value and the article's own headers are byte-identical; the origin and the number of tries go with them. A
    letter and the note that it was redriven are written in one transaction: a run that was cut off is started again
    with the same words and goes on where it ended, nothing twice, nothing left out.
    """
    import asyncio  # noqa: PLC0415 - slow to import, as all below

    wanted = choice.filter()
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    target = channel or settings.channel_raw
    guard = None if force else most_failures
    run = _Redrive(settings, wanted, target, guard, rate)
    plan, sent = asyncio.run(run(do=yes, bar=not as_json))
    _report_redrive(plan, sent, target, as_json=as_json)


class _Redrive:
    """One run of `redrive`."""

    def __init__(
        self, settings: Settings, wanted: LetterFilter, target: str, most_failures: int | None, rate: float
    ) -> None:
        self._settings = settings
        self._wanted = wanted
        self._target = target
        self._most_failures = most_failures
        self._rate = rate

    async def __call__(self, *, do: bool, bar: bool) -> tuple[Plan, int | None]:
        """The plan, and how many letters went back; None when none was to."""
        from service.cli.channel_clients import connected, settler_of  # noqa: PLC0415

        async with connected(self._settings) as clients:
            if not do:
                return (await self._plan(clients))[0], None
            # The producer first: it ends and shuts out another run, so that what is read then stays true.
            async with settler_of(clients, self._settings, self._target, self._rate) as settler:
                plan, judge = await self._plan(clients)
                return plan, await self._send(clients, settler, plan, judge, bar=bar)

    async def _plan(self, clients: Clients) -> tuple[Plan, Judge]:
        from service._version import __version__  # noqa: PLC0415
        from service.stream.redrive import Judge, letter_spans, plan_redrive  # noqa: PLC0415
        from service.stream.scan import existing_partitions  # noqa: PLC0415
        from service.stream.settlements import read_settled, size_limit  # noqa: PLC0415

        consumer, admin = clients
        mend = "letters go back only where there is one; --channel names it"
        await existing_partitions(admin, self._target, mend)
        self._settled = await read_settled(consumer, admin, self._settings)
        self._spans = await letter_spans(consumer, admin, self._settings, self._wanted)
        judge = Judge(
            self._target, await size_limit(admin, self._target, self._settings), __version__, self._most_failures
        )
        return await plan_redrive(consumer, self._spans, self._wanted, self._settled, judge), judge

    async def _send(self, clients: Clients, settler: Settler, plan: Plan, judge: Judge, *, bar: bool) -> int:
        from service.cli.progress import record_bar  # noqa: PLC0415
        from service.stream.redrive import Verdict, letters  # noqa: PLC0415

        sent = 0
        with record_bar(show=bar) as advance:
            async for batch, _ in letters(clients.consumer, self._spans, self._wanted, self._settled):
                ready = [one for one in batch if judge.verdict(one) is Verdict.READY]
                async for count in settler.redrive(ready, self._target):
                    sent += count
                    advance(f"to {self._target}", count, plan.ready)
        return sent


def _report_redrive(plan: Plan, sent: int | None, target: str, *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        counts = {verdict.value: count for verdict, count in plan.verdicts.items()}
        found = {"channel": target, "letters": counts, "reasons": dict(plan.reasons), "sent": sent or 0}
        typer.echo(orjson.dumps({**found, "dry_run": sent is None}).decode())
        return
    from service.cli.console import Console  # noqa: PLC0415
    from service.cli.letter_view import print_plan  # noqa: PLC0415

    print_plan(Console(), plan, target)
    if sent is not None:
        typer.echo(f"{counted(sent, 'letter')} sent to {target}")
    else:
        typer.echo("nothing was sent; --yes sends them" if plan.ready else "nothing to send")


@choosing
def discard(
    *,
    choice: Choice,
    why: Annotated[str, typer.Option(help="A note that `show` shows: why nobody needs them.")],
    yes: Yes = False,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Put dead letters away, so that `list` and `redrive` pass over them; says first how many, does it with --yes.

    Kafka cannot delete one record: the letters stay in their channel as long as that keeps them, and `list --all` and
    `show` find them.
    """
    import asyncio  # noqa: PLC0415

    wanted = choice.filter()
    note = _note(why)
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    count = asyncio.run(_discard(settings, wanted, note, do=yes, bar=not as_json))
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps({"letters": count, "discarded": count if yes else 0, "dry_run": not yes}).decode())
    elif yes:
        typer.echo(f"{counted(count, 'letter')} discarded")
    else:
        typer.echo(f"{counted(count, 'letter')} would be discarded; --yes does it")


def _note(why: str) -> str:
    from service.errors import InputError  # noqa: PLC0415
    from service.stream.settlements import MOST_WHY  # noqa: PLC0415

    if not why.strip() or len(why) > MOST_WHY:
        raise InputError(f"--why: say it in 1 to {MOST_WHY:,} characters")
    return why.strip()


async def _discard(settings: Settings, wanted: LetterFilter, why: str, *, do: bool, bar: bool) -> int:
    from service.cli.channel_clients import connected, settler_of  # noqa: PLC0415

    async with connected(settings) as clients:
        if not do:
            return await _put_away(clients, settings, wanted, None, why, bar=bar)
        async with settler_of(clients, settings) as settler:
            return await _put_away(clients, settings, wanted, settler, why, bar=bar)


async def _put_away(
    clients: Clients, settings: Settings, wanted: LetterFilter, settler: Settler | None, why: str, *, bar: bool
) -> int:
    """Count the open letters that are meant; with a settler discard them."""
    from service.cli.progress import record_bar  # noqa: PLC0415
    from service.stream.redrive import letter_spans, letters  # noqa: PLC0415
    from service.stream.scan import size_of_spans  # noqa: PLC0415
    from service.stream.settlements import read_settled  # noqa: PLC0415

    consumer, admin = clients
    settled = await read_settled(consumer, admin, settings)
    spans = await letter_spans(consumer, admin, settings, wanted)
    found = 0
    with record_bar(show=bar) as advance:
        async for batch, forward in letters(consumer, spans, wanted, settled):
            found += len(batch)
            if settler is not None:
                async for _ in settler.discard(batch, why):
                    pass
            advance("dead letters", forward, size_of_spans(spans))
    return found
