"""A CloudEvents library that is not ours reads what we publish, and what it writes we read."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from service.core.decode import RawDecoder
from service.core.encode import encode_enriched, event_id
from service.errors import Refused
from service.models import EnrichedArticle, Reason, Record, TaxonomyRef

kafka = pytest.importorskip("cloudevents.core.bindings.kafka", reason="needs the package cloudevents 2")
v1 = pytest.importorskip("cloudevents.core.v1.event", reason="needs the package cloudevents 2")

SCHEMAS = Path(__file__).parents[2] / "schemas"
RAW = RawDecoder(json.loads((SCHEMAS / "raw-article.v1.json").read_text(encoding="utf-8")))
VALUE = '{"id":"новость 7%","content":"Delegations met."}'.encode()
ARTICLE = EnrichedArticle(
    id="новость 7%",
    event_id=event_id("urn:communique", "новость 7%", Record(VALUE)),
    title="Talks",
    text="Delegations met.",
    language="en",
    language_confidence=0.9,
    service_version="0.1.0",
    taxonomy=TaxonomyRef("foreign-affairs", "1.0.0", "ab" * 32),
    classifier="phrases",
    processed_at="2031-04-07T06:41:13.204Z",
)
RECORD = Record(VALUE, b"k-1", (("traceparent", b"00-1"),), "articles.raw", 0, 1, 2)


def published():
    return encode_enriched(ARTICLE, RECORD, event_source="urn:communique")


def test_the_library_parses_an_enriched_event():
    message = published()
    event = kafka.from_binary_event(kafka.KafkaMessage(dict(message.headers), message.key, message.value))
    assert event.get_specversion() == "1.0"
    assert event.get_type() == "communique.article.enriched.v1"
    assert event.get_source() == "urn:communique"
    assert uuid.UUID(event.get_id()).version == 5
    assert event.get_subject() == "новость 7%"
    assert event.get_time() == datetime(2031, 4, 7, 6, 41, 13, 204_000, UTC)
    assert event.get_dataschema() == "urn:communique:schema:enriched-article:v1"
    assert event.get_datacontenttype() == "application/json"
    assert event.get_data()["text"] == "Delegations met."


def test_the_headers_hold_to_the_asyncapi_document():
    document = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8"))
    described = document["components"]["schemas"]["enrichedHeaders"]
    told = {name: value.decode() for name, value in published().headers}
    check = jsonschema_rs.Draft202012Validator(described, validate_formats=True)
    assert [error.message for error in check.iter_errors(told)] == []
    assert told.keys() <= described["properties"].keys()


def raw_event(**attributes):
    required = {"type": "communique.article.raw.v1", "source": "urn:collector", "id": "1", "specversion": "1.0"}
    named = {**required, "datacontenttype": "application/json", **attributes}
    return v1.CloudEvent(named, {"id": "a", "content": "Delegations met."})


def test_what_the_library_writes_in_binary_mode_decodes():
    message = kafka.to_binary_event(raw_event(time=datetime(2031, 4, 7, tzinfo=UTC), subject="a"))
    article = RAW.decode(Record(message.value, headers=tuple(message.headers.items())))
    assert (article.id, article.content) == ("a", "Delegations met.")


def test_what_the_library_writes_in_structured_mode_is_refused_by_name():
    message = kafka.to_structured_event(raw_event())
    with pytest.raises(Refused) as caught:
        RAW.decode(Record(message.value, headers=tuple(message.headers.items())))
    assert caught.value.reason is Reason.INVALID_CLOUDEVENT
