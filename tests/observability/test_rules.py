"""Alerts and recording rules: they ask for metrics that exist, say what to do, and fire when they should."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import yaml

from service.cli.commands import COMMANDS
from service.edges.feed_table import FEED_TABLE
from service.edges.metric_kinds import Kind
from service.edges.metric_table import TABLE
from service.edges.settings import Settings
from tests.observability.promtool import ROOT, RULE_TESTS, RULES, names_in, promtool, rules

RUNBOOKS = ROOT / "docs" / "runbooks"
ALERTS = [rule for rule in rules() if "alert" in rule]
RECORDED = {rule["record"] for rule in rules() if "record" in rule}
PROMETHEUS_OWN = {"up", "scrape_duration_seconds", "process_start_time_seconds"}


def exported() -> set[str]:
    """Every name that series have, of a worker or of whoever follows feeds."""
    suffixes = ("_bucket", "_count", "_sum")
    declared = TABLE + FEED_TABLE
    plain = {one.name for one in declared if one.kind is not Kind.HISTOGRAM}
    return plain | {one.name + end for one in declared if one.kind is Kind.HISTOGRAM for end in suffixes}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.get("alert") or rule["record"])
def test_rules_ask_for_metrics_that_exist(rule):
    assert names_in(rule["expr"]) <= exported() | RECORDED | PROMETHEUS_OWN


def test_a_metric_that_does_not_exist_would_be_seen():
    assert not names_in("rate(communique_articles_gone_total[5m]) > 0") <= exported() | RECORDED


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_severity_numbers_and_a_page_to_follow(rule):
    assert rule["labels"]["severity"] in {"critical", "warning"}
    assert "{{" in rule["annotations"]["summary"]
    page = (ROOT / rule["annotations"]["runbook_url"]).read_text()
    for heading in ("**How bad.**", "## Look", "## Do", "## Over when"):
        assert heading in page, heading


def test_every_page_is_some_alerts():
    named = {Path(rule["annotations"]["runbook_url"]).name for rule in ALERTS}
    assert {path.name for path in RUNBOOKS.glob("Communique*.md")} == named
    index = (RUNBOOKS / "README.md").read_text()
    assert all(f"]({name})" in index for name in named)


def test_runbooks_name_settings_commands_and_pages_that_exist():
    known = {f"COMMUNIQUE_{name.upper()}" for name in Settings.model_fields}
    for path in RUNBOOKS.glob("*.md"):
        text = path.read_text()
        assert set(re.findall(r"COMMUNIQUE_[A-Z_]+", text)) <= known, path.name
        for link in re.findall(r"\]\(([^)#]+\.md)", text):
            assert (path.parent / link).is_file(), f"{path.name}: {link}"
        assert set(re.findall(r"`communique ([a-z-]+)", text)) <= COMMANDS.keys(), path.name


def cases_of(alert: str) -> list[bool]:
    """Of each unit test of an alert, whether it expects it to fire."""
    cases = [
        case
        for path in RULE_TESTS
        for one in yaml.safe_load(path.read_text())["tests"]
        for case in one["alert_rule_test"]
    ]
    return [bool(case["exp_alerts"]) for case in cases if case["alertname"] == alert]


@pytest.mark.parametrize("rule", ALERTS, ids=lambda rule: rule["alert"])
def test_every_alert_has_a_firing_and_a_quiet_case(rule):
    assert set(cases_of(rule["alert"])) == {True, False}


@pytest.mark.usefixtures("prometheus_possible")
def test_promtool_finds_no_fault():
    done = promtool("check", "rules", RULES)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("prometheus_possible")
@pytest.mark.parametrize(
    "path", [RULE_TESTS[0], pytest.param(RULE_TESTS[1], marks=pytest.mark.slow)], ids=lambda p: p.stem
)
def test_alerts_fire_and_are_quiet_as_promtool_sees_it(path):
    done = promtool("test", "rules", path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.usefixtures("prometheus_possible")
def test_an_alert_that_has_become_deaf_is_seen(tmp_path):
    """The negative control of the unit tests."""
    deaf = RULES.read_text().replace("communique_storm_guard_paused == 1", "communique_storm_guard_paused == 2")
    assert deaf != RULES.read_text()
    (tmp_path / RULES.name).write_text(deaf)
    cases = yaml.safe_load(RULE_TESTS[0].read_text())
    cases["tests"] = [case for case in cases["tests"] if "StormGuard" in case["name"]]
    (tmp_path / "test.yaml").write_text(yaml.safe_dump(cases))
    assert promtool("test", "rules", tmp_path / "test.yaml").returncode != 0
    shutil.copy(RULES, tmp_path)
    assert promtool("test", "rules", tmp_path / "test.yaml").returncode == 0
