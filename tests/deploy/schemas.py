"""What Kubernetes and the operators accept: schemas for kubeconform, CustomResourceDefinitions for a real API server.

Kubernetes' own kinds come out of kubernetes-validate's wheel, in each version from OLDEST to the newest there; the
operators' are generated from the types in their own packages.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from tests.deploy.tools import CACHE, ROOT, go_module, python_tool, run, tool
from tests.kafka.java import java_program

OLDEST = (1, 30)
"""What Chart.yaml's kubeVersion asks for."""
GO_TYPES = {
    "github.com/prometheus-operator/prometheus-operator/pkg/apis/monitoring": ("v0.86.2", "/v1"),
    "github.com/kedacore/keda/v2": ("v2.18.1", "/apis/keda/v1alpha1"),
}
"""Modules, their versions, and the packages in them that hold the types."""
STRIMZI_POM = ROOT / "tests/deploy/strimzi/pom.xml"
STRIMZI_TYPES = {"KafkaTopic": "topic", "KafkaUser": "user"}


def core_schemas(kinds: Iterable[str]) -> dict[str, Path]:
    """A folder of kubeconform schemas for each Kubernetes version.

    Args:
        kinds: file names such as `deployment-apps-v1`, as kubeconform asks for them.
    """
    site = next(python_tool("python").parent.parent.glob("lib/python*/site-packages/kubernetes_validate"))
    found = {}
    for theirs in sorted(site.glob("kubernetes-json-schema/v*-local-strict")):
        version = theirs.name.removeprefix("v").partition("-")[0]
        if tuple(map(int, version.split(".")[:2])) >= OLDEST:
            ours = CACHE / "schemas" / version
            ours.mkdir(parents=True, exist_ok=True)
            for kind in ("_definitions", *kinds):
                if (theirs / f"{kind}.json").exists() and not (ours / f"{kind}.json").exists():
                    (ours / f"{kind}.json").write_text(_loadable((theirs / f"{kind}.json").read_text("utf-8")))
            found[version] = ours
    return found


def _loadable(text: str) -> str:
    """With references between files that kubeconform can follow: the originals name a server of their own."""
    schema = json.loads(text.replace('"/api/_definitions.json#', '"_definitions.json#'))
    return json.dumps({key: value for key, value in schema.items() if key not in ("$id", "$schema")})


def crds() -> Path:
    """The folder with a YAML file for each CustomResourceDefinition that the chart has resources of, made once.

    Raises:
        ToolError: one cannot be made.
    """
    pins = json.dumps(GO_TYPES, sort_keys=True) + STRIMZI_POM.read_text("utf-8")
    folder = CACHE / f"crds-{hashlib.sha256(pins.encode()).hexdigest()[:12]}"
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=CACHE) as work:
            made = Path(work) / "crds"
            made.mkdir()
            for module, (version, package) in GO_TYPES.items():
                _crds_of_go(module, version, package, made)
            _crds_of_strimzi(Path(work) / "jars", made)
            made.rename(folder)
    return folder


def _crds_of_go(module: str, version: str, package: str, to: Path) -> None:
    theirs = (go_module(module, version) / "go.mod").read_text("utf-8")
    replacements = re.findall(r"^replace (?:\(\n(?:.*\n)*?\)|[^(\n].*)$", theirs, re.MULTILINE)
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        work = Path(folder)
        header = f"module crds\n\ngo 1.26\n\nrequire {module} {version}\n\n"
        (work / "go.mod").write_text(header + "\n".join(replacements) + "\n", "utf-8")
        (work / "types.go").write_text(f'package crds\n\nimport _ "{module}{package}"\n', "utf-8")
        run(["go", "mod", "tidy"], cwd=work)
        generator = ["crd:crdVersions=v1", f"paths={module}{package}", f"output:crd:artifacts:config={to}"]
        run([tool("controller-gen"), *generator], cwd=work)


def _crds_of_strimzi(jars: Path, to: Path) -> None:
    run(["mvn", "-B", "-q", "-f", STRIMZI_POM, "package", f"-Djars={jars}"])
    types = [
        f"io.strimzi.api.kafka.model.{package}.{kind}={to / kind.lower()}.yaml"
        for kind, package in STRIMZI_TYPES.items()
    ]
    generator = "io.strimzi.crdgenerator.CrdGenerator"
    run([java_program(), "-cp", f"{jars}/*", generator, "--yaml", "--crd-api-version", "v1", *types])


def crd_schemas() -> Path:
    """A folder of kubeconform schemas of the operators' kinds, strict as an API server is."""
    folder = CACHE / "schemas/crds"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for path in sorted(crds().glob("*.yaml")):
        for crd in yaml.safe_load_all(path.read_text("utf-8")):
            kind, group = crd["spec"]["names"]["kind"].lower(), crd["spec"]["group"].partition(".")[0]
            for version in crd["spec"]["versions"]:
                schema = _strict(version["schema"]["openAPIV3Schema"])
                (folder / f"{kind}-{group}-{version['name']}.json").write_text(json.dumps(schema))
    return folder


def _strict(node: Any) -> Any:
    """Unknown fields refused, as the API server does under `--validate=strict`; metadata is the server's own."""
    if isinstance(node, list):
        return [_strict(one) for one in node]
    if not isinstance(node, dict):
        return node
    strict = {key: _strict(value) for key, value in node.items()}
    open_object = node.get("x-kubernetes-preserve-unknown-fields") or "additionalProperties" in node
    if isinstance(node.get("properties"), dict) and not open_object:
        strict["additionalProperties"] = False
    return strict
