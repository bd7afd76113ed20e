"""Options that several commands share."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from service.errors import SettingsError

if TYPE_CHECKING:
    from service.edges.settings import Settings

_KINDS = (
    "Files: .jsonl .ndjson (a raw event a line), .json (one event), .csv .tsv (an article a row), "
    ".html .htm .xhtml .txt .md (an article each)"
)
FILES_HELP = f"{_KINDS}; - is JSONL on stdin."
FILES_OR_STDIN_HELP = f"{_KINDS}; - or none is JSONL on stdin."
Json = Annotated[bool, typer.Option("--json", help="Machine-readable output: JSON, one object a line.")]
ConfigFile = Annotated[Path | None, typer.Option("--config", help="YAML file of settings.", show_default=False)]
SetOptions = Annotated[
    list[str] | None,
    typer.Option(
        "--set", help="NAME=VALUE: a setting, as `communique settings` lists them; may be repeated.", show_default=False
    ),
]
Brokers = Annotated[
    str | None,
    typer.Option(
        "--kafka-bootstrap-servers", "-b", help="Kafka brokers, host:port separated by commas.", show_default=False
    ),
]
Taxonomy = Annotated[
    str | None, typer.Option("--taxonomy", "-t", help="A shipped taxonomy or a file.", show_default=False)
]


def settings_of(config: Path | None, sets: list[str] | None, **flags: Any) -> Settings:
    """The settings: flags over `--set` over the environment over the file.

    Raises:
        SettingsError: a name or value is wrong.
    """
    from service.edges.settings import FILE_VARIABLE, load_settings  # noqa: PLC0415 - pydantic is slow to import

    if config is not None:
        if not config.is_file():
            what = "a folder" if config.is_dir() else "no such file"
            raise SettingsError(f"--config {config}: {what}; give the path of a YAML file of settings")
        os.environ[FILE_VARIABLE] = str(config)
    overrides: dict[str, Any] = {}
    for item in sets or []:
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise SettingsError(f"--set {item}: not of the form NAME=VALUE")
        overrides[name.strip().lower().removeprefix("communique_")] = value
    overrides.update({name: value for name, value in flags.items() if value is not None})
    return load_settings(overrides)


def options_of(**flags: Any) -> dict[str, Any]:
    """The arguments of the pipeline: what `settings_of` says of it with these flags, and raises.

    Where nothing is set nothing has to be read, which takes a fifth of a second less: the pipeline has the same
    defaults, and a taxonomy needs no check here.
    """
    from service.edges.pipeline_options import pipeline_options  # noqa: PLC0415
    from service.edges.variables import anything_set  # noqa: PLC0415
    from service.models import MAX_ARTICLE_BYTES  # noqa: PLC0415

    given = {name: value for name, value in flags.items() if value is not None}
    if anything_set() or given.keys() - {"taxonomy"}:
        return pipeline_options(settings_of(None, None, **given))
    return {"max_bytes": MAX_ARTICLE_BYTES, **given}
