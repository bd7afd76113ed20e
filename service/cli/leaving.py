"""What becomes of a command when whoever reads its output leaves, `| head` for one."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def nobody_reads(stream: IO[str]) -> None:
    """Let what is still written to a stream go nowhere: nothing is to be said, also not by Python's last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def until_the_reader_leaves() -> Iterator[None]:
    """Show something that ends, without a word, when nobody reads it; what stands behind it is done all the same.

    For commands whose exit code is a verdict: it holds whether or not somebody read the reasons.
    """
    try:
        yield
    except BrokenPipeError:
        nobody_reads(sys.stdout)
