"""Feeds of every format, as publishers write them and as they should not."""

from __future__ import annotations

import io
import time
from datetime import UTC, datetime

import feedparser
import pytest

from service.edges.feeds import MAX_ITEMS, parse_feed
from service.edges.feeds_urls import canonical_url
from service.errors import FeedError

NOW = datetime(2031, 4, 7, 12, tzinfo=UTC)
URL = "https://gazette.example/feeds/world"

RSS = b"""<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>The Gazette</title><link>https://gazette.example/</link><language>en-GB</language>
<item><title>Border talks &amp; fish</title><link>/world/talks?utm_source=rss</link><guid isPermaLink="false">g-1</guid>
<pubDate>Mon, 07 Apr 2031 06:30:00 +0200</pubDate><description>Short.</description>
<content:encoded><![CDATA[<p>Delegations met again.</p>]]></content:encoded></item>
<item><title>No address at all</title></item>
<item><guid isPermaLink="true">https://gazette.example/world/second</guid><pubDate>yesterday</pubDate></item>
</channel></rss>"""

ATOM = b"""<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>La Gazette</title>
<link rel="alternate" href="https://gazette.example/fr/"/><entry><id>tag:gazette.example,2031:7</id>
<title type="html">Le &lt;b&gt;sommet&lt;/b&gt;</title><link href="https://gazette.example/fr/sommet"/>
<updated>2031-04-07T06:30:00Z</updated></entry></feed>"""

JSON = b"""{"version": "https://jsonfeed.org/version/1.1", "title": "The Desk", "language": "en",
"home_page_url": "https://desk.example/", "items": [
{"id": "1", "url": "https://desk.example/a", "title": "A", "content_html": "<p>Whole.</p>", "date_published": "2031-04-07T06:30:00+02:00"},
{"id": 2, "external_url": "https://other.example/b", "language": "de_AT"}, {"id": "3"}, "nonsense", null]}"""

NEWS = b"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://gazette.example/n1</loc><news:news><news:publication><news:name>The Gazette</news:name>
<news:language>en</news:language></news:publication><news:publication_date>2031-04-07T01:00:00Z</news:publication_date>
<news:title>First</news:title></news:news></url>
<url><loc>https://gazette.example/old</loc><lastmod>2019-01-01</lastmod></url>
<url><loc>https://gazette.example/about</loc></url></urlset>"""


def read(body: bytes, **more):
    return parse_feed(body, url=URL, now=NOW, **more)


def test_rss_with_relative_links_entities_and_whole_articles():
    feed = read(RSS)
    assert (feed.kind, feed.title, feed.site, feed.skipped) == ("rss", "The Gazette", "https://gazette.example/", 1)
    first, second = feed.items
    assert first.url == "https://gazette.example/world/talks?utm_source=rss"
    assert (first.id, first.title, first.language) == ("g-1", "Border talks & fish", "en-GB")
    assert first.published_at == "2031-04-07T04:30:00+00:00"
    assert first.content == "<p>Delegations met again.</p>"
    assert (second.url, second.published_at) == ("https://gazette.example/world/second", None)


def test_a_summary_is_no_article():
    body = RSS.replace(b"content:encoded", b"nothing")
    assert [item.content for item in read(body).items] == [None, None]


def test_atom():
    feed = read(ATOM)
    (item,) = feed.items
    assert (feed.kind, feed.site, item.language) == ("atom", "https://gazette.example/fr/", "fr")
    assert (item.id, item.url) == ("tag:gazette.example,2031:7", "https://gazette.example/fr/sommet")
    assert item.published_at == "2031-04-07T06:30:00+00:00"


def test_json_feed_with_items_that_are_none():
    feed = read(JSON)
    assert (feed.kind, feed.title, feed.skipped) == ("json", "The Desk", 3)
    first, second = feed.items
    assert (first.content, first.published_at) == ("<p>Whole.</p>", "2031-04-07T04:30:00+00:00")
    assert (second.id, second.language) == ("https://other.example/b", "de-AT")


def test_of_a_sitemap_only_news_are_items():
    feed = read(NEWS)
    (item,) = feed.items
    assert (feed.kind, item.url, item.title, item.language) == ("sitemap", "https://gazette.example/n1", "First", "en")


def test_an_index_names_the_parts_that_changed_last():
    body = b"<sitemapindex>%s</sitemapindex>" % b"".join(
        b"<sitemap><loc>https://gazette.example/s%d</loc><lastmod>2031-04-0%d</lastmod></sitemap>" % (n, n)
        for n in range(1, 8)
    )
    assert read(body).parts == tuple(f"https://gazette.example/s{n}" for n in (7, 6, 5, 4, 3))


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b'{"status": 404}',
        b"{broken",
        b"\xff\xfe\x00",
        b"[]",
        b"<urlset",
        b"plain words",
    ],
)
def test_what_is_no_feed_is_refused(body):
    with pytest.raises(FeedError) as caught:
        read(body)
    assert caught.value.code == "not_a_feed"


def test_a_feed_cut_short_is_read_as_far_as_it_goes():
    feed = read(RSS[: RSS.index(b"<item><title>No address")])
    assert [item.id for item in feed.items] == ["g-1"]


def test_other_encodings_by_declaration_and_by_header():
    declared = RSS.replace(b"UTF-8", b"ISO-8859-1").replace(b"Border", "Grèves".encode("latin-1"))
    assert read(declared).items[0].title == "Grèves talks & fish"
    headed = RSS.replace(b' encoding="UTF-8"', b"").replace(b"Border", "Границы".encode("cp1251"))
    assert (
        read(headed, content_type="application/rss+xml; charset=windows-1251").items[0].title == "Границы talks & fish"
    )


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "file:///etc/passwd",
        "https://",
        "http://[::1",
        "https://a.example/x y\u200b",
        "https://a.example/" + "x" * 3000,
    ],
)
def test_addresses_that_cannot_be_articles_are_skipped(link):
    body = b"<rss version='2.0'><channel><item><link>%s</link></item></channel></rss>" % link.encode()
    assert [item.url for item in read(body).items if not item.url.startswith("https://a.example/x%20y")] == []


def test_a_body_that_is_a_file_name_opens_no_file(tmp_path):
    secret = tmp_path / "secret.xml"
    secret.write_bytes(RSS)
    with pytest.raises(FeedError):
        read(str(secret).encode())
    # The control: the parser itself, given the bytes, does open it.
    assert feedparser.parse(str(secret).encode()).entries != []
    assert feedparser.parse(io.BytesIO(str(secret).encode())).entries == []


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "%s">%s<!ENTITY file SYSTEM "file:///etc/hostname">]>' % (
    b"ha" * 100,
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(8)),
)


@pytest.mark.parametrize("form", ["rss", "sitemap"])
def test_entities_are_not_expanded(form):
    item = b"<rss version='2.0'><channel><title>t</title><item><title>&i;&file;</title><link>https://a.example/1</link></item></channel></rss>"
    page = b"<urlset><url><loc>https://a.example/&i;&file;</loc></url></urlset>"
    began = time.process_time()
    try:
        items = read(ENTITIES + (item if form == "rss" else page)).items
    except FeedError:
        items = ()
    assert all(len(item.title) < 100 and len(item.url) < 100 for item in items)
    assert time.process_time() - began < 10  # expanded, they would be 20 GB


def test_items_are_bounded():
    body = b"<rss version='2.0'><channel>%s</channel></rss>" % (
        b"<item><link>https://a.example/%d</link></item>" % 7 * (MAX_ITEMS + 5)
    )
    assert len(read(body).items) == MAX_ITEMS


@pytest.mark.parametrize(
    ("written", "canonical"),
    [
        ("HTTPS://News.Example:443/A/b?utm_source=x&id=3#top", "https://news.example/A/b?id=3"),
        ("http://news.example:80", "http://news.example/"),
        ("https://news.example/a?b=2&a=1", "https://news.example/a?a=1&b=2"),
        ("https://news.example/tin-tức?q=ü&fbclid=z", "https://news.example/tin-t%E1%BB%A9c?q=%C3%BC"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
    ],
)
def test_one_address_for_one_article(written, canonical):
    assert canonical_url(written) == canonical
    assert canonical_url(canonical) == canonical
