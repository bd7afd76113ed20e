"""`communique audit` on Apache Kafka: it agrees with what a worker did, and finds each kind of loss."""

from __future__ import annotations

import asyncio

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from service.core.encode import encode_dead_letter, encode_enriched
from service.models import DeadLetter, EnrichedArticle, Reason, Record, Refusal
from tests.integration.commands import audit, communique
from tests.integration.harness import Names, Sent, WorkerProcess, article, produce, read_all, wait_until
from tests.kafka import tools

pytestmark = pytest.mark.kafka


@pytest.fixture
def names(kafka) -> Names:
    return Names.unique("audit").create(kafka, 2)


def enriched(names: Names, offset: int, partition: int = 0) -> Sent:
    raw = Record(b"{}", None, (), names.raw, partition, offset, 1)
    event = EnrichedArticle("a", "e", "t", "text", "en", 0.9, raw=raw, processed_at="2026-01-31T08:00:00Z")
    message = encode_enriched(event, raw, event_source="urn:test")
    return Sent(message.value, message.key, message.headers, partition)


def dead(names: Names, offset: int, partition: int = 0) -> Sent:
    letter = DeadLetter(
        Record(b"{", b"k", (), names.raw, partition, offset, 1), Refusal(Reason.INVALID_JSON, "", "decode")
    )
    message = encode_dead_letter(letter, connector="test")
    return Sent(message.value, message.key, message.headers, partition)


def commit(kafka, names: Names, *offsets: int) -> None:
    """Commit for the group: partition 0, then 1."""

    async def do() -> None:
        # With automatic commits its end would commit the place where it stands: where the group stood when it began.
        options = {"bootstrap_servers": kafka.bootstrap, "group_id": names.group, "enable_auto_commit": False}
        async with AIOKafkaConsumer(**options) as consumer:
            places = {TopicPartition(names.raw, number): offset for number, offset in enumerate(offsets)}
            consumer.assign(list(places))
            await consumer.commit(places)

    asyncio.run(do())


def raw_records(count: int, partition: int = 0) -> list[Sent]:
    return [Sent(b"{}", b"k", partition=partition) for _ in range(count)]


async def transactions(kafka, channel: str, *endings: str) -> None:
    """A transaction of two records in partition 0 for each ending, `commit` or `abort`."""
    async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, transactional_id=f"t-{channel}") as producer:
        for ending in endings:
            await producer.begin_transaction()
            for _ in range(2):
                await producer.send_and_wait(channel, b"{}", partition=0)
            await (producer.commit_transaction() if ending == "commit" else producer.abort_transaction())


def test_what_a_worker_did_is_accounted_for_also_after_a_redrive(kafka, names) -> None:
    articles = [article(number) for number in range(40)]
    produce(kafka.bootstrap, names.raw, [*articles, *(Sent(b"{", b"bad%d" % number) for number in range(5))])
    with WorkerProcess(names, kafka.bootstrap) as worker:
        worker.wait_ready()
        wait_until(lambda: len(read_all(kafka.bootstrap, names.dead)) == 5, 40, worker)
        communique(kafka, names, "dead-letter", "redrive", "--yes")
        wait_until(lambda: len(read_all(kafka.bootstrap, names.dead)) == 10, 40, worker)
        assert worker.terminate() == 0, worker.log
    report = audit(kafka, names)
    assert (report["enriched"], report["dead"], report["records"]) == (40, 10, 50)
    assert (report["duplicates"], report["pending"], report["missing"], report["accounted"]) == (0, 0, 0, True)
    page = communique(kafka, names, "audit").stdout
    assert "every record is accounted for" in page


def test_gaps_are_named_duplicates_counted_and_what_is_not_committed_is_pending(kafka, names) -> None:
    produce(kafka.bootstrap, names.raw, [*raw_records(10), *raw_records(4, partition=1)])
    outcomes = [enriched(names, offset) for offset in (0, 1, 1, 5, 6, 9)]
    produce(kafka.bootstrap, names.enriched, [*outcomes, enriched(names, 0, 1)])
    produce(kafka.bootstrap, names.dead, [dead(names, 2), dead(names, 6)])
    commit(kafka, names, 9, 2)
    report = audit(kafka, names, code=1)
    first, second = report["partitions"]
    assert first["missing"] == [[3, 4], [7, 8]]
    assert (first["records"], first["enriched"], first["dead"]) == (10, 5, 1)
    assert (first["duplicates"], first["pending"]) == (2, 0)
    assert second["missing"] == [[1, 1]]
    assert second["pending"] == 2
    page = communique(kafka, names, "audit", code=1).stdout
    assert "partition 0: 3-4, 7-8: MISSING" in page
    assert "NOT every record" in page
    assert audit(kafka, names, "--range", "0:5-6")["enriched"] == 2
    assert audit(kafka, names, "--since", "2200-01-01")["records"] == 0


def test_markers_and_aborted_records_are_no_gaps(kafka, names) -> None:
    asyncio.run(transactions(kafka, names.raw, "commit", "abort", "commit", "abort"))
    places = [record.offset for record in read_all(kafka.bootstrap, names.raw)]
    assert places == [0, 1, 6, 7]
    produce(kafka.bootstrap, names.enriched, [enriched(names, offset) for offset in places])
    commit(kafka, names, 12)
    report = audit(kafka, names)
    assert (report["records"], report["missing"], report["pending"]) == (4, 0, 0)


def test_a_redriven_letter_that_was_not_worked_on_is_missing(kafka, names) -> None:
    produce(kafka.bootstrap, names.raw, raw_records(1))
    produce(kafka.bootstrap, names.dead, [dead(names, 0)])
    communique(kafka, names, "dead-letter", "redrive", "--yes")
    wait_until(
        lambda: len(read_all(kafka.bootstrap, names.raw)) == 2, 10
    )  # a transaction's end is confirmed before it is seen
    commit(kafka, names, 1)
    assert audit(kafka, names)["pending"] == 1
    commit(kafka, names, 3)
    assert audit(kafka, names, code=1)["partitions"][0]["missing"] == [[1, 1]]
    produce(kafka.bootstrap, names.enriched, [enriched(names, 0)])
    report = audit(kafka, names)
    assert (report["records"], report["redriven"], report["enriched"], report["duplicates"]) == (2, 1, 1, 0)


def test_what_was_deleted_before_the_group_came_to_it_is_lost(kafka, names) -> None:
    produce(kafka.bootstrap, names.raw, raw_records(10))
    commit(kafka, names, 4)

    async def delete() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        await admin.start()
        await admin.delete_records({TopicPartition(names.raw, 0): RecordsToDelete(before_offset=7)})
        await admin.close()

    asyncio.run(delete())
    report = audit(kafka, names, code=1)
    assert report["partitions"][0]["lost"] == [[4, 6]]
    assert report["pending"] == 3
    # the worker went on with the first record that is kept
    produce(kafka.bootstrap, names.enriched, [enriched(names, offset) for offset in (0, 1, 2, 3, 7, 8, 9)])
    commit(kafka, names, 10)
    report = audit(kafka, names, code=1)
    assert report["partitions"][0]["lost"] == [[4, 6]]
    assert "4-6: LOST" in communique(kafka, names, "audit", code=1).stdout


def test_markers_that_were_deleted_are_not_taken_for_lost_articles(kafka, names) -> None:
    asyncio.run(transactions(kafka, names.raw, "commit", "commit", "commit"))
    produce(kafka.bootstrap, names.enriched, [enriched(names, offset) for offset in (0, 1, 3, 4, 6, 7)])
    commit(kafka, names, 9)

    async def delete() -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=kafka.bootstrap)
        await admin.start()
        await admin.delete_records({TopicPartition(names.raw, 0): RecordsToDelete(before_offset=3)})
        await admin.close()

    asyncio.run(delete())
    report = audit(kafka, names)
    assert (report["partitions"][0]["expired"], report["lost"], report["accounted"]) == ([[2, 2]], 0, True)


def test_wrong_words_get_an_error_that_names_the_mend(kafka, names) -> None:
    assert "PARTITION:FROM-TO" in communique(kafka, names, "audit", "--range", "x", code=2).stderr
    assert "has no such partition; its last is 1" in communique(kafka, names, "audit", "--range", "7", code=2).stderr
    absent = Names("no.such.channel", names.enriched, names.dead, names.group)
    assert "COMMUNIQUE_CHANNEL_RAW" in communique(kafka, absent, "audit", code=3).stderr
    assert tools.channels(kafka.bootstrap)
