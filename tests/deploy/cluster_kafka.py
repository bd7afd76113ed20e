"""Kafka in the cluster: brought up there, asked from here, and pods that send articles and account for them."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Coroutine
from typing import Any

import yaml
from aiokafka import AIOKafkaConsumer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from tests.deploy import image
from tests.deploy.cluster import Cluster, until
from tests.deploy.report import Report
from tests.deploy.schemas import crds
from tests.deploy.tools import ROOT, ToolError
from tests.kafka import admin

NAMESPACE = "newsroom"
KAFKA = "10.96.0.92:9092"
"""Of the Service: there is no DNS in the cluster. kube-proxy's rules hold for this machine's own connections, too."""
PARTITIONS = 4
logging.getLogger("aiokafka").setLevel(logging.CRITICAL)  # a Kafka that is not there yet is asked again
LIMITS = {"raw": 8388608, "enriched": 8388608, "dead-letter": 8454144}


def apply(cluster: Cluster, *resources: dict[str, Any]) -> None:
    """Create or change resources."""
    cluster.kubectl("apply", "--filename", "-", stdin=yaml.safe_dump_all(resources))


def bring_up(cluster: Cluster, report: Report) -> None:
    """Kafka, namespaces, quotas and the operators' kinds."""
    for name in (NAMESPACE, "kafka"):
        labels = {f"pod-security.kubernetes.io/{mode}": "restricted" for mode in ("enforce", "warn", "audit")}
        apply(cluster, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}})
    hard = {"requests.cpu": "4", "requests.memory": "8Gi", "limits.memory": "16Gi", "pods": "30"}
    quota = {"kind": "ResourceQuota", "metadata": {"name": "team", "namespace": NAMESPACE}, "spec": {"hard": hard}}
    # What the set `production` names.
    priority = {"kind": "PriorityClass", "metadata": {"name": "business"}, "value": 1000}
    apply(cluster, {"apiVersion": "v1", **quota}, {"apiVersion": "scheduling.k8s.io/v1", **priority})
    cluster.kubectl(
        "apply", "--server-side", *(word for path in crds().glob("*.yaml") for word in ("--filename", path))
    )
    cluster.kubectl("apply", "--filename", ROOT / "tests/deploy/kafka.yaml")
    cluster.kubectl("--namespace", "kafka", "rollout", "status", "deployment/kafka", "--timeout=180s")
    # kube-proxy's rules may come a moment after the pod is ready.
    until(lambda: [channels()], 90)
    create_channels("articles")
    report.expect("Kafka in the cluster", "ready, three channels", ", ".join(sorted(channels())), len(channels()) == 3)


def create_channels(stem: str) -> None:
    """`STEM.raw`, `STEM.enriched` and `STEM.dead-letter`.

    Raises:
        ToolError: Kafka does not answer.
    """
    try:
        for kind, limit in LIMITS.items():
            admin.create_channel(KAFKA, f"{stem}.{kind}", PARTITIONS, 1, {"max.message.bytes": limit})
    except KafkaError as error:
        raise ToolError(f"Kafka in the cluster: {error!r}") from None


def channels() -> set[str]:
    """Names, but Kafka's own."""

    async def listed(client: AIOKafkaAdminClient) -> set[str]:
        return {name for name in await client.list_topics() if not name.startswith("__")}

    return _asked(listed)


def committed(group: str = "communique") -> int:
    """Records that a group has committed, over all partitions."""

    async def counted(client: AIOKafkaAdminClient) -> int:
        offsets = await client.list_consumer_group_offsets(group)
        return sum(max(0, found.offset) for found in offsets.values())

    return _asked(counted)


def lag(channel: str, group: str) -> int:
    """Records of a channel that a group has not committed."""

    async def counted(client: AIOKafkaAdminClient) -> int:
        offsets = await client.list_consumer_group_offsets(group)
        consumer = AIOKafkaConsumer(channel, bootstrap_servers=KAFKA)
        await consumer.start()
        try:
            ends = await consumer.end_offsets(consumer.assignment())
        finally:
            await consumer.stop()
        return sum(end - max(0, offsets[one].offset if one in offsets else 0) for one, end in ends.items())

    return _asked(counted)


def _asked(question: Any) -> Any:
    """The answer of Kafka's administration.

    Raises:
        ToolError: there is none.
    """

    async def ask() -> Any:
        client = AIOKafkaAdminClient(bootstrap_servers=KAFKA, request_timeout_ms=10_000)
        await client.start()
        try:
            return await question(client)
        finally:
            await client.close()

    try:
        return run_soon(ask())
    except (KafkaError, TimeoutError) as error:
        raise ToolError(f"Kafka in the cluster: {error!r}") from None


def run_soon(coroutine: Coroutine[Any, Any, Any]) -> Any:
    """Its result, in half a minute at most."""

    async def bounded() -> Any:
        async with asyncio.timeout(30):
            return await coroutine

    return asyncio.run(bounded())


def job(cluster: Cluster, name: str, release: str, *words: object) -> None:
    """Start a pod that runs tests/deploy/articles.py with the settings of a release."""
    source = (ROOT / "tests/deploy/articles.py").read_text("utf-8")
    meta = {"name": name, "namespace": NAMESPACE}
    security = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
    container = {
        "name": "articles",
        "image": image.IMAGE,
        "command": ["/opt/communique/bin/python", "/program/articles.py", *map(str, words)],
        "envFrom": [{"configMapRef": {"name": f"{release}-communique"}}],
        "securityContext": security,
        "resources": {"requests": {"cpu": "50m", "memory": "128Mi"}, "limits": {"memory": "2Gi"}},
        "volumeMounts": [{"name": "work", "mountPath": "/program"}, {"name": "tmp", "mountPath": "/tmp"}],  # noqa: S108
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
    apply(cluster, config, {"apiVersion": "v1", "kind": "Pod", "metadata": meta, "spec": spec})


def result(cluster: Cluster, name: str, seconds: float) -> dict[str, Any]:
    """What a pod of `job` printed at its end.

    Raises:
        ToolError: it failed; with its last words.
        TimeoutError: it did not end in time.
    """

    def phase() -> str:
        return cluster.kubectl("--namespace", NAMESPACE, "get", "pod", name, "--output", "jsonpath={.status.phase}")

    ended = until(lambda: phase() if phase() in ("Succeeded", "Failed") else None, seconds, pause=2)
    said = cluster.kubectl("--namespace", NAMESPACE, "logs", name)
    if ended != "Succeeded":
        raise ToolError(f"{name} failed: {said[-500:]}")
    return json.loads(said.splitlines()[-1])


def account(cluster: Cluster, name: str, release: str) -> dict[str, Any]:
    """What became of every record of a release's raw channel: articles, missing, duplicates."""
    job(cluster, name, release, "account")
    return result(cluster, name, 300)
