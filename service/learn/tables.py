"""Spreadsheets saved as CSV, as the programs of different countries and years write them: rows by column names."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING

from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

TEXTS = ("text", "content", "raw", "body")
"""Columns that may hold the article, the first that does."""

LANGUAGES = ("language", "lang")

MAX_FIELD = 5_000_000
"""Characters of the longest field of a CSV file."""

_DELIMITERS = ",;\t|"
_NAMED = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
"""A line before the columns that names the separator, which Excel reads and some programs write for it."""

_OLD_ENDS = re.compile(r"(?<=\r)(?!\n|$)")
"""Behind a carriage return that ends a line alone, as in CSV for the Macintosh."""


def rows(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The column names with their line, in lower case and without values, then each row that has a value with its line.

    Cells that a row lacks at its end are not in it.

    Args:
        lines: the file's lines, read as they are needed.
        name: the file's name, for messages.

    Raises:
        InputError: a line is not UTF-8 or not CSV, or has more cells than there are columns.
    """
    csv.field_size_limit(MAX_FIELD)
    texts = _decoded(lines, name)
    first = next(texts, "")
    named = _NAMED.fullmatch(first)
    before = 1 if named else 0
    if named:
        first = next(texts, "")
    delimiter = named[1] if named else max(_DELIMITERS, key=first.count)
    reader = csv.reader(_chained(first, texts), delimiter=delimiter)
    line = 1
    try:
        header = [column.strip().lower() for column in next(reader, [])]
        yield before + 1, dict.fromkeys(filter(None, header), "")
        line = before + reader.line_num + 1
        for cells in reader:
            if len(cells) > len(header):
                mend = "quote a cell that holds the separator"
                raise InputError(f"{name}:{line}: {len(cells)} cells, but {len(header)} columns; {mend}")
            if any(cells):
                yield line, dict(zip(header, cells, strict=False))
            line = before + reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"{name}:{line}: not CSV, {error}; save the sheet as CSV in UTF-8") from None


def _chained(first: str, rest: Iterable[str]) -> Iterator[str]:
    yield first
    yield from rest


def _decoded(lines: Iterable[bytes], name: str) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8").replace("\0", "")
        except UnicodeDecodeError:
            raise InputError(f"{name}:{number}: not UTF-8; save the sheet as CSV in UTF-8") from None
        yield from _OLD_ENDS.split(text) if "\r" in text else (text,)
