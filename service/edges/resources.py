"""The files that ship with Communique: JSON Schemas and samples.

A wheel carries them inside the package (`service/_data/...`, put there by the build); in a checkout they are the
folders `schemas` and `samples` beside the package. All that read them ask here, so nothing else knows which it is.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from service.errors import CommuniqueError
from service.packaged import packaged

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

SHIPPED = ("samples", "schemas")
"""The folders that the wheel carries: `tool.hatch.build.targets.wheel.force-include` in pyproject.toml."""


def resource(*parts: str) -> Traversable:
    """Find a file or folder that ships with Communique.

    Args:
        parts: the path, one name a part, e.g. `resource("schemas", "raw-article.v1.json")`; SHIPPED has the first.

    Returns:
        What stands there: read it with `read_bytes()`, list a folder with `iterdir()`.

    Raises:
        CommuniqueError: the path leaves the shipped folders, or this installation does not have it.
    """
    path = "/".join(parts)
    if not parts or parts[0] not in SHIPPED or any(name in {"", ".", ".."} or "/" in name for name in parts):
        raise CommuniqueError(f"'{path}' is not a path below {' or '.join(SHIPPED)}; give one name a part")
    for root in _roots():
        found = root.joinpath(*parts)
        if found.is_file() or found.is_dir():
            return found
    raise CommuniqueError(f"'{path}' does not ship with this installation of communique; install it again")


def _roots() -> tuple[Traversable, ...]:
    """Where shipped folders may stand. The package comes first: beside an installed one lie strangers' folders."""
    return packaged("_data"), Path(__file__).resolve().parents[2]
