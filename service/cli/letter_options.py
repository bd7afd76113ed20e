"""The options with which dead letters are chosen, the same for every `communique dead-letter` command."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from inspect import Parameter, Signature, signature
from typing import TYPE_CHECKING, Annotated, Any, get_type_hints

import typer

from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable

    from service.stream.dead_letters import LetterFilter

Reasons = Annotated[
    list[str] | None,
    typer.Option("--reason", help="Letters of this reason; may be repeated.", show_default=False),
]
Since = Annotated[
    str | None,
    typer.Option(help="Articles of this time or later: 2h, 7d, 2026-01-31T08:00Z.", show_default=False),
]
Until = Annotated[str | None, typer.Option(help="Articles before this time.", show_default=False)]
Source = Annotated[str | None, typer.Option(help="Articles whose source has this name.", show_default=False)]
Id = Annotated[
    str | None, typer.Option("--id", help="The article with this id, or URL where it has no id.", show_default=False)
]
Partitions = Annotated[
    list[int] | None,
    typer.Option("--partition", min=0, help="Of the dead-letter channel; may be repeated.", show_default=False),
]
First = Annotated[
    int | None, typer.Option("--from", min=0, help="First offset; needs one --partition.", show_default=False)
]
Last = Annotated[
    int | None, typer.Option("--to", min=0, help="Last offset, included; needs one --partition.", show_default=False)
]
Settled = Annotated[bool, typer.Option("--all", help="Also letters that were redriven or discarded.")]
Yes = Annotated[bool, typer.Option("--yes", help="Do it. Without, only say what would be done.")]

_PLACE = re.compile(r"([0-9]{1,9}):([0-9]{1,18})")


_OPTIONS: dict[str, Any] = {
    "reasons": Reasons,
    "since": Since,
    "until": Until,
    "source": Source,
    "id": Id,
    "partitions": Partitions,
    "first": First,
    "last": Last,
}
"""The fields of Choice, as Typer wants options declared."""


def choosing(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of Choice in place of its keyword `choice`.

    Args:
        command: takes only keywords; Typer reads the declarations of the others from its signature.
    """
    hints = get_type_hints(command, include_extras=True)
    own = [
        parameter.replace(annotation=hints[name])
        for name, parameter in signature(command).parameters.items()
        if name != "choice"
    ]
    options = [
        Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in _OPTIONS.items()
    ]

    def run(**given: Any) -> None:
        command(choice=Choice(**{name: given.pop(name) for name in _OPTIONS}), **given)

    run.__name__, run.__doc__ = command.__name__, command.__doc__
    run.__signature__ = Signature([*options, *own])  # type: ignore[attr-defined] # what inspect and Typer look for
    run.__annotations__ = {parameter.name: parameter.annotation for parameter in (*options, *own)}
    return run


@dataclass(frozen=True, slots=True)
class Choice:
    """The options as given."""

    reasons: list[str] | None
    since: str | None
    until: str | None
    source: str | None
    id: str | None
    partitions: list[int] | None
    first: int | None
    last: int | None

    def filter(self) -> LetterFilter:
        """The letters that are meant.

        Raises:
            InputError: an option has a wrong value, or offsets come without their partition.
        """
        from service.cli.moments import moment_ms  # noqa: PLC0415
        from service.stream.dead_letters import LetterFilter  # noqa: PLC0415 - loads aiokafka

        now = datetime.now(UTC)
        if (self.first is not None or self.last is not None) and len(self.partitions or ()) != 1:
            raise InputError("--from and --to: offsets count in one partition; name it with --partition")
        return LetterFilter(
            reasons=frozenset(map(_reason, self.reasons or ())),
            since_ms=None if self.since is None else moment_ms(self.since, "--since", now),
            until_ms=None if self.until is None else moment_ms(self.until, "--until", now),
            source=self.source,
            id=self.id,
            partitions=frozenset(self.partitions or ()),
            first=self.first,
            last=self.last,
        )


def _reason(text: str) -> str:
    from service.models import Reason  # noqa: PLC0415

    known = [reason.value for reason in Reason]
    wanted = text.lower().replace("-", "_")
    if wanted in known:
        return wanted
    near = difflib.get_close_matches(wanted, known, n=1, cutoff=0.5)
    raise InputError(f"--reason {text}: there is no such reason; {f'did you mean {near[0]}?' if near else _all(known)}")


def _all(known: list[str]) -> str:
    return f"there are {', '.join(known)}"


def place_of(text: str) -> tuple[int, int]:
    """`3:81220` as (3, 81220): partition and offset in the dead-letter channel.

    Raises:
        InputError: it is no place.
    """
    place = _PLACE.fullmatch(text)
    if place is None:
        raise InputError(
            f"{text}: give a letter's place as PARTITION:OFFSET, as `communique dead-letter list` shows it"
        )
    return int(place[1]), int(place[2])
