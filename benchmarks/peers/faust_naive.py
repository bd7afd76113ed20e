"""Faust as its manual shows it: one event at a time, not awaiting the broker's word on what it sends."""

from __future__ import annotations

import sys
import tempfile
from typing import Any

import faust
import uvloop

from benchmarks.peers import BOOTSTRAP, GROUP, IN, OUT, add_field

uvloop.install()
app = faust.App(
    GROUP,
    broker=f"kafka://{BOOTSTRAP}",
    store="memory://",
    web_enabled=False,
    topic_disable_leader=True,
    topic_allow_declare=False,
    consumer_auto_offset_reset="earliest",
    broker_session_timeout=10.0,
    broker_heartbeat_interval=2.0,
    datadir=tempfile.mkdtemp(),
    producer_acks=-1,
    producer_linger=0.005,
    producer_max_batch_size=512 * 1024,
)
raw = app.topic(IN, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")
out = app.topic(OUT, key_type=bytes, value_type=bytes, key_serializer="raw", value_serializer="raw")


@app.agent(raw)
async def enrich(stream: Any) -> None:
    """Add the field to each event."""
    async for event in stream.events():
        await out.send(key=event.key, value=add_field(event.value))


if __name__ == "__main__":
    sys.argv = ["faust", "worker", "-l", "info", "--without-web"]
    app.main()
