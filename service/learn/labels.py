"""Labelled articles for training: from a spreadsheet saved as CSV, or from JSONL.

Whatever is doubtful is told with a count and line numbers; what would teach something false is an error.
"""

from __future__ import annotations

import difflib
import json
import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from service.errors import InputError
from service.learn import tables
from service.learn.tables import LANGUAGES, TEXTS
from service.measures.gold import read_objects

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAX_LABELS = 60_000
"""Articles taken from a file: learning holds all of them, and more would need more than 2 GB."""

SHOWN_LINES = 5
"""Line numbers shown with a warning."""

TOPICS = ("topics", "topic", "label", "labels", "category")
_SPLIT = re.compile(r"[|;,]")
_SLUG = re.compile(r"[^a-z0-9]+")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}([-_][A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and its topics.

    Attributes:
        id: the file's, else its line's number.
        title, text: as the classifier will see them; `text` still to be cleaned while `clean` is False.
        language: BCP-47 tag; None until it is known.
        topics: ids, none for an off-topic article.
        optional: topics that are neither right nor wrong.
        story: shared by articles that tell the same story.
        line: where it stands in the file, from 1.
        clean: whether `text` needs no cleaning.
        content_type: of a text still to be cleaned; None: sniffed.
    """

    id: str
    title: str
    text: str
    language: str | None
    topics: frozenset[str]
    optional: frozenset[str]
    story: str
    line: int
    clean: bool
    content_type: str | None = None


@dataclass(slots=True)
class Doubts:
    """What is doubtful in a file: kinds in the order they were met, each with its lines."""

    found: dict[str, list[int]] = field(default_factory=dict)

    def note(self, kind: str, line: int) -> None:
        """Note a line."""
        self.found.setdefault(kind, []).append(line)

    def sentences(self) -> list[str]:
        """A sentence for each kind."""
        return [f"{len(lines)} {kind} ({lines_of(lines)})" for kind, lines in self.found.items()]


def lines_of(lines: Sequence[int]) -> str:
    """Line numbers, the first few."""
    more = ", ..." if len(lines) > SHOWN_LINES else ""
    word = "line" if len(lines) == 1 else "lines"
    return f"{word} {', '.join(map(str, lines[:SHOWN_LINES]))}{more}"


@dataclass(frozen=True, slots=True)
class Names:
    """The topics that labels may name.

    Attributes:
        ids: by lower-case id or label; empty when labels alone name the topics.
        new: whether a label may name a topic that is not there yet.
    """

    ids: Mapping[str, str]
    new: bool


def parse(lines: Iterable[bytes], *, name: str, table: bool, names: Names, doubts: Doubts) -> list[Labelled]:
    """Read labelled articles.

    Args:
        lines: the file's lines, read as they are needed.
        name: the file's name, for messages.
        table: whether it is CSV; else JSONL.
        names: the topics that labels may name.
        doubts: what is doubtful is noted here.

    Raises:
        InputError: a line cannot be read, names an unknown topic, or there is nothing to learn from.
    """
    rows = _table(lines, name) if table else _objects(lines, name)
    found: list[Labelled] = []
    unknown: dict[str, list[int]] = defaultdict(list)
    for line, row in rows:
        article = _article(line, row, name, names, unknown)
        if not article.text.strip():
            doubts.note("without a text, left out", line)
            continue
        found.append(article)
        if len(found) > MAX_LABELS:
            raise InputError(f"{name}: holds over {MAX_LABELS:,} articles; take a sample of them")
    if len(unknown) > 1 and names.ids and not any(article.topics for article in found):
        raise InputError(
            f"{name}: no topic of it is one of the taxonomy ({', '.join(list(unknown)[:SHOWN_LINES])}); "
            "name the taxonomy that the labels are of with --taxonomy, or learn them as new topics: train --new-topics"
        )
    if unknown:
        raise InputError("\n".join(_unknown(name, topic, lines, names) for topic, lines in unknown.items()))
    if not found:
        raise InputError(f"{name}: holds no labelled article with a text; write one a line")
    return without_repeats(found, doubts)


def topic_id(label: str) -> str:
    """A label as a topic id in snake_case; `topic` goes before one that begins with no letter."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    slug = _SLUG.sub("_", plain).strip("_")
    return slug if slug[:1].isalpha() else f"topic_{slug}".rstrip("_")


def _unknown(name: str, topic: str, lines: list[int], names: Names) -> str:
    close = difflib.get_close_matches(topic.lower(), names.ids, n=1)
    mend = (
        f"did you mean `{names.ids[close[0]]}`?" if close else "mend it, or learn it as a new topic: train --new-topics"
    )
    return f"{name}:{lines[0]}: `{topic}` is no topic of the taxonomy ({lines_of(lines)}); {mend}"


def _objects(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    for where, row in read_objects(lines, name=name):
        yield int(where.rpartition(":")[2]), row


def _table(lines: Iterable[bytes], name: str) -> Iterator[tuple[int, dict[str, Any]]]:
    found = tables.rows(lines, name)
    line, columns = next(found)
    if not columns.keys() & set(TEXTS) or not columns.keys() & set(TOPICS):
        raise InputError(
            f"{name}:{line}: the columns are {', '.join(columns) or 'none'}; "
            "name them in the first line: id, title, text (or content), language, topics"
        )
    for line, row in found:
        if not row.keys() & set(TEXTS) or not row.keys() & set(TOPICS):
            raise InputError(
                f"{name}:{line}: {len(row)} {'cell' if len(row) == 1 else 'cells'}, but {len(columns)} columns; "
                "look for a quotation mark that nothing closes, or write the empty cells too"
            )
        yield line, row


def _article(line: int, row: Mapping[str, Any], name: str, names: Names, unknown: dict[str, list[int]]) -> Labelled:
    where = f"{name}:{line}"
    column = next((key for key in TEXTS if row.get(key)), next((key for key in TEXTS if key in row), None))
    if column is None:
        raise InputError(f"{where}: no `text` and no `content`; write the article into one of them")
    labels = next((row[key] for key in TOPICS if key in row), None)
    if labels is None:
        raise InputError(f"{where}: no `topics`; write [] or an empty cell for an off-topic article")
    id_ = _text(row, "id", where) or str(line)
    return Labelled(
        id=id_,
        title=_text(row, "title", where),
        text=_text(row, column, where),
        language=_language(row, where),
        topics=frozenset(_topics(labels, where, line, names, unknown)),
        optional=frozenset(_topics(row.get("optional") or [], where, line, names, unknown)),
        story=_text(row, "story", where) or id_,
        line=line,
        clean=column == "text",
        content_type=_text(row, "content_type", where) or None,
    )


def _language(row: Mapping[str, Any], where: str) -> str | None:
    given = next((_text(row, key, where).strip() for key in LANGUAGES if row.get(key)), "")
    if given and not _LANGUAGE.fullmatch(given):
        raise InputError(f"{where}: the language is `{given[:40]}`; write an ISO 639-1 code such as `en`")
    primary, *regions = given.replace("_", "-").split("-")
    return "-".join([primary.lower(), *regions]) or None


def _text(row: Mapping[str, Any], key: str, where: str) -> str:
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, (dict, list, bool)):
        raise InputError(f"{where}: `{key}` is a JSON {type(value).__name__}; write a string")
    return unicodedata.normalize("NFC", str(value))


def _topics(value: Any, where: str, line: int, names: Names, unknown: dict[str, list[int]]) -> Iterator[str]:
    """Topic ids of a cell, of a list of names, or of the topics of an enriched event."""
    given = _SPLIT.split(value) if isinstance(value, str) else value
    if not isinstance(given, list):
        raise InputError(f"{where}: `topics` is a JSON {type(value).__name__}; write a list of topic ids")
    for entry in given:
        label = entry.get("id") if isinstance(entry, dict) else entry
        if not isinstance(label, str):
            raise InputError(f"{where}: `topics` holds {json.dumps(entry)[:40]}; write topic ids")
        label = label.strip()
        if not label:
            continue
        known = names.ids.get(label.lower()) or names.ids.get(topic_id(label))
        if known is None and not names.new:
            unknown[label].append(line)
        else:
            yield known or topic_id(label)


def without_repeats(articles: Sequence[Labelled], doubts: Doubts) -> list[Labelled]:
    """Articles without those that stand twice: labelled alike the first is kept, labelled differently none."""
    by_text: dict[tuple[str, str], list[Labelled]] = defaultdict(list)
    for article in articles:
        by_text[article.title.strip(), " ".join(article.text.split())].append(article)
    kept = []
    for same in by_text.values():
        contradicting = len({article.topics for article in same}) > 1
        for place, article in enumerate(same):
            if contradicting:
                doubts.note("of one text with different topics, left out", article.line)
            elif place:
                doubts.note("repeated, left out", article.line)
            else:
                kept.append(article)
    return sorted(kept, key=lambda article: article.line)
