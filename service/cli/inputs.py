"""Articles from files and stdin: what each kind of file holds, as records for the pipeline or for Kafka."""

from __future__ import annotations

import codecs
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

import typer

from service.cli.sheets import SHEETS, events_of_sheet
from service.errors import InputError
from service.models import Reason, Record, Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
_PAGES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/plain",
}
_LINES = {".jsonl", ".ndjson"}
_KINDS = frozenset({*_PAGES, *_LINES, *SHEETS, ".json"})
_KNOWN = " ".join(sorted(_KINDS))
_SKIP_BYTES = 65_536
_LOOK_BYTES = 8_192
"""A NUL within these says that a file is no text, as grep and git have it."""
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE)
"""Byte order marks of encodings that write ASCII with NULs; that of UTF-32-LE begins with that of UTF-16-LE."""


@dataclass(frozen=True, slots=True)
class Input:
    """One article to be processed.

    Attributes:
        where: the file it stood in, `file:line` for a line of JSONL; characters that no text can hold are replaced.
        record: the article, as a record without key.
        size: bytes that it takes in its file.
        refusal: why it is no article; the record is then empty.
    """

    where: str
    record: Record
    size: int
    refusal: Refusal | None = None


def read_inputs(paths: Sequence[str], max_bytes: int) -> Iterator[Input]:
    """The articles of files, in order; `-` is JSONL on stdin.

    Files are looked at before the first is read, so that a wrong name is told at once and not after an hour's work.
    No more than one article is held at a time, and of one that is too large no more than `max_bytes`. A file without
    any is warned of on stderr: its reader would take the silence for an answer.

    Args:
        paths: .jsonl and .ndjson hold one raw event a line, .csv and .tsv an article a row, .json one event, the others
            an article each.
        max_bytes: an article larger than this is refused.

    Raises:
        InputError: a file is missing, cannot be read or is of no known kind, or a row of a sheet is wrong; or stdin is
            closed.
    """
    for path in paths:
        _check(path)
    return _read_all(paths, max_bytes)


def total_size(paths: Sequence[str]) -> int | None:
    """Bytes of all files together; None when stdin or something without a size is among them."""
    if STDIN in paths or not all(Path(path).is_file() for path in paths):
        return None
    return sum(Path(path).stat().st_size for path in paths)


def _check(path: str) -> None:
    if path == STDIN:
        if sys.stdin is None:
            raise InputError("stdin is closed; give it something to read, or name files")
        return
    if not path:
        raise InputError("a file's name is empty; give files that exist, or - for JSONL on stdin")
    file = Path(path)
    if file.is_dir():
        raise InputError(f"{path}: a folder; name its files, as in {path.rstrip('/')}/*.html")
    if "://" in path:
        raise InputError(
            f"{path}: an address; save the page and name its file, or let a worker fetch it (docs/sources.md)"
        )
    if not file.exists():
        raise InputError(f"{path}: no such file; give files that exist, or - for JSONL on stdin")
    if file.suffix.lower() not in _KINDS:
        raise InputError(f"{path}: not a known kind of file; known are {_KNOWN}, and - for JSONL on stdin")


def _read_all(paths: Sequence[str], max_bytes: int) -> Iterator[Input]:
    for path in paths:
        # Linux lets names hold bytes that are no text, and no event can hold those.
        name = "stdin" if path == STDIN else os.fsencode(path).decode("utf-8", "replace")
        item = None
        try:
            for item in _read(path, name, max_bytes):
                yield item
        except OSError as error:
            if isinstance(error, BrokenPipeError):
                raise
            raise InputError(f"{path}: {error.strerror or error}; give files that can be read") from None
        if item is None:
            typer.echo(f"warning: {name}: holds no article", err=True)


def _read(path: str, name: str, max_bytes: int) -> Iterator[Input]:
    if path == STDIN:
        yield from _lines(name, sys.stdin.buffer, max_bytes)
        return
    suffix = Path(path).suffix.lower()
    with Path(path).open("rb") as file:
        if suffix in _LINES:
            yield from _lines(name, file, max_bytes)
            return
        if suffix in SHEETS:
            yield from _rows(name, file, max_bytes)
            return
        data = file.read(max_bytes + 1)
    if len(data) > max_bytes:
        yield Input(name, Record(None), len(data), _too_large(max_bytes))
    elif suffix == ".json":
        yield _event_of_file(name, data.removeprefix(codecs.BOM_UTF8))
    elif b"\0" in data[:_LOOK_BYTES] and not data.startswith(_WIDE):
        refusal = Refusal(Reason.UNSUPPORTED_CONTENT_TYPE, "the file is binary, neither HTML nor text", "read")
        yield Input(name, Record(None), len(data), refusal)
    else:
        yield Input(name, Record(_event_of_page(Path(name).name, data, _PAGES[suffix])), len(data))


def _event_of_file(name: str, data: bytes) -> Input:
    if data.lstrip()[:1] != b"[":
        return Input(name, Record(data), len(data))
    detail = "the file holds a list; write each of its events on a line of a .jsonl file, as `jq -c '.[]'` does"
    return Input(name, Record(None), len(data), Refusal(Reason.SCHEMA_VIOLATION, detail, "read"))


def _rows(name: str, file: IO[bytes], max_bytes: int) -> Iterator[Input]:
    import orjson  # noqa: PLC0415

    for line, event in events_of_sheet(file, name):
        value = orjson.dumps(event)
        refusal = _too_large(max_bytes) if len(value) > max_bytes else None
        yield Input(f"{name}:{line}", Record(None if refusal else value), len(value), refusal)


def _too_large(max_bytes: int) -> Refusal:
    detail = f"larger than {max_bytes:,} bytes; COMMUNIQUE_MAX_ARTICLE_BYTES allows more"
    return Refusal(Reason.TOO_LARGE, detail, "read")


def _lines(name: str, file: IO[bytes], max_bytes: int) -> Iterator[Input]:
    number = 0
    while line := file.readline(max_bytes + 2):  # room for the line's end
        number += 1
        size, value = len(line), line.rstrip(b"\r\n")
        if number == 1:
            value = value.removeprefix(codecs.BOM_UTF8)
        if not line.endswith(b"\n"):
            size += _skip_line(file)
        if value.strip():
            refusal = _too_large(max_bytes) if len(value) > max_bytes else None
            yield Input(f"{name}:{number}", Record(None if refusal else value), size, refusal)


def _skip_line(file: IO[bytes]) -> int:
    """Read on behind the line's end, or to the file's; returns the bytes skipped."""
    skipped = 0
    while piece := file.readline(_SKIP_BYTES):
        skipped += len(piece)
        if piece.endswith(b"\n"):
            break
    return skipped


def _event_of_page(name: str, data: bytes, content_type: str) -> bytes:
    import orjson  # noqa: PLC0415

    from service.core.clean import decode_bytes  # noqa: PLC0415 - only pages need it

    return orjson.dumps({"id": name, "content": decode_bytes(data), "content_type": content_type})
