"""`communique audit`: the proof that nothing was lost."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.counts import counted
from service.cli.leaving import until_the_reader_leaves
from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of
from service.errors import InputError

if TYPE_CHECKING:
    from service.cli.console import Console
    from service.edges.settings import Settings
    from service.stream.audit_run import Report, Scope

MOST_RANGES = 10
"""Ranges named for people, of each kind in each partition; --json names all."""
_RANGE = re.compile(r"([0-9]{1,9})(?::([0-9]{1,18})-([0-9]{1,18})?)?")
_END = 1 << 62

_EPILOG = """\b
Examples:
  communique audit
  communique audit --since 24h --json | jq .missing
  communique audit --range 3:81000-82000
"""
_WORDS = {
    "missing": "MISSING: committed, yet without an outcome",
    "lost": "LOST: deleted by the channel's retention before they were worked on",
    "unproven": "UNPROVEN: records that name an origin in another channel",
    "expired": "without an outcome just before the first record that is kept: expired unread, markers or redriven",
}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(audit)


def audit(
    *,
    since: Annotated[
        str | None,
        typer.Option(help="Raw articles of this time or later: 2h, 7d, 2026-01-31T08:00Z.", show_default=False),
    ] = None,
    ranges: Annotated[
        list[str] | None,
        typer.Option(
            "--range", help="PARTITION or PARTITION:FROM-TO, TO included; may be repeated.", show_default=False
        ),
    ] = None,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    as_json: Json = False,
) -> None:
    """Prove that every raw article has an outcome: enriched or a dead letter, by partition and offset.

    What the group has not committed yet is pending, what stands on the channels for fetching is fetching. Repeats are
    counted; what has no outcome is named, with exit code 1. Markers of transactions and compacted records are no gaps.
    Reads the output channels, and of the raw channel only what has no outcome there; joins no consumer group.
    """
    import asyncio  # noqa: PLC0415 - slow to import, as all below

    scope = _scope(since, ranges or [])
    settings = settings_of(config, sets, kafka_bootstrap_servers=servers)
    report = asyncio.run(_run(settings, scope, bar=not as_json))
    with until_the_reader_leaves():
        _show(report, as_json=as_json)
    sys.exit(0 if report.accounted else 1)


def _scope(since: str | None, ranges: list[str]) -> Scope:
    from datetime import UTC, datetime  # noqa: PLC0415

    from service.cli.moments import moment_ms  # noqa: PLC0415
    from service.stream.audit_run import Scope  # noqa: PLC0415

    if since is not None and ranges:
        raise InputError("--since and --range: give one of them")
    found: dict[int, tuple[int, int]] = {}
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if match is None or int(match[1]) in found:
            raise InputError(f"--range {text}: give PARTITION or PARTITION:FROM-TO, each partition once")
        first, end = int(match[2] or 0), int(match[3]) + 1 if match[3] else _END
        if first >= end:
            raise InputError(f"--range {text}: it ends before it begins")
        found[int(match[1])] = (first, end)
    since_ms = None if since is None else moment_ms(since, "--since", datetime.now(UTC))
    return Scope(since_ms, found)


async def _run(settings: Settings, scope: Scope, *, bar: bool) -> Report:
    from service.cli.channel_clients import connected  # noqa: PLC0415
    from service.cli.progress import record_bar  # noqa: PLC0415
    from service.stream.audit_run import Audit  # noqa: PLC0415

    with record_bar(show=bar) as advance:
        async with connected(settings) as (consumer, admin):
            return await Audit(consumer, admin, settings, scope, advance)()


def _show(report: Report, *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps(report.as_json()).decode())
    else:
        from service.cli.console import Console  # noqa: PLC0415

        _print(Console(), report)


def _print(console: Console, report: Report) -> None:
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    names = (
        "partition",
        "records",
        "enriched",
        "dead",
        "redriven",
        "duplicates",
        "fetching",
        "pending",
        "missing",
        "lost",
    )
    table = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        table.add_column(name, justify="right")
    for account in report.accounts:
        cells = [size_of_cell(getattr(account, name)) for name in names]
        table.add_row(*cells, style="" if account.accounted else "red")
    if len(report.accounts) > 1:
        table.add_row("all", *(f"{report.total(name):,}" for name in names[1:]), style="bold")
    console.print(table)
    for line in _remarks(report):
        console.print(Text(line), soft_wrap=True)
    verdict = "every record is accounted for" if report.accounted else "NOT every record is accounted for"
    console.print(
        Text(f"{report.channel}, group {report.group}: {verdict}", style="green" if report.accounted else "red")
    )


def size_of_cell(value: object) -> str:
    """A count, or how many offsets ranges hold."""
    from service.stream.audit import size_of  # noqa: PLC0415

    return f"{size_of(value) if isinstance(value, list) else value:,}"


def _remarks(report: Report) -> list[str]:
    lines = []
    for account in report.accounts:
        for name, words in _WORDS.items():
            if found := getattr(account, name):
                shown = ", ".join(f"{a}-{b - 1}" if b - a > 1 else str(a) for a, b in found[:MOST_RANGES])
                more = (
                    f" and {counted(len(found) - MOST_RANGES, 'range')} more (--json)"
                    if len(found) > MOST_RANGES
                    else ""
                )
                lines.append(f"{report.channel} partition {account.partition}: {shown}{more}: {words}")
    if report.total("missing") and report.trimmed:
        lines.append(
            f"outcomes may have been deleted with the first records of {', '.join(report.trimmed)}; try --since"
        )
    if report.unreadable or report.elsewhere:
        lines.append(
            f"in the output channels, {counted(report.unreadable, 'record names', 'records name')} no raw record and "
            f"{counted(report.elsewhere, 'names a record', 'name records')} of other channels"
        )
    return lines
