"""A real HTTP server on the loopback whose pages a test sets and changes."""

from __future__ import annotations

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


@dataclass
class Page:
    """What is answered at a path."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Request:
    """What was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


class Pages:
    """The server; a context manager. `pages` may be set while it runs: a Page, or what makes one of a request."""

    def __init__(self) -> None:
        self.pages: dict[str, Page | Callable[[Request], Page]] = {}
        self.requests: defaultdict[str, list[Request]] = defaultdict(list)
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                length = int(self.headers.get("content-length") or 0)
                names = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, self.path, names, self.rfile.read(length))
                owner.requests[self.path].append(request)
                page = owner.pages.get(self.path, Page(b"no such page", 404))
                page = page(request) if callable(page) else page
                self.send_response(page.status)
                for name, value in page.headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(page.body)))
                self.end_headers()
                self.wfile.write(page.body)

            do_POST = do_GET  # noqa: N815 - the names that http.server calls

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
