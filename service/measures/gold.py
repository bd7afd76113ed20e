"""Labelled articles: what an article should become, read from JSONL and checked.

docs/evaluation.md describes the format for those who label.
"""

from __future__ import annotations

import difflib
import json
import re
import zlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from service.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

KEPT_LABELS = ("title", "body")
"""Labels of lines that belong to the article."""

DROPPED_LABELS = ("boilerplate", "related", "caption", "credit", "source")
"""Labels of lines that cleaning should take out."""

LABELS = (*KEPT_LABELS, "dateline", *DROPPED_LABELS)
"""All labels; a dateline, which tells when an article was published, is neither asked for nor wrong."""

HALVES = ("even", "odd")
"""The two halves that `half_of` tells apart, by its number."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class GoldLine:
    """One line of a raw text: its label, and whether it holds two kinds."""

    text: str
    label: str
    mixed: bool = False


@dataclass(frozen=True, slots=True)
class GoldArticle:
    """One labelled article.

    Attributes:
        id: its id; predictions are found by it.
        language: ISO 639-1 code of the body.
        raw: the text as a producer would send it; None when only predictions are scored.
        content_type: of `raw`.
        url: where it stood, else None.
        lines: the labelled lines of `raw`, empty when nobody labelled them: then text is not scored.
        title, published: None where the article states none.
        topics, primary: the topics it should get and the main one; none at all for an off-topic article.
        optional: topics that are neither asked for nor wrong.
        story: shared by articles that tell the same story; the article's id when it stands alone.
        where: `file:line`, for messages.
    """

    id: str
    language: str
    raw: str | None
    content_type: str
    url: str | None
    lines: tuple[GoldLine, ...]
    title: str | None
    published: str | None
    topics: tuple[str, ...]
    primary: str | None
    optional: tuple[str, ...]
    story: str
    where: str


@dataclass(frozen=True, slots=True)
class Repair:
    """A known defect of an article's text: as it stands, and as it should read."""

    id: str
    wrong: str
    right: str


def half_of(story: str) -> str:
    """The half a story belongs to, `even` or `odd`: its CRC-32 modulo 2, the same on every machine for ever."""
    return HALVES[zlib.crc32(story.encode()) % 2]


def parse_gold(lines: Iterable[bytes], *, name: str, topics: Collection[str] = ()) -> list[GoldArticle]:
    """Read labelled articles.

    Args:
        lines: JSONL, one article a line; blank lines are passed over.
        name: the file's name, for messages.
        topics: the topic ids that may be given; empty: any.

    Raises:
        InputError: a line is no labelled article; says file, line and mend. Or there is none at all.
    """
    found = with_own_ids(_Row(where, row).article(topics) for where, row in read_objects(lines, name=name))
    if not found:
        raise InputError(f"{name}: holds no labelled article; write one JSON object a line")
    return found


def with_own_ids(articles: Iterable[GoldArticle]) -> list[GoldArticle]:
    """The articles, each with an id of its own: predictions are found by it.

    Raises:
        InputError: two have one id.
    """
    found: dict[str, GoldArticle] = {}
    for article in articles:
        there = found.setdefault(article.id, article)
        if there is not article:
            raise InputError(f"{article.where}: the id `{article.id}` stands in {there.where} too; give each its own")
    return list(found.values())


def parse_repairs(lines: Iterable[bytes], *, name: str, ids: Collection[str]) -> list[Repair]:
    """Read known defects, JSONL of `{id, wrong, right}`.

    Args:
        lines: the file's lines.
        name: the file's name, for messages.
        ids: the ids of the labelled articles.

    Raises:
        InputError: a line is no defect, or names an article that is not labelled.
    """
    repairs = []
    for where, values in read_objects(lines, name=name):
        row = _Row(where, values)
        repair = Repair(row.text("id"), row.text("wrong"), row.text("right"))
        if repair.id not in ids:
            raise InputError(f"{where}: no labelled article has the id `{repair.id}`; {_nearest(repair.id, ids)}")
        repairs.append(repair)
    return repairs


def mended(article: GoldArticle, repairs: Sequence[Repair]) -> GoldArticle:
    """The article with its known defects mended in the labelled lines."""
    lines = article.lines
    for repair in repairs:
        lines = tuple(replace(line, text=line.text.replace(repair.wrong, repair.right)) for line in lines)
    return replace(article, lines=lines)


def read_objects(lines: Iterable[bytes], *, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The JSON objects of a JSONL file, each with its `file:line`.

    Raises:
        InputError: a line is not UTF-8, not JSON or no object.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        where = f"{name}:{number}"
        try:
            row = json.loads(line.decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise InputError(f"{where}: not UTF-8; save the file as UTF-8") from None
        except json.JSONDecodeError as error:  # its own words count lines, too, and those of one line
            what = f"{error.msg[:1].lower()}{error.msg[1:]} at column {error.pos + 1}"
            raise InputError(f"{where}: not JSON, {what}; write one JSON object a line") from None
        except (ValueError, RecursionError) as error:
            raise InputError(f"{where}: not JSON, {error}; write one JSON object a line") from None
        if not isinstance(row, dict):
            raise InputError(f"{where}: a JSON {type(row).__name__}, not an object; write {{...}}")
        yield where, row


def _nearest(word: str, known: Collection[str]) -> str:
    """A mend for an unknown word."""
    close = difflib.get_close_matches(word, known, n=1)
    return f"did you mean `{close[0]}`?" if close else f"known are {', '.join(sorted(known)[:20])}"


class _Row:
    """Reads the fields of one object; what is wrong names the line."""

    def __init__(self, where: str, values: Mapping[str, Any]) -> None:
        self._where = where
        self._values = values

    def article(self, topics: Collection[str]) -> GoldArticle:
        """The labelled article."""
        language = self.text("lang")
        if not _LANGUAGE.fullmatch(language):
            raise self._wrong(f"`lang` is `{language}`", "write an ISO 639-1 code such as `en`")
        published = self._maybe("published")
        if published is not None and not _DATE.fullmatch(published):
            raise self._wrong(f"`published` is `{published}`", "write YYYY-MM-DD, or null where the text states none")
        id_ = self.text("id")
        given = self._topics("topics", topics, required=True)
        optional = self._topics("optional", topics, required=False)
        if both := sorted(set(given) & set(optional)):
            raise self._wrong(f"`{both[0]}` stands in `topics` and in `optional`", "take it out of one")
        return GoldArticle(
            id=id_,
            language=language,
            raw=self._maybe("raw"),
            content_type=self._maybe("content_type") or "text/plain",
            url=self._maybe("url"),
            lines=tuple(self._lines()),
            title=self._maybe("title"),
            published=published,
            topics=given,
            primary=self._primary(given),
            optional=optional,
            story=self._maybe("story") or id_,
            where=self._where,
        )

    def text(self, key: str) -> str:
        """A field that must hold text."""
        value = self._values.get(key)
        if not isinstance(value, str) or not value.strip():
            raise self._wrong(f"`{key}` is {'missing' if key not in self._values else 'no text'}", "write a string")
        return value

    def _maybe(self, key: str) -> str | None:
        """A field that may be missing, null or empty."""
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise self._wrong(f"`{key}` is a JSON {type(value).__name__}", "write a string or null")
        return value or None

    def _lines(self) -> Iterator[GoldLine]:
        values = self._values.get("lines") or []
        if not isinstance(values, list):
            raise self._wrong("`lines` is no list", 'write [{"text": ..., "label": ...}, ...]')
        for number, line in enumerate(values, 1):
            text = line.get("text") if isinstance(line, dict) else None
            if not isinstance(text, str):
                raise self._wrong(f"line {number} of `lines` has no `text`", 'write {"text": ..., "label": ...}')
            if line.get("label") not in LABELS:
                label = str(line.get("label"))
                raise self._wrong(f"line {number} of `lines` has the label `{label}`", _nearest(label, LABELS))
            yield GoldLine(text, line["label"], bool(line.get("mixed")))

    def _topics(self, key: str, known: Collection[str], *, required: bool) -> tuple[str, ...]:
        values = self._values.get(key)
        if values is None and not required:
            return ()
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self._wrong(f"`{key}` is no list of topic ids", "write [] for an off-topic article")
        for value in values:
            if known and value not in known:
                raise self._wrong(f"`{key}` holds `{value}`, which the taxonomy does not know", _nearest(value, known))
        return tuple(dict.fromkeys(values))

    def _primary(self, topics: tuple[str, ...]) -> str | None:
        primary = self._maybe("primary")
        if topics and primary not in topics:
            raise self._wrong(f"`primary` is `{primary}`", f"write one of `topics`: {', '.join(topics)}")
        if primary is not None and not topics:
            raise self._wrong(f"`primary` is `{primary}` but `topics` is empty", "write null, or add the topic")
        return primary

    def _wrong(self, what: str, mend: str) -> InputError:
        return InputError(f"{self._where}: {what}; {mend}")
