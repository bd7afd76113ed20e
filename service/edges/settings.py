"""Settings: `COMMUNIQUE_*` environment variables, a YAML file and command-line flags, in one typed object.

A flag wins over the environment, the environment over the file, the file over the defaults below. A name that is
not a setting is refused with the nearest one that is, wherever it was written.
"""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import NoDecode, SettingsConfigDict, YamlConfigSettingsSource

from service.edges.classifier_settings import ClassifierSettings
from service.edges.feeds_settings import FeedSettings
from service.edges.fetch_settings import FetchSettings
from service.edges.kafka_settings import KafkaSettings
from service.edges.refused_values import refused
from service.edges.taxonomies import LANGUAGES
from service.edges.variables import PREFIX
from service.errors import SettingsError
from service.models import MAX_ARTICLE_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

    from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

FILE_VARIABLE = "COMMUNIQUE_SETTINGS_FILE"

# Kubernetes writes such `NAME=value` for a Service named `communique` or `communique-...`; a bare `..._PORT` is its own
# only with a URL for value, else it is a misspelt setting. COMMUNIQUE_REQUIRE_KAFKA steers the tests.
_NOT_OURS = re.compile(
    r"COMMUNIQUE_(?:.*_)?(?:SERVICE_(?:HOST|PORT).*|PORT_\d+_.*|PORT=(?:tcp|udp|sctp)://.*)|COMMUNIQUE_REQUIRE_KAFKA=.*",
    re.DOTALL,
)


class Settings(KafkaSettings, FetchSettings, ClassifierSettings, FeedSettings):
    """Everything that can be set; each field is `COMMUNIQUE_` + its name in upper case."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True, allow_inf_nan=False
    )

    channel_raw: str = Field("articles.raw", min_length=1, description="Kafka channel that raw articles are read from.")
    channel_enriched: str = Field(
        "articles.enriched", min_length=1, description="Kafka channel that enriched articles are published to."
    )
    channel_dead_letter: str = Field(
        "articles.dead-letter", min_length=1, description="Kafka channel for what cannot be processed."
    )
    create_channels: bool = Field(default=False, description="Create missing channels at start instead of refusing.")
    channel_partitions: int = Field(4, ge=1, le=1000, description="Partitions of a channel that is created.")
    max_message_bytes: int | None = Field(
        None, ge=1024, description="Largest record to publish, in bytes; read from the channels when absent."
    )
    compression: Literal["none", "gzip", "snappy", "lz4", "zstd"] = Field(
        "none", description="Codec of published batches."
    )
    delivery: Literal["at-least-once", "exactly-once"] = Field(
        "at-least-once",
        description="Delivery guarantee: at-least-once may repeat after a crash; exactly-once publishes in "
        "transactions, and readers must read committed records only (isolation.level=read_committed).",
    )
    max_lanes: int = Field(
        64, ge=1, le=1000, description="With exactly-once: most partitions of a worker, each a producer of its own."
    )
    taxonomy: str = Field(
        "vietnam-diplomacy", min_length=1, description="A shipped taxonomy's name, or the path of a taxonomy file."
    )
    languages: Annotated[tuple[str, ...], NoDecode] = Field(
        LANGUAGES, min_length=1, description="Languages to detect, separated by commas."
    )
    cache_folder: str = Field(
        "auto",
        min_length=1,
        description="Where the compiled taxonomy and the language model are kept for the next start: a folder; auto: "
        "the user's cache folder; off: nowhere.",
    )
    event_source: str = Field("urn:communique", min_length=1, description="CloudEvents source of published events.")
    include: Annotated[tuple[Literal["captions", "removed"], ...], NoDecode] = Field(
        (), description="Optional parts of enriched events, separated by commas: captions, removed."
    )
    max_article_bytes: int = Field(MAX_ARTICLE_BYTES, ge=1024, description="A raw event larger than this is refused.")
    poll_records: int = Field(
        2000, ge=1, le=100_000, description="Most records fetched at a time, over all partitions."
    )
    batches_in_flight: int = Field(
        16, ge=1, le=1024, description="Batches taken up but not yet acknowledged by the broker."
    )
    in_flight_records: int | None = Field(
        None,
        ge=1,
        description="Most records read but not yet committed by a worker; a crash repeats no more. When absent 1,500; "
        "with exactly-once, which repeats none, 5,000.",
    )
    budget_bytes: int = Field(
        134_217_728,
        ge=1_048_576,
        description="Most bytes held by a worker: fetched, waiting, and published but not yet acknowledged; a record "
        "counts twice, for what comes of it, and one larger than all passes alone.",
    )
    work_limit_seconds: float = Field(
        5.0, gt=0, description="CPU time that an article may take; beyond, it is refused after the stage that it is in."
    )
    commit_interval_seconds: float = Field(
        1.0, gt=0, le=60, description="Longest time that an acknowledged batch waits for its commit."
    )
    publish_deadline_seconds: float = Field(
        300.0, gt=0, description="The worker stops, uncommitted, when the broker does not acknowledge for this long."
    )
    drain_seconds: float = Field(10.0, gt=0, description="SIGTERM and rebalances wait this long for batches in flight.")
    stop_deadline_seconds: float = Field(
        20.0, gt=0, description="SIGTERM ends the process after this time whatever happens."
    )
    storm_guard: bool = Field(
        default=True, description="Pause when most recent articles are refused, and try a batch now and then."
    )
    storm_share: float = Field(
        0.5, gt=0, lt=1, description="Refused part of recent articles above which to pause; under half of it, go on."
    )
    storm_minimum_records: int = Field(1000, ge=1, description="Fewer recent articles than this are no storm.")
    storm_window_seconds: float = Field(300.0, gt=0, description="How far back articles are recent.")
    storm_probe_seconds: float = Field(60.0, gt=0, description="Time between batches that are tried while paused.")
    quarantine: bool = Field(
        default=True,
        description="Find an article that kills its worker, and send it to the dead-letter channel as crashed_worker.",
    )
    quarantine_seconds: float = Field(
        30.0,
        gt=0,
        le=3600,
        description="In quarantine: an article that takes longer is stopped and counts as a killer.",
    )
    quarantine_memory_bytes: int = Field(
        536_870_912,
        ge=16_777_216,
        description="In quarantine: memory that one article may take, beyond what the pipeline has (Linux).",
    )
    stuck_seconds: float = Field(
        60.0,
        ge=0,
        le=86_400,
        description="The worker ends itself when one article keeps it computing for this long; 0: it never does.",
    )
    http_host: str = Field("127.0.0.1", min_length=1, description="Address of the metrics and health server.")
    http_port: int = Field(
        8080, ge=0, le=65535, description="Port of the metrics and health server; 0 takes a free one."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="Least severe log line to write."
    )

    log_format: Literal["auto", "json", "console"] = Field(
        "auto", description="Form of log lines: json, console, or auto: console on a terminal, else json."
    )

    tracing: bool = Field(
        default=False,
        description="Send traces by OpenTelemetry (pip install 'communique[tracing]') to OTEL_EXPORTER_OTLP_ENDPOINT.",
    )

    @field_validator("languages", "include", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("languages")
    @classmethod
    def _known(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if unknown := [tag for tag in value if not re.fullmatch(r"[a-z]{2,3}", tag)]:
            message = f"{', '.join(unknown)} is not an ISO 639 code such as de or en"
            raise ValueError(message)
        return tuple(dict.fromkeys(value))

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Flags, then environment, then the YAML file named by `COMMUNIQUE_SETTINGS_FILE`."""
        del dotenv_settings, file_secret_settings
        path = os.environ.get(FILE_VARIABLE)
        sources: tuple[PydanticBaseSettingsSource, ...] = (init_settings, env_settings)
        return (
            (*sources, YamlConfigSettingsSource(settings_cls, yaml_file=path, yaml_file_encoding="utf-8"))
            if path
            else sources
        )


def load_settings(overrides: Mapping[str, Any] | None = None) -> Settings:
    """Read the settings.

    Args:
        overrides: values from flags, by field name; they win.

    Raises:
        SettingsError: a name is unknown, a value wrong or the file unreadable; says where and the mend.
    """
    _refuse_unknown_variables()
    path = os.environ.get(FILE_VARIABLE)
    if path:
        _refuse_unreadable_file(path)
    flags = dict(overrides or {})
    try:
        return Settings(**flags)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(e, flags, path) for e in error.errors(include_url=False))) from None


def describe(settings: Settings) -> list[dict[str, Any]]:
    """Each setting with its variable, value (secrets masked), default and description; those of fetching come last."""
    rows = []
    fields = Settings.model_fields
    for name in sorted(fields, key=lambda name: name in FetchSettings.model_fields):
        info = fields[name]
        value = getattr(settings, name)
        rows.append(
            {
                "name": name,
                "variable": PREFIX + name.upper(),
                "value": _plain(value),
                "default": _plain(info.default),
                "set": name in settings.model_fields_set,
                "description": info.description or "",
            }
        )
    return rows


def _plain(value: object) -> object:
    if isinstance(value, SecretStr):
        return "********"
    return ",".join(map(str, value)) if isinstance(value, tuple) else value


def _refuse_unknown_variables() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields} | {FILE_VARIABLE}
    problems = [
        f"{name}: there is no such setting{_nearest(name, known)}"
        for name in sorted(os.environ)
        if name.startswith(PREFIX) and name not in known and not _NOT_OURS.fullmatch(f"{name}={os.environ[name]}")
    ]
    if problems:
        raise SettingsError("\n".join(problems))


def _refuse_unreadable_file(path: str) -> None:
    """The library that reads the file has many exceptions for a wrong one, and none that names it."""
    from service.edges.yaml_files import read_yaml  # noqa: PLC0415 - most settings come without a file

    if not Path(path).is_file():
        raise SettingsError(f"{FILE_VARIABLE}: there is no file {path}; give the path of a YAML file of settings")
    try:
        content = read_yaml(path)
    except OSError as error:
        raise SettingsError(f"{path}: cannot be read: {error.strerror}") from None
    if content is not None and not (isinstance(content, dict) and all(isinstance(name, str) for name in content)):
        raise SettingsError(f"{path}: is not a mapping of settings; write one `name: value` a line")


def _nearest(name: str, known: set[str]) -> str:
    in_file = name.lower().removeprefix(PREFIX.lower())  # in a file, settings stand by their plain names
    if in_file in known:
        return f"; did you mean {in_file}?"
    near = difflib.get_close_matches(name, sorted(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]}?" if near else "; `communique settings` lists them all"


def _explain(error: Any, flags: Mapping[str, Any], path: str | None) -> str:
    name = str(error["loc"][0]) if error["loc"] else "settings"
    if error["type"] == "extra_forbidden":
        where = f"{path}: " if path and name not in flags else ""
        return f"{where}{name}: there is no such setting{_nearest(name, set(Settings.model_fields))}"
    return f"{PREFIX}{name.upper()}: {refused(error)}{_form(error, name)}"


def _form(error: Any, name: str) -> str:
    """How a number is written, for those who wrote `30s` or `128MB`; what a text of a certain form is."""
    if error["type"] == "string_pattern_mismatch":
        return f"; it is: {Settings.model_fields[name].description}"
    if error["type"] in {"int_parsing", "float_parsing"} and name in Settings.model_fields:
        unit = next((f" of {unit}" for unit in ("seconds", "bytes") if name.endswith(unit)), "")
        default = Settings.model_fields[name].default
        return f"; write the number{unit} alone" + ("" if default is None else f", such as {_plain(default)}")
    return ""
