"""Pytest's way to the brokers; tests/conftest.py loads this file as a plugin."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator

import pytest

from tests.kafka import available, kcat
from tests.kafka.broker import KafkaBroker

Channels = Callable[..., str]
"""`channels("raw", partitions=4, max_message_bytes=1000)` creates a channel of a fresh name and gives the name."""


def skip_or_fail(reason: str | None) -> None:
    """Do nothing without a reason; else skip, or fail where Kafka is required (COMMUNIQUE_REQUIRE_KAFKA)."""
    if reason and available.required():
        pytest.fail(f"{available.REQUIRE} is set, but {reason}", pytrace=False)
    if reason:
        pytest.skip(reason)


@pytest.fixture(scope="session")
def kafka_possible() -> None:
    """Skips (or fails) where Apache Kafka cannot run; for tests that start brokers of their own."""
    skip_or_fail(available.why_not())


@pytest.fixture(scope="session")
def kafka(kafka_possible: None) -> Iterator[KafkaBroker]:
    """One running broker for the whole session. Tests leave it running; those that stop or kill make their own."""
    with KafkaBroker() as broker:
        yield broker


@pytest.fixture
def channels(kafka: KafkaBroker) -> Channels:
    """Creates channels of fresh names on the session's broker, see `Channels`."""

    def create(name: str = "channel", partitions: int = 1, **configs: object) -> str:
        return kafka.create_channel(f"{name}-{uuid.uuid4().hex[:8]}", partitions, **configs)

    return create


@pytest.fixture(scope="session")
def kcat_possible() -> None:
    """Skips where kcat is not installed; fails where it must be (COMMUNIQUE_REQUIRE_KAFKA)."""
    skip_or_fail(kcat.why_not())
