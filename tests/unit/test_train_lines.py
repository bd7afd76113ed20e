"""The command that trains the networks of lines."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

from benchmarks import train_lines
from service.cli.evaluate_data import labelled
from service.core import caption_scorer, line_scorer, paragraph_scorer, title_scorer
from service.core.network import dumps

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_writes_elsewhere_when_the_shipped_headlines_were_trained_on_other_measures(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def outdated() -> NoReturn:
        raise ValueError("trained on other measures")

    pages = labelled(train_lines.PAGES / train_lines.UNSEEN, None)[:40]
    monkeypatch.setattr(train_lines, "read", lambda more: [(pages, False)])
    monkeypatch.setattr(title_scorer, "trained", outdated)
    monkeypatch.setattr(sys, "argv", ["train_lines", "--to", str(tmp_path)])
    train_lines.main()
    written = {path.name for path in tmp_path.iterdir()}
    assert written == {s.WEIGHTS for s in (caption_scorer, line_scorer, paragraph_scorer, title_scorer)}


def test_it_keeps_the_networks_that_it_is_told_to_keep(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    pages = labelled(train_lines.PAGES / train_lines.UNSEEN, None)[:40]
    monkeypatch.setattr(train_lines, "read", lambda more: [(pages, False)])
    monkeypatch.setattr(sys, "argv", ["train_lines", "--to", str(tmp_path), "--keep", "headlines", "lines", "captions"])
    train_lines.main()
    for kept in (title_scorer, line_scorer, caption_scorer):
        assert (tmp_path / kept.WEIGHTS).read_bytes() == dumps(kept.trained())
    assert (tmp_path / paragraph_scorer.WEIGHTS).read_bytes() != dumps(paragraph_scorer.trained())
