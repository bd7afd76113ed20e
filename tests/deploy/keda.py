"""KEDA on real lag: its operator and metrics adapter as processes beside the cluster, workers from none to many to none."""

from __future__ import annotations

import base64
import contextlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import trustme

from tests.deploy import cluster_kafka
from tests.deploy.chart import CHART
from tests.deploy.cluster import Cluster, until
from tests.deploy.cluster_chart import helm, least
from tests.deploy.cluster_kafka import NAMESPACE, apply, lag
from tests.deploy.report import Report
from tests.deploy.tools import GO_PROGRAMS, go_module, tool
from tests.kafka.errors import KafkaTestError
from tests.kafka.ports import free_port
from tests.kafka.process import ServerProcess

RELEASE = "backlog"
ARTICLES, RATE = 50_000, 5_000
MOST = 3
"""Workers: fewer than partitions, more than this machine's cores."""
METRICS = "v1beta1.external.metrics.k8s.io"
SERVICE = "keda-metrics-apiserver"


def scale(cluster: Cluster, report: Report) -> None:
    """A backlog comes and goes."""
    cluster_kafka.create_channels(RELEASE)
    with _keda(cluster, report):
        started = time.monotonic()
        helm(cluster, "install", RELEASE, CHART, *_values())
        until(lambda: _replicas(cluster) == (0, 0), 120, pause=2)
        took = time.monotonic() - started
        report.expect("without articles", "no worker", f"none after {took:.0f} s", held=True)
        cluster_kafka.job(cluster, f"{RELEASE}-load", RELEASE, "send", ARTICLES, RATE)
        story, most = _watch(cluster)
        report.expect(f"a backlog of {ARTICLES:,}", f"0 -> {MOST} -> 0 workers", story, most == MOST)
        found = cluster_kafka.account(cluster, f"{RELEASE}-account", RELEASE)
        report.expect(
            "articles over scaling out and in",
            f"{ARTICLES}, missing 0",
            found,
            found["articles"] == ARTICLES and not found["missing"],
        )
        helm(cluster, "uninstall", RELEASE, "--wait")


def _values() -> list[str]:
    return least(
        kafka__groupId=RELEASE,
        **{f"channels__{name}": f"{RELEASE}.{kind}" for name, kind in _CHANNELS.items()},
        autoscaling__minReplicas=0,
        autoscaling__maxReplicas=MOST,
        # Shorter than anybody should have it: the check is not to wait for minutes.
        autoscaling__scaleDownSeconds=15,
        autoscaling__keda__enabled="true",
        autoscaling__keda__pollingInterval=5,
        autoscaling__keda__cooldownPeriod=20,
    )


_CHANNELS = {"raw": "raw", "enriched": "enriched", "deadLetter": "dead-letter"}


def _replicas(cluster: Cluster) -> tuple[int, int]:
    """Workers that are wanted, and those that are ready."""
    found = cluster.get("deployments", "--namespace", NAMESPACE, "--selector", f"app.kubernetes.io/instance={RELEASE}")
    return found[0]["spec"]["replicas"], found[0]["status"].get("readyReplicas", 0)


def _watch(cluster: Cluster, seconds: float = 600) -> tuple[str, int]:
    """Until the backlog is gone and no worker is left: when there were how many ready ones, in words, and the most."""
    started, seen, ready_before, done = time.monotonic(), [], 0, False
    deadline = started + seconds
    while time.monotonic() < deadline:
        wanted, ready = _replicas(cluster)
        at = time.monotonic() - started
        if ready != ready_before:
            seen.append((at, ready))
            ready_before = ready
        if seen and not done and lag(f"{RELEASE}.raw", RELEASE) == 0:
            done = True
            words = f"backlog gone at {at:.0f} s"
        if done and wanted == ready == 0:
            told = ", ".join(f"{count} at {when:.0f} s" for when, count in seen)
            return f"ready {told}; {words}", max(count for _, count in seen)
        time.sleep(2)
    raise TimeoutError(
        f"workers and backlog not gone within {seconds:.0f} s; ready workers: {seen}, backlog gone: {done}"
    )


@contextmanager
def _keda(cluster: Cluster, report: Report) -> Iterator[None]:
    """KEDA, as its own manifests run it, but as processes: its images cannot be had here."""
    module = go_module(GO_PROGRAMS["keda-operator"].module, GO_PROGRAMS["keda-operator"].version)
    for path in sorted((module / "config/crd/bases").glob("*.yaml")):
        cluster.kubectl("apply", "--server-side", "--force-conflicts", "--filename", path)
    apply(cluster, {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "keda"}})
    with contextlib.ExitStack() as running:
        folder = _certificates(cluster.folder / "keda")
        grpc, serving = free_port(), free_port()
        running.enter_context(_process(cluster, "keda-operator", *_operator(folder, grpc)))
        running.enter_context(_process(cluster, "keda-adapter", *_adapter(cluster, folder, grpc, serving)))
        apply(cluster, *_registration(folder, serving))

        def available() -> Any:
            (service,) = [one for one in cluster.get("apiservices") if one["metadata"]["name"] == METRICS]
            return next(
                (one for one in service.get("status", {}).get("conditions", []) if one["status"] == "True"), None
            )

        started = time.monotonic()
        until(available, 90, pause=2)
        took = time.monotonic() - started
        report.expect("KEDA's metrics adapter behind the API server", "available", f"after {took:.0f} s", held=True)
        try:
            yield
        finally:
            with contextlib.suppress(Exception):
                cluster.kubectl("delete", "apiservice", METRICS)


def _certificates(folder: Path) -> Path:
    """What operator and adapter show each other, and the adapter the API server."""
    folder.mkdir()
    authority = trustme.CA()
    certificate = authority.issue_cert("localhost", "127.0.0.1", f"{SERVICE}.keda.svc")
    authority.cert_pem.write_to_path(folder / "ca.crt")
    certificate.cert_chain_pems[0].write_to_path(folder / "tls.crt")
    certificate.private_key_pem.write_to_path(folder / "tls.key")
    return folder


def _operator(folder: Path, grpc: int) -> list[str]:
    return [
        f"--metrics-service-bind-address=127.0.0.1:{grpc}",
        f"--metrics-bind-address=127.0.0.1:{free_port()}",
        f"--health-probe-bind-address=127.0.0.1:{free_port()}",
        f"--cert-dir={folder}",
        "--zap-log-level=info",
    ]


def _adapter(cluster: Cluster, folder: Path, grpc: int, serving: int) -> list[str]:
    delegated = [f"--{what}-kubeconfig={cluster.kubeconfig}" for what in ("authentication", "authorization", "lister")]
    return [
        f"--secure-port={serving}",
        "--bind-address=127.0.0.1",
        f"--port={free_port()}",
        f"--metrics-service-address=127.0.0.1:{grpc}",
        f"--cert-dir={folder}",
        f"--client-ca-file={folder / 'ca.crt'}",
        f"--tls-cert-file={folder / 'tls.crt'}",
        f"--tls-private-key-file={folder / 'tls.key'}",
        *delegated,
    ]


@contextmanager
def _process(cluster: Cluster, name: str, *options: str) -> Iterator[None]:
    environment = {"KUBECONFIG": cluster.kubeconfig, "WATCH_NAMESPACE": "", "POD_NAMESPACE": "keda"}
    environment |= {"KEDA_CLUSTER_OBJECT_NAMESPACE": "keda", "GOMAXPROCS": "2"}
    words = ["/usr/bin/env", *(f"{key}={value}" for key, value in environment.items()), str(tool(name)), *options]
    process = ServerProcess(name, words, cluster.folder / f"{name}.log")
    try:
        yield
    finally:
        with contextlib.suppress(KafkaTestError):
            process.terminate(20)


def _registration(folder: Path, serving: int) -> list[dict[str, Any]]:
    """External metrics are asked of the adapter, on this machine's loopback."""
    authority = base64.b64encode((folder / "ca.crt").read_bytes()).decode()
    spec = {"type": "ExternalName", "externalName": "localhost", "ports": [{"port": serving}]}
    aggregated = {
        "service": {"name": SERVICE, "namespace": "keda", "port": serving},
        "group": "external.metrics.k8s.io",
        "version": "v1beta1",
        "groupPriorityMinimum": 100,
        "versionPriority": 100,
        "caBundle": authority,
    }
    return [
        {"apiVersion": "v1", "kind": "Service", "metadata": {"name": SERVICE, "namespace": "keda"}, "spec": spec},
        {
            "apiVersion": "apiregistration.k8s.io/v1",
            "kind": "APIService",
            "metadata": {"name": METRICS},
            "spec": aggregated,
        },
    ]
