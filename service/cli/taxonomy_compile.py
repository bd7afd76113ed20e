"""`communique taxonomy compile`: make the first start as quick as those after it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.cli.options import settings_of
from service.errors import CommuniqueError

if TYPE_CHECKING:
    from service.edges.cache import Cache

_EPILOG = """\b
Examples:
  communique taxonomy compile
  communique taxonomy compile my-topics.yaml --languages en,fr
  communique taxonomy compile --cache-folder /opt/communique/cache --no-model
"""


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("compile", epilog=_EPILOG)(compile_)


def compile_(
    taxonomies: Annotated[
        list[str] | None,
        typer.Argument(help="Taxonomy files, or names of shipped ones; all shipped ones when absent."),
    ] = None,
    *,
    languages: Annotated[
        str | None, typer.Option(help="Languages to compile for, separated by commas.", show_default=False)
    ] = None,
    folder: Annotated[
        str | None, typer.Option("--cache-folder", help="Where to keep it; see the setting.", show_default=False)
    ] = None,
    model: Annotated[bool, typer.Option("--model/--no-model", help="Keep the language model, too: 60 MB.")] = True,
) -> None:
    """Compile taxonomies and unpack the language model into the cache folder.

    Every command and worker does that when it first needs them, and finds them there from then on: a start then takes
    a second less. This does it beforehand: for an image, or a folder that workers may only read. What decides the
    result, the languages among it, must be the same then and there.
    """
    from service.cached import cached_model, keeps_model  # noqa: PLC0415
    from service.edges.cache import cache_of  # noqa: PLC0415
    from service.edges.taxonomies import shipped  # noqa: PLC0415

    settings = settings_of(None, None, languages=languages, cache_folder=folder)
    cache = cache_of(settings.cache_folder)
    if cache is None:
        raise CommuniqueError("there is no cache folder (the setting cache_folder); name one with --cache-folder")
    for name in taxonomies or shipped():
        _compile(name, settings.languages, cache)
    if model:
        cached_model(cache)
        _say("the language model", cache, kept=keeps_model(cache))


def _compile(name: str, languages: tuple[str, ...], cache: Cache) -> None:
    from service.cached import cached_taxonomy, keeps_taxonomy  # noqa: PLC0415
    from service.edges.taxonomies import read_taxonomy  # noqa: PLC0415

    data, called = read_taxonomy(name)
    cached_taxonomy(data, name=called, languages=languages, cache=cache)
    _say(name, cache, kept=keeps_taxonomy(data, languages, cache))


def _say(what: str, cache: Cache, *, kept: bool) -> None:
    if not kept:
        raise CommuniqueError(
            f"{what} cannot be kept in {cache.folder}; it must be a folder that can be written, on a disk with 64 MB "
            "free, and belong to you or to root with nobody else writing there"
        )
    typer.echo(f"{what}: ready in {cache.folder}")
