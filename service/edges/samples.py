"""The demo feed as Kafka records: articles in 13 languages, some off-topic, and a few poison records.

`samples/feed/index.json` lists the feed in order, with what each record must become.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

from service.edges.resources import resource

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

CONTENT_TYPES = {"html": "text/html", "txt": "text/plain"}
"""Media type by a sample's file name extension; poison (`.json`) has none, its bytes are sent as they are."""


@dataclass(frozen=True, slots=True)
class SampleRecord:
    """One record of the feed.

    Attributes:
        name: the sample's file name, which says language or `poison`, and subject.
        key: the Kafka record key: the article's id, for poison the file name.
        value: the Kafka record value: a raw-article v1 event as JSON, for poison the file's bytes.
        expect: what must come of it. An article: `language`, `topics` (ids), `title`, `off_topic`, `must_contain`,
            `must_not_contain` (pieces that cleaning must take out). Poison: `reason`, a value of service.models.Reason.
    """

    name: str
    key: bytes
    value: bytes
    expect: dict[str, Any]


def feed() -> list[SampleRecord]:
    """The demo feed, in the order in which it is to be produced.

    Raises:
        CommuniqueError: the samples are not part of this installation.
    """
    folder = resource("samples", "feed")
    entries = orjson.loads(folder.joinpath("index.json").read_bytes())
    return [_record(folder, entry) for entry in entries]


def _record(folder: Traversable, entry: dict[str, Any]) -> SampleRecord:
    name = entry["file"]
    content = folder.joinpath(name).read_bytes()
    content_type = CONTENT_TYPES.get(name.rpartition(".")[2])
    if content_type is None:
        return SampleRecord(name, name.encode(), content, entry["expect"])
    value = orjson.dumps(_event(entry, content.decode(), content_type))
    return SampleRecord(name, entry["id"].encode(), value, entry["expect"])


def _event(entry: dict[str, Any], content: str, content_type: str) -> dict[str, Any]:
    """A raw-article v1 event. It says neither title nor language: to find those is what the demo shows."""
    event = {
        "id": entry["id"],
        "url": entry["url"],
        "content": content,
        "content_type": content_type,
        "source": entry["source"],
    }
    if entry["published_at"] is not None:
        event["published_at"] = entry["published_at"]
    return event
