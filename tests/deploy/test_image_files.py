"""Dockerfile and .dockerignore by file; `make image-check` builds and runs the image."""

from __future__ import annotations

import http.server
import os
import re
import subprocess
import sys
import threading

import pytest

from tests.deploy import tools
from tests.deploy.engine import Engine
from tests.deploy.tools import ROOT, python_tool

pytestmark = pytest.mark.deploy
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
HEALTHCHECK = ROOT / "docker/healthcheck.py"


def lint(text: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([python_tool("hadolint"), "-"], input=text, capture_output=True, text=True, check=False)


def test_hadolint_is_clean():
    done = lint(DOCKERFILE)
    assert done.returncode == 0, done.stdout


def test_hadolint_sees_a_fault():
    assert "DL3020" in lint(DOCKERFILE.replace("COPY service", "ADD service")).stdout


def test_what_the_image_installs_is_pinned_by_hash_and_holds_no_demo_package():
    for name in ("runtime", "build"):
        text = (ROOT / f"requirements/{name}.txt").read_text("utf-8")
        pins = re.findall(r"^([a-z0-9-]+)==", text, re.MULTILINE)
        assert len(pins) > 20
        assert text.count("--hash=sha256:") >= len(pins)
        assert not {"confluent-kafka", "pytest"} & set(pins)
        assert f"--require-hashes -r requirements/{name}.txt" in DOCKERFILE


def test_every_file_that_the_image_copies_is_in_the_context_and_nothing_else_is():
    ignore = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    allowed = {line[1:] for line in ignore if line.startswith("!")}
    assert "*" in ignore
    copied = {
        word for line in re.findall(r"^COPY (?!--from)(.*)$", DOCKERFILE, re.MULTILINE) for word in line.split()[:-1]
    }
    assert copied == allowed
    assert all((ROOT / path).exists() for path in allowed)


class Health(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health/live" else 503)
        self.end_headers()
        self.wfile.write(b'{"ok": false}')

    def log_message(self, *_: object) -> None:
        pass


@pytest.mark.parametrize(("path", "status"), [("/health/live", 0), ("/health/ready", 1)])
def test_the_healthcheck_tells_health_by_its_exit_status(path, status):
    server = http.server.HTTPServer(("127.0.0.1", 0), Health)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    environment = {**os.environ, "COMMUNIQUE_HTTP_PORT": str(server.server_port)}
    done = subprocess.run(
        [sys.executable, "-I", HEALTHCHECK, path], env=environment, capture_output=True, text=True, check=False
    )
    server.shutdown()
    assert (done.returncode, done.stdout.strip()) == (status, '{"ok": false}')


def test_the_healthcheck_fails_in_words_when_nobody_answers():
    environment = {**os.environ, "COMMUNIQUE_HTTP_PORT": "9"}
    done = subprocess.run(
        [sys.executable, "-I", HEALTHCHECK], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "no answer from 127.0.0.1:9/health/ready" in done.stdout


def test_an_engine_is_the_first_check_of_a_machine(monkeypatch: pytest.MonkeyPatch, tmp_path):
    monkeypatch.setattr(tools, "CACHE", tmp_path / "nothing" / "yet")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    Engine()
    assert (tmp_path / "nothing/yet/.engine.lock").exists()
