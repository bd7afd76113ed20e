"""What service/stream overrides and touches inside Faust and mode: it is there, as we know it, and used as we need it.

None of it is promised by Faust, so its version is pinned exactly. When this fails after an upgrade, read what changed
before anything else: each line is an assumption that delivery stands on.
"""

from __future__ import annotations

import asyncio
import inspect
from importlib.metadata import requires, version

import faust
import pytest
from aiokafka import TopicPartition
from faust.app.base import App as FaustApp
from faust.serializers.schemas import Schema
from faust.streams import Stream
from faust.tables import TableManager
from faust.tables.recovery import Recovery
from faust.topics import Topic
from faust.transport import base, conductor
from faust.transport import consumer as consumers
from faust.transport.drivers import aiokafka as driver
from faust.types import ConsumerMessage
from faust.types.tuples import TP
from mode.services import ServiceTask
from mode.supervisors import CrashingSupervisor
from mode.threads import QueueServiceThread, ServiceThread, WorkerThread
from mode.utils.queues import FlowControlEvent, ThrowableQueue

from service.edges.metrics import Metrics
from service.edges.settings import Settings
from service.models import Record
from service.stream import consumer, consumer_task, transport
from service.stream.app import create_app
from service.stream.batch import Batch
from service.stream.committing_consumer import CommittingConsumer
from tests.contract.sources import expressions, parameters

PINNED = "0.15.3"
BaseConsumer, Delegate = consumers.Consumer, consumers.ThreadDelegateConsumer
LIMITS = {"articles.enriched": 1 << 20, "articles.dead-letter": 1 << 20}


def composed(**settings):
    return create_app(Settings(**settings), process=lambda record: None, limits=LIMITS, metrics=Metrics(), failed=print)


def on_a_loop(scenario):
    async def go():
        return scenario(composed())

    return asyncio.run(go())


def test_faust_is_pinned_exactly_and_installed_as_pinned():
    assert version("faust-streaming") == PINNED
    pins = [line for line in requires("communique") or () if line.startswith("faust-streaming")]
    assert pins == [f"faust-streaming=={PINNED}"]


# What is overridden: (ours, Faust's, method, parameters)
OVERRIDDEN = [
    (consumer_task.ConsumerThread, driver.AIOKafkaConsumerThread, "_create_worker_consumer", ["self", "transport"]),
    (consumer_task.ConsumerThread, ServiceThread, "_gather_remaining_tasks", ["self"]),
    (consumer_task.ConsumerThread, QueueServiceThread, "call_thread", ["self", "fun", "*args", "**kwargs"]),
    (
        consumer_task.ConsumerThread,
        driver.AIOKafkaConsumerThread,
        "_fetch_records",
        ["self", "consumer", "active_partitions", "timeout", "max_records"],
    ),
    (consumer.Consumer, driver.Consumer, "_new_consumer_thread", ["self"]),
    (consumer.Consumer, BaseConsumer, "_wait_next_records", ["self", "timeout"]),
    (consumer.Consumer, BaseConsumer, "getmany", ["self", "timeout"]),
    (CommittingConsumer, BaseConsumer, "_filter_tps_with_pending_acks", ["self", "topics"]),
    (CommittingConsumer, BaseConsumer, "_new_offset", ["self", "tp"]),
    (CommittingConsumer, BaseConsumer, "_commit_offsets", ["self", "offsets", "start_new_transaction"]),
    (CommittingConsumer, Delegate, "_commit", ["self", "offsets"]),
    (consumer.Consumer, BaseConsumer, "_add_gap", ["self", "tp", "offset_from", "offset_to"]),
    (consumer.Consumer, BaseConsumer, "perform_seek", ["self"]),
    (consumer.Consumer, driver.Consumer, "on_stop", ["self"]),
    (consumer.Consumer, driver.Consumer, "verify_event_path", ["self", "now", "tp"]),
    (transport.Producer, driver.Producer, "_settings_extra", ["self"]),
    (transport.Producer, driver.Producer, "on_start", ["self"]),
    (transport.Producer, driver.Producer, "flush", ["self"]),
    (transport.NoTables, TableManager, "on_start", ["self"]),
    (transport.App, FaustApp, "_new_transport", ["self"]),
    (transport.App, FaustApp, "_new_producer_transport", ["self"]),
    (transport.App, FaustApp, "_create_directories", ["self"]),
    (transport.App, FaustApp, "_on_rebalance_when_stopped", ["self"]),
]


@pytest.mark.parametrize(
    ("ours", "theirs", "name", "expected"), OVERRIDDEN, ids=lambda value: value if isinstance(value, str) else ""
)
def test_what_is_overridden_is_there_with_the_parameters_we_take(ours, theirs, name, expected):
    assert name in vars(theirs), "Faust no longer defines it there"
    assert name in vars(ours), "we no longer override it: drop it here"
    assert issubclass(ours, theirs)
    assert parameters(vars(theirs)[name]) == parameters(vars(ours)[name]) == expected
    kinds = [inspect.iscoroutinefunction, inspect.isasyncgenfunction]
    assert [kind(vars(theirs)[name]) for kind in kinds] == [kind(vars(ours)[name]) for kind in kinds]


@pytest.mark.parametrize(
    ("ours", "name", "expected"),
    [
        (CommittingConsumer, "wait_empty", ["self"]),
        (consumer.Consumer, "on_partitions_revoked", ["self", "revoked"]),
        (consumer.Consumer, "on_partitions_assigned", ["self", "assigned", "generation_id"]),
    ],
)
def test_what_mode_wraps_is_overridden_by_its_parameters_too(ours, name, expected):
    assert parameters(inspect.unwrap(vars(BaseConsumer)[name])) == parameters(vars(ours)[name]) == expected


def test_every_private_method_of_ours_that_faust_has_is_held_here():
    held = {(ours, name) for ours, _, name, _ in OVERRIDDEN} | {
        (CommittingConsumer, "wait_empty"),
        (CommittingConsumer, "_commit_handler"),
        (consumer.Consumer, "on_partitions_revoked"),
        (consumer.Consumer, "on_partitions_assigned"),
    }
    for ours in (
        consumer_task.ConsumerThread, consumer.Consumer, CommittingConsumer, transport.Producer, transport.NoTables,
        transport.App,
    ):  # fmt: skip
        inherited = {name for parent in ours.__mro__[1:] for name in vars(parent)}
        mine = {name for name, value in vars(ours).items() if callable(value) or isinstance(value, ServiceTask)}
        methods = {
            name for name in mine & inherited if not name.startswith("__") and not inspect.isclass(vars(ours)[name])
        }
        assert {(ours, name) for name in methods - {"_init_subclass_logger"}} <= held


# Where Faust calls what we override: (Faust's function, what stands in it)
CALLED = [
    (driver.AIOKafkaConsumerThread._create_consumer, "self._create_worker_consumer(transport)"),
    (driver.AIOKafkaConsumerThread.on_start, "self._create_consumer(loop=self.thread_loop)"),
    (driver.AIOKafkaConsumerThread.on_start, "await self._consumer.start()"),
    (driver.AIOKafkaConsumerThread._commit, "consumer.commit(aiokafka_offsets)"),
    (driver.AIOKafkaConsumerThread.seek_to_committed, "self.call_thread(self._ensure_consumer().seek_to_committed)"),
    (Delegate.__init__, "self._new_consumer_thread()"),
    (BaseConsumer._drain_messages, "getmany(timeout=1.0)"),
    (driver.AIOKafkaConsumerThread.getmany, "self._fetch_records"),
    (BaseConsumer._drain_messages, "self._add_gap(tp, r_offset + 1, offset)"),
    (BaseConsumer._drain_messages, "callback(message)"),
    (BaseConsumer._wait_next_records, "self._getmany(active_partitions=active_partitions, timeout=timeout)"),
    (BaseConsumer._wait_next_records, "self._get_active_partitions()"),
    (inspect.unwrap(BaseConsumer.force_commit), "self._filter_tps_with_pending_acks(topics)"),
    (BaseConsumer._filter_committable_offsets, "self._new_offset(tp)"),
    (BaseConsumer._commit_tps, "self._commit_offsets(commit_offsets, start_new_transaction=start_new_transaction)"),
    (ServiceThread.start, "self.Worker(self)"),
    (ServiceThread.start, "self._thread.start()"),
    (ServiceThread.stop, "self._thread.stop()"),
    (ServiceThread._serve, "await self._gather_remaining_tasks()"),
    (WorkerThread.run, "self.service._start_thread()"),
    (ServiceThread._start_thread, "self.thread_loop.run_until_complete(self._serve())"),
    (BaseConsumer.commit, "self.maybe_wait_for_commit_to_finish()"),
    (BaseConsumer.commit_and_end_transactions, "self.commit(start_new_transaction=False)"),
    (BaseConsumer.on_stop, "self.wait_empty()"),
    (FaustApp._consumer_wait_empty, "consumer.wait_empty()"),
    (FaustApp._stop_consumer, "self._consumer_wait_empty(consumer, self.log)"),
    (FaustApp._on_partitions_revoked, "T(self._consumer_wait_empty)(consumer, on_timeout)"),
    (FaustApp._on_partitions_revoked, "self._on_rebalance_when_stopped()"),
    (FaustApp._on_partitions_assigned, "self._on_rebalance_when_stopped()"),
    (FaustApp._on_rebalance_when_stopped, "self.consumer.close()"),  # the half end that ours leaves out
    (FaustApp._new_consumer, "on_partitions_revoked=self._on_partitions_revoked"),
    (inspect.unwrap(BaseConsumer.on_partitions_revoked), "T(self._on_partitions_revoked, partitions=revoked)(revoked)"),
    (Delegate.threadsafe_partitions_assigned, "self.on_partitions_assigned"),
    (Delegate.threadsafe_partitions_revoked, "self.on_partitions_revoked"),
    (BaseConsumer.perform_seek, "self._committed_offset.update(committed_offsets)"),
    (driver.Consumer.on_stop, "super().on_stop()"),
    (driver.ConsumerRebalanceListener.on_partitions_revoked, "thread.app.on_rebalance_start()"),
    (driver.ConsumerRebalanceListener.on_partitions_assigned, "self._thread.app.consumer_generation_id"),
    (driver.Producer._new_producer, "self._settings_extra()"),
    (driver.Producer.on_start, "await producer.start()"),
    (base.Transport.create_consumer, "self.Consumer(self, callback=callback, loop=self.loop, **kwargs)"),
    (base.Transport.create_producer, "self.Producer(self, **kwargs)"),
    (FaustApp.on_first_start, "self._create_directories()"),
    (TableManager.on_start, "self.sleep(1.0)"),  # the second that ours does not sleep
    (TableManager.on_start, "self._update_channels()"),
    (TableManager.on_start, "self.recovery.start()"),
    (conductor.Conductor._subscriber.fun, "self.app.tables.wait_until_tables_registered()"),
]


@pytest.mark.parametrize(
    ("function", "call"), CALLED, ids=lambda value: value if isinstance(value, str) else value.__qualname__
)
def test_faust_still_calls_it_where_we_rely_on_it(function, call):
    assert call in expressions(function)


def in_order(function, *calls: str) -> None:
    source = inspect.getsource(function)
    places = [source.index(call) for call in calls]
    assert places == sorted(places)


def test_a_rebalance_stops_the_flow_before_it_waits_and_seeks_before_it_resumes():
    before = ["T(consumer.stop_flow)", "T(self.flow_control.suspend)", "T(self.flow_control.clear)"]
    in_order(FaustApp._on_partitions_revoked, *before, "T(self._consumer_wait_empty)")
    in_order(Recovery._resume_streams, "consumer.perform_seek()", "app.flow_control.resume()", "consumer.resume_flow()")


def test_a_stop_closes_the_fetcher_before_it_waits_for_batches():
    in_order(FaustApp._stop_consumer, "consumer.stop_flow()", "self._stop_fetcher()", "self._consumer_wait_empty(")


def test_our_commit_handler_runs_in_place_of_fausts():
    assert isinstance(vars(BaseConsumer)["_commit_handler"], ServiceTask)

    def tasks(app):
        return [task for task in app.consumer._get_tasks() if task.fun.__name__ == "_commit_handler"]

    (task,) = on_a_loop(tasks)
    assert task is vars(CommittingConsumer)["_commit_handler"]


def test_a_message_takes_its_parts_in_the_order_in_which_we_give_them():
    names = ["topic", "partition", "offset", "timestamp", "timestamp_type", "headers", "key", "value", "checksum"]
    names += ["serialized_key_size", "serialized_value_size", "tp"]
    assert parameters(ConsumerMessage.__init__)[1:13] == names
    assert "generation_id" in parameters(ConsumerMessage.__init__)


def test_a_partition_is_a_tuple_equal_to_channel_and_number():
    assert TP("articles.raw", 3) == ("articles.raw", 3)
    assert hash(TP("articles.raw", 3)) == hash(("articles.raw", 3))
    assert consumers.ensure_TP(TopicPartition("articles.raw", 3)) == TP("articles.raw", 3)


def test_the_schema_is_compiled_with_the_app_and_makes_events_with_create_event():
    assert parameters(Schema.compile)[:2] == ["self", "app"]
    assert parameters(FaustApp.create_event) == ["self", "key", "value", "headers", "message"]
    assert any(one.startswith("self.schema.compile(self.app") for one in expressions(Topic._compile_decode))


def test_a_batch_passes_through_the_schema_untouched():
    async def go():
        app = composed()
        value = object()
        message = app.consumer._message(Batch(TP("articles.raw", 1), [FETCHED]))
        message.value = value
        decode = transport.BatchSchema().compile(app, on_key_decode_error=None, on_value_decode_error=None)
        event = await decode(message, propagate=True)
        assert event.value is value
        assert event.message is message

    asyncio.run(go())


FETCHED = Record(b"{}", None, (), "articles.raw", 1, 5, 1_900_000_000_000)


def test_no_partition_is_left_out_because_others_fill_the_buffer():
    async def go():
        app = composed()
        buffer = ThrowableQueue(app.conf.stream_buffer_maxsize, flow_control=FlowControlEvent())
        most = app.consumer.batches.budget.limits.records  # a batch has a record at least
        for number in range(most):
            buffer.put_nowait_enhanced(number, on_pressure_high=pytest.fail, on_pressure_drop=pytest.fail)
        assert not buffer.full()

    asyncio.run(go())
    source = inspect.getsource(conductor.ConductorCompiler.build)
    assert "consumer_on_buffer_full(tp)" in source
    assert "active_partitions.discard(tp)" in inspect.getsource(BaseConsumer.on_buffer_full)


def test_events_of_a_noack_stream_are_acknowledged_by_nobody():
    assert parameters(Stream.noack) == ["self"]
    assert "self.clone(enable_acks=False)" in expressions(Stream.noack)
    assert inspect.isasyncgenfunction(Stream.events)


def test_attributes_that_we_touch_are_there():
    def look(app):
        consumer = app.consumer
        assert consumer._thread._consumer is None
        assert isinstance(consumer._thread, consumer_task.ConsumerThread)
        assert app.producer._producer is None
        assert isinstance(app.producer, transport.Producer)
        assert consumer.flow_active is True
        assert isinstance(consumer._buffered_partitions, set)
        assert isinstance(app.consumer_generation_id, int)
        assert consumer.commit_interval == app.conf.broker_commit_interval
        assert consumer.should_stop is False
        assert app._crashed.is_set() is False
        assert app.crash_reason is None

    on_a_loop(look)


def test_a_crash_sets_the_event_and_the_reason_that_the_worker_waits_for():
    async def go():
        app = composed()
        error = ZeroDivisionError()
        await app.crash(error)
        assert app._crashed.is_set()
        assert app.crash_reason is error

    asyncio.run(go())


def test_a_crashing_agent_is_not_restarted_but_crashes_the_app():
    def look(app):
        assert app.conf.agent_supervisor is CrashingSupervisor

    on_a_loop(look)
    body = inspect.getsource(CrashingSupervisor._contribute_to_service)
    assert "self" in body
    assert expressions(CrashingSupervisor._contribute_to_service) == frozenset()


def test_the_thread_runs_what_the_consumer_calls_in_its_own_loop():
    assert issubclass(driver.AIOKafkaConsumerThread, QueueServiceThread)
    assert "self._thread.commit(offsets)" in expressions(Delegate._commit)
    assert "self.call_thread(self._commit, offsets)" in expressions(driver.AIOKafkaConsumerThread.commit)


def test_a_failed_commit_crashes_the_thread_instead_of_passing_in_silence():
    assert "self.crash(exc)" in expressions(driver.AIOKafkaConsumerThread._commit)


def test_the_settings_that_delivery_stands_on_reach_the_clients():
    def look(app):
        conf = app.conf
        assert (conf.consumer_auto_offset_reset, conf.topic_disable_leader, conf.topic_allow_declare) == (
            "earliest",
            True,
            False,
        )
        assert (conf.table_standby_replicas, conf.web_enabled, conf.stream_wait_empty) == (0, False, True)
        made = {**app.producer._settings_default(), **app.producer._settings_extra()}
        assert (made["acks"], made["enable_idempotence"], made["linger_ms"]) == ("all", True, 0)
        assert made["request_timeout_ms"] == 30_000
        assert made["max_batch_size"] <= min(LIMITS.values())
        assert made["max_request_size"] == max(LIMITS.values())
        assert conf.broker_session_timeout == 10.0
        assert conf.broker_heartbeat_interval < conf.broker_session_timeout / 3
        # A member that was lost holds a rebalance up no longer than one that finishes its batches, and the answer to
        # a request to join, which comes at the rebalance's end, is waited for.
        assert conf.broker_rebalance_timeout == 20.0
        assert conf.broker_request_timeout == 30.0

    on_a_loop(look)


def test_our_transport_is_used_for_reading_and_writing():
    def look(app):
        assert type(app.transport) is type(app.producer_transport) is transport.Transport
        assert type(app.consumer) is transport.Consumer
        assert type(app.producer) is transport.Producer
        assert "enable_auto_commit=False" in expressions(driver.AIOKafkaConsumerThread._create_worker_consumer)

    on_a_loop(look)


def test_no_second_is_waited_for_tables():
    assert on_a_loop(lambda app: type(app.tables)) is transport.NoTables


def test_faust_makes_no_folders_for_us(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    on_a_loop(lambda app: app._create_directories())
    assert list(tmp_path.iterdir()) == []


def test_the_library_is_faust_streaming_and_not_its_abandoned_ancestor():
    assert faust.__version__ == PINNED
