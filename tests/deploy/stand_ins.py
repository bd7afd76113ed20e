"""Local images that take the place of public ones where none can be pulled: Kafka from Maven's jars, Debian's Prometheus."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from tests.deploy.engine import Engine
from tests.deploy.tools import CACHE
from tests.kafka import jars

KAFKA = "localhost/communique-kafka:check"
PROMETHEUS = "localhost/communique-prometheus:check"
KAFKA_FILES = Path(__file__).parent / "kafka_image"


def kafka(engine: Engine) -> str:
    """The image of a Kafka that is configured as apache/kafka is; its name."""
    base = engine.import_base("localhost/communique-java:bookworm", "openjdk-17-jre-headless", "python3")
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        context = Path(folder) / "context"
        shutil.copytree(KAFKA_FILES, context)
        shutil.copytree(jars.fetch(), context / "jars")
        return engine.build(KAFKA, "--build-arg", f"BASE={base}", context=context)


def prometheus(engine: Engine) -> str:
    """The image of a Prometheus whose entry point is the server, as prom/prometheus's is; its name."""
    base = engine.import_base("localhost/communique-prometheus:bookworm", "prometheus")
    with tempfile.TemporaryDirectory(dir=CACHE) as folder:
        dockerfile = Path(folder) / "Dockerfile"
        dockerfile.write_text(f'FROM {base}\nENTRYPOINT ["/usr/bin/prometheus"]\n', "utf-8")
        return engine.build(PROMETHEUS, context=Path(folder))
