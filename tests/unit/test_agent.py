"""The agent: batches in, messages and dead letters out, and the word that a batch is done only when the broker has both."""

from __future__ import annotations

import asyncio
import logging
import time

import pytest
from aiokafka.structs import ConsumerRecord
from faust.types.tuples import TP

from service.core.pipeline import Enriched
from service.edges.metric_values import STAGES
from service.edges.metrics import Metrics
from service.errors import PublishError, Refused
from service.models import EnrichedArticle, Message, Reason, Record, Refusal, TopicScore
from service.stream import agent
from service.stream.agent import BatchHandler, Channels
from service.stream.at_least_once import AtLeastOnce
from service.stream.batch import Batch
from service.stream.incoming import record_of
from service.stream.processor import Ahead, EnrichProcessor, in_turn
from service.stream.quarantine import Unguarded
from service.stream.record_reader import UnreadableBatch
from service.stream.runner import BatchRunner

RAW, OUT, DEAD = "articles.raw", "articles.enriched", "articles.dead-letter"


def fetched(
    offset: int, value: bytes | None = b"{}", key: bytes | None = b"k", partition=2, timestamp=None, headers=()
):
    now = int(time.time() * 1000)
    stamp = now if timestamp is None else timestamp
    return ConsumerRecord(
        RAW, partition, offset, stamp, 0, key, value, None, len(key or b""), len(value or b""), headers
    )


def batch_of(*values: bytes | None, first: int = 0, partition: int = 2) -> Batch:
    return Batch(TP(RAW, partition), [fetched(first + n, value, partition=partition) for n, value in enumerate(values)])


def upper(record: Record) -> Message | Refusal:
    """A processor: refuses what begins with `bad`, shouts the rest."""
    value = record.value or b""
    if value.startswith(b"bad"):
        return Refusal(Reason.SCHEMA_VIOLATION, "it is bad", "decode")
    return Message(record.key, value.upper())


class FakePublisher:
    """Keeps what is published; `hold` makes a channel's broker silent until set, `fail` makes it refuse."""

    def __init__(self, limit: int = 1000) -> None:
        self.calls: list[tuple[str, int, list[Message]]] = []
        self.hold: dict[str, asyncio.Event] = {}
        self.fail: dict[str, Exception] = {}
        self._limit = limit

    def fits(self, channel: str, message: Message) -> bool:
        assert channel == OUT
        return len(message.value or b"") <= self._limit

    async def publish(self, channel: str, source_partition: int, messages: list[Message]) -> None:
        self.calls.append((channel, source_partition, messages))
        if channel in self.fail:
            raise self.fail[channel]
        if channel in self.hold:
            await self.hold[channel].wait()

    def values(self, channel: str) -> list[bytes | None]:
        return [message.value for name, _, messages in self.calls for message in messages if name == channel]


class Bench:
    """A runner on a fake publisher, with what it acknowledged and what it was told failed."""

    def __init__(self, process=upper, *, in_flight: int = 4, limit: int = 1000) -> None:
        self.publisher = FakePublisher(limit)
        self.metrics = Metrics()
        delivery = AtLeastOnce(lambda: self.publisher, last=OUT)
        self.handler = BatchHandler(process, delivery, Channels(OUT, DEAD), self.metrics, "group")
        self.acknowledged: list[Batch] = []
        self.failures: list[BaseException] = []
        self.lost: list[Batch] = []
        told = (self.acknowledged.append, self.lost.append, self.failures.append)
        self.runner = BatchRunner(self.handler, self.metrics, in_flight, *told)

    def count(self, name: str, **labels: str) -> float | None:
        return self.metrics.registry.get_sample_value(f"communique_{name}", labels)


async def settled(bench: Bench) -> None:
    """Returns when nothing is in flight."""
    async with asyncio.timeout(5):
        while bench.count("batches_in_flight"):
            await asyncio.sleep(0)


async def acknowledged(bench: Bench, count: int) -> None:
    """Returns when so many batches are acknowledged."""
    async with asyncio.timeout(5):
        while len(bench.acknowledged) < count:
            await asyncio.sleep(0)


# What happens to one batch


def test_records_keep_their_order_and_their_source_partition():
    async def go():
        bench = Bench()
        await bench.runner.run(batch_of(b"a", b"bad 1", b"b", b"bad 2", b"c"))
        await settled(bench)
        assert [(channel, partition) for channel, partition, _ in bench.publisher.calls] == [(DEAD, 2), (OUT, 2)]
        assert bench.publisher.values(OUT) == [b"A", b"B", b"C"]
        assert bench.publisher.values(DEAD) == [b"bad 1", b"bad 2"]

    asyncio.run(go())


def test_a_channel_without_output_is_not_published_to():
    async def go():
        bench = Bench()
        await bench.runner.run(batch_of(b"a"))
        await bench.runner.run(batch_of(b"bad"))
        await settled(bench)
        calls = [(channel, len(messages)) for channel, _, messages in bench.publisher.calls]
        assert sorted(calls) == [(DEAD, 1), (OUT, 1)]

    asyncio.run(go())


def test_a_dead_letter_carries_the_record_whole_and_the_place_it_had():
    async def go():
        bench = Bench()
        record = fetched(
            41, b"bad\xff", b"\0key", headers=(("trace", b"t"), ("trace", None)), timestamp=1_900_000_000_000
        )
        await bench.runner.run(Batch(TP(RAW, 2), [record]))
        await settled(bench)
        ((_, _, (letter,)),) = bench.publisher.calls
        assert (letter.key, letter.value, letter.timestamp) == (b"\0key", b"bad\xff", 1_900_000_000_000)
        assert letter.headers[:2] == (("trace", b"t"), ("trace", None))
        headers = dict(letter.headers)
        assert headers["communique.reason"] == b"schema_violation"
        assert headers["__connect.errors.topic"] == RAW.encode()
        assert (headers["__connect.errors.partition"], headers["__connect.errors.offset"]) == (b"2", b"41")
        assert headers["__connect.errors.connector.name"] == b"group"

    asyncio.run(go())


def test_output_too_large_for_its_channel_becomes_a_dead_letter_with_the_mend():
    async def go():
        bench = Bench(limit=5)
        await bench.runner.run(batch_of(b"short", b"longer", b"s"))
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"SHORT", b"S"]
        ((letter,),) = [messages for channel, _, messages in bench.publisher.calls if channel == DEAD]
        headers = dict(letter.headers)
        assert letter.value == b"longer"
        assert headers["communique.reason"] == b"output_too_large"
        assert headers["__connect.errors.stage"] == b"publish"
        assert b"max.message.bytes" in headers["__connect.errors.exception.message"]
        assert bench.acknowledged

    asyncio.run(go())


def test_a_batch_that_cannot_be_decoded_is_refused_whole_unprocessed_and_loudly(caplog):
    async def go():
        bench = Bench()
        place = (RAW, 2, 12, None, 0, None, b"bad batch", None, -1, 9, ())
        batch = Batch(TP(RAW, 2), [fetched(9, b"fine"), UnreadableBatch(*place, first=10, problem="zlib.error: no")])
        await bench.runner.run(batch)
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"FINE"]
        ((letter,),) = [messages for channel, _, messages in bench.publisher.calls if channel == DEAD]
        headers = dict(letter.headers)
        assert (letter.key, letter.value, letter.timestamp) == (None, b"bad batch", None)
        assert headers["communique.reason"] == b"unreadable_batch"
        assert headers["__connect.errors.offset"] == b"12"
        told = f"{RAW}[2], offsets 10 to 12: the batch cannot be decoded, zlib.error: no"
        assert headers["__connect.errors.exception.message"].decode().startswith(told)
        assert [line.levelname for line in caplog.records if told in line.getMessage()] == ["ERROR"]
        assert bench.count("articles_refused_total", reason="unreadable_batch") == 1
        assert bench.acknowledged == [batch]
        assert batch.next_offset == 13

    asyncio.run(go())


def test_a_bug_is_logged_with_the_place_and_the_exception_but_not_the_text(caplog):
    error = ZeroDivisionError("division")

    def buggy(_):
        return Refusal(Reason.INTERNAL_ERROR, "ZeroDivisionError in the stage clean", "clean", "id", error)

    async def go():
        bench = Bench(buggy)
        await bench.runner.run(batch_of(b"secret", first=7))
        await settled(bench)

    with caplog.at_level(logging.ERROR):
        asyncio.run(go())
    (line,) = caplog.records
    assert f"{RAW}-2@7" in line.getMessage()
    assert line.exc_info[1] is error
    assert "secret" not in caplog.text


def test_a_refusal_is_no_line_in_the_log(caplog):
    async def go():
        bench = Bench()
        await bench.runner.run(batch_of(b"bad"))
        await settled(bench)

    with caplog.at_level(logging.INFO):
        asyncio.run(go())
    assert not caplog.records


def test_counts_agree_with_what_was_published():
    async def go():
        bench = Bench(limit=5)
        await bench.runner.run(batch_of(b"a", b"bad 1", b"longer", b"bad 2", b"b"))
        await settled(bench)
        assert bench.count("articles_consumed_total", channel=RAW) == 5
        assert bench.count("articles_published_total", channel=OUT) == 2
        assert bench.count("articles_published_total", channel=DEAD) == 3
        assert bench.count("articles_refused_total", reason="schema_violation") == 2
        assert bench.count("articles_refused_total", reason="output_too_large") == 1
        assert bench.count("dead_letters_total", reason="schema_violation") == 2
        assert bench.count("dead_letters_total", reason="output_too_large") == 1
        assert bench.count("articles_in_work") == bench.count("articles_abandoned_total") == 0
        assert bench.count("batch_records_sum") == 5
        assert bench.count("end_to_end_seconds_count", path="live") == 5

    asyncio.run(go())


def test_latency_is_from_the_raw_records_timestamp_and_never_negative():
    async def go():
        bench = Bench()
        now = int(time.time() * 1000)
        records = [fetched(0, timestamp=now - 20_000), fetched(1, timestamp=now + 60_000)]
        await bench.runner.run(Batch(TP(RAW, 2), records))
        await settled(bench)
        assert 20 <= bench.count("end_to_end_seconds_sum", path="live") < 25
        assert bench.count("end_to_end_seconds_bucket", le="0.01", path="live") == 1

    asyncio.run(go())


@pytest.mark.parametrize("timestamp", [None, -1])
def test_a_record_without_a_timestamp_has_no_latency(timestamp):
    async def go():
        bench = Bench()
        unknown = ConsumerRecord(RAW, 2, 1, timestamp, None, b"k", b"v", None, 1, 1, ())
        await bench.runner.run(Batch(TP(RAW, 2), [fetched(0), unknown]))
        await settled(bench)
        assert bench.failures == []
        assert bench.count("end_to_end_seconds_count", path="live") == 1

    asyncio.run(go())


def test_record_of_keeps_every_part():
    record = fetched(5, b"v", b"k", partition=3, timestamp=9, headers=[("a", b"1"), ("a", None)])
    ours = Record(b"v", b"k", (("a", b"1"), ("a", None)), RAW, 3, 5, 9)
    assert record_of(record) == ours
    assert record_of(ours) is ours


# Acknowledgement


@pytest.mark.parametrize("silent", [OUT, DEAD])
def test_a_batch_is_acknowledged_only_when_the_broker_has_both_channels(silent):
    async def go():
        bench = Bench()
        bench.publisher.hold[silent] = asyncio.Event()
        batch = batch_of(b"a", b"bad")
        await bench.runner.run(batch)
        await asyncio.sleep(0.01)
        assert [channel for channel, *_ in bench.publisher.calls] == [DEAD, OUT][: 1 if silent == DEAD else 2]
        assert bench.acknowledged == []
        assert bench.count("articles_consumed_total", channel=RAW) == 2
        assert bench.count("articles_published_total", channel=OUT) is None
        assert bench.count("batches_in_flight") == 1
        bench.publisher.hold[silent].set()
        await settled(bench)
        assert bench.acknowledged == [batch]
        assert bench.failures == []

    asyncio.run(go())


@pytest.mark.parametrize("channel", [OUT, DEAD])
@pytest.mark.parametrize("error", [PublishError("no word"), RuntimeError("a bug in the client")])
def test_a_failure_to_publish_is_told_and_never_acknowledged(channel, error):
    async def go():
        bench = Bench()
        bench.publisher.fail[channel] = error
        await bench.runner.run(batch_of(b"a", b"bad"))
        await settled(bench)
        assert bench.failures == [error]
        assert bench.acknowledged == []
        assert bench.count("articles_published_total", channel=OUT) is None
        assert bench.count("articles_refused_total", reason="schema_violation") == 1
        assert bench.count("dead_letters_total", reason="schema_violation") == 0
        assert bench.count("articles_abandoned_total") == 2
        assert bench.count("articles_in_work") == 0
        assert bench.count("produce_errors_total", kind="refused" if isinstance(error, PublishError) else "other") == 1

    asyncio.run(go())


def test_nothing_of_a_batch_is_published_whose_dead_letter_is_refused_nor_of_its_partition_behind_it():
    """Else each restart would repeat it, for as long as dead letters are refused."""

    async def go():
        bench = Bench()
        bench.publisher.fail[DEAD] = PublishError("refused")
        for batch in (batch_of(b"a", b"bad"), batch_of(b"b"), batch_of(b"c", partition=3)):
            await bench.runner.run(batch)
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"C"], "another partition is not concerned"
        assert [batch.tp.partition for batch in bench.acknowledged] == [3]
        assert len(bench.lost) == len(bench.failures) == 2
        at_once = AtLeastOnce(lambda: bench.publisher)  # the control: what is published at the same time is there twice
        with pytest.raises(PublishError):
            await at_once.deliver(batch_of(b"d"), [(OUT, [Message(None, b"D")]), (DEAD, [Message(None, b"bad")])])
        assert bench.publisher.values(OUT) == [b"C", b"D"]

    asyncio.run(go())


def test_a_partition_keeps_its_order_while_dead_letters_wait_for_the_broker():
    async def go():
        bench = Bench()
        bench.publisher.hold[DEAD] = asyncio.Event()
        for batch in (batch_of(b"a", b"bad"), batch_of(b"b", first=2), batch_of(b"c", partition=3)):
            await bench.runner.run(batch)
        await acknowledged(bench, 1)
        assert bench.publisher.values(OUT) == [b"C"]
        bench.publisher.hold[DEAD].set()
        await acknowledged(bench, 3)
        assert bench.publisher.values(OUT) == [b"C", b"A", b"B"]

    asyncio.run(go())


def test_a_processor_that_raises_against_its_contract_stops_the_worker():
    def raises(_):
        raise ZeroDivisionError

    async def go():
        bench = Bench(raises)
        with pytest.raises(ZeroDivisionError):
            await bench.runner.run(batch_of(b"a"))
        assert [type(error) for error in bench.failures] == [ZeroDivisionError]
        assert bench.acknowledged == bench.publisher.calls == []

    asyncio.run(go())


def test_a_dropped_batch_is_not_processed_and_takes_no_place():
    async def go():
        seen: list[bytes | None] = []
        bench = Bench(lambda record: seen.append(record.value) or upper(record), in_flight=1)
        dropped = batch_of(b"dropped")
        dropped.dropped = True
        for _ in range(3):
            await asyncio.wait_for(bench.runner.run(dropped), 1)
        await bench.runner.run(batch_of(b"kept"))
        await settled(bench)
        assert seen == [b"kept"]
        assert not dropped.taken
        assert bench.count("articles_consumed_total", channel=RAW) == 1

    asyncio.run(go())


def test_a_batch_dropped_while_it_waited_for_its_turn_is_not_processed():
    async def go():
        bench = Bench(in_flight=1)
        bench.publisher.hold[OUT] = asyncio.Event()
        first, second = batch_of(b"first"), batch_of(b"second", first=1)
        await bench.runner.run(first)
        waiting = asyncio.create_task(bench.runner.run(second))
        await asyncio.sleep(0)
        second.dropped = True
        bench.publisher.hold[OUT].set()
        await asyncio.wait_for(waiting, 1)
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"FIRST"]
        assert bench.acknowledged == [first]

    asyncio.run(go())


# Flow


def test_no_more_batches_are_in_flight_than_allowed():
    async def go():
        bench = Bench(in_flight=2)
        bench.publisher.hold[OUT] = asyncio.Event()
        batches = [batch_of(b"%d" % n, first=n) for n in range(5)]

        async def all_of_them():
            for batch in batches:
                await bench.runner.run(batch)

        feeding = asyncio.create_task(all_of_them())
        await asyncio.sleep(0.02)
        assert [batch.taken for batch in batches] == [True, True, False, False, False]
        assert bench.count("batches_in_flight") == 2
        bench.publisher.hold[OUT].set()
        await asyncio.wait_for(feeding, 5)
        await settled(bench)
        assert bench.acknowledged == batches
        assert bench.publisher.values(OUT) == [b"0", b"1", b"2", b"3", b"4"]

    asyncio.run(go())


def test_a_failure_gives_its_place_back():
    async def go():
        bench = Bench(in_flight=1)
        bench.publisher.fail[OUT] = PublishError("no word")
        await bench.runner.run(batch_of(b"a"))
        await asyncio.wait_for(bench.runner.run(batch_of(b"bad", first=1)), 1)
        await settled(bench)
        assert len(bench.failures) == len(bench.acknowledged) == 1

    asyncio.run(go())


def test_batches_enter_the_publisher_in_the_order_read_however_long_their_work_takes():
    async def go():
        def slow_first(record: Record) -> Message | Refusal:
            time.sleep(0.02 if record.offset == 0 else 0)
            return upper(record)

        bench = Bench(slow_first)
        for n in range(4):
            await bench.runner.run(batch_of(b"%d" % n, first=n))
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"0", b"1", b"2", b"3"]

    asyncio.run(go())


def test_long_work_gives_way_to_the_event_loop(monkeypatch):
    monkeypatch.setattr(agent, "YIELD_SECONDS", 0.002)

    def busy(record: Record) -> Message | Refusal:
        until = time.perf_counter() + 0.001
        while time.perf_counter() < until:
            pass
        return upper(record)

    async def go():
        turns = 0

        async def heartbeat():
            nonlocal turns
            while True:
                turns += 1
                await asyncio.sleep(0)

        beating = asyncio.create_task(heartbeat())
        bench = Bench(busy)
        await bench.runner.run(batch_of(*[b"x"] * 60))
        beating.cancel()
        await settled(bench)
        assert turns >= 10  # 60 ms of work, a way given every 2 to 3 ms

    asyncio.run(go())


# The pipeline as a processor


class FakePipeline:
    """Answers with one outcome after running the laps it is given."""

    def __init__(self, outcome, laps=STAGES) -> None:
        self.outcome, self.laps = outcome, laps

    def process(self, record, lap):
        for stage in self.laps:
            lap(stage)
        return self.outcome

    def steps(self, record, lap):
        yield  # before the first stage, so that several articles are under way at once
        return self.process(record, lap)


def enriched(*topics: str) -> Enriched:
    scores = tuple(TopicScore(topic, topic.title(), 0.9) for topic in topics)
    article = EnrichedArticle("a", "e", "", "Text.", "en", 1.0, topics=scores)
    return Enriched(article, Message(b"k", b"{}"))


def sample(metrics: Metrics, name: str, **labels: str) -> float | None:
    return metrics.registry.get_sample_value(f"communique_{name}", labels)


def test_topics_are_counted_for_each_article_and_off_topic_when_there_are_none():
    metrics = Metrics(("trade", "visas"))
    for outcome in (enriched("trade", "visas"), enriched("trade"), enriched()):
        assert EnrichProcessor(FakePipeline(outcome), metrics)(Record(b"{}")) == outcome.message
    assert sample(metrics, "topics_assigned_total", topic="trade") == 2
    assert sample(metrics, "topics_assigned_total", topic="visas") == 1
    assert sample(metrics, "articles_off_topic_total") == 1


def test_each_stage_is_timed_and_the_time_outside_is_nobodys(monkeypatch):
    metrics = Metrics()
    clock = [100.0]
    monkeypatch.setattr("service.stream.agent.time.perf_counter", lambda: clock[0])

    class Slow(FakePipeline):
        def process(self, record, lap):
            lap("decode")
            clock[0] += 0.5
            lap("clean")
            return self.outcome

    process = EnrichProcessor(Slow(enriched()), metrics)
    process(Record(b"{}"))
    clock[0] += 0.25
    process(Record(b"{}"))
    assert sample(metrics, "stage_seconds_count", stage="clean") == 2
    assert sample(metrics, "stage_seconds_sum", stage="clean") == 1.0
    assert sample(metrics, "stage_seconds_sum", stage="decode") == 0.0
    assert sample(metrics, "stage_seconds_count", stage="encode") == 0


def test_a_refusal_is_passed_on_and_no_topic_counted():
    metrics = Metrics(("trade",))
    refusal = Refusal(Reason.NO_ARTICLE, "nothing in it", "clean")
    assert EnrichProcessor(FakePipeline(refusal, laps=("decode",)), metrics)(Record(b"{}")) is refusal
    assert sample(metrics, "articles_off_topic_total") == 0
    assert sample(metrics, "stage_seconds_count", stage="decode") == 1


class Working(FakePipeline):
    """Spends CPU time in the stage `clean`, and says what became of the article as the pipeline does."""

    def __init__(self, seconds: float, stage: str = "clean") -> None:
        super().__init__(enriched())
        self.seconds, self.stage, self.done = seconds, stage, []

    def process(self, record, lap):
        for stage in STAGES:
            until = time.thread_time() + self.seconds
            while stage == self.stage and time.thread_time() < until:
                pass
            try:
                lap(stage)
            except Refused as refused:
                return Refusal(refused.reason, refused.detail, stage)
            self.done.append(stage)
        return self.outcome


def test_an_article_that_takes_more_than_its_limit_is_refused_between_two_stages():
    metrics = Metrics()
    pipeline = Working(0.03)
    process = EnrichProcessor(pipeline, metrics, work_limit_seconds=0.02)
    outcome = process(Record(b"{}"))
    assert (outcome.reason, outcome.stage) == (Reason.WORK_LIMIT, "clean")
    assert outcome.detail == "the article took over 0.02 s of CPU time by the end of the stage clean"
    assert pipeline.done == ["decode"], "the stages behind it are spared"
    assert sample(metrics, "stage_seconds_count", stage="clean") == 1


def test_each_article_has_the_whole_limit_and_one_that_is_done_is_not_refused_any_more():
    process = EnrichProcessor(Working(0.03), Metrics(), work_limit_seconds=0.05)
    for _ in range(3):
        assert process(Record(b"{}")) == enriched().message
    late = EnrichProcessor(Working(0.03, stage="encode"), Metrics(), work_limit_seconds=0.02)
    assert late(Record(b"{}")) == enriched().message


def test_time_that_an_article_only_waits_is_not_its_own():
    class Asleep(FakePipeline):
        def process(self, record, lap):
            time.sleep(0.03)
            return super().process(record, lap)

    assert EnrichProcessor(Asleep(enriched()), Metrics(), work_limit_seconds=0.02)(Record(b"{}")) == enriched().message


def test_the_system_is_asked_once_for_cpu_time_while_the_clock_tells_that_the_limit_is_far(monkeypatch):
    asked = []
    monkeypatch.setattr("service.stream.processor.time.thread_time", lambda: asked.append(1) or 0.0)
    process = EnrichProcessor(FakePipeline(enriched(), laps=STAGES), Metrics(), work_limit_seconds=60.0)
    assert process(Record(b"{}")) == enriched().message
    assert len(asked) == 1


# Several articles side by side


class StepByStep:
    """Takes its time over each stage of each article, notes what it does, refuses what begins with `bad` in `clean`."""

    def __init__(self, clock: list[float]) -> None:
        self.clock, self.done = clock, []

    def steps(self, record, lap):
        name = (record.value or b"").decode()
        for stage, seconds in (("clean", 0.5), ("language", 0.25), ("topics", 1.0)):
            self.done.append(f"{stage} {name}")
            self.clock[0] += seconds
            if name.startswith("bad") and stage == "clean":
                return Refusal(Reason.NO_ARTICLE, name, stage)
            try:
                lap(stage)
            except Refused as refused:
                return Refusal(refused.reason, name, stage)
            if stage != "topics":
                yield
        return Enriched(enriched().article, Message(b"k", name.encode()))


@pytest.fixture
def clock(monkeypatch):
    """The clock, and the thread's CPU time, that stand still but for what tests add."""
    seconds = [100.0]
    for name in ("perf_counter", "thread_time"):
        monkeypatch.setattr(f"service.stream.processor.time.{name}", lambda: seconds[0])
    return seconds


def test_a_stage_of_all_articles_at_hand_comes_before_the_next_stage(clock):
    pipeline = StepByStep(clock)
    outcomes = EnrichProcessor(pipeline, Metrics()).several([Record(b"a"), Record(b"bad"), Record(b"c")])
    assert [getattr(outcome, "value", None) or outcome.detail for outcome in outcomes] == [b"a", "bad", b"c"]
    assert pipeline.done == [
        "clean a", "clean bad", "clean c", "language a", "language c", "topics a", "topics c",
    ]  # fmt: skip


def test_each_article_is_charged_its_own_time_and_not_that_of_others_at_its_side(clock):
    metrics = Metrics()
    outcomes = EnrichProcessor(StepByStep(clock), metrics, work_limit_seconds=0.6).several([Record(b"bad"), *SMALL])
    assert [outcome.stage for outcome in outcomes] == ["clean", "language", "language", "language"], "0.75 s each"
    assert sample(metrics, "stage_seconds_sum", stage="clean") == 1.5, "without the refused one's"
    kept = EnrichProcessor(StepByStep(clock), Metrics(), work_limit_seconds=1.8).several(SMALL)
    assert [outcome.value for outcome in kept] == [b"1", b"2", b"3"], "1.75 s each"


SMALL = [Record(b"1"), Record(b"2"), Record(b"3")]


class Sizes:
    """Works on several records at once, and notes how many."""

    def __init__(self) -> None:
        self.sizes: list[int] = []

    def several(self, records):
        self.sizes.append(len(records))
        return [Message(record.key, record.value) for record in records]


@pytest.mark.parametrize(
    ("values", "together"),
    [
        ([b"a"] * 9, [4, 4, 1]),
        ([b"a", b"x" * 40_000, b"b", b"c"], [1, 1, 2]),
        ([b"x" * 20_000, b"y" * 12_000, b"z" * 12_000], [2, 1]),
        ([b"a", None, b"b"], [3]),
    ],
    ids=["many", "one too large for company", "too large together", "a tombstone"],
)
def test_few_and_small_records_are_worked_on_side_by_side_in_their_order(values, together):
    records, work = [Record(value) for value in values], Sizes()
    ahead = Ahead(work.several, records)
    assert [ahead(record).value for record in records] == values
    assert work.sizes == together


def test_records_that_are_read_in_another_form_are_worked_on_alone_and_damaged_ones_passed_over():
    records, work = [object(), Record(b"a"), object(), Record(b"b"), Record(b"c")], Sizes()
    ahead = Ahead(work.several, records)
    assert [ahead(record).value for record in records if type(record) is Record] == [b"a", b"b", b"c"]
    assert work.sizes == [1, 2]
    converted = Ahead(work.several, [fetched(0, b"a"), fetched(1, b"b")])
    assert [converted(Record(value)).value for value in (b"a", b"b")] == [b"a", b"b"]


def test_a_batch_is_worked_on_side_by_side_and_published_in_order(clock):
    bench = Bench(EnrichProcessor(StepByStep(clock), Metrics()))
    batch = Batch(TP(RAW, 2), [Record(value, b"k", (), RAW, 2, n, 0) for n, value in enumerate([b"a", b"bad", b"c"])])

    async def go():
        await bench.runner.run(batch)
        await settled(bench)

    asyncio.run(go())
    assert bench.publisher.values(OUT) == [b"a", b"c"]
    assert len(bench.publisher.values(DEAD)) == 1


def test_a_processor_derived_from_the_pipelines_is_called_for_each_record(clock):
    class Upper(EnrichProcessor):
        def __call__(self, record: Record) -> Message:
            return Message(record.key, record.value.upper())

    records = [Record(b"a"), Record(b"b")]
    process = in_turn(Upper(StepByStep(clock), Metrics()), records)
    assert [process(record).value for record in records] == [b"A", b"B"]


# The guard


class FakeGuard(Unguarded):
    """Writes down what it is told; isolates and waits when told to."""

    def __init__(self, *, alone=False, isolate=False, error=None, aside=()) -> None:
        self.told: list[str] = []
        self._alone, self._isolate, self._error, self._aside = alone, isolate, error, aside
        self.apart = asyncio.Event()
        self.apart.set()

    def aside(self, batch):
        return batch.tp in self._aside

    async def begin(self, batch):
        self.told.append("begin")
        if self._error:
            raise self._error

    def alone(self, batch):
        return self._alone

    async def finish(self):
        self.told.append("finish")

    def blame(self, batch):
        self.told.append("blame")

    def isolation(self, batch):
        return self._process_apart if self._isolate else None

    async def _process_apart(self, record):
        await self.apart.wait()
        return Message(record.key, b"isolated " + record.value)


def guarded(guard: FakeGuard, process=upper) -> Bench:
    bench = Bench(process)
    delivery = AtLeastOnce(lambda: bench.publisher)
    handler = BatchHandler(process, delivery, Channels(OUT, DEAD), bench.metrics, "group", guard)
    told = (bench.acknowledged.append, bench.lost.append, bench.failures.append)
    bench.runner = BatchRunner(handler, bench.metrics, 4, *told, guard=guard)
    return bench


def test_a_batch_is_marked_before_it_is_worked_on():
    async def go():
        def process(record):
            assert guard.told == ["begin"]
            return upper(record)

        guard = FakeGuard()
        bench = guarded(guard, process)
        await bench.runner.run(batch_of(b"a"))
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"A"]
        assert guard.told == ["begin"]

    asyncio.run(go())


def test_a_careful_batch_is_acknowledged_before_the_next_may_come():
    async def go():
        guard = FakeGuard(alone=True)
        bench = guarded(guard)
        batch = batch_of(b"a")
        await bench.runner.run(batch)
        assert bench.acknowledged == [batch]
        assert guard.told == ["begin", "finish"]

    asyncio.run(go())


def test_what_is_in_quarantine_is_not_processed_here():
    async def go():
        bench = guarded(FakeGuard(isolate=True), process=None)
        await bench.runner.run(batch_of(b"a"))
        await settled(bench)
        assert bench.publisher.values(OUT) == [b"isolated a"]

    asyncio.run(go())


def test_other_partitions_go_on_while_one_is_aside_and_that_one_keeps_its_order():
    async def go():
        guard = FakeGuard(aside=(TP(RAW, 3),))
        bench = guarded(guard)
        guard.apart.clear()
        guard.isolation = lambda batch: guard._process_apart if batch is first else None
        first, second = batch_of(b"a", partition=3), batch_of(b"b", partition=3)
        async with asyncio.timeout(5):
            for batch in (first, batch_of(b"c"), second, batch_of(b"d")):
                await bench.runner.run(batch)
        await acknowledged(bench, 2)
        assert bench.publisher.values(OUT) == [b"C", b"D"]
        assert (first.isolated, second.taken) == (True, False)
        guard._aside = ()  # what comes behind it is not suspect any more, and still waits its turn
        third = batch_of(b"e", partition=3)
        await bench.runner.run(third)
        assert not third.taken
        guard.apart.set()
        await acknowledged(bench, 5)
        assert bench.acknowledged[2:] == [first, second, third]
        assert bench.publisher.values(OUT)[2:] == [b"isolated a", b"B", b"E"]
        assert not bench.runner._aside, "the partition is back among the others"

    asyncio.run(go())


def test_nothing_of_a_partition_comes_past_a_failure_aside():
    async def go():
        def process(record):
            raise SystemError

        bench = guarded(FakeGuard(aside=(TP(RAW, 3),)), process)
        batches = [batch_of(b"a", partition=3), batch_of(b"b", partition=3)]
        for batch in batches:
            await bench.runner.run(batch)
        async with asyncio.timeout(5):
            while bench.runner._aside:
                await asyncio.sleep(0)
        assert {type(error) for error in bench.failures} == {SystemError}
        assert (batches[1].taken, bench.publisher.calls, bench.acknowledged) == (False, [], [])

    asyncio.run(go())


def test_nothing_is_published_of_a_batch_that_a_rebalance_drops_in_the_midst_of_the_work():
    async def go():
        guard = FakeGuard(isolate=True)
        guard.apart.clear()
        bench = guarded(guard)
        batch = batch_of(b"a", b"b")
        running = asyncio.create_task(bench.runner.run(batch))
        while not batch.isolated:
            await asyncio.sleep(0)
        batch.dropped = True
        guard.apart.set()
        await running
        await settled(bench)
        assert (bench.publisher.calls, bench.acknowledged, bench.failures) == ([], [], [])
        assert bench.lost == [batch]

    asyncio.run(go())


def test_a_processor_that_raises_is_blamed_and_a_mark_that_fails_stops_the_worker():
    async def go():
        def process(record):
            raise SystemError

        guard = FakeGuard()
        bench = guarded(guard, process)
        batch = batch_of(b"a")
        with pytest.raises(SystemError):
            await bench.runner.run(batch)
        assert guard.told == ["begin", "blame"]
        assert bench.lost == [batch], "a stop need not wait for it"
        bench = guarded(FakeGuard(error=PublishError("no")))
        with pytest.raises(PublishError):
            await bench.runner.run(batch_of(b"a"))
        assert [type(error) for error in bench.failures] == [PublishError]
        assert bench.publisher.calls == []

    asyncio.run(go())
