"""Whatever the bytes, decoding ends in an article or a refusal; and the reason given is the true one."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from service.core.decode import MAX_DETAIL, RawDecoder
from service.errors import Refused
from service.models import RawArticle, Reason, Record

SCHEMA = json.loads((Path(__file__).parents[2] / "schemas" / "raw-article.v1.json").read_text(encoding="utf-8"))
DECODER = RawDecoder(SCHEMA)

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | TEXT
)
JSON = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4), max_leaves=12
)
FIELDS = dict.fromkeys(SCHEMA["properties"], JSON)
EVENTS = st.fixed_dictionaries({}, optional=FIELDS)
GOOD_EVENTS = st.fixed_dictionaries(
    {"id": TEXT.filter(bool), "content": TEXT},
    optional={"title": TEXT, "metadata": st.dictionaries(TEXT, JSON, max_size=4)},
)
HEADERS = st.lists(
    st.tuples(
        st.sampled_from(
            ["ce_specversion", "ce_id", "ce_source", "ce_type", "ce_x", "content-type", "Content-Type", "trace"]
        ),
        st.none()
        | st.binary(max_size=12)
        | st.sampled_from([b"1.0", b"application/json", b"application/cloudevents+json"]),
    ),
    max_size=6,
).map(tuple)


def outcome(value: bytes | None, headers=()) -> RawArticle | Refused:
    try:
        return DECODER.decode(Record(value, headers=headers))
    except Refused as refused:
        return refused


def has_duplicates(text: str) -> bool:
    found = []

    def look(pairs):
        found.append(len({name for name, _ in pairs}) < len(pairs))

    json.loads(text, object_pairs_hook=look)
    return any(found)


@settings(deadline=None)
@given(st.binary(max_size=200), HEADERS)
@example(b'{"id":"a","content":"\\ud83d"}', ())
@example(b"\0", ())
@example(b"9" * 5_000, ())
@example(b'{"":"":', ())
def test_any_bytes_end_in_an_article_or_a_refusal(value, headers):
    assert isinstance(outcome(value, headers), RawArticle | Refused)


@settings(deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [b"{", b"}", b"[", b"]", b'"', b"\\", b":", b",", b"id", b"1", b" ", b"\xc3", b"\0", b"-", b"e9"]
        ),
        max_size=40,
    )
)
def test_any_run_of_json_tokens_ends_in_an_article_or_a_refusal(tokens):
    assert isinstance(outcome(b"".join(tokens)), RawArticle | Refused)


@settings(deadline=None)
@given(EVENTS | JSON, st.booleans())
def test_any_json_is_an_article_or_breaks_the_schema(event, ascii_only):
    result = outcome(json.dumps(event, ensure_ascii=ascii_only).encode())
    assert isinstance(result, RawArticle) or result.reason in {Reason.SCHEMA_VIOLATION, Reason.NESTED_TOO_DEEP}
    if isinstance(result, Refused):
        assert 0 < len(result.detail) <= MAX_DETAIL


@settings(deadline=None)
@given(GOOD_EVENTS, st.booleans(), st.sampled_from([(",", ":"), (" , ", "\t: "), (",\n", "\n:\n")]))
def test_a_good_event_arrives_whole_however_it_is_written(event, ascii_only, separators):
    value = json.dumps(event, ensure_ascii=ascii_only, separators=separators).encode()
    article = outcome(value)
    assert isinstance(article, RawArticle)
    assert (article.id, article.content, article.title) == (event["id"], event["content"], event.get("title"))
    assert article.metadata == event.get("metadata")


@settings(deadline=None)
@given(st.lists(st.tuples(TEXT | st.sampled_from(['"', '":', "\\", '\\":', "k"]), JSON), max_size=5), st.booleans())
def test_duplicates_are_found_exactly_where_a_slower_parser_finds_them(pairs, ascii_only):
    def dump(value):
        return json.dumps(value, ensure_ascii=ascii_only)

    members = ",".join(f"{dump(name)}:{dump(value)}" for name, value in pairs)
    text = f'{{"id":"a","content":"b","metadata":{{{members}}}}}'
    result = outcome(text.encode())
    assert (isinstance(result, Refused) and result.reason is Reason.DUPLICATE_KEY) == has_duplicates(text)


@settings(deadline=None)
@given(
    GOOD_EVENTS,
    st.text(st.characters(categories=["L"]), min_size=24, max_size=60),
    st.sampled_from(sorted(SCHEMA["properties"])),
)
def test_no_refusal_repeats_a_value(event, secret, field):
    result = outcome(json.dumps({**event, field: [secret], "language": f"{secret}!"}).encode())
    assert isinstance(result, Refused)
    assert secret not in result.detail


@settings(deadline=None)
@given(st.binary(max_size=60))
def test_text_that_is_not_utf8_is_never_called_anything_else(tail):
    value = b'{"id":"' + tail
    try:
        value.decode()
    except UnicodeDecodeError:
        assert outcome(value).reason is Reason.INVALID_UTF8
    else:
        assert outcome(value).reason is not Reason.INVALID_UTF8
