"""Files that are written wholly or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from service.errors import InputError


def require_place(option: str, path: Path | None) -> None:
    """Refuse, before any work is done for it, an option's path where no file can come to stand.

    Raises:
        InputError: it is a folder, or in a folder that is not there.
    """
    if path is None:
        return
    if path.is_dir():
        raise InputError(f"{option} {path}: a folder; name a file in it")
    if not path.parent.is_dir():
        raise InputError(f"{option} {path}: no folder {path.parent}; make it first")


def write_whole(path: Path, data: bytes) -> None:
    """Write a file wholly or not at all: under another name first, which then takes the place of the old.

    Raises:
        OSError: it cannot be written; the old file stands.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
