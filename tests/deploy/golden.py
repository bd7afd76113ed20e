"""Write the golden renders and the messages of refused values anew: `make chart`. Then read the diff."""

from __future__ import annotations

import shutil
import subprocess

import yaml

from tests.deploy.chart import CHART, GOLDEN, HELMS, REFUSED, golden, refusal, render, value_sets
from tests.deploy.tools import tool


def readme() -> None:
    """helm/communique/README.md from the comments in values.yaml."""
    subprocess.run([tool("helm-docs"), "--chart-search-root", CHART, "--log-level", "warning"], check=True)


def renders() -> None:
    """A file for each set of values."""
    shutil.rmtree(GOLDEN, ignore_errors=True)
    GOLDEN.mkdir()
    for name, values in value_sets().items():
        (GOLDEN / f"{name}.yaml").write_text(golden(render("helm4", values)), "utf-8")


def messages() -> None:
    """tests/deploy/refused.yaml: the values stay, the messages are what Helm says now."""
    text = REFUSED.read_text("utf-8")
    head = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    cases = {}
    for name, case in yaml.safe_load(text).items():
        said = {which: refusal(which, case["values"]) for which in HELMS}
        same = said["helm3"] == said["helm4"]
        cases[name] = {"values": case["values"], **({"message": said["helm4"]} if same else said)}
    REFUSED.write_text(head + yaml.safe_dump(cases, sort_keys=False, width=100, allow_unicode=True), "utf-8")


if __name__ == "__main__":
    readme()
    renders()
    messages()
