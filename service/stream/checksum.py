"""CRC-32C, with the processor's own instruction where there is one: aiokafka's takes nine times as long."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from aiokafka.record.util import calc_crc32c

if TYPE_CHECKING:
    from collections.abc import Callable

with warnings.catch_warnings():
    warnings.simplefilter("ignore", RuntimeWarning)  # that it is slow without its C part, which is then not used
    import google_crc32c


def _quickest() -> Callable[[bytes], int]:
    quick: Callable[[bytes], int] = google_crc32c.value
    return quick if google_crc32c.implementation == "c" else calc_crc32c


crc32c: Callable[[bytes], int] = _quickest()
"""The CRC-32C of some bytes."""
