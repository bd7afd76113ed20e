"""A small number for each offset of a channel, in a byte each: what became of millions of records, in little memory."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

CHUNK_BITS = 16
CHUNK = 1 << CHUNK_BITS
"""Offsets kept together: 64 KiB are taken where the first of them is touched."""
_ZERO = bytes(CHUNK)
_RUN_OF_ZEROS = re.compile(rb"\x00+")


class OffsetMap:
    """A byte for each (partition, offset); 0 until it is set.

    Takes a byte an offset where offsets are dense and 64 KiB around a lone one: a million records a megabyte.
    """

    def __init__(self) -> None:
        self._chunks: defaultdict[int, dict[int, bytearray]] = defaultdict(dict)

    def get(self, partition: int, offset: int) -> int:
        """The number at a place."""
        chunk = self._chunks[partition].get(offset >> CHUNK_BITS)
        return 0 if chunk is None else chunk[offset & CHUNK - 1]

    def set(self, partition: int, offset: int, value: int) -> None:
        """Put a number, 0 to 255, at a place."""
        chunks = self._chunks[partition]
        chunk = chunks.get(offset >> CHUNK_BITS)
        if chunk is None:
            chunk = chunks[offset >> CHUNK_BITS] = bytearray(CHUNK)
        chunk[offset & CHUNK - 1] = value

    def pieces(self, partition: int, start: int, end: int) -> Iterator[tuple[int, bytes | bytearray]]:
        """The bytes of the offsets from `start` up to `end`, in order, as (first offset, bytes)."""
        chunks = self._chunks[partition]
        while start < end:
            stop = min(end, (start | CHUNK - 1) + 1)
            chunk = chunks.get(start >> CHUNK_BITS, _ZERO)
            low = start & CHUNK - 1
            yield start, chunk[low : low + stop - start]
            start = stop

    def holes(self, partition: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The runs of zeros between `start` and `end`, as (first offset, offset after the last), in order."""
        open_from: int | None = None
        last = start
        for first, piece in self.pieces(partition, start, end):
            for run in _RUN_OF_ZEROS.finditer(piece):
                begin, stop = first + run.start(), first + run.end()
                if open_from is not None and begin > last:
                    yield open_from, last
                    open_from = None
                open_from = begin if open_from is None else open_from
                last = stop
        if open_from is not None:
            yield open_from, last

    def count(self, table: bytes) -> int:
        """How many of all numbers `table`, of 256 bytes, translates to 1."""
        return sum(chunk.translate(table).count(1) for chunks in self._chunks.values() for chunk in chunks.values())

    def lowest(self, partition: int) -> int | None:
        """The first offset whose number is not 0; None when there is none."""
        for number, chunk in sorted(self._chunks[partition].items()):
            zeros = _RUN_OF_ZEROS.match(chunk)
            if zeros is None or zeros.end() < CHUNK:
                return (number << CHUNK_BITS) + (zeros.end() if zeros else 0)
        return None
