"""docker-compose.yml really brought up: Kafka, channels, service, Prometheus and the demo's producer, on local images.

Grafana and the Kafka UI cannot be had on a machine that pulls no images: they are checked by file (test_compose_file.py),
and every query of the dashboards is asked of the Prometheus that runs here.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.deploy import image, stand_ins
from tests.deploy.engine import Engine
from tests.deploy.report import Report
from tests.deploy.tools import ROOT, ToolError, run, tool
from tests.kafka.ports import free_port

PROJECT = "communique-check"
UP = ("kafka", "channels", "communique", "prometheus", "producer")
ARTICLES = 40
"""Sent before the counting ends: most of a round of the feed, broken records among them."""


class Compose:
    """The project of docker-compose.yml on an engine of ours, with free ports."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self.ports = {name: free_port() for name in ("KAFKA_PORT", "COMMUNIQUE_PORT", "PROMETHEUS_PORT")}
        self._environment = {
            **engine.environment,
            **{name: str(port) for name, port in self.ports.items()},
            "COMMUNIQUE_IMAGE": image.IMAGE,
            "KAFKA_IMAGE": stand_ins.KAFKA,
            "PROMETHEUS_IMAGE": stand_ins.PROMETHEUS,
            "BASE": image.BASE,
            "ARTICLES_PER_MINUTE": "600",
        }

    def __call__(self, *words: object) -> str:
        """Run `docker compose WORDS`; its output.

        Raises:
            ToolError: it failed.
        """
        files = [
            "--file",
            ROOT / "docker-compose.yml",
            "--project-directory",
            ROOT,
            "--project-name",
            PROJECT,
        ]
        return run([tool("docker-compose"), *files, *words], env=self._environment)

    def query(self, expression: str) -> list[dict[str, Any]]:
        """What Prometheus answers.

        Raises:
            ValueError: the expression is wrong.
        """
        url = f"http://127.0.0.1:{self.ports['PROMETHEUS_PORT']}/api/v1/query?" + urllib.parse.urlencode(
            {"query": expression}
        )
        try:
            with urllib.request.urlopen(url, timeout=30) as answer:
                return json.load(answer)["data"]["result"]
        except urllib.error.HTTPError as error:
            raise ValueError(f"{expression}: {error.read().decode()}") from None

    def value(self, expression: str) -> float:
        """The one value of an expression; 0 without any."""
        found = self.query(expression)
        return float(found[0]["value"][1]) if found else 0.0


def check(engine: Engine, report: Report) -> None:
    """Up, articles, Prometheus, a restart, down."""
    with report.step("stand-ins for Kafka's and Prometheus's images"):
        stand_ins.kafka(engine)
        stand_ins.prometheus(engine)
    compose = Compose(engine)
    try:
        with report.step("docker compose up --wait"):
            started = time.monotonic()
            compose("up", "--detach", "--no-build", "--wait", "--wait-timeout", "240", *UP)
            report.expect("docker compose up --wait", "<= 240 s", f"{time.monotonic() - started:.0f} s", held=True)
        if report.findings and report.findings[-1].held:
            _channels(compose, report)
            _articles(compose, report)
            _dashboards(compose, report)
            _hardening(engine, compose, report)
    finally:
        _save_logs(compose)
        with report.step("docker compose down"):
            compose("down", "--volumes", "--timeout", "40")
            # The engine may be shared with checks that were broken off: what counts is what this project left.
            ours = f"label=com.docker.compose.project={PROJECT}"
            left = engine.docker("ps", "--all", "--quiet", "--filter", ours).split()
            report.expect("containers left after down", "none", len(left), not left)


def _channels(compose: Compose, report: Report) -> None:
    with report.step("channels"):
        said = compose(
            "exec", "kafka", "/opt/kafka/bin/kafka-topics.sh", "--bootstrap-server", "kafka:9092", "--describe"
        )
        lines = {line.split()[1]: line for line in said.splitlines() if line.startswith("Topic:")}
        for name, limit in {
            "articles.raw": 8388608,
            "articles.enriched": 8388608,
            "articles.dead-letter": 8454144,
        }.items():
            line = lines.get(name, "missing")
            right = f"max.message.bytes={limit}" in line and "PartitionCount: 8" in line
            report.expect(f"channel {name}", f"8 partitions, {limit} bytes", "as wanted" if right else line, right)


def _articles(compose: Compose, report: Report) -> None:
    with report.step("articles through the service, into Prometheus"):
        consumed = "sum(communique_articles_consumed_total)"
        enriched = 'sum(communique_articles_published_total{channel="articles.enriched"})'
        refused = "sum(communique_articles_refused_total)"
        _until(lambda: compose.value(consumed) >= ARTICLES, 180)
        compose("stop", "producer")
        # Prometheus looks every 5 s: what it saw last may be from before the last articles.
        _until(lambda: compose.value(consumed) == compose.value(f"{enriched} + {refused}"), 60)
        total, out, dead = (compose.value(one) for one in (consumed, enriched, refused))
        report.expect(
            "articles in Prometheus",
            f">= {ARTICLES}, all accounted for",
            f"{total:.0f} = {out:.0f} enriched + {dead:.0f} refused",
            total >= ARTICLES and total == out + dead,
        )
        line = compose(
            "exec", "communique", "/opt/communique/bin/communique", "tail", "--json", "--from-beginning", "-n", "1"
        )
        event = json.loads(line)
        report.expect(
            "an enriched article in the channel",
            "id, language, text",
            f"{event['id']} {event['language']}",
            event["text"],
        )
        said = json.loads(compose("exec", "communique", "/opt/communique/bin/communique", "audit", "--json"))
        report.expect("audit", "missing 0", f"missing {said['missing']}", said["missing"] == 0)


def _dashboards(compose: Compose, report: Report) -> None:
    with report.step("rules and dashboards"):
        url = f"http://127.0.0.1:{compose.ports['PROMETHEUS_PORT']}/api/v1/rules"
        with urllib.request.urlopen(url, timeout=30) as answer:
            groups = json.load(answer)["data"]["groups"]
        bad = [rule["name"] for group in groups for rule in group["rules"] if rule["health"] == "err"]
        count = sum(len(group["rules"]) for group in groups)
        report.expect(
            "our rules in Prometheus", "all healthy", f"{count} rules, {len(bad)} in error {bad[:3]}", count and not bad
        )
        asked = answered = 0
        for path in sorted((ROOT / "observability/dashboards").glob("*.json")):
            for expression in expressions(path):
                asked += 1
                answered += bool(compose.query(expression))
        report.expect(
            "queries of the dashboards",
            "all valid, most with data",
            f"{answered} of {asked} have data",
            asked and answered > asked / 2,
        )


def expressions(dashboard: Path) -> list[str]:
    """A dashboard's queries, its variables filled in."""

    def walk(panels: list[dict[str, Any]]) -> list[str]:
        found = []
        for panel in panels:
            found += [target["expr"] for target in panel.get("targets", []) if "expr" in target]
            found += walk(panel.get("panels", []))
        return found

    return [_filled_in(text) for text in walk(json.loads(dashboard.read_text("utf-8"))["panels"])]


def _filled_in(text: str) -> str:
    for name, value in {"$__rate_interval": "1m", "$__interval": "1m", "$__range": "1h", "$instance": ".*"}.items():
        text = text.replace(name, value).replace(f"${{{name[1:]}}}", value)
    return text


def _hardening(engine: Engine, compose: Compose, report: Report) -> None:
    with report.step("how the containers run"):
        containers = compose("ps", "--all", "--quiet").split()
        open_ports, users = [], {}
        for one in json.loads(engine.docker("inspect", *containers)):
            service = one["Config"]["Labels"]["com.docker.compose.service"]
            users[service] = (one["Config"]["User"], one["HostConfig"]["ReadonlyRootfs"])
            for bindings in (one["HostConfig"]["PortBindings"] or {}).values():
                open_ports += [binding for binding in bindings if binding["HostIp"] != "127.0.0.1"]
        report.expect("ports", "on 127.0.0.1 only", open_ports or "so", not open_ports)
        report.expect(
            "the service", "10001, read-only", users["communique"], users["communique"] == ("10001:10001", True)
        )
        started = time.monotonic()
        compose("stop", "communique")
        container = compose("ps", "--all", "--quiet", "communique").strip()
        code = engine.docker("inspect", "--format", "{{.State.ExitCode}}", container).strip()
        report.expect(
            "SIGTERM drains the service", "exit 0", f"exit {code} in {time.monotonic() - started:.1f} s", code == "0"
        )


def _save_logs(compose: Compose) -> None:
    kept = ROOT / ".cache/deploy/compose.log"
    kept.parent.mkdir(parents=True, exist_ok=True)
    try:
        kept.write_text(compose("logs", "--no-color"), "utf-8")
    except ToolError as error:
        print(error)


def _until(holds: Callable[[], bool], seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(1)
