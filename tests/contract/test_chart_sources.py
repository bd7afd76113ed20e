"""What the chart has from elsewhere is what stands there: the settings' schema, rules and dashboards."""

from __future__ import annotations

import pytest

from service.edges.settings import Settings
from tools import chart


@pytest.mark.parametrize("path", chart.written(), ids=lambda path: path.name)
def test_the_chart_is_up_to_date(path):
    mend = "run: PYTHONPATH=. .venv/bin/python tools/chart.py"
    assert path.exists(), f"{path} is missing; {mend}"
    assert path.read_text("utf-8") == chart.written()[path], f"{path} is stale; {mend}"


def test_the_chart_carries_no_rule_or_dashboard_that_is_gone():
    carried = {path for folder in chart.COPIES.values() for path in (chart.CHART / folder).iterdir()}
    assert carried == set(chart.copies())


def test_every_setting_is_a_value_or_set_by_the_chart():
    assert set(chart.schema()["properties"]["settings"]["properties"]) == set(Settings.model_fields)
    assert set(chart.SET_ELSEWHERE) <= set(Settings.model_fields)
