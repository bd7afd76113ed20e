"""What a look at a feed has found: raw events of what is new, and sightings of that and of what was known."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import orjson

from service.edges.feeds_urls import canonical_url
from service.models import Message
from service.stream.feeds_seen import digest

if TYPE_CHECKING:
    from datetime import datetime

    from service.edges.feeds import Feed, FeedItem
    from service.edges.feeds_list import FeedSource
    from service.stream.feeds_seen import Sighting

CONTENT_TYPE: Final = (("content-type", b"application/json"),)


class Found:
    """What one look has found.

    Attributes:
        articles: that are new, to be published.
        sightings: by page: of those, and of what was published before, at a new address or under a further name.
    """

    def __init__(self) -> None:
        self.articles: list[Message] = []
        self.sightings: dict[str, Sighting] = {}
        self._names: set[str] = set()

    def has(self, sighting: Sighting) -> bool:
        """Whether this look has found the article before."""
        return sighting.page in self.sightings or not self._names.isdisjoint(sighting.names)

    def note(self, sighting: Sighting, article: Message) -> None:
        """An article that is new."""
        self.articles.append(article)
        self.sightings[sighting.page] = sighting
        self._names |= set(sighting.names)

    def note_again(self, sighting: Sighting, known: Sighting) -> None:
        """An article that was published before; says nothing unless its address or its name in this feed is new."""
        joined = sighting.joined(known)
        if joined != known and not self.has(sighting):
            self.sightings[sighting.page] = joined
            self._names |= set(sighting.names)


def raw_message(source: FeedSource, feed: Feed, item: FeedItem, now: datetime) -> Message:
    """The raw event of an item, keyed by its canonical URL."""
    address = canonical_url(item.url)
    event = {
        "id": address if len(address) <= 1_024 else digest(address),
        "url": item.url,
        "content": item.content if source.content == "feed" else None,
        "title": item.title or None,
        "language": item.language or source.language,
        "published_at": item.published_at,
        "retrieved_at": now.isoformat(timespec="seconds"),
        "source": _outlet_of(source, feed),
        "metadata": {"feed": {"url": source.url, "item": item.id}},
    }
    value = orjson.dumps({name: told for name, told in event.items() if told is not None})
    return Message(address.encode(), value, CONTENT_TYPE)


def _outlet_of(source: FeedSource, feed: Feed) -> dict[str, str] | None:
    told = {"name": source.name or feed.title[:200], "url": feed.site}
    return {name: value for name, value in told.items() if value} or None
