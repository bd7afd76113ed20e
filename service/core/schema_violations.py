"""How an event breaks its JSON Schema, in words for whoever sent it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

import jsonschema_rs

from service.core.expressions import expression

if TYPE_CHECKING:
    from collections.abc import Mapping

_MAX_NAME: Final = 60
"""Characters of a property's name that a detail shows; a longer name is rather a text in the wrong place."""

_PLAIN_NAME: Final = expression(r"[A-Za-z_][A-Za-z0-9_]*")


def violations(validator: jsonschema_rs.Draft202012Validator, event: Any) -> list[str]:
    """Every way in which an event breaks its schema, as `JSON path: what is wrong`; empty when it holds.

    Args:
        validator: made with a `mask`, or messages quote the event's own values.
        event: parsed JSON.
    """
    return [line for error in validator.iter_errors(event) for line in _describe(error)]


def examples_of(schema: Mapping[str, Any], path: str = "$") -> dict[str, str]:
    """How the values look that must have a form, by their JSON path: a pattern alone tells few people what to write."""
    found: dict[str, str] = {}
    for name, values in schema.get("properties", {}).items():
        if {"pattern", "format", "anyOf", "$ref"} & values.keys() and values.get("examples"):
            found[f"{path}.{name}"] = " or ".join(map(json.dumps, values["examples"]))
        found |= examples_of(values, f"{path}.{name}")
    return found


def with_examples(lines: list[str], examples: Mapping[str, str]) -> list[str]:
    """Violations, the last one of each path with what would be right there."""
    last = {line.partition(":")[0]: place for place, line in enumerate(lines)}
    for path, place in last.items():
        if path in examples:
            lines[place] += f", such as {examples[path]}"
    return lines


def _describe(error: jsonschema_rs.ValidationError) -> list[str]:
    """The violations behind one error, each with its JSON path."""
    kind = error.kind
    path = _json_path(error.instance_path)
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AdditionalProperties):
        return [f"{_json_path([*error.instance_path, name])}: no such property" for name in kind.unexpected]
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.Required):
        return [f"{_json_path([*error.instance_path, kind.property])}: required, but absent"]
    if isinstance(kind, jsonschema_rs.ValidationErrorKind.AnyOf):
        choices = (" and ".join(line for each in choice for line in _describe(each)) for choice in kind.context)
        return [f"{path}: mend one of ({') or ('.join(choices)})"]
    return [f"{path}: {error.message}"]


def _json_path(steps: list[str | int]) -> str:
    return "$" + "".join(_step(step) for step in steps)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if len(step) <= _MAX_NAME and _PLAIN_NAME.fullmatch(step) else f"[{shorten(step)}]"


def shorten(name: str) -> str:
    """A name as a refusal shows it: in ASCII, its end left out where it is long."""
    return ascii(name if len(name) <= _MAX_NAME else name[: _MAX_NAME - 1] + "…")
