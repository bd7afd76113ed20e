"""`communique dead-letter` on Apache Kafka: what is listed, what goes back, what a kill in between leaves behind."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time

import pytest
from aiokafka import AIOKafkaProducer

from service._version import __version__
from service.core.encode import encode_dead_letter
from service.models import DeadLetter, Message, Reason, Record, Refusal
from service.stream.publish import Publisher
from tests.integration.commands import dead_letter, settle
from tests.integration.harness import Names, Sent, WorkerProcess, article, environment, produce, read_all, wait_until
from tests.kafka import tools

pytestmark = pytest.mark.kafka

PARTITIONS = 4


def dead(
    raw: str,
    offset: int,
    *,
    reason: Reason = Reason.INTERNAL_ERROR,
    partition: int = 1,
    value: bytes | None = b'{"id": "a1", "content": "x", "source": {"name": "Gazette"}}',
    key: bytes | None = b"k",
    headers: tuple[tuple[str, bytes | None], ...] = (),
    attempts: int = 1,
    build: str = __version__,
) -> Sent:
    """A dead letter as a worker of some build writes it, in the partition that its raw record stood in."""
    record = Record(value, key, headers, raw, partition, offset, 1_800_000_000_000 + offset)
    letter = DeadLetter(record, Refusal(reason, "made for a test", "decode"), attempts)
    message = encode_dead_letter(letter, connector="test")
    stamped = [(name, build.encode() if name == "communique.build" else data) for name, data in message.headers]
    return Sent(message.value, message.key, stamped, partition)


@pytest.fixture
def names(kafka) -> Names:
    return Names.unique("letters").create(kafka, PARTITIONS)


def listed(kafka, names: Names, *words: str) -> list[dict]:
    return [json.loads(line) for line in dead_letter(kafka, names, "list", "--json", *words).splitlines()]


def test_list_and_stats_narrow_by_reason_source_id_time_and_offset(kafka, names) -> None:
    produce(
        kafka.bootstrap,
        names.dead,
        [
            dead(names.raw, 0),
            dead(names.raw, 1, reason=Reason.INVALID_JSON, value=b"{"),
            dead(names.raw, 2, value=b'{"url": "https://x.example/2", "source": {"name": "Courier"}}'),
            dead(names.raw, 3, reason=Reason.TOMBSTONE, value=None, partition=2),
        ],
    )
    assert len(listed(kafka, names)) == 4
    assert [one["offset"] for one in listed(kafka, names, "--reason", "invalid-json")] == [1]
    assert [one["id"] for one in listed(kafka, names, "--source", "courier")] == ["https://x.example/2"]
    assert [one["offset"] for one in listed(kafka, names, "--id", "a1")] == [0]
    assert [one["offset"] for one in listed(kafka, names, "--partition", "1", "--from", "1", "--to", "2")] == [1, 2]
    assert listed(kafka, names, "--until", "2026-01-01") == []
    assert len(listed(kafka, names, "--since", "2026-01-01T00:00Z")) == 4
    counts = json.loads(dead_letter(kafka, names, "stats", "--json"))
    assert counts["reasons"] == {"internal_error": 2, "invalid_json": 1, "tombstone": 1}
    assert counts["builds"] == {__version__: 4}
    assert sum(counts["days"].values()) == 4
    page = dead_letter(kafka, names, "list")
    assert "1:0" in page
    assert "invalid_json" in page
    assert "█" in dead_letter(kafka, names, "stats")


def test_show_gives_headers_and_value_as_text_as_hex_and_byte_for_byte(kafka, names) -> None:
    produce(
        kafka.bootstrap,
        names.dead,
        [dead(names.raw, 0, headers=(("trace", b"t1"),)), dead(names.raw, 1, value=b"\xff\x00\x1b[31m")],
    )
    page = dead_letter(kafka, names, "show", "1:0")
    assert "trace: t1" in page
    assert "communique.reason: internal_error" in page
    assert '"Gazette"' in page
    binary = dead_letter(kafka, names, "show", "1:1")
    assert "00000000  ff 00 1b" in binary
    assert "\x1b[31m" not in binary
    assert json.loads(dead_letter(kafka, names, "show", "1:1", "--json"))["value"] == {"base64": "/wAbWzMxbQ=="}
    command = [sys.executable, "-m", "service", "dead-letter", "show", "1:1", "--raw"]
    assert subprocess.check_output(command, env=environment(names, kafka.bootstrap)) == b"\xff\x00\x1b[31m"
    assert "there is no such letter" in dead_letter(kafka, names, "show", "1:9", code=2)


def test_a_redriven_letter_is_the_article_byte_for_byte_in_its_own_partition_and_settled(kafka, names) -> None:
    own = (("__connect.errors.topic", b"somebody-else"), ("blob", b"\xff\x00"), ("none", None), ("twice", b"1"))
    own = (*own, ("twice", b"2"))
    value = b'\xef\xbb\xbf{"id" : "odd"}'
    produce(kafka.bootstrap, names.dead, [dead(names.raw, 7, value=value, key=b"\x00k", headers=own, partition=3)])

    assert "nothing was sent" in dead_letter(kafka, names, "redrive")
    assert read_all(kafka.bootstrap, names.raw) == []
    assert f"{names.dead}.state" not in tools.channels(kafka.bootstrap)

    assert "1 letter sent" in settle(kafka, names, "redrive", "--yes")
    (back,) = read_all(kafka.bootstrap, names.raw)
    assert (back.key, back.value, back.partition) == (b"\x00k", value, 3)
    assert back.headers[: len(own)] == own
    origin = {"channel": names.raw, "partition": 3, "offset": 7, "timestamp": 1_800_000_000_007}
    added = dict(back.headers[len(own) :])
    assert added.keys() == {"communique.origin", "communique.attempts"}
    assert json.loads(added["communique.origin"]) == origin
    assert added["communique.attempts"] == b"1"

    assert listed(kafka, names) == []
    assert [one["settled"] for one in listed(kafka, names, "--all")] == ["redriven"]
    assert json.loads(dead_letter(kafka, names, "redrive", "--yes", "--json"))["sent"] == 0
    assert len(read_all(kafka.bootstrap, names.raw)) == 1
    assert tools.channel_configs(kafka.bootstrap, f"{names.dead}.state")["cleanup.policy"] == "compact"


def test_a_letter_without_key_and_value_goes_back_as_it_was(kafka, names) -> None:
    letter = dead(names.raw, 4, reason=Reason.TOMBSTONE, key=None, value=None)

    async def put() -> None:
        async with AIOKafkaProducer(bootstrap_servers=kafka.bootstrap) as producer:
            await Publisher(producer, {names.dead: 1_000_000}, 10).publish(
                names.dead, 1, [Message(None, None, tuple(letter.headers))]
            )

    asyncio.run(put())
    assert "1 letter sent" in settle(kafka, names, "redrive", "--yes")
    (back,) = read_all(kafka.bootstrap, names.raw)
    assert (back.key, back.value, back.partition) == (None, None, 1)


def test_what_failed_three_times_on_this_build_stays_unless_forced_and_other_builds_do_not_count(kafka, names) -> None:
    letters = [
        dead(names.raw, 0, attempts=3),
        dead(names.raw, 1, attempts=2),
        dead(names.raw, 2, attempts=3, build="0.0.1"),
        # failed three times, twice of them on an older build
        dead(names.raw, 3, attempts=2, build="0.0.1"),
        dead(names.raw, 3, attempts=3),
    ]
    produce(kafka.bootstrap, names.dead, letters)
    assert json.loads(dead_letter(kafka, names, "redrive", "--json"))["letters"] == {"ready": 4, "looping": 1}
    assert json.loads(dead_letter(kafka, names, "redrive", "--json", "--failures", "1"))["letters"]["looping"] == 3
    assert json.loads(dead_letter(kafka, names, "redrive", "--json", "--force", "--yes"))["sent"] == 5


def test_letters_without_origin_from_elsewhere_or_too_large_stay_and_are_said(kafka, names) -> None:
    homeless = Sent(b"x", b"k", [("communique.reason", b"invalid_json")], 0)
    forged = dead("some.other.channel", 1)
    produce(kafka.bootstrap, names.dead, [homeless, forged, dead(names.raw, 2)])
    tools.set_channel_configs(kafka.bootstrap, names.raw, {"max.message.bytes": 150})
    plan = json.loads(dead_letter(kafka, names, "redrive", "--json", "--yes"))
    assert plan["letters"] == {"no_origin": 1, "elsewhere": 1, "too_large": 1}
    assert plan["sent"] == 0
    assert len(listed(kafka, names)) == 3


def test_a_discarded_letter_is_passed_over_and_says_why(kafka, names) -> None:
    produce(kafka.bootstrap, names.dead, [dead(names.raw, 0), dead(names.raw, 1)])
    choice = ("--partition", "1", "--from", "1", "--why", "an advertisement")
    assert "1 letter would be discarded" in dead_letter(kafka, names, "discard", *choice)
    assert len(listed(kafka, names)) == 2
    assert "1 letter discarded" in settle(kafka, names, "discard", *choice, "--yes")
    assert [one["offset"] for one in listed(kafka, names)] == [0]
    assert "an advertisement" in dead_letter(kafka, names, "show", "1:1")
    assert json.loads(dead_letter(kafka, names, "stats", "--json"))["settled"] == {"discarded": 1}
    assert json.loads(dead_letter(kafka, names, "redrive", "--json"))["letters"] == {"ready": 1}


@pytest.mark.slow
def test_a_redrive_that_is_killed_goes_on_without_a_gap_and_without_a_repeat(kafka, names) -> None:
    count = 600
    produce(
        kafka.bootstrap, names.dead, [dead(names.raw, n, partition=n % PARTITIONS, key=b"%d" % n) for n in range(count)]
    )
    command = [sys.executable, "-m", "service", "dead-letter", "redrive", "--yes", "--rate", "150"]
    kills = 0
    for _ in range(2):
        before = len(read_all(kafka.bootstrap, names.raw))
        process = subprocess.Popen(command, env=environment(names, kafka.bootstrap), stdout=subprocess.DEVNULL)
        wait_until(lambda: len(read_all(kafka.bootstrap, names.raw)) > before, 30)  # noqa: B023 - called before the next turn
        kills += process.poll() is None
        process.kill()
        process.wait(10)
    assert kills == 2
    between = len(read_all(kafka.bootstrap, names.raw))
    assert 0 < between < count
    dead_letter(kafka, names, "redrive", "--yes", "--rate", "100000")
    wait_until(lambda: len(read_all(kafka.bootstrap, names.raw)) >= count, 10)
    keys = sorted(int(record.key) for record in read_all(kafka.bootstrap, names.raw))
    assert keys == list(range(count))


def test_a_second_redrive_shuts_out_the_first_and_nothing_is_sent_twice(kafka, names) -> None:
    count = 300
    produce(kafka.bootstrap, names.dead, [dead(names.raw, n, key=b"%d" % n) for n in range(count)])
    command = [sys.executable, "-m", "service", "dead-letter", "redrive", "--yes", "--rate", "10"]
    slow = subprocess.Popen(
        command, env=environment(names, kafka.bootstrap), stderr=subprocess.PIPE, stdout=subprocess.DEVNULL
    )
    wait_until(lambda: len(read_all(kafka.bootstrap, names.raw)) > 0, 30)
    dead_letter(kafka, names, "redrive", "--yes", "--rate", "100000")
    wait_until(lambda: len(read_all(kafka.bootstrap, names.raw)) >= count, 10)
    _, words = slow.communicate(timeout=30)
    assert slow.returncode == 1
    assert "took over" in words.decode()
    keys = sorted(int(record.key) for record in read_all(kafka.bootstrap, names.raw))
    assert keys == list(range(count))


def test_the_rate_holds(kafka, names) -> None:
    produce(kafka.bootstrap, names.dead, [dead(names.raw, n) for n in range(60)])
    started = time.monotonic()
    dead_letter(kafka, names, "redrive", "--yes", "--rate", "20")
    # the first transaction goes at once, the two after it wait a second each
    assert time.monotonic() - started >= 2.0


@pytest.mark.slow
def test_a_worker_counts_on_where_a_redriven_letter_stood(kafka, names) -> None:
    produce(kafka.bootstrap, names.raw, [Sent(b"{", b"bad", partition=2), article(1)])
    with WorkerProcess(names, kafka.bootstrap) as worker:
        worker.wait_ready()
        wait_until(lambda: len(listed(kafka, names)) == 1, 30, worker)
        dead_letter(kafka, names, "redrive", "--yes")
        wait_until(lambda: [one["attempts"] for one in listed(kafka, names)] == [2], 30, worker)
    (letter,) = listed(kafka, names)
    assert (letter["origin"]["partition"], letter["origin"]["offset"]) == (2, 0)
    assert len(listed(kafka, names, "--all")) == 2


def test_wrong_words_get_an_error_that_names_the_mend(kafka, names) -> None:
    assert "did you mean schema_violation" in dead_letter(kafka, names, "list", "--reason", "schema_violaton", code=2)
    assert "name it with --partition" in dead_letter(kafka, names, "list", "--from", "3", code=2)
    assert "--since yesterday" in dead_letter(kafka, names, "list", "--since", "yesterday", code=2)
    assert "PARTITION:OFFSET" in dead_letter(kafka, names, "show", "12", code=2)
    absent = Names(names.raw, names.enriched, "no.such.channel", names.group)
    assert "COMMUNIQUE_CHANNEL_DEAD_LETTER" in dead_letter(kafka, absent, "list", code=3)
