"""A page's headline: which of its titles and headings it is, and the outlet's name taken out of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from service.core.repair import repair_characters, squeeze

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_TITLE_SEPARATORS: Final = (" | ", " – ", " — ", " - ", " :: ", " » ", " • ", " · ", " ‹ ", " « ", "｜", "_")


def text_of(value: Any) -> str | None:
    """A mended string on one line; the `name` of an object; None for anything else and for nothing."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    if not isinstance(value, str):
        return None
    return squeeze(repair_characters(value[:2000]).replace("\n", " ")) or None


def headline(tree: LexborHTMLParser, linked: dict[str, Any], metas: dict[str, str], source: Any, host: str) -> str:
    """The headline: of the candidates the one that the visible heading confirms, without the outlet's suffix."""
    page = tree.css_first("title")
    outlet = text_of(source) or ""
    candidates = [
        text_of(linked.get("headline")),
        metas.get("og:title"),
        metas.get("twitter:title"),
        text_of(page.text() if page else None),
    ]
    named = [without_outlet(c, outlet, host) for c in candidates if c]
    headings = [h for node in tree.css("h1")[:8] if (h := text_of(node.text(separator=" ")))]
    for heading in headings:
        if any(_same(heading, n) for n in named):
            return heading
    return _lesser_heading(tree, _parts(candidates) - {_bare(outlet)}) or (named[0] if named else _only(headings))


def _only(headings: list[str]) -> str:
    """The page's one heading, "" when it has none or several."""
    return headings[0] if len(headings) == 1 else ""


def _parts(titles: list[str | None]) -> set[str]:
    """First and last parts of titles that name their outlet too, squashed; only such as may be the headline."""
    found = set()
    for title in filter(None, titles):
        for separator in _TITLE_SEPARATORS:
            head, _, tail = title.partition(separator)
            found |= {_bare(part) for part in (head, tail) if tail and len(part) >= 0.4 * len(title)}
        found.add(_bare(title.rpartition(" > ")[2]) if " > " in title else "")  # a path: the page's own name is last
    return found - {""}


def confirmed_part(title: str, blocks: Sequence[str]) -> str:
    """The part of a page title ("Outlet - Headline") with which one of the blocks begins, else the whole title.

    Args:
        title: the page's title, in which no known outlet's name was found.
        blocks: the first texts of the article and those above it, the likeliest first.
    """
    parts = _parts([title])
    for block in blocks:
        for separator in (*_TITLE_SEPARATORS, " > "):
            for part in title.partition(separator)[::2] if separator in title else ():
                if _bare(part) in parts and len(part) >= 8 and _bare(block[:300]).startswith(_bare(part)):
                    return part.strip()
    return title


def _lesser_heading(tree: LexborHTMLParser, parts: set[str]) -> str | None:
    """A heading below the first rank, or an element called a title, that is one part of the page's title."""
    nodes = tree.css("h2, h3, [class*=title i], [class*=headline i]")[:40] if parts else []
    texts = [text for node in nodes if (text := text_of(node.text(separator=" "))) and _bare(text) in parts]
    return texts[-1] if texts else None  # the outlet's banner stands above


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
        name = _bare(tail)
        named = bool(name) and (
            name in (_bare(outlet), _bare(outlet.split(".", maxsplit=1)[0])) or (len(name) >= 3 and name in _bare(host))
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


def host_of(url: str | None) -> str:
    """The host name in an address, "" when there is none."""
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:
        return ""


def _bare(name: str) -> str:
    """Letters and digits only, casefolded: how names of outlets are compared."""
    return "".join(c for c in name.casefold() if c.isalnum())
