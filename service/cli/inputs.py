"""Articles from files and stdin: what each kind of file holds, as records for the pipeline or for Kafka."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import orjson

from service.errors import InputError
from service.models import Record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/plain",
}
_LINES = {".jsonl", ".ndjson"}


@dataclass(frozen=True, slots=True)
class Input:
    """One article to be processed, and where it stood (`file` or `file:line`)."""

    where: str
    record: Record


def read_inputs(paths: Iterable[str]) -> Iterator[Input]:
    """The articles of files, in order; `-` is JSONL on stdin.

    Raises:
        InputError: a file is missing, cannot be read or is of no known kind.
    """
    for path in paths:
        try:
            yield from _read(path)
        except OSError as error:
            raise InputError(
                f"{path}: {error.strerror or error}; give files that can be read, or - for stdin"
            ) from None


def _read(path: str) -> Iterator[Input]:
    if path == "-":
        yield from _lines("stdin", sys.stdin.buffer)
        return
    suffix = Path(path).suffix.lower()
    if suffix in _LINES:
        with Path(path).open("rb") as lines:
            yield from _lines(path, lines)
    elif suffix == ".json":
        yield Input(path, Record(Path(path).read_bytes()))
    elif suffix in _PAGES:
        yield Input(path, Record(_event_of_page(Path(path), _PAGES[suffix])))
    else:
        known = " ".join(sorted({*_PAGES, *_LINES, ".json"}))
        raise InputError(f"{path}: not a known kind of file; known are {known}, and - for JSONL on stdin")


def _lines(name: str, lines: Iterable[bytes]) -> Iterator[Input]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield Input(f"{name}:{number}", Record(line.rstrip(b"\r\n")))


def _event_of_page(path: Path, content_type: str) -> bytes:
    from service.core.clean import decode_bytes  # noqa: PLC0415 - only pages need it

    content = decode_bytes(path.read_bytes())
    return orjson.dumps({"id": path.name, "content": content, "content_type": content_type})
