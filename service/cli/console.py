"""The console that pages and tables are printed on."""

from __future__ import annotations

from typing import Any

import rich.console

from service.cli.leaving import nobody_reads


class Console(rich.console.Console):
    """Rich's, without its guesses at what to colour; that a reader left (`| head`) is told to who called the command.

    Rich would end the process with exit code 1, as if the work had failed.
    """

    def __init__(self, **options: Any) -> None:
        """As Rich's."""
        super().__init__(**{"highlight": False} | options)

    def on_broken_pipe(self) -> None:
        """Raise it anew."""
        raise BrokenPipeError


class UnheardConsole(Console):
    """Of work that is not given up when the reader leaves, for its exit code is a verdict."""

    def on_broken_pipe(self) -> None:
        """Say nothing more."""
        self.quiet = True
        nobody_reads(self.file)
