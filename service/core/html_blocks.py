"""A page's blocks: text between block-level tags, gathered in one walk over the DOM with what stands above it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from service.core.html_names import kinds
from service.errors import Refused
from service.models import Reason

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_INLINE: Final = frozenset((
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "center", "cite", "code", "data", "dfn", "em", "font", "i",
    "img", "input", "ins", "kbd", "label", "mark", "nobr", "picture", "q", "rp", "rt", "ruby", "s", "samp",
    "small", "source", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
))  # fmt: skip
_PASSED: Final = frozenset((
    "script", "style", "noscript", "svg", "iframe", "template", "object", "embed", "button", "select", "textarea",
    "canvas", "video", "audio", "map", "nav", "dialog", "menu", "rt", "rp",
))  # fmt: skip
"""Elements that hold no article's text: the walk passes them by as if they were not there."""
_QUIET: Final = _INLINE | _PASSED
"""Elements that end no block where they have no children to enter."""

REGIONS: Final = (
    "aside", "footer", "header", "form", "figure", "figcaption", "ul", "ol", "dl", "table", "article", "main",
    "section", "blockquote", "details", "address", "hidden", "articleBody",
)  # fmt: skip
"""What may stand above a block, in the order of their bits; the last two are attributes."""
_REGION: Final = {tag: 1 << i for i, tag in enumerate(REGIONS)}
HIDDEN: Final = _REGION["hidden"]
FIGCAPTION: Final = _REGION["figcaption"]

LINKED: Final = 1
"""State of the walk: inside a link."""
MARKED: Final = 2
"""State of the walk: inside bold or italic type."""
_STATE: Final = {"a": LINKED, "b": MARKED, "strong": MARKED, "em": MARKED, "i": MARKED}
_LABELS: Final = frozenset({"span", "time", "small", "label", "cite"})


@dataclass(slots=True)
class Elements:
    """The block-level elements of a page in document order, one list an attribute; the first is the body.

    Attributes:
        tag: names of the elements.
        parent: index of the element above, -1 for the body.
        depth: levels below the body.
        own: kinds of page parts (`html_names.KINDS`) that its class and id hint at.
        above: the same of itself and everything above it.
        regions: bits of `REGIONS` of itself and everything above it.
        shape: number of its kind: elements with the same tag, names and parent's names share one.
    """

    tag: list[str] = field(default_factory=lambda: ["body"])
    parent: list[int] = field(default_factory=lambda: [-1])
    depth: list[int] = field(default_factory=lambda: [0])
    own: list[int] = field(default_factory=lambda: [0])
    above: list[int] = field(default_factory=lambda: [0])
    regions: list[int] = field(default_factory=lambda: [0])
    shape: list[int] = field(default_factory=lambda: [0])


@dataclass(slots=True)
class Blocks:
    """The blocks of a page in reading order, one list an attribute.

    Attributes:
        text: white space collapsed, never empty.
        element: index of the element that holds it.
        linked, marked: code points in links; in bold or italic type.
        links: pieces of text that stand in links.
        elements: the elements they stand in.
    """

    text: list[str] = field(default_factory=list)
    element: list[int] = field(default_factory=list)
    linked: list[int] = field(default_factory=list)
    marked: list[int] = field(default_factory=list)
    links: list[int] = field(default_factory=list)
    elements: Elements = field(default_factory=Elements)


class _Gatherer:
    """The block that is being gathered, and those that are done."""

    def __init__(self) -> None:
        self.done = Blocks()
        self.pieces: list[str] = []
        self.linked = self.marked = self.links = 0
        self.names = [""]
        self.shapes: dict[str, int] = {}

    def flush(self, element: int) -> None:
        """End the block that is being gathered."""
        if not self.pieces:
            return
        text = " ".join("".join(self.pieces).split())
        if text:
            done = self.done
            done.text.append(text)
            done.element.append(element)
            done.linked.append(min(self.linked, len(text)))
            done.marked.append(min(self.marked, len(text)))
            done.links.append(self.links)
        self.pieces.clear()
        self.linked = self.marked = self.links = 0

    def add(self, text: str, state: int) -> None:
        """Add a text node."""
        self.pieces.append(text if text != "\n" else " ")
        if state:
            size = len(text.strip())
            if state & LINKED:
                self.linked += size
                self.links += size > 0
            if state & MARKED:
                self.marked += size

    def line_break(self, element: int) -> None:
        """Add a line break; two in a row end a paragraph."""
        last = next((p for p in reversed(self.pieces[-3:]) if p == "\n" or not p.isspace()), "")
        if last == "\n":
            self.flush(element)
        self.pieces.append("\n")

    def part_labels(self, node: LexborNode) -> None:
        """Put a space between two labels that only style sets apart: "<span>Mai Lan</span><time>16/07</time>".

        A drop capital (one letter in its own element) stays with its word.
        """
        before = node.prev
        while before is not None and before.tag in _PASSED:
            before = before.prev
        if before is not None and before.tag not in {"-text", "-comment"}:
            last = self.pieces[-1]
            if len(last.strip()) > 1 and not last[-1].isspace():
                self.pieces.append(" ")

    def leaf(self, tag: str, element: int) -> None:
        """Meet an element that is not entered, or a comment: templates leave some in the midst of a sentence."""
        if tag == "br":
            self.line_break(element)
        elif tag not in _QUIET and tag[0] != "-":
            self.flush(element)

    def enter(self, node: LexborNode, tag: str, state: int) -> int:
        """Enter an element within a line. Returns the state inside it."""
        if self.pieces and tag in _LABELS:
            self.part_labels(node)
        return state | _STATE.get(tag, 0)

    def open(self, node: LexborNode, tag: str, parent: int) -> int:
        """Enter a block-level element; what stands above it is inherited. Returns its index."""
        if self.pieces:
            self.flush(parent)
        to = self.done.elements
        own, names, regions = 0, "", to.regions[parent] | _REGION.get(tag, 0)
        attributes = node.attributes
        if attributes:
            names, ident = attributes.get("class") or "", attributes.get("id")
            if names or ident:
                own = kinds(f"{names} {ident or ''}")
            if not _TELLING.isdisjoint(attributes):
                regions |= _attribute_regions(attributes)
        name = f"{tag} {names}"  # without the id, which differs from element to element
        shape = f"{name}|{self.names[parent]}"
        self.names.append(name)
        to.tag.append(tag)
        to.parent.append(parent)
        to.depth.append(to.depth[parent] + 1)
        to.own.append(own)
        to.above.append(to.above[parent] | own)
        to.regions.append(regions)
        to.shape.append(self.shapes.setdefault(shape, len(self.shapes) + 1))
        return len(to.tag) - 1


_TELLING: Final = frozenset({"hidden", "aria-hidden", "style", "itemprop"})
"""The attributes that are read below; most elements have none of them."""


def _attribute_regions(attributes: dict[str, str | None]) -> int:
    """What an element's attributes say: it is hidden, or is the article's body by microdata."""
    style = attributes.get("style")
    hidden = (
        "hidden" in attributes
        or attributes.get("aria-hidden") == "true"
        or (style is not None and "display:none" in style.replace(" ", "").lower())
    )
    body = "articleBody" in (attributes.get("itemprop") or "")
    return (HIDDEN if hidden else 0) | (_REGION["articleBody"] if body else 0)


def walk(body: LexborNode, *, max_blocks: int, max_depth: int) -> Blocks:
    """Gather elements and blocks without recursion, so that no nesting exhausts the stack.

    Args:
        body: the page's body.
        max_blocks: how many blocks a page may have.
        max_depth: how many levels of nesting.

    Raises:
        Refused: WORK_LIMIT when the page has more of either.
    """
    gatherer = _Gatherer()
    texts = gatherer.done.text
    pieces = gatherer.pieces  # of the block that was begun; without, an element has none to end and is spared the call
    element, state = 0, 0
    node = body.first_child
    above: list[tuple[LexborNode | None, int, int]] = []
    while node is not None or above:
        if node is None:
            node, outer, state = above.pop()
            if outer != element:
                if pieces:
                    gatherer.flush(element)
                element = outer
            continue
        tag, following, child = node.tag or "-", node.next, None
        if tag == "-text":
            text = node.text_content
            if text and (pieces or not text.isspace()):  # white space begins no block
                gatherer.add(text, state)
        else:
            child = None if tag in _PASSED or tag[0] in "-_!" else node.first_child
            if child is None:
                gatherer.leaf(tag, element)
            else:
                above.append((following, element, state))
                if tag in _INLINE:
                    state = gatherer.enter(node, tag, state)
                else:
                    element = gatherer.open(node, tag, element)
                if len(above) > max_depth or len(texts) > max_blocks:
                    raise _too_large(max_blocks, max_depth)
        node = following if child is None else child
    gatherer.flush(element)
    return gatherer.done


def _too_large(max_blocks: int, max_depth: int) -> Refused:
    """Why a page is refused that is built to exhaust us."""
    detail = f"the page has over {max_blocks} blocks or is nested over {max_depth} deep"
    return Refused(Reason.WORK_LIMIT, detail)
