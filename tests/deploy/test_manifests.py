"""What the chart renders, judged by others: Kubernetes' schemas from 1.30 on, the operators' own types, checkov."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.deploy.chart import render, value_sets
from tests.deploy.schemas import core_schemas, crd_schemas
from tests.deploy.tools import ROOT, python_tool, tool

pytestmark = pytest.mark.deploy
NAME = "{{ .ResourceKind }}{{ .KindSuffix }}.json"


@pytest.fixture(scope="session")
def renders(tmp_path_factory) -> Path:
    """A folder with what each set of values renders."""
    folder = tmp_path_factory.mktemp("renders")
    for name, values in value_sets().items():
        (folder / f"{name}.yaml").write_text(render("helm4", values), "utf-8")
    return folder


@pytest.fixture(scope="session")
def locations(renders) -> dict[str, list[str]]:
    """Kubeconform's options for each Kubernetes version."""
    kinds = set()
    for path in renders.iterdir():
        for one in yaml.safe_load_all(path.read_text("utf-8")):
            group, _, version = one["apiVersion"].rpartition("/")
            kinds.add("-".join(filter(None, (one["kind"].lower(), group.partition(".")[0], version))))
    crds = crd_schemas()
    return {
        version: ["-schema-location", f"{folder}/{NAME}", "-schema-location", f"{crds}/{NAME}"]
        for version, folder in core_schemas(kinds).items()
    }


def conform(options: list[str], *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [tool("kubeconform"), "-strict", "-summary", "-output", "json", *options, *paths]
    return subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False)


def test_every_render_is_valid_from_the_oldest_kubernetes_to_the_newest(locations, renders):
    assert len(locations) >= 5
    assert min(locations).startswith("1.30")
    for version, options in locations.items():
        done = conform(options, *sorted(renders.iterdir()))
        assert done.returncode == 0, f"{version}: {done.stdout[:2000]}{done.stderr}"
        summary = json.loads(done.stdout)["summary"]
        assert summary["skipped"] == 0
        assert summary["valid"] > 100


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("minimal", "terminationGracePeriodSeconds: 27", "terminationGraceSeconds: 27"),
        ("minimal", "maxUnavailable: 1", "maxUnavailable: [1]"),
        ("keda", "maxReplicaCount: 8", "maxReplicaCount: many"),
        ("strimzi", "partitions: 6", "partitionen: 6"),
        ("production", "podMetricsEndpoints:", "endpoints:"),
    ],
)
def test_a_wrong_field_is_seen(locations, renders, tmp_path, name, right, wrong):
    text = (renders / f"{name}.yaml").read_text("utf-8")
    assert right in text
    (tmp_path / "wrong.yaml").write_text(text.replace(right, wrong), "utf-8")
    for version, options in locations.items():
        assert conform(options, tmp_path / "wrong.yaml").returncode != 0, version


def checkov(framework: str, *words: object) -> dict:
    """The report of checkov; its exceptions and their reasons stand in .checkov.yaml."""
    command = [python_tool("checkov"), "--config-file", ROOT / ".checkov.yaml", "--framework", framework, *words]
    command += ["--output", "json", "--quiet", "--compact"]
    environment = {"PATH": "/usr/bin:/bin", "HOME": "/nonexistent", "BC_SKIP_MAPPING": "TRUE", "LOG_LEVEL": "ERROR"}
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True, check=False, env=environment)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


def failures(report: dict) -> list[str]:
    found = report["results"]["failed_checks"]
    return [f"{one['check_id']} {one['check_name']}: {one['resource']} {Path(one['file_path']).name}" for one in found]


def test_checkov_is_clean(renders):
    report = checkov("kubernetes", "--directory", renders)
    assert failures(report) == []
    assert report["summary"]["passed"] > 500


def test_checkov_sees_a_privileged_container(renders, tmp_path):
    text = (renders / "minimal.yaml").read_text("utf-8")
    (tmp_path / "wrong.yaml").write_text(text.replace("privileged: false", "privileged: true"), "utf-8")
    assert any("CKV_K8S_16 " in one for one in failures(checkov("kubernetes", "--directory", tmp_path)))


def test_every_exception_of_checkov_has_a_reason():
    text = (ROOT / ".checkov.yaml").read_text("utf-8")
    skipped = yaml.safe_load(text)["skip-check"]
    assert all(re.search(rf"- {check} +# \w.{{10,}}", text) for check in skipped)


def test_pods_are_restricted_in_every_render(renders):
    """Pod Security "restricted", here by hand; a real API server judges in `make deploy-check`."""
    seen = 0
    for path in renders.iterdir():
        for one in yaml.safe_load_all(path.read_text("utf-8")):
            for pod in pods_of(one):
                seen += 1
                assert pod["automountServiceAccountToken"] is False
                assert pod["securityContext"]["runAsNonRoot"] is True
                assert pod["securityContext"].get("runAsUser") == (None if path.stem == "openshift" else 10001)
                assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
                for container in pod["containers"]:
                    context = container["securityContext"]
                    assert context["readOnlyRootFilesystem"]
                    assert context["allowPrivilegeEscalation"] is False
                    assert context["capabilities"] == {"drop": ["ALL"]}
    assert seen >= 30


def pods_of(node: object) -> list[dict]:
    """Every pod spec inside a resource."""
    if isinstance(node, list):
        return [pod for one in node for pod in pods_of(one)]
    if not isinstance(node, dict):
        return []
    own = [node] if "containers" in node else []
    return own + [pod for value in node.values() for pod in pods_of(value)]
