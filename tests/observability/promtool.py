"""The programs promtool and prometheus (Debian package `prometheus`), for the tests that need them."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "observability" / "rules" / "communique.yaml"
RULE_TESTS = RULES.with_name("communique_test.yaml"), RULES.with_name("communique_slow_test.yaml")

_FUNCTIONS = frozenset((
    "abs", "absent", "avg", "by", "changes", "count", "count_over_time", "histogram_quantile", "increase", "label_replace",
    "max", "min", "min_over_time", "rate", "sum", "time", "topk", "and", "or", "on", "offset", "group_left", "unless", "bool",
))  # fmt: skip


def why_not() -> str | None:
    """What is missing, in one line; None when both programs are there."""
    missing = [name for name in ("promtool", "prometheus") if shutil.which(name) is None]
    return f"{' and '.join(missing)} missing (Debian package: prometheus)" if missing else None


def promtool(*arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run promtool to its end."""
    command = ["promtool", *map(str, arguments)]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


def rules() -> list[dict]:
    """Every rule, recording and alerting."""
    return [rule for group in yaml.safe_load(RULES.read_text())["groups"] for rule in group["rules"]]


def names_in(expression: str) -> set[str]:
    """The metrics, recorded or exported, that a PromQL expression asks for; labels and functions are none."""
    bare = re.sub(r'"(?:[^"\\]|\\.)*"', "", expression)
    bare = re.sub(r"\{[^}]*\}|\[[^\]]*\]", " ", bare)
    bare = re.sub(r"\b(?:by|on|group_left|without|ignoring)\s*\([^)]*\)", " ", bare)
    return set(re.findall(r"[a-zA-Z_][a-zA-Z0-9_:]*", bare)) - _FUNCTIONS - {"m", "h", "d", "w"}


def valid(expressions: Iterable[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Have promtool parse expressions, as recording rules of a file in `folder`."""
    made = [{"record": f"checked:{number}", "expr": one} for number, one in enumerate(expressions)]
    path = folder / "expressions.yaml"
    path.write_text(yaml.safe_dump({"groups": [{"name": "checked", "rules": made}]}))
    return promtool("check", "rules", path)
