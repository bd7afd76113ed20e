"""Whether this machine can run Apache Kafka."""

from __future__ import annotations

import os
import shutil

from tests.kafka import jars, java

REQUIRE = "COMMUNIQUE_REQUIRE_KAFKA"
"""Environment variable: set to 1 (CI does), tests that need Kafka fail instead of being skipped."""


def why_not() -> str | None:
    """What is missing, in one line; None when Kafka can run."""
    version = java.java_version()
    if version is None:
        return f"Apache Kafka needs Java {java.OLDEST_JAVA} or newer: no working `{java.java_program()}` found"
    if version < java.OLDEST_JAVA:
        return f"Apache Kafka needs Java {java.OLDEST_JAVA} or newer: `{java.java_program()}` is {version}"
    if not jars.cache_folder().is_dir() and shutil.which("mvn") is None:
        return "Apache Kafka's jars are not fetched yet and `mvn` (Maven) is missing"
    return None


def required() -> bool:
    """Whether a missing Kafka is a failure."""
    return os.environ.get(REQUIRE, "") not in {"", "0"}
