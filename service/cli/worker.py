"""`communique worker`."""

from __future__ import annotations

import sys

import typer

from service.cli.options import Brokers, ConfigFile, SetOptions, Taxonomy, settings_of

_EPILOG = """\b
Examples:
  communique worker -b kafka-1:9092,kafka-2:9092
  communique worker --config /etc/communique.yaml --set log_level=warning
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(worker)


def worker(
    *,
    config: ConfigFile = None,
    sets: SetOptions = None,
    servers: Brokers = None,
    taxonomy: Taxonomy = None,
    group: str | None = typer.Option(None, "--group", help="Consumer group.", show_default=False),
    port: int | None = typer.Option(None, "--http-port", help="Port of metrics and health.", show_default=False),
    processes: int = typer.Option(
        1, "--processes", min=1, max=256, help="Workers to run, best one a core; number I has port HTTP_PORT + I."
    ),
    supervised: bool = typer.Option(False, "--supervised", hidden=True, help="Stop when standard input ends."),
) -> None:
    """Read raw articles from Kafka, publish enriched ones, until SIGTERM or Ctrl-C.

    The main job. Start as many as there are cores and partitions; they share the work by their consumer group.
    `--processes` starts several under one parent, which stops them together and starts again what crashed. On SIGTERM
    batches in flight are finished and committed (exit code 0). When Kafka does not acknowledge output the worker stops
    with nothing committed and exit code 1: its supervisor is to start it again. Metrics and health are served over
    HTTP; `communique settings` lists all that can be set.
    """
    import logging  # noqa: PLC0415

    flags = {"kafka_bootstrap_servers": servers, "taxonomy": taxonomy, "kafka_group_id": group, "http_port": port}
    settings = settings_of(config, sets, **flags)
    from service.edges.logs import log_to_stderr  # noqa: PLC0415

    log_to_stderr(settings.log_level, settings.log_format)
    if processes > 1:
        from service.stream.crew import run_crew  # noqa: PLC0415

        sys.exit(run_crew(sys.argv[1:], processes, settings))
    from service.stream.worker import run_worker  # noqa: PLC0415 - Faust is slow to import

    log = logging.getLogger("service")

    def listening(port: int) -> None:
        log.info("metrics and health at http://%s:%d", settings.http_host, port)

    sys.exit(run_worker(settings, on_listening=listening, until_closed=sys.stdin.fileno() if supervised else None))
