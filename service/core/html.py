"""An HTML page to the blocks of its article: one walk over the DOM, measures of each block, a small trained network.

A block is the text between two block-level tags (`html_blocks`). What is measured of it (`html_features`) holds no
language's words, so what was learned from English pages holds for others. The network (`html_scorer`) gives each block
the likelihood of being part of the article; of all cuts between likely and unlikely blocks the page gets the one from
which the best F1 is to be expected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from service.core.html_blocks import FIGCAPTION, Blocks, walk
from service.core.html_features import features, is_closed, letters
from service.core.html_names import CAPTION
from service.core.html_scorer import trained
from service.core.html_stated import stated_body
from service.core.network import Network

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from selectolax.lexbor import LexborHTMLParser


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
_NEIGHBOURS: Final = 0.15
"""How much each neighbour's likelihood counts beside a block's own: the parts of an article stand together."""
_LEAST: Final = 0.15
"""Likelihood that the likeliest block must have: a page without one has no article."""
_REPEATED: Final = 60
"""Letters; a block so long that stands on a page twice (for small screens, for print) is given once."""
_CAPTION: Final = 500
"""Letters; what is longer and calls itself a caption is none."""
_TEASER: Final = 160
"""Characters; a longer block is no teaser, however much of it is link."""
_LISTED: Final = frozenset({"li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6"})
_STATED: Final = 200
"""Letters of stated text from which on it stands in for a page that shows less than a quarter of it."""


def article_blocks(
    tree: LexborHTMLParser, *, max_blocks: int, max_depth: int, network: Network | None = None
) -> ArticleBlocks:
    """Part the page into its article and what stands around it.

    Args:
        tree: the parsed page.
        max_blocks: how many blocks a page may have.
        max_depth: how many levels of nesting.
        network: the weights to judge by, those that the package ships unless given.

    Raises:
        Refused: WORK_LIMIT when the page has more blocks or is nested deeper than allowed.
    """
    title, stated, blocks = read_blocks(tree, max_blocks=max_blocks, max_depth=max_depth)
    if not blocks.text:
        return ArticleBlocks(_rows(stated) if letters(stated) >= _STATED else [], [], [])
    apart = _captions(blocks)
    kept = chosen(blocks, likelihoods(blocks, title, stated, network or trained())) - apart - _teasers(blocks)
    article = [blocks.text[i] for i in sorted(kept)]
    if letters(stated) >= _STATED and 4 * sum(map(letters, article)) < letters(stated):
        article = _rows(stated)
    return ArticleBlocks(article, [blocks.text[i] for i in sorted(apart)], _heads(blocks, kept))


def read_blocks(tree: LexborHTMLParser, *, max_blocks: int, max_depth: int) -> tuple[str, str, Blocks]:
    """A page's title, the text it states for machines, and its blocks.

    Raises:
        Refused: WORK_LIMIT as `article_blocks` does.
    """
    title = tree.css_first("title")
    name = title.text() if title is not None else ""
    stated = stated_body(tree)
    body = tree.body
    return name, stated, Blocks() if body is None else walk(body, max_blocks=max_blocks, max_depth=max_depth)


def likelihoods(blocks: Blocks, title: str, stated: str, network: Network) -> NDArray[np.float32]:
    """How likely each block belongs to the article, in [0, 1].

    Raises:
        ValueError: the network was trained on other measures than the blocks are given.
    """
    names, measures = features(blocks, title, stated)
    if network.names != tuple(names):
        raise ValueError("the weights were trained on other measures: run python -m benchmarks.train_html")
    alone = network.likelihoods(measures)[:, 0]
    padded = np.concatenate([alone[:1], alone, alone[-1:]])
    smooth: NDArray[np.float32] = (1 - 2 * _NEIGHBOURS) * alone + _NEIGHBOURS * (padded[:-2] + padded[2:])
    return smooth


def chosen(blocks: Blocks, likely: NDArray[np.float32]) -> set[int]:
    """The blocks from which the best F1 is to be expected, a long block that repeats only once.

    With the blocks sorted by likelihood, each cut has an expected F1: twice the letters expected to be right, over the
    letters kept and the letters expected on the whole page.
    """
    if float(likely.max()) < _LEAST:
        return set()
    size = np.array([len(t) for t in blocks.text], np.float32)
    order = np.argsort(-likely, kind="stable")
    right = np.cumsum((likely * size)[order])
    worth = right / (np.cumsum(size[order]) + right[-1])
    kept, seen = set(), set()
    for i in sorted(order[: int(worth.argmax()) + 1].tolist()):
        text = blocks.text[i]
        if len(text) > _REPEATED and text in seen:
            continue
        seen.add(text)
        kept.add(i)
    return kept


def _captions(blocks: Blocks) -> set[int]:
    """The blocks that stand in an element for captions."""
    above, regions = blocks.elements.above, blocks.elements.regions
    named = (i for i, e in enumerate(blocks.element) if above[e] & CAPTION or regions[e] & FIGCAPTION)
    return {i for i in named if len(blocks.text[i]) <= _CAPTION}


def _teasers(blocks: Blocks) -> set[int]:
    """Short blocks that lead to another article: mostly link, no sentence, neither heading nor part of a list."""
    tags, found = blocks.elements.tag, set()
    for i, (text, element, linked) in enumerate(zip(blocks.text, blocks.element, blocks.linked, strict=True)):
        short = linked >= 0.6 * len(text) and len(text) <= _TEASER
        if short and tags[element] not in _LISTED and not is_closed(text):
            found.add(i)
    return found


def _heads(blocks: Blocks, kept: set[int]) -> list[str]:
    """Short blocks around the beginning of the article."""
    first = min(kept, default=0)
    around = range(max(0, first - _HEAD[0]), min(len(blocks.text), first + _HEAD[1]))
    return [blocks.text[i] for i in around if i not in kept and len(blocks.text[i]) <= 160]


def _rows(text: str) -> list[str]:
    """The paragraphs of a stated text."""
    return [row for line in text.splitlines() if (row := " ".join(line.split()))]
