"""The files inside the package: its modules' weights, models and taxonomies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable


def packaged(*parts: str) -> Traversable:
    """A file or folder of the package by its path within it, one name a part; it need not exist.

    `importlib.resources`, which also finds it where the package lies in an archive, takes as long to load as three of
    our modules: it is asked only there.
    """
    folder = Path(__file__).parent
    if folder.is_dir():
        return folder.joinpath(*parts)
    from importlib.resources import files  # noqa: PLC0415

    return files("service").joinpath(*parts)


def packaged_names(folder: str, suffix: str) -> list[str]:
    """The files of a folder of the package that end so, without the ending, in order."""
    return sorted(
        entry.name.removesuffix(suffix) for entry in packaged(folder).iterdir() if entry.name.endswith(suffix)
    )
