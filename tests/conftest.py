"""What all tests share: the Kafka brokers' fixtures."""

from __future__ import annotations

from hypothesis import settings

# Speed is never asserted in tests: a busy machine is not a failure.
settings.register_profile("communique", deadline=None)
settings.load_profile("communique")

pytest_plugins = ["tests.kafka.fixtures"]
