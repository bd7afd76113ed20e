"""The console that pages and tables are printed on."""

from __future__ import annotations

from typing import Any

import rich.console


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
