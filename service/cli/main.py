"""The command `communique`: its subcommands, and how errors leave it.

Exit codes: 0 done; 1 the work failed (a worker's output was refused, a check found errors); 2 wrong usage, settings,
taxonomy or input; 3 Kafka cannot be used; 4 a worker was stopped by force; 130 interrupted.
"""

from __future__ import annotations

import sys

import typer

from service.errors import BrokerError, CommuniqueError

app = typer.Typer(
    name="communique",
    help="Foreign-affairs articles on Kafka: cleaned, classified by topic, with evidence.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

EXIT_USAGE = 2
EXIT_KAFKA = 3
EXIT_INTERRUPTED = 130


def main() -> None:
    """Run the command line; never shows a traceback for an error that Communique foresees."""
    _register()
    try:
        app()
    except BrokerError as error:
        _fail(error, EXIT_KAFKA)
    except CommuniqueError as error:
        _fail(error, EXIT_USAGE)
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output left, `| head` for one: nothing to say
        sys.exit(0)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


def _register() -> None:
    from service.cli import demo, enrich, explain, kafka, settings, taxonomy, version, worker  # noqa: PLC0415 - not at import

    for module in (worker, demo, enrich, explain, kafka, settings, taxonomy, version):
        module.register(app)


def _fail(error: CommuniqueError, code: int) -> None:
    for line in str(error).splitlines():
        typer.echo(f"error: {line}", err=True)
    sys.exit(code)
