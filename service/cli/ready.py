"""Options and arguments that are what they should be as they stand, told without the library that typer asks.

typer has pydantic turn every parameter into its type, also one that nobody gave and one that stays text. To load
pydantic and describe a command's parameters to it takes as long as all that `communique --help` does. What is not plain
here goes typer's way, so that values and messages are its own.
"""

from __future__ import annotations

from typing import Any

from typer import core

_NAME = "build_runtime_param"
_typers: Any = getattr(core, _NAME, None)
"""What makes the part of a parameter that turns a word into a value; None in a typer that does it another way."""

_PLAIN = (str, bool, int)


class _Ready:
    """Takes a value as it is where typer would too, and asks typer about any other."""

    def __init__(self, descriptor: Any) -> None:
        self._descriptor = descriptor

    def coerce(self, value: Any, param: Any, ctx: Any) -> Any:
        """The value of a parameter, for what the command line or the default gives.

        Raises:
            BadParameter: typer's, which says what is wrong with it.
        """
        several = param.multiple or param.nargs == -1
        if value is None:
            return () if several else None
        annotation = self._descriptor.annotation
        if self._descriptor.parameter_info.parser is None:
            if annotation in _PLAIN and _is_ready(value, annotation):
                return value
            if several and annotation == list[str] and all(_is_ready(each, str) for each in value):
                return list(value)
        return _typers(self._descriptor).coerce(value, param, ctx)


def _is_ready(value: object, kind: Any) -> bool:
    """Whether a value is of its kind; a number only is when it is the default, for words are text."""
    # Half a character, which a file's name can hold, is refused by pydantic; ASCII has none.
    return type(value) is kind and (not isinstance(value, str) or value.isascii())


def spare() -> None:
    """Have typer take values as they are where it would anyway; once for all commands of this process."""
    if _typers is not None:
        setattr(core, _NAME, _Ready)
