"""From labelled pages to a trained network: examples, weights of blocks, fitting."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from benchmarks.html_labels import labels
from benchmarks.html_pages import Page, words
from benchmarks.network import Matrix, Recipe, train
from service.core.html import read_blocks
from service.core.html_blocks import REGIONS, Blocks
from service.core.html_features import features
from service.core.network import Network, dumps, loads, standardised

LIMIT = 50_000  # blocks of a page, as in the service


@dataclass(frozen=True, slots=True)
class Example:
    """A page with its blocks, their measures, the share of each that is gold, and how much each counts."""

    page: Page
    blocks: Blocks
    names: list[str]
    measures: Matrix
    gold: Matrix
    weight: Matrix


def example(page: Page) -> Example | None:
    """A page made ready for training; None when it has no blocks."""
    title, stated, blocks = read_blocks(LexborHTMLParser(page.html), max_blocks=LIMIT, max_depth=1000)
    if not blocks.text:
        return None
    names, measures = features(blocks, title, stated)
    # Pages count alike; within a page long blocks count more, but less than their length.
    weight = np.sqrt([len(words(text)) for text in blocks.text]).astype(np.float32)
    gold = np.array(labels(blocks.text, page.gold), np.float32)
    return Example(page, blocks, names, measures, gold, weight / max(1.0, float(weight.sum())))


def smaller(whole: Example, seed: int) -> list[Example]:
    """Stretches around the beginning and the end of a page's article, as pages of their own.

    Labelled pages are large and their templates elaborate; short pages, bare fragments, tables and pages of line breaks
    must be read as well. So the stretches are given as they stand, without names of classes and ids, with
    paragraphs that stand in their container, and with that container a table's cell.

    Args:
        whole: the page.
        seed: decides where the stretches begin and how long they are.
    """
    draw = np.random.default_rng(seed)
    gold = np.flatnonzero(whole.gold > 0.5)
    if not len(gold):
        return []
    found = []
    for bare, flat, cell in ((False, False, False), (True, False, False), (True, True, False), (True, True, True)):
        count = int(draw.integers(4, 30))
        edge = int(gold[0]) if draw.random() < 0.5 else int(gold[-1]) - count
        begin = max(0, min(edge + int(draw.integers(-6, 6)), len(whole.gold) - count))
        stretch = slice(begin, begin + count)
        blocks = _stretch(whole.blocks, stretch, bare=bare, flat=flat, cell=cell)
        names, measures = features(blocks)
        weight = _OF_PAGE * whole.weight[stretch] / max(float(whole.weight[stretch].sum()), 1e-3)
        found.append(Example(whole.page, blocks, names, measures, whole.gold[stretch], weight))
    return found


_OF_PAGE = 0.25
"""What a stretch counts beside its page."""


def _stretch(blocks: Blocks, stretch: slice, *, bare: bool, flat: bool, cell: bool) -> Blocks:
    """Some of a page's blocks with the elements of all."""
    elements = blocks.elements
    lists = {name: getattr(blocks, name)[stretch] for name in ("text", "element", "linked", "marked", "links")}
    if bare:
        nothing = [0] * len(elements.tag)
        plain = [r & _KEPT for r in elements.regions]
        elements = replace(elements, own=nothing, above=nothing, regions=plain)
    if flat:
        lists["element"] = [elements.parent[e] if elements.tag[e] == "p" else e for e in lists["element"]]
    if cell:
        holders = set(lists["element"])
        tags = ["td" if i in holders and tag == "div" else tag for i, tag in enumerate(elements.tag)]
        elements = replace(elements, tag=tags, regions=[r | _TABLE for r in elements.regions])
    return Blocks(elements=elements, **lists)


_TABLE = 1 << REGIONS.index("table")
_KEPT = sum(1 << REGIONS.index(tag) for tag in ("ul", "ol", "dl", "table", "blockquote", "figure", "figcaption"))


def fit(examples: list[Example], recipe: Recipe, without: frozenset[str] = frozenset()) -> Network:
    """A network trained on the examples, rounded as the weights' file rounds it.

    Args:
        examples: at least one.
        recipe: how to train.
        without: beginnings of names of measures that are zeroed, to see what they are worth.
    """
    examples = examples + [small for i, e in enumerate(examples) for small in smaller(e, i)]
    x = np.vstack([e.measures for e in examples])
    names = tuple(examples[0].names)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    for i, name in enumerate(names):
        if name.startswith(tuple(without)):
            scale[i] = 6e4  # whatever is measured then stands for nothing
    weight = np.concatenate([e.weight for e in examples])
    rows = standardised(x, mean, scale)
    gold = np.concatenate([e.gold for e in examples])[:, None]
    first, bias, last, answer = train(rows, gold, weight / weight.mean(), recipe)
    return loads(dumps(Network(names, mean, scale, first, bias, last, answer)))
