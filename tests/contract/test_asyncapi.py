"""The AsyncAPI document is valid, leads nowhere that does not exist, and says what the code does."""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from service._version import __version__
from service.core import encode, headers
from service.core.decode import RawDecoder
from service.core.requests import fetch_request, fetched, request_again
from service.edges.settings import Settings
from service.models import Reason, Record

SCHEMAS = Path(__file__).parents[2] / "schemas"
DOCUMENT = yaml.safe_load((SCHEMAS / "asyncapi.yaml").read_text(encoding="utf-8"))

SPECS_VARIABLE = "ASYNCAPI_SPECS"
"""Environment variable: the folder of the npm package @asyncapi/specs, where node_modules beside the tests lacks it."""


def references(node, path="#"):
    """Every `$ref` of a document with the place where it stands."""
    if isinstance(node, dict):
        for key, child in node.items():
            if key == "$ref":
                yield path, child
            else:
                yield from references(child, f"{path}/{key}")
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from references(child, f"{path}/{index}")


def resolve(reference: str, base=DOCUMENT):
    """What a reference points to; a file's own references count within that file."""
    file, _, pointer = reference.partition("#")
    node = json.loads((SCHEMAS / file).read_text(encoding="utf-8")) if file else base
    for step in pointer.strip("/").split("/") if pointer else []:
        node = node[step.replace("~1", "/").replace("~0", "~")]
    return node


def specs_folder() -> Path | None:
    if SPECS_VARIABLE in os.environ:
        return Path(os.environ[SPECS_VARIABLE])
    folder = SCHEMAS.parent / "node_modules" / "@asyncapi" / "specs"
    return folder if folder.is_dir() else None


def official_validator() -> jsonschema_rs.Draft7Validator:
    folder = specs_folder()
    if folder is None:
        pytest.skip(
            f"needs AsyncAPI's own schema: npm install @asyncapi/specs here, or name its folder in {SPECS_VARIABLE}"
        )
    return jsonschema_rs.Draft7Validator(json.loads((folder / "schemas" / "3.0.0.json").read_text(encoding="utf-8")))


def test_the_document_holds_to_asyncapis_own_schema():
    assert [error.message for error in official_validator().iter_errors(DOCUMENT)] == []


def test_asyncapis_own_schema_refuses_a_broken_document():
    broken = {**DOCUMENT, "operations": {"readRaw": {**DOCUMENT["operations"]["readRaw"], "action": "subscribe"}}}
    assert not official_validator().is_valid(broken)


def test_every_reference_leads_somewhere():
    found = list(references(DOCUMENT))
    assert len(found) >= 12
    for place, reference in found:
        assert resolve(reference), place
        file = reference.partition("#")[0]
        if file:
            inside = resolve(file)
            for inner_place, inner in references(inside):
                assert resolve(inner, inside), f"{file}: {inner_place}"


def test_a_reference_that_leads_nowhere_would_be_noticed():
    with pytest.raises(KeyError):
        resolve("#/components/messages/nobody")
    with pytest.raises(FileNotFoundError):
        resolve("./nobody.v1.json")


def test_every_operation_works_on_a_channel_and_on_that_channels_messages():
    directions = {}
    for name, operation in DOCUMENT["operations"].items():
        channel = operation["channel"]["$ref"]
        assert channel.startswith("#/channels/")
        own = {f"{channel}/messages/{message}" for message in resolve(channel)["messages"]}
        assert {message["$ref"] for message in operation["messages"]} == own, name
        directions[resolve(channel)["address"]] = operation["action"]
    assert directions == {
        "articles.raw": "receive",
        "articles.enriched": "send",
        "articles.dead-letter": "send",
        "articles.fetch": "send",
        "articles.fetched": "receive",
        "articles.retry.{delay}": "send",
    }


def test_every_channel_is_used_and_every_server_speaks_kafka():
    used = {operation["channel"]["$ref"].rsplit("/", 1)[1] for operation in DOCUMENT["operations"].values()}
    assert used == DOCUMENT["channels"].keys()
    assert {server["protocol"] for server in DOCUMENT["servers"].values()} == {"kafka", "kafka-secure"}


def test_every_part_is_described():
    parts = [DOCUMENT["info"], *DOCUMENT["servers"].values(), *DOCUMENT["channels"].values()]
    assert all(part["description"] for part in parts)
    for message in DOCUMENT["components"]["messages"].values():
        assert message["title"]
        assert message["summary"].endswith(".")


def test_payloads_and_headers_are_the_schemas_of_the_events():
    messages = DOCUMENT["components"]["messages"]
    assert messages["rawArticle"]["payload"] == {"$ref": "./raw-article.v1.json"}
    assert messages["enrichedArticle"]["payload"] == {"$ref": "./enriched-article.v1.json"}
    assert messages["deadLetter"]["headers"] == {"$ref": "./dead-letter-headers.v1.json"}


@pytest.mark.parametrize("name", ["rawHeaders", "enrichedHeaders", "fetchHeaders"])
def test_the_headers_are_documented_with_examples_that_hold(name):
    described = DOCUMENT["components"]["schemas"][name]
    assert jsonschema_rs.meta.is_valid({"$schema": "https://json-schema.org/draft/2020-12/schema", **described})
    for header, child in described["properties"].items():
        assert child["description"], header
        check = jsonschema_rs.Draft202012Validator(child, validate_formats=True)
        assert child["examples"], header
        assert all(check.is_valid(example) for example in child["examples"]), header


def test_the_channels_for_fetching_are_those_of_the_settings():
    settings = Settings()
    channels = DOCUMENT["channels"]
    assert channels["fetch"]["address"] == settings.channel_fetch
    assert channels["fetched"]["address"] == settings.channel_fetched
    delays = channels["retry"]["parameters"]["delay"]["enum"]
    assert [channels["retry"]["address"].format(delay=delay) for delay in delays] == list(settings.retry_channels)


def test_the_headers_on_the_channels_for_fetching_are_those_that_are_written():
    described = DOCUMENT["components"]["schemas"]["fetchHeaders"]
    known = set(described["properties"])
    raw = Record(
        b'{"url":"http://a.example/"}', b"k", (("mine", b"1"), (headers.ATTEMPTS, b"2")), "articles.raw", 3, 9, 5
    )
    request = fetch_request(raw)
    again = request_again(Record(request.value, request.key, request.headers), 4)
    page = fetched(Record(again.value, again.key, again.headers), "<p>", "text/html", "2026-11-28T10:00:00Z")
    for message, extra in ((request, 0), (again, 1), (page, 0)):
        told = dict(message.headers)
        assert told.pop("mine") == b"1"
        assert set(described["required"]) <= told.keys() <= known
        assert (headers.FETCH_ATTEMPTS in told) == bool(extra)
        check = jsonschema_rs.Draft202012Validator(described)
        assert check.is_valid({name: value.decode() for name, value in told.items()})
        RawDecoder(resolve("./raw-article.v1.json")).decode(Record(message.value, headers=message.headers))


def test_the_documented_headers_of_a_raw_event_are_accepted():
    described = DOCUMENT["components"]["schemas"]["rawHeaders"]["properties"]
    told = tuple((name, child["examples"][0].encode()) for name, child in described.items())
    decoder = RawDecoder(resolve("./raw-article.v1.json"))
    assert decoder.decode(Record(b'{"id":"a","content":"b"}', headers=told)).id == "a"


def test_constants_are_those_of_the_code():
    described = DOCUMENT["components"]["schemas"]["enrichedHeaders"]["properties"]
    assert described[headers.CE_TYPE]["const"] == encode.ENRICHED_TYPE
    assert described[headers.CE_DATASCHEMA]["const"] == encode.ENRICHED_SCHEMA
    assert headers.RECIPE in described
    assert DOCUMENT["info"]["version"] == __version__


def test_every_reason_is_documented():
    letter = resolve(DOCUMENT["components"]["messages"]["deadLetter"]["headers"]["$ref"])
    documented = {branch["const"] for branch in letter["properties"][headers.REASON]["oneOf"]}
    assert documented == {reason.value for reason in Reason}
