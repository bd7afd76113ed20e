"""Command lines for the Java programs in Kafka's jars."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from tests.kafka import class_archive, jars

OLDEST_JAVA = 17  # Kafka 4's broker and tools ask for it

QUICK_START = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""JVM flags for a short life: a start is some 15% faster, steady work slower. Benchmarks use `()`."""


def java_program() -> str:
    """`$JAVA_HOME/bin/java` when that is set, else whatever `java` is on the path."""
    home = os.environ.get("JAVA_HOME")
    return str(Path(home) / "bin/java") if home else "java"


def java_tool(name: str) -> str:
    """Another program of the same Java, e.g. `keytool`."""
    java = shutil.which(java_program())
    beside = Path(java).resolve().with_name(name) if java else Path(name)
    return str(beside) if beside.exists() else name


@cache
def version_text() -> str:
    """What Java says of its version, empty when there is none."""
    try:
        done = subprocess.run([java_program(), "-version"], capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stderr


def java_version() -> int | None:
    """The major version of Java, None when there is none or it does not say."""
    # `"17.0.15"` is 17; up to Java 8 it read `"1.8.0_402"`.
    found = re.search(r'version "(?:1\.)?(\d+)', version_text())
    return int(found[1]) if found else None


def command(
    main: str,
    *arguments: object,
    heap: str = "256m",
    log_level: str = "WARN",
    jvm: Sequence[str] = QUICK_START,
) -> list[str]:
    """The command that runs a main class of Kafka's jars, which are fetched if need be.

    With QUICK_START and no other flags it also uses the archive of classes, if there is one.

    Args:
        main: the class, e.g. `kafka.Kafka`.
        arguments: what follows it.
        heap: the most memory it may use for objects, as Java writes it.
        log_level: what reaches standard error.
        jvm: further flags for the virtual machine.
    """
    archive = class_archive.flags(version_text()) if tuple(jvm) == QUICK_START else ()
    return [
        java_program(),
        f"-Xmx{heap}",
        *jvm,
        *archive,
        f"-Dcommunique.log.level={log_level}",
        f"-Dlog4j2.configurationFile={jars.LOG_CONFIGURATION}",
        "-cp",
        f"{jars.fetch()}/*",
        main,
        *map(str, arguments),
    ]
