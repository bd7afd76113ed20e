"""Ours, committing once a second instead of after each acknowledged batch: what is gained tells what commits cost."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from benchmarks.peers.communique import processor, settings_of
from service.stream.consumer import Consumer
from service.stream.worker import run_worker

if TYPE_CHECKING:
    from service.stream.batch import Batch


def acknowledge(self: Consumer, batch: Batch) -> None:
    """As the product's, without waking whoever commits: that one looks every `commit_interval_seconds`."""
    self.batches.acknowledge(batch)


if __name__ == "__main__":
    Consumer.acknowledge = acknowledge  # type: ignore[method-assign]
    # What is read and not committed counts as in flight: a second's worth must fit.
    sys.exit(run_worker(settings_of(in_flight_records=1_000_000), make_processor=processor))
