"""The JSON Schema of the taxonomy file says what the reader says."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import jsonschema_rs
import pytest
import yaml

from service.core import taxonomy_reader as reader
from service.core.concept_reader import CONCEPT_KEYS
from service.core.taxonomy import parse_taxonomy
from service.core.taxonomy_source import DEFAULT_PENALTY, MAX_WEIGHT, SHORT_FORM_WEIGHT, CalibrationSource
from service.errors import TaxonomyError

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "schemas" / "taxonomy.v1.json").read_text(encoding="utf-8"))
VALIDATOR = jsonschema_rs.validator_for(SCHEMA)
TAXONOMIES = sorted((ROOT / "service" / "taxonomies").glob("*.yaml"))

SMALLEST = "id: a\nversion: '1'\nlanguages: [en]\ntopics: {t: {label: T, phrases: {en: [word]}}}\n"


def keys(*path: str) -> set[str]:
    place = SCHEMA
    for step in path:
        place = place[step]
    return set(place["properties"])


def is_read(text: str) -> bool:
    try:
        parse_taxonomy(text.encode(), name="a.yaml", languages=[])
    except TaxonomyError:
        return False
    return True


def test_the_schema_is_a_valid_schema():
    jsonschema_rs.meta.validate(SCHEMA)


def test_schema_and_reader_know_the_same_keys():
    assert keys() == set(reader.TAXONOMY_KEYS)
    assert keys("properties", "markers") == set(reader.MARKER_KEYS)
    assert keys("properties", "calibration") == set(reader.CALIBRATION_KEYS)
    assert keys("$defs", "topic") == set(reader.TOPIC_KEYS)
    assert keys("$defs", "concept") == set(CONCEPT_KEYS)


def test_schema_and_reader_know_the_same_defaults_and_bounds():
    weight = SCHEMA["$defs"]["concept"]["properties"]["weight"]
    assert (weight["default"], weight["maximum"], weight["minimum"]) == (SHORT_FORM_WEIGHT, MAX_WEIGHT, -MAX_WEIGHT)
    calibration = SCHEMA["properties"]["calibration"]["properties"]
    assert {key: (v["minimum"], v["maximum"]) for key, v in calibration.items()} == reader.CALIBRATION_KEYS
    assert {key: v["default"] for key, v in calibration.items()} == asdict(CalibrationSource())
    assert SCHEMA["properties"]["markers"]["properties"]["penalty"]["default"] == DEFAULT_PENALTY


@pytest.mark.parametrize("path", TAXONOMIES, ids=lambda path: path.stem)
def test_shipped_taxonomies_follow_the_schema(path):
    assert TAXONOMIES
    VALIDATOR.validate(yaml.load(path.read_bytes(), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))  # noqa: S506


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: a", "id: A B"),
        ("version: '1'", "version: 1"),
        ("version: '1'\n", ""),
        ("languages: [en]", "languages: []"),
        ("languages: [en]", "languages: [english language]"),
        ("languages: [en]", "languages: [en]\nextra: 1"),
        ("{t:", "{T-t:"),
        ("label: T, ", ""),
        ("label: T", "label: {}"),
        (", phrases: {en: [word]}", ""),
        ("phrases: {en: [word]}", "phrases: {en: []}"),
        ("phrases: {en: [word]}", "phrases: {en: word}"),
        ("phrases: {en: [word]}", "phrases: {en: [word]}, threshold: 1"),
        ("phrases: {en: [word]}", "phrases: {en: [word]}, main: 4"),
        ("phrases: {en: [word]}", "concepts: {a: {weight: 1}}"),
        ("phrases: {en: [word]}", "concepts: {a: {weight: 0, phrases: [b]}}"),
        ("phrases: {en: [word]}", "concepts: {a: {weight: 99, phrases: [b]}}"),
        ("phrases: {en: [word]}", "concepts: {a: {near: [[b]]}}"),
        ("phrases: {en: [word]}", "concepts: {a_b: {phrases: [b]}}"),
        ("phrases: {en: [word]}", "concepts: {a: {phrases: [b], title_only: 1}}"),
        ("phrases: {en: [word]}", "concepts: {a: {phrases: [b], shared: 1}}"),
        ("languages: [en]", "languages: [en]\nlists: [a]"),
        ("languages: [en]", "languages: [en]\nlists: {a_b: [c]}"),
        ("languages: [en]", "languages: [en]\nlists: {a: []}"),
    ],
)
def test_what_the_schema_refuses_the_reader_refuses(old, new):
    assert is_read(SMALLEST)
    assert VALIDATOR.is_valid(yaml.safe_load(SMALLEST))
    wrong = SMALLEST.replace(old, new)
    assert wrong != SMALLEST
    assert not VALIDATOR.is_valid(yaml.safe_load(wrong))
    assert not is_read(wrong)
