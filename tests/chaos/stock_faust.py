"""Negative control: Faust as its manual shows it, which counts an event as done when the agent has seen it."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from typing import Any

import faust

PREFIX = "COMMUNIQUE_"


def create_app(settings: dict[str, str]) -> faust.App:
    """An app that passes each raw record on with its place, as the harness's witness wants to see it.

    Args:
        settings: the worker's environment variables, as the harness sets them.
    """
    session = float(settings["COMMUNIQUE_KAFKA_SESSION_TIMEOUT_SECONDS"])
    app = faust.App(
        settings["COMMUNIQUE_KAFKA_GROUP_ID"],
        broker=f"kafka://{settings['COMMUNIQUE_KAFKA_BOOTSTRAP_SERVERS']}",
        store="memory://",
        web_enabled=False,
        topic_disable_leader=True,
        topic_allow_declare=False,
        consumer_auto_offset_reset="earliest",
        broker_session_timeout=session,
        broker_heartbeat_interval=session / 5,
        datadir=tempfile.mkdtemp(),
        producer_acks=-1,
    )
    raw = app.topic(settings["COMMUNIQUE_CHANNEL_RAW"], key_type=bytes, value_type=bytes, value_serializer="raw")
    out = app.topic(settings["COMMUNIQUE_CHANNEL_ENRICHED"], key_type=bytes, value_type=bytes, value_serializer="raw")

    @app.agent(raw)
    async def enrich(stream: Any) -> None:
        async for event in stream.events():
            place = {"partition": event.message.partition, "offset": event.message.offset}
            value = json.dumps({"provenance": {"raw": place}}).encode()
            await out.send(key=event.key, value=value, partition=place["partition"])

    return app


if __name__ == "__main__":
    app = create_app({name: value for name, value in os.environ.items() if name.startswith(PREFIX)})
    sys.argv = ["faust", "worker", "-l", "info", "--without-web"]
    app.main()
