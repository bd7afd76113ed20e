"""Articles of a spreadsheet saved as CSV: each row as a raw event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from service.errors import InputError
from service.learn.tables import LANGUAGES, TEXTS, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHEETS = frozenset({".csv", ".tsv"})
"""Endings of spreadsheets that are text."""

_OWN = ("id", "url", "content_type", "title", "language", "published_at", "retrieved_at")
"""Columns that are properties of a raw event; all others go into its metadata, but those of texts and languages."""


def events_of_sheet(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, dict[str, object]]]:
    """The raw event of each row with the row's line; a row without an id is named by file and line.

    Raises:
        InputError: the sheet cannot be read, or has no column for articles.
    """
    found = rows(lines, name)
    line, columns = next(found)
    if not columns.keys() & {*TEXTS, "url"}:
        raise InputError(
            f"{name}:{line}: the columns are {', '.join(columns) or 'none'}; "
            "name them in the first line: id, title, content (or text), url, language, published_at"
        )
    for line, row in found:
        yield line, _event(row, f"{name}:{line}")


def _event(row: dict[str, str], where: str) -> dict[str, object]:
    event: dict[str, object] = {name: row[name] for name in _OWN if row.get(name)}
    for key, columns in (("content", TEXTS), ("language", LANGUAGES)):
        given = next((row[name] for name in columns if row.get(name)), None)
        if given is not None:
            event[key] = given
    read = {*_OWN, *TEXTS, *LANGUAGES}
    metadata = {name: value for name, value in row.items() if name and value and name not in read}
    return {"id": where, **event, **({"metadata": metadata} if metadata else {})}
