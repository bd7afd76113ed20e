"""Dashboards: what is committed is what is generated; every panel asks for what exists and says what is normal."""

from __future__ import annotations

import json
import re

import pytest

from observability.__main__ import FOLDER
from observability.boards import BOARDS, as_json
from observability.panels import Note, Section
from tests.observability.promtool import names_in, valid
from tests.observability.test_rules import RECORDED, exported

PROCESS = re.compile(r"(?:process|python)_[a-z_]+|up|scrape_duration_seconds")


def panels(board) -> list[dict]:
    return [panel for panel in json.loads(as_json(board))["panels"] if panel["type"] not in {"row", "text"}]


EXPRESSIONS = [target["expr"] for board in BOARDS for panel in panels(board) for target in panel["targets"]]


def filled(expression: str) -> str:
    """An expression with Grafana's variables replaced."""
    return expression.replace("$__rate_interval", "1m").replace("$__range", "1h").replace("$instance", ".*")


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_what_is_committed_is_what_is_generated(board):
    assert (FOLDER / f"{board.uid}.json").read_text() == as_json(board), "run: python -m observability"


def test_nothing_else_is_committed():
    assert {path.stem for path in FOLDER.glob("*.json")} == {board.uid for board in BOARDS}


@pytest.mark.parametrize("board", BOARDS, ids=lambda board: board.uid)
def test_every_panel_says_what_is_normal_and_takes_datasource_and_instance_from_variables(board):
    dashboard = json.loads(as_json(board))
    assert [variable["name"] for variable in dashboard["templating"]["list"]] == ["datasource", "instance"]
    ids = [panel["id"] for panel in dashboard["panels"]]
    assert len(set(ids)) == len(ids)
    for panel in panels(board):
        assert re.match(r"Normal: \S", panel["description"]), panel["title"]
        assert panel["datasource"]["uid"] == "${datasource}", panel["title"]
        assert panel["targets"], panel["title"]
    assert all(isinstance(part, Section | Note) or part.normal.endswith(".") for part in board.parts)


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_panels_ask_for_metrics_that_exist(expression):
    asked = {name for name in names_in(filled(expression)) if not PROCESS.fullmatch(name)}
    assert asked <= exported() | RECORDED


def test_every_metric_is_on_some_dashboard():
    shown = {name for expression in EXPRESSIONS for name in names_in(filled(expression))}
    bare = {re.sub(r"_(?:bucket|count|sum)$", "", name) for name in exported()}
    assert bare <= {re.sub(r"_(?:bucket|count|sum)$", "", name) for name in shown}


@pytest.mark.usefixtures("prometheus_possible")
def test_every_expression_is_promql(tmp_path):
    done = valid(map(filled, EXPRESSIONS), tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert valid(["sum(rate("], tmp_path).returncode != 0
