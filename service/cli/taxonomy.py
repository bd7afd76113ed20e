"""`communique taxonomy`: work on taxonomy files."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from service.cli.options import Json, settings_of

_EPILOG = """\b
Examples:
  communique taxonomy check vietnam-diplomacy
  communique taxonomy check my-topics.yaml --languages en,fr --json
"""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Check and calibrate taxonomy files: topics and the phrases that speak for them.",
)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    from service.cli import calibrate  # noqa: PLC0415

    calibrate.register(group)
    app.add_typer(group, name="taxonomy", short_help="Check and calibrate taxonomy files.")


@group.callback()
def _group() -> None:
    """Let the group's own help stand."""


@group.command(epilog=_EPILOG)
def check(
    taxonomies: Annotated[list[str], typer.Argument(help="Taxonomy files, or names of shipped ones.")],
    *,
    languages: Annotated[
        str | None, typer.Option(help="Languages that phrases are wanted for, separated by commas.", show_default=False)
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what is wrong or doubtful in taxonomy files, with line and mend.

    Errors end with exit code 1: a worker would not start. Warnings name phrases that will not do what their author
    hopes: too common, never matching, shared by two topics. All files are looked at.
    """
    from service.core.taxonomy import parse_taxonomy  # noqa: PLC0415
    from service.core.taxonomy_check import check as findings_of  # noqa: PLC0415
    from service.edges.taxonomies import read_taxonomy  # noqa: PLC0415
    from service.errors import TaxonomyError  # noqa: PLC0415

    wanted = settings_of(None, None, languages=languages).languages
    wrong = False
    for name in taxonomies:
        errors, warnings, facts = [], [], {}
        try:
            data, called = read_taxonomy(name)
            taxonomy = parse_taxonomy(data, name=called, languages=wanted)
            warnings = [str(finding) for finding in findings_of(data, name=called, languages=wanted)]
            ref = taxonomy.ref
            facts = {"id": ref.id, "version": ref.version, "sha256": ref.sha256, "topics": len(taxonomy.topic_ids)}
        except TaxonomyError as error:
            wrong, errors = True, error.problems
        _report(name, errors, warnings, facts, as_json=as_json)
    sys.exit(1 if wrong else 0)


def _report(name: str, errors: list[str], warnings: list[str], facts: dict[str, object], *, as_json: bool) -> None:
    if as_json:
        import orjson  # noqa: PLC0415

        typer.echo(
            orjson.dumps({"taxonomy": name, "ok": not errors, "errors": errors, "warnings": warnings, **facts}).decode()
        )
        return
    for line in errors:
        typer.echo(f"error: {line}")
    for line in warnings:
        typer.echo(f"warning: {line}")
    if errors:
        typer.echo(f"{name}: {_counted(len(errors), 'error')}")
    else:
        counts = f"{_counted(facts['topics'], 'topic')}, {_counted(len(warnings), 'warning')}"
        typer.echo(f"{name}: ok, {counts}, sha256 {str(facts['sha256'])[:12]}")


def _counted(number: object, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"
