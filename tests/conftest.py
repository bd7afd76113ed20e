"""What all tests share: the Kafka brokers' fixtures."""

from __future__ import annotations

import signal

from hypothesis import settings

# Speed is never asserted in tests: a busy machine is not a failure.
settings.register_profile("communique", deadline=None)
settings.load_profile("communique")

# Shells start what runs in the background deaf to Ctrl-C, and whatever that starts is deaf, too.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = ["tests.kafka.fixtures"]
