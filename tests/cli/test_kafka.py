from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Iterator

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from service.cli.kafka import _Known
from service.cli.records import json_line, readable_line
from service.edges.embedded import EmbeddedKafka
from service.models import Record
from tests.cli.harness import COMMAND, ROOT, environment, json_lines, run
from tests.wire import ODD

LINES = ROOT / "samples" / "articles.jsonl"
LETTER = (
    ("communique.reason", b"invalid_json"),
    ("__connect.errors.exception.message", b"unexpected end\x1b[2J"),
    ("__connect.errors.topic", b"articles.raw"),
    ("__connect.errors.partition", b"2"),
    ("__connect.errors.offset", b"17"),
)


@pytest.fixture(scope="module")
def kafka() -> Iterator[EmbeddedKafka]:
    pytest.importorskip("confluent_kafka")
    with EmbeddedKafka() as broker:
        yield broker


def put(broker: EmbeddedKafka, channel: str, *records: Record) -> None:
    async def send() -> None:
        async with AIOKafkaProducer(bootstrap_servers=broker.bootstrap) as producer:
            for record in records:
                await producer.send_and_wait(channel, record.value, headers=list(record.headers), partition=0)

    broker.create(channel, 1)
    asyncio.run(send())


def test_what_is_produced_is_what_tail_shows(kafka):
    kafka.create("way", 1)
    sent = run("produce", LINES, "--channel", "way", "-b", kafka.bootstrap, "--json")
    assert orjson.loads(sent.stdout) == {"channel": "way", "sent": 4}
    shown = run("tail", "--channel", "way", "--from-beginning", "-n", "4", "--json", "-b", kafka.bootstrap)
    assert shown.stdout == b"".join(orjson.dumps(line) + b"\n" for line in json_lines(LINES.read_bytes()))


def test_tail_leaves_out_repeats_by_event_id(kafka):
    event = orjson.dumps({"language": "en", "title": "Talks", "topics": []})
    records = [Record(event, headers=(("ce_id", name),)) for name in (b"a", b"a", b"b")]
    put(kafka, "twice", *records)
    shown = run("tail", "--channel", "twice", "--from-beginning", "-n", "2", "--unique", "-b", kafka.bootstrap)
    assert shown.stdout.decode().splitlines() == ["en    Talks  [off-topic]"] * 2


def test_tail_ends_with_its_reader(kafka):
    put(kafka, "short", *[Record(b"{}")] * 5)
    process = subprocess.Popen(
        [*COMMAND, "tail", "--channel", "short", "--from-beginning", "-b", kafka.bootstrap],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        cwd=ROOT,
    )
    assert process.stdout.readline()
    process.stdout.close()
    put(kafka, "short", Record(b"{}"), Record(b"{}"))
    assert process.wait(20) == 0
    assert process.stderr.read() == b""
    process.stderr.close()


def test_what_is_too_large_is_not_sent(kafka, tmp_path):
    large = tmp_path / "large.jsonl"
    large.write_bytes(b'{"id":"a"}\n' + b"x" * 5000)
    found = run("produce", large, "-b", kafka.bootstrap, "--set", "max_article_bytes=4000", "--channel", "large")
    assert found.returncode == 2
    assert f"{large}:2: larger than 4,000 bytes" in found.stderr.decode()


def test_a_dead_letter_is_a_line_with_its_origin_and_cannot_steer_the_terminal():
    line = readable_line(Record(b"broken", headers=LETTER))
    assert line == "dead  invalid_json: unexpected end [2J  (articles.raw 2@17)"


def test_a_dead_letter_as_json_keeps_headers_and_bytes():
    told = orjson.loads(json_line(Record(b"\xffbroken", key=b"gazette", headers=LETTER, partition=1, offset=5)))
    assert told["key"] == "gazette"
    assert told["headers"]["communique.reason"] == "invalid_json"
    assert (told["partition"], told["offset"], told["value"]) == (1, 5, "\ufffdbroken")


def test_header_names_that_are_no_utf8_are_shown_with_replacement_characters():
    record = Record(b"broken", headers=((ODD, b"1"), *LETTER), partition=1, offset=5)
    assert orjson.loads(json_line(record))["headers"]["n\ufffd\ufffdme"] == "1"
    assert readable_line(record).startswith("dead  invalid_json")


@pytest.mark.parametrize(
    ("value", "size"),
    [(None, "0 bytes"), (b"", "0 bytes"), (b"\x00\x01", "2 bytes"), (b"[1]", "3 bytes"), (b"7", "1 byte")],
)
def test_a_record_that_is_no_event_is_a_line_too(value, size):
    assert f"{size}, no event" in readable_line(Record(value, partition=0, offset=9))


def test_known_ids_are_bounded(monkeypatch):
    monkeypatch.setattr("service.cli.kafka._REMEMBERED_IDS", 2)
    known = _Known()
    assert [known.saw(name) for name in (b"a", b"b", b"a", b"c", b"a", None, None)] == [
        False,
        False,
        True,
        False,
        False,
        False,
        False,
    ]
