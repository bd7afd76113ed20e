"""A TCP proxy that can fail as networks do. It rewrites nothing: the broker advertises the proxy's address."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
import threading
from enum import Enum
from typing import Self

CHUNK = 1 << 16
LATENCY_SECONDS = 0.2
HOST = "127.0.0.1"


class Fault(Enum):
    """What the proxy does to its connections."""

    NONE = "none"
    LATENCY = "latency"
    """Each chunk waits 200 ms, both ways."""
    BLACKHOLE = "blackhole"
    """Nothing passes; what was sent meanwhile arrives after it, as TCP's own repeats would bring it."""


class Proxy:
    """Listens on one port and passes to another, on a thread with an event loop of its own.

    Args:
        port: where to listen on 127.0.0.1.
        target: port of the broker.
    """

    def __init__(self, port: int, target: int) -> None:
        self.port, self._target = port, target
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._clear = asyncio.Event()
        self._clear.set()
        self._fault = Fault.NONE
        self._links: set[_Link] = set()

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(
            asyncio.start_server(self._accept, HOST, self.port), self._loop
        ).result(10)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def set(self, fault: Fault) -> None:
        """Begin a lasting fault, or end it with `Fault.NONE`."""
        self._loop.call_soon_threadsafe(self._set, fault)

    def reset(self) -> None:
        """Break every connection with a TCP reset, on both sides."""
        self._loop.call_soon_threadsafe(lambda: [link.reset() for link in tuple(self._links)])

    def forget(self) -> None:
        """Leave every connection half-open: the broker sees it end, the worker hears nothing ever again."""
        self._loop.call_soon_threadsafe(lambda: [link.forget() for link in tuple(self._links)])

    def connections(self) -> int:
        """How many there are."""
        return len(self._links)

    def _set(self, fault: Fault) -> None:
        self._fault = fault
        self._clear.clear() if fault is Fault.BLACKHOLE else self._clear.set()

    async def _close(self) -> None:
        self._server.close()
        for link in tuple(self._links):
            link.reset()
        for task in asyncio.all_tasks() - {asyncio.current_task()}:
            task.cancel()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, here = await asyncio.open_connection(HOST, self._target)
        except OSError:
            _abort(writer)  # as the broker itself would refuse
            return
        link = _Link(writer, here)
        self._links.add(link)
        try:
            await asyncio.gather(self._pass(reader, here, link), self._pass(there, writer, link))
        finally:
            link.close()
            self._links.discard(link)

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, link: _Link) -> None:
        with contextlib.suppress(OSError):
            while data := await source.read(CHUNK):
                if self._fault is Fault.LATENCY:
                    await asyncio.sleep(LATENCY_SECONDS)
                await self._clear.wait()
                if link.forgotten:
                    await _for_ever(source)
                    return
                sink.write(data)
                await sink.drain()
        if not link.forgotten:
            link.close()


class _Link:
    """The two halves of one connection."""

    def __init__(self, worker: asyncio.StreamWriter, broker: asyncio.StreamWriter) -> None:
        self._worker, self._broker = worker, broker
        self.forgotten = False

    def forget(self) -> None:
        self.forgotten = True
        self._broker.close()

    def reset(self) -> None:
        _abort(self._worker)
        _abort(self._broker)

    def close(self) -> None:
        self._worker.close()
        self._broker.close()


async def _for_ever(source: asyncio.StreamReader) -> None:
    """Take what the worker still sends, until it gives up."""
    while await source.read(CHUNK):
        pass


def _abort(writer: asyncio.StreamWriter) -> None:
    # Lingering for no time makes the kernel send a reset instead of an orderly end.
    if (sock := writer.get_extra_info("socket")) is not None:
        with contextlib.suppress(OSError):
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    writer.transport.abort()
