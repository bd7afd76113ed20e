"""Sends the sample articles, broken ones too, again and again: the `producer` of docker-compose.yml.

COMMUNIQUE_* settings say where to; ARTICLES_PER_MINUTE how fast. Each round gives the articles new ids, so that readers
that drop repeats see every one. With `--sent-within SECONDS` it only tells, by its exit status, whether another process
in this container has sent something lately: the healthcheck.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import json
import os
import signal
import sys
import time
from pathlib import Path

SENT = Path("/tmp/sent")  # noqa: S108 - the container's own
"""Touched for each article that Kafka has acknowledged."""


def of_round(value: bytes, number: int) -> bytes:
    """A sample as it is sent in this round; what is no article with an id stays as it is."""
    try:
        event = json.loads(value)
        event["id"] = f"{event['id']}-{number}"
    except (ValueError, KeyError, TypeError):
        return value
    return json.dumps(event, ensure_ascii=False).encode()


async def send(stopped: asyncio.Event) -> int:
    """Send until told to stop; how many were sent."""
    # Here, because the healthcheck needs none of them and runs often.
    from service.cli.clients import connected_producer  # noqa: PLC0415
    from service.edges.samples import feed  # noqa: PLC0415
    from service.edges.settings import load_settings  # noqa: PLC0415

    settings = load_settings()
    pause = 60 / float(os.environ.get("ARTICLES_PER_MINUTE") or 60)
    sent = 0
    async with connected_producer(settings) as producer:
        for number in itertools.count(int(time.time())):
            for sample in feed():
                value = of_round(sample.value, number)
                await producer.send_and_wait(settings.channel_raw, value, key=sample.key)
                SENT.touch()  # noqa: ASYNC240 - a file in memory
                sent += 1
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopped.wait(), pause)
                if stopped.is_set():
                    return sent
    return sent


async def main() -> None:
    """Send until SIGTERM or Ctrl-C."""
    stopped = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopped.set)
    sys.stdout.write(f"{await send(stopped)} articles sent\n")


def sent_within(seconds: float) -> bool:
    """Whether an article was sent so lately."""
    return SENT.exists() and time.time() - SENT.stat().st_mtime < seconds


if __name__ == "__main__":
    if sys.argv[1:2] == ["--sent-within"]:
        sys.exit(0 if sent_within(float(sys.argv[2])) else 1)
    asyncio.run(main())
