"""A web server of our own on the loopback that behaves in every bad way we know, and in the good ones.

It writes bytes, not messages: no library would let it lie about lengths, drip, or break off. What it does is in the
path; see `_BEHAVIOURS`.
"""

from __future__ import annotations

import asyncio
import gzip
import socket
import ssl
import struct
import threading
import zlib
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Self
from urllib.parse import parse_qs, unquote, urlsplit

PARAGRAPH = (
    "<p>Delegations of the two countries met in Hanoi on Tuesday and spoke of ports, visas and trade; both sides agreed "
    "on economic diplomacy, citizen protection and a calendar of visits for the coming year.</p>\n"
)
BOMBS = {"gzip": gzip.compress(bytes(64 << 20)), "deflate": zlib.compress(bytes(64 << 20))}
"""64 MiB of zeros in 64 KiB."""


def page(number: int, size: int = 3_000) -> bytes:
    """An article's page, different for each number, of about `size` bytes."""
    head = f"<html lang=en><head><title>Delegation {number} returns from Hanoi</title></head><body><article><h1>Delegation {number} returns from Hanoi</h1>\n"
    return (head + PARAGRAPH * (size // len(PARAGRAPH) + 1) + "</article></body></html>").encode()


class Server:
    """The server, in a thread of its own; a context manager.

    Args:
        tls: serve HTTPS with this context.
        robots: what /robots.txt holds; None answers 404.
        port: to listen on; a free one when 0.

    Attributes:
        asked: how often each path was asked for, its query included.
        times: when requests came, by the server's own clock.
        most_at_once: of requests under way.
        headers: of the last request for each path, names in lower case.
    """

    def __init__(self, tls: ssl.SSLContext | None = None, robots: bytes | None = None, port: int = 0) -> None:
        self._tls, self.robots, self._host = tls, robots, "127.0.0.1"
        self.asked: Counter[str] = Counter()
        self.times: list[float] = []
        self.headers: dict[str, dict[str, str]] = {}
        self.connections = 0
        self.most_at_once = self._now = 0
        self.port = port
        self.up = True
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="web", daemon=True)

    def url(self, path: str, host: str | None = None) -> str:
        """A URL on this server."""
        return f"{'https' if self._tls else 'http'}://{host or self._host}:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _serve(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._stop = asyncio.Event()
        self._loop.run_until_complete(self._main())

    async def _main(self) -> None:
        server = await asyncio.start_server(self._connected, self._host, self.port, ssl=self._tls)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        await self._stop.wait()
        server.close()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()
        await asyncio.sleep(0)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        # RuntimeError is uvloop's word for a connection that the other end has closed.
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError, RuntimeError):
            while await self._one(reader, writer):
                pass
        with suppress(Exception):
            writer.close()

    async def _one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; whether the connection goes on."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        target = head[0].split(" ")[1]
        self.asked[target] += 1
        self.times.append(self._loop.time())
        self.headers[target] = {
            name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)
        }
        if length := int(self.headers[target].get("content-length", "0")):
            await reader.readexactly(length)
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            if not self.up:
                await answer(writer, b"", "503 Down")
                return True
            return await self._behave(target, writer)
        finally:
            self._now -= 1

    async def _behave(self, target: str, writer: asyncio.StreamWriter) -> bool:
        parts = urlsplit(target)
        name, _, rest = parts.path.lstrip("/").partition("/")
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if name == "robots.txt":
            await (
                answer(writer, b"none", "404 Not Found")
                if self.robots is None
                else answer(writer, self.robots, kind="text/plain")
            )
            return True
        if name == "flaky":
            return await _flaky(self, int(rest), self.asked[target], writer)
        if name == "busy":
            await (answer(writer, b"", "503 Busy") if self.asked[target] == 1 else answer(writer, page(1)))
            return True
        if name == "validated":
            return await _validated(self.headers[target], writer)
        behaviour = _BEHAVIOURS.get(name)
        if behaviour is None:
            await answer(writer, b"no such page", "404 Not Found")
            return True
        return await behaviour(unquote(rest), query, writer) is not False


async def answer(
    writer: asyncio.StreamWriter,
    body: bytes,
    status: str = "200 OK",
    kind: str = "text/html; charset=utf-8",
    **headers: str,
) -> None:
    """An orderly answer."""
    lines = [f"HTTP/1.1 {status}", f"content-length: {len(body)}", f"content-type: {kind}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + body)
    await writer.drain()


async def _flaky(server: Server, failures: int, asked: int, writer: asyncio.StreamWriter) -> bool:
    """Breaks off so many times, then is well."""
    if asked <= failures:
        return await _reset("", {}, writer)
    await answer(writer, page(1))
    return True


async def _validated(headers: dict[str, str], writer: asyncio.StreamWriter) -> bool:
    """A page with an entity tag and a date, and 304 for whoever knows them."""
    known = headers.get("if-none-match") == '"v1"' and "if-modified-since" in headers
    validators = {"etag": '"v1"', "last_modified": "Sat, 28 Nov 2026 10:00:00 GMT"}
    await answer(writer, b"" if known else page(1), "304 Not Modified" if known else "200 OK", **validators)
    return True


async def _page(rest: str, query: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, page(int(rest or 0), int(query.get("size", "3000"))))


async def _slow(rest: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(float(rest))
    await answer(writer, page(1))


async def _drip(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 100000\r\n\r\n")
    while True:
        writer.write(b".")
        await writer.drain()
        await asyncio.sleep(0.05)


async def _endless(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\n\r\n")
    while True:
        writer.write(b"<p>more</p>" * 5000)
        await writer.drain()


async def _endless_headers(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\n")
    while True:
        writer.write(b"x-more: " + b"a" * 5000 + b"\r\n")
        await writer.drain()


async def _bomb(rest: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, BOMBS[rest], content_encoding=rest)


async def _packed(rest: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
    raw = zlib.compressobj(wbits=-15)
    whole = page(1)
    ways = {
        "gzip": (gzip.compress(whole), "gzip"),
        "deflate": (zlib.compress(whole), "deflate"),
        "bare": (raw.compress(whole) + raw.flush(), "deflate"),
        "broken": (b"\x1f\x8b\x08" + b"nonsense" * 20, "gzip"),
        "cut": (gzip.compress(whole)[:-30], "gzip"),
        "br": (b"\x0b\x02\x80hello\x03", "br"),
        "twice": (gzip.compress(gzip.compress(whole)), "gzip, gzip"),
    }
    body, coding = ways[rest]
    await answer(writer, body, content_encoding=coding)


async def _redirect(rest: str, query: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, b"elsewhere", f"{rest or 302} Found", location=query["to"])


async def _chain(rest: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
    left = int(rest)
    await (answer(writer, b"", "301 Moved", location=f"/chain/{left - 1}") if left else answer(writer, page(1)))


async def _short(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> bool:
    """Promises more than it sends."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 90000\r\n\r\n" + page(1))
    await writer.drain()
    return False


async def _long(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> bool:
    """Sends more than it promises."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 20\r\n\r\n" + page(1))
    await writer.drain()
    return False


async def _reset(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> bool:
    """A reset in the middle of the headers."""
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-")
    await writer.drain()
    connection = writer.get_extra_info("socket")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
    return False


async def _garbage(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> bool:
    writer.write(b"SSH-2.0-OpenSSH_9.9\r\n\x00\x01\x02" * 50)
    await writer.drain()
    return False


async def _silent(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(3600)


async def _status(rest: str, query: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, b"as asked", f"{rest} Status", **({"retry_after": query["after"]} if "after" in query else {}))


async def _kind(_: str, query: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, query.get("body", "caf\xe9").encode(query.get("charset", "latin-1")), kind=query["kind"])


async def _cookie(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    await answer(writer, page(1), set_cookie="a=1; Path=/")


async def _large(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    """A page just within 2 MiB."""
    await answer(writer, b"<p>word</p>" * 190_000)


async def _wide(_: str, __: dict[str, str], writer: asyncio.StreamWriter) -> None:
    """A page whose one rare character makes its text take four bytes for every character."""
    await answer(writer, "\U0001f600".encode() + b"word" * 500_000)


async def _controls(rest: str, _: dict[str, str], writer: asyncio.StreamWriter) -> None:
    """A page of control characters, which take six bytes each in JSON; of some that each take three on average."""
    await answer(writer, b"\x01aa" * (int(rest) // 3) if rest else b"\x01" * 2_000_000)


_BEHAVIOURS: dict[str, Callable[[str, dict[str, str], asyncio.StreamWriter], Awaitable[bool | None]]] = {
    "page": _page,
    "slow": _slow,
    "drip": _drip,
    "endless": _endless,
    "endless-headers": _endless_headers,
    "bomb": _bomb,
    "packed": _packed,
    "redirect": _redirect,
    "chain": _chain,
    "short": _short,
    "long": _long,
    "reset": _reset,
    "garbage": _garbage,
    "silent": _silent,
    "status": _status,
    "kind": _kind,
    "cookie": _cookie,
    "large": _large,
    "wide": _wide,
    "controls": _controls,
}
