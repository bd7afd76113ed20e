"""Articles that kill the process that works on them: found, put away whole, and the rest goes on. On Apache Kafka.

The negative control is the same worker without quarantine: it must be seen to die again and again.
"""

from __future__ import annotations

import time

import pytest

from tests.integration.harness import Account, Names, Sent, WorkerProcess, article, lag_of, produce, read_all

ARTICLES = 1_000
PLACE = 600
MODULE = ("tests.integration.poison_worker",)
SETTINGS = {
    "kafka_session_timeout_seconds": 2,
    "poll_records": 200,
    "stuck_seconds": 2,
    "quarantine_seconds": 2,
    "quarantine_memory_bytes": 128 << 20,
}
TOLD = {
    "crash": "signal SIGSEGV",
    "memory": "more than 128 MiB of memory",
    "loop": "longer than 2 s",
    "raise": "exit code 1",
}


def poison(kind: str) -> Sent:
    """An article that kills, with bytes that no encoder would write the same way."""
    value = b'{"id":"poison-%s",  "title": "kill by %s","content":"The text. It stands in two sentences."}  '
    return Sent(value % (kind.encode(), kind.encode()), key=b"\x00\xffkey", headers=[("trace", b"\x01\x02")])


def articles_with(kafka, *kinds: str) -> Names:
    """Channels, and in them articles with poison among them, all of it in one partition."""
    names = Names.unique("poison").create(kafka)
    sent = [article(number) for number in range(ARTICLES)]
    for nth, kind in enumerate(kinds):
        sent.insert(PLACE + 30 * nth, poison(kind))
    produce(kafka.bootstrap, names.raw, sent)
    return names


def supervised(worker: WorkerProcess, most: int, seconds: float = 120) -> list[int]:
    """Start a worker again whenever it ends, until no lag is left; its exit codes, at most so many."""
    codes: list[int] = []
    deadline = time.monotonic() + seconds
    while len(codes) < most:
        if (code := worker.exit_code()) is not None:
            codes.append(code)
            worker.start()
        elif worker.health("ready")[0] == 200 and no_lag(worker):
            break
        assert time.monotonic() < deadline, worker.log
        time.sleep(0.1)
    return codes


def no_lag(worker: WorkerProcess) -> bool:
    try:
        return lag_of(worker) == 0
    except (OSError, AssertionError):  # it has died meanwhile, which is what these tests are about
        return False


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(
    ("kinds", "delivery", "code"),
    [
        (("crash",), "exactly-once", -11),
        (("memory",), "at-least-once", -9),
        (("loop",), "at-least-once", -27),
        (("raise", "crash", "memory", "loop"), "at-least-once", 1),
    ],
)
def test_an_article_that_kills_is_a_dead_letter_and_the_rest_goes_on(kafka, kinds, delivery, code) -> None:
    names = articles_with(kafka, *kinds)
    began = time.monotonic()
    with WorkerProcess(names, kafka.bootstrap, MODULE, delivery=delivery, **SETTINGS) as worker:
        codes = supervised(worker, most=9)
        assert worker.exit_code() is None, worker.log
        assert worker.terminate() == 0, worker.log
        log = worker.log
    print(f"\n{kinds}, {delivery}: exit codes {codes}, {time.monotonic() - began:.1f} s")
    assert 2 <= len(codes) <= 3, log
    assert set(codes) == {code}, log
    account = Account.of(kafka.bootstrap, names)
    assert account.missing(read_all(kafka.bootstrap, names.raw)) == []
    assert len(account.enriched) == ARTICLES
    if delivery == "exactly-once":
        assert account.duplicates() == 0
    letters = {letter.value: letter for letter in read_all(kafka.bootstrap, names.dead)}
    assert set(letters) == {poison(kind).value for kind in kinds}
    for sent, told in ((poison(kind), TOLD[kind]) for kind in kinds):
        letter = letters[sent.value]
        assert (letter.key, letter.headers[0]) == (sent.key, sent.headers[0])
        headers = dict(letter.headers)
        assert headers["communique.reason"] == b"crashed_worker"
        assert told in headers["__connect.errors.exception.message"].decode()


@pytest.mark.kafka
@pytest.mark.slow
def test_without_quarantine_the_group_is_seen_to_crash_again_and_again(kafka) -> None:
    names = articles_with(kafka, "crash")
    with WorkerProcess(names, kafka.bootstrap, MODULE, quarantine="false", **SETTINGS) as worker:
        assert supervised(worker, most=4) == [-11] * 4
    assert read_all(kafka.bootstrap, names.dead) == []
