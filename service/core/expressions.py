"""Regular expressions that are compiled when they are first needed.

Cleaning knows nearly two hundred, many of them long lists in thirteen languages; a single article needs a third. To
compile them all takes a sixth of the time that a command needs for one. What few lines are tried on is an `expression`:
its use takes some 50 ns longer, fifty times in an article of 5 KB. What every line or block is tried on stays with
`re.compile`.
"""

from __future__ import annotations

import re
from typing import Any, AnyStr, Final, cast


def expression(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What `re.compile` gives, compiled at the first use.

    A mistake in the pattern is raised only then, as `re.error`; a test compiles all of them.
    """
    return cast("re.Pattern[AnyStr]", Expression(pattern, flags))


_PARTS: Final = ("search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer", "pattern", "flags")
"""What is asked of compiled expressions here."""


class _Compiled:
    """An expression that is compiled: all parts stand in its dictionary, where Python looks without asking a class."""


class Expression(_Compiled):
    """An expression that was not needed yet."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._source: tuple[Any, int] = pattern, flags

    def __getattr__(self, name: str) -> Any:
        """Called for a part when the first is asked for."""
        compiled = re.compile(*self._source)
        vars(self).update({part: getattr(compiled, part) for part in _PARTS})
        self.__class__ = cast("type[Expression]", _Compiled)  # which has no __getattr__: it would cost every use
        return getattr(self, name)
