"""`helm test`: send one article, see it enriched.

Through channels of its own, which it creates and removes: a worker in this pod, with the release's settings, image,
taxonomy and credentials, does the work. With --production-channels the release's workers do, and its readers see the
article. Exit status 0 when the article came out, 1 with the reason when not.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
import uuid
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from service.cli.clients import connected_consumer, connected_producer
from service.edges.security import client_options
from service.edges.settings import Settings, load_settings
from service.errors import CommuniqueError

if TYPE_CHECKING:
    from collections.abc import Iterator

PREFIX = "COMMUNIQUE_"
TEXT = (
    "The foreign ministers of Viet Nam and Chile met in Ha Noi on Monday and agreed to hold political consultations "
    "every year. They signed a memorandum of understanding on cooperation between their diplomatic academies."
)


def main() -> int:
    """Send, wait, tidy up."""
    options = _options()
    try:
        event = asyncio.run(asyncio.wait_for(_run(production=options.production_channels), options.seconds))
    except TimeoutError:
        print(f"failed: no enriched article within {options.seconds:.0f} s; see the log above and the workers'")
    except CommuniqueError as error:
        print(f"failed: {error}")
    else:
        topics = ", ".join(topic["id"] for topic in event["topics"]) or "off-topic"
        print(f"passed: {event['id']} came out in {event['language']}: {topics}")
        return 0
    return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=120.0, help="how long it may take")
    parser.add_argument("--production-channels", action="store_true", help="use the release's channels and workers")
    return parser.parse_args()


async def _run(*, production: bool) -> dict[str, Any]:
    name = f"helm-test-{uuid.uuid4()}"
    if production:
        return await _sent_and_found(name, load_settings())
    _use_channels_of_our_own(name)
    settings = load_settings()
    try:
        with _worker():
            while not await asyncio.to_thread(_ready, settings.http_port):
                await asyncio.sleep(0.5)
            return await _sent_and_found(name, settings)
    finally:
        await _remove_channels(settings)


def _use_channels_of_our_own(name: str) -> None:
    """Point the settings of this process, and of the worker that it starts, to new channels and a new group."""
    for kind in ("RAW", "ENRICHED", "DEAD_LETTER"):
        os.environ[f"{PREFIX}CHANNEL_{kind}"] = f"{name}.{kind.lower().replace('_', '-')}"
    os.environ[f"{PREFIX}KAFKA_GROUP_ID"] = name
    os.environ[f"{PREFIX}CREATE_CHANNELS"] = "true"
    os.environ[f"{PREFIX}CHANNEL_PARTITIONS"] = "1"
    if f"{PREFIX}FETCH" in os.environ:  # whose channels would be the release's; our article needs no fetching
        os.environ[f"{PREFIX}FETCH"] = "false"


@contextmanager
def _worker() -> Iterator[None]:
    process = subprocess.Popen([sys.executable, "-m", "service", "worker"])
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health/ready", timeout=3):
            return True
    except (urllib.error.URLError, OSError):
        return False


async def _sent_and_found(name: str, settings: Settings) -> dict[str, Any]:
    """The enriched event of the article `name`.

    Raises:
        CommuniqueError: Kafka refuses something.
    """
    article = {"id": name, "content": TEXT, "language": "en", "source": {"name": "helm test"}}
    async with connected_consumer(settings, settings.channel_enriched, beginning=False) as reader:
        # Where the channel ends must be known before anything is sent, or the answer could be overlooked.
        for partition in reader.assignment():
            await reader.position(partition)
        async with connected_producer(settings) as producer:
            await producer.send_and_wait(settings.channel_raw, json.dumps(article).encode(), key=name.encode())
        print(f"sent: {name} to {settings.channel_raw}", flush=True)
        async for record in reader:
            if name.encode() in record.value and (event := json.loads(record.value))["id"] == name:
                return event
    raise AssertionError("a reader ends only with its block")


async def _remove_channels(settings: Settings) -> None:
    """Best effort: a test that has passed does not fail over what it may not remove."""
    channels = [settings.channel_raw, settings.channel_enriched, settings.channel_dead_letter]
    admin = AIOKafkaAdminClient(bootstrap_servers=settings.kafka_bootstrap_servers, **client_options(settings))
    try:
        await admin.start()
        await admin.delete_topics(channels)
    except KafkaError as error:
        print(f"note: {', '.join(channels)} could not be removed: {error!r}")
    finally:
        await admin.close()


if __name__ == "__main__":
    sys.exit(main())
