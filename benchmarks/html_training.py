"""From labelled pages to a trained network: examples, weights of blocks, fitting."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from selectolax.lexbor import LexborHTMLParser

from benchmarks.html_labels import labels
from benchmarks.html_network import Matrix, Recipe, train
from benchmarks.html_pages import Page, words
from service.core.html import read_blocks
from service.core.html_blocks import Blocks
from service.core.html_features import features
from service.core.html_scorer import Network, dumps, loads, standardised

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


def fit(examples: list[Example], recipe: Recipe, without: frozenset[str] = frozenset()) -> Network:
    """A network trained on the examples, rounded as the weights' file rounds it.

    Args:
        examples: at least one.
        recipe: how to train.
        without: beginnings of names of measures that are zeroed, to see what they are worth.
    """
    x = np.vstack([e.measures for e in examples])
    names = tuple(examples[0].names)
    mean, scale = x.mean(axis=0), x.std(axis=0) + 1e-3
    for i, name in enumerate(names):
        if name.startswith(tuple(without)):
            scale[i] = 6e4  # whatever is measured then stands for nothing
    weight = np.concatenate([e.weight for e in examples])
    rows = standardised(x, mean, scale)
    first, bias, last, answer = train(
        rows, np.concatenate([e.gold for e in examples]), weight / weight.mean(), recipe
    )
    return loads(dumps(Network(names, mean, scale, first, bias, last, float(answer[0]))))
