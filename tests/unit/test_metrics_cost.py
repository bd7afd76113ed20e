"""How the cost of metrics is reckoned: what all rounds took, so that a scrape in one of many is seen."""

from __future__ import annotations

import pytest

from benchmarks.observability import (
    COST_BOUND,
    OFF,
    SHIPPED,
    STRESS,
    Found,
    Plan,
    Scraper,
    Slice,
    cost,
    figures,
    interval,
    shipped_scrapes_per_second,
)


def rounds(shipped: list[float]) -> list[dict[str, Slice]]:
    """Rounds of a second, in which metrics leave `shipped` of 1,000 articles; five scrapes a second leave 900."""
    return [
        {OFF: Slice(1000, 1.0, 0.9), SHIPPED: Slice(int(1000 * left), 1.0, 0.9), STRESS: Slice(900, 1.0, 0.9)}
        for left in shipped
    ]


def test_a_scrape_in_one_round_of_many_is_seen():
    costs = cost(rounds([1.0] * 14 + [0.8]), SHIPPED, "throughput")
    assert costs == pytest.approx(100 * (15 / 14.8 - 1))


def test_the_interval_lies_around_the_cost():
    measured = rounds([1.0, 0.96, 0.98, 0.99, 0.97, 0.95] * 5)
    low, high = interval(measured, SHIPPED, "processor time")
    assert low < cost(measured, SHIPPED, "processor time") < high


def test_the_shipped_rate_is_held_to_the_bound_and_five_a_second_only_told():
    found = Found(rounds([0.9] * 4), {SHIPPED: [8.0], STRESS: [7.0, 9.0]})
    told = figures(found, Plan(4, 1.0, 1, 1 / 15))
    assert [(one.missed, one.bound) for one in told if "15 s" in one.what] == [(True, COST_BOUND)] * 2
    assert not any(one.missed for one in told if "0.2 s" in one.what)


def test_the_chart_has_prometheus_ask_every_fifteen_seconds():
    assert shipped_scrapes_per_second() == pytest.approx(1 / 15)


def test_time_goes_by_for_a_scraper_only_while_it_is_at_work(monkeypatch):
    now = [0.0]
    monkeypatch.setattr("benchmarks.observability.time.monotonic", lambda: now[0])
    monkeypatch.setattr("benchmarks.observability.time.sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    scraper = Scraper(0, 0.5)
    monkeypatch.setattr(scraper, "_ask", lambda: 1.0)
    for _ in range(10):
        scraper.work(1.0)
        now[0] += 100
    assert len(scraper.took_ms) == 5


def test_one_that_never_asks_lets_time_go_by(monkeypatch):
    slept: list[float] = []
    monkeypatch.setattr("benchmarks.observability.time.sleep", slept.append)
    Scraper(0, 0.0).work(3.0)
    assert sum(slept) == pytest.approx(3.0, abs=0.1)
