"""What a page says about its article in markup: title, publication time, authors, outlet, canonical URL, language."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urljoin, urlsplit

import orjson

from service.core.bylines import byline
from service.core.dates import machine_date
from service.core.repair import repair_characters, squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_ARTICLE_TYPES: Final = ("article", "posting", "report")
_MAX_JSON: Final = 1_000_000  # characters of one JSON-LD script; larger ones hold catalogues, not articles
_TITLE_SEPARATORS: Final = (" | ", " – ", " — ", " - ", " :: ", " » ", " • ", " · ", " ‹ ", " « ", "｜", "_")


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
        _text(_publisher(linked))
        or metas.get("og:site_name")
        or metas.get("application-name")
        or metas.get("publisher")
    )
    return PageMetadata(
        title=_title(tree, linked, metas, source, _host(url)),
        published_at=_published(tree, linked, metas),
        authors=_authors(tree, linked, metas),
        source_name=_text(source),
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
        content = _text(attributes.get("content"))
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


def _text(value: Any) -> str | None:
    """A mended string on one line; the `name` of an object; None for anything else and for nothing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    return squeeze(repair_characters(value[:2000]).replace("\n", " ")) or None


def _publisher(linked: dict[str, Any]) -> Any:
    """The publisher that JSON-LD names."""
    return linked.get("publisher") or linked.get("sourceOrganization")


def _title(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str], source: Any, host: str) -> str:
    """The headline: of the candidates the one that the visible heading confirms, without the outlet's suffix."""
    page = tree.css_first("title")
    outlet = _text(source) or ""
    candidates = [
        _text(linked.get("headline")),
        metas.get("og:title"),
        metas.get("twitter:title"),
        _text(page.text() if page else None),
    ]
    named = [without_outlet(c, outlet, host) for c in candidates if c]
    headings = [h for node in tree.css("h1")[:8] if (h := _text(node.text(separator=" ")))]
    for heading in headings:
        if any(_same(heading, n) for n in named):
            return heading
    return _lesser_heading(tree, _parts(candidates) - {_squashed(outlet)}) or (named[0] if named else _only(headings))


def _only(headings: list[str]) -> str:
    """The page's one heading, "" when it has none or several."""
    return headings[0] if len(headings) == 1 else ""


def _parts(titles: list[str | None]) -> set[str]:
    """First and last parts of titles that name their outlet too, squashed; only such as may be the headline."""
    found = set()
    for title in filter(None, titles):
        for separator in (*_TITLE_SEPARATORS, " > ", " / "):
            head, _, tail = title.partition(separator)
            found |= {_squashed(part) for part in (head, tail) if tail and len(part) >= 0.4 * len(title)}
    return found - {""}


def _lesser_heading(tree: LexborHTMLParser, parts: set[str]) -> str | None:
    """A heading below the first rank, or an element called a title, that is one part of the page's title."""
    for node in tree.css("h2, h3, [class*=title i], [class*=headline i]")[:40] if parts else []:
        heading = _text(node.text(separator=" "))
        if heading and _squashed(heading) in parts:
            return heading
    return None


def _same(heading: str, title: str) -> bool:
    """Whether heading and title are one headline, one perhaps cut short."""
    a, b = "".join(filter(str.isalnum, heading.casefold())), "".join(filter(str.isalnum, title.casefold()))
    short, long = sorted((a, b), key=len)
    return len(short) >= 8 and long.startswith(short) and len(short) >= 0.5 * len(long)


def without_outlet(title: str, outlet: str = "", host: str = "") -> str:
    """A page title without the outlet's name at its end: "Talks resume | The Herald" -> "Talks resume".

    Args:
        title: the title as the page has it.
        outlet: the outlet's name when known; an ending that equals it always goes. Else an ending goes when it is
            short beside the rest: at most four words, and a third of the title.
        host: the site's host name; an ending it spells ("The Herald" on theherald.example) goes too.
    """
    for separator in _TITLE_SEPARATORS:
        head, found, tail = title.rpartition(separator)
        if not found or len(head) < 8:
            continue
        name = _squashed(tail)
        named = bool(name) and (
            name in (_squashed(outlet), _squashed(outlet.split(".", maxsplit=1)[0]))
            or (len(name) >= 3 and name in _squashed(host))
        )
        brief = (
            separator in {" | ", "｜", " :: ", " » ", " • ", " · "}
            and len(tail.split()) <= 5
            and len(tail) <= 0.8 * len(head)
        )
        address = "." in tail and " " not in tail
        if (
            named
            or brief
            or address
            or (not outlet and len(tail.split()) <= 4 and len(tail) * 3 <= len(head) and tail[:1].isupper())
        ):
            return without_outlet(head.strip(), outlet, host) if named or brief else head.strip()
    return title


def _host(url: str | None) -> str:
    """The host name in an address, "" when there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _squashed(name: str) -> str:
    """Letters and digits only, casefolded: how names of outlets are compared."""
    return "".join(c for c in name.casefold() if c.isalnum())


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
        name = _text(value)
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


_TAG: Final = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8}){0,3}")


def _language(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str]) -> str | None:
    """The language tag the page declares, in BCP-47 form."""
    root = tree.css_first("html")
    attributes = root.attributes if root else {}
    declared = (
        attributes.get("lang"),
        attributes.get("xml:lang"),
        _text(linked.get("inLanguage")),
        metas.get("og:locale"),
        metas.get("content-language"),
    )
    for value in declared:
        if value and _TAG.fullmatch(value.strip()):
            language, _, rest = value.strip().replace("_", "-").partition("-")
            return f"{language.lower()}-{rest.upper() if len(rest) == 2 else rest}" if rest else language.lower()
    return None
