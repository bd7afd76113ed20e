"""What labels of metrics may say, and the upper bounds of histograms' buckets."""

from __future__ import annotations

from typing import Final

from service.models import Reason

STAGES: Final = ("decode", "clean", "language", "topics", "encode")
STAGE_BUCKETS: Final = (
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0, 30.0, 60.0,
)  # fmt: skip
END_TO_END_BUCKETS: Final = (
    0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 300.0, 1800.0, 3600.0, 21600.0, 86400.0,
)  # fmt: skip
PRODUCE_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 120.0)
BATCH_BUCKETS: Final = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 200.0, 500.0, 1000.0, 2000.0, 5000.0)
DELAY_BUCKETS: Final = (0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0, 30.0)

LIVE, LATE = "live", "late"
PATHS: Final = (LIVE, LATE)
LATE_SECONDS: Final = 3600.0
"""An article that is older than this when it is read is no measure of how fast the service is."""
OTHER: Final = "other"
"""The label value of whatever is not in a bounded list."""
REMOVED_KINDS: Final = ("boilerplate", "byline", "caption", "credit", "dateline", "related", "source", "title", OTHER)
WARNINGS: Final = ("correction", "embargo", "kill_notice", "machine_translation_suspected", "update", OTHER)
FETCH_BUCKETS: Final = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0, 30.0, 60.0)
FETCHED_PAGE: Final = "fetched"
FETCH_OUTCOMES: Final = (
    FETCHED_PAGE,
    *(reason for reason in Reason if reason.startswith("fetch_") and reason is not Reason.FETCH_DISABLED),
)
QUARANTINE_OUTCOMES: Final = ("enriched", "refused", "crashed")
QUARANTINE_CAUSES: Final = ("signal", "memory", "time", "exit")
PRODUCE_ERRORS: Final = ("denied", "partition_lost", "refused", "timeout", "unreachable", OTHER)
OPINION_OUTCOMES: Final = ("decided", "doubt", "timeout", "unreachable", "status", "invalid", "budget", "circuit")
RETRIED: Final = ("commit", "open", "produce")
HEALTH_CHECKS: Final = ("live", "ready", "started")
LOG_LEVELS: Final = ("warning", "error", "critical")
