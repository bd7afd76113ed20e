"""Every command of docs/taxonomy.md is run, and prints what the page shows.

`python -m tests.cli.test_docs_taxonomy` writes what the commands print now into the page.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from tests.cli.harness import ROOT, environment, run

PAGE = ROOT / "docs" / "taxonomy.md"
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def play(page: str, folder: Path) -> str:
    """The page as it comes out: its files are written into `folder`, its console commands run there."""
    command = folder / "bin" / "communique"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec {sys.executable} -m service "$@"\n')
    command.chmod(0o755)

    def block(found: re.Match[str]) -> str:
        kind, name, body = found.groups()
        if name is not None:
            (folder / name).write_text(body, encoding="utf-8")
        if kind != "console":
            return found.group()
        shown = [line for line in body.splitlines() if line.startswith("$ ")]
        return "```console\n" + "".join(f"{line}\n{output(line[2:], folder)}" for line in shown) + "```"

    return BLOCK.sub(block, page)


def output(line: str, folder: Path) -> str:
    path = f"{folder / 'bin'}:{environment()['PATH']}"
    done = subprocess.run(
        ["bash", "-c", line], cwd=folder, env=environment(PATH=path), capture_output=True, timeout=60, check=False
    )
    assert not done.stderr, done.stderr.decode()
    return "".join(f"{text.rstrip()}\n" for text in done.stdout.decode().splitlines())


@pytest.mark.slow
def test_every_command_prints_what_the_page_shows(tmp_path):
    page = PAGE.read_text(encoding="utf-8")
    assert len([1 for kind, _, _ in BLOCK.findall(page) if kind == "console"]) >= 8
    assert play(page, tmp_path) == page


def test_a_page_that_shows_something_else_is_found_out(tmp_path):
    wrong = "```console\n$ echo one\ntwo\n```\n"
    assert play(wrong, tmp_path) == wrong.replace("two", "one")


def test_the_settings_of_a_new_group_are_settings():
    exports = dict(re.findall(r"^export (COMMUNIQUE_\w+)=(\S+)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert set(exports) >= {"COMMUNIQUE_KAFKA_GROUP_ID", "COMMUNIQUE_TAXONOMY", "COMMUNIQUE_CHANNEL_ENRICHED"}
    shown = run("settings", **exports).stdout.decode()
    assert all(f"{name}={value}  (set)" in shown for name, value in exports.items())


@pytest.mark.parametrize("key", ["markers", "calibration", "parent", "codes", "replaced_by", "near", "unless", "requires", "title_only", "shared", "lists"])  # fmt: skip
def test_every_key_is_explained(key):
    assert f"| `{key}` |" in PAGE.read_text(encoding="utf-8")


if __name__ == "__main__":
    scratch = Path(tempfile.mkdtemp())
    PAGE.write_text(play(PAGE.read_text(encoding="utf-8"), scratch), encoding="utf-8")
    shutil.rmtree(scratch)
