"""YAML files that people write beside taxonomies: settings, and lists of feeds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from service.errors import SettingsError

_ODD = re.compile(r"[-+]?0[0-9]|.*[:_xb]")
"""Numbers that are to YAML 1.1 others than they look: 0443 is 291 to it, 22:30 is 1350 and 8_0 is 80."""


class _MisreadError(Exception):
    """What people read otherwise than YAML: a number in an odd form, or a key twice, of which it takes the last."""


class _Loader(yaml.SafeLoader):
    """YAML's own, but for odd numbers."""


def _construct_number(loader: _Loader, node: yaml.ScalarNode) -> object:
    # As YAML itself takes it: `!!int` may stand before what is none.
    value = yaml.SafeLoader.yaml_constructors[node.tag](loader, node)
    if _ODD.match(node.value):
        # It may be a password without quotes: it is not shown.
        told = f"the number in line {node.start_mark.line + 1} is another one to YAML, as 0443 is 291"
        raise _MisreadError(f"{told}; write plain decimal digits without a leading zero, or quote a text")
    return value


def _construct_mapping(loader: _Loader, node: yaml.MappingNode) -> Iterator[object]:
    seen: set[str] = set()
    for key in (key for key, _ in node.value if isinstance(key, yaml.ScalarNode)):
        if key.value in seen:
            told = f"the key `{key.value}` in line {key.start_mark.line + 1} stands there already"
            raise _MisreadError(f"{told}; take one out")
        seen.add(key.value)
    yield from yaml.SafeLoader.construct_yaml_map(loader, node)


_Loader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
for _tag in ("int", "float"):
    _Loader.add_constructor(f"tag:yaml.org,2002:{_tag}", _construct_number)


def read_yaml(path: str) -> Any:
    """What a YAML file holds; None for an empty one.

    Raises:
        OSError: there is no such file, or it cannot be read.
        SettingsError: it is no YAML, holds a number that YAML takes for another one, or a key twice; says on one line
            what was found where.
    """
    try:
        return yaml.load(Path(path).read_text("utf-8"), _Loader)  # noqa: S506 - a safe one
    except _MisreadError as error:
        raise SettingsError(f"{path}: {error}") from None
    except UnicodeDecodeError:
        raise SettingsError(f"{path}: cannot be read as YAML: it is not UTF-8; save it as UTF-8") from None
    except RecursionError:
        raise SettingsError(f"{path}: cannot be read as YAML: it is nested too deep; take brackets out") from None
    except (ValueError, yaml.YAMLError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f" in line {mark.line + 1}" if mark else ""
        said = " ".join(str(getattr(error, "problem", None) or error).split())
        mend = "quote a text that holds a colon, a bracket or a sign, and indent with spaces"
        raise SettingsError(f"{path}: cannot be read as YAML: {said}{where}; {mend}") from None
