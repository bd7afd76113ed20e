"""A progress bar on stderr, for commands that read many articles."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Bar(NamedTuple):
    """What a command tells its progress bar, shown or not.

    Attributes:
        advance: to call after each article with its size in bytes.
        warn: to call with a line for stderr, which is then printed above the bar.
    """

    advance: Callable[[int], None]
    warn: Callable[[str], None]


def stderr_is_terminal() -> bool:
    """Whether a person sees stderr; a closed one nobody does."""
    return sys.stderr is not None and sys.stderr.isatty()


@contextmanager
def progress(what: str, total: int | None, *, show: bool) -> Iterator[Bar]:
    """Show a bar while the block runs.

    Args:
        what: the words before the count of articles.
        total: bytes to read in all, for share and time left; None when nobody knows.
        show: False shows none.
    """
    if not show:
        yield Bar(lambda _: None, lambda words: typer.secho(words, fg="red", err=True))
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import (  # noqa: PLC0415
        BarColumn,
        Progress,
        SpinnerColumn,
        TaskProgressColumn,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    known = (BarColumn(), TaskProgressColumn(), TimeRemainingColumn(compact=True))
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description} {task.fields[articles]:,} articles"),
        *(known if total else (TimeElapsedColumn(),)),
    )
    console = Console(stderr=True, highlight=False)
    # stdout is the command's own: Rich would lead it to the bar's console.
    with Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False) as bar:
        task = bar.add_task(what, total=total, articles=0)
        count = 0

        def advance(size: int) -> None:
            nonlocal count
            count += 1
            bar.update(task, advance=size, articles=count)

        yield Bar(advance, lambda words: console.print(words, style="red", markup=False, soft_wrap=True))
        bar.update(task, completed=total)  # blank lines were read too
