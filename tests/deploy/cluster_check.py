"""`make deploy-check`: the chart on a real API server and a real node, with Kafka in the cluster."""

from __future__ import annotations

import json
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from tests.deploy import image, stand_ins
from tests.deploy.chart import CHART, render, value_sets
from tests.deploy.cluster import PAUSE, Cluster, until
from tests.deploy.engine import Engine
from tests.deploy.report import Report
from tests.deploy.schemas import crds
from tests.deploy.tools import CACHE, ROOT, ToolError, run

NEXT = "localhost/communique:next"
NAMESPACE = "newsroom"
RELEASE = "articles"
KAFKA_ADDRESS = "10.96.0.92"
"""Of the Service: there is no DNS in the cluster."""
PARTITIONS = 4
ARTICLES, RATE = 6000, 50.0
"""Two minutes of load, over an upgrade and a rollback."""
LEAST = (
    "--set",
    f"kafka.bootstrapServers={KAFKA_ADDRESS}:9092",
    "--set",
    f"kafka.partitions={PARTITIONS}",
    "--set",
    "image.repository=localhost/communique",
    "--set",
    "image.tag=check",
    # One node of two cores holds them all: what a worker asks for is lowered, not what it may use.
    "--set",
    "resources.requests.cpu=50m",
    "--set",
    "resources.requests.memory=200Mi",
)


def check(report: Report) -> None:
    """All of it."""
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        images = Path(folder) / "images.tar"
        with report.step("images"), Engine() as engine:
            _images(engine, images)
        started = time.monotonic()
        with Cluster(images) as cluster:
            nodes = cluster.get("nodes")
            version = nodes[0]["status"]["nodeInfo"]["kubeletVersion"]
            report.expect(
                "API server and one real node",
                "ready",
                f"{version}, {time.monotonic() - started:.0f} s",
                len(nodes) == 1,
            )
            for step in (
                _kafka,
                _accepted,
                _refused,
                _install,
                _helm_test,
                _upgrade_under_load,
                _no_words_lost,
                _uninstall,
            ):
                with report.step(step.__doc__.splitlines()[0].rstrip(".")):
                    step(cluster, report)
            _save(cluster)


def _images(engine: Engine, to: Path) -> None:
    image.build(engine)
    image.build(engine, NEXT, "--build-arg", "VERSION=0.1.1")
    kafka = stand_ins.kafka(engine)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        source = ROOT / "tests/deploy/pause"
        run(
            ["go", "build", "-trimpath", "-buildvcs=false", "-o", Path(folder) / "pause", "."],
            cwd=source,
            env={"CGO_ENABLED": "0"},
        )
        (Path(folder) / "Dockerfile").write_text((source / "Dockerfile").read_text("utf-8"), "utf-8")
        engine.build(PAUSE, context=Path(folder))
    engine.docker("save", "--output", to, image.IMAGE, NEXT, kafka, PAUSE)


def _apply(cluster: Cluster, *resources: dict[str, Any]) -> None:
    cluster.kubectl("apply", "--filename", "-", stdin=yaml.safe_dump_all(resources))


def _kafka(cluster: Cluster, report: Report) -> None:
    """Kafka, namespaces, quotas and the operators' kinds."""
    for name in (NAMESPACE, "kafka"):
        labels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn", "audit")}
        _apply(cluster, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
    hard = {"requests.cpu": "4", "requests.memory": "8Gi", "limits.memory": "16Gi", "pods": "30"}
    quota = {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "team", "namespace": NAMESPACE},
        "spec": {"hard": hard},
    }
    _apply(cluster, quota)
    # What the set `production` names.
    priority = {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {"name": "business"},
        "value": 1000,
    }
    _apply(cluster, priority)
    for name in (
        "kafkatopic",
        "kafkauser",
        "keda.sh_scaledobjects",
        "keda.sh_triggerauthentications",
        "monitoring.coreos.com_podmonitors",
        "monitoring.coreos.com_servicemonitors",
        "monitoring.coreos.com_prometheusrules",
    ):
        cluster.kubectl("apply", "--server-side", "--filename", crds() / f"{name}.yaml")
    cluster.kubectl("apply", "--filename", ROOT / "tests/deploy/kafka.yaml")
    cluster.kubectl("--namespace", "kafka", "rollout", "status", "deployment/kafka", "--timeout=180s")
    for name, limit in {"articles.raw": 8388608, "articles.enriched": 8388608, "articles.dead-letter": 8454144}.items():
        _kafka_tool(
            cluster,
            "kafka-topics",
            "--create",
            "--topic",
            name,
            "--partitions",
            PARTITIONS,
            "--config",
            f"max.message.bytes={limit}",
        )
    report.expect("Kafka in the cluster", "ready, three channels", "so", held=True)


def _kafka_tool(cluster: Cluster, name: str, *words: object) -> str:
    command = [f"/opt/kafka/bin/{name}.sh", "--bootstrap-server", "127.0.0.1:9092", *words]
    return cluster.kubectl("--namespace", "kafka", "exec", "deployment/kafka", "--", *command)


def _accepted(cluster: Cluster, report: Report) -> None:
    """What every set of values renders, asked of the API server."""
    kinds: Counter[str] = Counter()
    refused = []
    for name, values in value_sets().items():
        resources = [one for one in yaml.safe_load_all(render("helm4", values)) if one]
        kinds.update(one["kind"] for one in resources)
        # A pod is refused, even in a trial, as long as its account is not there.
        _apply(cluster, *(_account(one) for one in resources if one["kind"] == "Pod"))
        try:
            text = yaml.safe_dump_all(resources)
            cluster.kubectl("apply", "--dry-run=server", "--validate=strict", "--filename", "-", stdin=text)
        except ToolError as error:
            refused.append(f"{name}: {error}"[:400])
    found = f"{kinds.total()} resources of {len(kinds)} kinds: {', '.join(sorted(kinds))}"
    wanted = f"all {len(value_sets())}, 16 kinds"
    report.expect("value sets accepted by the API server", wanted, refused or found, not refused and len(kinds) >= 16)


def _account(pod: dict[str, Any]) -> dict[str, Any]:
    meta = {"name": pod["spec"]["serviceAccountName"], "namespace": pod["metadata"]["namespace"]}
    return {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": meta}


def _refused(cluster: Cluster, report: Report) -> None:
    """Pod Security "restricted"."""

    def pod(*words: str) -> str:
        found = yaml.safe_load_all(render("helm4", value_sets()["minimal"], *words))
        return yaml.safe_dump(next(one for one in found if one["kind"] == "Pod"))

    cluster.kubectl("apply", "--dry-run=server", "--filename", "-", stdin=pod())
    for words in (
        ("--set", "securityContext.privileged=true,securityContext.allowPrivilegeEscalation=true"),
        ("--set", "podSecurityContext.runAsUser=0,podSecurityContext.runAsNonRoot=false"),
    ):
        try:
            cluster.kubectl("apply", "--dry-run=server", "--filename", "-", stdin=pod(*words))
            said = "accepted"
        except ToolError as error:
            said = "refused" if "violates PodSecurity" in str(error) else str(error)
        report.expect(f"a pod with {words[1]}", "refused", said, said == "refused")


def _install(cluster: Cluster, report: Report) -> None:
    """Helm install --wait."""
    started = time.monotonic()
    cluster.helm("install", RELEASE, CHART, "--namespace", NAMESPACE, "--wait", "--timeout", "4m", *LEAST)
    pods = _workers(cluster)
    restarts = sum(status["restartCount"] for pod in pods for status in pod["status"]["containerStatuses"])
    report.expect(
        "helm install --wait",
        "2 ready, no restart",
        f"{len(pods)} ready in {time.monotonic() - started:.0f} s, {restarts} restarts",
        len(pods) == 2 and not restarts,
    )
    budget = cluster.get("poddisruptionbudgets", "--namespace", NAMESPACE)[0]["status"]
    report.expect(
        "disruption budget",
        "1 of 2 may go",
        f"{budget['disruptionsAllowed']} of {budget['expectedPods']}",
        budget["disruptionsAllowed"] == 1,
    )


def _workers(cluster: Cluster) -> list[dict[str, Any]]:
    found = cluster.get("pods", "--namespace", NAMESPACE, "--selector", "app.kubernetes.io/component=worker")
    return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]


def _helm_test(cluster: Cluster, report: Report) -> None:
    """Helm test, through channels of its own and through the production channels."""
    before = _channels(cluster)
    said = cluster.helm("test", RELEASE, "--namespace", NAMESPACE, "--logs", "--timeout", "3m")
    line = next((one for one in said.splitlines() if one.startswith("passed: ")), said[-300:])
    left = _channels(cluster) - before
    report.expect(
        "helm test",
        "an article enriched, no channel left",
        f"{line[:90]}; left {left or 'none'}",
        line.startswith("passed: ") and not left,
    )


def _channels(cluster: Cluster) -> set[str]:
    """But Kafka's own."""
    return {name for name in _kafka_tool(cluster, "kafka-topics", "--list").split() if not name.startswith("__")}


def _upgrade_under_load(cluster: Cluster, report: Report) -> None:
    """Upgrade and rollback while articles come in."""
    _job(cluster, "load", "send", ARTICLES, RATE)
    until(lambda: _committed(cluster) > 300, 120)
    for what, words in {
        "helm upgrade to another image": (
            "upgrade",
            RELEASE,
            CHART,
            *LEAST,
            "--set",
            "image.tag=next",
            "--set",
            "settings.log_level=warning",
        ),
        "helm rollback": ("rollback", RELEASE, "1"),
    }.items():
        started, before = time.monotonic(), _committed(cluster)
        cluster.helm(*words, "--namespace", NAMESPACE, "--wait", "--timeout", "4m")
        tags = {pod["spec"]["containers"][0]["image"].rpartition(":")[2] for pod in _workers(cluster)}
        worked = _committed(cluster) - before
        report.expect(
            what,
            "all workers new, work goes on",
            f"{', '.join(sorted(tags))} in {time.monotonic() - started:.0f} s, {worked} articles meanwhile",
            tags == {"next" if words[0] == "upgrade" else "check"} and worked > 0,
        )
    sent = _result(cluster, "load", 240)
    until(lambda: _lag(cluster) == 0, 240)
    found = _run(cluster, "account", "account")
    report.expect(
        "articles over upgrade and rollback",
        "missing 0, duplicates 0",
        f"{found}, sent in {sent['seconds']} s",
        found["articles"] >= ARTICLES and not found["missing"] and not found["duplicates"],
    )


def _groups(cluster: Cluster) -> list[list[str]]:
    """Partition rows of the group: offset, end and lag stand in columns 3 to 5."""
    said = _kafka_tool(cluster, "kafka-consumer-groups", "--describe", "--group", "communique")
    return [line.split() for line in said.splitlines() if line.startswith("communique ")]


def _committed(cluster: Cluster) -> int:
    return sum(int(row[3]) for row in _groups(cluster) if row[3].isdigit())


def _lag(cluster: Cluster) -> int:
    rows = _groups(cluster)
    return sum(int(row[5]) for row in rows if row[5].isdigit()) if len(rows) == PARTITIONS else -1


def _job(cluster: Cluster, name: str, *words: object) -> None:
    """A pod that runs tests/deploy/articles.py with the release's settings."""
    source = (ROOT / "tests/deploy/articles.py").read_text("utf-8")
    meta = {"name": name, "namespace": NAMESPACE}
    security = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    container = {
        "name": "articles",
        "image": image.IMAGE,
        "command": ["/opt/communique/bin/python", "/work/articles.py", *map(str, words)],
        "envFrom": [{"configMapRef": {"name": f"{RELEASE}-communique"}}],
        "securityContext": security,
        "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "2Gi"}},
        "volumeMounts": [{"name": "work", "mountPath": "/work"}, {"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108
    }
    spec = {
        "restartPolicy": "Never",
        "automountServiceAccountToken": False,
        "enableServiceLinks": False,
        "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container],
        "volumes": [{"name": "work", "configMap": {"name": name}}, {"name": "tmp", "emptyDir": {}}],
    }
    config = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": meta, "data": {"articles.py": source}}
    _apply(cluster, config, {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec})


def _result(cluster: Cluster, name: str, seconds: float) -> dict[str, Any]:
    """What the pod printed at its end."""

    def phase() -> str:
        return cluster.kubectl("--namespace", NAMESPACE, "get", "pod", name, "--output", "jsonpath={.status.phase}")

    until(lambda: phase() in ("Succeeded", "Failed"), seconds)
    said = cluster.kubectl("--namespace", NAMESPACE, "logs", name)
    if phase() != "Succeeded":
        raise ToolError(f"{name} failed: {said[-500:]}")
    return json.loads(said.splitlines()[-1])


def _run(cluster: Cluster, name: str, *words: object) -> dict[str, Any]:
    _job(cluster, name, *words)
    return _result(cluster, name, 240)


def _no_words_lost(cluster: Cluster, report: Report) -> None:
    """Kafka that is not there, and a Secret that is not there."""
    cluster.helm(
        "install",
        "away",
        CHART,
        "--namespace",
        NAMESPACE,
        *LEAST,
        "--set",
        "kafka.bootstrapServers=127.0.0.1:9,replicas=1",
    )
    cluster.helm(
        "install",
        "secretless",
        CHART,
        "--namespace",
        NAMESPACE,
        *LEAST,
        "--set",
        "replicas=1,kafka.securityProtocol=SASL_PLAINTEXT,kafka.sasl.existingSecret=nowhere",
    )
    pod = until(lambda: _pod_of(cluster, "away", "Running"), 60)
    until(lambda: "Kafka does not answer" in cluster.kubectl("--namespace", NAMESPACE, "logs", pod), 60)
    time.sleep(20)
    status = cluster.get("pods", "--namespace", NAMESPACE, "--selector", "app.kubernetes.io/instance=away")[0][
        "status"
    ]["containerStatuses"][0]
    lines = [
        line
        for line in cluster.kubectl("--namespace", NAMESPACE, "logs", pod).splitlines()
        if "Kafka does not answer" in line
    ]
    report.expect(
        "Kafka away",
        "not ready, no restart, one line",
        f"ready {status['ready']}, {status['restartCount']} restarts, {len(lines)} line",
        not status["ready"] and not status["restartCount"] and len(lines) == 1,
    )
    pod = until(lambda: _pod_of(cluster, "secretless", "Pending"), 60)
    events = until(
        lambda: [
            one["message"]
            for one in cluster.get("events", "--namespace", NAMESPACE)
            if one["involvedObject"]["name"] == pod and "nowhere" in one["message"]
        ],
        60,
    )
    report.expect("Secret away", "the event names it", events[0][:90], events)
    for release in ("away", "secretless"):
        cluster.helm("uninstall", release, "--namespace", NAMESPACE, "--wait")


def _pod_of(cluster: Cluster, release: str, phase: str) -> str | None:
    pods = cluster.get("pods", "--namespace", NAMESPACE, "--selector", f"app.kubernetes.io/instance={release}")
    return next((pod["metadata"]["name"] for pod in pods if pod["status"]["phase"] == phase), None)


def _uninstall(cluster: Cluster, report: Report) -> None:
    """Helm uninstall leaves what is to be kept, and nothing else."""
    cluster.helm(
        "upgrade",
        RELEASE,
        CHART,
        "--namespace",
        NAMESPACE,
        "--wait",
        "--timeout",
        "4m",
        *LEAST,
        "--set",
        "strimzi.enabled=true,strimzi.cluster=events,strimzi.replicationFactor=1,strimzi.minInsyncReplicas=1",
    )
    cluster.helm("uninstall", RELEASE, "--namespace", NAMESPACE, "--wait")
    kinds = "deployments,replicasets,pods,services,configmaps,serviceaccounts,poddisruptionbudgets,networkpolicies,cronjobs,kafkatopics,kafkausers"
    left = until(lambda: _left(cluster, kinds), 60)
    names = sorted(f"{one['kind']}/{one['metadata']['name']}" for one in left)
    report.expect(
        "left after helm uninstall",
        "three KafkaTopics",
        ", ".join(names),
        [one.partition("/")[0] for one in names] == ["KafkaTopic"] * 3,
    )


def _left(cluster: Cluster, kinds: str) -> list[dict[str, Any]]:
    """Once no pod of the release is left: all that is."""
    found = cluster.get(kinds, "--namespace", NAMESPACE, "--selector", f"app.kubernetes.io/instance={RELEASE}")
    return [] if any(one["kind"] == "Pod" for one in found) else found


def _save(cluster: Cluster) -> None:
    logs = CACHE / "cluster-logs"
    logs.mkdir(exist_ok=True)
    for log in cluster.folder.glob("*.log"):
        (logs / log.name).write_bytes(log.read_bytes()[-1_000_000:])
