"""What aiokafka spends on memory, and how it is saved: one copy of a produce request, and blocks that are kept."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

from aiokafka.protocol.produce import ProduceRequest
from aiokafka.protocol.types import Array, Bytes, Int32, Schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""Numbers of glibc's malloc.h."""
KEPT_BYTES = 128 * 1024 * 1024
"""Free memory at the end of the heap that is kept for the next batches instead of given back."""
MAPPED_BYTES = 32 * 1024 * 1024
"""Blocks from this size are mapped and unmapped, each page a fault; glibc allows no larger value."""


def keep_memory() -> bool:
    """Give back what the start has left behind, then make the allocator keep the blocks that batches come and go in.

    Measured in the transport benchmark: a page fault for each 5 KB record without, for every fifth with.

    Returns:
        Whether it does; False without glibc, where nothing happens.
    """
    libc = ctypes.CDLL(None)
    mallopt, trim = getattr(libc, "mallopt", None), getattr(libc, "malloc_trim", None)
    if mallopt is None or trim is None:
        return False
    trim(0)
    return bool(mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES) and mallopt(M_TRIM_THRESHOLD, KEPT_BYTES))


def join_produce_requests(client: Any) -> None:
    """Make an aiokafka client encode each produce request in one step.

    aiokafka encodes field by field, and each nesting copies what is in it: a record batch is copied seven times.

    Args:
        client: an AIOKafkaClient.
    """
    plain = client.send

    async def send(node_id: int, request: Any, **options: Any) -> Any:
        if isinstance(request, ProduceRequest):
            _join(request)
        return await plain(node_id, request, **options)

    client.send = send


def _join(request: Any) -> None:
    plain = request.prepare

    def prepare(versions: Mapping[int, tuple[int, int]]) -> Any:
        struct = plain(versions)
        values = [struct.get_item(name) for name in struct.SCHEMA.names]
        struct.encode = lambda: b"".join(pieces(struct.SCHEMA, values))
        return struct

    request.prepare = prepare


def pieces(field: Any, value: Any) -> Iterator[bytes]:
    """The encoding of a value as aiokafka's protocol types define it, in pieces whose large ones are not copied.

    Args:
        field: a type of aiokafka.protocol.types.
        value: what it would encode.
    """
    if isinstance(field, Schema):
        for part, item in zip(field.fields, value, strict=True):
            yield from pieces(part, item)
    elif isinstance(field, Array) and value is not None:
        yield Int32.encode(len(value))
        for item in value:
            yield from pieces(field.array_of, item)
    elif field is Bytes and value is not None:
        yield Int32.encode(len(value))
        yield value
    else:
        yield field.encode(value)
