"""The chart under Helm 3 and 4: lint, golden renders, what it must refuse, and that nothing generated is stale."""

from __future__ import annotations

import json
import shutil
import subprocess
import tarfile

import pytest
import yaml

from service.edges.settings import load_settings
from service.stream.feeds_outlet import transactional_id
from tests.deploy.chart import CHART, GOLDEN, HELMS, REFUSED, golden, helm, refusal, render, value_sets
from tests.deploy.tools import tool

pytestmark = pytest.mark.deploy
REFUSALS = yaml.safe_load(REFUSED.read_text("utf-8"))
REGENERATE = "; `make chart` writes it anew"


@pytest.fixture(scope="session")
def rendered() -> dict[str, str]:
    return {name: render("helm4", values) for name, values in value_sets().items()}


def resources(text: str, kind: str) -> list[dict]:
    return [one for one in yaml.safe_load_all(text) if one and one["kind"] == kind]


@pytest.mark.parametrize("which", HELMS)
def test_lint_is_clean(which):
    for values in value_sets().values():
        done = helm(which, "lint", "--strict", CHART, "--values", values)
        assert done.returncode == 0, done.stdout + done.stderr
        assert "[WARNING]" not in done.stdout


def test_renders_are_as_they_were(rendered):
    assert len(rendered) >= 12
    assert {path.stem for path in GOLDEN.iterdir()} == set(rendered)
    for name, text in rendered.items():
        assert golden(text) == (GOLDEN / f"{name}.yaml").read_text("utf-8"), name + REGENERATE


@pytest.mark.parametrize("name", value_sets())
def test_helm_3_renders_the_same(name, rendered):
    assert render("helm3", value_sets()[name]) == rendered[name]


@pytest.mark.parametrize("name", REFUSALS)
def test_wrong_values_are_refused_by_name(name):
    case = REFUSALS[name]
    for which in HELMS:
        assert refusal(which, case["values"]) == case.get("message", case.get(which))


def test_enough_is_refused_and_right_values_are_not():
    assert len(REFUSALS) >= 25
    assert all(refusal(which, {"replicas": 12}) is None for which in HELMS)


def test_readme_is_up_to_date(tmp_path):
    copy = shutil.copytree(CHART, tmp_path / "communique")
    subprocess.run([tool("helm-docs"), "--chart-search-root", copy, "--log-level", "warning"], check=True)
    assert (copy / "README.md").read_text("utf-8") == (CHART / "README.md").read_text("utf-8"), REGENERATE


def test_every_value_is_described_and_nothing_else_is_let_through():
    def look(node: dict, name: str) -> None:
        if name:
            assert node.get("description"), f"{name} has no description in values.yaml"
        if node.get("properties"):
            assert node["additionalProperties"] is False, name
        for key, inner in node.get("properties", {}).items():
            look(inner, f"{name}.{key}".lstrip("."))

    look(json.loads((CHART / "values.schema.json").read_text("utf-8")) | {"description": "-"}, "")


def test_settings_of_every_render_are_settings_of_the_service(rendered, monkeypatch):
    """Negative control below: the service itself refuses what it does not know."""
    for name, text in rendered.items():
        settings = resources(text, "ConfigMap")[0]["data"]
        assert all(isinstance(value, str) for value in settings.values()), name
        with monkeypatch.context() as environment:
            for variable, value in settings.items():
                environment.setenv(variable, value)
            load_settings()
            environment.setenv("COMMUNIQUE_NO_SUCH_SETTING", "1")
            with pytest.raises(Exception, match="COMMUNIQUE_NO_SUCH_SETTING"):
                load_settings()


def test_a_change_of_settings_or_taxonomy_restarts_workers_and_nothing_else_does(rendered):
    def checksums(*words: str) -> dict[str, str]:
        text = render("helm4", value_sets()["taxonomy-content"], *words)
        found = resources(text, "Deployment")[0]["spec"]["template"]["metadata"]["annotations"]
        return {name: value for name, value in found.items() if name.startswith("checksum/")}

    before = checksums()
    assert checksums("--set", "replicas=5") == before
    assert checksums("--set", "settings.log_level=debug")["checksum/settings"] != before["checksum/settings"]
    changed = checksums("--set", "taxonomy.content=id: other")
    assert changed["checksum/taxonomy"] != before["checksum/taxonomy"]


def test_settings_of_feeds_restart_the_pod_that_follows_feeds_and_no_worker():
    def checksums(*words: str) -> dict[str, str]:
        text = render("helm4", value_sets()["feeds"], *words)
        pods = {one["metadata"]["name"]: one["spec"]["template"] for one in resources(text, "Deployment")}
        return {name: pod["metadata"]["annotations"]["checksum/settings"] for name, pod in pods.items()}

    before, after = checksums(), checksums("--set", "settings.feeds_interval_seconds=60")
    assert {name for name in before if before[name] != after[name]} == {"release-communique-feeds"}


def test_the_pod_that_follows_feeds_gets_settings_of_the_service(rendered, monkeypatch):
    configs = {one["metadata"]["name"]: one["data"] for one in resources(rendered["feeds"], "ConfigMap")}
    for name in ("release-communique", "release-communique-feeds"):
        for variable, value in configs[name].items():
            monkeypatch.setenv(variable, value)
    settings = load_settings()
    assert settings.feeds == "/etc/communique/feeds/feeds.yaml"
    assert (settings.feeds_contact, settings.feeds_interval_seconds) == ("desk@newsroom.example", 300)
    (user,) = resources(rendered["feeds"], "KafkaUser")
    allowed = {(one["resource"]["type"], one["resource"]["name"]) for one in user["spec"]["authorization"]["acls"]}
    assert {("transactionalId", transactional_id(settings)), ("topic", settings.channel_feeds_seen)} <= allowed


def test_no_secret_reaches_a_configmap_or_an_argument(rendered):
    for name, text in rendered.items():
        for config in resources(text, "ConfigMap"):
            told = {key for key in config["data"] if "PASSWORD" in key or "SECRET" in key or "TOKEN" in key}
            assert all(key.endswith(("_FILE", "_URL")) for key in told), name
        for deployment in resources(text, "Deployment"):
            for container in deployment["spec"]["template"]["spec"]["containers"]:
                assert container["args"] in (["worker"], ["feeds"])


@pytest.mark.parametrize("which", HELMS)
def test_the_package_holds_what_is_needed_and_no_more(which, tmp_path):
    done = helm(which, "package", CHART, "--destination", tmp_path)
    assert done.returncode == 0, done.stderr
    with tarfile.open(next(tmp_path.glob("*.tgz"))) as package:
        inside = {name.removeprefix("communique/") for name in package.getnames()}
    assert {"Chart.yaml", "values.yaml", "values.schema.json", "README.md", "files/one_article.py"} <= inside
    assert not any(name.startswith("ci/") or name.endswith(".gotmpl") for name in inside)
