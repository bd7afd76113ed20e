"""Faults in the input: poison of every kind, random bytes, transactions, codecs, articles too large."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from typing import TYPE_CHECKING

from confluent_kafka import Producer

from tests.chaos.account import ENRICHED, EXPECT
from tests.chaos.scenario import Scenario
from tests.chaos.witness import QUIET
from tests.chaos.world import PARTITIONS, SMALL
from tests.integration.harness import Sent, article
from tests.integration.test_main_job import BAD

if TYPE_CHECKING:
    from tests.chaos.episode import Episode

LARGE_KIND_BYTES = 1_000_000
FIELDS = ("id", "url", "content", "content_type", "title", "language", "published_at", "source", "metadata", "x")
VALUES = (
    None,
    True,
    -1.5e300,
    "",
    "text " * 30,
    "<p>text",
    "text/html",
    "2026-02-30",
    "\x00",
    "\u202e",
    [],
    {},
    {"name": 1},
)
CODECS = ("none", "gzip", "snappy", "lz4", "zstd")


def with_poison(chance: random.Random, *, large: int = 3) -> Callable[[int], Sent]:
    """Makes articles of which one in ten is bad, of every kind in turn.

    Args:
        chance: where in each ten the bad one comes.
        large: how many of the kinds over 1 MB to make at all, so that the bytes do not become the test.
    """
    kinds = [(name, value, reason) for name, (value, reason) in BAD.items()] + [("tombstone", None, "tombstone")]
    made = {"bad": 0, "large": 0, "at": chance.randrange(10)}

    def make(number: int) -> Sent:
        if number % 10 == 0:
            made["at"] = chance.randrange(10)
        if number % 10 != made["at"]:
            return _expecting(article(number), ENRICHED)
        name, value, reason = kinds[made["bad"] % len(kinds)]
        made["bad"] += 1
        if len(value or b"") > LARGE_KIND_BYTES:
            made["large"] += 1
            if made["large"] > large:
                value = (value or b"")[:1000]
        return _expecting(Sent(value, f"{name} {number}".encode(), [("trace", b"kept")]), reason)

    return make


def _expecting(record: Sent, outcome: str) -> Sent:
    return Sent(record.value, record.key, [*record.headers, (EXPECT, outcome.encode())])


def poison(episode: Episode) -> None:
    """One in ten articles is bad: each ends dead with its reason and byte for byte, all others enriched."""
    episode.fault()
    with episode.load(with_poison(episode.chance), limit=episode.times) as load:
        load.finish()


def fuzz(episode: Episode) -> None:
    """Random values, keys and headers: whatever they are, each is accounted for and no worker ends."""
    exits = len(episode.world.fleet.exits)
    with episode.load(fuzzed(episode.chance), limit=episode.times, backlog=1000) as load:
        load.finish()
    if len(episode.world.fleet.exits) > exits:
        episode.problem(f"workers ended over their input: {episode.world.fleet.exits[exits:]}")


def fuzzed(chance: random.Random) -> Callable[[int], Sent]:
    """Makes records of random bytes, of damaged articles and of JSON that is almost an article."""
    makers = (_random_bytes, _damaged, _almost)

    def make(number: int) -> Sent:
        value = chance.choice(makers)(number, chance)
        key = chance.choice((None, b"", chance.randbytes(chance.randrange(40))))
        return Sent(value, key, _random_headers(chance))

    return make


def _random_bytes(_: int, chance: random.Random) -> bytes | None:
    return None if chance.random() < 0.02 else chance.randbytes(int(chance.expovariate(1 / 80)))


def _damaged(number: int, chance: random.Random) -> bytes:
    value = bytearray(article(number).value or b"")
    for _ in range(chance.randrange(1, 4)):
        value[chance.randrange(len(value))] = chance.randrange(256)
    return bytes(value)


def _almost(number: int, chance: random.Random) -> bytes:
    names = chance.sample(FIELDS, chance.randrange(len(FIELDS)))
    return json.dumps({name: chance.choice((number, *VALUES)) for name in names}).encode()


def _random_headers(chance: random.Random) -> list[tuple[str, bytes]]:
    names = ("", "ce_id", "ce_specversion", "ce_type", "ce_source", "content-type", "traceparent", "communique.origin",
             "communique.attempts", "communique.reason", "__connect.errors.topic", "ключ", "x" * 300)  # fmt: skip
    # An origin that makes sense is believed, which is what it is for; only nonsense belongs in a fuzz.
    return [
        (chance.choice(names), b"\xff" + chance.randbytes(chance.randrange(30))) for _ in range(chance.randrange(4))
    ]


def transactions(episode: Episode) -> None:
    """Committed and aborted transactions of every codec in turn: offsets have gaps, and half of what is there is not."""
    for number in range(episode.times):
        codec = CODECS[number % len(CODECS)]
        producer = Producer(
            {
                **QUIET,
                "bootstrap.servers": episode.world.bootstrap,
                "transactional.id": f"{episode.world.names.raw}-{number}",
                "compression.type": codec,
                "linger.ms": 20,
            }
        )
        producer.init_transactions(30)
        for keep in (True, False, True, False):
            producer.begin_transaction()
            for count in range(PARTITIONS * 10):
                record = article(count)
                headers = [(EXPECT, ENRICHED.encode() if keep else b"nothing: aborted")]
                place = {"partition": count % PARTITIONS, "key": record.key, "headers": headers}
                producer.produce(episode.world.names.raw, record.value, **place)
            producer.flush(30)
            producer.commit_transaction(30) if keep else producer.abort_transaction(30)


def too_large(episode: Episode) -> None:
    """Articles whose enriched event is larger than the channel takes, among others."""
    text = "Delegations met in Hanoi and spoke of ports, visas and trade with each other at length. " * (SMALL // 80)
    huge = json.dumps({"id": "huge", "content": text, "content_type": "text/plain"}).encode()

    def make(number: int) -> Sent:
        if number % 20:
            return _expecting(article(number), ENRICHED)
        return _expecting(Sent(huge, b"huge"), "output_too_large")

    with episode.load(make, limit=episode.times) as load:
        load.finish()


SCENARIOS = (
    Scenario(
        "poison", "poison of 15 kinds, one article in ten", poison, 3000, 100_000, duplicates=lambda _: 0, load=False
    ),
    Scenario("fuzz", "random values, keys and headers", fuzz, 20_000, 1_000_000, duplicates=lambda _: 0, load=False),
    Scenario(
        "transactions",
        "aborted transactions, markers and gaps, every codec",
        transactions,
        5,
        100,
        duplicates=lambda _: 0,
        load=False,
    ),
    Scenario(
        "too-large",
        "enriched events too large for their channel",
        too_large,
        200,
        2000,
        duplicates=lambda _: 0,
        load=False,
    ),
)
