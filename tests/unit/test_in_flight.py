"""How many records a worker may have read and not committed: what a crash may repeat."""

from __future__ import annotations

import pytest

from service.edges.metrics import Metrics
from service.edges.settings import load_settings
from service.stream.app import _budget


@pytest.mark.parametrize(
    ("given", "records"),
    [
        ({}, 1_500),
        ({"delivery": "exactly-once"}, 5_000),
        ({"in_flight_records": 200}, 200),
        ({"in_flight_records": 200, "delivery": "exactly-once"}, 200),
    ],
)
def test_a_crash_repeats_at_most_1500_records_unless_it_is_set(given, records) -> None:
    assert _budget(load_settings(given), Metrics()).limits.records == records
