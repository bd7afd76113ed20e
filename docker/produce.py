"""Sends the sample articles, broken ones too, again and again: the `producer` of docker-compose.yml.

COMMUNIQUE_* settings say where to; ARTICLES_PER_MINUTE how fast. Each round gives the articles new ids, so that readers
that drop repeats see every one.
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

from service.cli.clients import connected_producer
from service.edges.samples import feed
from service.edges.settings import load_settings


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
    settings = load_settings()
    pause = 60 / float(os.environ.get("ARTICLES_PER_MINUTE") or 60)
    sent = 0
    async with connected_producer(settings) as producer:
        for number in itertools.count(int(time.time())):
            for sample in feed():
                value = of_round(sample.value, number)
                await producer.send_and_wait(settings.channel_raw, value, key=sample.key)
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


if __name__ == "__main__":
    asyncio.run(main())
