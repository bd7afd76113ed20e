"""What a rendered pod gets from Kubernetes, made here: its environment, and its files in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

MOUNTED = "/etc/communique"
"""Where the chart mounts all its files."""
Secrets = Mapping[str, Mapping[str, str]]
"""Values of Secrets, by name and key."""


def environment(render: str, secrets: Secrets, folder: Path) -> dict[str, str]:
    """The environment of the worker's container, with its files in `folder`, where the environment then says they are.

    Args:
        render: what Helm printed.
        secrets: those that the installer has made.
        folder: takes the files, as the kubelet would mount them.

    Raises:
        KeyError: a Secret, a ConfigMap or a key that the pod needs is not there.
    """
    resources = [one for one in yaml.safe_load_all(render) if one]
    configs = {one["metadata"]["name"]: one["data"] for one in resources if one["kind"] == "ConfigMap"}
    (pod,) = (one["spec"]["template"]["spec"] for one in resources if one["kind"] == "Deployment" and _works(one))
    (container,) = pod["containers"]
    variables: dict[str, str] = {}
    for source in container["envFrom"]:
        variables |= configs[source["configMapRef"]["name"]]
    for variable in container.get("env", ()):
        place = variable["valueFrom"]["secretKeyRef"]
        variables[variable["name"]] = secrets[place["name"]][place["key"]]
    volumes = {volume["name"]: volume for volume in pod["volumes"]}
    for mount in container["volumeMounts"]:
        _mount(volumes[mount["name"]], folder / mount["mountPath"].lstrip("/"), configs, secrets)
    return {name: value.replace(MOUNTED, f"{folder}{MOUNTED}") for name, value in variables.items()}


def _works(deployment: Mapping[str, Any]) -> bool:
    return bool(deployment["metadata"]["labels"]["app.kubernetes.io/component"] == "worker")


def _mount(volume: Mapping[str, Any], at: Path, configs: Mapping[str, Any], secrets: Secrets) -> None:
    at.mkdir(parents=True)
    if "secret" in volume:
        content = secrets[volume["secret"]["secretName"]]
        items = volume["secret"].get("items") or [{"key": key, "path": key} for key in content]
        for item in items:
            (at / item["path"]).write_text(content[item["key"]], "utf-8")
    elif "configMap" in volume:
        for name, text in configs[volume["configMap"]["name"]].items():
            (at / name).write_text(text, "utf-8")
