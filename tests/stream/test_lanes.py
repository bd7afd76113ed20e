"""Lanes and exactly-once delivery, with a producer written here: what is committed, in which order, and what is not."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import (
    IllegalOperation,
    InvalidTransactionTimeout,
    KafkaConnectionError,
    KafkaError,
    ProducerFenced,
)
from aiokafka.producer.transaction_manager import TransactionManager
from aiokafka.structs import ConsumerRecord
from faust.types.tuples import TP

from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.errors import ChannelError, PublishError
from service.models import Message
from service.stream import lanes
from service.stream.app import create_app
from service.stream.batch import Batch
from service.stream.client_settings import join_seconds, lane_options, rebalance_seconds
from service.stream.delivery import PartitionLostError
from service.stream.exactly_once import ExactlyOnce
from service.stream.lanes import Lane
from service.stream.marks import Ledger, parse_mark

RAW = TP("articles.raw", 3)
LIMITS = {"articles.enriched": 1 << 20, "articles.dead-letter": 1 << 20}
OUTPUTS = [("articles.enriched", [Message(b"k", b"v")]), ("articles.dead-letter", [Message(b"k", b"bad")])]


class FakeProducer:
    """A transactional producer and the publisher on it: writes down each step; `fail` and `hold` are by step."""

    def __init__(self) -> None:
        self.steps: list[object] = []
        self.sent: list[tuple[str, list[bytes]]] = []
        self.fail: dict[str, list[Exception]] = {}
        self.hold: dict[str, asyncio.Event] = {}
        self.client = SimpleNamespace(close=lambda: self.step("disconnect"))
        self._sender = SimpleNamespace(sender_task=None)
        self._txn_manager = TransactionManager("id", 1000)
        self._txn_manager.set_pid_and_epoch(1, 0)

    async def step(self, name: str, *what: object) -> None:
        self.steps.append((name, *what) if what else name)
        if self.fail.get(name):
            raise self.fail[name].pop(0)
        if name in self.hold:
            await self.hold[name].wait()

    async def start(self) -> None:
        await self.step("start")

    async def stop(self) -> None:
        await self.step("stop")

    async def begin_transaction(self) -> None:
        self._txn_manager.begin_transaction()
        await self.step("begin")

    async def send_offsets_to_transaction(self, offsets, group) -> None:
        await self.step("offsets", offsets, group)

    async def commit_transaction(self) -> None:
        await self.step("commit")
        self._txn_manager.committing_transaction()
        self._txn_manager.complete_transaction()

    async def publish(self, channel: str, partition: int, messages) -> None:
        self.sent.append((channel, [message.value for message in messages]))
        await self.step("publish", channel, partition)


def lane_on(producer: FakeProducer, deadline: float = 5.0, tp: TP = RAW) -> Lane:
    return Lane(tp, producer, producer, "group", deadline)


def batch(first: int = 0, count: int = 10, tp: TP = RAW) -> Batch:
    records = [
        ConsumerRecord(tp.topic, tp.partition, first + n, 0, 0, b"k", b"v", None, 1, 1, ()) for n in range(count)
    ]
    return Batch(tp, records)


async def begun(producer: FakeProducer, lane: Lane, deliveries) -> list[asyncio.Task[None]]:
    """The first of these deliveries rests before its commit, until its hold is set; the others wait behind it."""
    producer.hold["commit"] = asyncio.Event()
    tasks = [asyncio.create_task(lane.deliver(*each)) for each in deliveries]
    await asyncio.sleep(0.02)
    return tasks


def run(scenario) -> None:
    asyncio.run(asyncio.wait_for(scenario(), 10))


# One lane


def test_output_of_all_channels_and_the_offset_are_in_one_transaction_and_the_commit_is_last():
    async def go():
        producer = FakeProducer()
        lane = lane_on(producer)
        await lane.open()
        await lane.deliver(batch(40), OUTPUTS)
        assert producer.steps[:2] == ["start", "begin"]
        assert producer.steps[-1] == "commit"
        assert sorted(producer.steps[2:-1], key=str) == [
            ("offsets", {TopicPartition("articles.raw", 3): 50}, "group"),
            ("publish", "articles.dead-letter", 3),
            ("publish", "articles.enriched", 3),
        ]
        assert lane.next_offset == 50

    run(go)


@pytest.mark.parametrize("silent", ["publish", "offsets"])
def test_nothing_is_committed_before_the_broker_has_everything(silent):
    async def go():
        producer = FakeProducer()
        producer.hold[silent] = asyncio.Event()
        delivering = asyncio.create_task(lane_on(producer).deliver(batch(), OUTPUTS))
        await asyncio.sleep(0.02)
        assert "commit" not in producer.steps
        producer.hold[silent].set()
        await delivering
        assert producer.steps[-1] == "commit"

    run(go)


@pytest.mark.parametrize("step", ["begin", "publish", "offsets", "commit"])
@pytest.mark.parametrize("behind", [False, True], ids=["bare", "behind"])
def test_a_fenced_lane_is_quiet_and_stays_so(step, behind):
    async def go():
        producer = FakeProducer()
        error: Exception = ProducerFenced()
        if behind:
            error, error.__cause__ = PublishError("refused"), error
        producer.fail[step] = [error]
        lane = lane_on(producer)
        with pytest.raises(PartitionLostError):
            await lane.deliver(batch(), OUTPUTS)
        assert lane.fenced
        assert lane.next_offset == 0
        steps = list(producer.steps)
        with pytest.raises(PartitionLostError):
            await lane.deliver(batch(), OUTPUTS)
        assert producer.steps == steps

    run(go)


def test_a_lane_whose_producer_was_fenced_between_two_steps_is_known_by_its_task():
    async def go():
        async def fenced():
            raise ProducerFenced

        producer = FakeProducer()
        producer._sender.sender_task = asyncio.create_task(fenced())
        producer.fail["publish"] = [IllegalOperation("not in a transaction")]
        lane = lane_on(producer)
        with pytest.raises(PartitionLostError):
            await lane.deliver(batch(), OUTPUTS)
        assert lane.fenced

    run(go)


@pytest.mark.parametrize("step", ["begin", "publish", "offsets", "commit"])
@pytest.mark.parametrize("error", [KafkaError("no"), PublishError("no"), RuntimeError("a bug")])
def test_any_other_failure_is_told_and_nothing_is_committed_after_it(step, error):
    async def go():
        producer = FakeProducer()
        producer.fail[step] = [error]
        lane = lane_on(producer)
        with pytest.raises(PublishError):
            await lane.deliver(batch(), OUTPUTS)
        assert not lane.fenced
        assert producer.steps.count("commit") == (step == "commit")
        assert lane.next_offset == 0

    run(go)


@pytest.mark.parametrize("step", ["begin", "publish", "offsets", "commit"])
def test_a_silent_broker_is_a_failure_after_the_deadline(step):
    async def go():
        producer = FakeProducer()
        producer.hold[step] = asyncio.Event()
        with pytest.raises(PublishError, match=r"articles\.raw-3: the broker did not commit"):
            await lane_on(producer, 0.05).deliver(batch(), OUTPUTS)

    run(go)


def test_what_gathers_during_a_transaction_leaves_in_the_next_one_together_and_in_order():
    async def go():
        producer = FakeProducer()
        lane = lane_on(producer)
        outputs = [[("articles.enriched", [Message(b"k", b"%d" % number)])] for number in range(3)]
        outputs.append([("articles.dead-letter", [Message(b"k", b"bad")])])
        tasks = await begun(producer, lane, [(batch(n * 10), output) for n, output in enumerate(outputs)])
        assert producer.steps.count("begin") == 1
        producer.hold["commit"].set()
        await asyncio.gather(*tasks)
        committed = [step[1][TopicPartition("articles.raw", 3)] for step in producer.steps if step[0] == "offsets"]
        assert committed == [10, 40]
        assert [s for s in producer.steps if s in ("begin", "commit")] == ["begin", "commit"] * 2
        assert producer.sent == [
            ("articles.enriched", [b"0"]),
            ("articles.enriched", [b"1", b"2"]),
            ("articles.dead-letter", [b"bad"]),
        ]
        assert lane.next_offset == 40

    run(go)


def test_a_failed_transaction_fails_every_batch_that_was_in_it():
    async def go():
        producer = FakeProducer()
        lane = lane_on(producer)
        tasks = await begun(producer, lane, [(batch(n * 10), OUTPUTS) for n in range(3)])
        producer.fail["offsets"] = [KafkaError("no")]
        producer.hold["commit"].set()
        first, *together = await asyncio.gather(*tasks, return_exceptions=True)
        assert first is None
        assert [type(error) for error in together] == [PublishError] * 2
        assert producer.steps.count("commit") == 1
        assert lane.next_offset == 10

    run(go)


def test_a_batch_that_a_rebalance_dropped_while_it_waited_and_those_behind_it_do_not_leave():
    async def go():
        producer, batches = FakeProducer(), [batch(n * 10) for n in range(4)]
        lane = lane_on(producer)
        tasks = await begun(producer, lane, [(each, OUTPUTS) for each in batches])
        for each in batches[2:]:
            each.dropped = True
        producer.hold["commit"].set()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result) for result in results] == [type(None)] * 2 + [PartitionLostError] * 2
        assert lane.next_offset == 20

    run(go)


def test_one_that_stopped_waiting_is_left_out():
    async def go():
        producer = FakeProducer()
        lane = lane_on(producer)
        tasks = await begun(producer, lane, [(batch(n * 10), OUTPUTS) for n in range(3)])
        tasks[2].cancel()
        await asyncio.sleep(0)
        producer.hold["commit"].set()
        await asyncio.gather(*tasks, return_exceptions=True)
        assert lane.next_offset == 20

    run(go)


def test_a_batch_that_a_rebalance_dropped_is_not_begun():
    async def go():
        producer, dropped = FakeProducer(), batch()
        dropped.dropped = True
        with pytest.raises(PartitionLostError):
            await lane_on(producer).deliver(dropped, OUTPUTS)
        assert producer.steps == []

    run(go)


def test_offsets_that_come_again_are_a_failure_not_a_repeat():
    async def go():
        producer = FakeProducer()
        lane = lane_on(producer)
        await lane.deliver(batch(0), OUTPUTS)
        steps = len(producer.steps)
        with pytest.raises(PublishError, match="offset 5 came again after 10"):
            await lane.deliver(batch(5), OUTPUTS)
        assert len(producer.steps) == steps

    run(go)


def test_closing_gives_up_what_is_under_way_and_what_waits():
    async def go():
        producer = FakeProducer()
        producer.hold["publish"] = asyncio.Event()
        lane = lane_on(producer)
        tasks = [asyncio.create_task(lane.deliver(batch(n * 10), OUTPUTS)) for n in range(2)]
        await asyncio.sleep(0.02)
        await lane.close()
        results = await asyncio.gather(*tasks, return_exceptions=True)
        assert [type(result) for result in results] == [PartitionLostError] * 2
        assert "commit" not in producer.steps
        assert producer.steps[-1] == "stop"

    run(go)


def test_a_lane_that_cannot_be_closed_in_time_is_cut_off(monkeypatch):
    monkeypatch.setattr(lanes, "CLOSE_SECONDS", 0.05)

    async def go():
        producer = FakeProducer()
        producer.hold["stop"] = asyncio.Event()
        await lane_on(producer).close()
        assert producer.steps == ["stop", "disconnect"]

    run(go)


def test_opening_outlasts_an_outage(monkeypatch):
    monkeypatch.setattr(lanes, "RECONNECT_SECONDS", 0.01)

    async def go():
        producer = FakeProducer()
        producer.fail["start"] = [KafkaConnectionError(), KafkaConnectionError()]
        await lane_on(producer).open()
        assert producer.steps == ["start"] * 3

    run(go)


def test_a_lane_that_is_closed_while_it_opens_keeps_nobody_waiting():
    async def go():
        producer = FakeProducer()
        producer.hold["start"] = asyncio.Event()  # as aiokafka's, whose connections are cut: it asks for ever
        lane = lane_on(producer)
        opening = asyncio.create_task(lane.open())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        await lane.close()
        await asyncio.wait_for(opening, 1)
        with pytest.raises(PartitionLostError):
            await lane.deliver(batch(), OUTPUTS)
        await lane.open()
        assert producer.steps == ["start", "stop"], "nor is it opened any more"

    run(go)


def test_an_opening_that_is_called_off_is_called_off():
    async def go():
        producer = FakeProducer()
        producer.hold["start"] = asyncio.Event()
        opening = asyncio.create_task(lane_on(producer).open())
        await asyncio.sleep(0.01)
        opening.cancel()
        with pytest.raises(asyncio.CancelledError):
            await opening

    run(go)


def test_opening_that_is_refused_or_never_answered_is_a_failure(monkeypatch):
    async def go():
        producer = FakeProducer()
        producer.fail["start"] = [InvalidTransactionTimeout()]
        with pytest.raises(PublishError, match=r"refused a transactional id: .*InvalidTransactionTimeout"):
            await lane_on(producer).open()
        producer.hold["start"] = asyncio.Event()
        with pytest.raises(PublishError, match="gave no transactional id"):
            await lane_on(producer, 0.05).open()

    run(go)


# All lanes of a worker


class Fleet:
    """Exactly-once delivery on fake producers."""

    def __init__(self, *, max_lanes: int = 4, patience: float = 0.05) -> None:
        self.producers: list[FakeProducer] = []
        self.committed = 0
        self.failures: list[BaseException] = []
        self.delivery = ExactlyOnce(
            self._lane,
            LIMITS,
            max_lanes=max_lanes,
            patience_seconds=patience,
            committed=self._count,
            failed=self.failures.append,
        )

    def _lane(self, tp: TP) -> Lane:
        self.producers.append(FakeProducer())
        return lane_on(self.producers[-1], tp=tp)

    def _count(self) -> None:
        self.committed += 1


def test_each_partition_has_a_lane_and_a_new_one_at_each_assignment():
    async def go():
        fleet = Fleet()
        await fleet.delivery.open({RAW, TP("articles.raw", 4)})
        assert [producer.steps for producer in fleet.producers] == [["start"]] * 2
        await fleet.delivery.open({RAW})
        assert [producer.steps for producer in fleet.producers] == [["start", "stop"]] * 2 + [["start"]]
        await fleet.delivery.deliver(batch(), OUTPUTS)
        assert fleet.committed == 1

    run(go)


def test_a_partition_without_a_lane_is_lost():
    async def go():
        fleet = Fleet()
        await fleet.delivery.open({RAW})
        await fleet.delivery.close()
        with pytest.raises(PartitionLostError):
            await fleet.delivery.deliver(batch(), OUTPUTS)
        assert fleet.committed == 0

    run(go)


def test_more_partitions_than_lanes_are_refused_and_none_is_opened():
    async def go():
        fleet = Fleet(max_lanes=2)
        with pytest.raises(ChannelError, match="3 partitions, and COMMUNIQUE_MAX_LANES allows 2"):
            await fleet.delivery.open({TP("articles.raw", number) for number in range(3)})
        assert fleet.producers == []

    run(go)


@pytest.mark.parametrize("rebalanced", [True, False])
def test_a_fenced_lane_is_a_failure_only_when_no_rebalance_follows(rebalanced):
    async def go():
        fleet = Fleet()
        await fleet.delivery.open({RAW})
        fleet.producers[0].fail["commit"] = [ProducerFenced()]
        for _ in range(3):
            with pytest.raises(PartitionLostError):
                await fleet.delivery.deliver(batch(), OUTPUTS)
        if rebalanced:
            await fleet.delivery.open({RAW})
        await asyncio.sleep(0.1)
        assert len(fleet.failures) == (0 if rebalanced else 1)
        assert all("a restart takes it anew" in str(failure) for failure in fleet.failures)

    run(go)


def test_what_fits_is_the_channels_limit():
    fleet = Fleet()
    assert fleet.delivery.fits("articles.enriched", Message(None, b"x" * 1_000_000))
    assert not fleet.delivery.fits("articles.enriched", Message(None, b"x" * (1 << 20)))


# In the stream


class FakeThread:
    """Faust's consumer thread, as far as commits and seeks go."""

    def __init__(self, *assigned: TP) -> None:
        self.assigned = set(assigned)
        self.commits: list[dict[TP, int]] = []

    def assignment(self) -> set[TP]:
        return self.assigned

    async def commit(self, offsets) -> bool:
        self.commits.append(dict(offsets))
        return True

    async def seek_to_committed(self) -> dict[TP, int]:
        return dict.fromkeys(self.assigned, 20)


class Told:
    """A delivery that writes down when it is told what."""

    commits_input = True

    def __init__(self, calls: list[str], error: Exception | None = None) -> None:
        self.calls, self.error = calls, error

    async def open(self, partitions) -> None:
        self.calls.append("open")
        if self.error:
            raise self.error

    async def close(self) -> None:
        self.calls.append("close")


def stream(scenario, delivery: str = "exactly-once", **settings) -> None:
    async def go():
        given = Settings(delivery=delivery, **settings)
        metrics, failures = Metrics(), []
        app = create_app(given, process=lambda record: None, limits=LIMITS, metrics=metrics, failed=failures.append)
        consumer = app.consumer
        consumer._thread = FakeThread(RAW)
        await scenario(consumer, failures)

    run(go)


def test_lanes_are_opened_before_faust_hears_of_the_assignment():
    async def scenario(consumer, failures):
        calls: list[str] = []
        consumer.delivery = Told(calls)

        async def faust_hears(*_):
            calls.append("faust")

        consumer._on_partitions_assigned = faust_hears
        await consumer.on_partitions_assigned({RAW}, 1)
        assert calls == ["open", "faust"]

    stream(scenario)


def test_lanes_that_cannot_be_opened_stop_the_worker_and_faust_reads_nothing():
    async def scenario(consumer, failures):
        calls: list[str] = []
        error = ChannelError("too many")
        consumer.delivery = Told(calls, error)

        async def faust_hears(*_):
            calls.append("faust")

        consumer._on_partitions_assigned = faust_hears
        await consumer.on_partitions_assigned({RAW}, 1)
        assert (calls, failures) == (["open"], [error])

    stream(scenario)


def test_faust_commits_nothing_of_its_own_and_yet_knows_how_far_it_is():
    async def scenario(consumer, _):
        first = consumer._message(batch(20)).value
        consumer.acknowledge(first)
        assert await consumer.commit()
        assert consumer._thread.commits == []
        assert consumer._committed_offset[RAW] == 30
        assert not consumer.batches[RAW]

    stream(scenario)


@pytest.mark.parametrize("delivery", ["exactly-once", "at-least-once"])
def test_records_before_the_committed_offset_or_read_before_are_left_out(delivery):
    async def scenario(consumer, _):
        def fetch(first):
            async def getmany(active_partitions, timeout):
                return {RAW: batch(first).records}

            consumer._getmany = getmany
            consumer._set_active_tps({RAW})

        async def read():
            return [message.value async for _, message in consumer.getmany(1.0)]

        await consumer.perform_seek()
        fetch(15)
        (got,) = await read()
        assert (got.first_offset, got.next_offset) == (20, 25)
        fetch(10)
        assert await read() == []
        fetch(22)
        (got,) = await read()
        assert (got.first_offset, got.next_offset) == (25, 32)
        await consumer.perform_seek()
        fetch(20)
        (got,) = await read()
        assert got.first_offset == 20, "after a seek they are read again"

    stream(scenario, delivery)


def test_a_lost_batch_is_not_waited_for_nor_committed_past():
    async def scenario(consumer, _):
        lost, done = (consumer._message(batch(first)).value for first in (20, 30))
        assert lost.take()
        consumer.lose(lost)
        consumer.acknowledge(done)
        assert consumer.pending() == 0
        assert consumer._new_offset(RAW) is None

    stream(scenario)


def test_the_options_of_a_lane_name_its_partition_and_outlast_drain_and_outage():
    options = lane_options(Settings(kafka_group_id="g", compression="gzip"), LIMITS, RAW)
    assert options["transactional_id"] == "g-articles.raw-3"
    assert options["transaction_timeout_ms"] == 310_000
    assert (options["acks"], options["compression_type"], options["max_request_size"]) == ("all", "gzip", 1 << 20)


@pytest.mark.parametrize(("session", "request_", "milliseconds"), [(10, 30, 30_000), (2, 6, 6_000), (10, 5, 15_000)])
def test_a_request_waits_as_long_as_is_set_and_longer_than_a_session(session, request_, milliseconds):
    settings = Settings(kafka_session_timeout_seconds=session, kafka_request_timeout_seconds=request_)
    assert lane_options(settings, LIMITS, RAW)["request_timeout_ms"] == milliseconds


@pytest.mark.parametrize(("drain", "request_", "seconds"), [(10, 30, 30), (60, 30, 71), (5, 1, 16)])
def test_whoever_joins_waits_for_a_rebalance_to_end(drain, request_, seconds):
    settings = Settings(drain_seconds=drain, stop_deadline_seconds=drain + 10, kafka_request_timeout_seconds=request_)
    assert join_seconds(settings) == seconds
    assert join_seconds(settings) > rebalance_seconds(settings)


def test_no_more_time_is_asked_for_than_a_broker_gives():
    assert lane_options(Settings(publish_deadline_seconds=5000), LIMITS, RAW)["transaction_timeout_ms"] == 900_000


def test_exactly_once_says_at_the_start_what_readers_must_do(caplog):
    async def scenario(consumer, _):
        assert isinstance(consumer.delivery, ExactlyOnce)

    with caplog.at_level("INFO"):
        stream(scenario)
    assert "isolation.level=read_committed" in caplog.text
    assert "read_committed" in Settings.model_fields["delivery"].description


def test_a_lane_writes_marks_with_its_offsets_and_never_moves_the_offset_back():
    async def go():
        producer, ledger = FakeProducer(), Ledger("a")
        ledger.take(RAW, 5, None)
        lane = Lane(RAW, producer, producer, "group", 5.0, ledger)
        await lane.mark(5)
        await lane.deliver(batch(5, 10), OUTPUTS)
        await lane.mark(5)
        written = [next(iter(step[1].values())) for step in producer.steps if step[0] == "offsets"]
        assert [offset for offset, _ in written] == [5, 15, 15]
        assert all(parse_mark(text).open for _, text in written)
        assert ledger.committed(RAW) == 15
        lane.fenced = True
        with pytest.raises(PartitionLostError):
            await lane.mark(15)

    run(go)
