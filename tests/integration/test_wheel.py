from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import orjson
import pytest

ROOT = Path(__file__).resolve().parents[2]

pytest.importorskip("hatchling")
pytest.importorskip("pip")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder],
        cwd=ROOT,
        check=True,
        capture_output=True,
        timeout=60,
    )
    (found,) = folder.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel) -> Path:
    target = wheel.parent / "site"
    subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--quiet", "--target", target, wheel],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return target


def in_wheel(installed: Path, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run Python with the wheel's package and the libraries of this environment, away from the checkout."""
    elsewhere = installed.parent / "elsewhere"
    elsewhere.mkdir(exist_ok=True)
    variables = {name: value for name, value in os.environ.items() if not name.startswith("COMMUNIQUE_")}
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=elsewhere,
        env={**variables, "PYTHONPATH": str(installed), "COMMUNIQUE_HTTP_PORT": "0"},
        capture_output=True,
        timeout=60,
        check=False,
    )


def test_holds_what_it_needs_and_nothing_else(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"service"}
    assert not [name for name in names if "test" in name.lower()]
    for needed in (
        "service/py.typed",
        "service/taxonomies/foreign-affairs.yaml",
        "service/taxonomies/vietnam-diplomacy.yaml",
        "service/_data/schemas/raw-article.v1.json",
        "service/_data/samples/feed/index.json",
    ):
        assert needed in names
    assert any(name.endswith("licenses/LICENSE") for name in names)


def test_schemas_and_samples_come_from_the_wheel(installed):
    code = (
        "import service, service.edges.resources as r\n"
        "print(service.__file__, r.resource('schemas', 'raw-article.v1.json'), r.resource('samples', 'feed'), sep='\\n')"
    )
    found = in_wheel(installed, "-c", code)
    assert found.stderr == b""
    places = found.stdout.decode().splitlines()
    assert len(places) == 3
    assert all(Path(place).is_relative_to(installed) for place in places)


def test_version_and_enrich_work_from_it(installed):
    version = in_wheel(installed, "-m", "service", "version", "--json")
    assert orjson.loads(version.stdout)["taxonomies"] == ["foreign-affairs", "vietnam-diplomacy"]
    samples = installed / "service" / "_data" / "samples"
    found = in_wheel(
        installed, "-m", "service", "enrich", str(samples / "articles.jsonl"), str(samples / "article.html")
    )
    assert (found.returncode, found.stderr) == (0, b"")
    assert [orjson.loads(line)["language"] for line in found.stdout.splitlines()] == ["en", "vi", "fr", "de", "en"]


def test_the_command_is_installed(installed):
    found = in_wheel(installed, str(installed / "bin" / "communique"), "--help")
    assert b"Usage: communique" in found.stdout


def test_the_demo_runs_from_it(installed):
    pytest.importorskip("confluent_kafka")
    found = in_wheel(installed, "-m", "service", "demo", "--json")
    assert found.returncode == 0, found.stderr.decode()
    assert orjson.loads(found.stdout)["enriched"] == 48
