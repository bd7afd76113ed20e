"""The examples of docs/cli.md that need no Kafka are run, and print what the page shows, figures aside.

Figures change with every version of a shipped taxonomy; words show whether the command still does what the page says.
"""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.cli.harness import ROOT, environment
from tests.cli.test_docs_taxonomy import BLOCK

PAGE = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
_ELSEWHERE = ("kafka:9092", "demo", "tail", "/var/lib")
_FIGURE = re.compile(r"sha256 \w+|-?\d+(\.\d+)*")


def examples() -> dict[str, str]:
    """The commands, each with what the page shows below it; without those that are shown in part."""
    blocks = [body for kind, _, body in BLOCK.findall(PAGE) if kind == "console"]
    parts = [part.partition("\n") for body in blocks for part in re.split(r"^\$ ", body, flags=re.MULTILINE) if part]
    return {line: shown for line, _, shown in parts if "..." not in shown and not any(w in line for w in _ELSEWHERE)}


def words(text: str) -> list[list[str]]:
    return [_FIGURE.sub("#", line).split() for line in text.splitlines()]


def test_most_examples_are_run():
    assert len(examples()) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("line", examples())
def test_an_example_prints_what_the_page_shows(line, tmp_path):
    command = tmp_path / "communique"
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m service "$@"\n')
    command.chmod(0o755)
    path = f"{tmp_path}:{environment()['PATH']}"
    found = subprocess.run(
        ["bash", "-c", f"({line}) 2>&1"], cwd=ROOT, env=environment(PATH=path), capture_output=True, check=False
    )
    assert words(found.stdout.decode()) == words(examples()[line])
