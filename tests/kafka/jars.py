"""Kafka's jars: fetched with Maven once, kept in a cache folder that runs side by side may share."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.kafka.errors import KafkaTestError

POM = Path(__file__).with_name("pom.xml")
LOG_CONFIGURATION = Path(__file__).with_name("log4j2.xml")
FETCH_SECONDS = 600  # 45 MB; a first Maven run also fetches Maven's own plugins


def kafka_version() -> str:
    """The version that pom.xml pins, e.g. `4.3.1`."""
    found = re.search(r"<kafka\.version>([^<]+)</kafka\.version>", POM.read_text("utf-8"))
    if found is None:
        raise KafkaTestError(f"{POM} does not say <kafka.version>")
    return found[1]


def cache_folder() -> Path:
    """Where the jars of this pom.xml live, fetched or not.

    `KAFKA_TEST_CACHE`, else `~/.cache/communique-tests`, holds one folder per content of pom.xml: after an edit the
    jars are fetched anew, and a run on another branch keeps its own.
    """
    root = Path(os.environ.get("KAFKA_TEST_CACHE") or Path.home() / ".cache/communique-tests")
    return root / f"kafka-{kafka_version()}-{hashlib.sha256(POM.read_bytes()).hexdigest()[:8]}"


def fetch() -> Path:
    """The folder of the jars, fetched if it is not there yet.

    Raises:
        KafkaTestError: Maven is missing or failed; the text holds its last words.
    """
    folder = cache_folder()
    if not folder.is_dir():
        folder.parent.mkdir(parents=True, exist_ok=True)
        # Beside the cache, so that the rename that publishes it is atomic.
        new = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", dir=folder.parent))
        try:
            _maven(new)
            _publish(new, folder)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    return folder


def _maven(target: Path) -> None:
    command = ["mvn", "-B", "-q", "-f", str(POM), "package", f"-Djars={target}"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=FETCH_SECONDS, check=False)
    except FileNotFoundError:
        raise KafkaTestError("Maven is missing: install `mvn`") from None
    except subprocess.TimeoutExpired:
        raise KafkaTestError(f"Maven did not fetch Kafka's jars within {FETCH_SECONDS} s") from None
    if done.returncode != 0:
        last_words = "\n".join((done.stdout + done.stderr).splitlines()[-20:])
        raise KafkaTestError(f"Maven could not fetch Kafka's jars:\n{last_words}")


def _publish(new: Path, folder: Path) -> None:
    new.chmod(0o755)  # mkdtemp's 0700 would shut other users of a shared cache out
    try:
        new.rename(folder)
    except OSError:
        if not folder.is_dir():  # otherwise another run was first, and its jars are the same
            raise
