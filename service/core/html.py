"""An HTML page to the blocks of its article: one walk over the DOM, then a small score of each block.

A block is the text between two block-level tags. Its score adds what speaks for an article (running text, paragraph
tags, the container that holds most of the text) and what speaks against (links, names of classes and ids that stand
for furniture, page regions). The weights are set by hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from service.errors import Refused
from service.models import Reason

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "center", "cite", "code", "data", "dfn", "em", "font", "i",
    "img", "input", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_STRIPPED: Final = [
    "script", "style", "noscript", "svg", "iframe", "template", "object", "embed", "button", "select", "textarea",
    "canvas", "video", "audio", "map", "nav", "dialog", "menu", "rt", "rp",
]  # fmt: skip
_GOOD: Final = re.compile(
    r"artic|body|content|entry|main|post|story|text|paragraph|news|detail|blog|prose", re.IGNORECASE
)
_BAD: Final = re.compile(
    r"foot(?!note)|\bnav|navi|side-?bar|\baside\b|relat|promo|share|sharing|social|menu|widget-area|sidebar|cookie"
    r"|consent|newsletter|subscri|recommend|popular|trending|sponsor|banner|breadcrumb"
    r"|tags?\b|taglist|meta|byline|author|\bbio\b|credit|hidden|modal|popup|login|signup|rating|outbrain|taboola"
    r"|teaser|\bads?\b|advert|more-|read-?more|see-?also|copyright"
    r"|disclaimer|toolbar|paginat|gallery|signin|print|timestamp|\bdate\b|carousel|slider|most-?read"
    r"|tin-?lien-?quan|lien-?quan|box-?tin|donat|paywall|skip-?link|sr-only|screen-reader",
    re.IGNORECASE,
)
_COMMENT: Final = re.compile(r"comment|disqus|respond\b|reply|replies|binh-?luan", re.IGNORECASE)
_CAPTION: Final = re.compile(r"caption|photo-?credit|image-?credit|img-?desc|pic-?desc|wp-caption", re.IGNORECASE)
_OUTSIDE: Final = frozenset({"aside", "footer", "form", "header"})
_PARAGRAPHS: Final = frozenset({"p", "blockquote", "pre", "dd"})
_HEADINGS: Final = frozenset({"h2", "h3", "h4", "h5", "h6"})


@dataclass(slots=True)
class _Context:
    """A block-level element and what its ancestors say about it."""

    tag: str
    parent: int
    depth: int
    good: int = 0
    bad: int = 0
    comment: bool = False
    outside: bool = False
    caption: bool = False
    body: bool = False
    article: bool = False
    weight: float = 0.0


@dataclass(slots=True)
class Block:
    """A stretch of text between block-level tags.

    Attributes:
        text: the text, white space collapsed.
        context: index of the element that holds it.
        linked: code points that stand in links.
        score: how much speaks for its being part of the article; above 0 it is.
    """

    text: str
    context: int
    linked: int
    score: float = 0.0


@dataclass(slots=True)
class _Walk:
    """What one walk over the DOM gathers."""

    contexts: list[_Context] = field(default_factory=lambda: [_Context("body", -1, 0)])
    blocks: list[Block] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    linked: int = 0

    def flush(self, context: int) -> None:
        """End the block that is being gathered."""
        if self.pieces:
            text = " ".join("".join(self.pieces).split())
            if text:
                self.blocks.append(Block(text, context, min(self.linked, len(text))))
            self.pieces.clear()
        self.linked = 0


@lru_cache(maxsize=20_000)
def _hints(names: str) -> tuple[int, int, bool, bool]:
    """What class and id names hint at: (article, furniture, comments, caption). Sites repeat them, hence the cache."""
    return (
        int(_GOOD.search(names) is not None),
        int(_BAD.search(names) is not None),
        _COMMENT.search(names) is not None,
        _CAPTION.search(names) is not None,
    )


class ArticleBlocks(NamedTuple):
    """What a page shows, in reading order.

    Attributes:
        article: the article's blocks.
        captions: captions of its pictures.
        heads: short blocks around its beginning that are not part of it, where date and byline stand.
    """

    article: list[str]
    captions: list[str]
    heads: list[str]


_HEAD: Final = (15, 6)
"""Blocks before and after the first block of an article among which its date and byline are looked for."""


def article_blocks(tree: LexborHTMLParser, *, max_blocks: int, max_depth: int) -> ArticleBlocks:
    """Part the page into its article and what stands around it.

    The tree loses its scripts, styles and page regions that hold no article: read metadata first.

    Raises:
        Refused: WORK_LIMIT when the page has more blocks or is nested deeper than allowed.
    """
    tree.strip_tags(_STRIPPED)
    if tree.body is None:
        return ArticleBlocks([], [], [])
    walk = _walk(tree.body, max_blocks, max_depth)
    top = _weigh(walk)
    _score(walk, top)
    kept = [i for i, b in enumerate(walk.blocks) if b.score > 0]
    captions = [b.text for b in walk.blocks if walk.contexts[b.context].caption and b.score > -8]
    first = kept[0] if kept else 0
    around = walk.blocks[max(0, first - _HEAD[0]) : first + _HEAD[1]]
    heads = [b.text for b in around if b.score <= 0 and len(b.text) <= 160]
    return ArticleBlocks([walk.blocks[i].text for i in kept], captions, heads)


def _walk(body: LexborNode, max_blocks: int, max_depth: int) -> _Walk:
    """Gather contexts and blocks without recursion, so that no nesting exhausts the stack."""
    walk = _Walk()
    context, in_link = 0, False
    node = body.first_child
    above: list[tuple[LexborNode | None, int, bool]] = []
    while node is not None or above:
        if node is None:
            node, outer, in_link = above.pop()
            if outer != context:
                walk.flush(context)
                context = outer
            continue
        tag = node.tag or "-"
        following, child = node.next, None if tag[0] in "-_!" else node.first_child
        if child is not None:
            above.append((following, context, in_link))
            if tag in _INLINE:
                in_link = in_link or tag == "a"
                _part_labels(walk, node, tag)
            else:
                walk.flush(context)
                context = _open(walk, node, tag, context)
                _check_limits(walk, len(above), max_blocks, max_depth)
        elif tag in _BREAKING:
            _gather(walk, node, tag, context, linked=in_link)
        elif tag not in _INLINE:
            walk.flush(context)
        node = following if child is None else child
    walk.flush(context)
    return walk


_LABELS: Final = frozenset({"span", "time", "small", "label", "cite"})


def _part_labels(walk: _Walk, node: LexborNode, tag: str) -> None:
    """Put a space between two labels that only style sets apart: "<span>Mai Lan</span><time>16/07</time>".

    A drop capital (one letter in its own element) stays with its word.
    """
    before = node.prev
    if tag in _LABELS and walk.pieces and before is not None and before.tag not in {"-text", "-comment"}:
        last = walk.pieces[-1]
        if len(last.strip()) > 1 and not last[-1].isspace():
            walk.pieces.append(" ")


_BREAKING: Final = frozenset({"-text", "br"})


def _check_limits(walk: _Walk, depth: int, max_blocks: int, max_depth: int) -> None:
    """Refuse pages that are built to exhaust us."""
    if depth > max_depth or len(walk.blocks) > max_blocks:
        detail = f"the page has over {max_blocks} blocks or is nested over {max_depth} deep"
        raise Refused(Reason.WORK_LIMIT, detail)


def _gather(walk: _Walk, node: LexborNode, tag: str, context: int, *, linked: bool) -> None:
    """Add a text node or a line break to the block that is being gathered; two breaks in a row end a paragraph."""
    if tag == "br":
        last = next((p for p in reversed(walk.pieces[-3:]) if p == "\n" or not p.isspace()), "")
        if last == "\n":
            walk.flush(context)
        walk.pieces.append("\n")
        return
    text = node.text_content
    if text:
        walk.pieces.append(text if text != "\n" else " ")
        if linked:
            walk.linked += len(text.strip())


def _open(walk: _Walk, node: LexborNode, tag: str, parent: int) -> int:
    """Enter a block-level element; what its ancestors say is inherited."""
    up = walk.contexts[parent]
    here = _Context(tag, parent, up.depth + 1, up.good, up.bad, up.comment, up.outside, up.caption, up.body, up.article)
    attributes = node.attributes
    if attributes:
        names = f"{attributes.get('class') or ''} {attributes.get('id') or ''}"
        if len(names) > 1:
            good, bad, comment, caption = _hints(names[:200])
            here.good += good
            here.bad += bad
            here.comment = here.comment or comment
            here.caption = here.caption or caption
        style = attributes.get("style") or ""
        if (
            "hidden" in attributes
            or attributes.get("aria-hidden") == "true"
            or "display:none" in style.replace(" ", "")
        ):
            here.outside = True
        here.body = here.body or attributes.get("itemprop") == "articleBody"
    here.outside = here.outside or tag in _OUTSIDE
    here.caption = here.caption or tag == "figcaption"
    here.article = here.article or tag in {"article", "main"}
    walk.contexts.append(here)
    return len(walk.contexts) - 1


_SHARE_OF_TEXT: Final = 0.7
"""Of a page's running text: the deepest element that holds as much holds the article."""


def _weigh(walk: _Walk) -> int:
    """The element that holds the article: the deepest with most of the page's running text."""
    contexts = walk.contexts
    for block in walk.blocks:
        c, size = contexts[block.context], len(block.text)
        if size >= 60 and 3 * block.linked <= size:
            weight = size + 20 * block.text.count(",") if block.text[-1] in '.!?…”"。:' else size / 2
            # Some pages stand in a form or a hidden element as a whole, so their text counts a little too.
            c.weight += 0.05 * weight if c.comment or c.outside or c.caption else weight
    for c in reversed(contexts[1:]):
        contexts[c.parent].weight += c.weight
    enough = _SHARE_OF_TEXT * contexts[0].weight
    return max((i for i, c in enumerate(contexts) if c.weight >= enough), key=lambda i: (contexts[i].depth, -i))


def _score(walk: _Walk, top: int) -> None:
    """Score every block; then lift those between two good ones in one container, which share their part."""
    inside = _distances(walk.contexts, top)
    for block in walk.blocks:
        block.score = _own_score(block, walk.contexts[block.context], inside[block.context], walk.contexts[top])
    blocks = walk.blocks
    own = [b.score for b in blocks]
    for i in range(1, len(blocks) - 1):
        before, after = max(own[max(0, i - 2) : i]), max(own[i + 1 : i + 3])
        if before > 1 and after > 1 and inside[blocks[i].context] == 0:
            blocks[i].score += 1.0


def _distances(contexts: list[_Context], top: int) -> list[int]:
    """How many levels above an element one must climb to find the article's container; 0 inside it."""
    chain: dict[int, int] = {}
    i, steps = top, 0
    while i >= 0:
        chain[i] = steps
        i, steps = contexts[i].parent, steps + 1
    out = [0] * len(contexts)
    for i, c in enumerate(contexts):
        out[i] = chain[i] if i in chain else out[c.parent]
    return out


def _own_score(block: Block, context: _Context, distance: int, top: _Context) -> float:
    """What a block says for itself."""
    size = len(block.text)
    density = block.linked / size
    score = -1.6 + min(size / 80, 3.0) * (1 - density) - 2.5 * density
    score += 1.6 if distance == 0 else 0.3 - 0.7 * min(distance, 4)
    score += 0.8 if context.tag in _PARAGRAPHS else 0.0
    score += 0.9 if context.tag in _HEADINGS and distance == 0 else 0.0
    score += 0.5 if block.text[-1] in '.!?…”"。' else 0.0
    bad = context.bad - (top.bad if distance == 0 else 0)  # what is said of the whole article says nothing of its parts
    score += 0.3 * min(context.good, 3) - 1.1 * min(bad, 3)
    score += 1.2 if context.body else 0.0
    score += 0.4 if context.article else 0.0
    score -= 4.0 * (context.comment and not top.comment) + 6.0 * context.caption
    score -= 2.5 * (context.outside and not (top.outside and distance == 0))
    return score - (3.0 if context.tag == "h1" else 0.0)
