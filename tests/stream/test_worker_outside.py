"""Whole workers on the embedded Kafka: asking a model server that is well or down, and being scraped while they stop."""

from __future__ import annotations

import json
import signal
from importlib.util import find_spec
from pathlib import Path

import pytest

from service.edges.embedded import EmbeddedKafka
from tests.integration.harness import Names, Sent, WorkerProcess, article, free_port, produce, read_all, wait_until
from tests.stream.test_remote_classifier import TAXONOMY, TEXT, chat, entry, local
from tests.web.pages import Pages

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(find_spec("confluent_kafka") is None, reason="confluent-kafka is not installed"),
]

PARTITIONS = 2
TEXTS = {
    "sure": "News of the day\nThe river, the river and once more the river: three towns along the river met there.",
    "unsure": TEXT,
    "other": TEXT.replace("harbour", "museum"),
}
SLOW = ("tests.integration.slow_worker", "4")
"""A worker that hears the broker's word four seconds late."""


@pytest.fixture
def kafka():
    with EmbeddedKafka() as broker:
        yield broker


def named(kafka: EmbeddedKafka, kind: str) -> Names:
    names = Names.unique(kind)
    for channel in (names.raw, names.enriched, names.dead):
        kafka.create(channel, PARTITIONS)
    return names


def enriched(kafka: EmbeddedKafka, taxonomy: Path, **options: object) -> dict[str, dict]:
    """What a worker makes of three articles, one of them uncertain, by id."""
    names = named(kafka, "asking")
    options |= {"taxonomy": taxonomy, "languages": "en", "kafka_session_timeout_seconds": 6}
    sent = [Sent(json.dumps({"id": name, "content": text}).encode(), name.encode()) for name, text in TEXTS.items()]
    produce(kafka.bootstrap, names.raw, sent)
    with WorkerProcess(names, kafka.bootstrap, **options) as worker:
        worker.wait_ready()
        wait_until(lambda: worker.count("articles_published_total") == len(TEXTS), 60, worker)
        assert worker.terminate() == 0, worker.log
    events = [json.loads(record.value) for record in read_all(kafka.bootstrap, names.enriched)]
    return {event["id"]: event for event in events}


def plain(events: dict[str, dict]) -> dict[str, dict]:
    """Events without the place of the raw record, the time, and who judged."""
    bare = {name: local(event) for name, event in events.items()}
    for event in bare.values():
        del event["provenance"]["raw"]
    return bare


def test_a_model_server_that_is_down_changes_nothing_but_what_provenance_says(kafka, tmp_path):
    taxonomy = tmp_path / "t.yaml"
    taxonomy.write_text(TAXONOMY)
    nobody = enriched(kafka, taxonomy)
    asking = {"classifier_model": "judge-1"}
    down = enriched(kafka, taxonomy, classifier_url=f"http://127.0.0.1:{free_port()}/v1", **asking)
    assert plain(down) == plain(nobody)
    told = {name: event["provenance"]["classifier"] for name, event in down.items()}
    assert told == {"sure": "phrases", "unsure": "phrases (judge-1: unreachable)", "other": "phrases"}
    # The control: an opinion that is heard does change what comes out.
    with Pages() as pages:
        pages.pages["/v1/chat/completions"] = chat(entry("ports", True, 0.97, "painted in spring"))
        heard = enriched(kafka, taxonomy, classifier_url=pages.url("/v1"), **asking)
    assert plain(heard) != plain(nobody)
    assert heard["unsure"]["provenance"]["classifier"] == "phrases+judge-1"
    assert [topic["id"] for topic in heard["unsure"]["topics"]] == ["ports"]


def test_metrics_and_health_answer_while_a_worker_drains(kafka):
    names = named(kafka, "draining")
    produce(kafka.bootstrap, names.raw, map(article, range(20)))
    with WorkerProcess(
        names, kafka.bootstrap, SLOW, kafka_session_timeout_seconds=6, drain_seconds=20, stop_deadline_seconds=40
    ) as worker:
        wait_until(lambda: worker.health("live")[0] and worker.count("articles_consumed_total") == 20, 60, worker)
        worker.process.send_signal(signal.SIGTERM)
        wait_until(lambda: "end of shutdown" in worker.health("ready")[1]["waiting_for"], 10, worker)
        assert worker.health("live")[0] == 200
        assert worker.count("batches_in_flight") > 0, "it has drained already"
        wait_until(lambda: worker.count("health", check="ready") == 0, 5, worker)
        assert worker.process.wait(40) == 0, worker.log
    assert len(read_all(kafka.bootstrap, names.enriched)) == 20
