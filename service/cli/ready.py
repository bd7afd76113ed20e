"""Options and arguments that are what they should be as they stand, told without the library that typer asks.

typer has pydantic turn every parameter into its type, also one that nobody gave and one that stays text. To load
pydantic and describe a command's parameters to it takes as long as all that `communique --help` does. What is not plain
here goes typer's way, so that values are its own; a number that it refuses is told in our words, for its library's
("unable to parse string as an integer") name neither what was written nor the mend.
"""

from __future__ import annotations

from typing import Any

from typer import BadParameter, core

_NAME = "build_runtime_param"
_typers: Any = getattr(core, _NAME, None)
"""What makes the part of a parameter that turns a word into a value; None in a typer that does it another way."""

_PLAIN = (str, bool, int)
_NUMBERS = {int: "a whole number", list[int]: "a whole number", float: "a number"}
"""What is wanted of a parameter, by its type."""


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
        try:
            return _typers(self._descriptor).coerce(value, param, ctx)
        except BadParameter as error:
            wanted = _NUMBERS.get(annotation)
            if wanted is None:
                raise
            limits = _limits(self._descriptor.parameter_info)
            raise BadParameter(f"{_written(value)} is not {wanted}{limits}", ctx=error.ctx, param=error.param) from None


def _limits(info: Any) -> str:
    """What a number may be, in words."""
    if info.min is None:
        return ""
    return f" of {info.min} or more" if info.max is None else f" from {info.min} to {info.max}"


def _written(value: object) -> str:
    return ", ".join(map(repr, value)) if isinstance(value, (list, tuple)) else repr(value)


def _is_ready(value: object, kind: Any) -> bool:
    """Whether a value is of its kind; a number only is when it is the default, for words are text."""
    # Half a character, which a file's name can hold, is refused by pydantic; ASCII has none.
    return type(value) is kind and (not isinstance(value, str) or value.isascii())


def spare() -> None:
    """Have typer take values as they are where it would anyway; once for all commands of this process."""
    if _typers is not None:
        setattr(core, _NAME, _Ready)
