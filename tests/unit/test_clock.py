"""The clock: RFC 3339 in UTC with milliseconds."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from service.edges import clock
from service.edges.clock import now


def test_now_is_now_in_utc():
    before = datetime.now(UTC) - timedelta(milliseconds=1)
    told = datetime.fromisoformat(now())
    assert told.utcoffset() == timedelta(0)
    assert before <= told <= datetime.now(UTC)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2031, 4, 7, 6, 30, 0, 0, UTC), "2031-04-07T06:30:00.000Z"),
        (datetime(2031, 4, 7, 6, 30, 0, 999_999, UTC), "2031-04-07T06:30:00.999Z"),
        (datetime(2031, 12, 31, 23, 59, 59, 1_000, UTC), "2031-12-31T23:59:59.001Z"),
    ],
)
def test_a_moment_has_always_three_decimals_and_a_z(monkeypatch, moment, text):
    class Stopped(datetime):
        @classmethod
        def now(cls, tz=None):
            assert tz is UTC
            return moment

    monkeypatch.setattr(clock, "datetime", Stopped)
    assert now() == text


def test_times_sort_as_text():
    told = [now() for _ in range(50)]
    assert told == sorted(told)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", one) for one in told)
