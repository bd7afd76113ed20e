"""Records that are deleted before a worker reads them, on Apache Kafka: counted, named once, found by the audit."""

from __future__ import annotations

import asyncio
import json
import re

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from tests.integration.commands import audit
from tests.integration.harness import Names, Sent, WorkerProcess, article, produce, wait_until

pytestmark = [pytest.mark.kafka, pytest.mark.slow]


def delete_before(kafka, channel: str, offset: int) -> None:
    """Do at once what retention does in time, in partition 0."""

    async def go() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        await admin.start()
        await admin.delete_records({TopicPartition(channel, 0): RecordsToDelete(before_offset=offset)})
        await admin.close()

    asyncio.run(go())


def expired(names: Names, worker: WorkerProcess) -> int:
    found = re.search(rf'communique_records_expired_total{{channel="{names.raw}"}} (\d+)', worker.metrics())
    assert found is not None
    return int(found[1])


def named(worker: WorkerProcess) -> list[tuple[int, int]]:
    found = re.findall(r"partition 0: offsets (\d+) to (\d+) were deleted before they were read", worker.log)
    return [(int(first), int(last)) for first, last in found]


def articles(first: int, count: int) -> list[Sent]:
    return [Sent(article(number).value, b"k", partition=0) for number in range(first, first + count)]


def test_what_expired_before_the_start_and_in_flight_is_counted_named_once_and_audited_as_lost(kafka) -> None:
    names = Names.unique("expired").create(kafka, 2)
    produce(kafka.bootstrap, names.raw, articles(0, 4))
    with WorkerProcess(names, kafka.bootstrap, kafka_session_timeout_seconds=6) as worker:
        worker.wait_ready()
        wait_until(lambda: audit(kafka, names)["enriched"] == 4, 20, worker)
        assert worker.terminate() == 0, worker.log
        produce(kafka.bootstrap, names.raw, articles(4, 6))
        delete_before(kafka, names.raw, 7)
        assert audit(kafka, names, code=1)["partitions"][0]["lost"] == [[4, 6]]

        worker.start().wait_ready()
        wait_until(lambda: expired(names, worker) == 3, 20, worker)
        wait_until(lambda: "communique_commits_total 0.0" not in worker.metrics(), 20, worker)
        report = audit(kafka, names, code=1)
        assert report["partitions"][0]["lost"] == [[4, 6]], json.dumps(report)
        assert (report["missing"], report["accounted"], named(worker)) == (0, False, [(4, 6)])


def test_what_expires_while_a_worker_does_not_get_to_it_is_noticed_in_flight(kafka) -> None:
    names = Names.unique("behind").create(kafka, 2)
    storm = {"storm_minimum_records": 1, "storm_probe_seconds": 4, "poll_records": 1, "batches_in_flight": 1}
    with WorkerProcess(names, kafka.bootstrap, kafka_session_timeout_seconds=6, **storm) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, [Sent(b"broken", partition=0)])
        wait_until(lambda: "storm_guard_paused 1.0" in worker.metrics(), 20, worker)
        # Paused, it holds what it has and fetches no more: what comes now may expire.
        produce(kafka.bootstrap, names.raw, [Sent(b"\0" * 700_000, partition=0) for _ in range(8)])
        delete_before(kafka, names.raw, 8)
        produce(kafka.bootstrap, names.raw, articles(9, 5))
        wait_until(lambda: expired(names, worker) > 0, 40, worker)
        ((first, last),) = named(worker)
        assert 1 < first <= last == 7
        assert expired(names, worker) == last - first + 1
        worker.terminate()


def test_control_nothing_expires_for_a_new_group_or_one_that_has_read_all(kafka) -> None:
    names = Names.unique("read").create(kafka, 2)
    produce(kafka.bootstrap, names.raw, articles(0, 10))
    delete_before(kafka, names.raw, 5)
    with WorkerProcess(names, kafka.bootstrap, kafka_session_timeout_seconds=6) as worker:
        worker.wait_ready()
        wait_until(lambda: audit(kafka, names)["enriched"] == 5, 20, worker)
        delete_before(kafka, names.raw, 10)
        produce(kafka.bootstrap, names.raw, articles(10, 3))
        wait_until(lambda: audit(kafka, names)["enriched"] >= 3, 20, worker)
        assert (expired(names, worker), named(worker)) == (0, [])
        assert worker.terminate() == 0, worker.log
    assert audit(kafka, names)["lost"] == 0
