"""docker-compose.yml by file: the compose specification's schema, dclint, and what Grafana and Prometheus are given."""

from __future__ import annotations

import copy
import json
import re
import subprocess
from functools import cache

import jsonschema_rs
import pytest
import yaml

from tests.deploy.tools import ROOT, go_module, node_tool

pytestmark = pytest.mark.deploy
FILE = ROOT / "docker-compose.yml"
COMPOSE = yaml.safe_load(FILE.read_text("utf-8"))
SERVICES = COMPOSE["services"]


@cache
def schema() -> jsonschema_rs.Validator:
    module = go_module("github.com/compose-spec/compose-go/v2", "v2.10.2")
    return jsonschema_rs.validator_for(json.loads((module / "schema/compose-spec.json").read_text("utf-8")))


def test_it_follows_the_compose_specification():
    assert [str(error) for error in schema().iter_errors(COMPOSE)] == []


def test_the_schema_sees_a_misspelt_key():
    wrong = copy.deepcopy(COMPOSE)
    wrong["services"]["kafka"]["depend_on"] = {}
    assert not schema().is_valid(wrong)


def test_dclint_is_clean(tmp_path):
    command = [node_tool("dclint"), "--max-warnings", "0", "--config", ROOT / ".dclintrc.yaml"]
    done = subprocess.run([*command, FILE], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    (tmp_path / "docker-compose.yml").write_text(
        FILE.read_text("utf-8").replace(":-apache/kafka:4.1.0", ":-apache/kafka")
    )
    assert subprocess.run([*command, tmp_path], capture_output=True, check=False).returncode != 0


def test_ports_are_on_this_machine_only_and_images_can_be_replaced():
    for name, service in SERVICES.items():
        assert all(port.startswith("127.0.0.1:${") for port in service.get("ports", [])), name
        assert re.fullmatch(r"\$\{[A-Z]+_IMAGE:-.+:[a-z]*[0-9.]*[a-z]*\}", service["image"]), name


def test_everything_waits_for_what_it_needs():
    waits = {
        name: {other: how["condition"] for other, how in service.get("depends_on", {}).items()}
        for name, service in SERVICES.items()
    }
    assert waits["channels"] == {"kafka": "service_healthy"}
    assert waits["communique"] == {"channels": "service_completed_successfully"}
    assert waits["prometheus"] == waits["producer"] == {"communique": "service_healthy"}
    assert waits["grafana"] == {"prometheus": "service_healthy"}
    assert SERVICES["producer"]["profiles"] == ["demo"]
    assert SERVICES["ui"]["profiles"] == ["ui"]
    # `docker compose up` alone shows articles: the producer's profile is on by default.
    assert "COMPOSE_PROFILES=demo\n" in (ROOT / ".env").read_text("utf-8")


def test_all_but_kafka_are_hardened():
    for name, service in SERVICES.items():
        if name != "kafka":
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"], name


def test_every_mounted_file_is_there():
    for service in SERVICES.values():
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert (ROOT / source).exists() if source.startswith(".") else source in COMPOSE["volumes"]


def test_prometheus_reads_our_rules_under_a_job_that_they_know():
    config = yaml.safe_load((ROOT / "docker/prometheus.yml").read_text("utf-8"))
    mounts = dict(volume.split(":")[:2] for volume in SERVICES["prometheus"]["volumes"])
    assert mounts["./observability/rules/communique.yaml"] == "/etc/prometheus/rules/communique.yaml"
    assert config["rule_files"] == ["/etc/prometheus/rules/*.yaml"]
    assert "communique" in config["scrape_configs"][0]["job_name"]
    assert config["scrape_configs"][0]["dns_sd_configs"][0]["names"] == ["communique"]


def test_grafana_finds_prometheus_and_the_dashboards():
    mounts = dict(volume.split(":")[:2] for volume in SERVICES["grafana"]["volumes"])
    (source,) = yaml.safe_load((ROOT / "docker/grafana/datasources/prometheus.yaml").read_text("utf-8"))["datasources"]
    assert source["type"] == "prometheus"
    assert source["isDefault"]
    assert source["url"] == "http://prometheus:9090"
    (provider,) = yaml.safe_load((ROOT / "docker/grafana/dashboards/communique.yaml").read_text("utf-8"))["providers"]
    assert mounts["./observability/dashboards"] == provider["options"]["path"]
    home = SERVICES["grafana"]["environment"]["GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH"]
    shown = ROOT / "observability/dashboards" / home.rpartition("/")[2]
    variables = {one["name"]: one for one in json.loads(shown.read_text("utf-8"))["templating"]["list"]}
    # The dashboards take the datasource by a variable, which picks the only one of its type.
    assert variables["datasource"]["query"] == "prometheus"


def test_channels_fit_large_articles():
    script = SERVICES["channels"]["command"][0]
    environment = SERVICES["channels"]["environment"]
    assert environment["RAW_MAX_BYTES"] == 8 << 20
    assert environment["DEAD_LETTER_MAX_BYTES"] == environment["RAW_MAX_BYTES"] + 65536
    assert SERVICES["kafka"]["environment"]["KAFKA_MESSAGE_MAX_BYTES"] == environment["DEAD_LETTER_MAX_BYTES"]
    assert [line.split()[1] for line in script.splitlines() if line.startswith("channel ")] == [
        "articles.raw",
        "articles.enriched",
        "articles.dead-letter",
    ]
