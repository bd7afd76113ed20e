"""The text that a page states for machines: JSON-LD `articleBody`.

It is a signal of what the article is, and the last resort of a page that shows none; it is no oracle, because sites cut
it short, glue its paragraphs or put another text there.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Any, Final

import orjson

from service.core.expressions import expression

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

_MAX_JSON: Final = 2_000_000  # characters of one script
_MAX_VALUES: Final = 5_000  # of a document; one with more is a catalogue
_TAG: Final = expression(r"<(?:br|/p|/div|/li|/h[1-6])\b[^>]*>|(<[^>]+>)", re.IGNORECASE)


def stated_body(tree: LexborHTMLParser) -> str:
    """The longest `articleBody` of the page's JSON-LD, tags and entities resolved; "" when there is none.

    Args:
        tree: the parsed page, scripts still in it.
    """
    found = ""
    for node in tree.css('script[type="application/ld+json"]')[:20]:
        raw = node.text_content or node.text(deep=True)
        if not raw or '"articleBody"' not in raw or len(raw) > _MAX_JSON:
            continue
        try:
            # Line breaks inside strings are no JSON, but common.
            data = orjson.loads(" ".join(raw.split()).encode("utf-8", "replace"))
        except orjson.JSONDecodeError:
            continue
        found = max(found, _body(data), key=len)
    return _TAG.sub(lambda m: "" if m[1] else "\n", unescape(found)).strip()


def _body(data: Any) -> str:
    """The longest string under `articleBody`, however deep."""
    found = ""
    todo = [data]
    for _ in range(_MAX_VALUES):
        if not todo:
            break
        value = todo.pop()
        if isinstance(value, dict):
            body = value.get("articleBody")
            found = max(found, body, key=len) if isinstance(body, str) else found
            todo += value.values()
        elif isinstance(value, list):
            todo += value
    return found
