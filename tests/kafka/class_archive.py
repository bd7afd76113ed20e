"""Kafka's classes as Java has read and checked them once, kept beside the jars: each later start is a third faster.

Java calls it application class-data sharing: what a program has loaded is written down as it ends
(`-XX:ArchiveClassesAtExit`) and mapped into memory by later ones (`-XX:SharedArchiveFile`), which share it. An archive
that does not fit (another Java, other jars) is passed over by Java itself.
"""

from __future__ import annotations

import fcntl
import hashlib
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from pathlib import Path

from tests.kafka import jars
from tests.kafka.errors import KafkaTestError

OTHER_JAVA = "-XX:+IgnoreUnrecognizedVMOptions"
"""For a Java that knows no such archives."""


def flags(java: str) -> tuple[str, ...]:
    """What makes Java use the archive; nothing where there is none.

    Args:
        java: what this Java says of its version.
    """
    archive = archive_file(java)
    return (OTHER_JAVA, f"-XX:SharedArchiveFile={archive}", "-Xlog:cds=off") if archive.exists() else ()


def archive_file(java: str) -> Path:
    """Where the archive of this Java and these jars is, or would be."""
    folder = jars.cache_folder()
    return folder.with_name(f"{folder.name}-{hashlib.sha256(java.encode()).hexdigest()[:8]}.jsa")


@cache
def make(java: str, run: Callable[[str], None]) -> None:
    """Make the archive unless it is there; once in a process, and by one process at a time (15 s).

    Args:
        java: what this Java says of its version.
        run: runs what is to be fast later, to its end, with one more flag for Java. That it fails leaves things as
            they are: starts take longer.
    """
    archive = archive_file(java)
    if not archive.exists():
        jars.fetch()
        with suppress(KafkaTestError, OSError):
            _make(archive, run)


def _make(archive: Path, run: Callable[[str], None]) -> None:
    with archive.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if archive.exists():  # another process was first
            return
        # Beside the archive, so that the rename that publishes it is atomic.
        with tempfile.TemporaryDirectory(prefix=archive.name, dir=archive.parent) as folder:
            new = Path(folder) / archive.name
            run(f"-XX:ArchiveClassesAtExit={new}")
            new.rename(archive)
