"""`communique version`."""

from __future__ import annotations

import typer

from service._version import __version__
from service.cli.options import Json


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(version)


def version(*, as_json: Json = False) -> None:
    """Show the version of Communique, of Python, and the taxonomies that ship with it."""
    import platform  # noqa: PLC0415

    from service.edges.taxonomies import shipped  # noqa: PLC0415

    if as_json:
        import orjson  # noqa: PLC0415

        found = {"version": __version__, "python": platform.python_version(), "taxonomies": shipped()}
        typer.echo(orjson.dumps(found).decode())
    else:
        typer.echo(f"communique {__version__} (Python {platform.python_version()}; taxonomies: {', '.join(shipped())})")
