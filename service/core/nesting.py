"""How much work the nesting and the attributes of a page make for a parser, told before it is parsed.

At each block-level tag an HTML parser looks through the elements that are open, so that its work grows with the sum of
all depths: 40,000 `<div>` within each other take lexbor five seconds.
"""

from __future__ import annotations

import re
from typing import Final

from service.core.expressions import expression

_TAG: Final = expression(r"<(/?)([a-z][a-z0-9]*)", re.IGNORECASE)
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


_ATTRIBUTES: Final = expression(r"""<[a-z][^<>"']*+(?:(?:"[^"]*+"|'[^']*+')[^<>"']*+)*+""", re.IGNORECASE)
_QUOTED: Final = expression(r"""=\s*(?:"[^"]*+"|'[^']*+')""")
_SHORT: Final = 50_000
"""Code points in which no tag holds so many attributes that it matters."""
_LONG_TAG: Final = 4_000


def attribute_pairs(content: str) -> int:
    """About how many pairs of attributes the page's longest tags make, summed; 0 where no tag is long.

    A parser compares each attribute of a tag with all before it: 40,000 take lexbor five seconds, 10,000 a seventh of
    one. Scripts that compare (`i<a.length`) look like tags of some thousand attributes here, which is why the bound
    lies well above what they make.
    """
    if len(content) < _SHORT:
        return 0
    tags = _ATTRIBUTES.findall(content)
    if max(map(len, tags), default=0) < _LONG_TAG:  # nearly every page
        return 0
    long = (tag for tag in tags if len(tag) >= _LONG_TAG)
    return sum(len(_QUOTED.sub(" ", tag).replace("/", " ").split()) ** 2 for tag in long)
