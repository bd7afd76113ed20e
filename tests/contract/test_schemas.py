"""The schemas are the single source of truth: examples, models and code are held to them."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import jsonschema_rs
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.core import encode, headers
from service.core.decode import RawDecoder
from service.core.encode import encode_dead_letter, encode_enriched
from service.core.requests import fetch_request
from service.core.schema_violations import violations
from service.errors import Refused
from service.models import (
    DeadLetter,
    EnrichedArticle,
    Evidence,
    RawArticle,
    Reason,
    Record,
    Refusal,
    Removed,
    Source,
    TaxonomyRef,
    TopicScore,
)

SCHEMAS = Path(__file__).parents[2] / "schemas"
KINDS = {"raw": "raw-article", "enriched": "enriched-article", "dead-letter": "dead-letter-headers"}
GOOD = sorted(SCHEMAS.glob("examples/*/*.json"))
BAD = sorted(SCHEMAS.glob("examples/*/bad/*.json"))


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def schema(name: str):
    return read(SCHEMAS / f"{name}.v1.json")


def validator(name: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(schema(name), validate_formats=True, mask="value")


def example_name(path: Path) -> str:
    return path.relative_to(SCHEMAS / "examples").as_posix()


def paths(lines: list[str]) -> set[str]:
    """The JSON paths that violations name, those inside `mend one of (...) or (...)` too."""
    pieces = " ".join(lines).replace("(", " ").replace(")", " ").split()
    return {piece[:-1] for piece in pieces if piece.startswith("$") and piece.endswith(":")}


def described(node, path="$"):
    """Every property that a schema describes, with its path."""
    for name, child in node.get("properties", {}).items():
        yield f"{path}.{name}", child
        yield from described(child, f"{path}.{name}")
    for name, child in node.get("$defs", {}).items():
        yield f"{path}/{name}", child
        yield from described(child, f"{path}/{name}")


def properties(name: str, *steps: str) -> set[str]:
    node = schema(name)
    for step in steps:
        node = node["$defs"][step[1:]] if step.startswith("#") else node["properties"][step]
    return {key for key, child in node["properties"].items() if child.get("x-status") != "reserved"}


def fields(model) -> set[str]:
    return {field.name for field in dataclasses.fields(model)}


def test_every_kind_of_event_has_good_and_bad_examples():
    for kind in KINDS:
        assert len([path for path in GOOD if path.parent.name == kind]) >= 3
        assert len([path for path in BAD if path.parents[1].name == kind]) >= 2


@pytest.mark.parametrize("name", KINDS.values())
def test_a_schema_is_valid_and_named(name):
    document = schema(name)
    assert document["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert document["$id"] == f"urn:communique:schema:{name}:v1"
    assert jsonschema_rs.meta.is_valid(document)


@pytest.mark.parametrize("name", KINDS.values())
def test_every_property_is_documented_with_examples_that_hold(name):
    document = schema(name)
    found = list(described(document))
    assert len(found) > 10
    for path, child in found:
        assert child.get("title"), path
        assert child.get("description", "").endswith("."), path
        if "/" in path.rsplit(".", 1)[-1]:  # a definition: the property that refers to it has the example
            continue
        assert child.get("examples"), path
        alone = jsonschema_rs.Draft202012Validator({**child, "$defs": document.get("$defs", {})}, validate_formats=True)
        for example in child["examples"]:
            assert alone.is_valid(example), (path, example)


def test_the_examples_of_the_whole_raw_event_hold():
    check = validator("raw-article")
    examples = schema("raw-article")["examples"]
    assert examples
    for example in examples:
        assert violations(check, example) == []


@pytest.mark.parametrize("path", GOOD, ids=example_name)
def test_a_good_example_holds(path):
    assert violations(validator(KINDS[path.parent.name]), read(path)) == []


@pytest.mark.parametrize("path", BAD, ids=example_name)
def test_a_bad_example_fails_exactly_where_it_says(path):
    example = read(path)
    assert example["why"]
    assert paths(violations(validator(KINDS[path.parents[1].name]), example["event"])) == set(example["violations"])


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("examples/raw/*.json")), ids=example_name)
def test_a_good_raw_example_decodes(path):
    event = read(path)
    article = RawDecoder(schema("raw-article")).decode(Record(path.read_bytes()))
    assert article.id == (event.get("id") or event.get("url"))
    assert article.content == event.get("content")


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("examples/raw/bad/*.json")), ids=example_name)
def test_a_bad_raw_example_is_refused_with_its_paths(path):
    example = read(path)
    with pytest.raises(Refused) as caught:
        RawDecoder(schema("raw-article")).decode(Record(orjson.dumps(example["event"])))
    assert caught.value.reason is Reason.SCHEMA_VIOLATION
    assert paths([caught.value.detail]) == set(example["violations"])


@pytest.mark.parametrize("path", sorted(SCHEMAS.glob("examples/enriched/*.json")), ids=example_name)
def test_evidence_in_the_examples_stands_where_it_says(path):
    event = read(path)
    for topic in event["topics"]:
        for piece in topic["evidence"]:
            place = event["title"] if piece.get("in") == "title" else event["text"]
            assert place[piece["start"] : piece["end"]] == piece["text"]


def test_the_events_shown_in_the_readme_decode():
    readme = (SCHEMAS / "README.md").read_text(encoding="utf-8")
    shown = re.findall(r"^(\{.*\})$", readme, re.MULTILINE) + re.findall(r"\\t(\{.*\})\\n", readme)
    assert len(shown) == 2
    for event in shown:
        assert RawDecoder(schema("raw-article")).decode(Record(event.encode())).id == "gazette-2031-000417"


def test_the_raw_event_is_closed_but_for_its_metadata():
    document = schema("raw-article")
    assert document["additionalProperties"] is False
    assert document["properties"]["source"]["additionalProperties"] is False
    assert "additionalProperties" not in document["properties"]["metadata"]


def test_the_enriched_event_is_open_at_every_level():
    nodes = [schema("enriched-article"), *(child for _, child in described(schema("enriched-article")))]
    assert all(node.get("additionalProperties") is not False for node in nodes)


def test_models_and_schemas_have_the_same_fields():
    assert properties("raw-article") == fields(RawArticle)
    assert properties("raw-article", "source") == properties("enriched-article", "source") == fields(Source)
    assert properties("enriched-article", "#topic") == fields(TopicScore)
    assert properties("enriched-article", "#evidence") == fields(Evidence) - {"in_title"} | {"in"}
    assert properties("enriched-article", "#removed") == fields(Removed)
    assert properties("enriched-article", "provenance", "taxonomy") == fields(TaxonomyRef)
    assert properties("enriched-article", "provenance", "raw") == fields(headers.Origin)
    assert properties("dead-letter-headers", "#origin") == fields(headers.Origin)


def test_every_field_of_an_enriched_article_stands_somewhere_in_the_event():
    quality = properties("enriched-article", "quality")
    provenance = properties("enriched-article", "provenance")
    top = properties("enriched-article") - {"quality", "provenance"}
    assert quality | provenance | top | {"event_id"} == fields(EnrichedArticle)
    assert len(quality) + len(provenance) + len(top) + 1 == len(fields(EnrichedArticle))


def test_reserved_properties_are_those_not_built_yet():
    reserved = {key for key, child in schema("enriched-article")["properties"].items() if "x-status" in child}
    assert reserved == {"references", "entities", "story"}
    assert not reserved & set(schema("enriched-article")["required"])


def test_every_reason_is_documented_in_the_order_of_the_models():
    branches = schema("dead-letter-headers")["properties"][headers.REASON]["oneOf"]
    assert [branch["const"] for branch in branches] == [reason.value for reason in Reason]
    assert all(branch["description"].endswith(".") for branch in branches)


def test_the_data_schema_header_names_the_schema():
    assert schema("enriched-article")["$id"] == encode.ENRICHED_SCHEMA


def test_the_dead_letter_schema_describes_every_header_and_no_other():
    request = fetch_request(Record(b"{}", channel="c", partition=0, offset=0))
    record = Record(b"", None, request.headers, channel="c", partition=0, offset=0)
    letter = DeadLetter(record, Refusal(Reason.EMPTY_VALUE, "empty", "decode"))
    names = [name for name, _ in encode_dead_letter(letter, connector="c").headers]
    assert set(names) == properties("dead-letter-headers")


TEXT = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
COUNTS = st.integers(0, 2**31)
SCORES = st.floats(0, 1)
EVIDENCE = st.builds(Evidence, COUNTS, COUNTS, TEXT, TEXT, st.booleans())
PLACES = st.one_of(
    st.none(),
    st.builds(
        Record,
        st.just(b"{}"),
        headers=st.just(()),
        channel=TEXT,
        partition=COUNTS,
        offset=COUNTS,
        timestamp=st.none() | st.integers(0, 2**42),
    ),
)
ARTICLES = st.builds(
    EnrichedArticle,
    id=TEXT,
    event_id=st.uuids().map(str),
    title=st.just("") | TEXT,
    text=TEXT,
    language=st.sampled_from(["und", "en", "zh-Hant"]),
    language_confidence=SCORES,
    url=st.none() | TEXT,
    published_at=st.sampled_from([None, "2031-04-07", "2031-04-07T06:30:00Z"]),
    source=st.none() | st.builds(Source, st.none() | TEXT, st.none() | TEXT),
    authors=st.lists(TEXT, max_size=2).map(tuple),
    topics=st.lists(
        st.builds(TopicScore, TEXT, TEXT, SCORES, st.lists(EVIDENCE, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    primary_topic=st.none() | TEXT,
    words=COUNTS,
    removed=st.dictionaries(TEXT, COUNTS, max_size=2),
    warnings=st.lists(TEXT, max_size=2).map(tuple),
    service_version=TEXT,
    taxonomy=st.builds(TaxonomyRef, TEXT, TEXT, st.text("0123456789abcdef", min_size=64, max_size=64)),
    classifier=TEXT,
    raw=PLACES,
    processed_at=st.just("2031-04-07T06:41:13.204Z"),
    metadata=st.none() | st.dictionaries(TEXT, TEXT, max_size=2),
)
ENRICHED = validator("enriched-article")
LETTERS = validator("dead-letter-headers")


@settings(deadline=None)
@given(ARTICLES)
def test_whatever_is_encoded_holds_to_the_schema(article):
    message = encode_enriched(article, Record(b"{}"), event_source="urn:communique")
    assert violations(ENRICHED, orjson.loads(message.value)) == []


@settings(deadline=None)
@given(
    st.builds(
        DeadLetter,
        PLACES.map(lambda place: place or Record(None)),
        st.builds(Refusal, st.sampled_from(Reason), st.text(), st.sampled_from(["decode", "clean", "publish"])),
        st.integers(1, 99),
    )
)
def test_every_dead_letter_holds_to_the_schema(letter):
    message = encode_dead_letter(letter, connector="communique")
    told = {name: value.decode() for name, value in message.headers}
    assert violations(LETTERS, told) == []
    if headers.ORIGIN in told:
        origin = schema("dead-letter-headers")["$defs"]["origin"]
        assert jsonschema_rs.Draft202012Validator(origin).is_valid(json.loads(told[headers.ORIGIN]))
