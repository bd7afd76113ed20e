"""Quix Streams: a dataframe from one channel to the other; BENCH_MODE is its processing guarantee."""

from __future__ import annotations

from quixstreams import Application

from benchmarks.peers import BOOTSTRAP, GROUP, IN, MODE, OUT, STATE, work

ENRICH = work()


def main() -> None:
    """Run until SIGTERM."""
    app = Application(
        broker_address=BOOTSTRAP,
        consumer_group=GROUP,
        auto_offset_reset="earliest",
        commit_interval=1.0,
        auto_create_topics=False,
        use_changelog_topics=False,
        state_dir=STATE,
        loglevel="WARNING",
        processing_guarantee=MODE,
        consumer_extra_config={"session.timeout.ms": 10_000, "heartbeat.interval.ms": 2000, "fetch.wait.max.ms": 50},
        producer_extra_config={"acks": "all", "linger.ms": 5, "batch.size": 512 * 1024},
    )
    raw = app.topic(IN, key_deserializer="bytes", value_deserializer="bytes")
    out = app.topic(OUT, key_serializer="bytes", value_serializer="bytes")
    app.dataframe(raw).apply(ENRICH).to_topic(out)
    app.run()


if __name__ == "__main__":
    main()
