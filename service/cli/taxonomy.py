"""`communique taxonomy`: work on taxonomy files."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.cli.counts import counted
from service.cli.leaving import until_the_reader_leaves
from service.cli.options import Json, settings_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from service.core.taxonomy_findings import Finding

EXAMPLES = 3
"""Warnings of a kind shown without `--verbose`."""

_EPILOG = """\b
Examples:
  communique taxonomy check vietnam-diplomacy
  communique taxonomy check my-topics.yaml --verbose
  communique taxonomy check my-topics.yaml --languages en,fr --json
"""

group = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    help="Check, try out and calibrate taxonomy files: topics and the phrases that speak for them.",
)


def register(app: typer.Typer) -> None:
    """Add the command group."""
    from service.cli import calibrate, taxonomy_compile, taxonomy_try  # noqa: PLC0415

    taxonomy_try.register(group)
    calibrate.register(group)
    taxonomy_compile.register(group)
    app.add_typer(group, name="taxonomy")


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
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Every warning, not a few of each kind.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is wrong or doubtful in taxonomy files, with line and mend.

    Errors end with exit code 1: a worker would not start. Warnings name phrases that will not do what their author
    hopes: too common, never matching, shared by two topics. They are counted by kind, with the first few of each.
    All files are looked at.
    """
    from service.core.taxonomy import parse_taxonomy  # noqa: PLC0415
    from service.core.taxonomy_check import check as findings_of  # noqa: PLC0415
    from service.edges.taxonomies import read_taxonomy  # noqa: PLC0415
    from service.errors import TaxonomyError  # noqa: PLC0415

    wanted = settings_of(None, None, languages=languages).languages
    wrong = False
    for name in taxonomies:
        errors: list[str] = []
        warnings: list[Finding] = []
        facts: dict[str, Any] = {}
        try:
            data, called = read_taxonomy(name)
            taxonomy = parse_taxonomy(data, name=called, languages=wanted)
            warnings = findings_of(data, name=called, languages=wanted)
            ref = taxonomy.ref
            facts = {"id": ref.id, "version": ref.version, "sha256": ref.sha256, "topics": len(taxonomy.topic_ids)}
        except TaxonomyError as error:
            wrong, errors = True, error.problems
        with until_the_reader_leaves():
            if as_json:
                _print_json(name, errors, warnings, facts)
            else:
                typer.echo("\n".join(_lines(name, errors, warnings, facts, most=None if verbose else EXAMPLES)))
    sys.exit(1 if wrong else 0)


def _print_json(name: str, errors: list[str], warnings: Sequence[Finding], facts: dict[str, object]) -> None:
    import orjson  # noqa: PLC0415

    told = [{"kind": found.code.value, "line": found.line, "message": found.message} for found in warnings]
    typer.echo(orjson.dumps({"taxonomy": name, "ok": not errors, "errors": errors, "warnings": told, **facts}).decode())


def _lines(
    name: str, errors: list[str], warnings: Sequence[Finding], facts: dict[str, Any], *, most: int | None
) -> Iterator[str]:
    """What is said of one file: errors, then warnings by kind, at most `most` of each, then the verdict."""
    yield from (f"error: {line}" for line in errors)
    by_kind: dict[str, list[Finding]] = {}
    for found in warnings:
        by_kind.setdefault(found.code.heading, []).append(found)
    for kind, same in by_kind.items():
        yield f"{len(same):4} {kind}"
        yield from (f"     warning: {found}" for found in same[:most])
        if most is not None and len(same) > most:
            yield f"     ... and {len(same) - most} more of this kind; --verbose shows them"
    if errors:
        yield f"{name}: {counted(len(errors), 'error')}"
    else:
        counts = f"{counted(facts['topics'], 'topic')}, {counted(len(warnings), 'warning')}"
        yield f"{name}: ok, {counts}, sha256 {str(facts['sha256'])[:12]}"
