"""`communique settings`."""

from __future__ import annotations

import typer

from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(settings)


def settings(
    *, config: ConfigFile = None, sets: SetOptions = None, servers: Brokers = None, as_json: Json = False
) -> None:
    """Show every setting, the value in force (bold when set, secrets masked) and what it does."""
    from service.edges.settings import describe  # noqa: PLC0415

    rows = describe(settings_of(config, sets, kafka_bootstrap_servers=servers))
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps({row["name"]: row["value"] for row in rows}).decode())
        return
    from rich.console import Console  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    page = Text()
    for row in rows:
        value = "(not set)" if row["value"] is None else str(row["value"])
        page.append(f"{row['variable']}={value}", style="bold" if row["set"] else "")
        page.append(f"\n    {row['description']}\n", style="dim")
    Console(highlight=False).print(page)
