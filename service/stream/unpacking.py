"""How large a compressed batch becomes, found out before anybody unpacks it: 64 KB can be more than a machine has.

Kafka's limits are about what is sent, and its clients unpack whatever comes. A batch whose codec could make it too
large is first unpacked into memory that ends at the limit, of which the operating system gives only the pages that are
written. For all others a multiplication is enough.
"""

from __future__ import annotations

import mmap
import struct
from typing import TYPE_CHECKING

import cramjam
from aiokafka.codec import _detect_xerial_stream

from service.stream.budget import FETCH_SHARE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from service.edges.settings import Settings

MOST_BYTES = 33_554_432
"""What a batch may unpack to when nobody says otherwise: what `most_unpacked` gives for the default settings."""
ARTICLES_AT_LEAST = 2
"""So many of the largest articles fit into a batch, however small the budget."""
NEWEST_MAGIC = 2
"""The message format with headers; 0 and 1 are of Kafka before 0.11."""
CODEC_MASK = 0x07
ATTRIBUTES_OFFSET = {0: 17, 1: 17, 2: 22}
"""Where the byte stands whose lowest bits name the codec, by message format."""
PAYLOAD_OFFSET = {0: 18, 1: 26, 2: 61}
"""Where the compressed records begin; in the formats 0 and 1 they are a value behind a key, each with its length."""
GZIP, SNAPPY, LZ4, ZSTD = 1, 2, 3, 4
"""Kafka's numbers."""
MOST_GROWTH = {GZIP: 1032, LZ4: 255, ZSTD: 32_768}
"""How many times its size a stream can unpack to: a deflate code of 2 bits for 258 bytes (RFC 1951), one byte of a
length for 255 (LZ4 block format), a block of 4 bytes for 128 KiB (RFC 8878)."""
_XERIAL_HEADER_BYTES = 16
_LONGEST_VARINT = 5
_UNPACKERS = {GZIP: cramjam.gzip.decompress_into, LZ4: cramjam.lz4.decompress_into, ZSTD: cramjam.zstd.decompress_into}


class UnpackedSizeError(Exception):
    """A batch unpacks to more than it may, or cannot be unpacked at all."""


def most_unpacked(settings: Settings) -> int:
    """Bytes that a batch may unpack to: what the budget sets aside for what was fetched and not handed out."""
    return max(int(settings.budget_bytes * FETCH_SHARE), ARTICLES_AT_LEAST * settings.max_article_bytes)


def codec_of(data: bytes, magic: int, start: int = 0) -> int:
    """The number of the codec, 0 for none, of a batch that begins at `start`; an unknown magic counts as the newest."""
    return data[start + ATTRIBUTES_OFFSET[min(magic, NEWEST_MAGIC)]] & CODEC_MASK


def check_unpacked(batch: bytes, magic: int, most: int) -> None:
    """Return when a batch unpacks to at most `most` bytes.

    Args:
        batch: a whole batch as Kafka's protocol has it.
        magic: the number of its message format.
        most: bytes.

    Raises:
        UnpackedSizeError: it unpacks to more, or breaks off on the way there.
    """
    codec = codec_of(batch, magic)
    if codec == SNAPPY:
        if (size := sum(_snappy_sizes(_payload(batch, magic)))) > most:
            raise UnpackedSizeError(f"{size:,} bytes when unpacked; {_allowed(most)}")
    elif MOST_GROWTH.get(codec, 0) * len(batch) > most:
        _try(_UNPACKERS[codec], _payload(batch, magic), most)


def _payload(batch: bytes, magic: int) -> memoryview:
    start = PAYLOAD_OFFSET[min(magic, NEWEST_MAGIC)]
    if magic < NEWEST_MAGIC:
        (key,) = struct.unpack_from(">i", batch, start)
        start += 4 + max(0, key) + 4
    return memoryview(batch)[start:]


def _try(unpack: Callable[[memoryview, mmap.mmap], int], payload: memoryview, most: int) -> None:
    with mmap.mmap(-1, most) as space:
        try:
            unpack(payload, space)
        except cramjam.DecompressionError as error:
            raise UnpackedSizeError(f"{error}; {_allowed(most)}") from error


def _allowed(most: int) -> str:
    return f"{most:,} bytes are allowed when unpacked, a quarter of COMMUNIQUE_BUDGET_BYTES"


def _snappy_sizes(payload: memoryview) -> Iterator[int]:
    """What each block says that it unpacks to: a reader sets so much aside, and refuses a block that is longer."""
    if not _detect_xerial_stream(payload):
        yield _snappy_size(payload)
        return
    at = _XERIAL_HEADER_BYTES
    while at + 4 < len(payload):
        (length,) = struct.unpack_from(">i", payload, at)
        yield _snappy_size(payload[at + 4 :])
        at += 4 + max(0, length)


def _snappy_size(block: memoryview) -> int:
    """The number that a block begins with, seven bits a byte, the lowest first (format_description.txt of snappy)."""
    size = 0
    for place, byte in enumerate(block[:_LONGEST_VARINT]):
        size |= (byte & 0x7F) << (7 * place)
        if byte < 0x80:
            break
    return size
