"""Finding taxonomy files: those we ship, by name, and a user's own, by path."""

from __future__ import annotations

from pathlib import Path

from service.errors import TaxonomyError
from service.packaged import packaged, packaged_names

LANGUAGES = ("de", "en", "es", "fr", "id", "it", "ja", "ko", "nl", "pt", "ru", "vi", "zh")
"""The 13 languages that the shipped taxonomies speak."""


def shipped() -> list[str]:
    """Names of the taxonomies that come with Communique."""
    return packaged_names("taxonomies", ".yaml")


def read_taxonomy(name: str) -> tuple[bytes, str]:
    """The bytes of a taxonomy file and the name to call it by in messages.

    Args:
        name: a shipped taxonomy's name, or a path (anything with a slash or a YAML ending).

    Raises:
        TaxonomyError: there is no such taxonomy, or the file cannot be read.
    """
    if name in shipped():
        return packaged("taxonomies", f"{name}.yaml").read_bytes(), f"{name}.yaml"
    path = Path(name)
    known = ", ".join(shipped())
    if not name:  # as of a shell's variable that was never set; to the system it is the current folder
        raise TaxonomyError(
            [f"a taxonomy's name is empty; give the path of a taxonomy file or a shipped name ({known})"]
        )
    try:
        return path.read_bytes(), str(path)
    except (OSError, ValueError) as error:  # ValueError: a null character in the path
        what = getattr(error, "strerror", None) or error
        problem = f"{name}: {what}; give the path of a taxonomy file or a shipped name ({known})"
        raise TaxonomyError([problem]) from None
