#!/usr/bin/python3
"""Start Kafka from KAFKA_* variables: `KAFKA_LOG_DIRS` is `log.dirs`; CLUSTER_ID formats the storage once."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROPERTIES = Path("/tmp/server.properties")  # noqa: S108 - a container's own
NOT_PROPERTIES = {"KAFKA_HEAP_OPTS", "KAFKA_OPTS"}
JAVA = ["java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/kafka/libs/*"]


def main() -> None:
    """Write the properties, format, become the broker."""
    names = sorted(name for name in os.environ if name.startswith("KAFKA_") and name not in NOT_PROPERTIES)
    lines = [f"{name.removeprefix('KAFKA_').lower().replace('_', '.')}={os.environ[name]}" for name in names]
    PROPERTIES.write_text("\n".join(lines) + "\n", "utf-8")
    heap = os.environ.get("KAFKA_HEAP_OPTS", "-Xmx512m").split()
    options = os.environ.get("KAFKA_OPTS", "").split()
    tool = ["kafka.tools.StorageTool", "format", "--ignore-formatted", "--config", str(PROPERTIES)]
    users = [word for user in os.environ.get("SCRAM_USERS", "").split() for word in ("--add-scram", user)]
    subprocess.run([*JAVA, *tool, "--cluster-id", os.environ["CLUSTER_ID"], *users], check=True)
    command = [*JAVA[:1], *heap, *options, *JAVA[1:], "kafka.Kafka", str(PROPERTIES)]
    os.execvp(command[0], command)  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
