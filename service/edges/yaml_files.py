"""YAML files that people write beside taxonomies: settings, and lists of feeds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from service.errors import SettingsError


def read_yaml(path: str) -> Any:
    """What a YAML file holds; None for an empty one.

    Raises:
        OSError: there is no such file, or it cannot be read.
        SettingsError: it is no YAML; says on one line what its parser found where.
    """
    try:
        return yaml.safe_load(Path(path).read_text("utf-8"))
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
