"""The command `communique`: its subcommands, and how errors leave it.

Exit codes: 0 done; 1 the work failed (a worker's output was refused, a check found errors, an article was refused
where that was asked about); 2 wrong usage, settings, taxonomy or input; 3 Kafka cannot be used; 4 a worker was stopped
by force; 130 interrupted.
"""

from __future__ import annotations

import atexit
import gc
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import typer

from service.cli.commands import Commands
from service.cli.leaving import nobody_reads
from service.errors import BrokerError, CommuniqueError, InputError, SettingsError, TaxonomyError

if TYPE_CHECKING:
    from collections.abc import Iterator

EXIT_FAILED = 1
EXIT_USAGE = 2
EXIT_KAFKA = 3
EXIT_INTERRUPTED = 130

_EPILOG = """\b
Start with `communique demo`. `communique COMMAND --help` explains a command.
Exit codes: 0 done; 1 the work failed; 2 wrong usage, settings, taxonomy or
input; 3 Kafka cannot be used; 4 a worker was stopped by force; 130 interrupted.
"""


class _Commands(Commands):
    """The commands, with the errors that they foresee caught before typer's own handlers see them."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that `ctx` holds."""
        with _foreseen():
            return super().invoke(ctx)


app = typer.Typer(
    name="communique",
    cls=_Commands,
    callback=lambda: None,  # a group by this: its commands are not registered but loaded
    help="Foreign-affairs articles on Kafka: cleaned, classified by topic, with evidence.",
    epilog=_EPILOG,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    # Plain help: Rich would draw boxes around it, and takes longer to import than all else together.
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def main() -> None:
    """Run the command line; never shows a traceback for an error that Communique foresees."""
    # At the end Python looks through all there is for garbage, twice, before the system takes it anyway: 50 ms.
    atexit.register(gc.freeze)
    with _foreseen():
        if sys.stdout is None:
            raise InputError("standard output is closed; send it to a file, a pipe or /dev/null")
        app()


@contextmanager
def _foreseen() -> Iterator[None]:
    """Turn foreseen errors into words on stderr and an exit code."""
    try:
        yield
    except BrokerError as error:
        _fail(error, EXIT_KAFKA)
    except (InputError, SettingsError, TaxonomyError) as error:
        _fail(error, EXIT_USAGE)
    except CommuniqueError as error:
        _fail(error, EXIT_FAILED)
    except BrokenPipeError:
        nobody_reads(sys.stdout)
        sys.exit(0)
    except OSError as error:  # a full disk under our output, for one
        _fail(f"{error.filename or 'output'}: {error.strerror or error}", EXIT_FAILED)
    except KeyboardInterrupt:
        sys.exit(EXIT_INTERRUPTED)


def _fail(error: CommuniqueError | str, code: int) -> None:
    for line in str(error).splitlines():
        typer.echo(f"error: {line}", err=True)
    sys.exit(code)
