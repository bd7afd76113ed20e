"""The benchmark of flattened text compares versions of the code that measure lines in other ways."""

from __future__ import annotations

import shutil
from pathlib import Path

from benchmarks.lines import articles, code_at
from service.core.lines import clean_lines

ROOT = Path(__file__).parents[2]


def test_another_version_keeps_the_networks_it_was_made_with(tmp_path):
    shutil.copytree(ROOT / "service", tmp_path / "service", ignore=shutil.ignore_patterns("__pycache__", "web"))
    core = tmp_path / "service" / "core"
    for file in (core / "line_measures.py", *core.glob("*_weights.json")):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace('"to_first"', '"other_name"'), encoding="utf-8")
    rows = articles()[0].split("\n")
    ours, theirs = clean_lines(rows), code_at(tmp_path).clean_lines(rows)
    assert any(piece.rule.startswith("scored") for piece in ours.removed), "no network was asked"
    assert repr(theirs) == repr(ours)
