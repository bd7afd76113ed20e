"""The batch transport: which offsets may be committed, and what a rebalance does to batches under way."""

from __future__ import annotations

import asyncio
import gc
import weakref
from types import SimpleNamespace

from aiokafka.structs import ConsumerRecord, OffsetAndMetadata, TopicPartition
from aiokafka.util import commit_structure_validate
from faust.types.tuples import TP
from hypothesis import given
from hypothesis import strategies as st

from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.errors import DamagedBatchError
from service.stream import consumer as consumers
from service.stream.app import create_app
from service.stream.batch import Batch
from service.stream.consumer import Consumer
from service.stream.marked_commits import keep_marks
from service.stream.marks import Ledger, Mark, parse_mark

ZERO, ONE = TP("articles.raw", 0), TP("articles.raw", 1)


class FakeThread:
    """Faust's consumer thread, as far as commits and seeks go: keeps what is committed."""

    def __init__(self, *assigned: TP) -> None:
        self.assigned = set(assigned)
        self.commits: list[dict[TP, int]] = []
        self.refuse = False

    def assignment(self) -> set[TP]:
        return self.assigned

    async def commit(self, offsets: dict[TP, int]) -> bool:
        self.commits.append(dict(offsets))
        return not self.refuse

    async def seek_to_committed(self) -> dict[TP, int]:
        return dict.fromkeys(self.assigned, 5)


def on_a_consumer(scenario):
    """Runs `scenario(consumer, thread)` with the consumer of a composed app; nothing is started, no broker is asked."""

    async def go():
        limits = {"articles.enriched": 1 << 20, "articles.dead-letter": 1 << 20}
        app = create_app(Settings(), process=lambda record: None, limits=limits, metrics=Metrics(), failed=print)
        consumer = app.consumer
        assert isinstance(consumer, Consumer)
        thread = consumer._thread = FakeThread(ZERO, ONE)
        await asyncio.wait_for(scenario(consumer, thread), 10)

    asyncio.run(go())


def records(first: int, count: int = 10, step: int = 1, tp: TP = ZERO):
    return [
        ConsumerRecord(tp.topic, tp.partition, first + n * step, 1_900_000_000_000 + n, 0, b"k", b"v", None, 1, 1, ())
        for n in range(count)
    ]


def read(consumer: Consumer, first: int, count: int = 10, tp: TP = ZERO) -> Batch:
    return consumer._message(Batch(tp, records(first, count, tp=tp))).value


# Batch


def test_a_batch_spans_its_first_offset_to_the_one_after_its_last():
    batch = Batch(ZERO, records(40, 3, step=5))
    assert (batch.first_offset, batch.next_offset) == (40, 51)


def test_a_batch_is_taken_unless_a_rebalance_was_first():
    free, dropped = Batch(ZERO, records(0)), Batch(ZERO, records(0))
    dropped.dropped = True
    assert (free.take(), free.taken) == (True, True)
    assert (dropped.take(), dropped.taken) == (False, False)


def test_batches_are_told_apart_by_identity():
    assert Batch(ZERO, records(0)) != Batch(ZERO, records(0))


def test_an_acknowledged_batch_lets_its_records_go():
    async def scenario(consumer, _):
        batch = Batch(ZERO, [Held(offset=9, timestamp=None)])
        record = weakref.ref(batch.records[0])
        consumer.acknowledge(batch)
        gc.collect()
        assert record() is None
        assert batch.next_offset == 10

    on_a_consumer(scenario)


class Held(SimpleNamespace):
    """A record that can be watched being let go."""


# Offsets


def test_offsets_advance_over_acknowledged_batches_only_and_without_a_gap():
    async def scenario(consumer, _):
        first, second, third = (read(consumer, n) for n in (0, 10, 20))
        assert consumer._new_offset(ZERO) is None
        consumer.acknowledge(second)
        assert consumer._new_offset(ZERO) is None
        assert list(consumer._filter_tps_with_pending_acks()) == []
        consumer.acknowledge(first)
        assert list(consumer._filter_tps_with_pending_acks()) == [ZERO]
        assert consumer._new_offset(ZERO) == 20
        consumer.acknowledge(third)
        assert consumer._new_offset(ZERO) == 30

    on_a_consumer(scenario)


def test_what_kafka_refused_to_commit_is_tried_again_without_another_acknowledgement():
    async def scenario(consumer, thread):
        consumer.acknowledge(read(consumer, 0))
        thread.refuse = True
        assert not await consumer.commit()
        thread.refuse = False
        assert await consumer.commit()
        assert thread.commits == [{ZERO: 10}, {ZERO: 10}]
        assert not await consumer.commit()

    on_a_consumer(scenario)


@given(order=st.permutations(range(6)), commits=st.sets(st.integers(0, 5)))
def test_in_whatever_order_the_broker_answers_no_offset_passes_unacknowledged_output(order, commits):
    async def scenario(consumer, _):
        batches = [read(consumer, n * 10) for n in range(6)]
        committed = 0
        for step, number in enumerate(order):
            consumer.acknowledge(batches[number])
            if step in commits or step == 5:
                committed = consumer._new_offset(ZERO) or committed
                waiting = [batch.first_offset for batch in batches if not batch.acknowledged]
                assert committed == min(waiting, default=60)

    on_a_consumer(scenario)


def test_partitions_are_committed_each_for_itself_and_once():
    async def scenario(consumer, thread):
        consumer.acknowledge(read(consumer, 0, tp=ZERO))
        read(consumer, 30, tp=ONE)
        assert await consumer.commit()
        assert thread.commits == [{ZERO: 10}]
        assert not await consumer.commit()
        assert thread.commits == [{ZERO: 10}]

    on_a_consumer(scenario)


def test_commits_that_kafka_took_are_told_and_others_not():
    async def scenario(consumer, thread):
        told = []
        consumer.on_committed = lambda: told.append(len(thread.commits))
        consumer.acknowledge(read(consumer, 0))
        await consumer.commit()
        assert told == [1]
        await consumer.commit()  # there is nothing to commit
        thread.refuse = True
        consumer.acknowledge(read(consumer, 10))
        await consumer.commit()
        assert len(thread.commits) == 2
        assert told == [1]

    on_a_consumer(scenario)


def test_offsets_of_a_partition_that_has_gone_are_not_committed():
    async def scenario(consumer, thread):
        consumer.acknowledge(read(consumer, 0, tp=ZERO))
        consumer.acknowledge(read(consumer, 0, tp=ONE))
        thread.assigned = {ONE}
        await consumer.commit()
        assert thread.commits == [{ONE: 10}]

    on_a_consumer(scenario)


def test_an_acknowledgement_is_committed_at_once_not_at_the_interval():
    async def scenario(consumer, thread):
        consumer.commit_interval = 60.0
        handler = asyncio.create_task(Consumer._commit_handler.fun(consumer))
        await asyncio.sleep(0)
        consumer.acknowledge(read(consumer, 0))
        async with asyncio.timeout(1):
            while not thread.commits:
                await asyncio.sleep(0)
        handler.cancel()
        assert thread.commits == [{ZERO: 10}]

    on_a_consumer(scenario)


# Rebalances


def test_a_rebalance_waits_for_what_agents_work_on_and_commits_it():
    async def scenario(consumer, thread):
        taken, waiting = read(consumer, 0), read(consumer, 10)
        taken.take()
        quiesced = asyncio.create_task(consumer.wait_empty())
        await asyncio.sleep(0.02)
        assert not quiesced.done()
        assert waiting.dropped
        assert not waiting.take()
        consumer.acknowledge(taken)
        await asyncio.wait_for(quiesced, 1)
        assert thread.commits == [{ZERO: 10}]

    on_a_consumer(scenario)


def test_a_rebalance_waits_no_longer_than_allowed_and_commits_only_what_was_acknowledged(caplog):
    async def scenario(consumer, thread):
        consumer.drain_seconds = 0.1
        done, stuck, later = (read(consumer, n) for n in (0, 10, 20))
        for batch in (done, stuck, later):
            batch.take()
        consumer.acknowledge(later)
        consumer.acknowledge(done)
        began = asyncio.get_running_loop().time()
        await consumer.wait_empty()
        assert 0.09 < asyncio.get_running_loop().time() - began < 1
        assert thread.commits == [{ZERO: 10}]

    on_a_consumer(scenario)
    assert "1 batches were not acknowledged" in caplog.text


def test_a_rebalance_does_not_wait_for_a_batch_in_quarantine_and_commits_nothing_of_it():
    async def scenario(consumer, thread):
        isolated = read(consumer, 0)
        isolated.take()
        isolated.isolated = True
        await asyncio.wait_for(consumer.wait_empty(), 0.5)
        assert isolated.dropped
        consumer.acknowledge(isolated)
        await consumer.commit()
        assert thread.commits == []

    on_a_consumer(scenario)


def test_a_stop_waits_once_however_often_faust_asks():
    async def scenario(consumer, _):
        read(consumer, 0).take()
        consumer.drain_seconds = 0.3
        await consumer.wait_empty()
        consumer.app._stopped.set()
        await consumer.wait_empty()
        consumer.drain_seconds = 60
        await asyncio.wait_for(consumer.wait_empty(), 2)

    on_a_consumer(scenario)


def test_a_rebalance_commits_also_what_a_commit_under_way_came_too_early_for():
    async def scenario(consumer, thread):
        first, second = read(consumer, 0), read(consumer, 10)
        first.take()
        second.take()
        answered, plain = asyncio.Event(), thread.commit

        async def slow(offsets):
            done = await plain(offsets)
            await answered.wait()
            return done

        thread.commit = slow
        consumer.acknowledge(first)
        under_way = asyncio.create_task(consumer.commit())
        await asyncio.sleep(0.01)
        consumer.acknowledge(second)
        quiesced = asyncio.create_task(consumer.wait_empty())
        await asyncio.sleep(0.01)
        answered.set()
        await asyncio.gather(under_way, quiesced)
        assert thread.commits == [{ZERO: 10}, {ZERO: 20}]

    on_a_consumer(scenario)


def test_with_nothing_under_way_a_rebalance_does_not_wait():
    async def scenario(consumer, thread):
        read(consumer, 0)
        await asyncio.wait_for(consumer.wait_empty(), 0.5)
        assert thread.commits == []

    on_a_consumer(scenario)


def test_no_commit_passes_a_batch_whose_output_was_lost():
    async def scenario(consumer: Consumer, thread: FakeThread):
        first, lost, last = read(consumer, 0), read(consumer, 10), read(consumer, 20)
        for batch in (first, lost, last):
            assert batch.take()
        consumer.lose(lost)
        consumer.acknowledge(last)
        consumer.acknowledge(first)
        await consumer.wait_empty()
        await consumer.commit()
        assert thread.commits == [{ZERO: 10}]

    on_a_consumer(scenario)


def test_going_back_to_the_committed_offsets_forgets_what_was_read_beyond():
    async def scenario(consumer, thread):
        taken, waiting = read(consumer, 0), read(consumer, 10)
        taken.take()
        await consumer.perform_seek()
        assert taken.dropped
        assert waiting.dropped
        assert consumer.pending() == 0
        consumer.acknowledge(taken)  # its output came through after all, but the records are read again
        await consumer.commit()
        assert thread.commits == []
        again = read(consumer, 5)
        consumer.acknowledge(again)
        await consumer.commit()
        assert thread.commits == [{ZERO: 15}]

    on_a_consumer(scenario)


def test_only_the_batches_of_revoked_partitions_are_forgotten():
    async def scenario(consumer, thread):
        lost, kept = read(consumer, 0, tp=ZERO), read(consumer, 0, tp=ONE)
        lost.take()
        kept.take()
        consumer.drain_seconds = 0.05
        await consumer.on_partitions_revoked({ZERO})
        assert (lost.dropped, kept.dropped) == (True, False)
        consumer.acknowledge(lost)
        consumer.acknowledge(kept)
        await consumer.commit()
        assert thread.commits[-1:] == [{ONE: 10}]

    on_a_consumer(scenario)


# Reading


def fetch(consumer: Consumer, fetched):
    async def _getmany(active_partitions, timeout):
        return fetched

    consumer._getmany = _getmany
    consumer._set_active_tps(set(fetched))


async def all_of(messages):
    return [message async for message in messages]


def test_one_fetch_is_one_message_for_each_partition_that_had_records():
    async def scenario(consumer, _):
        fetch(consumer, {ZERO: records(7, 3), ONE: [], TP("articles.raw", 2): records(0, 1, tp=TP("articles.raw", 2))})
        got = await all_of(consumer.getmany(1.0))
        assert [(tp.partition, message.value.first_offset, message.offset) for tp, message in got] == [
            (0, 7, 9),
            (2, 0, 0),
        ]
        assert [batch.next_offset for batch in consumer.batches[ZERO]] == [10]

    on_a_consumer(scenario)


def test_what_was_fetched_or_thrown_away_and_stands_in_no_queue_begins_where_it_is_committed():
    async def scenario(consumer, _):
        await consumer.perform_seek()
        fetch(consumer, {ZERO: records(5), ONE: records(5, tp=ONE)})
        messages = consumer.getmany(1.0)
        tp, message = await anext(messages)
        other = ONE if tp == ZERO else ZERO
        assert consumer.firsts() == {tp: (5, records(5)[0].timestamp), other: (5, None)}, "one is not handed out yet"
        consumer.acknowledge(message.value)
        assert [other for other, _ in await all_of(messages)] == [other]
        await consumer.commit()
        assert consumer.firsts() == {other: (5, records(5)[0].timestamp)}
        consumer.batches.drop(lambda _: True)
        assert consumer.firsts() == {other: (5, None)}, "a rebalance has thrown it away"
        await consumer.perform_seek()
        assert consumer.firsts() == {}

    on_a_consumer(scenario)


def test_a_fetch_beside_a_seek_is_thrown_away_and_read_again():
    """The position is past its records when the seek was first: without a seek anew they would never be read."""

    async def scenario(consumer, thread):
        async def fetch_beside_a_seek(active_partitions, timeout):
            await consumer.perform_seek()
            return {ZERO: records(5)}

        fetch(consumer, {ZERO: []})
        consumer._getmany = fetch_beside_a_seek
        assert await all_of(consumer.getmany(1.0)) == []
        seeks = consumer._seeks
        fetch(consumer, {ZERO: records(5)})
        (got,) = await all_of(consumer.getmany(1.0))
        assert consumer._seeks > seeks
        assert got[1].value.first_offset == 5
        seeks = consumer._seeks
        await all_of(consumer.getmany(1.0))
        assert consumer._seeks == seeks

    on_a_consumer(scenario)


def test_a_seek_that_fails_is_tried_again_before_anything_is_read(monkeypatch):
    monkeypatch.setattr(consumers, "ASTRAY_PAUSE_SECONDS", 0.0)

    async def scenario(consumer, thread):
        fetch(consumer, {ZERO: records(5)})
        consumer._astray = True
        seek = thread.seek_to_committed
        thread.seek_to_committed = None
        assert await all_of(consumer.getmany(1.0)) == []
        thread.seek_to_committed = seek
        assert len(await all_of(consumer.getmany(1.0))) == 1

    on_a_consumer(scenario)


def test_a_partition_without_a_committed_offset_is_sought_to_its_beginning():
    async def scenario(consumer, thread):
        sought = []

        async def nothing_committed():
            return {ZERO: None, ONE: 5}

        async def seek_to_beginning(*partitions):
            sought.extend(partitions)

        thread.seek_to_committed, thread.seek_to_beginning = nothing_committed, seek_to_beginning
        consumer._read_offset[ZERO] = 40
        await consumer.perform_seek()
        assert [(tp.topic, tp.partition) for tp in sought] == [ZERO]
        assert consumer._read_offset[ZERO] is None

    on_a_consumer(scenario)


def test_records_that_come_after_the_flow_has_stopped_are_left_to_be_read_again():
    async def scenario(consumer, _):
        fetch(consumer, {ZERO: records(0), ONE: records(0, tp=ONE)})
        got = []
        async for tp, _message in consumer.getmany(1.0):
            got.append(tp)
            consumer.stop_flow()
        assert got == [ZERO]
        assert not consumer.batches[ONE]

    on_a_consumer(scenario)


def test_records_of_an_earlier_generation_are_left():
    async def scenario(consumer, _):
        fetch(consumer, {ZERO: records(0), ONE: records(0, tp=ONE)})
        got = []
        async for tp, _message in consumer.getmany(1.0):
            got.append(tp)
            consumer.app.consumer_generation_id += 1
        assert got == [ZERO]

    on_a_consumer(scenario)


def test_records_of_a_partition_that_is_paused_are_left():
    async def scenario(consumer, _):
        fetch(consumer, {ZERO: records(0), ONE: records(0, tp=ONE)})
        consumer.pause_partitions([ONE])
        assert [tp for tp, _ in await all_of(consumer.getmany(1.0))] == [ZERO]

    on_a_consumer(scenario)


def test_damage_is_told_and_nothing_more_is_read_until_the_stop():
    async def scenario(consumer, _):
        fetches, told = [], []

        async def _getmany(active_partitions, timeout):
            fetches.append(active_partitions)
            raise DamagedBatchError("articles.raw[0] at offset 5: the batch's checksum is wrong")

        consumer._getmany, consumer.failed = _getmany, told.append
        consumer._set_active_tps({ZERO})
        waiting = asyncio.create_task(all_of(consumer.getmany(1.0)))
        await asyncio.sleep(0.05)
        assert not waiting.done()
        assert (len(fetches), [type(error) for error in told]) == (1, [DamagedBatchError])
        consumer._stopped.set()
        assert await asyncio.wait_for(waiting, 2) == []

    on_a_consumer(scenario)


# Metadata


def test_damage_is_told_only_when_agents_have_what_was_read_before_it():
    async def scenario(consumer, _):
        told = []

        async def damaged(*_args, **_named):
            raise DamagedBatchError("articles.raw[0] at offset 10: the batch's checksum is wrong")

        consumer._getmany, consumer.failed = damaged, told.append
        consumer._set_active_tps({ZERO})
        before = read(consumer, 0)
        fetching = asyncio.create_task(all_of(consumer.getmany(1.0)))
        await asyncio.sleep(0.05)
        assert told == [], "a stop now would let go of the batch, and with it what stands before the damage"
        before.take()
        await asyncio.sleep(0.3)
        assert len(told) == 1
        consumer._stopped.set()
        await fetching

    on_a_consumer(scenario)


def test_only_batches_that_nothing_holds_up_count_as_untaken():
    async def scenario(consumer, thread):
        first, second = (consumer._message(Batch(tp, records(5, tp=tp))).value for tp in (ZERO, ONE))
        assert consumer.untaken() == ((ZERO, 5), (ONE, 5))
        consumer.flow_active = False
        assert consumer.untaken() is None
        consumer.flow_active, consumer.held = True, lambda: True
        assert consumer.untaken() is None
        consumer.held = lambda: False
        first.take()
        assert consumer.untaken() is None, "one is worked on: the other waits for its turn"
        consumer.acknowledge(first)
        assert consumer.untaken() == ((ONE, 5),)
        consumer.lose(second)
        assert consumer.untaken() is None, "lost batches wait for a rebalance"

    on_a_consumer(scenario)


def test_going_back_drops_what_lay_untaken_and_seeks_to_the_committed_offsets():
    async def scenario(consumer, thread):
        batch = consumer._message(Batch(ZERO, records(5))).value
        consumer.go_back()
        consumer._wait_next_records = nothing
        assert [got async for got in consumer.getmany(1.0)] == []
        assert batch.dropped
        assert not batch.take()
        assert consumer._read_offset[ZERO] == 5
        assert consumer.untaken() is None

    async def nothing(timeout):
        return {}, set()

    on_a_consumer(scenario)


# Marks


def test_the_first_mark_of_a_new_group_stands_where_the_log_starts():
    async def scenario(consumer, thread):
        async def earliest_offsets(*partitions):
            return dict.fromkeys(partitions, 700)

        thread.earliest_offsets = earliest_offsets
        consumer.ledger = Ledger("a")
        consumer.ledger.take(ZERO, None, None)
        consumer.ledger.take(ONE, 5, None)
        await consumer.mark({ZERO: 0, ONE: 5})
        assert thread.commits == [{ZERO: 700, ONE: 5}]

    on_a_consumer(scenario)


def test_what_is_suspect_is_read_in_short_batches():
    async def scenario(consumer, _):
        consumer.ledger = Ledger("b")
        consumer.ledger.take(ZERO, 5, Mark(True, 0, 900, 900, "a").text)
        fetch(consumer, {ZERO: records(5, 120)})
        sizes = [len(message.value.records) for _, message in await all_of(consumer.getmany(1.0))]
        assert sizes == [50, 50, 20]

    on_a_consumer(scenario)


def test_a_rebalance_between_two_pieces_of_a_fetch_leaves_the_rest_to_be_read_again():
    async def scenario(consumer, _):
        consumer.ledger = Ledger("b")
        consumer.ledger.take(ZERO, 5, Mark(True, 0, 900, 900, "a").text)
        fetch(consumer, {ZERO: records(5, 120)})
        got = []
        async for _, message in consumer.getmany(1.0):
            got.append(message.value.first_offset)
            consumer.app.consumer_generation_id += 1
        assert got == [5]
        assert consumer._astray

    on_a_consumer(scenario)


def test_going_in_peace_takes_away_marks_that_no_other_commit_touches():
    async def scenario(consumer, thread):
        consumer.ledger = Ledger("a")
        for tp in (ZERO, ONE):
            consumer.ledger.take(tp, 5, None)
            consumer.ledger.written(tp, 5, consumer.ledger.mark(tp, 5))
        await consumer.wait_empty()
        assert thread.commits == [{ZERO: 5, ONE: 5}]
        assert consumer.ledger.mark(ZERO, 5) is None

    on_a_consumer(scenario)


class FakeKafka:
    """An aiokafka consumer, as far as committed offsets go: what one writes the next one reads."""

    def __init__(self) -> None:
        self.stored: dict[TopicPartition, OffsetAndMetadata] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self._coordinator = self

    async def commit(self, offsets) -> None:
        await self.gate.wait()
        self.stored.update(commit_structure_validate(offsets))

    async def fetch_committed_offsets(self, partitions):
        return {tp: self.stored[tp] for tp in partitions if tp in self.stored}


PLACE = TopicPartition(*ZERO)


def test_a_commit_carries_its_mark_and_a_successor_reads_it():
    async def scenario():
        kafka, ledger = FakeKafka(), Ledger("a")
        keep_marks(kafka, ledger)
        assert await kafka.committed(PLACE) is None
        assert ledger.fresh(ZERO)
        await kafka.commit({PLACE: OffsetAndMetadata(3, "")})
        assert not ledger.fresh(ZERO)
        assert parse_mark(kafka.stored[PLACE].metadata).open
        assert await kafka.committed(PLACE) == 3
        await kafka.commit({})
        ledger.close()
        await kafka.commit({PLACE: 9})
        assert kafka.stored[PLACE] == (9, "")

    asyncio.run(scenario())


def test_a_mark_never_overtakes_progress_that_is_on_its_way():
    async def scenario():
        kafka, ledger = FakeKafka(), Ledger("a")
        keep_marks(kafka, ledger)
        await kafka.committed(PLACE)
        kafka.gate.clear()
        progress = asyncio.create_task(kafka.commit({PLACE: 50}))
        await asyncio.sleep(0)
        mark = asyncio.create_task(kafka.commit({PLACE: 3}))
        await asyncio.sleep(0)
        kafka.gate.set()
        await asyncio.gather(progress, mark)
        assert kafka.stored[PLACE].offset == 50

    asyncio.run(scenario())
