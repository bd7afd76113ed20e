"""Ours with exactly-once delivery: a transaction for each batch."""

from __future__ import annotations

import sys

from benchmarks.peers.communique import processor, settings_of
from service.stream.worker import run_worker

if __name__ == "__main__":
    sys.exit(run_worker(settings_of(delivery="exactly-once"), make_processor=processor))
