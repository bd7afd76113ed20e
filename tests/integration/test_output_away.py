"""Output that cannot be published while Kafka itself answers: readiness says so, and the same process goes on when it heals."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from tests.integration.harness import Names, WorkerProcess, article, produce, read_all, wait_until

BEFORE, MEANWHILE = 50, 1200


def delete_channel(kafka, channel: str) -> None:
    async def go() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        await admin.start()
        await admin.delete_topics([channel])
        await admin.close()

    asyncio.run(go())


@pytest.mark.kafka
@pytest.mark.slow
def test_readiness_is_red_while_only_the_output_is_away_and_the_same_process_goes_on(kafka) -> None:
    names = Names.unique("away").create(kafka, 2)
    options = {"poll_records": 100, "batches_in_flight": 4, "kafka_session_timeout_seconds": 6}
    with WorkerProcess(names, kafka.bootstrap, **options) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, map(article, range(BEFORE)))
        wait_until(lambda: len(read_all(kafka.bootstrap, names.enriched)) == BEFORE, 20, worker)
        delete_channel(kafka, names.enriched)
        produce(kafka.bootstrap, names.raw, map(article, range(MEANWHILE)))
        wait_until(lambda: worker.health("ready")[0] == 503, 20, worker)
        assert worker.health("ready")[1]["waiting_for"] == ["acknowledgement of output"]
        assert worker.health("live")[0] == 200
        taken = worker.count("articles_consumed_total", channel=names.raw)
        assert BEFORE <= taken <= BEFORE + 5 * 100, "no more is worked on than may be in flight"
        kafka.create_channel(names.enriched, 2, max_message_bytes=8 << 20)
        wait_until(lambda: len(read_all(kafka.bootstrap, names.enriched)) == MEANWHILE, 40, worker)
        wait_until(lambda: worker.health("ready")[0] == 200, 10, worker)
        assert worker.terminate() == 0, worker.log
