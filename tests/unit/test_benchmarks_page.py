"""docs/benchmarks.md tells what the benchmarks have left behind, and nothing else."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from benchmarks.__main__ import PARTS, measured_at
from benchmarks.figures import Figure
from benchmarks.machine import machine
from benchmarks.page import PAGE, PICTURE, RENDER, SIZING, page, picture, read_results, summary, where
from benchmarks.peers.environments import PEERS, WHOLE
from benchmarks.transport_report import BOUNDS
from benchmarks.whole import BOUNDS as WHOLE_BOUNDS
from benchmarks.whole import write

if TYPE_CHECKING:
    from pathlib import Path

MACHINE = {"date": "2026-01-01", "python": "3.11.7", "cores": 2, "load": 0.5, "kafka": "4.3.1"}
PEER = {
    "what": "ours & theirs",
    "per_second": 1234.5,
    "cpu_seconds_per_1000": 0.02,
    "rss_mb": 9.6,
    "busy": 0.9,
    "broker_busy": 0.5,
}
RESULT = {
    "machine": MACHINE,
    "peers": {"communique": PEER, "faust_naive": {**PEER, "per_second": 12.0}},
    "figures": [
        {"what": "rate", "wanted": ">= 6", "measured": 4.9, "missed": True},
        {"what": "CPU", "wanted": "-", "measured": 1.25, "missed": False},
    ],
}


def test_the_page_and_the_picture_are_those_of_the_results() -> None:
    results = read_results()
    for file in (PAGE, SIZING):
        assert page(file.read_text("utf-8"), results) == file.read_text("utf-8"), "run: python -m benchmarks.page"
    if "transport" in results:
        assert PICTURE.read_text("utf-8") == picture(results["transport"])


def test_every_result_has_its_place_on_the_page() -> None:
    text = PAGE.read_text("utf-8")
    names = (*RENDER, "summary")
    assert [name for name in names if f"<!-- {name} -->" not in text or f"<!-- /{name} -->" not in text] == []


def test_the_summary_holds_each_figure_with_a_bound_and_no_other() -> None:
    told = summary({"transport": RESULT, "whole": {"html": RESULT}})
    assert "| rate | >= 6 | **4.90: missed** | `transport`, 2026-01-01 |" in told
    assert "| html: rate | >= 6 | **4.90: missed** | `whole`, 2026-01-01 |" in told
    assert "CPU" not in told


def test_a_machine_tells_how_fast_it_is_where_that_was_measured() -> None:
    assert where(MACHINE).endswith("Apache Kafka 4.3.1")
    assert where({**MACHINE, "loop_ms": 54.6}).endswith("; a million additions in Python take 55 ms")
    assert machine()["loop_ms"] > 0


def test_what_was_measured_of_other_work_stays_among_the_results(tmp_path: Path) -> None:
    file = tmp_path / "whole.json"
    write(file, {"html": 1, "labelled": 2})
    write(file, {"html": 3})
    assert json.loads(file.read_text("utf-8")) == {"html": 3, "labelled": 2}


def test_sizes_are_those_of_the_whole_job() -> None:
    whole = {"flattened": RESULT, "html": {**RESULT, "peers": {"communique": {**PEER, "cpu_seconds_per_1000": 12.5}}}}
    made = page("<!-- sizing -->\nold\n<!-- /sizing -->", {"transport": RESULT, "whole": whole})
    assert "| HTML page of 80 KB, with title, date, authors | 12.50 ms | 80 |" in made
    assert "old" not in made


def test_every_part_of_make_bench_has_its_place_on_the_page() -> None:
    assert {part.name for part in PARTS} == set(RENDER)


@pytest.mark.parametrize(
    ("sign", "measured", "missed"),
    [("<=", 2.0, False), ("<", 2.0, True), (">=", 2.0, False), (">", 2.0, True), ("<=", 2.1, True), ("", 9.0, False)],
)
def test_a_bound_is_kept_or_missed(sign, measured, missed) -> None:
    assert Figure("x", measured, sign, 2.0).row()["missed"] is missed


def test_what_was_measured_before_the_code_changed_is_measured_again(tmp_path) -> None:
    file = tmp_path / "whole.json"
    assert measured_at(file) == 0
    file.write_text(json.dumps({"flattened": {"machine": {"at": "2026-01-01T00:00:10Z"}}}))
    assert measured_at(file) == 1767225610
    file.write_text(json.dumps({"machine": {"date": "2026-01-01"}}))
    assert measured_at(file) == 0


def test_only_the_marked_part_is_made_anew() -> None:
    made = page("before\n<!-- transport -->\nold\n<!-- /transport -->\nafter\n", {"transport": RESULT})
    assert made.startswith("before\n<!-- transport -->\n2026-01-01: 2 cores")
    assert made.endswith("<!-- /transport -->\nafter\n")
    assert "old" not in made
    assert "| rate | >= 6 | **4.90: missed** |" in made
    assert "| CPU | - | 1.25 |" in made


def test_the_picture_is_an_svg_with_a_bar_a_peer() -> None:
    svg = ET.fromstring(picture(RESULT))  # noqa: S314 - made here
    bars = svg.findall("{http://www.w3.org/2000/svg}rect")
    assert [bar.get("width") for bar in bars] == ["820", "360", "3"]


@pytest.mark.parametrize(("bounds", "peers"), [(BOUNDS, PEERS), *((bounds, WHOLE) for bounds in WHOLE_BOUNDS.values())])
def test_what_is_compared_is_measured(bounds, peers) -> None:
    names = {peer.name for peer in peers} | {""}
    assert {name for bound in bounds for name in bound[2:4]} <= names
