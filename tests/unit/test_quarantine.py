"""Quarantine and the child process: real processes that die for real reasons, and what becomes of the article."""

from __future__ import annotations

import asyncio
import ctypes
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from faust.types.tuples import TP

from service.core.encode import encode_dead_letter
from service.edges.metric_values import QUARANTINE_CAUSES
from service.edges.metrics import Metrics
from service.edges.samples import feed
from service.edges.settings import Settings
from service.models import DeadLetter, Findings, Message, Reason, Record, Refusal
from service.stream.batch import Batch
from service.stream.child import Answer, Cause, Child, ChildError, Death
from service.stream.marks import Ledger, Mark
from service.stream.quarantine import Quarantine
from service.stream.tally import Notes
from service.stream.worker import _child_of

RAW = TP("articles.raw", 1)


class UnpicklableError(Exception):
    def __init__(self, one, two):
        super().__init__(f"{one}{two}")


def deadly(record: Record) -> Message | Refusal:
    match record.value:
        case b"crash":
            ctypes.string_at(0)
        case b"memory":
            bytearray(1 << 30)
        case b"caught memory":
            return Refusal(Reason.INTERNAL_ERROR, "MemoryError", "clean", exception=MemoryError())
        case b"loop":
            sum(itertools.count())
        case b"exit":
            os._exit(3)
        case b"bad":
            return Refusal(Reason.INTERNAL_ERROR, "it is bad", "clean", exception=ValueError("v"))
        case b"strange":
            return Refusal(Reason.INTERNAL_ERROR, "it is strange", "clean", exception=UnpicklableError(1, 2))
    return Message(record.key, b"done by %d" % os.getpid())


def make(metrics):
    return deadly


def make_none(metrics):
    raise RuntimeError("no taxonomy")


@pytest.fixture
def child():
    made = Child(make, seconds=1.0, memory_bytes=64 << 20)
    yield made
    made.stop()


@pytest.mark.slow
def test_a_healthy_article_is_worked_on_in_another_process_and_the_process_is_kept(child):
    first, second = (child.ask(Record(value, b"key")).outcome for value in (b"a", b"b"))
    assert first == second
    assert first.key == b"key"
    assert first.value != b"done by %d" % os.getpid()


@pytest.mark.parametrize(
    ("value", "cause", "detail"),
    [
        (b"crash", Cause.SIGNAL, "signal SIGSEGV"),
        (b"memory", Cause.MEMORY, "it wanted more than 64 MiB of memory"),
        (b"caught memory", Cause.MEMORY, "it wanted more than 64 MiB of memory"),
        (b"loop", Cause.TIME, "it took longer than 1 s"),
        (b"exit", Cause.EXIT, "exit code 3"),
    ],
)
def test_every_death_is_told_apart_and_another_child_goes_on(child, value, cause, detail):
    assert child.ask(Record(value)) == Death(cause, detail)
    assert isinstance(child.ask(Record(b"a")).outcome, Message)


def test_a_refusal_comes_back_whole_or_without_an_exception_that_cannot_travel(child):
    assert child.ask(Record(b"bad")).outcome.exception.args == ("v",)
    strange = child.ask(Record(b"strange")).outcome
    assert (strange.detail, strange.exception) == ("it is strange", None)


def test_a_child_that_died_idle_is_replaced_without_blaming_the_article(child):
    pid = int(child.ask(Record(b"a")).outcome.value.split()[-1])
    os.kill(pid, signal.SIGKILL)
    child._process.wait(5)
    assert isinstance(child.ask(Record(b"b")).outcome, Message)


def test_a_child_does_not_hear_what_a_terminal_or_systemd_sends_to_all(child):
    pid = int(child.ask(Record(b"a")).outcome.value.split()[-1])
    os.kill(pid, signal.SIGINT)
    os.kill(pid, signal.SIGTERM)
    assert child.ask(Record(b"b")).outcome.value == b"done by %d" % pid


def test_a_child_that_cannot_be_had_is_an_error_of_its_own():
    for wrong in (Child(make_none, seconds=1, memory_bytes=1 << 26), Child(lambda _: None, seconds=1, memory_bytes=1)):
        with pytest.raises(ChildError):
            wrong.ask(Record(b"a"))
        wrong.stop()


def test_causes_are_those_of_the_metric():
    assert tuple(QUARANTINE_CAUSES) == tuple(Cause)


class Scripted:
    """A child that answers from a list."""

    stopped = False

    def __init__(self, *answers) -> None:
        self.answers = list(answers)

    def ask(self, record):
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def close(self) -> None:
        self.answers.append("closed")


CRASH, SLOW, FINE = (
    Death(Cause.SIGNAL, "signal SIGSEGV"),
    Death(Cause.TIME, "it took longer than 1 s"),
    Answer(
        Message(b"k", b"v"),
        Notes([("clean", 0.5)], [Findings(("trade",), "en", {}, (), {}), Findings((), "en", {}, (), {})]),
    ),
)


def processed(*answers):
    """What becomes of a record whose children fare as told, and the metrics."""
    metrics, ledger = Metrics(("trade",)), Ledger("b")
    ledger.take(RAW, 0, Mark(True, 1, 50, 900, "a").text)
    nothing = asyncio.sleep
    quarantine = Quarantine(
        ledger, mark=nothing, commit=nothing, child=Scripted(*answers), process=deadly, metrics=metrics
    )
    record = Record(b"whole \xff", b"k", channel=RAW.topic, partition=RAW.partition, offset=7, timestamp=9)
    outcome = asyncio.run(quarantine.process(record))
    return outcome, record, lambda name, **labels: metrics.registry.get_sample_value(f"communique_{name}", labels)


def test_the_child_works_on_one_article_at_a_time_and_is_kept_while_one_waits_though_its_partition_has_gone():
    other = TP(RAW.topic, 2)

    class Slow(Scripted):
        def __init__(self) -> None:
            self.told, self.go = [], threading.Event()

        def ask(self, record):
            self.told.append(f"begun {record.offset}")
            self.go.wait(5)
            self.told.append(f"done {record.offset}")
            return FINE

        def close(self) -> None:
            self.told.append("closed")

    async def scenario():
        ledger, child, nothing = Ledger("b"), Slow(), asyncio.sleep
        for tp in (RAW, other):
            ledger.take(tp, 0, Mark(True, 1, 50, 900, "a").text)
        quarantine = Quarantine(
            ledger, mark=nothing, commit=nothing, child=child, process=deadly, metrics=Metrics(("trade",))
        )
        suspect, later = (Batch(tp, [SimpleNamespace(offset=0, timestamp=0)]) for tp in (RAW, other))
        assert quarantine.aside(suspect)
        asked = [
            asyncio.create_task(quarantine.process(Record(b"a", channel=tp.topic, partition=tp.partition, offset=n)))
            for n, tp in enumerate((RAW, other))
        ]
        while not child.told:
            await asyncio.sleep(0.01)
        ledger.forget((RAW, other))
        assert not quarantine.aside(later)
        assert quarantine.isolation(later) is None
        child.go.set()
        await asyncio.gather(*asked)
        assert child.told == ["begun 0", "done 0", "begun 1", "done 1"]
        quarantine.isolation(later)
        assert child.told[-1] == "closed"

    asyncio.run(scenario())


def test_one_death_may_be_chance():
    outcome, _, count = processed(CRASH, FINE)
    assert outcome == FINE.outcome
    assert (count("quarantined_total", outcome="enriched"), count("quarantined_total", outcome="crashed")) == (1, 0)
    assert count("quarantine_deaths_total", cause="signal") == 1


def test_what_the_child_counted_of_an_article_is_counted_here():
    _, _, count = processed(CRASH, FINE)
    assert (count("stage_seconds_count", stage="clean"), count("stage_seconds_sum", stage="clean")) == (1, 0.5)
    assert (count("topics_assigned_total", topic="trade"), count("articles_off_topic_total")) == (1, 1)


def test_a_child_has_the_limit_of_its_worker_and_no_kafka_client_and_counts_what_was_done_until_then():
    sample = next(one for one in feed() if "topics" in one.expect)
    child = _child_of(Settings(work_limit_seconds=1e-9), None)
    try:
        answer = child.ask(Record(sample.value, sample.key))
        loaded = Path(f"/proc/{child._process.pid}/maps")
        libraries = loaded.read_text() if loaded.exists() else "selectolax"
    finally:
        child.stop()
    assert answer.outcome.reason is Reason.WORK_LIMIT
    assert [stage for stage, _ in answer.notes.stages] == ["decode"]
    assert [name for name in ("selectolax", "aiokafka", "uvloop") if name in libraries] == ["selectolax"]


def test_two_deaths_make_a_dead_letter_that_says_how_and_carries_the_record_whole():
    outcome, record, count = processed(CRASH, SLOW)
    assert (outcome.reason, outcome.stage) == (Reason.CRASHED_WORKER, "quarantine")
    assert "signal SIGSEGV; then it took longer than 1 s" in outcome.detail
    assert count("quarantined_total", outcome="crashed") == 1
    letter = encode_dead_letter(DeadLetter(record, outcome), connector="g")
    assert (letter.value, letter.key, letter.timestamp) == (record.value, record.key, 9)


def test_without_a_child_the_article_is_worked_on_here_rather_than_never(caplog):
    outcome, _, _ = processed(ChildError("no memory"))
    assert outcome.value == b"done by %d" % os.getpid()
    assert "without protection" in caplog.text


def test_the_watchdog_ends_a_process_that_is_stuck_in_c_and_shows_where():
    code = "import itertools\nfrom service.stream import watchdog\nwatchdog.explain_deaths()\nwatchdog.arm(0.3)\n"
    stuck = subprocess.run(
        [sys.executable, "-c", code + "sum(itertools.count())"], capture_output=True, timeout=30, check=False
    )
    assert stuck.returncode == -signal.SIGPROF
    assert b"most recent call first" in stuck.stderr


def test_the_watchdog_lets_go_on_what_sleeps_or_calls_in_time():
    code = """
import time
from service.stream import watchdog
watchdog.arm(0.2)
time.sleep(0.5)
for _ in range(5):
    watchdog.arm(0.2)
    until = time.process_time() + 0.1
    while time.process_time() < until:
        pass
watchdog.arm(0)
until = time.process_time() + 0.4
while time.process_time() < until:
    pass
"""
    began = time.monotonic()
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0
    assert time.monotonic() - began > 1
