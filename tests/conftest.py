"""What all tests share: the Kafka brokers' fixtures."""

from __future__ import annotations

pytest_plugins = ["tests.kafka.fixtures"]
