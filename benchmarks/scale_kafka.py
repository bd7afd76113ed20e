"""How cost grows on Apache Kafka: with partitions, with the records of a batch, and with a second worker.

Used by `benchmarks.scale`. Two workers join their group first, then the channel is filled: so both work from the first
record on.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import os
import statistics
import time
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from benchmarks import transport
from benchmarks.articles import flattened
from benchmarks.figures import Figure
from benchmarks.peers.environments import BY_NAME, WHOLE, Peer
from benchmarks.process import Process
from tests.kafka.broker import KafkaBroker

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Row = dict[str, Any]
PARTITIONS = (1, 24, 200)
BATCHES = (1, 4, 16, 64)
"""Records of a partition that one poll takes."""
ARTICLES, RECORDS = 6_000, 60_000
JOIN_SECONDS, WORK_SECONDS = 90.0, 300.0
MOST_CPU_OF_TWO = 1.10
"""What an article may cost with two workers, in its cost with one."""
MOST_IDLE = 0.05


@dataclass(frozen=True)
class Case:
    """One setting that is measured.

    Attributes:
        row: what it is called in results.
        partitions, workers: how many.
        peer: what runs.
        count: records.
        make: the value of the record with this number.
        settings: of the worker, beyond the benchmark's.
    """

    row: Mapping[str, int]
    partitions: int = 24
    workers: int = 1
    peer: Peer = WHOLE[0]
    count: int = ARTICLES
    make: Callable[[int], bytes] = flattened
    settings: Mapping[str, object] = field(default_factory=dict)


def partitions(rounds: int) -> list[Row]:
    """The whole job over more and more partitions, one worker."""
    return measure([Case({"partitions": count}, partitions=count) for count in PARTITIONS], rounds)


def workers(rounds: int) -> list[Row]:
    """The whole job with one worker and with two."""
    return measure([Case({"workers": count}, workers=count) for count in (1, 2)], rounds)


def batches(rounds: int) -> list[Row]:
    """The transport alone, with polls that take more and more records of each partition."""
    cases = [
        Case(
            {"records a batch": count},
            peer=BY_NAME["communique"],
            count=RECORDS,
            make=transport.record,
            settings={"poll_records": count * 24},
        )
        for count in BATCHES
    ]
    return measure(cases, rounds)


def figures(rows: Sequence[Row]) -> list[Figure]:
    """What two workers are to reach, from the rows of `workers`."""
    one, two = rows
    return [
        Figure("CPU an article, two workers / one", two["cpu"] / one["cpu"], "<=", MOST_CPU_OF_TWO),
        Figure("idle with a backlog, part of the time of the idler of two workers", two["idle"], "<=", MOST_IDLE),
        Figure("rate, two workers / one, on two cores that the broker shares", two["rate"] / one["rate"]),
    ]


def measure(cases: Sequence[Case], rounds: int) -> list[Row]:
    """Every case, `rounds` times in turn; medians."""
    runs: list[list[Row]] = [[] for _ in cases]
    with KafkaBroker(heap="1g", jvm=()) as broker:
        for round_, (place, case) in itertools.product(range(rounds), enumerate(cases)):
            transport.PARTITIONS = case.partitions
            runs[place].append(asyncio.run(_run(broker, case, f"{place}-{round_}")))
            row = {**case.row, **{name: round(value, 3) for name, value in runs[place][-1].items()}}
            print(
                f"  {round_ + 1}/{rounds}: " + ", ".join(f"{name} {value:,}" for name, value in row.items()), flush=True
            )
    transport.PARTITIONS = 24
    names = ("rate", "cpu", "busy", "idle")
    return [
        {**case.row, **{name: statistics.median(run[name] for run in runs[place]) for name in names}}
        for place, case in enumerate(cases)
    ]


async def _run(broker: KafkaBroker, case: Case, name: str) -> Row:
    """Between the first and the last tenth: records a second, CPU seconds for 1,000, how busy and idle workers are."""
    source, out = f"in-{name}", f"out-{name}"
    for channel in (source, out):
        broker.create_channel(channel, case.partitions)
    broker.create_channel(f"{out}.dead", case.partitions, max_message_bytes=9 << 20)
    more = {"BENCH_SETTINGS": json.dumps(case.settings)}
    fill = transport.fill(broker.bootstrap, source, case.count, case.make)
    async with transport.Watch(broker.bootstrap, out) as watch:
        if case.workers == 1:
            await fill  # one alone finds all there: it could be quicker than who fills the channel
        with ExitStack() as stack:
            processes = [
                stack.enter_context(Process(case.peer, broker.bootstrap, source, out, more=more))
                for _ in range(case.workers)
            ]
            for place, process in enumerate(processes):
                os.sched_setaffinity(process.pid, {(1 + place) % (os.cpu_count() or 1)})
            if case.workers > 1:
                await _joined(broker.bootstrap, out, processes)
                await fill
            before, after = [await _mark(watch, processes, case.count * part) for part in (0.1, 0.9)]
            for process in processes:
                process.terminate()
    seconds, records = after[0] - before[0], after[1] - before[1]
    if not records:
        raise SystemExit(f"all {case.count} records were written at once: too few to measure")
    spent = [b[0] - a[0] for a, b in zip(before[2], after[2], strict=True)]
    idle = [1 - (b[1] - a[1]) / seconds for a, b in zip(before[2], after[2], strict=True)]
    cpu = sum(spent)
    return {
        "rate": records / seconds,
        "cpu": 1000 * cpu / records,
        "busy": cpu / seconds / len(processes),
        "idle": max(0.0, *idle),
    }


Mark = tuple[float, int, list[tuple[float, float]]]
"""Moment, records out, and of each worker its CPU seconds and how long its loop has worked or waited for a core."""


async def _mark(watch: transport.Watch, processes: Sequence[Process], count: float) -> Mark:
    """When so many records are out."""
    until = time.monotonic() + WORK_SECONDS
    while (done := await watch.count()) < count:
        for process in processes:
            if process.exit_code() is not None or time.monotonic() > until:
                raise SystemExit(f"a worker ended, or did not get on; its log is {process.log}")
        await asyncio.sleep(transport.LOOK_SECONDS)
    of_each = [(transport.cpu_seconds(p.pid), sum(transport.waited_seconds(p.pid))) for p in processes]
    return time.monotonic(), done, of_each


async def _joined(bootstrap: str, group: str, processes: Sequence[Process]) -> None:
    """Until all workers are members of the group and it has come to rest."""
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    until = time.monotonic() + JOIN_SECONDS
    try:
        while True:
            state, members = await _state(admin, group)
            if state == "Stable" and members == len(processes):
                return
            if time.monotonic() > until:
                raise SystemExit(f"{members} of {len(processes)} workers joined; a log is {processes[0].log}")
            await asyncio.sleep(0.1)
    finally:
        await admin.close()


async def _state(admin: AIOKafkaAdminClient, group: str) -> tuple[str, int]:
    """The group's state by Kafka's name, and its members."""
    try:
        found = (await admin.describe_consumer_groups([group]))[0].groups[0]
    except KafkaError:  # a new broker has no coordinator yet
        return "", 0
    return found[2], len(found[5])
