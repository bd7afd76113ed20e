"""How much work the nesting of a page makes for a parser, told before it is parsed.

At each block-level tag an HTML parser looks through the elements that are open, so that its work grows with the sum of
all depths: 40,000 `<div>` within each other take lexbor five seconds.
"""

from __future__ import annotations

import re
from typing import Final

_TAG: Final = re.compile(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
_CLOSED_BY_OTHERS: Final = frozenset((
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "tr", "td", "th", "thead", "tbody", "tfoot", "option", "optgroup", "html", "head", "body",
))  # fmt: skip
"""Elements that have no end, or that end where the next of their kind begins."""

FEW_TAGS: Final = 10_000
"""However they nest, these are parsed in tenths of a second."""


def sum_of_depths(content: str) -> int:
    """The depths at which the tags of a page stand, summed, as far as can be told without parsing; 0 for few tags."""
    if content.count("<") <= FEW_TAGS:
        return 0
    depth = total = 0
    for closing, name in _TAG.findall(content):
        total += depth
        if name.lower() in _CLOSED_BY_OTHERS:
            continue
        depth = max(0, depth - 1) if closing else depth + 1
    return total
