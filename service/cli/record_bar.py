"""A progress bar on stderr for commands that read channels."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from service.cli.progress import stderr_is_terminal

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@contextmanager
def record_bar(*, show: bool) -> Iterator[Callable[[str, int, int], None]]:
    """Show a bar while the block runs, on a terminal.

    Args:
        show: False shows nothing.

    Yields:
        A function to call with what is being done, how much more of it is done, and how much it is in all; other
        words, or another total, begin a new bar.
    """
    if not show or not stderr_is_terminal():
        yield lambda *_: None
        return
    from rich.console import Console  # noqa: PLC0415 - slow to import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn  # noqa: PLC0415

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(compact=True))
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        tasks: dict[tuple[str, int], object] = {}

        def advance(what: str, step: int, total: int) -> None:
            task = tasks.get((what, total))
            if task is None:
                task = tasks[what, total] = bar.add_task(what, total=total)
            bar.advance(task, step)  # type: ignore[arg-type]

        yield advance
