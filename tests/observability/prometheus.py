"""A real Prometheus, of Debian's package, that scrapes what a test names and runs the project's rules in quick motion."""

from __future__ import annotations

import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import yaml

from tests.kafka.ports import free_port
from tests.observability.promtool import RULES

_QUICK = {"5m": "5s", "10m": "10s", "15m": "15s", "30m": "15s", "1h": "20s", "6h": "20s", "1d": "30s", "3d": "30s"}
"""How long a window of the rules is in quick motion: a scrape a second instead of two a minute."""


def quick(rules: str) -> str:
    """Rules whose windows and waits are seconds instead of minutes and hours; nothing else differs."""
    windows = re.sub(r"\[(\w+)\]", lambda match: f"[{_QUICK[match[1]]}]", rules)
    offsets = re.sub(r"offset (\w+)", lambda match: f"offset {_QUICK[match[1]]}", windows)
    return re.sub(r"for: \w+", "for: 1s", offsets)


class Prometheus:
    """A server in a folder of its own.

    Args:
        folder: for its configuration, log and data.
        targets: `host:port` of what it scrapes, as the job `communique`.
    """

    def __init__(self, folder: Path, targets: Sequence[str]) -> None:
        self._folder = folder
        self._targets = list(targets)
        self._process: subprocess.Popen[bytes] | None = None
        self.url = f"http://127.0.0.1:{free_port()}"

    def __enter__(self) -> Self:
        (self._folder / "rules.yaml").write_text(quick(RULES.read_text()))
        (self._folder / "prometheus.yaml").write_text(yaml.safe_dump(self._configuration()))
        address = self.url.removeprefix("http://")
        command = ["prometheus", f"--config.file={self._folder}/prometheus.yaml", f"--web.listen-address={address}"]
        command += [f"--storage.tsdb.path={self._folder}/data", "--enable-feature=exemplar-storage"]
        with (self._folder / "prometheus.log").open("wb") as log:
            self._process = subprocess.Popen(command, stdout=log, stderr=log)
        deadline = time.monotonic() + 20
        while not self._ready():
            assert time.monotonic() < deadline, (self._folder / "prometheus.log").read_text()
            time.sleep(0.1)
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process is not None
        self._process.terminate()
        self._process.wait(20)

    def _configuration(self) -> dict[str, Any]:
        return {
            "global": {"scrape_interval": "1s", "scrape_timeout": "1s", "evaluation_interval": "1s"},
            "rule_files": ["rules.yaml"],
            "scrape_configs": [{"job_name": "communique", "static_configs": [{"targets": self._targets}]}],
        }

    def _ready(self) -> bool:
        try:
            with urllib.request.urlopen(f"{self.url}/-/ready", timeout=2) as answer:
                return answer.status == 200
        except OSError:
            return False

    def ask(self, path: str, **parameters: object) -> Any:
        """The data of an answer of the HTTP API; fails the test with Prometheus's own words."""
        try:
            with urllib.request.urlopen(
                f"{self.url}/api/v1/{path}?{urllib.parse.urlencode(parameters)}", timeout=10
            ) as got:
                return json.load(got)["data"]
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{path} {parameters}: {error.read().decode()}") from None

    def value(self, query: str) -> float | None:
        """The one value of a query at this moment; None without one."""
        result = self.ask("query", query=query)["result"]
        assert len(result) < 2, result
        return float(result[0]["value"][1]) if result else None

    def series(self, query: str, seconds: float = 120) -> list[list[float]]:
        """The values of each series of a query over the last seconds."""
        now = time.time()
        result = self.ask("query_range", query=query, start=now - seconds, end=now, step=1)["result"]
        return [[float(value) for _, value in one["values"]] for one in result]

    def firing(self) -> set[str]:
        """Names of the alerts that fire now."""
        return {one["labels"]["alertname"] for one in self.ask("alerts")["alerts"] if one["state"] == "firing"}
