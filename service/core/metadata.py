"""What a page says about its article in markup: title, publication time, authors, outlet, canonical URL, language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import orjson

from service.core.bylines import byline
from service.core.dates import machine_date
from service.core.expressions import expression
from service.core.headline import headline, host_of, text_of

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ARTICLE_TYPES: Final = ("article", "posting", "report")
_MAX_JSON: Final = 1_000_000  # characters of one JSON-LD script; larger ones hold catalogues, not articles


@dataclass(frozen=True, slots=True)
class PageMetadata:
    """What the markup tells; None, "" or () where it tells nothing. Fields as in `models.CleanArticle`."""

    title: str = ""
    published_at: str | None = None
    authors: tuple[str, ...] = ()
    source_name: str | None = None
    url: str | None = None
    language: str | None = None


def page_metadata(tree: LexborHTMLParser, url: str | None = None) -> PageMetadata:
    """Read a page's metadata. JSON-LD is believed first, then OpenGraph and meta tags, then the visible page.

    Args:
        tree: the parsed page, scripts still in it.
        url: the address the page was fetched from; relative addresses are resolved against it.
    """
    linked = _linked_data(tree)
    metas = _metas(tree)
    source = (
        text_of(_publisher(linked))
        or metas.get("og:site_name")
        or metas.get("application-name")
        or metas.get("publisher")
    )
    return PageMetadata(
        title=headline(tree, linked, metas, source, host_of(url)),
        published_at=_published(tree, linked, metas),
        authors=_authors(tree, linked, metas),
        source_name=text_of(source),
        url=_canonical(tree, metas, url),
        language=_language(tree, linked, metas),
    )


def _metas(tree: LexborHTMLParser) -> dict[str, str]:
    """The page's meta tags by lower-case name or property, the first of each."""
    found: dict[str, str] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (
            attributes.get("property")
            or attributes.get("name")
            or attributes.get("itemprop")
            or attributes.get("http-equiv")
        )
        content = text_of(attributes.get("content"))
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _linked_data(tree: LexborHTMLParser) -> dict[str, Any]:
    """The first JSON-LD object of the page that describes an article; {} when there is none."""
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        raw = node.text_content or node.text(deep=True)
        if not raw or len(raw) > _MAX_JSON:
            continue
        try:
            data = orjson.loads(raw.strip().removeprefix("<!--").removesuffix("-->").encode("utf-8", "replace"))
        except orjson.JSONDecodeError:
            continue
        for item in _objects(data):
            if any(kind in name.lower() for name in _types(item) for kind in _ARTICLE_TYPES):
                return item
    return {}


def _objects(data: Any) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-LD document: itself, lists and graphs, two levels deep."""
    todo = [(data, 0)]
    while todo:
        value, depth = todo.pop(0)
        if isinstance(value, dict):
            yield value
        if depth < 3:
            children = value if isinstance(value, list) else value.get("@graph", []) if isinstance(value, dict) else []
            if isinstance(value, dict) and isinstance(value.get("mainEntity"), dict):
                todo.append((value["mainEntity"], depth + 1))
            todo += [(child, depth + 1) for child in (children if isinstance(children, list) else [children])[:200]]


def _types(item: dict[str, Any]) -> list[str]:
    """The JSON-LD types of an object, as strings."""
    kinds = item.get("@type")
    return [k for k in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(k, str)]


def _publisher(linked: dict[str, Any]) -> Any:
    """The publisher that JSON-LD names."""
    return linked.get("publisher") or linked.get("sourceOrganization")


_PUBLISHED_METAS: Final = (
    "article:published_time", "datepublished", "og:published_time", "og:article:published_time", "publishdate",
    "pubdate", "publish-date", "publication_date", "dc.date.issued",
    "dcterms.created", "dc.date.created", "dc.date", "sailthru.date", "parsely-pub-date",
    "cxenseparse:recs:publishtime", "article.published", "published_at", "date",
)  # fmt: skip


def _published(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    """The publication time that the page states, RFC 3339."""
    stated = [linked.get("datePublished"), *(metas.get(name) for name in _PUBLISHED_METAS), linked.get("dateCreated")]
    for value in stated:
        if isinstance(value, str) and (found := machine_date(value[:100])):
            return found
    for node in tree.css("time[datetime], [itemprop=datePublished]")[:3]:
        value = node.attributes.get("datetime") or node.attributes.get("content") or node.text()
        if value and (found := machine_date(value[:100])):
            return found
    return None


def _authors(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str]) -> tuple[str, ...]:
    """People the page names as authors; addresses and empty entries are not people."""
    stated = linked.get("author") or linked.get("creator")
    names = list(_names(stated if isinstance(stated, list) else [stated]))
    if not names:
        names = list(
            _names(
                [metas.get("author"), metas.get("article:author"), metas.get("parsely-author"), metas.get("dc.creator")]
            )
        )[:1]
    if not names:
        names = list(_names(_node_text(n) for n in tree.css("[rel=author], [itemprop=author]")[:5]))
    return tuple(dict.fromkeys(names))


def _names(values: Iterable[Any]) -> Iterator[str]:
    """The usable names among the values."""
    for value in values:
        name = text_of(value)
        if name and "://" not in name and "@" not in name and len(name) <= 100:
            yield from byline(name) or (name,)


def _node_text(node: LexborNode) -> str:
    """The visible text of an element."""
    return node.attributes.get("content") or node.text(separator=" ")


def _canonical(tree: LexborHTMLParser, metas: dict[str, str], url: str | None) -> str | None:
    """The canonical address, absolute, http or https; None when the page declares none that is usable."""
    link = tree.css_first('link[rel="canonical"]')
    for value in (link.attributes.get("href") if link else None, metas.get("og:url")):
        if not value:
            continue
        try:
            absolute = urljoin(url or "", value.strip())
            parts = urlsplit(absolute)
        except ValueError:
            continue
        if parts.scheme in {"http", "https"} and parts.netloc and not any(c.isspace() for c in absolute):
            return absolute
    return None


_TAG: Final = expression(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def _language(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    """The language tag the page declares, in BCP-47 form."""
    root = tree.css_first("html")
    attributes = root.attributes if root else {}
    declared = (
        attributes.get("lang"),
        attributes.get("xml:lang"),
        text_of(linked.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    for value in declared:
        if value and _TAG.fullmatch(value.strip()):
            language, _, rest = value.strip().replace("_", "-").partition("-")
            return f"{language.lower()}-{rest.upper() if len(rest) == 2 else rest}" if rest else language.lower()
    return None
