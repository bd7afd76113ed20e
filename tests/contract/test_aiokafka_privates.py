"""What service/stream touches inside aiokafka, by way of Faust or itself: it is there and does what we need."""

from __future__ import annotations

import asyncio
import inspect
import re
import tomllib
from importlib.metadata import requires, version
from pathlib import Path
from types import SimpleNamespace

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka import client as clients
from aiokafka import conn as connections
from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.client import AIOKafkaClient
from aiokafka.cluster import ClusterMetadata
from aiokafka.codec import _detect_xerial_stream
from aiokafka.consumer import fetcher as fetchers
from aiokafka.consumer.fetcher import READ_COMMITTED, Fetcher, FetchResult, PartitionRecords
from aiokafka.consumer.group_coordinator import CoordinatorGroupRebalance, GroupCoordinator, OffsetCommitRequest
from aiokafka.consumer.subscription_state import SubscriptionState, TopicPartitionState
from aiokafka.errors import (
    KafkaConnectionError,
    KafkaError,
    KafkaTimeoutError,
    ProducerFenced,
    TopicAlreadyExistsError,
)
from aiokafka.partitioner import DefaultPartitioner, murmur2
from aiokafka.producer.message_accumulator import BatchBuilder, MessageAccumulator, MessageBatch
from aiokafka.producer.sender import (
    AddOffsetsToTxnHandler,
    AddPartitionsToTxnHandler,
    EndTxnHandler,
    Sender,
    SendProduceReqHandler,
    TxnOffsetCommitHandler,
)
from aiokafka.producer.transaction_manager import TransactionManager
from aiokafka.protocol.admin import DescribeConfigsResponse_v1
from aiokafka.record.default_records import _DefaultRecordBatchPy, _DefaultRecordPy
from aiokafka.record.legacy_records import LegacyRecordBatch
from aiokafka.record.memory_records import MemoryRecords
from aiokafka.structs import OffsetAndMetadata
from aiokafka.util import commit_structure_validate
from packaging.requirements import Requirement

from service.edges.metrics import Metrics
from service.edges.oauth import AnsweringAuthenticator, token_provider
from service.edges.settings import Settings
from service.stream.app import create_app
from service.stream.consumer_task import ConsumerThread
from service.stream.record_reader import FetchedBatches, StreamRecords, TolerantRecords
from service.stream.record_writer import BatchWriter
from service.stream.tolerant_batch import TolerantBatch
from tests.contract.sources import expressions, parameters

PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def on_a_loop(scenario):
    async def go():
        result = scenario()
        return await result if inspect.isawaitable(result) else result

    return asyncio.run(asyncio.wait_for(go(), 10))


def test_the_installed_version_is_one_that_we_allow():
    wanted = [Requirement(line) for line in tomllib.loads(PYPROJECT.read_text())["project"]["dependencies"]]
    (aiokafka,) = [one for one in wanted if one.name == "aiokafka"]
    assert version("aiokafka") in aiokafka.specifier
    assert any(Requirement(line).name == "aiokafka" for line in requires("communique") or ())
    assert str(aiokafka.specifier).count("<") == 1, "an upper bound: what follows is private"


# The consumer


def test_the_isolation_level_is_read_when_the_consumer_starts():
    assert "isolation_level=self._isolation_level" in expressions(AIOKafkaConsumer.start)
    assert "self._fetcher is None" in inspect.getsource(AIOKafkaConsumer.start), "once, so that it cannot be too late"
    assert READ_COMMITTED == 1  # Kafka's number


def test_the_consumer_that_faust_makes_reads_only_what_is_committed_and_calmly():
    async def scenario():
        limits = {"articles.enriched": 1 << 20, "articles.dead-letter": 1 << 20}
        app = create_app(Settings(), process=lambda record: None, limits=limits, metrics=Metrics(), failed=print)
        thread = app.consumer._thread
        assert isinstance(thread, ConsumerThread)
        inner = thread._create_worker_consumer(app.transport)
        try:
            assert type(inner) is AIOKafkaConsumer
            assert inner._isolation_level == "read_committed"
            assert inner._enable_auto_commit is False
            assert inner._client._metadata_update.__qualname__.startswith("calm_metadata")
            assert inner._client.send.__qualname__.startswith("tell_lost_connections")
            wrapped = {"watch_for_expiry", "read_tolerantly", "end_surely"}
            assert {name.partition(".")[0] for name in wrappers(inner.start)} >= wrapped
            assert inner.commit.__qualname__.startswith("keep_marks")
            assert inner.committed.__qualname__.startswith("keep_marks")
        finally:
            await inner.stop()

    on_a_loop(scenario)


def wrappers(function):
    """Names of a function and of those that it wraps, in closures."""
    inside = [cell.cell_contents for cell in getattr(function, "__closure__", None) or ()]
    return [function.__qualname__, *(name for one in inside if inspect.isroutine(one) for name in wrappers(one))]


def test_the_fetchers_task_is_called_off_and_awaited_when_it_closes():
    closing = expressions(Fetcher.close)
    assert {"self._fetch_task.cancel()", "await self._fetch_task", "x.cancel()", "await x"} <= set(closing)
    assert "self._pending_tasks" in closing
    assert "await self._fetcher.close()" in expressions(AIOKafkaConsumer.stop)


def test_commits_and_committed_offsets_go_through_the_methods_that_marks_replace():
    assert parameters(AIOKafkaConsumer.commit) == ["self", "offsets"]
    assert parameters(AIOKafkaConsumer.committed) == ["self", "partition"]
    assert "await self.committed(tp)" in expressions(AIOKafkaConsumer.seek_to_committed)
    assert "self._coordinator.fetch_committed_offsets([partition])" in expressions(AIOKafkaConsumer.committed)
    assert parameters(GroupCoordinator.fetch_committed_offsets) == ["self", "partitions"]
    assert commit_structure_validate({TopicPartition("a", 0): 5}) == {TopicPartition("a", 0): (5, "")}


def test_the_text_beside_an_offset_is_sent_with_and_without_transactions_and_read():
    for sending in (GroupCoordinator._do_commit_offsets, TxnOffsetCommitHandler.create_request):
        assert "(tp.partition, offset.offset, offset.metadata)" in inspect.getsource(sending)
    assert "offsets[tp] = OffsetAndMetadata(offset, metadata)" in inspect.getsource(
        GroupCoordinator._do_fetch_commit_offsets
    )
    assert OffsetAndMetadata._fields == ("offset", "metadata")


def test_a_consumer_has_its_state_where_lag_and_health_look():
    async def scenario():
        consumer = AIOKafkaConsumer(group_id="g")
        try:
            assert isinstance(consumer._subscription, SubscriptionState)
            assert consumer._subscription.subscription is None
            assert isinstance(consumer._client, AIOKafkaClient)
            assert consumer._coordinator is None
            consumer._subscription.subscribe({"articles.raw"})
            assert consumer._subscription.subscription.assignment is None
        finally:
            await consumer.stop()

    on_a_loop(scenario)


def test_an_assignment_tells_each_partitions_end_and_position():
    def scenario():
        state = SubscriptionState()
        tp = TopicPartition("articles.raw", 0)
        state.subscribe({"articles.raw"})
        state.assign_from_subscribed({tp})
        assignment = state.subscription.assignment
        assert assignment.tps == {tp}
        known = assignment.state_value(tp)
        assert isinstance(known, TopicPartitionState)
        assert (known.lso, known.has_valid_position) == (None, False)
        known.reset_to(41)
        assert (known.position, known.has_valid_position) == (41, True)
        assert assignment.state_value(TopicPartition("articles.raw", 1)) is None

    on_a_loop(scenario)


def test_the_last_stable_offset_is_set_from_each_fetch():
    assert "tp_state.lso" in expressions(Fetcher._proc_fetch_request)


def test_the_coordinator_tells_generation_and_whether_it_is_known():
    text = inspect.getsource(GroupCoordinator.__init__)
    assert "self.coordinator_id = None" in text
    assert "self.generation = OffsetCommitRequest.DEFAULT_GENERATION_ID" in text
    assert "self.reset_generation" in expressions(GroupCoordinator)
    assert "self.coordinator_id = None" in inspect.getsource(GroupCoordinator.coordinator_dead)
    assert "self._coordinator.generation" in expressions(CoordinatorGroupRebalance)


def test_a_generation_that_is_not_known_is_not_positive():
    assert OffsetCommitRequest.DEFAULT_GENERATION_ID <= 0


# The client


def test_every_update_of_metadata_goes_through_the_method_that_we_calm():
    assert parameters(AIOKafkaClient._metadata_update) == ["self", "cluster_metadata", "topics"]
    assert inspect.iscoroutinefunction(AIOKafkaClient._metadata_update)
    assert "await self._metadata_update(self.cluster, topics)" in expressions(AIOKafkaClient._md_synchronizer)
    assert "await asyncio.shield(self._md_update_fut)" in expressions(AIOKafkaClient._maybe_wait_metadata)
    assert "await self._metadata_update(cluster_md, None)" in expressions(AIOKafkaClient.fetch_all_metadata)


def test_a_cluster_tells_partitions_and_those_that_have_a_leader():
    cluster = ClusterMetadata()
    assert cluster.partitions_for_topic("unknown") is None
    assert not cluster.available_partitions_for_topic("unknown")


# The producer


def test_a_producer_has_what_the_publisher_calls():
    async def scenario():
        producer = AIOKafkaProducer(acks="all", enable_idempotence=True, max_batch_size=2048)
        try:
            assert isinstance(producer.client, AIOKafkaClient)
            assert producer.client.cluster.partitions_for_topic("articles.raw") is None
            assert inspect.iscoroutinefunction(producer.partitions_for)
            assert parameters(AIOKafkaProducer.send_batch) == ["self", "batch", "topic", "partition"]
            builder = producer.create_batch()
            assert isinstance(builder, BatchBuilder)
            room = [builder.append(key=None, value=b"x" * 500, timestamp=None, headers=[]) for _ in range(5)]
            assert [one is None for one in room] == [False, False, False, True, True]
            assert builder.closed()
        finally:
            await producer.stop()

    on_a_loop(scenario)


def test_batches_of_a_transactional_producer_are_marked_as_such():
    marked = expressions(MessageAccumulator.create_builder)
    assert "self._txn_manager.transactional_id" in marked
    assert "is_transactional=is_transactional" in marked
    assert parameters(BatchBuilder.__init__)[:4] == ["self", "batch_size", "compression_type", "is_transactional"]

    async def scenario():
        for transactional_id in (None, "group-articles.raw-0"):
            producer = AIOKafkaProducer(acks="all", enable_idempotence=True, transactional_id=transactional_id)
            assert producer._txn_manager.transactional_id == transactional_id
            await producer.stop()
        plain = AIOKafkaProducer()
        assert plain._txn_manager is None
        await plain.stop()

    on_a_loop(scenario)


def test_a_first_message_is_always_taken_however_large():
    builder = BatchBuilder(100, 0)
    assert builder.append(key=None, value=b"x" * 1000, timestamp=None, headers=[]) is not None
    assert builder.append(key=None, value=b"x", timestamp=None, headers=[]) is None


def test_a_record_may_lack_key_and_value_both():
    builder = BatchBuilder(100, 0)
    assert builder.append(key=None, value=None, timestamp=None, headers=[("a", None)]) is not None


class NoLeader:
    """A cluster that knows no leader, so that nothing is sent."""

    def leader_for_partition(self, tp):
        return None


def test_a_queue_that_stays_full_is_a_timeout_that_enqueued_nothing():
    async def scenario():
        accumulator = MessageAccumulator(NoLeader(), 1000, 0, 30)
        tp = TopicPartition("out", 0)
        await accumulator.add_batch(BatchBuilder(1000, 0), tp, 1)
        with pytest.raises(KafkaTimeoutError):
            await accumulator.add_batch(BatchBuilder(1000, 0), tp, 0.02)
        assert len(accumulator._batches[tp]) == 1

    on_a_loop(scenario)


def test_giving_up_on_an_acknowledgement_leaves_the_batch_itself_alone():
    async def scenario():
        accumulator = MessageAccumulator(NoLeader(), 1000, 0, 30)
        future = await accumulator.add_batch(BatchBuilder(1000, 0), TopicPartition("out", 0), 1)
        future.cancel()
        await asyncio.sleep(0)
        (batch,) = accumulator._batches[TopicPartition("out", 0)]
        assert not batch.future.cancelled()
        batch.done(base_offset=0)

    on_a_loop(scenario)


def test_timeouts_and_refusals_are_all_kafka_errors():
    assert issubclass(KafkaTimeoutError, KafkaError)
    assert issubclass(KafkaConnectionError, KafkaError)
    assert issubclass(TopicAlreadyExistsError, KafkaError)


def test_murmur2_is_what_the_default_partitioner_uses():
    everywhere = list(range(7))
    assert DefaultPartitioner()(b"key", everywhere, everywhere) == (murmur2(b"key") & 0x7FFFFFFF) % 7


# The admin client


def test_a_new_channels_replication_can_be_left_to_the_broker():
    channel = NewTopic("articles.raw", 4, 1, topic_configs={"max.message.bytes": "1"})
    channel.replication_factor = -1
    name, partitions, replication, _, configs = AIOKafkaAdminClient._convert_new_topic_request(channel)
    assert (name, partitions, replication, configs) == ("articles.raw", 4, -1, [("max.message.bytes", "1")])


def test_a_described_setting_has_its_name_first_and_its_value_second():
    (_, resources) = DescribeConfigsResponse_v1.SCHEMA.names
    assert resources == "resources"
    described = DescribeConfigsResponse_v1.SCHEMA.fields[1].array_of
    assert described.names[3:] == ("resource_name", "config_entries")
    assert described.fields[4].array_of.names[:2] == ("config_names", "config_value")
    assert ConfigResource(ConfigResourceType.TOPIC, "articles.raw").name == "articles.raw"


# What a lane looks at in a transactional producer


def test_a_transaction_ends_with_a_future_that_tells_its_failure():
    def scenario():
        manager = TransactionManager("id", 1000)
        assert manager.wait_for_transaction_end() is None
        manager.set_pid_and_epoch(1, 0)
        manager.begin_transaction()
        manager.fatal_error(ProducerFenced())
        assert isinstance(manager.wait_for_transaction_end().exception(), ProducerFenced)

    on_a_loop(scenario)


def test_a_producers_task_tells_why_it_ended():
    async def scenario():
        producer = AIOKafkaProducer(transactional_id="id")
        try:
            assert isinstance(producer._txn_manager, TransactionManager)
            assert producer._sender.sender_task is None
            assert "self._sender_task.add_done_callback(self._fail_all)" in expressions(Sender.start)
        finally:
            await producer.stop()

    on_a_loop(scenario)


def test_starting_a_transactional_producer_waits_for_its_id_which_shuts_others_out():
    assert "await self._sender.start()" in expressions(AIOKafkaProducer.start)
    assert "await self._maybe_wait_for_pid()" in expressions(Sender.start)
    assert "await self._do_init_pid(node_id)" in expressions(Sender._maybe_wait_for_pid)


def test_stopping_a_producer_does_not_end_its_transaction():
    for stopping in (AIOKafkaProducer.stop, Sender.close):
        assert "transaction" not in inspect.getsource(stopping)


@pytest.mark.parametrize(
    "handler", [AddPartitionsToTxnHandler, AddOffsetsToTxnHandler, TxnOffsetCommitHandler, EndTxnHandler]
)
def test_an_old_epoch_is_fencing_at_every_step(handler):
    text = inspect.getsource(handler.handle_response)
    assert "error_type is InvalidProducerEpoch" in text
    assert "raise ProducerFenced()" in text


def test_batches_say_that_they_belong_to_a_transaction():
    assert "is_transactional" in parameters(BatchBuilder.__init__)
    assert "is_transactional=is_transactional" in expressions(MessageAccumulator.create_builder)


def test_a_denial_of_the_group_waits_where_the_worker_looks():
    assert "self._pending_exception = None" in inspect.getsource(GroupCoordinator.__init__)
    assert "self._pending_exception = exc" in inspect.getsource(GroupCoordinator._push_error_to_user)


def test_the_cause_of_a_failed_connection_is_an_argument_of_the_log_line():
    text = inspect.getsource(AIOKafkaClient.bootstrap)
    assert "log.error('Unable connect to \"%s:%s\": %s', host, port, err)" in text
    assert clients.log.name == "aiokafka"


# Reading and writing records


def test_a_fetch_is_read_by_the_two_classes_that_we_put_in_their_place():
    names = Fetcher._proc_fetch_request.__code__.co_names
    assert {"MemoryRecords", "PartitionRecords"} <= set(names)
    assert Fetcher._proc_fetch_request.__closure__ is None, "else a copy with other names could not be made"
    assert fetchers.MemoryRecords is MemoryRecords
    assert fetchers.PartitionRecords is PartitionRecords
    calls = expressions(Fetcher._proc_fetch_request)
    assert "MemoryRecords(part_data[-1])" in calls
    assert "self._proc_fetch_request(assignment, node_id, request)" in expressions(Fetcher._fetch_requests_routine)
    (made,) = [call for call in calls if call.startswith("PartitionRecords(")]
    assert made.count(",") == 7, "the parameters below, by place"
    assert parameters(PartitionRecords.__init__)[:4] == ["self", "tp", "records", "aborted_transactions"]
    assert parameters(TolerantRecords.__init__) == ["self", "tp", "records", "*args"]


def test_nothing_is_fetched_before_the_consumer_has_started():
    lines = inspect.getsource(AIOKafkaConsumer.start)
    assert lines.count("await") == 4, "bootstrap, topics; with a group and channels: their assignment; else metadata"
    assert "await self._subscription.wait_for_assignment()" in lines
    assert lines.rstrip().endswith("self._coordinator.assign_all_partitions(check_unknown=True)")
    assert "create_task(self._fetch_requests_routine())" in inspect.getsource(Fetcher.__init__)


def test_our_reader_of_fetched_bytes_has_all_that_aiokafkas_has():
    public = {name for name in dir(MemoryRecords) if not name.startswith("_")}
    assert public == {"has_next", "next_batch", "size_in_bytes"}
    assert public <= set(dir(FetchedBatches))


def test_a_compressed_batch_is_unpacked_when_its_records_are_asked_for_and_not_before():
    unpacked = inspect.getsource(PartitionRecords._unpack_records)
    assert "for record in next_batch:" in unpacked, "which asks our batch for its iterator, where it is looked at"
    assert "_maybe_uncompress" in inspect.getsource(_DefaultRecordBatchPy.__iter__)
    asked = {name for name in re.findall(r"next_batch\.(\w+)", unpacked) if not hasattr(_DefaultRecordBatchPy, name)}
    assert not asked, "what is asked of a batch that we pass on"
    assert "_maybe_uncompress" not in inspect.getsource(_DefaultRecordBatchPy.__next__)
    assert _detect_xerial_stream(b"\x82SNAPPY\x00\x00\x00\x00\x01\x00\x00\x00\x01\x00")
    assert not _detect_xerial_stream(b"\x05abcde")


def test_the_records_of_a_partition_are_unpacked_by_a_generator_whose_place_we_take():
    assert "self._records_iterator = self._unpack_records()" in inspect.getsource(PartitionRecords.__init__)
    assert "next(self._records_iterator)" in expressions(PartitionRecords.__next__)
    unpacked = inspect.getsource(PartitionRecords._unpack_records)
    assert inspect.isgeneratorfunction(PartitionRecords._unpack_records)
    assert "self.next_fetch_offset = record.offset + 1\n                yield consumer_record" in unpacked
    assert "self.next_fetch_offset = next_batch.next_offset" in unpacked
    assert parameters(PartitionRecords._consumer_record) == ["self", "tp", "record"]
    assert parameters(StreamRecords._consumer_record) == ["self", "tp", "record"]
    assert "consumer_record = self._consumer_record(tp, record)" in unpacked
    assert "self._consumer_record" not in inspect.getsource(Fetcher), "nobody else makes records"
    assert "self._partition_records.next_fetch_offset" in expressions(FetchResult._update_position)
    assert "type(res_or_error) is FetchResult" in inspect.getsource(Fetcher.fetched_records)


def test_a_batch_is_read_record_by_record_through_the_method_that_we_override():
    assert "self._read_msg()" in expressions(_DefaultRecordBatchPy.__next__)
    assert "self._maybe_uncompress()" in expressions(_DefaultRecordBatchPy.__iter__)
    assert issubclass(TolerantBatch, _DefaultRecordBatchPy)
    batch = TolerantBatch(bytes(BatchBuilder(100, 0)._build()))
    assert isinstance(batch._buffer, bytearray)
    assert batch._pos == 61
    names = ["offset", "timestamp", "timestamp_type", "key", "value", "headers"]
    assert parameters(_DefaultRecordPy.__init__)[1:] == names
    assert parameters(LegacyRecordBatch.__init__)[1:] in (["buffer", "magic"], ["*args", "**kwargs"])


def test_our_batch_has_all_that_aiokafka_calls_of_one_that_is_sent():
    asked = set(re.findall(r"[_.]builder\.(\w+)\(", inspect.getsource(MessageBatch)))
    asked |= set(re.findall(r"_builder\.(\w+)\(", inspect.getsource(MessageAccumulator)))
    assert asked == {"append", "record_count", "closed", "close", "_set_producer_state", "_build"}
    assert asked - {"append"} <= set(dir(BatchWriter)), "which only send() calls, and nobody sends beside batches"
    assert parameters(BatchWriter._set_producer_state) == parameters(BatchBuilder._set_producer_state)
    sent = inspect.getsource(AIOKafkaProducer.send_batch) + inspect.getsource(MessageAccumulator.add_batch)
    assert not re.search(r"(batch|builder)\.\w+\(|isinstance", sent), "neither asks anything of it"
    assert "batch.get_data_buffer()" in expressions(SendProduceReqHandler.create_request)


def test_a_producer_tells_size_and_codec_of_its_batches():
    async def scenario():
        producer = AIOKafkaProducer(max_batch_size=2048, compression_type="zstd")
        try:
            assert producer._message_accumulator._batch_size == 2048
            assert producer._message_accumulator._compression_type == 4
        finally:
            await producer.stop()

    on_a_loop(scenario)


# What the watch for expired records looks at in the fetcher


def test_the_fetcher_resets_a_place_that_is_out_of_range_through_the_two_methods_that_are_watched():
    assert parameters(Fetcher._proc_fetch_request) == ["self", "assignment", "node_id", "request"]
    assert parameters(Fetcher._update_fetch_positions) == ["self", "assignment", "node_id", "tps"]
    routine = expressions(Fetcher._fetch_requests_routine)
    assert "self._proc_fetch_request(assignment, node_id, request)" in routine
    assert "self._update_fetch_positions(assignment, node_id, tps)" in routine
    assert "tp_state.await_reset(self._default_reset_strategy)" in expressions(Fetcher._proc_fetch_request)
    assert "tp_state.reset_to(offset)" in expressions(Fetcher._update_fetch_positions)
    assert "request.topics" in expressions(Fetcher._proc_fetch_request)


# What stands between the fetcher and the batches (service/stream/flow.py)


def test_the_fetcher_plans_its_requests_with_the_sizes_that_we_set_and_by_the_method_that_we_wrap():
    plan = inspect.getsource(Fetcher._get_actions_per_node)
    for name in ("self._fetch_max_bytes", "self._max_partition_fetch_bytes", "self._fetch_max_wait_ms"):
        assert name in plan
    assert "= self._get_actions_per_node(assignment)" in inspect.getsource(Fetcher._fetch_requests_routine)
    assert plan.rstrip().endswith("resume_futures,\n        )")


def test_responses_wait_by_partition_and_whoever_waits_for_them_can_be_woken():
    source = inspect.getsource(Fetcher.fetched_records)
    for used in ("self._records", "_create_fetch_waiter()", "self._notify(self._wait_consume_future)", "check_raise()"):
        assert used in source
    assert "self._notify(waiter)" in inspect.getsource(Fetcher._fetch_requests_routine)


def test_a_response_takes_a_record_back_and_gives_it_again():
    source = inspect.getsource(PartitionRecords)
    assert "next(self._records_iterator)" in source
    assert "record.offset < self.next_fetch_offset" in source
    assert "position != self._partition_records.next_fetch_offset" in inspect.getsource(FetchResult.check_assignment)
    assert "consumed_to(self._partition_records.next_fetch_offset)" in inspect.getsource(FetchResult._update_position)


def test_the_consumer_has_its_fetcher_and_client_where_we_look():
    assert "self._fetcher = Fetcher(" in inspect.getsource(AIOKafkaConsumer.start)
    assert "self._client = AIOKafkaClient(" in inspect.getsource(AIOKafkaConsumer.__init__)


def test_a_login_by_token_is_ours(tmp_path, monkeypatch) -> None:
    """Aiokafka looks its authenticator up by name when it connects, gives it None first and then what the broker sends."""
    monkeypatch.setattr(connections, "OAuthAuthenticator", connections.OAuthAuthenticator)
    (tmp_path / "token").write_text("a.b.c")
    tokens = token_provider(Settings(kafka_oauth_token_file=str(tmp_path / "token")))
    login = connections.AIOKafkaConnection.authenticator_oauth(SimpleNamespace(_sasl_oauth_token_provider=tokens))
    assert isinstance(login, AnsweringAuthenticator)
    assert asyncio.run(login.step(None)) == (b"n,,\x01auth=Bearer a.b.c\x01\x01", True)
    assert asyncio.run(login.step(b"")) is None
    assert asyncio.run(login.step(b'{"status":"invalid_token"}')) == (b"\x01", True)
