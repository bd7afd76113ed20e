"""When Python looks for garbage."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def made_to_stay() -> Iterator[None]:
    """Within it no garbage is looked for: what is made stays, and looking at it again and again is a third of the work.

    What was on before is on again afterwards, also after an exception.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
