"""A folder of things that take long to make: compiled taxonomies, the unpacked language model.

Never in the way: what cannot be read, is damaged or not to be trusted is not there, and what cannot be written is made
again next time. A file's name holds the digest of all that decides its content, so that a stale one is never asked for;
its first bytes are a digest of the rest, so that half a file, another's or one that a disk has damaged is not taken. It
appears under its name at once and whole, however many processes write it, and is never changed afterwards.

What is read is data (JSON, arrays), which nobody can make run. It still decides what articles are about, so that a file
is only taken from its owner's hands: it and its folder belong to us or to root, and nobody else may write there.
"""

from __future__ import annotations

import contextlib
import hashlib
import mmap
import os
import stat
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

AUTO = "auto"
OFF = "off"
HEADER_BYTES = 64
"""The digest and zeros: what follows stands as well in memory as if the file began there."""
KEPT = 16
"""Files of a kind that stay however old: each is for one taxonomy, set of languages and version, or for one model."""
REST_SECONDS = 30 * 86_400.0
"""Others are removed when no process has begun with them for so long: a language model is read in while it is used."""


def digest_of(parts: Iterable[bytes]) -> str:
    """One digest of several parts; also where one ends and the next begins decides."""
    whole = hashlib.sha256()
    for part in parts:
        whole.update(b"%d:" % len(part))
        whole.update(part)
    return whole.hexdigest()


def cache_of(setting: str | Path = AUTO) -> Cache | None:
    """The cache that a setting names.

    Args:
        setting: `auto`: the user's cache folder (`$XDG_CACHE_HOME/communique`, else `~/.cache/communique`); `off`:
            none; else a folder.
    """
    if setting == OFF:
        return None
    if setting != AUTO:
        return Cache(Path(setting))
    named = os.environ.get("XDG_CACHE_HOME", "")
    if os.path.isabs(named):  # noqa: PTH117 - another is to be ignored, says XDG; and a Path cannot be empty
        return Cache(Path(named, "communique"))
    try:
        return Cache(Path.home() / ".cache" / "communique")
    except RuntimeError:  # nobody's home
        return None


@dataclass(frozen=True, slots=True)
class Cache:
    """The files of one folder, which is made when first written to."""

    folder: Path

    def read(self, kind: str, digest: str) -> memoryview | None:
        """What was written of this kind under this digest; None when there is nothing, or nothing to trust.

        The bytes stand in the mapped file: what nobody looks at takes no memory.
        """
        path = self._path(kind, digest)
        try:
            with _trusted(path) as file:
                found = _checked(file, digest)
            with contextlib.suppress(OSError):
                os.utime(path)  # used today; another's folder cannot tell
        except (OSError, ValueError):
            return None
        return found

    def has(self, kind: str, digest: str) -> bool:
        """Whether there is a file for this; `read` tells whether it can be trusted."""
        with contextlib.suppress(OSError):  # a folder above it that we may not enter
            return self._path(kind, digest).exists()
        return False

    def writable(self) -> bool:
        """Whether files can be written that are trusted when they are read; not in a folder where others may write."""
        with contextlib.suppress(OSError, ValueError):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            return os.access(self.folder, os.W_OK) and _ours_alone(self.folder.stat())
        return False

    def write(self, kind: str, digest: str, parts: Iterable[bytes]) -> bool:
        """Keep bytes, which may come in parts, under a digest of all that decides them; whether that was possible."""
        if not self.writable():
            return False
        try:
            self._put(self._path(kind, digest), digest, parts)
            self._tidy(kind)
        except (OSError, ValueError):
            return False
        return True

    def _path(self, kind: str, digest: str) -> Path:
        return self.folder / f"{kind}-{digest}"

    def _put(self, path: Path, digest: str, parts: Iterable[bytes]) -> None:
        descriptor, name = tempfile.mkstemp(prefix=".", dir=self.folder)
        try:
            with open(descriptor, "wb") as file:  # noqa: PTH123 - a Path opens no descriptor
                file.write(bytes(HEADER_BYTES))
                whole = hashlib.sha256(digest.encode())
                for part in parts:
                    whole.update(part)
                    file.write(part)
                file.seek(0)
                file.write(whole.digest())
                os.fchmod(descriptor, 0o644)  # the folder says who may read
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise

    def _tidy(self, kind: str) -> None:
        """Remove what nobody uses any more."""
        used = {path: path.stat().st_mtime for path in self.folder.glob(f"{kind}-*")}
        for path in sorted(used, key=used.__getitem__)[:-KEPT]:
            if used[path] < time.time() - REST_SECONDS:
                path.unlink(missing_ok=True)


@contextlib.contextmanager
def _trusted(path: Path) -> Iterator[BufferedReader]:
    """The file, open, when it and its folder belong to us or to root and nobody else may write there.

    Raises:
        OSError: it does not, or there is none.
    """
    with open(os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK), "rb") as file:  # noqa: PTH123
        for status in (path.parent.stat(), os.fstat(file.fileno())):
            if not _ours_alone(status):
                raise PermissionError(f"{path}: others may write here")
        yield file


def _ours_alone(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to us or to root and nobody else may write there."""
    return not status.st_mode & (stat.S_IWGRP | stat.S_IWOTH) and status.st_uid in {0, os.geteuid()}


def _checked(file: BufferedReader, digest: str) -> memoryview:
    """What follows the header, in the mapped file.

    Raises:
        ValueError: it is not what was written under this digest.
    """
    header = file.read(HEADER_BYTES)
    # Read, not mapped: pages that were only looked at here would be ours.
    whole = hashlib.file_digest(file, lambda: hashlib.sha256(digest.encode()))
    if header != whole.digest().ljust(HEADER_BYTES, b"\0"):
        raise ValueError("damaged")
    return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))[HEADER_BYTES:]
