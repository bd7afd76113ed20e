"""Progress bars on stderr: `progress` counts articles from files, `record_bar` records of channels."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import typer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from rich.progress import Progress, ProgressColumn, TaskID


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
    from rich import progress as bars  # noqa: PLC0415 - slow to import

    known = (bars.BarColumn(), bars.TaskProgressColumn(), bars.TimeRemainingColumn(compact=True))
    words = bars.TextColumn("{task.description} {task.fields[articles]:,} articles")
    with _shown(bars.SpinnerColumn(), words, *(known if total else (bars.TimeElapsedColumn(),))) as bar:
        task = bar.add_task(what, total=total, articles=0)
        count = 0

        def advance(size: int) -> None:
            nonlocal count
            count += 1
            bar.update(task, advance=size, articles=count)

        yield Bar(advance, lambda words: bar.console.print(words, style="red", markup=False, soft_wrap=True))
        bar.update(task, completed=total)  # blank lines were read too


@contextmanager
def record_bar(*, show: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar while the block runs, on a terminal; it is gone at the end.

    Args:
        show: False shows nothing.

    Yields:
        A function to call with what is being done, how much more of it is done, and how much it is in all; other
        words, or another total, begin a new bar.
    """
    if not show or not stderr_is_terminal():
        yield lambda *_: None
        return
    from rich import progress as bars  # noqa: PLC0415 - slow to import

    columns = (bars.BarColumn(), bars.MofNCompleteColumn(), bars.TimeRemainingColumn(compact=True))
    with _shown(bars.TextColumn("{task.description}"), *columns, transient=True) as bar:
        tasks: dict[tuple[str, int], TaskID] = {}

        def advance(what: str, step: int, total: int) -> None:
            if (what, total) not in tasks:
                tasks[what, total] = bar.add_task(what, total=total)
            bar.advance(tasks[what, total], step)

        yield advance


def _shown(*columns: ProgressColumn, transient: bool = False) -> Progress:
    from rich.progress import Progress  # noqa: PLC0415

    from service.cli.console import Console  # noqa: PLC0415 - slow to import

    # stdout is the command's own: Rich would lead it to the bar's console.
    console = Console(stderr=True)
    return Progress(*columns, console=console, redirect_stdout=False, redirect_stderr=False, transient=transient)
