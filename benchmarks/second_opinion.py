"""What a model server that is down costs: the same articles with nobody to ask, one that refuses, and a silent one.

    PYTHONPATH=. .venv/bin/python -m benchmarks.second_opinion [BATCHES]

Batches of 500 articles of our own, in 13 languages, go through the worker's batch handler; Kafka is left out, so that
the share of asking is the largest it can be. Every way must give the same events but for provenance.
"""

from __future__ import annotations

import asyncio
import socket
import sys
import time
from pathlib import Path

import orjson
from aiokafka.structs import ConsumerRecord
from faust.types.tuples import TP

from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.pipeline import Pipeline
from service.stream.agent import BatchHandler, Channels
from service.stream.batch import Batch
from service.stream.processor import EnrichProcessor
from service.stream.second_opinion import second_opinion_of

SAMPLE = Path(__file__).parents[1] / "tests" / "eval" / "foreign_affairs_seen.jsonl"
BATCH = 500
BAND = 0.15


class _EverythingFits:
    def fits(self, _channel: str, _message: object) -> bool:
        return True


def records() -> list[ConsumerRecord]:
    """One batch of records."""
    articles = [orjson.loads(line) for line in SAMPLE.read_bytes().splitlines()]
    values = [orjson.dumps({"id": one["id"], "content": one["raw"]}) for one in articles]
    return [ConsumerRecord("raw", 0, n, 0, 0, None, values[n % len(values)], None, 0, 0, ()) for n in range(BATCH)]


async def run(url: str | None, batches: int) -> tuple[float, float, list[bytes]]:
    """Seconds on the wall and of the processor for so many batches, and the events of the last one."""
    band = BAND if url else 0.0
    metrics = Metrics()
    second = second_opinion_of(Settings(classifier_url=url, classifier_band=BAND), metrics)
    processor = EnrichProcessor(Pipeline("foreign-affairs", band=band), metrics)
    handler = BatchHandler(processor, _EverythingFits(), Channels("e", "d"), metrics, "bench", second=second)
    given = records()
    await handler.work(Batch(TP("raw", 0), given[:50]))
    began, cpu = time.perf_counter(), time.process_time()
    for _ in range(batches):
        worked = await handler.work(Batch(TP("raw", 0), given))
    return time.perf_counter() - began, time.process_time() - cpu, [message.value for message in worked.messages]


def told(values: list[bytes]) -> list[dict]:
    """Events without provenance."""
    return [{name: part for name, part in orjson.loads(value).items() if name != "provenance"} for value in values]


def main(batches: int) -> None:
    """Run the three ways in turn and print their rates."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        ways = {
            "nobody to ask": None,
            "refuses": "http://127.0.0.1:9/v1",
            "is silent": f"http://127.0.0.1:{silent.getsockname()[1]}/v1",
        }
        found = {name: asyncio.run(run(url, batches)) for name, url in ways.items()}
    reference = told(found["nobody to ask"][2])
    if any(told(values) != reference for _, _, values in found.values()):
        sys.exit("a server that is down changed an event")
    wall, cpu = found["nobody to ask"][:2]
    for name, (seconds, processor, _) in found.items():
        rate = batches * BATCH / seconds
        print(f"{name:14} {rate:8.0f} articles/s  {wall / seconds:.2f} of nobody's; CPU {processor / cpu:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
