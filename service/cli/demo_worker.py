"""The demo's worker: a process like any other, its log kept for when it fails."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from service.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from service.edges.settings import Settings

SHOWN_LOG = 4000
"""Characters of the log's end that are shown."""
_KILL_AFTER_SECONDS = 5.0
"""Beyond the worker's own stop deadline."""


@contextmanager
def demo_worker(settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """A running worker; it is gone when the block is left.

    When the block is left with an error, the end of the worker's log is shown on stderr.
    """
    environment = {
        **os.environ,
        "COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS": settings.kafka_bootstrap_servers,
        "COMMUNIQUE_HTTP_PORT": str(settings.http_port),
        "COMMUNIQUE_HTTP_HOST": settings.http_host,
        "COMMUNIQUE_DELIVERY": "at-least-once",  # the embedded broker has no transactions
        "COMMUNIQUE_KAFKA_SECURITY_PROTOCOL": "PLAINTEXT",
    }
    with tempfile.NamedTemporaryFile(prefix="communique-demo-", suffix=".log") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "service", "worker"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C is for us: we stop the worker when its last articles are through
        )
        try:
            yield process
        except Exception:
            _stop(process, settings)
            typer.echo(f"the worker's log:\n{Path(log.name).read_text(errors='replace')[-SHOWN_LOG:]}", err=True)
            raise
        finally:
            _stop(process, settings)


def _stop(process: subprocess.Popen[bytes], settings: Settings) -> None:
    """SIGTERM, and SIGKILL when that does not help; also when we are interrupted while we wait."""
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(settings.stop_deadline_seconds + _KILL_AFTER_SECONDS)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()


def free_port(host: str, wanted: int) -> int:
    """`wanted` when it is free on `host`, else any.

    Raises:
        CommuniqueError: there is none.
    """
    for port in (wanted, 0):
        with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
            try:
                probe.bind((host, port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise CommuniqueError(f"no free port on {host} for the demo's metrics; COMMUNIQUE_HTTP_HOST names the address")
