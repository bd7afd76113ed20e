"""`communique settings`."""

from __future__ import annotations

import typer

from service.cli.options import Brokers, ConfigFile, Json, SetOptions, settings_of

_EPILOG = """\b
Examples:
  communique settings
  communique settings --set http_port=0 --json
  communique settings --config communique.yaml | grep KAFKA
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(settings)


def settings(
    *, config: ConfigFile = None, sets: SetOptions = None, servers: Brokers = None, as_json: Json = False
) -> None:
    """Show every setting: its variable, the value in force, what it does.

    Values that differ from the default because somebody set them are bold and marked "(set)"; secrets are masked. A
    flag wins over the environment, the environment over the file of --config or COMMUNIQUE_SETTINGS_FILE. Files of
    secrets and certificates that a worker could not use are warned of.
    """
    from service.edges.security import unusable_files  # noqa: PLC0415
    from service.edges.settings import describe  # noqa: PLC0415

    found = settings_of(config, sets, kafka_bootstrap_servers=servers)
    for problem in unusable_files(found):
        typer.echo(f"warning: {problem}", err=True)
    rows = describe(found)
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(orjson.dumps({row["name"]: row["value"] for row in rows}).decode())
        return
    for row in rows:
        typer.secho(f"{row['variable']}={_written(row['value'])}{'  (set)' if row['set'] else ''}", bold=row["set"])
        typer.secho(f"    {row['description']}", dim=True)


def _written(value: object) -> str:
    """A value as the environment spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
