"""What is published: enriched events with their headers, and dead letters that keep the refused record whole."""

from __future__ import annotations

import hashlib
import json
import uuid

import orjson
import pytest

from service._version import __version__
from service.core import encode, headers
from service.core.encode import encode_dead_letter, encode_enriched, event_id, to_event
from service.errors import Refused
from service.models import (
    DeadLetter,
    EnrichedArticle,
    Evidence,
    Message,
    Reason,
    Record,
    Refusal,
    Source,
    TaxonomyRef,
    TopicScore,
)

SHA = "0123456789abcdef" * 4
RECORD = Record(b'{"id":"a"}', b"\x00key", (), "articles.raw", 3, 81220, 1_933_396_872_000)
BARE = EnrichedArticle(id="a", event_id="e-1", title="", text="Words.", language="und", language_confidence=0.0)
FULL = EnrichedArticle(
    id="gazette-7",
    event_id="e-2",
    title="Border talks",
    text="Delegations met.",
    language="en",
    language_confidence=0.99,
    url="https://gazette.example/a",
    published_at="2031-04-07",
    source=Source(name="The Gazette"),
    authors=("Ines Calder",),
    topics=(
        TopicScore(
            "diplomacy",
            "Diplomacy",
            0.9,
            (
                Evidence(0, 12, "Border talks", "border talks", in_title=True),
                Evidence(0, 11, "Delegations", "delegations"),
            ),
        ),
    ),
    primary_topic="diplomacy",
    words=2,
    removed={"caption": 1},
    warnings=("truncated",),
    service_version="0.1.0",
    taxonomy=TaxonomyRef("foreign-affairs", "1.2.0", SHA),
    classifier="phrases",
    raw=RECORD,
    processed_at="2031-04-07T06:41:13Z",
    metadata={"section": "world"},
)


def test_an_event_holds_everything_the_article_has():
    assert json.loads(orjson.dumps(to_event(FULL))) == {
        "id": "gazette-7",
        "url": "https://gazette.example/a",
        "title": "Border talks",
        "text": "Delegations met.",
        "language": "en",
        "language_confidence": 0.99,
        "published_at": "2031-04-07",
        "source": {"name": "The Gazette"},
        "authors": ["Ines Calder"],
        "topics": [
            {
                "id": "diplomacy",
                "label": "Diplomacy",
                "score": 0.9,
                "evidence": [
                    {"start": 0, "end": 12, "text": "Border talks", "phrase": "border talks", "in": "title"},
                    {"start": 0, "end": 11, "text": "Delegations", "phrase": "delegations"},
                ],
            }
        ],
        "primary_topic": "diplomacy",
        "quality": {"words": 2, "removed": {"caption": 1}, "warnings": ["truncated"]},
        "provenance": {
            "service_version": "0.1.0",
            "taxonomy": {"id": "foreign-affairs", "version": "1.2.0", "sha256": SHA},
            "classifier": "phrases",
            "raw": {"channel": "articles.raw", "partition": 3, "offset": 81220, "timestamp": 1_933_396_872_000},
            "processed_at": "2031-04-07T06:41:13Z",
        },
        "metadata": {"section": "world"},
    }


def test_what_has_no_value_is_left_out_and_empty_lists_stay():
    event = to_event(BARE)
    assert event.keys() == {
        "id", "title", "text", "language", "language_confidence", "authors", "topics", "quality", "provenance",
    }  # fmt: skip
    assert event["provenance"].keys() == {"service_version", "classifier", "processed_at"}


def test_empty_metadata_is_not_absent_metadata():
    article = EnrichedArticle("a", "e", "", "Words.", "en", 1.0, metadata={}, source=Source())
    assert to_event(article)["metadata"] == {}
    assert to_event(article)["source"] == {}


def test_a_fetched_article_comes_from_where_its_raw_article_stood():
    origin = b'{"channel":"articles.raw","partition":1,"offset":7}'
    fetched = Record(b"{}", headers=((headers.ORIGIN, origin),), channel="articles.fetched", partition=0, offset=5)
    article = EnrichedArticle("a", "e", "", "Words.", "en", 1.0, raw=fetched)
    assert to_event(article)["provenance"]["raw"] == {"channel": "articles.raw", "partition": 1, "offset": 7}


@pytest.mark.parametrize(
    "told",
    [
        b"", b"{", b"[]", b"{}", b"\xff", b'{"channel":"x","partition":true,"offset":1}',
        b'{"channel":"","partition":0,"offset":1}', b'{"channel":"x","partition":0,"offset":-1}',
        b'{"channel":"x","partition":0,"offset":1,"timestamp":"now"}', b'{"channel":["x"],"partition":0,"offset":1}',
    ],
)  # fmt: skip
def test_an_origin_that_makes_no_sense_is_as_good_as_none(told):
    record = Record(b"{}", headers=((headers.ORIGIN, told),), channel="articles.raw", partition=2, offset=9)
    assert headers.origin(record) == headers.Origin("articles.raw", 2, 9)
    assert headers.origin(Record(b"{}", headers=((headers.ORIGIN, told),))) is None


def test_the_enriched_message_carries_cloudevents_headers():
    message = encode_enriched(FULL, RECORD, event_source="urn:communique")
    assert dict(message.headers) == {
        "ce_specversion": b"1.0",
        "ce_id": b"e-2",
        "ce_source": b"urn:communique",
        "ce_type": b"communique.article.enriched.v1",
        "ce_time": b"2031-04-07T06:41:13Z",
        "ce_subject": b"gazette-7",
        "ce_dataschema": b"urn:communique:schema:enriched-article:v1",
        "content-type": b"application/json",
        "communique.recipe": b"0.1.0+foreign-affairs@1.2.0:0123456789ab",
    }
    assert len(message.headers) == len(dict(message.headers))


def test_the_enriched_message_keeps_the_key_and_is_as_old_as_its_publishing():
    message = encode_enriched(FULL, RECORD, event_source="urn:communique")
    assert (message.key, message.timestamp) == (b"\x00key", None)
    assert orjson.loads(message.value) == json.loads(orjson.dumps(to_event(FULL)))


def test_headers_pass_through_in_order_save_those_of_the_raw_event():
    raw = (
        ("traceparent", b"00-1"), ("ce_id", b"raw"), ("x", b"\xff"), ("Content-Type", b"application/json"), ("x", None),
        ("communique.origin", b"{}"), ("communique.recipe", b"old"), ("tracestate", b"a=1"), ("ce_own", b"1"),
    )  # fmt: skip
    message = encode_enriched(BARE, Record(b"{}", headers=raw), event_source="urn:communique")
    passed = [header for header in message.headers if not header[0].startswith(("ce_", "communique.", "content-type"))]
    assert passed == [("traceparent", b"00-1"), ("x", b"\xff"), ("x", None), ("tracestate", b"a=1")]
    names = [name for name, _ in message.headers]
    assert (names.count("ce_id"), names.count("communique.recipe"), names.count("communique.origin")) == (1, 1, 0)
    assert ("ce_own", b"1") not in message.headers


def test_an_article_redriven_from_the_dead_letters_sheds_their_headers():
    letter = encode_dead_letter(DeadLetter(RECORD, Refusal(Reason.NO_ARTICLE, "empty", "clean")), connector="c")
    message = encode_enriched(BARE, Record(b"{}", headers=letter.headers), event_source="urn:communique")
    assert not [name for name, _ in message.headers if name.startswith("__connect")]


@pytest.mark.parametrize(
    ("article_id", "subject"),
    [
        ("https://x.example/a%20b?c=%d0", b"https://x.example/a%20b?c=%d0"),
        ("новость/7", "новость/7".encode()),
        ("a\nb\x00\x7f\x85\ufffe\U0010ffff", b"a%0Ab%00%7F%C2%85%EF%BF%BE%F4%8F%BF%BF"),
    ],
)
def test_the_subject_is_a_string_as_cloudevents_has_it(article_id, subject):
    article = EnrichedArticle(article_id, "e", "", "Words.", "en", 1.0)
    assert dict(encode_enriched(article, RECORD, event_source="s").headers)["ce_subject"] == subject


@pytest.mark.parametrize("field", ["id", "text"])
def test_half_a_surrogate_pair_is_refused_not_raised(field):
    values = {"id": "a", "text": "Words.", field: "\ud800"}
    article = EnrichedArticle(event_id="e", title="", language="en", language_confidence=1.0, **values)
    with pytest.raises(Refused) as caught:
        encode_enriched(article, RECORD, event_source="s")
    assert caught.value.reason is Reason.INTERNAL_ERROR


def test_the_namespace_of_event_ids_is_derived_as_documented():
    assert uuid.uuid5(uuid.NAMESPACE_URL, "urn:communique:event") == encode.EVENT_NAMESPACE


def test_an_event_id_never_changes_between_versions():
    # Consumers dedupe by it: whoever changes this value makes every consumer see every article twice.
    assert event_id("urn:communique", "a", Record(b"{}")) == "9cf6939e-cd8e-5b44-a336-46a585f46566"


def test_an_event_id_is_a_uuid_of_version_5():
    for n in range(64):
        record = Record(b"{%d}" % n)
        name = f"3:s:é:ä{n}:{hashlib.sha256(record.value).hexdigest()}"
        assert event_id("s:é", f"ä{n}", record) == str(uuid.uuid5(encode.EVENT_NAMESPACE, name))


def test_an_event_id_depends_on_source_article_and_value():
    ids = {
        event_id(source, article, Record(value))
        for source, article, value in [
            ("s", "a", b"{}"),
            ("s2", "a", b"{}"),
            ("s", "b", b"{}"),
            ("s", "a", b"{ }"),
            ("s:a", "", b"{}"),
            ("", "s:a", b"{}"),
        ]
    }
    assert len(ids) == 6
    assert all(uuid.UUID(each).version == 5 for each in ids)


def dead_letter(record: Record, *, reason=Reason.NO_ARTICLE, detail="empty", attempts=1, exception=None) -> Message:
    refusal = Refusal(reason, detail, "clean", exception=exception)
    return encode_dead_letter(DeadLetter(record, refusal, attempts), connector="group-1")


def test_a_dead_letter_keeps_the_record_byte_for_byte():
    own = (
        ("b", b"\xff\x00"),
        ("a", None),
        ("b", b""),
        ("ce_id", b"1"),
        ("content-type", b"x"),
        ("communique.recipe", b"r"),
    )
    record = Record(b"\xff not json", b"\x00", own, "articles.raw", 3, 81220, 5)
    message = dead_letter(record)
    assert (message.key, message.value, message.timestamp) == (record.key, record.value, record.timestamp)
    assert message.headers[: len(own)] == own


def test_a_tombstone_stays_a_tombstone():
    assert dead_letter(Record(None, b"k")).value is None


def test_a_dead_letter_tells_why_and_where():
    assert dict(dead_letter(RECORD).headers) == {
        "__connect.errors.topic": b"articles.raw",
        "__connect.errors.partition": b"3",
        "__connect.errors.offset": b"81220",
        "__connect.errors.connector.name": b"group-1",
        "__connect.errors.task.id": b"3",
        "__connect.errors.stage": b"clean",
        "__connect.errors.class.name": b"communique.clean",
        "__connect.errors.exception.class.name": b"service.errors.Refused",
        "__connect.errors.exception.message": b"empty",
        "communique.reason": b"no_article",
        "communique.attempts": b"1",
        "communique.build": __version__.encode(),
        "communique.origin": b'{"channel":"articles.raw","partition":3,"offset":81220,"timestamp":1933396872000}',
    }


def test_a_dead_letter_from_a_file_names_no_place():
    names = {name for name, _ in dead_letter(Record(b"x")).headers}
    assert not names & {headers.CONNECT_TOPIC, headers.CONNECT_PARTITION, headers.CONNECT_OFFSET, headers.ORIGIN}
    assert headers.REASON in names


def test_a_redriven_letter_keeps_its_origin_and_counts_on():
    first = dead_letter(Record(b"v", b"k", (("x", b"1"),), "articles.raw", 3, 7, 100))
    again = Record(first.value, first.key, first.headers, "articles.raw", 5, 900, 200)
    second = dead_letter(again, reason=Reason.WORK_LIMIT, attempts=2)
    names = [name for name, _ in second.headers]
    assert len(names) == len(set(names)) == len(first.headers)
    assert names[0] == "x"
    told = dict(second.headers)
    assert told[headers.ATTEMPTS] == b"3"
    assert told[headers.ORIGIN] == dict(first.headers)[headers.ORIGIN]
    assert told[headers.REASON] == b"work_limit"
    assert (told[headers.CONNECT_PARTITION], told[headers.CONNECT_OFFSET]) == (b"5", b"900")


def test_headers_of_somebodys_connector_are_the_articles_own():
    own = ((headers.CONNECT_TOPIC, b"theirs"), (headers.CONNECT_STAGE, b"KEY_CONVERTER"))
    message = dead_letter(Record(b"v", None, own, "articles.raw", 0, 0))
    assert message.headers[:2] == own
    assert headers.last(message.headers, headers.CONNECT_TOPIC) == b"articles.raw"


@pytest.mark.parametrize("told", [b"", b"x", b"-1", b"\xff", b"9" * 5_000, "٣".encode()])
def test_attempts_that_are_no_number_count_as_none(told):
    message = dead_letter(Record(b"v", headers=((headers.ATTEMPTS, told),)))
    assert headers.last(message.headers, headers.ATTEMPTS) == b"1"


def test_an_unforeseen_exception_is_named():
    told = dict(dead_letter(RECORD, reason=Reason.INTERNAL_ERROR, exception=json.JSONDecodeError("m", "d", 0)).headers)
    assert told[headers.CONNECT_EXCEPTION_CLASS] == b"json.decoder.JSONDecodeError"


def test_a_long_message_is_cut_between_characters():
    told = dict(dead_letter(RECORD, detail="a" + "ж" * 5_000).headers)[headers.CONNECT_EXCEPTION_MESSAGE]
    assert len(told) == encode.MAX_MESSAGE - 1
    assert set(told.decode()) == {"a", "ж"}


def test_our_headers_stay_far_below_the_room_that_the_channel_spares():
    record = Record(b"v", channel="c" * 249, partition=2**31 - 1, offset=2**63 - 1, timestamp=2**63 - 1)
    headers_size = sum(len(name) + len(value) for name, value in dead_letter(record, detail="x" * 9_999).headers)
    assert headers_size < 16 * 1024
