#!/usr/bin/python3
"""One of Kafka's tools, by the name that this is called by."""

from __future__ import annotations

import os
import sys
from pathlib import Path

TOOLS = {
    "kafka-topics.sh": "org.apache.kafka.tools.TopicCommand",
    "kafka-broker-api-versions.sh": "org.apache.kafka.tools.BrokerApiVersionsCommand",
    "kafka-consumer-groups.sh": "org.apache.kafka.tools.consumer.group.ConsumerGroupCommand",
}

command = ["java", "-Xmx128m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp", "/opt/kafka/libs/*"]
os.execvp("java", [*command, TOOLS[Path(sys.argv[0]).name], *sys.argv[1:]])  # noqa: S606
