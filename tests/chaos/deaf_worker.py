"""Negative control: a worker whose publisher ignores that the broker refused. It must be seen to lose articles."""

from __future__ import annotations

import contextlib
import sys
from typing import Any

from service.edges.settings import load_settings
from service.errors import PublishError
from service.stream.publish import Publisher
from service.stream.worker import run_worker

listening_publish = Publisher.publish


async def deaf_publish(self: Any, *arguments: Any, **named: Any) -> None:
    """As Publisher.publish, but a failure passes for success."""
    with contextlib.suppress(PublishError):
        await listening_publish(self, *arguments, **named)


if __name__ == "__main__":
    Publisher.publish = deaf_publish  # type: ignore[method-assign]
    # With exactly-once the transaction fails with what was refused, whether or not its publisher listens.
    sys.exit(run_worker(load_settings({"delivery": "at-least-once"})))
