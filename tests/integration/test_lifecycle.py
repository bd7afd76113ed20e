"""A worker's life: waiting for Kafka, unfit channels, wrong settings, draining, forced stops."""

from __future__ import annotations

import signal
import time

import pytest

from tests.integration.harness import Account, Names, WorkerProcess, article, lag_of, produce, read_all, wait_until
from tests.kafka import tools
from tests.kafka.broker import KafkaBroker
from tests.kafka.ports import free_port


def test_without_kafka_it_waits_with_one_line_and_stops_when_told() -> None:
    names = Names.unique("absent")
    with WorkerProcess(names, f"127.0.0.1:{free_port()}") as worker:
        wait_until(lambda: "does not answer" in worker.log, 20, worker)
        time.sleep(3)
        assert worker.log.count("does not answer") == 1
        assert len(worker.log.splitlines()) < 6, worker.log
        assert worker.health("started")[0] == 200
        assert worker.health("live")[0] == 200
        status, body = worker.health("ready")
        assert (status, "Kafka" in body["waiting_for"]) == (503, True)
        assert worker.terminate() == 0


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"kafka_bootstrap_server": "x"}, ("COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS",)),
        ({"poll_records": "many"}, ("COMMUNIQUE_POLL_RECORDS", "whole number")),
        ({"delivery": "at-most-once"}, ("COMMUNIQUE_DELIVERY", "at-least-once")),
        ({"taxonomy": "no-such"}, ("no-such", "vietnam-diplomacy")),
        ({"languages": "german"}, ("COMMUNIQUE_LANGUAGES", "german")),
    ],
)
def test_wrong_settings_are_refused_with_name_and_mend(settings: dict[str, str], words: tuple[str, ...]) -> None:
    with WorkerProcess(Names.unique("wrong"), "127.0.0.1:1", **settings) as worker:
        wait_until(lambda: worker.exit_code() is not None, 20, worker)
        assert worker.exit_code() == 2
        assert worker.log.startswith("error: "), worker.log
        assert all(word in worker.log for word in words), worker.log


def test_a_taken_port_is_refused() -> None:
    names = Names.unique("port")
    with WorkerProcess(names, "127.0.0.1:1") as first:
        wait_until(lambda: first.health("live")[0] == 200, 20, first)
        with WorkerProcess(names, "127.0.0.1:1", http_port=first.port) as second:
            wait_until(lambda: second.exit_code() is not None, 20, second)
            assert second.exit_code() == 2
            assert "COMMUNIQUE_HTTP_PORT" in second.log


@pytest.mark.kafka
def test_a_missing_channel_is_named(kafka) -> None:
    names = Names.unique("missing")
    kafka.create_channel(names.raw, 1)
    with WorkerProcess(names, kafka.bootstrap) as worker:
        wait_until(lambda: worker.exit_code() is not None, 20, worker)
        assert worker.exit_code() == 3
        assert names.enriched in worker.log
        assert "COMMUNIQUE_CREATE_CHANNELS" in worker.log


@pytest.mark.kafka
def test_missing_channels_are_created_when_allowed(kafka) -> None:
    names = Names.unique("made")
    with WorkerProcess(names, kafka.bootstrap, create_channels="true", channel_partitions=3) as worker:
        worker.wait_ready()
        produce(kafka.bootstrap, names.raw, [article(1)])
        wait_until(lambda: len(Account.of(kafka.bootstrap, names)) == 1, 20, worker)
    assert tools.channel_configs(kafka.bootstrap, names.dead)["retention.ms"] == "-1"


@pytest.mark.kafka
def test_a_dead_letter_channel_too_small_for_raw_is_refused(kafka) -> None:
    names = Names.unique("small")
    kafka.create_channel(names.raw, 1, max_message_bytes=8 << 20)
    kafka.create_channel(names.enriched, 1)
    kafka.create_channel(names.dead, 1, max_message_bytes=8 << 20)
    with WorkerProcess(names, kafka.bootstrap) as worker:
        wait_until(lambda: worker.exit_code() is not None, 20, worker)
        assert worker.exit_code() == 3
        assert "max.message.bytes" in worker.log


@pytest.mark.kafka
@pytest.mark.slow
def test_sigterm_under_load_drains_and_leaves_neither_gap_nor_repeat(kafka) -> None:
    names = Names.unique("drain").create(kafka)
    count = 6000
    produce(kafka.bootstrap, names.raw, map(article, range(count)))
    with WorkerProcess(names, kafka.bootstrap, kafka_session_timeout_seconds=6) as worker:
        for _ in range(3):
            worker.wait_ready()
            time.sleep(0.7)
            started = time.monotonic()
            assert worker.terminate() == 0, worker.log
            assert time.monotonic() - started < 10
            worker.start()
        worker.wait_ready()
        wait_until(lambda: lag_of(worker) == 0, 60, worker)
        assert worker.terminate() == 0
    account = Account.of(kafka.bootstrap, names)
    assert account.missing(read_all(kafka.bootstrap, names.raw)) == []
    assert account.duplicates() == 0


@pytest.mark.kafka
@pytest.mark.slow
@pytest.mark.parametrize(("articles", "code"), [(0, 0), (6000, 4)], ids=["nothing in flight", "output in flight"])
def test_sigterm_with_kafka_gone_ends_inside_the_deadline_with_an_error_when_output_is_not_acknowledged(
    kafka_possible: None, articles: int, code: int
) -> None:
    with KafkaBroker() as broker:
        names = Names.unique("gone").create(broker)
        produce(broker.bootstrap, names.raw, map(article, range(articles)))
        settings = {"poll_records": 100, "drain_seconds": 2, "stop_deadline_seconds": 6}
        with WorkerProcess(names, broker.bootstrap, **settings) as worker:
            worker.wait_ready()
            wait_until(lambda: articles == 0 or worker.count("articles_published_total"), 20, worker)
            broker.kill()
            time.sleep(1)
            assert worker.health("live")[0] == 200
            assert (worker.count("batches_in_flight") > 0) == (articles > 0)
            started = time.monotonic()
            assert worker.terminate() == code, worker.log
            assert time.monotonic() - started < 10


@pytest.mark.kafka
def test_a_second_signal_ends_it_at_once(kafka_possible: None) -> None:
    with KafkaBroker() as broker:
        names = Names.unique("twice").create(broker)
        with WorkerProcess(names, broker.bootstrap, drain_seconds=20, stop_deadline_seconds=40) as worker:
            worker.wait_ready()
            broker.pause()
            assert worker.process is not None
            worker.process.send_signal(signal.SIGTERM)
            time.sleep(1)
            assert worker.exit_code() is None, "it must be waiting for the broker"
            assert worker.terminate(5) == 4, worker.log
            broker.resume()


@pytest.mark.kafka
@pytest.mark.slow
def test_two_workers_share_the_partitions(kafka) -> None:
    names = Names.unique("two").create(kafka)
    options = {"kafka_session_timeout_seconds": 6}
    with (
        WorkerProcess(names, kafka.bootstrap, **options) as one,
        WorkerProcess(names, kafka.bootstrap, **options) as two,
    ):
        one.wait_ready()
        two.wait_ready()
        wait_until(lambda: all(w.metrics().count("communique_consumer_lag_records{") == 2 for w in (one, two)), 30, one)
        produce(kafka.bootstrap, names.raw, map(article, range(200)))
        wait_until(lambda: len(Account.of(kafka.bootstrap, names)) == 200, 30, one)
        assert two.terminate() == 0
        produce(kafka.bootstrap, names.raw, map(article, range(200, 300)))
        wait_until(lambda: len(Account.of(kafka.bootstrap, names)) == 300, 30, one)
    assert Account.of(kafka.bootstrap, names).duplicates() == 0


@pytest.mark.kafka
@pytest.mark.slow
def test_a_publish_without_the_brokers_word_stops_the_worker_uncommitted(kafka_possible: None) -> None:
    with KafkaBroker() as broker:
        names = Names.unique("deaf").create(broker)
        count = 4000
        produce(broker.bootstrap, names.raw, map(article, range(count)))
        options = {
            "publish_deadline_seconds": 2,
            "drain_seconds": 2,
            "poll_records": 200,
            "kafka_session_timeout_seconds": 6,
        }
        with WorkerProcess(names, broker.bootstrap, **options) as worker:
            worker.wait_ready()
            wait_until(lambda: worker.count("articles_published_total"), 20, worker)
            broker.pause()
            wait_until(lambda: worker.exit_code() is not None, 30, worker)
            assert worker.exit_code() == 1, worker.log
            assert "did not acknowledge within 2 s" in worker.log
            broker.resume()
            worker.start().wait_ready()
            wait_until(lambda: lag_of(worker) == 0, 60, worker)
        assert Account.of(broker.bootstrap, names).missing(read_all(broker.bootstrap, names.raw)) == []


@pytest.mark.slow
@pytest.mark.kafka
def test_the_same_process_goes_on_after_a_crash_of_the_broker(kafka_possible: None) -> None:
    with KafkaBroker() as broker:
        names = Names.unique("back").create(broker)
        count = 6000
        produce(broker.bootstrap, names.raw, map(article, range(count)))
        with WorkerProcess(names, broker.bootstrap, poll_records=200, kafka_session_timeout_seconds=6) as worker:
            worker.wait_ready()
            wait_until(lambda: worker.count("articles_published_total"), 20, worker)
            broker.kill()
            time.sleep(2)
            assert worker.health("live")[0] == 200
            broker.start()
            wait_until(lambda: lag_of(worker) == 0, 90, worker)
            assert worker.exit_code() is None
            assert worker.terminate() == 0, worker.log
            assert len(worker.log.splitlines()) < 200, "an outage must not flood the log"
        assert Account.of(broker.bootstrap, names).missing(read_all(broker.bootstrap, names.raw)) == []
