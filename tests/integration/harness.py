"""What the tests on Kafka share: a worker as a process, records in and out, and the account of what became of each."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from prometheus_client.parser import text_string_to_metric_families as parse_metrics

from service.stream.record_reader import read_tolerantly
from tests.kafka.ports import free_port

READY_SECONDS = 40.0


@dataclass(frozen=True)
class Names:
    """The three channels and the group of one test."""

    raw: str
    enriched: str
    dead: str
    group: str

    @classmethod
    def unique(cls, stem: str) -> Self:
        """Names that no other test has."""
        stem = f"{stem}-{time.monotonic_ns():x}"
        return cls(f"{stem}.raw", f"{stem}.enriched", f"{stem}.dead", stem)

    def create(self, broker: Any, partitions: int = 4) -> Self:
        """Make the channels on a broker, fit for each other."""
        broker.create_channel(self.raw, partitions, max_message_bytes=8 << 20)
        broker.create_channel(self.enriched, partitions, max_message_bytes=8 << 20)
        broker.create_channel(self.dead, partitions, max_message_bytes=(8 << 20) + 65536)
        return self

    def environment(self, bootstrap: str) -> dict[str, str]:
        """The settings that bind a worker to them."""
        return {
            "COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS": bootstrap,
            "COMMUNIQUE_KAFKA_GROUP_ID": self.group,
            "COMMUNIQUE_CHANNEL_RAW": self.raw,
            "COMMUNIQUE_CHANNEL_ENRICHED": self.enriched,
            "COMMUNIQUE_CHANNEL_DEAD_LETTER": self.dead,
            "COMMUNIQUE_CHANNEL_FETCH": f"{self.raw}.fetch",
            "COMMUNIQUE_CHANNEL_FETCHED": f"{self.raw}.fetched",
            "COMMUNIQUE_CHANNEL_RETRY": f"{self.raw}.retry",
        }


def environment(names: Names, bootstrap: str) -> dict[str, str]:
    """Ours, bound to the channels of a test, without settings that a developer's shell may hold."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return {**inherited, **names.environment(bootstrap)}


class WorkerProcess:
    """A worker, started as a user would: `python -m service worker`, or another module for negative controls."""

    def __init__(
        self, names: Names, bootstrap: str, module: Sequence[str] = ("service", "worker"), **settings: object
    ) -> None:
        self.port = free_port()
        self._module = module
        self._environment = {
            **environment(names, bootstrap),
            "COMMUNIQUE_HTTP_PORT": str(self.port),
            **{f"COMMUNIQUE_{name.upper()}": str(value) for name, value in settings.items()},
        }
        self._log = tempfile.NamedTemporaryFile(prefix="worker-", suffix=".log")  # noqa: SIM115 - lives as long as the object
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> str:
        """What it has written so far."""
        return Path(self._log.name).read_text(errors="replace")

    def start(self) -> Self:
        """Start it, or another in its place."""
        command = [sys.executable, "-m", *self._module]
        self.process = subprocess.Popen(command, env=self._environment, stdout=self._log, stderr=self._log)
        return self

    def health(self, name: str) -> tuple[int, dict[str, Any]]:
        """Status and body of a health endpoint; 0 when nothing listens."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/health/{name}", timeout=5) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def metrics(self) -> str:
        """The text of /metrics; a worker that has ended fails the test with its log."""
        assert self.exit_code() is None, f"the worker ended with {self.exit_code()}; its log:\n{self.log}"
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/metrics", timeout=5) as answer:
            return answer.read().decode()

    def count(self, name: str, **labels: str) -> float:
        """The sum of a metric's series, by its name without `communique_`, that have these labels; 0 for none."""
        return sum(self.series(name, **labels))

    def series(self, name: str, **labels: str) -> list[float]:
        """The values of a metric's series, by its name without `communique_`, that have these labels."""
        return [
            sample.value
            for family in parse_metrics(self.metrics())
            for sample in family.samples
            if sample.name == f"communique_{name}" and labels.items() <= sample.labels.items()
        ]

    def wait_ready(self) -> Self:
        """Return when /health/ready is green."""
        wait_until(lambda: self.health("ready")[0] == 200 or self.exit_code() is not None, READY_SECONDS, self)
        assert self.exit_code() is None, self.log
        return self

    def exit_code(self) -> int | None:
        """None while it runs."""
        assert self.process is not None
        return self.process.poll()

    def kill(self) -> None:
        """SIGKILL."""
        assert self.process is not None
        self.process.kill()
        self.process.wait(10)

    def terminate(self, timeout: float = 30.0) -> int:
        """SIGTERM; returns the exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout)

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self.process is not None and self.process.poll() is None:
            self.kill()
        self._log.close()


def lag_of(*workers: WorkerProcess, partitions: int = 4) -> float | None:
    """The lag over all partitions, whichever of the workers has them; None while some have no owner."""
    lags = [lag for worker in workers for lag in worker.series("consumer_lag_records")]
    return sum(lags) if len(lags) == partitions else None


def resident(pid: int) -> int | None:
    """Bytes of memory that a process has; None when there is no such process."""
    try:
        status = Path(f"/proc/{pid}/status").read_text("ascii")
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmRSS:")), None)


def seconds_of(work: Callable[[], object]) -> float:
    """How long a call takes."""
    began = time.monotonic()
    work()
    return time.monotonic() - began


def wait_until(condition: Any, seconds: float, worker: WorkerProcess | None = None) -> None:
    """Poll until `condition()` holds; fails with the worker's log when it does not in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            raise AssertionError(f"not in {seconds} s" + (f"; the worker's log:\n{worker.log}" if worker else ""))
        time.sleep(0.05)


@dataclass(frozen=True)
class Sent:
    """A record to be produced."""

    value: bytes | None
    key: bytes | None = None
    headers: Sequence[tuple[str, bytes]] = ()
    partition: int | None = None
    timestamp_ms: int | None = None


def produce(bootstrap: str, channel: str, records: Iterable[Sent], **options: Any) -> None:
    """Produce records, in order, acknowledged."""
    asyncio.run(_produce(bootstrap, channel, records, options))


async def _produce(bootstrap: str, channel: str, records: Iterable[Sent], options: Mapping[str, Any]) -> None:
    producer = AIOKafkaProducer(
        bootstrap_servers=bootstrap, acks="all", linger_ms=5, **{"max_request_size": 16 << 20, **options}
    )
    await producer.start()
    try:
        futures = []
        for record in records:
            place = {"key": record.key, "headers": list(record.headers), "partition": record.partition}
            place["timestamp_ms"] = record.timestamp_ms
            futures.append(await producer.send(channel, record.value, **place))
        await asyncio.gather(*futures)
    finally:
        await producer.stop()


def read_all(bootstrap: str, channel: str) -> list[Any]:
    """Every record of a channel from its beginning to its present end, as a read_committed reader sees it."""
    return asyncio.run(_read_all(bootstrap, channel))


async def _read_all(bootstrap: str, channel: str) -> list[Any]:
    consumer = AIOKafkaConsumer(
        bootstrap_servers=bootstrap, isolation_level="read_committed", max_partition_fetch_bytes=16 << 20
    )
    read_tolerantly(consumer)
    await consumer.start()
    try:
        partitions = [TopicPartition(channel, number) for number in await consumer_partitions(consumer, channel)]
        ends = await consumer.end_offsets(partitions)
        consumer.assign(partitions)
        await consumer.seek_to_beginning(*partitions)
        records: list[Any] = []
        while any([await consumer.position(tp) < end for tp, end in ends.items()]):
            for got in (await consumer.getmany(timeout_ms=500, max_records=5000)).values():
                records += got
        return records
    finally:
        await consumer.stop()


async def consumer_partitions(consumer: AIOKafkaConsumer, channel: str) -> list[int]:
    """Partition numbers of a channel, asked of the broker."""
    await consumer._client.force_metadata_update() if not consumer.partitions_for_topic(channel) else None
    await consumer._client._wait_on_metadata(channel)
    return sorted(consumer.partitions_for_topic(channel) or ())


@dataclass
class Account:
    """What became of raw records, by (partition, offset)."""

    enriched: Counter[tuple[int, int]] = field(default_factory=Counter)
    dead: Counter[tuple[int, int]] = field(default_factory=Counter)

    @classmethod
    def of(cls, bootstrap: str, names: Names) -> Self:
        """Read both output channels; repeats are counted by the raw record's place, not by event id."""
        account = cls()
        for record in read_all(bootstrap, names.enriched):
            raw = json.loads(record.value)["provenance"]["raw"]
            account.enriched[raw["partition"], raw["offset"]] += 1
        for record in read_all(bootstrap, names.dead):
            origin = json.loads(dict(record.headers)["communique.origin"])
            account.dead[origin["partition"], origin["offset"]] += 1
        return account

    def __len__(self) -> int:
        return len(self.enriched.keys() | self.dead.keys())

    def missing(self, raw: Iterable[Any]) -> list[tuple[int, int]]:
        """Raw records without an outcome."""
        return [
            (r.partition, r.offset)
            for r in raw
            if (r.partition, r.offset) not in self.enriched.keys() | self.dead.keys()
        ]

    def duplicates(self) -> int:
        """Outcomes beyond one for each raw record."""
        return sum(self.enriched.values()) + sum(self.dead.values()) - len(self)


def article(number: int) -> Sent:
    """A short raw article, different for each number."""
    text = (
        f"Delegation {number} returns from Hanoi\n\nThe delegation returned on Monday after talks on ports and visas, number {number}.\n\n"
        "Both sides agreed on economic diplomacy, citizen protection and a calendar of visits for next year."
    )
    return Sent(
        json.dumps({"id": f"a{number}", "content": text, "content_type": "text/plain"}).encode(), key=b"%d" % number
    )
