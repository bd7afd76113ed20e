"""Every command of docs/training.md is run on the shipped labels, and prints what the page shows.

`python -m tests.cli.test_docs_training` writes what the commands print now into the page. Numbers may differ by a little:
another processor adds in another order.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path

import pytest

from tests.cli.harness import ROOT
from tests.cli.test_docs_taxonomy import play

PAGE = ROOT / "docs" / "training.md"
LABELS = ROOT / "samples" / "labels"
_NUMBER = re.compile(r"[-+]?\d+\.\d+")
_CLOSE = 0.03


def played(folder: Path) -> str:
    for name in ("sections.csv", "sections.yaml"):
        shutil.copy(LABELS / name, folder / name)
    return play(PAGE.read_text(encoding="utf-8"), folder)


def alike(one: str, other: str) -> bool:
    """Whether two texts differ in their decimals at most, and there by a little."""
    numbers = ([float(n) for n in _NUMBER.findall(text)] for text in (one, other))
    words = _NUMBER.sub("#", one).split() == _NUMBER.sub("#", other).split()
    return words and all(abs(a - b) <= _CLOSE for a, b in zip(*numbers, strict=True))


@pytest.mark.slow
def test_every_command_prints_what_the_page_shows(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    assert page.count("```console") >= 6
    assert alike(played(tmp_path), page)


def test_other_words_or_numbers_are_found_out():
    assert alike("F1 0.512  [0.40 0.60]", "F1 0.514 [0.41 0.60]")
    assert not alike("F1 0.512", "F1 0.612")
    assert not alike("macro 0.512", "micro 0.512")


if __name__ == "__main__":
    scratch = Path(tempfile.mkdtemp())
    PAGE.write_text(played(scratch), encoding="utf-8")
    shutil.rmtree(scratch)
