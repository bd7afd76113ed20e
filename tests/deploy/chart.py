"""The chart in the hands of both Helms: lint, render, and what they say when they refuse."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.tools import ROOT, tool

CHART = ROOT / "helm/communique"
GOLDEN = ROOT / "tests/deploy/golden"
REFUSED = ROOT / "tests/deploy/refused.yaml"
HELMS = ("helm3", "helm4")
RELEASE = ("release", "--namespace", "newsroom")


def value_sets() -> dict[str, Path]:
    """The example values that the chart carries, by name."""
    return {path.name.removesuffix("-values.yaml"): path for path in sorted((CHART / "ci").glob("*-values.yaml"))}


def helm(which: str, *words: object) -> subprocess.CompletedProcess[str]:
    """Run a Helm that reads no settings of the user's."""
    with tempfile.TemporaryDirectory() as home:
        command = [str(tool(which)), *map(str, words)]
        environment = {"HOME": home, "PATH": "/usr/bin:/bin"}
        return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def render(which: str, values: Path, *words: object) -> str:
    """The resources, as Helm prints them.

    Raises:
        ValueError: it refused.
    """
    done = helm(which, "template", *RELEASE, CHART, "--values", values, *words)
    if done.returncode != 0:
        raise ValueError(done.stderr)
    return done.stdout


def golden(text: str) -> str:
    """A render as its golden file has it: rules and dashboards, which others generate, only named."""
    for path in sorted(CHART.glob("files/*/*")):
        lines = path.read_text("utf-8").splitlines()
        for margin in ("  ", "    "):
            text = text.replace("\n".join(margin + line for line in lines), f"{margin}<{path.relative_to(CHART)}>")
    return text


def refusal(which: str, values: Mapping[str, Any]) -> str | None:
    """What Helm says to values on top of the least that must be given; None when it takes them."""
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        yaml.safe_dump(dict(values), file)
        file.flush()
        done = helm(which, "template", *RELEASE, CHART, "--values", value_sets()["minimal"], "--values", file.name)
    if done.returncode == 0:
        return None
    # What is left are the lines that a person acts on.
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    lines = [line for line in lines if not line.startswith(("Use --debug", "Error: values don't meet", "communique:"))]
    return "\n".join(line.partition("configmap.yaml:1:4): ")[2] or line.removeprefix("- ") for line in lines)
