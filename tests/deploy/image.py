"""The image: built on a local base, then looked into and run without Kafka."""

from __future__ import annotations

import hashlib
import json
import tarfile
import time

from tests.deploy.engine import Engine
from tests.deploy.report import Report
from tests.deploy.tools import ToolError

BASE = "localhost/communique-base:bookworm"
IMAGE = "localhost/communique:check"
OWN_BYTES_MAX = 230_000_000
"""What the image may hold beyond its base; 192 MB when this was written."""
NOT_INSIDE = ("confluent-kafka", "pytest", "hypothesis", "mypy", "ruff", "pip", "cyclonedx-bom", "hatchling")
HARDENED = ("--read-only", "--cap-drop", "ALL", "--security-opt", "no-new-privileges", "--tmpfs", "/tmp:size=128m")  # noqa: S108

PYTHON = "/opt/communique/bin/python"
_COMPILED = """
from service.cached import keeps_taxonomy
from service.edges.cache import cache_of
from service.edges.settings import load_settings
from service.edges.taxonomies import read_taxonomy, shipped
settings = load_settings()
cache = cache_of(settings.cache_folder)
print(*(keeps_taxonomy(read_taxonomy(name)[0], settings.languages, cache) for name in shipped()))
"""


def build(engine: Engine, image: str = IMAGE, *options: object) -> str:
    """The image on the local base; its name."""
    base = engine.import_base(BASE, "python3", "python3-venv")
    return engine.build(image, "--build-arg", f"BASE={base}", *options)


def check(engine: Engine, report: Report) -> None:
    """Build and look: contents, size, user, healthcheck, signals, the same files from a second build."""
    with report.step("build the image"):
        build(engine)
        _contents(engine, report)
        _life(engine, report)
    with report.step("build it again without the cache"):
        first = _files(engine, IMAGE)
        again = build(engine, "localhost/communique:again", "--no-cache")
        second = _files(engine, again)
        differing = sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))
        report.expect(
            "a second build gives the same files",
            "all",
            f"{len(first)} files, {len(differing)} differ {differing[:3]}",
            not differing,
        )


def _contents(engine: Engine, report: Report) -> None:
    sizes = [json.loads(engine.docker("image", "inspect", name))[0]["Size"] for name in (IMAGE, BASE)]
    own = sizes[0] - sizes[1]
    report.expect(
        "size beyond the base", f"<= {OWN_BYTES_MAX / 1e6:.0f} MB", f"{own / 1e6:.0f} MB", own <= OWN_BYTES_MAX
    )
    inside = json.loads(
        _python(
            engine,
            "import json, importlib.metadata as m; print(json.dumps([d.name.lower() for d in m.distributions()]))",
        )
    )
    strangers = sorted(set(NOT_INSIDE) & set(inside))
    report.expect("no test, build or demo package inside", "none", strangers or "none", not strangers)
    bom = json.loads(_python(engine, "print(open('/opt/communique/sbom.cdx.json').read())"))
    named = {component["name"].lower() for component in bom["components"]}
    unnamed = sorted(set(inside) - named - {"communique"})
    report.expect(
        "CycloneDX bill of materials",
        "names all",
        f"{bom['specVersion']}, {len(named)} named, missing {unnamed}",
        bom["bomFormat"] == "CycloneDX" and not unnamed,
    )
    config = json.loads(engine.docker("image", "inspect", IMAGE))[0]["Config"]
    report.expect(
        "user", "a number, not 0", config["User"], config["User"].split(":")[0].isdigit() and config["User"] != "0:0"
    )
    report.expect("labels", ">= 5", len(config["Labels"]), len(config["Labels"]) >= 5)
    said = engine.docker("run", "--rm", *HARDENED, IMAGE, "version").strip()
    report.expect("read-only, no capabilities: `version`", "answers", said, said.startswith("communique "))
    found = engine.docker("run", "--rm", *HARDENED, "--entrypoint", PYTHON, IMAGE, "-c", _COMPILED).split()
    report.expect("shipped taxonomies are compiled for its user", "all", found, found.count("True") == len(found) > 1)


def _life(engine: Engine, report: Report) -> None:
    """A worker as process 1, with a Kafka that is not there: alive, not ready, and gone on SIGTERM."""
    container = engine.docker("run", "--detach", *HARDENED, IMAGE).strip()
    try:
        _until(lambda: _probe(engine, container, "/health/started"), 60)
        live, ready = _probe(engine, container, "/health/live"), _probe(engine, container, "/health/ready")
        report.expect("without Kafka: live, ready", "yes, no", f"{live}, {ready}", live and not ready)
        started = time.monotonic()
        engine.docker("stop", "--time", "30", container)
        took = time.monotonic() - started
        code = engine.docker("inspect", "--format", "{{.State.ExitCode}}", container).strip()
        report.expect(
            "SIGTERM to process 1", "exit 0 in 25 s", f"exit {code} in {took:.1f} s", code == "0" and took < 25
        )
    finally:
        engine.docker("rm", "--force", container)


def _probe(engine: Engine, container: str, path: str) -> bool:
    """The image's own healthcheck, asked for `path`."""
    try:
        engine.docker(
            "exec", container, "/opt/communique/bin/python", "-I", "/opt/communique/libexec/healthcheck.py", path
        )
    except ToolError:
        return False
    return True


def _until(holds, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError(f"not within {seconds:.0f} s")
        time.sleep(0.3)


def _python(engine: Engine, code: str) -> str:
    return engine.docker("run", "--rm", "--entrypoint", PYTHON, IMAGE, "-c", code)


def _files(engine: Engine, image: str) -> dict[str, tuple[object, ...]]:
    """What the image adds to its base, file by file: kind, mode, owner, time and content."""
    container = engine.docker("create", image).strip()
    tar = engine.folder / "files.tar"
    try:
        engine.docker("export", "--output", tar, container)
        with tarfile.open(tar) as files:
            return {
                one.name: (one.type, one.mode, one.uid, one.mtime, one.linkname, _digest(files, one))
                for one in files
                if one.name.startswith("opt/communique")
            }
    finally:
        tar.unlink(missing_ok=True)
        engine.docker("rm", container)


def _digest(files: tarfile.TarFile, one: tarfile.TarInfo) -> str | None:
    content = files.extractfile(one) if one.isfile() else None
    return hashlib.sha256(content.read()).hexdigest() if content else None
