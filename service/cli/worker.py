"""`communique worker`."""

from __future__ import annotations

import logging
import sys

import typer

from service.cli.options import Brokers, ConfigFile, SetOptions, Taxonomy, settings_of

# Libraries (and the services that we derive from theirs) whose routine lines say nothing to an operator.
_QUIET = ("faust", "mode", "aiokafka", "asyncio", "aiohttp", "service.stream.transport")


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(worker)


def worker(
    *,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    taxonomy: Taxonomy = None,
    group: str | None = typer.Option(None, "--group", help="Consumer group.", show_default=False),
    port: int | None = typer.Option(None, "--http-port", help="Port of metrics and health.", show_default=False),
) -> None:
    """Read raw articles from Kafka, publish enriched ones, until SIGTERM or Ctrl-C."""
    flags = {"kafka_bootstrap_servers": servers, "taxonomy": taxonomy, "kafka_group_id": group, "http_port": port}
    settings = settings_of(config, sets, **flags)
    log_to_stderr(settings.log_level)
    from service.stream.worker import run_worker  # noqa: PLC0415 - Faust is slow to import

    log = logging.getLogger("service")

    def listening(port: int) -> None:
        log.info("metrics and health at http://%s:%d", settings.http_host, port)

    sys.exit(run_worker(settings, on_listening=listening))


def log_to_stderr(level: str) -> None:
    """One line an event on stderr; our own lines from `level` up, libraries' from warning up."""
    logging.basicConfig(
        format="%(asctime)s %(levelname)-7s %(name)s %(message)s",
        datefmt="%Y-%m-%dT%H:%M:%S%z",
        stream=sys.stderr,
        level=level.upper(),
    )
    for name in _QUIET:
        logging.getLogger(name).setLevel(
            max(logging.WARNING, logging.getLogger().level) if level != "debug" else logging.INFO
        )
