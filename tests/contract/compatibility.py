"""Tells whether a JSON Schema still accepts every event that an older version of it accepted.

The rule is BACKWARD: a reader with the new schema can read what was written under the old one. Held against every
released version it is BACKWARD_TRANSITIVE. What the checker cannot prove it reports: a false alarm costs a look.

One step is allowed that is not strictly backward: a new property in an open object. Its name could have stood there
before with another meaning, but names that a schema does not describe are reserved to Communique (schemas/README.md).
"""

from __future__ import annotations

import operator
from typing import Any

Schema = dict[str, Any]

ANNOTATIONS = frozenset(
    {"$schema", "$id", "$defs", "$comment", "title", "description", "examples", "default", "deprecated", "x-status"}
)
"""Keywords that accept everything."""

LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
PROVED = frozenset(
    {"type", "enum", "const", "oneOf", "required", "properties", "additionalProperties", "items", "anyOf", "$ref"}
    | {*LOWER_BOUNDS, *UPPER_BOUNDS, "dependentRequired"}
)
"""Keywords that the checker understands; any other has to stay as it was or go."""


def incompatibilities(old: Schema, new: Schema) -> list[str]:
    """What `old` accepted and `new` might refuse.

    Returns:
        One line each, `path: what changed`, the path being a JSON path into the event with `[*]` for any item and
        `.*` for any other property; empty when nothing did.
    """
    return _compare(old, new, old, new, "$")


def _compare(old: Any, new: Any, old_root: Schema, new_root: Schema, path: str) -> list[str]:
    if old == new and old_root == new_root:
        return []
    if new is True or new == {} or old is False:
        return []
    if old is True or new is False:
        return [f"{path}: was open, is constrained now" if old is True else f"{path}: nothing is accepted any more"]
    before, after = _resolve(old, old_root), _resolve(new, new_root)
    return [
        *_types(before, after, path),
        *_values(before, after, path),
        *_bounds(before, after, path),
        *_names(before, after, path),
        *_choices(before, after, path),
        *_others(before, after, path),
        *_children(before, after, old_root, new_root, path),
    ]


def _resolve(schema: Schema, root: Schema) -> Schema:
    """The schema with its `$ref` merged in; only `#/$defs/name` occurs in ours."""
    reference = schema.get("$ref")
    if reference is None:
        return schema
    prefix, _, name = reference.rpartition("/")
    if prefix != "#/$defs":
        message = f"only references to #/$defs are understood, not {reference}"
        raise ValueError(message)
    rest = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
    return {**_resolve(root["$defs"][name], root), **rest}


def _types(old: Schema, new: Schema, path: str) -> list[str]:
    before, after = _type_names(old), _type_names(new)
    if after is None:
        return []
    if before is None:
        return [f"{path}: type was open, is {sorted(after)} now"]
    lost = {name for name in before - after if not (name == "integer" and "number" in after)}
    return [f"{path}: type narrowed, {sorted(lost)} is accepted no more"] if lost else []


def _type_names(schema: Schema) -> set[str] | None:
    kind = schema.get("type")
    if kind is None:
        return None
    return {kind} if isinstance(kind, str) else set(kind)


def _values(old: Schema, new: Schema, path: str) -> list[str]:
    before, after = _enumerated(old), _enumerated(new)
    if after is None:
        return []
    if before is None:
        return [f"{path}: any value was accepted, only {len(after)} listed ones are now"]
    return [f"{path}: the value {value!r} is accepted no more" for value in before if value not in after]


def _enumerated(schema: Schema) -> list[Any] | None:
    """The values that a schema lists, whether by `const`, `enum` or a `oneOf` of `const`; None when it lists none."""
    if "const" in schema:
        return [schema["const"]]
    if "enum" in schema:
        return list(schema["enum"])
    branches = schema.get("oneOf")
    if branches and all("const" in branch for branch in branches):
        return [branch["const"] for branch in branches]
    return None


def _bounds(old: Schema, new: Schema, path: str) -> list[str]:
    found = []
    for keywords, is_tighter in ((LOWER_BOUNDS, operator.gt), (UPPER_BOUNDS, operator.lt)):
        for keyword in keywords:
            if keyword not in new:
                continue
            if keyword not in old:
                found.append(f"{path}: {keyword} {new[keyword]} is new")
            elif is_tighter(new[keyword], old[keyword]):
                found.append(f"{path}: {keyword} went from {old[keyword]} to {new[keyword]}")
    return found


def _names(old: Schema, new: Schema, path: str) -> list[str]:
    found = [f"{path}.{name}: required now" for name in new.get("required", []) if name not in old.get("required", [])]
    before = old.get("dependentRequired", {})
    for name, needed in new.get("dependentRequired", {}).items():
        more = [other for other in needed if other not in before.get(name, [])]
        found += [f"{path}.{other}: required beside {name} now" for other in more]
    return found


def _choices(old: Schema, new: Schema, path: str) -> list[str]:
    """`anyOf` may gain branches; a `oneOf` that is no list of values must stay as it was."""
    found = []
    if "anyOf" in new:
        bare = [_bare(branch) for branch in new["anyOf"]]
        lost = [branch for branch in old.get("anyOf", [{}]) if _bare(branch) not in bare]
        found += [f"{path}: a branch of anyOf changed or went" for _ in lost]
    if "oneOf" in new and _enumerated(new) is None and _bare(old.get("oneOf")) != _bare(new["oneOf"]):
        found.append(f"{path}: oneOf changed, which cannot be proved compatible")
    return found


def _bare(schema: Any) -> Any:
    """A schema without its annotations, to compare what it accepts."""
    if isinstance(schema, dict):
        return {keyword: _bare(value) for keyword, value in schema.items() if keyword not in ANNOTATIONS}
    return [_bare(item) for item in schema] if isinstance(schema, list) else schema


def _others(old: Schema, new: Schema, path: str) -> list[str]:
    return [
        f"{path}: {keyword} changed, which cannot be proved compatible"
        for keyword in new
        if keyword not in ANNOTATIONS | PROVED and old.get(keyword) != new[keyword]
    ]


def _children(old: Schema, new: Schema, old_root: Schema, new_root: Schema, path: str) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    rest_before, rest_after = old.get("additionalProperties", True), new.get("additionalProperties", True)
    found = []
    for name, schema in before.items():
        if name in after:
            found += _compare(schema, after[name], old_root, new_root, f"{path}.{name}")
        else:
            found.append(f"{path}.{name}: property removed")
    # Extra properties of an object that lists names by a schema (a map) have been written: new names must fit it.
    if isinstance(rest_before, dict):
        for name in after.keys() - before.keys():
            found += _compare(rest_before, after[name], old_root, new_root, f"{path}.{name}")
    if rest_before is not False and rest_after is False:
        found.append(f"{path}: closed, properties that are not described were accepted")
    elif rest_before is not False:
        found += _compare(rest_before, rest_after, old_root, new_root, f"{path}.*")
    if "items" in new:
        found += _compare(old.get("items", True), new["items"], old_root, new_root, f"{path}[*]")
    return found
