"""Make what the chart holds that has its source elsewhere: values.schema.json, README.md, rules and dashboards.

PYTHONPATH=. .venv/bin/python tools/chart.py (or `make chart`, which writes the golden renders too). Descriptions and
types come from values.yaml, the settings from `service.edges.settings`, rules and dashboards from observability/.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path
from typing import Any

import yaml

from service.edges.settings import Settings

ROOT = Path(__file__).parent.parent
CHART = ROOT / "helm/communique"
OBSERVABILITY = ROOT / "observability"
COPIES = {"rules/communique.yaml": "files/rules", "dashboards/*.json": "files/dashboards"}

SET_ELSEWHERE = {
    "kafka_bootstrap_servers": "kafka.bootstrapServers",
    "kafka_group_id": "kafka.groupId",
    "kafka_security_protocol": "kafka.securityProtocol",
    "kafka_sasl_mechanism": "kafka.sasl.mechanism",
    "kafka_sasl_username": "kafka.sasl.existingSecret",
    "kafka_sasl_password": "kafka.sasl.existingSecret",
    "kafka_sasl_password_file": "kafka.sasl.existingSecret",
    "kafka_ssl_ca_file": "kafka.tls.caKey",
    "kafka_ssl_certificate_file": "kafka.tls.certificateKey",
    "kafka_ssl_key_file": "kafka.tls.privateKeyKey",
    "kafka_ssl_key_password": "kafka.tls.privateKeyPasswordKey",
    "kafka_ssl_key_password_file": "kafka.tls.privateKeyPasswordKey",
    "kafka_oauth_token_file": "kafka.oauth.tokenKey",
    "kafka_oauth_token_url": "kafka.oauth.tokenUrl",
    "kafka_oauth_client_id": "kafka.oauth.clientId",
    "kafka_oauth_client_secret": "kafka.oauth.existingSecret",
    "kafka_oauth_client_secret_file": "kafka.oauth.existingSecret",
    "channel_raw": "channels.raw",
    "channel_enriched": "channels.enriched",
    "channel_dead_letter": "channels.deadLetter",
    "delivery": "delivery",
    "taxonomy": "taxonomy",
    "feeds": "feeds.content",
    "feeds_contact": "feeds.contact",
    "feeds_http_port": "service.port",
    "http_host": "service.port",
    "http_port": "service.port",
}
"""Settings that the chart writes itself, and the value that decides each: `settings` refuses them with that name."""

NAME = {"pattern": "^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$|^$", "maxLength": 253}
KEY = {"pattern": "^[-._a-zA-Z0-9]*$", "maxLength": 253}
CHANNEL = {"pattern": "^[a-zA-Z0-9._-]+$", "maxLength": 249}
DURATION = {"pattern": "^[1-9][0-9]*(ms|s|m|h|d)$"}
SHARE = {"type": ["integer", "string"], "minimum": 0, "pattern": "^[0-9]+%$"}
BOUNDS: dict[str, dict[str, Any]] = {
    "image.repository": {"minLength": 1, "pattern": "^[^@ ]+$"},
    "image.digest": {"pattern": "^(sha256:[0-9a-f]{64})?$"},
    "image.pullPolicy": {"enum": ["Always", "IfNotPresent", "Never"]},
    "kafka.bootstrapServers": {"pattern": "^([^ ,:]+:[0-9]+(,[^ ,:]+:[0-9]+)*)?$"},
    "kafka.groupId": {"minLength": 1},
    "kafka.partitions": {"minimum": 1},
    "kafka.securityProtocol": {"enum": ["PLAINTEXT", "SSL", "SASL_PLAINTEXT", "SASL_SSL"]},
    "kafka.sasl.mechanism": {"enum": ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512", "OAUTHBEARER"]},
    "kafka.sasl.existingSecret": NAME,
    "kafka.oauth.existingSecret": NAME,
    "kafka.tls.existingSecret": NAME,
    **dict.fromkeys(
        [
            "kafka.sasl.usernameKey",
            "kafka.sasl.passwordKey",
            "kafka.oauth.clientSecretKey",
            "kafka.oauth.tokenKey",
            "kafka.tls.caKey",
            "kafka.tls.certificateKey",
            "kafka.tls.privateKeyKey",
            "kafka.tls.privateKeyPasswordKey",
        ],
        KEY,
    ),
    "kafka.oauth.tokenUrl": {"pattern": "^(https?://.+)?$"},
    **dict.fromkeys(["channels.raw", "channels.enriched", "channels.deadLetter"], CHANNEL),
    "delivery": {"enum": ["at-least-once", "exactly-once"]},
    "taxonomy.name": {"minLength": 1},
    "taxonomy.file": {"pattern": "^[-._a-zA-Z0-9]+$"},
    "taxonomy.existingConfigMap": NAME,
    "taxonomy.existingClaim": NAME,
    "feeds.existingConfigMap": NAME,
    "feeds.existingSecret": NAME,
    "feeds.file": {"pattern": "^[-._a-zA-Z0-9]+$"},
    "feeds.contact": {"pattern": "^([!-'*-~]+[.@][!-'*-~]+)?$", "maxLength": 200},
    "terminationGracePeriodSeconds": {"type": ["integer", "null"], "minimum": 0},
    "updateStrategy.maxSurge": SHARE,
    "updateStrategy.maxUnavailable": SHARE,
    "podDisruptionBudget.maxUnavailable": SHARE,
    "probes.startupSeconds": {"minimum": 2},
    "probes.livenessPeriodSeconds": {"minimum": 1},
    "probes.readinessPeriodSeconds": {"minimum": 1},
    "autoscaling.maxReplicas": {"minimum": 1},
    "autoscaling.hpa.targetCPUUtilizationPercentage": {"minimum": 1, "maximum": 100},
    "autoscaling.keda.lagThreshold": {"minimum": 1},
    "autoscaling.keda.pollingInterval": {"minimum": 1},
    "service.port": {"minimum": 1024, "maximum": 65535},
    "networkPolicy.kafkaPorts": {"items": {"type": "integer", "minimum": 1, "maximum": 65535}},
    "audit.schedule": {"pattern": "^(@[a-z]+|[^ ]+( [^ ]+){4})$"},
    "audit.since": DURATION,
    "metrics.podMonitor.interval": DURATION,
    "metrics.serviceMonitor.interval": DURATION,
    "strimzi.cluster": NAME,
    "strimzi.namespace": NAME,
    "strimzi.replicationFactor": {"minimum": 1},
    "strimzi.minInsyncReplicas": {"minimum": 1},
    "strimzi.retentionMs": {"minimum": -1},
    "strimzi.maxMessageBytes": {"minimum": 1024},
    "strimzi.user.authentication": {"enum": ["scram-sha-512", "tls"]},
    "test.timeoutSeconds": {"minimum": 10},
}
_IN_SECRETS = "Refused: secrets come from existingSecret."
REFUSED = {
    "kafka.sasl": ("password", _IN_SECRETS),
    "kafka.oauth": ("clientSecret", _IN_SECRETS),
    "kafka.tls": ("privateKeyPassword", _IN_SECRETS),
    "feeds": ("replicas", "Refused: one pod follows feeds, a second would shut it out."),
}
"""Let through by the schema, so that a guard can refuse them with the mend."""
FREE = {"resources", "labels"}
"""Objects of Kubernetes that have defaults here: their keys are the API server's business."""


def schema() -> dict[str, Any]:
    """values.schema.json: every value of values.yaml with type, bounds and description; nothing else is let through."""
    text = (CHART / "values.yaml").read_text("utf-8")
    root = _object(yaml.safe_load(text), "", descriptions(text))
    root["properties"]["settings"] |= {"properties": _settings(), "additionalProperties": False}
    root["properties"]["global"] = {"type": "object", "description": "Values of a parent chart; not used."}
    return {"$schema": "http://json-schema.org/draft-07/schema#", "title": "Values of the chart communique", **root}


def descriptions(text: str) -> dict[str, str]:
    """The comment above each value, by the value's dotted name."""
    found, path, comment = {}, [], []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("#"):
            comment.append(stripped.lstrip("# ").removeprefix("-- "))
        elif match := re.match(r"^( *)([A-Za-z]\w*):", line):
            path = [*path[: len(match[1]) // 2], match[2]]
            if comment:
                found[".".join(path)] = " ".join(comment)
            comment = []
        else:
            comment = []
    return found


def _object(values: dict[str, Any], prefix: str, told: dict[str, str]) -> dict[str, Any]:
    properties = {name: _value(value, f"{prefix}{name}", told) for name, value in values.items()}
    if refused := REFUSED.get(prefix.rstrip(".")):
        properties[refused[0]] = {"description": refused[1]}
    return {"type": "object", "additionalProperties": False, "properties": properties}


def _value(value: object, name: str, told: dict[str, str]) -> dict[str, Any]:
    described = {"description": told[name]} if name in told else {}
    if isinstance(value, dict) and value and name.rpartition(".")[2] not in FREE:
        return described | _object(value, f"{name}.", told)
    kinds = {bool: "boolean", int: "integer", str: "string", list: "array", dict: "object"}
    plain: dict[str, Any] = {"type": kinds[type(value)]} if value is not None else {}
    least = {"minimum": 0} if type(value) is int else {}
    return described | plain | least | BOUNDS.get(name, {})


def _settings() -> dict[str, Any]:
    """Each setting of the service, as Pydantic describes it."""
    found = {}
    for name, theirs in Settings.model_json_schema()["properties"].items():
        if place := SET_ELSEWHERE.get(name):
            found[name] = {"description": f"Refused: {place} decides it."}
            continue
        rules = {key: value for key, value in theirs.items() if key not in ("title", "default", "writeOnly", "format")}
        if rules.get("type") == "array":  # also as one string with commas, as in the environment
            rules = {"description": rules["description"], "type": ["array", "string"], "items": rules["items"]}
        found[name] = rules
    return found


def copies() -> dict[Path, Path]:
    """Files of observability/ that the chart carries: where each stands, and where it comes from."""
    pairs = {}
    for pattern, folder in COPIES.items():
        pairs |= {CHART / folder / source.name: source for source in sorted(OBSERVABILITY.glob(pattern))}
    return pairs


def guard_of_settings() -> str:
    """The template that refuses, in `settings`, what the chart sets itself."""
    lines = [
        "{{- /* Written by tools/chart.py. */}}",
        '{{- define "communique.guardSettings" -}}',
        "{{- $elsewhere := dict",
    ]
    lines += [f'    "{name}" "{place}"' for name, place in SET_ELSEWHERE.items()]
    lines[-1] += " }}"
    lines += [
        "{{- range $name, $_ := .Values.settings }}",
        "{{- with get $elsewhere $name }}",
        '{{- fail (printf "settings.%s: is set by the chart; use %s instead" $name .) }}',
        "{{- end }}",
        "{{- end }}",
        "{{- end }}",
    ]
    return "\n".join(lines) + "\n"


def written() -> dict[Path, str]:
    """Every file that this makes, with its content; README.md apart, which helm-docs makes."""
    made = {
        CHART / "values.schema.json": json.dumps(schema(), indent=2, ensure_ascii=False) + "\n",
        CHART / "templates/_settings_guard.tpl": guard_of_settings(),
    }
    return made | {copy: source.read_text("utf-8") for copy, source in copies().items()}


def main() -> None:
    """Write."""
    for folder in COPIES.values():
        shutil.rmtree(CHART / folder, ignore_errors=True)
    for path, content in written().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")


if __name__ == "__main__":
    main()
