"""Bodies of answers, read no further than they may be, whatever the server sends and however it is packed."""

from __future__ import annotations

import zlib
from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING

from service.errors import FetchError
from service.models import Reason

if TYPE_CHECKING:
    import httpx

ACCEPT_ENCODING = "gzip, deflate"
"""Asked for: those whose decoder in the standard library can be told how much to give."""
STEP = 65_536
"""Bytes unpacked at a time."""

Grow = Callable[[int], Awaitable[None]]
"""Told how large a body has become, before more of it is read; may wait until there is room."""


async def no_bound(_: int) -> None:
    """For whoever holds few bodies at a time."""


async def read_body(response: httpx.Response, max_bytes: int, grow: Grow = no_bound) -> bytes:
    """Read and unpack a body.

    Args:
        response: of a stream that nothing was read of.
        max_bytes: the most, both as sent and unpacked.
        grow: told of its size as it grows.

    Raises:
        FetchError: it is larger, is packed in a way that was not asked for, or is broken.
        httpx.HTTPError: the server broke off.
    """
    stated = response.headers.get("content-length", "")
    if stated.isdigit() and int(stated[:18]) > max_bytes:
        raise _too_large(max_bytes)
    pieces: list[bytes] = []
    try:
        await _read_into(pieces, response, max_bytes, grow)
        return b"".join(pieces)
    finally:
        pieces.clear()  # a failure's traceback would keep them, and tenacity the failure, until the collector comes


async def _read_into(pieces: list[bytes], response: httpx.Response, max_bytes: int, grow: Grow) -> None:
    unpack = _unpacker(response)
    size = raw = 0
    async for chunk in response.aiter_raw():
        raw += len(chunk)
        if raw > max_bytes:
            raise _too_large(max_bytes)
        for piece in unpack.feed(chunk):
            size += len(piece)
            if size > max_bytes:
                raise _too_large(max_bytes)
            pieces.append(piece)
            await grow(size)
    unpack.end()


async def skip_body(response: httpx.Response) -> None:
    """Read on over a short body that nobody wants, so that its connection can be used again."""
    size = 0
    async for chunk in response.aiter_raw():
        size += len(chunk)
        if size > STEP:
            return


class Plain:
    """A body that is not packed."""

    def feed(self, chunk: bytes) -> tuple[bytes, ...]:
        """The chunk as it is."""
        return (chunk,) if chunk else ()

    def end(self) -> None:
        """Nothing to see to: httpcore sees to the length."""


class Packed:
    """A body in gzip or zlib's format, unpacked step by step: a bomb goes off no further than one step."""

    def __init__(self, *, gzip: bool) -> None:
        self._gzip = gzip
        self._decoder: zlib._Decompress | None = None

    def feed(self, chunk: bytes) -> Iterator[bytes]:
        """What a chunk unpacks to, at most STEP bytes at a time.

        Raises:
            FetchError: it is broken.
        """
        if self._decoder is None:
            if not chunk:
                return
            # "deflate" is zlib's format (RFC 9110, 8.4.1.2); some servers send it bare. The first byte tells.
            bare = not self._gzip and chunk[0] & 0x0F != 8
            self._decoder = zlib.decompressobj(31 if self._gzip else (-15 if bare else 15))
        while chunk and not self._decoder.eof:
            try:
                piece = self._decoder.decompress(chunk, STEP)
            except zlib.error:
                raise _broken("its packed body is broken") from None
            chunk = self._decoder.unconsumed_tail
            if piece:
                yield piece

    def end(self) -> None:
        """See that it was whole.

        Raises:
            FetchError: its end is missing.
        """
        if self._decoder is not None and not self._decoder.eof:
            raise _broken("its packed body ends early")


def _unpacker(response: httpx.Response) -> Plain | Packed:
    coding = response.headers.get("content-encoding", "identity").strip().lower()
    if coding in {"", "identity"}:
        return Plain()
    if coding in {"gzip", "x-gzip", "deflate"}:
        return Packed(gzip=coding != "deflate")
    raise FetchError(Reason.FETCH_CONTENT_TYPE, f"the server packed its answer in another way than {ACCEPT_ENCODING}")


def _too_large(max_bytes: int) -> FetchError:
    detail = f"the answer is larger than the {max_bytes} bytes allowed (COMMUNIQUE_FETCH_MAX_BYTES)"
    return FetchError(Reason.FETCH_TOO_LARGE, detail)


def _broken(what: str) -> FetchError:
    return FetchError(Reason.FETCH_PROTOCOL, f"the server answered wrongly: {what}", heals=True)
