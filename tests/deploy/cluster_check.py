"""`make deploy-check`: the chart on a real API server and a real node, with Kafka in the cluster, in steps.

Each step has a name; `--only` and `--skip` choose, and `--resume` leaves out those that have held in the last run of the
same service and chart. What a step needs of earlier ones is done again each time: a cluster lives for one run.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from tests.deploy import cluster_chart, cluster_feeds, cluster_kafka, image, keda, stand_ins
from tests.deploy.cluster import PAUSE, Cluster
from tests.deploy.engine import Engine
from tests.deploy.report import Finding, Report
from tests.deploy.tools import CACHE, ROOT, ToolError, run

NEXT = "localhost/communique:next"
TESTED = ("service", "helm", "schemas", "samples", "requirements", "docker", "Dockerfile", "pyproject.toml")
"""What the check is of: findings are not carried over a change in it."""


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the check: what it does, and the steps whose work it stands on."""

    run: Callable[[Cluster, Report], None]
    needs: tuple[str, ...] = ()


STEPS = {
    "kafka": Step(cluster_kafka.bring_up),
    "accepted": Step(cluster_chart.accepted, ("kafka",)),
    "refused": Step(cluster_chart.refused, ("kafka",)),
    "install": Step(cluster_chart.install, ("kafka",)),
    "test": Step(cluster_chart.helm_test, ("install",)),
    "upgrade": Step(cluster_chart.upgrade, ("install",)),
    "feeds": Step(cluster_feeds.follow, ("install",)),
    "faults": Step(cluster_chart.faults, ("kafka",)),
    "uninstall": Step(cluster_chart.uninstall, ("install",)),
    "keda": Step(keda.scale, ("kafka",)),
}


def check(report: Report, chosen: Collection[str], earlier: Iterable[Finding] = ()) -> None:
    """Do the chosen steps and what they need.

    Args:
        report: takes the findings.
        chosen: names of STEPS.
        earlier: findings of a former run; steps of which all have held are not done again unless another needs them.
    """
    held = _held(earlier)
    wanted = _with_needs(name for name in chosen if name not in held)
    for name in chosen:
        for finding in held.get(name, ()) if name not in wanted else ():
            report.add(finding)
    if not wanted:
        return
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        images = Path(folder) / "images.tar"
        with report.step("images"), Engine() as engine:
            _images(engine, images)
            report.expect("images", "built", f"{images.stat().st_size / 1e6:.0f} MB", held=True)
        with report.step("cluster"), Cluster(images) as cluster:
            try:
                _up(cluster, report)
                _steps(cluster, report, wanted)
            finally:
                _save(cluster)


def _held(earlier: Iterable[Finding]) -> dict[str, list[Finding]]:
    """By step, the findings of those that held as a whole."""
    found: dict[str, list[Finding]] = {}
    for finding in earlier:
        found.setdefault(finding.step, []).append(finding)
    return {name: findings for name, findings in found.items() if all(one.held for one in findings)}


def _with_needs(names: Iterable[str]) -> set[str]:
    wanted: set[str] = set()
    for name in names:
        wanted |= {name} | _with_needs(STEPS[name].needs)
    return wanted


def _up(cluster: Cluster, report: Report) -> None:
    nodes = cluster.get("nodes")
    version = nodes[0]["status"]["nodeInfo"]["kubeletVersion"]
    report.expect("API server and one real node", "ready", version, len(nodes) == 1)


def _steps(cluster: Cluster, report: Report, wanted: Collection[str]) -> None:
    failed: set[str] = set()
    for name, step in STEPS.items():
        if name not in wanted:
            continue
        if gone := failed & _with_needs(step.needs):
            report.expect(name, "can be tried", f"stands on {', '.join(sorted(gone))}, which failed", held=False)
            failed.add(name)
            continue
        before = len(report.findings)
        with report.step(name):
            step.run(cluster, report)
        if not all(finding.held for finding in report.findings[before:]):
            failed.add(name)


def product() -> str:
    """A hash over the files that the check is of."""
    digest = hashlib.sha256()
    for name in run(["git", "ls-files", "--cached", "--others", "--exclude-standard", *TESTED]).split("\n"):
        if name and (ROOT / name).is_file():
            digest.update(f"{name}\n".encode() + (ROOT / name).read_bytes())
    return digest.hexdigest()


def read(path: Path) -> list[Finding]:
    """Findings of a former run; none where they are of another service or chart."""
    try:
        told = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return []
    return [Finding(**one) for one in told["findings"]] if told["of"] == product() else []


def _images(engine: Engine, to: Path) -> None:
    image.build(engine)
    image.build(engine, NEXT, "--build-arg", "VERSION=0.1.1")
    kafka = stand_ins.kafka(engine)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        source = ROOT / "tests/deploy/pause"
        build = ["go", "build", "-trimpath", "-buildvcs=false", "-o", Path(folder) / "pause", "."]
        run(build, cwd=source, env={"CGO_ENABLED": "0"})
        (Path(folder) / "Dockerfile").write_text((source / "Dockerfile").read_text("utf-8"), "utf-8")
        engine.build(PAUSE, context=Path(folder))
    engine.docker("save", "--output", to, image.IMAGE, NEXT, kafka, PAUSE)


def _save(cluster: Cluster) -> None:
    """Keep the logs of the cluster's parts and of its pods: they are gone with it."""
    logs = CACHE / "cluster-logs"
    logs.mkdir(exist_ok=True)
    for log in cluster.folder.glob("*.log"):
        (logs / log.name).write_bytes(log.read_bytes()[-1_000_000:])
    for space in (cluster_kafka.NAMESPACE, "kafka"):
        try:
            (logs / f"events-{space}.txt").write_text(cluster.kubectl("--namespace", space, "get", "events"))
            for pod in cluster.get("pods", "--namespace", space):
                name = pod["metadata"]["name"]
                said = cluster.kubectl("--namespace", space, "logs", name, "--tail=2000")
                (logs / f"pod-{name}.log").write_text(said, "utf-8")
        except ToolError as error:
            print(f"{time.strftime('%H:%M:%S')} not kept: {error}")
