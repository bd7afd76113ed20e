"""The chart in a cluster: accepted, installed, tested, upgraded under load, without Kafka or Secret, uninstalled."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

import yaml

from tests.deploy import cluster_kafka
from tests.deploy.chart import CHART, render, value_sets
from tests.deploy.cluster import Cluster, until
from tests.deploy.cluster_kafka import KAFKA, NAMESPACE, PARTITIONS, apply, channels, committed, lag
from tests.deploy.report import Report
from tests.deploy.tools import ToolError

RELEASE = "articles"
ARTICLES, RATE = 6000, 50.0
"""Two minutes of load, over an upgrade and a rollback."""


def least(**changes: object) -> list[str]:
    """Values that every release in the check gets; `changes` wins, dots as double underscores."""
    values = {
        "kafka.bootstrapServers": KAFKA,
        "kafka.partitions": PARTITIONS,
        "image.repository": "localhost/communique",
        "image.tag": "check",
        # One node of two cores holds them all: what a worker asks for is lowered, not what it may use.
        "resources.requests.cpu": "50m",
        "resources.requests.memory": "200Mi",
        **{name.replace("__", "."): value for name, value in changes.items()},
    }
    return [word for name, value in values.items() for word in ("--set", f"{name}={value}")]


def helm(cluster: Cluster, *words: object) -> str:
    """Run Helm in the namespace; with `--wait`, for four minutes at most."""
    limit = ("--timeout", "4m") if "--wait" in words else ()
    return cluster.helm(*words, "--namespace", NAMESPACE, *limit)


def accepted(cluster: Cluster, report: Report) -> None:
    """What every set of values renders, asked of the API server."""
    kinds: Counter[str] = Counter()
    refused = []
    for name, values in value_sets().items():
        resources = [one for one in yaml.safe_load_all(render("helm4", values)) if one]
        kinds.update(one["kind"] for one in resources)
        # A pod is refused, even in a trial, as long as its account is not there.
        apply(cluster, *(_account(one) for one in resources if one["kind"] == "Pod"))
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


def refused(cluster: Cluster, report: Report) -> None:
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


def install(cluster: Cluster, report: Report) -> None:
    """Helm install --wait."""
    started = time.monotonic()
    helm(cluster, "install", RELEASE, CHART, "--wait", *least())
    pods = workers(cluster)
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


def workers(cluster: Cluster, release: str = RELEASE) -> list[dict[str, Any]]:
    """The pods of a release's workers that are not on their way out."""
    selector = f"app.kubernetes.io/component=worker,app.kubernetes.io/instance={release}"
    found = cluster.get("pods", "--namespace", NAMESPACE, "--selector", selector)
    return [pod for pod in found if "deletionTimestamp" not in pod["metadata"]]


def helm_test(cluster: Cluster, report: Report) -> None:
    """Helm test."""
    before = channels()
    said = helm(cluster, "test", RELEASE, "--logs", "--timeout", "3m")
    line = next((one for one in said.splitlines() if one.startswith("passed: ")), said[-300:])
    left = channels() - before
    report.expect(
        "helm test",
        "an article enriched, no channel left",
        f"{line[:90]}; left {left or 'none'}",
        line.startswith("passed: ") and not left,
    )


def upgrade(cluster: Cluster, report: Report) -> None:
    """Upgrade and rollback while articles come in."""
    cluster_kafka.job(cluster, "load", RELEASE, "send", ARTICLES, RATE)
    until(lambda: committed() > 300, 120)
    for what, tag, words in (
        (
            "helm upgrade to another image",
            "next",
            ("upgrade", RELEASE, CHART, *least(image__tag="next", settings__log_level="warning")),
        ),
        ("helm rollback", "check", ("rollback", RELEASE, "1")),
    ):
        started, before = time.monotonic(), committed()
        helm(cluster, *words, "--wait")
        tags = {pod["spec"]["containers"][0]["image"].rpartition(":")[2] for pod in workers(cluster)}
        worked = committed() - before
        report.expect(
            what,
            "all workers new, work goes on",
            f"{', '.join(sorted(tags))} in {time.monotonic() - started:.0f} s, {worked} articles meanwhile",
            tags == {tag} and worked > 0,
        )
    sent = cluster_kafka.result(cluster, "load", 240)
    until(lambda: lag("articles.raw", "communique") == 0, 240)
    found = cluster_kafka.account(cluster, "account", RELEASE)
    report.expect(
        "articles over upgrade and rollback",
        "missing 0, duplicates 0",
        f"{found}, sent in {sent['seconds']} s",
        found["articles"] >= ARTICLES and not found["missing"] and not found["duplicates"],
    )


def faults(cluster: Cluster, report: Report) -> None:
    """Kafka that is not there, and a Secret that is not there."""
    helm(cluster, "install", "away", CHART, *least(kafka__bootstrapServers="127.0.0.1:9", replicas=1))
    login = {"kafka__securityProtocol": "SASL_PLAINTEXT", "kafka__sasl__existingSecret": "nowhere"}
    helm(cluster, "install", "secretless", CHART, *least(replicas=1, **login))
    pod = until(lambda: _pod_of(cluster, "away", "Running"), 60)
    until(lambda: _lines(cluster, pod), 60)
    time.sleep(20)
    found = cluster.get("pods", "--namespace", NAMESPACE, "--selector", "app.kubernetes.io/instance=away")
    status, lines = found[0]["status"]["containerStatuses"][0], _lines(cluster, pod)
    report.expect(
        "Kafka away",
        "not ready, no restart, one line",
        f"ready {status['ready']}, {status['restartCount']} restarts, {len(lines)} line",
        not status["ready"] and not status["restartCount"] and len(lines) == 1,
    )
    pod = until(lambda: _pod_of(cluster, "secretless", "Pending"), 60)
    events = until(lambda: _events(cluster, pod, "nowhere"), 60)
    report.expect("Secret away", "the event names it", events[0][:90], events)
    for release in ("away", "secretless"):
        helm(cluster, "uninstall", release, "--wait")


def _lines(cluster: Cluster, pod: str) -> list[str]:
    said = cluster.kubectl("--namespace", NAMESPACE, "logs", pod)
    return [line for line in said.splitlines() if "Kafka does not answer" in line]


def _events(cluster: Cluster, pod: str, word: str) -> list[str]:
    found = cluster.get("events", "--namespace", NAMESPACE)
    return [one["message"] for one in found if one["involvedObject"]["name"] == pod and word in one["message"]]


def _pod_of(cluster: Cluster, release: str, phase: str) -> str | None:
    pods = cluster.get("pods", "--namespace", NAMESPACE, "--selector", f"app.kubernetes.io/instance={release}")
    return next((pod["metadata"]["name"] for pod in pods if pod["status"]["phase"] == phase), None)


def uninstall(cluster: Cluster, report: Report) -> None:
    """Helm uninstall leaves what is to be kept, and nothing else."""
    copies = {"strimzi__replicationFactor": 1, "strimzi__minInsyncReplicas": 1}
    strimzi = least(strimzi__enabled="true", strimzi__cluster="events", **copies)
    helm(cluster, "upgrade", RELEASE, CHART, "--wait", *strimzi)
    helm(cluster, "uninstall", RELEASE, "--wait")
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
