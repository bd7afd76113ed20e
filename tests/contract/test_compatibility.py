"""No release may refuse what an earlier one accepted (BACKWARD_TRANSITIVE), and the checker sees every way to do so."""

from __future__ import annotations

import copy
import json
from pathlib import Path

import pytest

from service._version import __version__
from tests.contract.compatibility import incompatibilities

SCHEMAS = Path(__file__).parents[2] / "schemas"
EVENTS = ("raw-article", "enriched-article", "dead-letter-headers")
RELEASED = sorted(SCHEMAS.glob("released/*/*.json"))


def read(path: Path):
    return json.loads(path.read_text(encoding="utf-8"))


def changed(name: str, change) -> list[str]:
    """What the checker says of a schema once it was changed in place."""
    old = read(SCHEMAS / f"{name}.v1.json")
    new = copy.deepcopy(old)
    change(new)
    assert new != old
    return incompatibilities(old, new)


@pytest.mark.parametrize("path", RELEASED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_released_schema_is_still_accepted(path):
    assert incompatibilities(read(path), read(SCHEMAS / path.name)) == []


def test_the_first_release_has_the_schema_of_every_event():
    first = {path.name for path in RELEASED if path.parent.name == "0.1.0"}
    assert {f"{name}.v1.json" for name in EVENTS} <= first


def test_no_released_schema_is_newer_than_this_version():
    def numbers(version):
        return [int(part) for part in version.split(".")[:3]]

    assert all(numbers(path.parent.name) <= numbers(__version__) for path in RELEASED)


BREAKING = {
    "a raw property is removed": ("raw-article", lambda s: s["properties"].pop("title"), "$.title: property removed"),
    "an enriched property is removed": (
        "enriched-article",
        lambda s: s["properties"]["quality"]["properties"].pop("warnings"),
        "$.quality.warnings: property removed",
    ),
    "a property becomes required": (
        "raw-article",
        lambda s: s.update(required=["content"]),
        "$.content: required now",
    ),
    "a nested property becomes required": (
        "enriched-article",
        lambda s: (
            s["$defs"]["topic"]["properties"]["evidence"]["items"].update(required=["in"])
            or s["$defs"]["evidence"]["required"].append("in")
        ),
        "$.topics[*].evidence[*].in: required now",
    ),
    "a type narrows": (
        "enriched-article",
        lambda s: s["properties"]["language_confidence"].update(type="integer"),
        "$.language_confidence: type narrowed, ['number'] is accepted no more",
    ),
    "a type changes behind a reference": (
        "raw-article",
        lambda s: s["$defs"]["address"].update(type="object"),
        "$.source.url: type narrowed, ['null', 'string'] is accepted no more",
    ),
    "an open object gets a type": (
        "dead-letter-headers",
        lambda s: s.update(additionalProperties={"type": "string"}),
        "$.*: was open, is constrained now",
    ),
    "a listed value goes": (
        "dead-letter-headers",
        lambda s: s["properties"]["communique.reason"]["oneOf"].pop(0),
        "$.communique.reason: the value 'tombstone' is accepted no more",
    ),
    "an enum shrinks to others": (
        "enriched-article",
        lambda s: s["$defs"]["evidence"]["properties"]["in"].update(enum=["lead"]),
        "$.topics[*].evidence[*].in: the value 'title' is accepted no more",
    ),
    "values get listed": (
        "raw-article",
        lambda s: s["properties"]["language"].update(enum=["en", "vi"]),
        "$.language: any value was accepted, only 2 listed ones are now",
    ),
    "an upper bound comes": (
        "raw-article",
        lambda s: s["properties"]["content"].update(maxLength=100_000),
        "$.content: maxLength 100000 is new",
    ),
    "an upper bound sinks": (
        "raw-article",
        lambda s: s["properties"]["id"].update(maxLength=1023),
        "$.id: maxLength went from 1024 to 1023",
    ),
    "a lower bound rises": (
        "enriched-article",
        lambda s: s["properties"]["quality"]["properties"]["words"].update(minimum=1),
        "$.quality.words: minimum went from 0 to 1",
    ),
    "an object closes": (
        "enriched-article",
        lambda s: s["properties"]["provenance"].update(additionalProperties=False),
        "$.provenance: closed, properties that are not described were accepted",
    ),
    "the values of a map narrow": (
        "enriched-article",
        lambda s: s["properties"]["quality"]["properties"]["removed"]["additionalProperties"].update(minimum=1),
        "$.quality.removed.*: minimum went from 0 to 1",
    ),
    "a map gets a name of another type": (
        "enriched-article",
        lambda s: s["properties"]["quality"]["properties"]["removed"].update(
            properties={"caption": {"type": "string"}}
        ),
        "$.quality.removed.caption: type narrowed, ['integer'] is accepted no more",
    ),
    "items narrow": (
        "enriched-article",
        lambda s: s["properties"]["authors"]["items"].update(minLength=2),
        "$.authors[*]: minLength went from 1 to 2",
    ),
    "a pattern changes": (
        "raw-article",
        lambda s: s["properties"]["language"].update(pattern="^[a-z]{2}$"),
        "$.language: pattern changed, which cannot be proved compatible",
    ),
    "a format comes": (
        "enriched-article",
        lambda s: s["properties"]["url"].update(format="uri"),
        "$.url: format changed, which cannot be proved compatible",
    ),
    "a keyword comes that the checker does not know": (
        "raw-article",
        lambda s: s.update({"not": {"required": ["title"]}}),
        "$: not changed, which cannot be proved compatible",
    ),
    "a way to be valid goes": (
        "raw-article",
        lambda s: s["anyOf"].pop(1),
        "$: a branch of anyOf changed or went",
    ),
    "anyOf comes": (
        "raw-article",
        lambda s: s["properties"]["title"].update(anyOf=[{"minLength": 1}]),
        "$.title: a branch of anyOf changed or went",
    ),
    "one header begins to need another": (
        "dead-letter-headers",
        lambda s: s["dependentRequired"]["__connect.errors.topic"].append("communique.host"),
        "$.communique.host: required beside __connect.errors.topic now",
    ),
}


@pytest.mark.parametrize(("name", "change", "line"), BREAKING.values(), ids=BREAKING)
def test_a_breaking_change_is_reported_with_its_path(name, change, line):
    assert line in changed(name, change)


COMPATIBLE = {
    "a closed event gets an optional property": (
        "raw-article",
        lambda s: s["properties"].update(summary={"type": "string"}),
    ),
    "an open event gets an optional property": (
        "enriched-article",
        lambda s: s["properties"].update(summary={"type": "string"}),
    ),
    "a required property becomes optional": ("enriched-article", lambda s: s["required"].remove("topics")),
    "a bound widens": ("raw-article", lambda s: s["properties"]["id"].update(maxLength=4096)),
    "a bound goes": ("raw-article", lambda s: s["properties"]["id"].pop("minLength")),
    "a type widens": ("raw-article", lambda s: s["properties"]["title"].update(type=["string", "null", "number"])),
    "integers become numbers": (
        "enriched-article",
        lambda s: s["properties"]["quality"]["properties"]["words"].update(type="number"),
    ),
    "a listed value comes": (
        "dead-letter-headers",
        lambda s: s["properties"]["communique.reason"]["oneOf"].append({"const": "paywall"}),
    ),
    "an event opens": ("raw-article", lambda s: s.pop("additionalProperties")),
    "a way to be valid comes": ("raw-article", lambda s: s["anyOf"].append({"required": ["title", "content"]})),
    "a pattern goes": ("raw-article", lambda s: s["properties"]["language"].pop("pattern")),
    "words about it change": ("raw-article", lambda s: s["properties"]["title"].update(description="Other words.")),
}


@pytest.mark.parametrize(("name", "change"), COMPATIBLE.values(), ids=COMPATIBLE)
def test_a_compatible_change_is_not_reported(name, change):
    assert changed(name, change) == []


def test_references_that_are_not_understood_are_an_error_not_a_pass():
    with pytest.raises(ValueError, match="references"):
        incompatibilities({"$ref": "other.json"}, {"$ref": "another.json"})
