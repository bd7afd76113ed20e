"""Which items of feeds were published already: a compacted channel, read whole at start.

A record stands for an article's address: its key is the canonical URL, hashed; its value tells, hashed, how feeds name
the article, and when it was first seen. An article whose address changes has a record for each. Beside them each feed
has a record of what to ask for changes by. No Faust table, no timer: what the channel says is all there is.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import orjson

from service.edges.feeds_poll import Validators
from service.models import Message
from service.stream.scan import existing_partitions, scan, spans_of

if TYPE_CHECKING:
    from collections.abc import Iterator

REMEMBERED: Final = timedelta(days=90)
"""An article that has left its feeds for so long is forgotten: feeds list weeks, and memory must not grow for ever."""
MOST_NAMES: Final = 32
"""Feeds whose name for one article is kept, those that listed it first: a newsroom lists an article in a few."""
_ITEM, _FEED = b"item:", b"feed:"


def digest(*parts: str) -> str:
    """A name of fixed length for texts of any: 128 bits of SHA-256, in hex."""
    return hashlib.sha256("\n".join(parts).encode(errors="surrogatepass")).hexdigest()[:32]


@dataclass(frozen=True, slots=True)
class Sighting:
    """An article that was published, at one address.

    Attributes:
        page: digest of its canonical URL: other feeds may link it, too.
        names: for each feed that lists it, digest of the feed's address and of how that feed names the article: its URL
            may change.
        at: when it was first seen, RFC 3339.
    """

    page: str
    names: tuple[str, ...]
    at: str

    def message(self) -> Message:
        """The record for the channel."""
        return Message(_ITEM + self.page.encode(), orjson.dumps({"names": self.names, "at": self.at}))

    def joined(self, known: Sighting) -> Sighting:
        """This sighting of an article with the names and the age of an earlier one."""
        names = dict.fromkeys((*known.names, *self.names))
        return replace(self, names=tuple(names)[:MOST_NAMES], at=known.at)


def validators_message(url: str, validators: Validators) -> Message:
    """The record of what to ask a feed for changes by."""
    value = {"url": url, "etag": validators.etag, "last_modified": validators.last_modified}
    return Message(_FEED + digest(url).encode(), orjson.dumps(value))


class Seen:
    """What was published, in memory: about 200 bytes an article."""

    def __init__(self) -> None:
        self._pages: dict[str, Sighting] = {}
        self._names: dict[str, str] = {}
        self._validators: dict[str, Validators] = {}

    def __len__(self) -> int:
        return len(self._pages)

    def add(self, sighting: Sighting) -> None:
        """Note an article, in the place of what was known of it at this address."""
        self._forget(sighting.page)
        self._pages[sighting.page] = sighting
        self._names |= dict.fromkeys(sighting.names, sighting.page)

    def known(self, sighting: Sighting) -> Sighting | None:
        """What is known of an article: at its address, or else by a feed's name for it; None when it is new."""
        if (at_page := self._pages.get(sighting.page)) is not None:
            return at_page
        return next((self._pages[self._names[name]] for name in sighting.names if name in self._names), None)

    def validators(self, url: str) -> Validators:
        """What to ask a feed for changes by; nothing for one that is new."""
        return self._validators.get(digest(url), Validators())

    def keep(self, url: str, validators: Validators) -> None:
        """Note what to ask a feed by."""
        self._validators[digest(url)] = validators

    def read(self, key: bytes | None, value: bytes | None) -> None:
        """Take in a record of the channel; what is none of ours says nothing."""
        key = key or b""
        name = key.partition(b":")[2].decode("ascii", "replace")
        try:
            told = None if value is None else orjson.loads(value)
            if key.startswith(_ITEM):
                self._take_in(name, told)
            elif key.startswith(_FEED) and told is not None:
                self._validators[name] = Validators(told["etag"], told["last_modified"])
        except (ValueError, TypeError, KeyError):
            return

    def _take_in(self, page: str, told: Any) -> None:
        self._forget(page)
        if told is not None:
            self.add(Sighting(page, tuple(map(str, told["names"])), str(told["at"])))

    def forget(self, current: set[str], now: datetime) -> Iterator[Message]:
        """Forget articles of long ago that no feed lists any more.

        Args:
            current: the pages that feeds listed when they were last read.
            now: the time.

        Yields:
            The tombstones to publish.
        """
        until = (now - REMEMBERED).isoformat()
        for page in [p for p, sighting in self._pages.items() if sighting.at < until and p not in current]:
            self._forget(page)
            yield Message(_ITEM + page.encode(), None)

    def _forget(self, page: str) -> None:
        known = self._pages.pop(page, None)
        for name in known.names if known is not None else ():
            if self._names.get(name) == page:
                del self._names[name]


async def read_seen(consumer: Any, admin: Any, channel: str) -> Seen:
    """All that the channel says.

    Raises:
        BrokerError: it cannot be read to its end.
    """
    seen = Seen()
    partitions = await existing_partitions(admin, channel, "create it with cleanup.policy=compact")
    async for _, records, _ in scan(consumer, await spans_of(consumer, partitions)):
        for record in records:
            seen.read(record.key, record.value)
    return seen
