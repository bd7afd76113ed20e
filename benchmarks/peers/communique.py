"""Ours: the product's worker around the benchmark's work; around its own pipeline for the whole job."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from benchmarks.peers import BOOTSTRAP, GROUP, IN, OUT, SETTINGS, WORK, add_field
from service.edges.settings import load_settings
from service.models import Message
from service.stream.worker import run_worker

if TYPE_CHECKING:
    from service.edges.metrics import Metrics
    from service.edges.settings import Settings
    from service.models import Record, Refusal
    from service.stream.processor import Processor


def processor(_: Metrics) -> Processor:
    """The pass-through that stands in for the pipeline."""

    def process(record: Record) -> Message | Refusal:
        return Message(record.key, add_field(record.value or b"{}"), record.headers)

    return process


def settings_of(**more: object) -> Settings:
    """The settings that the benchmark gives a worker, those in BENCH_SETTINGS (a JSON object), and `more`."""
    return load_settings(
        {
            "kafka_bootstrap_servers": BOOTSTRAP,
            "kafka_group_id": GROUP,
            "channel_raw": IN,
            "channel_enriched": OUT,
            "channel_dead_letter": f"{OUT}.dead",
            "http_port": 0,
            **json.loads(SETTINGS),
            **more,
        }
    )


if __name__ == "__main__":
    sys.exit(run_worker(settings_of(), make_processor=None if WORK == "core" else processor))
