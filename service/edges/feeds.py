"""Feeds as their publishers write them - RSS, Atom, JSON Feed, sitemaps for news - read into one form.

Everything here is a stranger's: no entity is expanded, no file or address that a feed names is opened, and what one
item gets wrong costs that item alone.
"""

from __future__ import annotations

import calendar
import io
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import defusedxml.ElementTree
import feedparser
import orjson
from defusedxml.common import DefusedXmlException

from service.errors import FeedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from xml.etree.ElementTree import Element

MAX_ITEMS: Final = 2_000
"""Items of one feed that are looked at: twice what a news sitemap may hold."""
NEWS_AGE: Final = timedelta(days=2)
"""A sitemap lists a whole site; its news is what is no older (Google News takes articles of two days)."""
MAX_PARTS: Final = 5
"""Sitemaps that are read of an index, those that changed last."""
_URL_LENGTH, _TITLE_LENGTH = 2_048, 1_000
_SITEMAP = re.compile(rb"<(?:\w+:)?(urlset|sitemapindex)[\s>]")
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article that a feed tells of.

    Attributes:
        id: how the feed names it; its URL where it has no name.
        url: absolute, http or https.
        title: "" where there is none.
        published_at: RFC 3339; None where the feed tells no time, or one that cannot be read.
        language: BCP-47; None where it is not told.
        content: HTML or text of the whole article, where the feed carries it; never a summary.
    """

    id: str
    url: str
    title: str = ""
    published_at: str | None = None
    language: str | None = None
    content: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as read.

    Attributes:
        kind: rss, atom, json or sitemap.
        title: of the outlet, "" where it is not told.
        site: its front page; None where it is not told.
        items: those with an address, in the feed's order, at most MAX_ITEMS.
        parts: sitemaps to read in place of items, when this one is an index.
        skipped: items without an address that can be used.
    """

    kind: str
    title: str = ""
    site: str | None = None
    items: tuple[FeedItem, ...] = ()
    parts: tuple[str, ...] = ()
    skipped: int = 0


def parse_feed(body: bytes, *, url: str, content_type: str = "", now: datetime) -> Feed:
    """Read a feed.

    Args:
        body: its bytes.
        url: where they came from, for relative addresses.
        content_type: the header as the server sent it, for the encoding.
        now: decides which of a sitemap's pages are news.

    Raises:
        FeedError: it is none of the formats.
    """
    start = body[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start.startswith(b"{"):
        return _bounded(_json_feed(body, url))
    if (root := _SITEMAP.search(start)) is not None:
        return _bounded(_sitemap(body, root[1], url, now))
    return _bounded(_xml_feed(body, url, content_type))


def _bounded(feed: Feed) -> Feed:
    return replace(feed, items=feed.items[:MAX_ITEMS], parts=feed.parts[:MAX_PARTS])


def _xml_feed(body: bytes, url: str, content_type: str) -> Feed:
    headers = {"content-location": url, "content-type": content_type or "application/xml"}
    # As a stream: given bytes, feedparser would first open the file of that name.
    read = feedparser.parse(io.BytesIO(body), response_headers=headers, sanitize_html=False)
    version = read.get("version", "")  # an empty body leaves it out
    if not version and not read.entries:
        raise FeedError("not_a_feed", "this is no RSS, Atom, JSON Feed or sitemap; give the address of the feed itself")
    about = read.feed
    language = _language(about.get("language"))
    items, skipped = _each(read.entries, lambda entry: _entry(entry, url, language))
    return Feed(
        kind="atom" if version.startswith("atom") else "rss",
        title=_text(about.get("title")),
        site=_address(about.get("link"), url),
        items=items,
        skipped=skipped,
    )


def _entry(entry: Any, base: str, language: str | None) -> FeedItem | None:
    address = _address(entry.get("link"), base)
    if address is None and entry.get("guidislink"):
        address = _address(entry.get("id"), base)
    if address is None:
        return None
    whole = [part.get("value") for part in entry.get("content", ()) if part.get("value")]
    return FeedItem(
        id=_text(entry.get("id")) or address,
        url=address,
        title=_text(entry.get("title")),
        published_at=_moment(
            entry.get("published_parsed") or (entry.get("updated_parsed") if "updated_parsed" in entry else None)
        ),
        language=language,
        content=max(whole, key=len) if whole else None,
    )


def _json_feed(body: bytes, url: str) -> Feed:
    """JSON Feed 1 and 1.1 (jsonfeed.org)."""
    try:
        read = orjson.loads(body)
    except orjson.JSONDecodeError:
        raise FeedError("not_a_feed", "this is no JSON Feed: it cannot be read as JSON") from None
    if not isinstance(read, dict) or "jsonfeed.org/version/" not in str(read.get("version")):
        raise FeedError("not_a_feed", "this is JSON, but no JSON Feed: it has no `version` of jsonfeed.org")
    entries = read.get("items")
    language = _language(read.get("language"))
    items, skipped = _each(entries if isinstance(entries, list) else (), lambda e: _json_item(e, url, language))
    return Feed("json", _text(read.get("title")), _address(read.get("home_page_url"), url), items, skipped=skipped)


def _json_item(entry: Any, base: str, language: str | None) -> FeedItem | None:
    if not isinstance(entry, dict):
        return None
    address = _address(entry.get("url"), base) or _address(entry.get("external_url"), base)
    if address is None:
        return None
    content = entry.get("content_html") or entry.get("content_text")
    return FeedItem(
        id=_text(entry.get("id")) or address,
        url=address,
        title=_text(entry.get("title")),
        published_at=_iso(entry.get("date_published")),
        language=_language(entry.get("language")) or language,
        content=content if isinstance(content, str) and content.strip() else None,
    )


def _sitemap(body: bytes, root: bytes, url: str, now: datetime) -> Feed:
    """Sitemaps 0.9 (sitemaps.org) with Google's namespace for news, and their indexes."""
    try:
        tree = defusedxml.ElementTree.fromstring(body, forbid_dtd=True)
    except (DefusedXmlException, SyntaxError, ValueError, LookupError):  # ParseError is a SyntaxError
        raise FeedError("not_a_feed", "this sitemap is no well-formed XML, or declares entities") from None
    if root == b"sitemapindex":
        places = sorted(_children(tree, "sitemap"), key=lambda one: _child(one, "lastmod"), reverse=True)
        parts = (_address(_child(one, "loc"), url) for one in places)
        return Feed("sitemap", parts=tuple(part for part in parts if part))
    items, skipped = _each(_children(tree, "url"), lambda one: _page(one, url))
    since = (now - NEWS_AGE).isoformat()
    return Feed("sitemap", items=tuple(i for i in items if (i.published_at or "") >= since), skipped=skipped)


def _page(entry: Element, base: str) -> FeedItem | None:
    address = _address(_child(entry, "loc"), base)
    if address is None:
        return None
    news = next(_children(entry, "news"), None)
    if news is None:
        return FeedItem(id=address, url=address, published_at=_iso(_child(entry, "lastmod")))
    about = next(_children(news, "publication"), None)
    return FeedItem(
        id=address,
        url=address,
        title=_text(_child(news, "title")),
        published_at=_iso(_child(news, "publication_date")),
        language=None if about is None else _language(_child(about, "language")),
    )


def _children(element: Element, name: str) -> Iterator[Element]:
    """Children by local name: publishers write the namespaces in every way."""
    return (child for child in element if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name)


def _child(element: Element, name: str) -> str:
    found = next(_children(element, name), None)
    return "" if found is None else (found.text or "").strip()


def _each(entries: Iterable[Any], read: Callable[[Any], FeedItem | None]) -> tuple[tuple[FeedItem, ...], int]:
    """The items that can be read, and how many cannot."""
    found = [read(entry) for entry in entries]
    return tuple(item for item in found if item is not None), found.count(None)


def _address(given: Any, base: str) -> str | None:
    """An absolute address; None when it is none that could be an article's."""
    if not isinstance(given, str) or not given.strip():
        return None
    try:
        address = urljoin(base, given.strip())
        parts = urlsplit(address)
    except ValueError:
        return None
    usable = parts.scheme in {"http", "https"} and parts.hostname and len(address) <= _URL_LENGTH and address != base
    return address if usable and not any(c.isspace() or not c.isprintable() for c in address) else None


def _text(given: Any) -> str:
    """Plain text on one line."""
    return " ".join(given.split())[:_TITLE_LENGTH] if isinstance(given, str) else ""


def _language(given: Any) -> str | None:
    tag = given.strip().replace("_", "-") if isinstance(given, str) else ""
    return tag if len(tag) <= 35 and _LANGUAGE.fullmatch(tag) else None


def _moment(given: Any) -> str | None:
    """RFC 3339 of feedparser's time, which is UTC."""
    try:
        return None if given is None else datetime.fromtimestamp(calendar.timegm(given), UTC).isoformat()
    except (ValueError, OverflowError, OSError, TypeError):
        return None


def _iso(given: Any) -> str | None:
    """RFC 3339 in UTC of an ISO 8601 time or date; None of anything else."""
    try:
        when = datetime.fromisoformat(given.strip()) if isinstance(given, str) else None
        if when is None:
            return None
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError):
        return None
