"""`communique feeds`: follow feeds, and publish what is new in them as raw articles."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.leaving import until_the_reader_leaves
from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of
from service.errors import SettingsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from service.stream.feeds_report import Report

_EPILOG = """\b
Examples:
  communique feeds feeds.yaml
  communique feeds feeds.yaml --once
  communique feeds --once --json | jq 'select(.state == "failing")'
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(feeds)


def feeds(
    listed: Annotated[
        Path | None, typer.Argument(metavar="[FILE]", help="YAML file of feeds; COMMUNIQUE_FEEDS when absent.")
    ] = None,
    *,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    once: Annotated[bool, typer.Option("--once", help="Look at each feed once, say how each is, and end.")] = False,
    as_json: Json = False,
) -> None:
    """Look at RSS, Atom and JSON feeds and news sitemaps; publish new items to the raw channel, until SIGTERM.

    Each item becomes a raw event keyed by its canonical URL; what was published is kept in a compacted channel, so
    nothing comes twice. A feed that fails is waited out and told in the log; the others go on. Run one such process:
    a second one shuts the first out. Pages are fetched by the workers (COMMUNIQUE_FETCH=true). With `--once` the exit
    code is 1 when a feed failed.
    """
    import asyncio  # noqa: PLC0415

    flags = {"kafka_bootstrap_servers": servers, "feeds": str(listed) if listed else None}
    settings = settings_of(config, sets, **flags)
    if settings.feeds is None:
        raise SettingsError("COMMUNIQUE_FEEDS: no feeds are named; give a YAML file of them")
    from service.edges.feeds_list import read_feeds  # noqa: PLC0415
    from service.edges.logs import log_to_stderr  # noqa: PLC0415
    from service.stream.feeds_run import follow  # noqa: PLC0415 - imports aiokafka

    log_to_stderr(settings.log_level)
    reports = asyncio.run(follow(settings, read_feeds(settings.feeds), once=once))
    if once:
        with until_the_reader_leaves():
            _show(reports, as_json=as_json)
        sys.exit(any(report.failures for report in reports))


def _show(reports: Sequence[Report], *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        for report in reports:
            typer.echo(orjson.dumps(report.told()))
        return
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    from service.cli.console import Console  # noqa: PLC0415

    table = Table("feed", "state", "new", "what is wrong", box=None, header_style="bold")
    for report in reports:
        wrong = f"{report.code}: {report.detail}" if report.code else ""
        table.add_row(Text(report.url, overflow="fold"), report.state, str(report.published), Text(wrong))
    Console().print(table)
