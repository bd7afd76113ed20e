"""Articles that kill the process that works on them: found, put away whole, and the rest goes on. On Apache Kafka.

The negative control is the same worker without quarantine: it must be seen to die again and again.
"""

from __future__ import annotations

import json
import time

import pytest

from tests.integration.harness import Account, Names, Sent, WorkerProcess, article, produce, read_all, wait_until
from tests.integration.test_kill import lag_of

ARTICLES = 1_200
PLACE = 700
MODULE = ("tests.integration.poison_worker",)
SETTINGS = {
    "kafka_session_timeout_seconds": 2,
    "poll_records": 200,
    "stuck_seconds": 2,
    "quarantine_seconds": 2,
    "quarantine_memory_bytes": 128 << 20,
}
DEATHS = {
    "crash": (-11, "signal SIGSEGV"),
    "memory": (-9, "more than 128 MiB of memory"),
    "loop": (-27, "longer than 2 s"),
    "raise": (1, "exit code 1"),
}


def poison(kind: str, number: int = 0) -> Sent:
    """An article that kills, with bytes that no encoder would write the same way."""
    value = b'{"id":"poison-%d",  "title": "kill by %s","content":"The text. It stands in two sentences."}  '
    return Sent(value % (number, kind.encode()), key=b"\x00\xffkey", headers=[("trace", b"\x01\x02")])


def supervised(worker: WorkerProcess, done, seconds: float, most: int) -> list[int]:
    """Start a worker again whenever it ends; the exit codes, when `done()` or when it has ended `most` times."""
    codes: list[int] = []
    deadline = time.monotonic() + seconds
    while len(codes) < most:
        code = worker.exit_code()
        if code is not None:
            codes.append(code)
            worker.start()
        elif worker.health("ready")[0] == 200 and done():
            break
        assert time.monotonic() < deadline, worker.log
        time.sleep(0.1)
    return codes


def articles_with(kafka, *letters: Sent, partitions: int = 4) -> Names:
    """Channels, and in them articles with poison among them."""
    names = Names.unique("poison").create(kafka, partitions)
    sent = [article(number) for number in range(ARTICLES)]
    for nth, letter in enumerate(letters):
        sent.insert(PLACE + 3 * nth, letter)
    produce(kafka.bootstrap, names.raw, sent)
    return names


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "delivery"),
    [("crash", "at-least-once"), ("memory", "at-least-once"), ("loop", "exactly-once"), ("raise", "exactly-once")],
)
def test_an_article_that_kills_is_a_dead_letter_and_the_rest_goes_on(kafka, kind: str, delivery: str) -> None:
    names = articles_with(kafka, poison(kind))
    began = time.monotonic()
    with WorkerProcess(names, kafka.bootstrap, MODULE, delivery=delivery, **SETTINGS) as worker:
        codes = supervised(worker, lambda: lag_of(worker) == 0, 90, 9)
        log = worker.log
        if worker.exit_code() is None:
            assert worker.terminate() == 0, worker.log
    print(f"\n{kind}, {delivery}: exit codes {codes}, {time.monotonic() - began:.1f} s")
    code, told = DEATHS[kind]
    assert codes
    assert set(codes) == {code}, log
    assert len(codes) <= 3, log
    account = Account.of(kafka.bootstrap, names)
    raw = read_all(kafka.bootstrap, names.raw)
    assert account.missing(raw) == []
    assert len(account.enriched) == ARTICLES
    (letter,) = read_all(kafka.bootstrap, names.dead)
    sent, headers = poison(kind), dict(letter.headers)
    assert (letter.value, letter.key, letter.headers[0]) == (sent.value, sent.key, sent.headers[0])
    assert headers["communique.reason"] == b"crashed_worker"
    assert told in headers["__connect.errors.exception.message"].decode()
    if delivery == "exactly-once":
        assert account.duplicates() == 0


@pytest.mark.kafka
@pytest.mark.slow
def test_without_quarantine_the_group_is_seen_to_crash_again_and_again(kafka) -> None:
    names = articles_with(kafka, poison("crash"))
    with WorkerProcess(names, kafka.bootstrap, MODULE, quarantine="false", **SETTINGS) as worker:
        codes = supervised(worker, lambda: lag_of(worker) == 0, 60, 6)
    assert codes == [-11] * 6
    assert read_all(kafka.bootstrap, names.dead) == []
