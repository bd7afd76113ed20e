"""Header names that are no UTF-8 on Apache Kafka: read, passed on, dead-lettered and redriven byte for byte."""

from __future__ import annotations

import json

import pytest

from service.models import Message
from tests.integration.commands import audit, communique, dead_letter, settle
from tests.integration.harness import Names, Sent, WorkerProcess, article, produce, read_all, wait_until
from tests.wire import ODD, batch_of, send_batches, signed

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

HEADERS = (("before", b"1"), (ODD, b"\xff"), (ODD, None), ("größe", b"2"))


@pytest.fixture
def names(kafka) -> Names:
    return Names.unique("odd").create(kafka, 2)


def odd(key: bytes, value: bytes | None) -> Message:
    return Message(key, value, HEADERS)


def letters(kafka, names: Names) -> list:
    return read_all(kafka.bootstrap, names.dead)


def outcomes(kafka, names: Names) -> int:
    return len(read_all(kafka.bootstrap, names.enriched)) + len(letters(kafka, names))


@pytest.mark.parametrize(("delivery", "compression"), [("at-least-once", "zstd"), ("exactly-once", "none")])
def test_odd_names_pass_in_both_deliveries_and_their_letters_go_back_and_come_again(
    kafka, names, delivery, compression
):
    produce(kafka.bootstrap, names.raw, [Sent(article(0).value, b"0", (), 0)])
    batch = batch_of([odd(b"1", article(1).value), odd(b"2", b"no event"), odd(b"3", article(3).value)], "gzip")
    send_batches(kafka.bootstrap, names.raw, [(0, batch, 3), (1, batch, 3)])
    produce(kafka.bootstrap, names.raw, [Sent(article(4).value, b"4", (), 0)])
    with WorkerProcess(names, kafka.bootstrap, delivery=delivery, compression=compression) as worker:
        worker.wait_ready()
        wait_until(lambda: outcomes(kafka, names) == 8, 20, worker)

        enriched = read_all(kafka.bootstrap, names.enriched)
        assert [one.key for one in enriched if one.partition == 0] == [b"0", b"1", b"3", b"4"]
        assert all((one.headers[-len(HEADERS) :] == HEADERS) == (one.key in {b"1", b"3"}) for one in enriched)
        first = letters(kafka, names)
        assert [(one.key, one.value, one.headers[:4]) for one in first] == [(b"2", b"no event", HEADERS)] * 2

        looks(kafka, names)
        settle(kafka, names, "redrive", "--partition", "0", "--yes")
        wait_until(lambda: len(letters(kafka, names)) == 3, 20, worker)
        (again,) = [one for one in letters(kafka, names) if dict(one.headers)["communique.attempts"] == b"2"]
        assert (again.key, again.value, again.headers[:4]) == (b"2", b"no event", HEADERS)
        redriven = [one for one in read_all(kafka.bootstrap, names.raw) if one.partition == 0][-1]
        assert (redriven.key, redriven.value, redriven.headers[:4]) == (b"2", b"no event", HEADERS)
        settle(kafka, names, "discard", "--partition", "1", "--why", "test", "--yes")
        assert worker.terminate() == 0
    report = audit(kafka, names)
    assert (report["accounted"], report["enriched"], report["dead"]) == (True, 6, 3)


def looks(kafka, names: Names) -> None:
    """Every command that looks at such a letter shows it and does not fail."""
    assert "2 open" in dead_letter(kafka, names, "stats")
    assert json.loads(dead_letter(kafka, names, "stats", "--json"))["open"] == 2
    assert len(dead_letter(kafka, names, "list", "--json").splitlines()) == 2
    assert "invalid_json" in dead_letter(kafka, names, "list")
    assert "n\ufffd\ufffdme" in dead_letter(kafka, names, "show", "0:0")
    page = json.loads(dead_letter(kafka, names, "show", "0:0", "--json"))
    assert page["headers"][1] == [{"base64": "bv+AbWU="}, {"base64": "/w=="}]
    assert page["headers"][3] == ["größe", "2"]
    for channel in (names.dead, names.raw):
        for words in ((), ("--json",)):
            shown = communique(kafka, names, "tail", "--channel", channel, "--from-beginning", "-n", "2", *words)
            assert len(shown.stdout.splitlines()) == 2


def test_kafka_takes_no_batch_that_nobody_can_decode(kafka, names):
    spoilt = batch_of([odd(b"1", b"v" * 100)], "zstd")
    spoilt = signed(spoilt[:70] + b"garbage" + spoilt[77:])
    with pytest.raises(Exception, match=r"Corrupt|Invalid|Unsupported|Unknown"):
        send_batches(kafka.bootstrap, names.raw, [(0, spoilt, 1)])
    assert read_all(kafka.bootstrap, names.raw) == []
