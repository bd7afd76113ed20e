"""The raw decoder: every way in which a record can be wrong has its own reason, and good records lose nothing."""

from __future__ import annotations

import json
from pathlib import Path

import orjson
import pytest

from service.core.decode import MAX_DEPTH, MAX_DETAIL, MAX_PARTS, RawDecoder
from service.errors import Refused
from service.models import RawArticle, Reason, Record, Source

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "raw-article.v1.json").read_text(encoding="utf-8"))
DECODER = RawDecoder(SCHEMA)
SMALL = b'{"id":"a","content":"b"}'
CLOUDEVENT = {"ce_specversion": b"1.0", "ce_id": b"1", "ce_source": b"urn:collector", "ce_type": b"article"}


def refusal(value: bytes | None, headers: dict[str, bytes | None] | None = None) -> Refused:
    with pytest.raises(Refused) as caught:
        DECODER.decode(Record(value, headers=tuple((headers or {}).items())))
    return caught.value


def nested(levels: int) -> bytes:
    """An event that nests so many levels: itself one, metadata one, the rest inside."""
    inner = levels - 2
    return b'{"id":"a","content":"b","metadata":' + b'{"k":' * inner + b"{}" + b"}" * inner + b"}"


def test_every_field_arrives():
    event = {
        "id": "gazette-7",
        "url": "https://gazette.example/a?b=c",
        "content": "<p>Переговоры \u0000 возобновлены 🕊</p>",
        "content_type": "text/html; charset=utf-8",
        "title": "Talks",
        "language": "zh-Hant-TW",
        "published_at": "2031-04-07T06:30:00Z",
        "retrieved_at": "2031-04-07T06:41:12.5+02:00",
        "source": {"name": "The Gazette", "url": "https://gazette.example/"},
        "metadata": {"section": "world", "depth": [1, {"x": None}]},
    }
    source = Source("The Gazette", "https://gazette.example/")
    assert DECODER.decode(Record(json.dumps(event).encode())) == RawArticle(**{**event, "source": source})


def test_the_address_stands_in_for_a_missing_identifier():
    article = DECODER.decode(Record('{"url":"https://новости.example/мир"}'.encode()))
    assert article == RawArticle(id="https://новости.example/мир", url="https://новости.example/мир")


def test_white_space_around_and_inside_the_event_is_harmless():
    assert DECODER.decode(Record(b' \r\n{ "id" : "a"\t,\n"content"\n:\n"b" } \n')) == RawArticle("a", content="b")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, Reason.TOMBSTONE),
        (b"", Reason.EMPTY_VALUE),
        (b"\0\0\0\0\x07" + SMALL, Reason.SCHEMA_REGISTRY_FRAMING),
        (b"\0\0\0\0\x07", Reason.SCHEMA_REGISTRY_FRAMING),
        (b"\0\0\0\0", Reason.INVALID_JSON),
        (b'{"id":"a","content":"\xe9"}', Reason.INVALID_UTF8),
        (b'{"id":"a","content":"\xed\xa0\x80"}', Reason.INVALID_UTF8),
        (SMALL.decode().encode("utf-16"), Reason.INVALID_UTF8),
        (b"\xef\xbb\xbf" + SMALL, Reason.INVALID_JSON),
        (b"not json", Reason.INVALID_JSON),
        (SMALL + SMALL, Reason.INVALID_JSON),
        (SMALL[:-1], Reason.INVALID_JSON),
        (b"   ", Reason.INVALID_JSON),
        (b'{"id":"a","content":"b","metadata":{"x":NaN}}', Reason.INVALID_JSON),
        (b'{"id":"a","content":"b","metadata":{"x":Infinity}}', Reason.INVALID_JSON),
        (b'{"id":"a","content":"b","metadata":{"x":1e999}}', Reason.INVALID_JSON),
        (b'{"id":"a","content":"\\ud800"}', Reason.INVALID_JSON),
        (b'{"id":"a","content":"\\udc00"}', Reason.INVALID_JSON),
        (b"null", Reason.SCHEMA_VIOLATION),
        (b"[]", Reason.SCHEMA_VIOLATION),
        (b"{}", Reason.SCHEMA_VIOLATION),
        (b'{"id":"a"}', Reason.SCHEMA_VIOLATION),
    ],
)
def test_each_kind_of_bad_value_has_its_reason(value, reason):
    assert refusal(value).reason is reason


def test_a_mistake_of_syntax_is_named_with_its_line_and_column():
    assert refusal(b'{\n  "id": "a",\n  "content": oops}').detail.endswith("(line 3, column 14)")


def test_a_wrong_byte_is_named_with_its_place():
    assert "byte 21 " in refusal(b'{"id":"a","content":"\xe9"}').detail


def test_a_byte_order_mark_is_named():
    assert "byte order mark" in refusal(b"\xef\xbb\xbf" + SMALL).detail


def test_an_event_may_nest_to_the_limit_and_no_deeper():
    assert DECODER.decode(Record(nested(MAX_DEPTH))).metadata
    assert refusal(nested(MAX_DEPTH + 1)).reason is Reason.NESTED_TOO_DEEP


@pytest.mark.parametrize("value", [nested(900), nested(100_000), b"[" * 100_000, b'{"k":' * 100_000])
def test_nesting_beyond_what_a_parser_bears_is_refused_as_such(value):
    assert refusal(value).reason is Reason.NESTED_TOO_DEEP


def test_brackets_inside_strings_do_not_nest():
    value = b'{"id":"a","content":"' + b"[{" * 200 + b'\\"' + b"[" * 200 + b'"} trailing'
    assert refusal(value).reason is Reason.INVALID_JSON


def test_a_page_with_scripts_is_not_parsed_a_second_time(monkeypatch):
    page = '<script>{"a": 1, "b" : {"c":"\\d"}}</script><p class="x:y">"Zitat": so</p>'
    value = json.dumps({"id": "a", "content": page}, indent=1).encode()
    monkeypatch.setattr("service.core.decode.json.loads", None)
    assert DECODER.decode(Record(value)).content == page


@pytest.mark.parametrize(
    "value",
    [
        b'{"id":"a","content":"b","id":"c"}',
        b'{"id":"a","content":"b","\\u0069d":"c"}',
        b'{"id":"a","content":"b","id"\t\r\n :"c"}',
        b'{"id":"a","content":"b","source":{"name":"x","name":"x"}}',
        b'{"id":"a","content":"b","metadata":{"list":[{"k":1},{"k":1,"k":2}]}}',
        b'{"id":"a","content":"b","metadata":{"a\\\\":1,"a\\\\":2}}',
        b'{"id":"a","content":"b","metadata":{"a\\"":1,"a\\"":2}}',
        b'{"id":"a","content":"b","metadata":{"":1,"":2}}',
        b'{"id":"a","content":"b","metadata":{"\\"\\\\":1,"\\"\\\\" :2}}',
        b'{"id":"a","content":"b","metadata":{"n":' + b"9" * 300 + b',"n":1}}',
        b'{"id":"a","content":"say \\":","id":"c"}',
    ],
)
def test_a_key_that_occurs_twice_is_refused_at_any_level(value):
    assert refusal(value).reason is Reason.DUPLICATE_KEY


@pytest.mark.parametrize(
    "content",
    [
        'he said ":"',
        '{"a":1,"a":2}',
        '<script type="application/ld+json">{"@type": "x", "@type" : "y"}</script>',
        '\\":',
    ],
)
def test_what_looks_like_keys_inside_a_string_is_text(content):
    value = json.dumps({"id": "a", "content": content, "metadata": {"x": {"id": 1}}}).encode()
    assert DECODER.decode(Record(value)).content == content


def test_integers_of_any_length_are_taken_beside_text_that_looks_like_keys():
    value = b'{"id":"a","content":"\\":\\":\\":","metadata":{"n":' + b"9" * 300 + b"}}"
    assert DECODER.decode(Record(value)).metadata == {"n": pytest.approx(1e300)}


def test_the_size_limit_counts_bytes_and_is_inclusive():
    assert RawDecoder(SCHEMA, max_bytes=len(SMALL)).decode(Record(SMALL)).id == "a"
    with pytest.raises(Refused) as caught:
        RawDecoder(SCHEMA, max_bytes=len(SMALL) - 1).decode(Record(SMALL))
    assert caught.value.reason is Reason.TOO_LARGE
    assert f"{len(SMALL)} bytes" in caught.value.detail


def test_a_violation_names_every_path_and_no_value():
    private = "the-article-itself"
    event = {
        "id": "",
        "content": [private],
        "language": private + "_",
        "published_at": private,
        "url": private,
        "source": {"url": private, "x y": 1},
        "extra": private,
    }
    refused = refusal(json.dumps(event).encode())
    assert refused.reason is Reason.SCHEMA_VIOLATION
    assert private not in refused.detail
    for path in ("$.id:", "$.content:", "$.language:", "$.published_at:", "$.url:", "$.source['x y']:", "$.extra:"):
        assert path in refused.detail


def test_an_event_without_an_address_is_told_what_it_lacks():
    assert (
        refusal(b'{"id":"a"}').detail
        == "$: mend one of ($.url: required, but absent) or ($.content: required, but absent)"
    )


@pytest.mark.parametrize("size", [10, 30, 64, 5_000])
def test_many_violations_are_counted_once_the_detail_is_full(size):
    event = {f"k{number}": "v" for number in range(size)}
    detail = refusal(json.dumps(event).encode()).detail
    assert len(detail) <= MAX_DETAIL
    assert detail.count("no such property") >= min(size, 30)
    assert (" more" in detail) == (size > 30)


def test_what_a_full_detail_leaves_out_is_counted():
    event = {"id": "a", "content": "b"} | {f"k{number}": "v" for number in range(100)}
    detail = refusal(json.dumps(event).encode()).detail
    assert detail.endswith(f"; and {100 - detail.count('no such property')} more")


def test_more_lists_than_an_event_needs_are_refused():
    def event(parts):  # beside the lists: the event, metadata, the outer list, and four keys
        return b'{"id":"a","content":"b","metadata":{"x":[' + b"[]," * (parts - 8) + b"[]]}}"

    assert DECODER.decode(Record(event(MAX_PARTS))).id == "a"
    assert refusal(event(MAX_PARTS + 1)).reason is Reason.WORK_LIMIT


def test_more_keys_than_an_event_needs_are_refused():
    def event(parts):  # beside the keys: the event, metadata, and three keys
        return json.dumps({"id": "a", "content": "b", "metadata": dict.fromkeys(map(str, range(parts - 5)))}).encode()

    assert DECODER.decode(Record(event(MAX_PARTS))).id == "a"
    assert refusal(event(MAX_PARTS + 1)).reason is Reason.WORK_LIMIT


def test_a_text_in_place_of_a_name_is_cut_short():
    assert len(refusal(json.dumps({"id": "a", "content": "b", "x" * 5_000: 1}).encode()).detail) < 120


@pytest.mark.parametrize(
    "content_type", [None, b"", b"application/json", b"Application/JSON; charset=utf-8", b"application/a+json"]
)
def test_a_cloudevent_in_binary_mode_is_taken(content_type):
    headers = tuple({**CLOUDEVENT, "content-type": content_type, "ce_anything": b"\xff"}.items())
    assert DECODER.decode(Record(SMALL, headers=headers)).id == "a"


@pytest.mark.parametrize("headers", [(), (("content-type", b"text/plain"),), (("trace", None), ("trace", b"\xff"))])
def test_bare_json_is_taken_whatever_its_other_headers(headers):
    assert DECODER.decode(Record(SMALL, headers=headers)).id == "a"


@pytest.mark.parametrize("name", CLOUDEVENT)
@pytest.mark.parametrize("value", [None, b"", b"  ", b"\xff"])
def test_a_cloudevent_needs_its_attributes(name, value):
    refused = refusal(SMALL, {**CLOUDEVENT, name: value})
    assert refused.reason is Reason.INVALID_CLOUDEVENT
    assert name in refused.detail


@pytest.mark.parametrize("name", CLOUDEVENT)
def test_a_cloudevent_must_not_lack_an_attribute(name):
    headers = {other: value for other, value in CLOUDEVENT.items() if other != name}
    assert refusal(SMALL, headers).reason is Reason.INVALID_CLOUDEVENT


def test_an_attribute_must_not_occur_twice():
    headers = (*CLOUDEVENT.items(), ("ce_id", b"2"))
    with pytest.raises(Refused, match=r"^invalid_cloudevent: .* twice"):
        DECODER.decode(Record(SMALL, headers=headers))


@pytest.mark.parametrize("version", [b"0.3", b"1", b"1.0 ", b"2.0"])
def test_other_versions_of_cloudevents_are_refused(version):
    assert "1.0" in refusal(SMALL, {**CLOUDEVENT, "ce_specversion": version}).detail


@pytest.mark.parametrize("content_type", [b"text/plain", b"application/avro", b"application/jsonx", b"\xff"])
def test_a_cloudevent_of_another_content_type_is_refused(content_type):
    assert refusal(SMALL, {**CLOUDEVENT, "content-type": content_type}).reason is Reason.INVALID_CLOUDEVENT


@pytest.mark.parametrize(
    "content_type", [b"application/cloudevents+json", b"application/cloudevents-batch+json; charset=utf-8"]
)
@pytest.mark.parametrize("name", ["content-type", "Content-Type"])
def test_structured_mode_is_refused_with_the_mend(name, content_type):
    refused = refusal(b'{"specversion":"1.0"}', {name: content_type})
    assert refused.reason is Reason.INVALID_CLOUDEVENT
    assert "binary mode" in refused.detail


def test_a_refusal_over_a_header_name_that_is_no_utf8_can_be_written_as_json():
    twice = (("ce_\udcff", b"1"), ("ce_\udcff", b"2"))
    with pytest.raises(Refused) as refused:
        DECODER.decode(Record(b"{}", headers=twice))
    assert refused.value.reason is Reason.INVALID_CLOUDEVENT
    assert rb"ce_\\udcff' occurs twice" in orjson.dumps(refused.value.detail)


def test_a_value_of_the_wrong_form_is_told_with_the_right_one():
    event = {"id": "a", "content": "b", "language": "pt_BR", "source": {"url": "gazette"}, "published_at": "7.4.2031"}
    detail = refusal(json.dumps(event).encode()).detail
    for words in (
        '", such as "en" or "pt-BR" or "zh-Hant"; ',
        '"date"), such as "2031-04-07T06:30:00Z" or "2031-04-07"',
        '"iri", such as "https://gazette.example/"',
    ):
        assert detail.count(words) == 1
